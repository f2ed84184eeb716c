//! Decides when the builds of the workspace are read, and applies the results.

use std::{
    sync::{Arc, PoisonError, Weak},
    time::Duration,
};

use dockwright_builds::Table;

use super::{super::pool::pooled, Front};

/// Whether the builds are being read, and whether anything has changed since that began.
#[derive(Debug, Default)]
pub(super) struct BuildsReading {
    is_running: bool,
    is_outdated: bool,
}

impl Front {
    /// Reads the builds again after a short delay. The first findings are sent before the first
    /// reading.
    pub(super) fn read_builds(&mut self) {
        const MOMENT: Duration = Duration::from_millis(300);
        if self.builds_reading.is_running {
            self.builds_reading.is_outdated = true;
            return;
        }
        self.builds_reading = BuildsReading { is_running: true, is_outdated: false };
        let (this, builds) = (Weak::clone(&self.this), Arc::clone(&self.session.builds));
        let folders = Arc::clone(&self.session.folders);
        tokio::spawn(async move {
            tokio::time::sleep(MOMENT).await;
            // If it panics, only this reading is lost.
            let read = pooled(move || Ok(builds.table(&folders))).await;
            let apply = move || {
                if let Some(front) = this.upgrade() {
                    front.lock().unwrap_or_else(PoisonError::into_inner).builds_read(read.ok());
                }
                Ok(())
            };
            let _ = pooled(apply).await;
        });
    }

    /// Applies builds that were read.
    fn builds_read(&mut self, table: Option<Arc<Table>>) {
        let is_outdated = std::mem::take(&mut self.builds_reading).is_outdated;
        let is_first = !self.session.builds.were_read();
        self.session.builds.apply();
        if let Some(table) = table {
            let before = std::mem::replace(&mut self.builds, table);
            if !before.is_same(&self.builds) {
                self.configurations.forget_selections();
                self.checks_changed();
                let workspace = &self.session.abilities.workspace;
                if workspace.refreshes_inlay_hints {
                    self.client.refresh("workspace/inlayHint/refresh");
                }
                if workspace.refreshes_code_lenses {
                    self.client.refresh("workspace/codeLens/refresh");
                }
            }
        }
        if is_first {
            self.look_up_all();
        }
        if is_outdated {
            self.read_builds();
        }
    }
}
