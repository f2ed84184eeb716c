//! The findings of all Dockerfiles, build files and ignore files in the workspace, for clients that pull
//! them.
//!
//! A pass over the workspace takes many short steps in the pool, so that requests about the document
//! being edited never wait for it, and it can be cancelled between any two of them. Closed files are
//! read from disk; of these, only the ids of the results are kept, so a file that has not changed is
//! analysed again only if the client does not have its result.
//!
//! The number and the size of files are limited, and nothing outside the workspace folders is read
//! except configuration files and the ignore files of git.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use dockwright_builds::Table;

/// How long a list of files is current if the client reports changes, which cannot include files
/// found by a pattern in a configuration.
pub(super) const LISTED: Duration = Duration::from_secs(60);
/// How long it is current otherwise.
pub(super) const LISTED_UNWATCHED: Duration = Duration::from_secs(5);
/// A user who has done something less than this ago should not have to wait.
const ACTIVE: Duration = Duration::from_millis(50);

/// What is known about the files of the workspace from earlier passes.
#[derive(Debug)]
pub(crate) struct WorkspaceFindings {
    /// Passes run one after the other, since a second one would do the same work.
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
    known: Mutex<KnownFiles>,
    /// Counts changes on disk that may change the findings of files that have not changed themselves.
    changes: AtomicU64,
    start: Instant,
    /// When the last message about a document arrived, in milliseconds since the start.
    active: AtomicU64,
}

#[derive(Debug, Default)]
pub(super) struct KnownFiles {
    pub(super) listed: Option<FileList>,
    pub(super) files: HashMap<PathBuf, KnownFile>,
    /// The builds that the known results are based on, and a number that changes with them.
    pub(super) builds: (Arc<Table>, u64),
    /// The complaints about configuration files that were shown.
    pub(super) complaints: HashSet<String>,
}

#[derive(Debug)]
pub(super) struct FileList {
    pub(super) until: Instant,
    pub(super) changes: u64,
    pub(super) folders: Arc<[PathBuf]>,
    pub(super) dockerfiles: Arc<[PathBuf]>,
    pub(super) build_files: Arc<[PathBuf]>,
    pub(super) ignore_files: Arc<[PathBuf]>,
}

/// The state of a file and of everything else that its findings depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) modified: Option<SystemTime>,
    pub(super) size: u64,
    pub(super) generation: u64,
    pub(super) builds: u64,
    pub(super) changes: u64,
    /// For a build file, the state of the Dockerfiles.
    pub(super) dockerfiles: u64,
}

#[derive(Debug)]
pub(super) struct KnownFile {
    pub(super) stamp: Stamp,
    /// The id of the result.
    pub(super) id: String,
    /// When the findings must be computed again, since files of the build context may have changed.
    pub(super) until: Instant,
}

impl Default for WorkspaceFindings {
    fn default() -> Self {
        Self {
            turn: Arc::default(),
            known: Mutex::default(),
            changes: AtomicU64::default(),
            start: Instant::now(),
            active: AtomicU64::default(),
        }
    }
}

impl WorkspaceFindings {
    /// Call when files were created, deleted or renamed, or when an ignore file has changed.
    pub(crate) fn files_changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// Call when a message about a document arrives.
    pub(crate) fn is_active(&self) {
        self.active.store(self.milliseconds(), Ordering::Relaxed);
    }

    /// How long a pass should wait before its next step.
    pub(crate) fn pause(&self) -> Duration {
        let since = self.milliseconds().saturating_sub(self.active.load(Ordering::Relaxed));
        ACTIVE.saturating_sub(Duration::from_millis(since))
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn known(&self) -> MutexGuard<'_, KnownFiles> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
