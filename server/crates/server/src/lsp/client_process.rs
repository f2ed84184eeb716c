//! Ends the server when the client's process ends without having closed the pipes.
//!
//! No signal is sent and no program is started. On Linux, `/proc` shows whether the process exists. On other Unix
//! systems, a process whose parent ends gets a different parent, so only a client that started the server itself is
//! watched there. On Windows the pipe closes with the process, which the reader notices.

use std::{thread, time::Duration};

const INTERVAL: Duration = Duration::from_secs(1);

/// Watches a process from a separate thread and ends this one when the process is gone. A process
/// that is not visible from the start, for example from inside a container, is not watched.
pub(crate) fn watch(id: u32) {
    let Some(parent) = ClientProcess::find(id) else {
        tracing::info!(id, "the client's process is not visible and not watched");
        return;
    };
    let watcher = thread::Builder::new().name("parent".to_owned()).stack_size(64 << 10).spawn(move || {
        while parent.is_alive() {
            thread::sleep(INTERVAL);
        }
        tracing::info!(id, "the client's process is gone");
        std::process::exit(1);
    });
    if let Err(error) = watcher {
        tracing::warn!(%error, "the client's process is not watched");
    }
}

enum ClientProcess {
    /// Also identified by its start time, because process IDs are reused.
    Proc {
        id: u32,
        started: String,
    },
    Direct {
        id: u32,
    },
}

impl ClientProcess {
    fn find(id: u32) -> Option<Self> {
        match started(id) {
            Some(started) => Some(Self::Proc { id, started }),
            None if is_direct_parent(id) => Some(Self::Direct { id }),
            None => None,
        }
    }

    fn is_alive(&self) -> bool {
        match self {
            Self::Proc { id, started: before } => started(*id).as_ref() == Some(before),
            Self::Direct { id } => is_direct_parent(*id),
        }
    }
}

/// The start time of a running process: fields 3 and 22 of `stat` in proc(5), counted after the
/// name, which may contain any characters.
fn started(id: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?;
    // A zombie has ended, but its parent has not collected its status yet.
    (!matches!(state, "Z" | "X")).then(|| fields.nth(18).map(str::to_owned))?
}

#[cfg(unix)]
fn is_direct_parent(id: u32) -> bool {
    std::os::unix::process::parent_id() == id
}

#[cfg(not(unix))]
fn is_direct_parent(_: u32) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn tells_the_living_from_the_dead() {
        assert!(ClientProcess::find(std::process::id()).unwrap().is_alive());
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let watched = ClientProcess::find(child.id()).unwrap();
        assert!(watched.is_alive());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!watched.is_alive());
    }
}
