//! Reads regular files up to a size limit.
//!
//! A name in a workspace may lead to anything: Git stores symbolic links, so `.gitignore` may be
//! `/dev/zero`, and archives contain FIFOs. All files that the user has not named explicitly are
//! read through this module.

use std::{
    error::Error,
    fmt,
    fs::{self, File, Metadata},
    io::{self, Read},
    path::Path,
};

use dockwright_texts::{Message, files as texts};

/// The maximum size of a configuration file: `dockwright.toml`, `.gitignore` and similar files.
pub(crate) const CONFIGURATION_LIMIT: u64 = 1 << 20;
/// The maximum size of a Dockerfile.
pub(crate) const DOCKERFILE_LIMIT: u64 = 64 << 20;

/// The bytes of a regular file, and its metadata from before reading.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<(Vec<u8>, Metadata)> {
    // Opening a FIFO would block until there is a writer, so check first.
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(unreadable(texts::not_regular()));
    }
    if metadata.len() > limit {
        return Err(too_large(limit));
    }
    // With room for the whole file and one more byte, two reads are enough; otherwise each read only
    // doubles the buffer.
    let room = usize::try_from(metadata.len()).unwrap_or(0) + 1;
    let bytes = read_into(Vec::with_capacity(room), File::open(path)?, limit)?;
    Ok((bytes, metadata))
}

/// Reads a stream to its end; an error if it is longer than the limit.
pub(crate) fn read_up_to(stream: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    read_into(Vec::new(), stream, limit)
}

fn read_into(mut bytes: Vec<u8>, stream: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// The text of a configuration file; `None` if it does not exist or cannot be read.
pub(crate) fn configuration(path: &Path) -> Option<String> {
    configuration_or_error(path).ok()
}

/// The text of a configuration file.
pub(crate) fn configuration_or_error(path: &Path) -> io::Result<String> {
    let (bytes, _) = read(path, CONFIGURATION_LIMIT)?;
    String::from_utf8(bytes).map_err(|_| unreadable(texts::not_utf8()))
}

/// A reason of ours not to read a file that the operating system could read.
#[derive(Debug)]
struct Unreadable(Message);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unreadable {}

fn unreadable(reason: Message) -> io::Error {
    io::Error::other(Unreadable(reason))
}

/// The reason of an I/O error in the style of our messages: in lower case and without an error
/// number.
pub(crate) fn reason(error: &io::Error) -> Message {
    if let Some(Unreadable(reason)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return reason.clone();
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    let text = chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
    match error.kind() {
        io::ErrorKind::NotFound => texts::not_found(text),
        io::ErrorKind::PermissionDenied => texts::permission_denied(text),
        io::ErrorKind::IsADirectory => texts::is_a_directory(text),
        io::ErrorKind::NotADirectory => texts::not_a_directory(text),
        io::ErrorKind::ReadOnlyFilesystem => texts::read_only(text),
        io::ErrorKind::StorageFull => texts::storage_full(text),
        _ => Message::verbatim(text),
    }
}

fn too_large(limit: u64) -> io::Error {
    unreadable(texts::too_large((limit >> 20).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_lower_case_and_without_numbers() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "no such file or directory");
        assert_eq!(reason(&io::Error::other("Odd thing")), "odd thing");
        assert_eq!(reason(&too_large(64 << 20)), "larger than 64 MiB");
    }

    #[test]
    fn only_regular_files_up_to_the_limit_are_read() {
        let folder = std::env::temp_dir().join(format!("dockwright regular {}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("file");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap().0, b"12345");
        assert!(read(&path, 4).is_err() && read(&folder, 4).is_err());
        #[cfg(target_os = "linux")]
        assert_eq!(read(Path::new("/dev/zero"), 4).unwrap_err().to_string(), "not a regular file");
        assert!(read_up_to(io::repeat(0), 1 << 20).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
