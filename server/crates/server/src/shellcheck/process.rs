//! Runs a program with limits on its time and output.

use std::{
    io::{self, Read},
    process::{Child, Command, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

/// How often to check whether the program has ended or must be stopped.
const TICK: Duration = Duration::from_millis(10);

/// The limits of a program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) time: Duration,
    /// The maximum size of the output, in bytes.
    pub(super) output: u64,
}

/// The reason why there is no result.
#[derive(Debug)]
pub(super) enum Failure {
    Folder(io::Error),
    Start(io::Error),
    TimedOut,
    TooMuch,
    Cancelled,
    Unreadable,
}

/// Runs a program and returns its output. It gets no input, and its standard error is discarded.
pub(super) fn run(
    command: &mut Command,
    limits: &Limits,
    is_cancelled: &AtomicBool,
) -> Result<Vec<u8>, Failure> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    // In a separate process group, because a wrapper may have started the program that hangs.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let deadline = Instant::now() + limits.time;
    let mut child = command.spawn().map_err(Failure::Start)?;
    let output = output(&mut child, limits, deadline, is_cancelled);
    let output = output.and_then(|output| wait(&mut child, deadline, is_cancelled).map(|()| output));
    if output.is_err() {
        kill(&mut child);
    }
    output
}

/// What the program prints until it closes its output.
fn output(
    child: &mut Child,
    limits: &Limits,
    deadline: Instant,
    is_cancelled: &AtomicBool,
) -> Result<Vec<u8>, Failure> {
    let Some(stdout) = child.stdout.take() else { return Ok(Vec::new()) };
    let limit = limits.output;
    let (sender, receiver) = mpsc::channel();
    // The thread is not joined: a descendant that survives may keep the output open.
    let reader = thread::Builder::new().name("shellcheck".to_owned()).spawn(move || {
        let mut output = Vec::new();
        let read = stdout.take(limit + 1).read_to_end(&mut output);
        let _ = sender.send(read.map(|_| output));
    });
    reader.map_err(Failure::Start)?;
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(Ok(output)) if output.len() as u64 > limit => return Err(Failure::TooMuch),
            Ok(output) => return output.map_err(Failure::Start),
            Err(RecvTimeoutError::Timeout) => check(deadline, is_cancelled)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
        }
    }
}

/// Waits until the program has ended, with any exit code: `ShellCheck` exits with 1 if it has found
/// something.
fn wait(child: &mut Child, deadline: Instant, is_cancelled: &AtomicBool) -> Result<(), Failure> {
    while child.try_wait().map_err(Failure::Start)?.is_none() {
        check(deadline, is_cancelled)?;
        thread::sleep(TICK / 5);
    }
    Ok(())
}

fn check(deadline: Instant, is_cancelled: &AtomicBool) -> Result<(), Failure> {
    if is_cancelled.load(Ordering::Relaxed) {
        return Err(Failure::Cancelled);
    }
    if Instant::now() >= deadline {
        return Err(Failure::TimedOut);
    }
    Ok(())
}

fn kill(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};

        // The child has not been waited for, so its process ID cannot have been reused.
        if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn sh(script: &str, limits: Limits) -> Result<Vec<u8>, Failure> {
        run(Command::new("/bin/sh").args(["-c", script]), &limits, &AtomicBool::new(false))
    }

    const LIMITS: Limits = Limits { time: Duration::from_secs(60), output: 1000 };

    #[test]
    fn output_is_read_whatever_the_exit_code() {
        assert_eq!(sh("echo a; echo b >&2; exit 3", LIMITS).unwrap(), b"a\n");
        assert_eq!(sh("cat", LIMITS).unwrap(), b"");
    }

    #[test]
    fn output_is_bounded() {
        assert!(matches!(sh("while :; do echo aaaaaaaaaaaaaaaa; done", LIMITS), Err(Failure::TooMuch)));
    }

    #[test]
    fn time_is_bounded() {
        let limits = Limits { time: Duration::from_millis(50), ..LIMITS };
        assert!(matches!(sh("sleep 600; :", limits), Err(Failure::TimedOut)));
        assert!(matches!(sh("exec >&-; sleep 600; :", limits), Err(Failure::TimedOut)));
        // A process started by the program keeps the output open.
        assert!(matches!(sh("sleep 600 & exit", limits), Err(Failure::TimedOut)));
    }

    #[test]
    fn a_program_can_be_cancelled() {
        let run = run(Command::new("sleep").arg("600"), &LIMITS, &AtomicBool::new(true));
        assert!(matches!(run, Err(Failure::Cancelled)));
    }

    #[test]
    fn a_program_that_is_not_there_cannot_be_started() {
        let run = run(&mut Command::new("/nonexistent/shellcheck"), &LIMITS, &AtomicBool::new(false));
        assert!(matches!(run, Err(Failure::Start(_))));
    }
}
