//! How much a stream takes without making the writer wait.
//!
//! The answer errs on the side of nothing: who gets it wrong waits for a client that may be waiting for him.

use std::fs::File;

/// How many bytes can be written to `output` now and be taken at once.
#[cfg(unix)]
pub(crate) fn room(output: &File) -> usize {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    // PIPE_BUF: what POSIX promises a pipe takes in one piece when it says it can be written to.
    let least = if cfg!(target_os = "linux") { 4096 } else { 512 };
    let mut fds = [PollFd::new(output, PollFlags::OUT)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut fds, Some(&now)) {
        Ok(1) if fds[0].revents().contains(PollFlags::OUT) => empty_pipe(output).unwrap_or(least),
        Ok(_) | Err(_) => 0,
    }
}

#[cfg(not(unix))]
pub(crate) fn room(_: &File) -> usize {
    0
}

/// The capacity of a pipe from which everything has been read.
#[cfg(target_os = "linux")]
fn empty_pipe(output: &File) -> Option<usize> {
    let capacity = rustix::pipe::fcntl_getpipe_size(output).ok()?;
    (rustix::io::ioctl_fionread(output).ok()? == 0).then_some(capacity)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn empty_pipe(_: &File) -> Option<usize> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{Read, Write};
    use std::os::fd::OwnedFd;

    use super::*;

    #[test]
    fn what_is_promised_is_taken() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut writer = File::from(OwnedFd::from(writer));
        let mut written = 0;
        // Were the promise wrong, this would wait for ever.
        while let room @ 1.. = room(&writer) {
            writer.write_all(&vec![0; room]).unwrap();
            written += room;
        }
        assert!(written >= 512);
        reader.read_exact(&mut vec![0; written]).unwrap();
        assert!(room(&writer) >= 512);
        drop(reader);
        let _ = room(&writer);
    }
}
