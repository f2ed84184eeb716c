//! Splits the client's byte stream into message bodies.
//!
//! The base protocol is `Content-Length: N`, an empty line, N bytes. One mistake of a client, or of
//! a script in front of it, must not end the session. So anything that is not a header is skipped
//! up to the next `Content-Length:`, and so is a body that turns out to contain the header of the
//! next message. The bodies are parsed by [`messages`](super::messages).

use std::io::{self, Read};

use super::documents::ANALYSED;

/// The maximum length of a body: the largest document that is analysed, with each of its bytes
/// escaped. Longer bodies are skipped as they arrive, so that they use no memory.
const MAX_BODY: usize = 2 * ANALYSED + (1 << 20);
/// A greater length is a mistake of the client, not a document.
const MAX_LENGTH: usize = 256 << 20;
/// A longer line is not a header line.
const MAX_LINE: usize = 8 << 10;
/// The maximum length of all header lines together, since they are scanned again after every read.
const MAX_HEADER: usize = 16 << 10;
const CHUNK: usize = 16 << 10;
/// A buffer that grew beyond this for one message is freed after it.
const KEEP: usize = 1 << 20;
const LENGTH: &[u8] = b"content-length:";

/// The frames of an input.
pub(crate) struct Frames<R> {
    input: R,
    buffer: Vec<u8>,
    /// The range of bytes that are read and not yet consumed.
    start: usize,
    end: usize,
    /// The start of the last returned body.
    body: usize,
    skipping: bool,
    /// How much of an overlong body remains to be skipped.
    surplus: usize,
}

/// The next element of the stream.
pub(crate) enum Frame<'a> {
    /// The body of a message.
    Body(&'a [u8]),
    /// Bytes that are not a frame and are skipped. Reported once for each consecutive run.
    Garbage,
    /// A body of this many bytes, which was skipped because it is too long.
    TooLong(usize),
    /// The client closed the stream.
    End,
}

enum Header {
    /// More bytes are needed to decide.
    Partial,
    /// The body begins after `skip` bytes.
    Body { skip: usize, length: usize },
    /// The first `skip` bytes are not a header.
    Garbage { skip: usize },
}

impl<R: Read> Frames<R> {
    /// The frames of `input`.
    pub(crate) fn new(input: R) -> Self {
        Self { input, buffer: vec![0; CHUNK], start: 0, end: 0, body: 0, skipping: false, surplus: 0 }
    }

    /// Waits for the next frame.
    pub(crate) fn next(&mut self) -> io::Result<Frame<'_>> {
        loop {
            if self.surplus > 0 {
                let skipped = self.surplus.min(self.end - self.start);
                self.surplus -= skipped;
                self.start += skipped;
                if self.surplus > 0 && !self.read()? {
                    return Ok(Frame::End);
                }
                continue;
            }
            match header(&self.buffer[self.start..self.end]) {
                Header::Body { skip, length } if length > MAX_BODY => {
                    self.skipping = false;
                    self.start += skip;
                    self.surplus = length;
                    return Ok(Frame::TooLong(length));
                }
                Header::Body { skip, length } if self.end - self.start >= skip + length => {
                    self.skipping = false;
                    self.body = self.start + skip;
                    self.start = self.body + length;
                    return Ok(Frame::Body(&self.buffer[self.body..self.start]));
                }
                Header::Garbage { skip } => {
                    self.start += skip;
                    if !std::mem::replace(&mut self.skipping, true) {
                        return Ok(Frame::Garbage);
                    }
                }
                Header::Partial | Header::Body { .. } => {
                    if !self.read()? {
                        return Ok(Frame::End);
                    }
                }
            }
        }
    }

    /// Rewinds to the next header inside the last returned body, if there is one: the body was not
    /// JSON, so its length may have been wrong.
    pub(crate) fn resynchronise(&mut self) {
        if let Some(at) = find_length(&self.buffer[self.body..self.start]) {
            self.start = self.body + at;
            self.skipping = false;
        }
    }

    /// Reads the available bytes; returns false at the end of the input.
    fn read(&mut self) -> io::Result<bool> {
        if self.start == self.end && self.buffer.len() > KEEP {
            self.buffer = vec![0; CHUNK];
            (self.start, self.end) = (0, 0);
        }
        if self.buffer.len() - self.end < CHUNK / 2 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            if self.buffer.len() - self.end < CHUNK / 2 {
                // The buffer grows with the received bytes, not with the announced length.
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

fn header(bytes: &[u8]) -> Header {
    let (mut at, mut length, mut named) = (0, None, false);
    loop {
        if at > MAX_HEADER {
            return Header::Garbage { skip: at };
        }
        let rest = &bytes[at..];
        let Some(newline) = rest.iter().position(|byte| *byte == b'\n') else {
            if rest.len() <= MAX_LINE {
                return Header::Partial;
            }
            // A header may have begun in the last bytes.
            let skip = find_length(rest).filter(|found| *found > 0).unwrap_or(rest.len() - LENGTH.len() - 24);
            return Header::Garbage { skip: at + skip };
        };
        let line = rest[..newline].trim_ascii();
        let after = at + newline + 1;
        if line.is_empty() {
            match length {
                Some(length) => return Header::Body { skip: after, length },
                None if named => return Header::Garbage { skip: after },
                None => {}
            }
        } else if let Some(value) = strip_length(line) {
            length = std::str::from_utf8(value).ok().and_then(|value| value.trim().parse().ok());
            if length.is_none_or(|length| length > MAX_LENGTH) {
                return Header::Garbage { skip: after };
            }
        } else if is_header(line) {
            named = true;
        } else {
            // `{…}Content-Length: 7`: the header follows a body that was longer than announced.
            return Header::Garbage { skip: at + find_length(&rest[..=newline]).unwrap_or(newline + 1) };
        }
        at = after;
    }
}

fn strip_length(line: &[u8]) -> Option<&[u8]> {
    line.split_at_checked(LENGTH.len())
        .filter(|(name, _)| name.eq_ignore_ascii_case(LENGTH))
        .map(|(_, value)| value)
}

fn is_header(line: &[u8]) -> bool {
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    name.len() < line.len()
        && !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && find_length(line).is_none()
}

/// The position of `Content-Length:` followed by a digit, after the first byte.
fn find_length(bytes: &[u8]) -> Option<usize> {
    let digits = |rest: &[u8]| rest.trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
    (1..bytes.len()).find(|at| strip_length(&bytes[*at..]).is_some_and(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte per read, to test that frames do not depend on where a read ends.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (Some((first, rest)), Some(place)) = (self.0.split_first(), buffer.first_mut()) else {
                return Ok(0);
            };
            *place = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn all(mut frames: Frames<impl Read>) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            let (text, is_bad) = match frames.next().unwrap() {
                Frame::Body(body) => (String::from_utf8_lossy(body).into_owned(), !body.ends_with(b"}")),
                Frame::Garbage => ("garbage".to_owned(), false),
                Frame::TooLong(length) => (format!("{length} bytes"), false),
                Frame::End => return seen,
            };
            if is_bad {
                frames.resynchronise();
            }
            seen.push(text);
        }
    }

    #[track_caller]
    fn check(stream: &str, expected: &[&str]) {
        assert_eq!(all(Frames::new(stream.as_bytes())), expected, "{stream:?}");
        assert_eq!(all(Frames::new(Trickle(stream.as_bytes()))), expected, "{stream:?} byte by byte");
    }

    #[test]
    fn endless_headers_are_garbage() {
        let mut input = b"X-A: b\r\n".repeat(100_000);
        input.extend(b"\r\nContent-Length: 2\r\n\r\n{}");
        assert_eq!(all(Frames::new(&input[..])), ["garbage", "{}"]);
    }

    #[test]
    fn cuts_frames() {
        check("Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n{ }", &["{}", "{ }"]);
        check("content-length:2\n\n{}", &["{}"]);
        check(
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
            &["{}"],
        );
        check("\r\n\r\nContent-Length: 2\r\n\r\n{}\r\nContent-Length: 2\r\n\r\n{}", &["{}", "{}"]);
    }

    #[test]
    fn skips_what_is_no_header() {
        check("Content-Length: x\r\n\r\n{}Content-Length: 2\r\n\r\n{}", &["garbage", "{}"]);
        check("Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n{}", &["garbage", "{}"]);
        check("Content-Length: 99999999999\r\n\r\n{}Content-Length: 2\r\n\r\n{}", &["garbage", "{}"]);
        check("Content-Type: x\r\n\r\n{}Content-Length: 2\r\n\r\n{}", &["garbage", "{}"]);
        check("hello\nworld\nContent-Length: 2\r\n\r\n{}", &["garbage", "{}"]);
    }

    #[test]
    fn skips_bodies_that_are_too_long_without_keeping_them() {
        let length = MAX_BODY + 1;
        let long = io::repeat(b'{').take(length as u64);
        let head = format!("Content-Length: {length}\r\n\r\n");
        let input = head.as_bytes().chain(long).chain(&b"Content-Length: 2\r\n\r\n{}"[..]);
        let mut frames = Frames::new(input);
        assert!(matches!(frames.next().unwrap(), Frame::TooLong(it) if it == length));
        assert!(matches!(frames.next().unwrap(), Frame::Body(b"{}")));
        assert!(frames.buffer.len() <= KEEP);
        assert!(matches!(frames.next().unwrap(), Frame::End));
    }

    #[test]
    fn survives_wrong_lengths() {
        check("Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n{}", &["{", "garbage", "{}"]);
        check(
            "Content-Length: 26\r\n\r\n{}Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n{ }",
            &["{}Content-Length: 2\r\n\r\n{}C", "{}", "{ }"],
        );
    }

    #[test]
    fn skips_long_lines_and_reads_long_bodies() {
        let body = format!("{{{}}}", "x".repeat(3 << 20));
        let stream = format!("{}Content-Length: {}\r\n\r\n{body}", "y".repeat(20_000), body.len());
        assert_eq!(all(Frames::new(stream.as_bytes())), ["garbage", &body]);
    }
}
