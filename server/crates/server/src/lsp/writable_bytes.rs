//! Finds out how many bytes a stream accepts without blocking the writer.
//!
//! If in doubt, the result is 0: a writer that blocks waits for a client that may in turn be
//! waiting for the server.

use std::fs::File;

/// How many bytes can be written to `output` now without blocking.
#[cfg(unix)]
pub(crate) fn writable_bytes(output: &File) -> usize {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    // PIPE_BUF: the number of bytes that POSIX guarantees a writable pipe to accept at once.
    let least = if cfg!(target_os = "linux") { 4096 } else { 512 };
    let mut fds = [PollFd::new(output, PollFlags::OUT)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut fds, Some(&now)) {
        Ok(1) if fds[0].revents().contains(PollFlags::OUT) => empty_pipe(output).unwrap_or(least),
        Ok(_) | Err(_) => 0,
    }
}

#[cfg(not(unix))]
pub(crate) fn writable_bytes(_: &File) -> usize {
    0
}

/// The capacity of a pipe that is empty.
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
    fn the_promised_bytes_are_accepted() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut writer = File::from(OwnedFd::from(writer));
        let mut written = 0;
        // If the number were too large, this would block forever.
        while let bytes @ 1.. = writable_bytes(&writer) {
            writer.write_all(&vec![0; bytes]).unwrap();
            written += bytes;
        }
        assert!(written >= 512);
        reader.read_exact(&mut vec![0; written]).unwrap();
        assert!(writable_bytes(&writer) >= 512);
        drop(reader);
        let _ = writable_bytes(&writer);
    }
}
