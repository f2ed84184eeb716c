//! Other processes, by which what they left behind is judged.

/// Whether a process of this number runs.
#[cfg(unix)]
pub(crate) fn is_running(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};

    let Some(id) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return false };
    // A process of another user runs as well.
    !matches!(test_kill_process(id), Err(rustix::io::Errno::SRCH))
}

/// Whether a process of this number runs; where nobody can say, it does.
#[cfg(not(unix))]
pub(crate) fn is_running(_: u32) -> bool {
    true
}
