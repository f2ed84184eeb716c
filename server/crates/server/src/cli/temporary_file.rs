//! Temporary files that exist only while the file they replace is written.
//!
//! They are removed if the program is interrupted. Those of a killed program are removed by the
//! next run that writes to the same folder.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, Once, PoisonError,
        mpsc::{self, Sender},
    },
};

use crate::{dockerfiles::leftover_owner, processes::is_running};

/// The files to remove if the program is interrupted.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Blocks interruptions while the guard is held.
pub(super) fn hold() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new file in the folder of the file to replace; removed unless it replaces it.
#[derive(Debug)]
pub(super) struct TemporaryFile {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl TemporaryFile {
    /// Creates a file next to `path`.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        remove_on_interruption();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut open = hold();
        let mut number = 0;
        loop {
            let path = path.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
                Err(error) => return Err(error),
                Ok(file) => {
                    open.insert(path.clone());
                    return Ok(Self { path, file });
                }
            }
        }
    }

    /// Renames it to `path`, replacing that file in one step.
    pub(super) fn rename(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // It may have been renamed already. A failure to remove it is not worth a message.
        let _ = fs::remove_file(&self.path);
        hold().remove(&self.path);
    }
}

/// Removes temporary files of processes that no longer run.
pub(super) fn remove_leftovers<'a>(files: impl IntoIterator<Item = &'a (PathBuf, u32)>) {
    for (path, process) in files {
        if !is_running(*process) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes the leftovers of earlier attempts to write a file.
pub(super) fn remove_leftovers_of(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let start = format!(".{}.", name.to_string_lossy());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if let Some(process) = leftover_owner(&name).filter(|_| name.starts_with(&start)) {
            remove_leftovers([&(entry.path(), process)]);
        }
    }
}

/// Starts to watch for signals, once. Returns when the watch is active, since files created earlier
/// would not be removed.
fn remove_on_interruption() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let watch = std::thread::Builder::new().name("signals".to_owned()).stack_size(256 << 10);
        let (is_ready, ready) = mpsc::channel();
        // Without the thread, a signal ends the program as usual.
        let _ = watch.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let Ok(Some(code)) = runtime.map(|runtime| runtime.block_on(interruption(is_ready))) else {
                return;
            };
            let open = hold();
            for path in open.iter() {
                let _ = fs::remove_file(path);
            }
            // The lock is still held, so no further file is created.
            std::process::exit(code);
        });
        // If the thread fails, it drops its sender.
        let _ = ready.recv();
    });
}

/// Waits for a signal that ends programs, and reports when it has started to wait. Returns the exit
/// code that shells expect.
#[cfg(unix)]
async fn interruption(is_ready: Sender<()>) -> Option<i32> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt()).ok()?;
    let mut terminate = signal(SignalKind::terminate()).ok()?;
    let mut hangup = signal(SignalKind::hangup()).ok()?;
    drop(is_ready);
    Some(tokio::select! {
        _ = interrupt.recv() => 130,
        _ = terminate.recv() => 143,
        _ = hangup.recv() => 129,
    })
}

#[cfg(windows)]
async fn interruption(is_ready: Sender<()>) -> Option<i32> {
    let mut interrupt = tokio::signal::windows::ctrl_c().ok()?;
    drop(is_ready);
    interrupt.recv().await.map(|()| 130)
}
