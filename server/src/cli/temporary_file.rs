//! Files that exist only while another one is written.
//!
//! They are removed when the program is interrupted. What a killed program leaves is removed by the next run
//! that writes into the same folder.

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

/// The files that are to be removed if the program is interrupted.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Held while nothing may be interrupted; an interruption waits for it.
pub(super) fn hold() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new file in the folder of another one, removed unless it takes its place.
#[derive(Debug)]
pub(super) struct TemporaryFile {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl TemporaryFile {
    /// Creates a file beside `path`.
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

    /// Puts it in the place of another file, in one step.
    pub(super) fn rename(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // It may have taken its place already. What cannot be removed is not worth a message.
        let _ = fs::remove_file(&self.path);
        hold().remove(&self.path);
    }
}

/// Removes temporary files of processes that do not run any more.
pub(super) fn remove_leftovers<'a>(files: impl IntoIterator<Item = &'a (PathBuf, u32)>) {
    for (path, process) in files {
        if !is_running(*process) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes what is left of earlier attempts to write a file.
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

/// Starts to watch for signals, once. When it returns, signals are watched for: a file that is created before that
/// would be left.
fn remove_on_interruption() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let watch = std::thread::Builder::new().name("signals".to_owned()).stack_size(256 << 10);
        let (is_ready, ready) = mpsc::channel();
        // Without the thread a signal ends the program as it always does.
        let _ = watch.spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let Ok(Some(code)) = runtime.map(|runtime| runtime.block_on(interruption(is_ready))) else {
                return;
            };
            let open = hold();
            for path in open.iter() {
                let _ = fs::remove_file(path);
            }
            // Still holding the lock: nothing is created any more.
            std::process::exit(code);
        });
        // A thread that does not watch drops its side.
        let _ = ready.recv();
    });
}

/// Waits for a signal that ends programs, and reports when it has begun to; the result is the exit code that shells
/// expect then.
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
