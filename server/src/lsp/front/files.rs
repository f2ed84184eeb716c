//! Handles changes of files on disk.

use std::sync::Arc;

use super::{
    super::{ctx::Ctx, documents::OpenDocument, workspace_builds::may_change_builds},
    Front,
};
use crate::{config::files::is_configuration, dockerfiles::is_ignore_file};

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

    /// Handles files that the client has saved or reported as changed.
    pub(super) fn files_changed<'a>(&mut self, uris: impl Iterator<Item = &'a str>) {
        let (mut is_configured, mut changes_builds, mut changes_ignores) = (false, false, false);
        for uri in uris {
            is_configured |= is_configuration(uri);
            changes_builds |= may_change_builds(uri);
            changes_ignores |= is_ignore_file(uri);
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

    /// Looks up the build contexts of all open documents again.
    pub(super) fn look_up_all(&mut self) {
        for document in self.documents.all() {
            self.look_up(document);
        }
    }
}
