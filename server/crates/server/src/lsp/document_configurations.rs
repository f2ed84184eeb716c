//! The configuration of each document: the user's settings and the configuration files in the
//! folders above it.
//!
//! Files are read when a document is first needed, and again after the client has reported that one
//! of them has changed. The results are kept for open documents and for a limited number of
//! folders.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use dockwright_analysis::document::DocumentContext;
use dockwright_context::build::{BuildContext, BuildContexts};
use dockwright_lint::preset::Selection;
use dockwright_texts::Message;

use super::{
    context_folders::outermost, context_lookups::PATIENCE, document_kind::DocumentKind, session::Session,
    uris,
};
use crate::{
    config::files::Configuration,
    contexts::{FolderContext, SharedFolders},
};

/// The number of folders whose files are cached.
const MAX_FOLDERS: usize = 256;

/// The configurations of documents and folders.
#[derive(Debug, Default)]
pub(crate) struct DocumentConfigurations {
    folders: HashMap<PathBuf, Configuration>,
    documents: HashMap<String, DocumentConfiguration>,
}

/// The configuration of a document.
#[derive(Debug, Clone)]
pub(crate) struct DocumentConfiguration {
    /// The rules to run on it.
    pub(crate) selection: Arc<Selection>,
    /// The information about it besides its text.
    pub(crate) context: Arc<DocumentContext>,
}

impl DocumentConfigurations {
    /// The configuration of a document, and complaints about the files that were read for it. It is
    /// cached if the document is open.
    pub(crate) fn of(
        &mut self,
        session: &Session,
        uri: &str,
        is_open: bool,
    ) -> (DocumentConfiguration, Vec<Message>) {
        if let Some(known) = self.documents.get(uri) {
            return (known.clone(), Vec::new());
        }
        let path = uris::file_path(uri);
        let (configuration, mut complaints) = self.configuration(session, path.as_deref());
        let builds =
            path.as_deref().map(|path| session.builds.known(path, &session.folders)).unwrap_or_default();
        let checks = &session.settings.checks;
        let mut context = configuration.context(checks, path.as_deref(), builds);
        if let Some(path) =
            path.as_deref().filter(|_| is_open && DocumentKind::new(uri, "") == DocumentKind::Dockerfile)
        {
            let roots = configuration.build_roots(checks, path, |path| session.builds.roots(path));
            context.contexts = session.contexts.take(path, roots, context.inputs.engine, &session.folders);
        }
        let known = DocumentConfiguration {
            selection: Arc::new(configuration.selection(checks, path.as_deref())),
            context: Arc::new(context),
        };
        complaints.extend(configuration.without_effect(checks));
        if is_open {
            self.documents.insert(uri.to_owned(), known.clone());
        }
        (known, complaints)
    }

    /// The configuration of a Dockerfile that is not open, and complaints as above. Its build contexts
    /// are read on demand, and share facts about folders.
    pub(crate) fn of_closed(
        &mut self,
        session: &Session,
        path: &Path,
        shared: &Arc<SharedFolders>,
    ) -> (DocumentConfiguration, Vec<Message>) {
        let (configuration, complaints) = self.configuration(session, Some(path));
        let checks = &session.settings.checks;
        let mut context =
            configuration.context(checks, Some(path), session.builds.known(path, &session.folders));
        let roots = configuration.build_roots(checks, path, |path| session.builds.roots(path));
        let contexts = roots.into_iter().map(|place| -> Arc<dyn BuildContext> {
            let outermost = outermost(&session.folders, path).cloned();
            let folder = FolderContext::reading(place, context.inputs.engine, outermost);
            Arc::new(folder.sharing(Arc::clone(shared)).patient(PATIENCE))
        });
        context.contexts = BuildContexts::new(contexts.collect::<Vec<_>>());
        let selection = Arc::new(configuration.selection(checks, Some(path)));
        (DocumentConfiguration { selection, context: Arc::new(context) }, complaints)
    }

    /// The folders that a Dockerfile may be built with; empty if they cannot be known.
    pub(crate) fn contexts(&mut self, session: &Session, path: &Path) -> Vec<PathBuf> {
        let (configuration, _) = self.configuration(session, Some(path));
        let roots = |path: &Path| session.builds.roots(path);
        let roots = configuration.build_roots(&session.settings.checks, path, roots);
        roots.into_iter().map(|place| place.root).collect()
    }

    /// The configuration of a file, and complaints about the files that were read for it.
    fn configuration(&mut self, session: &Session, path: Option<&Path>) -> (&Configuration, Vec<Message>) {
        static NONE: LazyLock<Configuration> = LazyLock::new(Configuration::default);
        let folder = match path {
            Some(path) => path.parent().map(Path::to_owned),
            // A document without a file will probably be saved in the workspace.
            None => session.folders.first().cloned(),
        };
        let Some(folder) = folder else { return (&NONE, Vec::new()) };
        if self.folders.len() >= MAX_FOLDERS {
            self.folders.clear();
        }
        let mut complaints = Vec::new();
        let found = self.folders.entry(folder).or_insert_with_key(|folder| {
            let found = Configuration::find(folder);
            complaints.clone_from(&found.complaints);
            found
        });
        (found, complaints)
    }

    /// Call when the settings have changed.
    pub(crate) fn forget_selections(&mut self) {
        self.documents.clear();
    }

    /// Call when the configuration files have changed.
    pub(crate) fn forget_files(&mut self) {
        self.folders.clear();
        self.documents.clear();
    }

    /// Call when a document is closed.
    pub(crate) fn forget(&mut self, uri: &str) {
        self.documents.remove(uri);
    }
}
