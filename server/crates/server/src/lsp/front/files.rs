//! Handles changes of files on disk.

use std::sync::Arc;

use serde_json::Value;

use super::{
    super::{
        ctx::Ctx, document_kind::DocumentKind, documents::OpenDocument, refresher::REFRESH,
        workspace_builds::may_change_builds,
    },
    Front,
};
use crate::{
    config::files::is_configuration,
    dockerfiles::{is_dockerfile, is_ignore_file},
};

/// Whether findings may be shown in a file that the client watches.
fn is_watched_text(uri: &str) -> bool {
    let name = uri.rsplit('/').next().unwrap_or_default();
    is_dockerfile(name) || is_ignore_file(name) || may_change_builds(uri)
}

impl Front {
    /// Looks up the build context of a document again.
    pub(super) fn look_up(&mut self, document: Arc<OpenDocument>) {
        let session = self.session_about(&document.uri);
        let ctx = Ctx::new(document, session);
        match &self.publisher {
            Some(publisher) => publisher.look(&ctx),
            None => ctx.look_up_sources(None),
        }
    }

    /// Handles `workspace/didChangeWatchedFiles`.
    pub(super) fn watched_files_changed(&mut self, params: &Value) {
        const CHANGED: u8 = 2;
        let changes = params["changes"].as_array().map_or(&[][..], Vec::as_slice);
        let uri = |change: &'_ Value| change["uri"].as_str().unwrap_or_default().to_owned();
        let uris: Vec<String> = changes.iter().map(uri).collect();
        if changes.iter().any(|change| change["type"] != CHANGED) {
            self.session.findings.files_changed();
        }
        self.files_changed(uris.iter().map(String::as_str));
        // Other changes have the findings sent again if that is necessary.
        let is_shown = |uri: &str| is_watched_text(uri) && self.documents.get(uri).is_none();
        if uris.iter().any(|uri| is_shown(uri)) {
            self.pull_again();
        }
    }

    /// Handles files that the user has created, deleted, renamed or moved in the editor.
    pub(super) fn files_moved(&mut self) {
        self.session.findings.files_changed();
        self.session.builds.files_changed(true);
        self.read_builds();
        self.look_up_all();
        self.pull_again();
    }

    /// Makes a client that pulls findings pull them again.
    pub(super) fn pull_again(&self) {
        if self.publisher.is_none() && self.session.abilities.workspace.refreshes_diagnostics {
            self.client.refresh(REFRESH);
        }
    }

    /// Handles files that the client has saved or reported as changed.
    pub(super) fn files_changed<'a>(&mut self, uris: impl Iterator<Item = &'a str>) {
        let (mut is_configured, mut changes_builds, mut changes_ignores) = (false, false, false);
        for uri in uris {
            is_configured |= is_configuration(uri);
            changes_builds |= may_change_builds(uri);
            changes_ignores |= is_ignore_file(uri);
        }
        if changes_ignores {
            self.session.findings.files_changed();
        }
        if is_configured {
            self.configurations.forget_files();
            self.checks_changed();
        }
        if changes_builds {
            self.session.builds.files_changed(true);
            self.read_builds();
        }
        if changes_ignores {
            self.look_up_all();
        }
    }

    /// Has the findings of open build files computed again after a Dockerfile was saved.
    pub(super) fn dockerfile_saved(&self, document: &OpenDocument) {
        let is_build_file = |open: &Arc<OpenDocument>| open.kind == DocumentKind::BuildFile;
        if document.kind == DocumentKind::Dockerfile && self.documents.all().iter().any(is_build_file) {
            self.pull_again();
        }
    }

    /// Looks up the build contexts of all open documents again.
    pub(super) fn look_up_all(&mut self) {
        for document in self.documents.all() {
            self.look_up(document);
        }
    }
}
