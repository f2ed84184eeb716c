//! Checks whether other processes still run, to recognize leftover files.

/// Whether a process with this ID is running.
#[cfg(unix)]
pub(crate) fn is_running(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};

    let Some(id) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return false };
    // Processes of other users count too.
    !matches!(test_kill_process(id), Err(rustix::io::Errno::SRCH))
}

/// Whether a process with this ID is running; true if that cannot be determined.
#[cfg(not(unix))]
pub(crate) fn is_running(_: u32) -> bool {
    true
}
