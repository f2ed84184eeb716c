//! The state of the session and of a document at the arrival of a message, which requests and
//! handlers work on.

use std::{
    path::PathBuf,
    str::FromStr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use dockwright_analysis::document::Document;
use dockwright_ide::ignore_file::IgnoreDocument;
use dockwright_lint::preset::Selection;
use dockwright_syntax::Text;
use dockwright_texts::Language;
use tower_lsp::ls_types::Uri;

use super::{
    capabilities::ClientAbilities,
    context_folders::ContextFolders,
    context_lookups::ContextLookups,
    document_kind::DocumentKind,
    documents::{Documents, OpenDocument},
    refresher::Refresher,
    session::Session,
    uris,
    workspace_builds::WorkspaceBuilds,
    workspace_files::WorkspaceFiles,
};
use crate::config::Settings;

/// The input of a handler: one version of a document, the client's capabilities, and the user's
/// settings.
#[derive(Debug, Clone)]
pub(crate) struct Ctx {
    pub(crate) open: Arc<OpenDocument>,
    pub(crate) abilities: Arc<ClientAbilities>,
    pub(crate) language: Language,
    pub(crate) settings: Arc<Settings>,
    pub(crate) folders: Arc<[PathBuf]>,
    pub(crate) builds: Arc<WorkspaceBuilds>,
    pub(crate) files: Arc<WorkspaceFiles>,
    generation: u64,
    answers: Arc<AtomicU64>,
    pub(crate) refresher: Refresher,
    pub(crate) contexts: Arc<ContextFolders>,
    lookups: ContextLookups,
    selection: Option<Arc<Selection>>,
    uri: OnceLock<Option<Uri>>,
}

impl Ctx {
    pub(crate) fn new(open: Arc<OpenDocument>, session: Session) -> Self {
        let Session {
            abilities,
            language,
            settings,
            selection,
            generation,
            answers,
            folders,
            builds,
            files,
            contexts,
            lookups,
            refresher,
            ..
        } = session;
        let uri = OnceLock::new();
        Self {
            open,
            abilities,
            language,
            settings,
            folders,
            builds,
            files,
            generation,
            answers,
            refresher,
            contexts,
            lookups,
            selection,
            uri,
        }
    }

    /// The document's URI; `None` if the protocol's types cannot represent it.
    pub(crate) fn uri(&self) -> Option<&Uri> {
        self.uri.get_or_init(|| Uri::from_str(&uris::escaped(&self.open.uri)).ok()).as_ref()
    }

    /// The rules to run on the document.
    pub(crate) fn selection(&self) -> &Selection {
        self.selection.as_deref().unwrap_or(Selection::default_preset())
    }

    /// Changes whenever the findings of an unchanged text may change.
    pub(crate) fn generation(&self) -> u64 {
        self.generation + self.answers.load(Ordering::Relaxed)
    }

    /// The text of the document's version.
    pub(crate) fn text(&self) -> &Text {
        match self.open.kind {
            // For a text that cannot be analysed, this is empty.
            DocumentKind::Dockerfile => self.document().text(),
            DocumentKind::IgnoreFile | DocumentKind::BuildFile => &self.open.text,
        }
    }

    /// Looks up the sources of the document in its build contexts, and then calls `send_again` if
    /// findings may have changed. The contexts are not known until the builds of the workspace have
    /// been read.
    pub(crate) fn look_up_sources(&self, send_again: Option<Box<dyn FnOnce() + Send>>) {
        if self.builds.were_read() {
            self.lookups.look(&self.open, &self.contexts, send_again);
        }
    }

    /// The patterns of the document's version, if it is an ignore file.
    pub(crate) fn ignore_file(&self) -> &IgnoreDocument {
        self.open.ignore_file()
    }

    /// The analysis of the document's version.
    pub(crate) fn document(&self) -> &Document {
        self.open.document()
    }
}

/// The state at the arrival of a request. Its handler sees only this, however late it runs.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// The session with the configuration of the request's document.
    pub(crate) session: Session,
    pub(crate) target: Target,
    /// The open documents. A route reads them when the request arrives, not later.
    pub(crate) documents: Arc<Documents>,
}

/// The document that a request is about.
#[derive(Debug)]
pub(crate) enum Target {
    /// One version of an open document.
    Open(Arc<OpenDocument>),
    /// A document that the client never opened. It is read from disk and gets this revision.
    Unopened { uri: String, revision: u64 },
    /// No document.
    None,
}

impl Target {
    /// The kind of the document.
    pub(crate) fn kind(&self) -> DocumentKind {
        match self {
            Self::Open(open) => open.kind,
            Self::Unopened { uri, .. } => DocumentKind::new(uri, ""),
            Self::None => DocumentKind::Dockerfile,
        }
    }
}
