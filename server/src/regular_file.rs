//! Reads regular files up to a limit.
//!
//! A name in a workspace may lead to anything: Git stores symbolic links, so that `.gitignore` may be `/dev/zero`, and
//! archives contain FIFOs. Whatever is read without the user having named it is read here.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    path::Path,
};

/// The most that is read of a configuration file: `dockwright.toml`, `.gitignore` and the like.
pub(crate) const CONFIGURATION_LIMIT: u64 = 1 << 20;
/// The most that is read of a Dockerfile.
pub(crate) const DOCKERFILE_LIMIT: u64 = 64 << 20;

/// The bytes of a regular file, and its metadata from before it was read.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<(Vec<u8>, Metadata)> {
    // Opening a FIFO waits for a writer, so the question comes first.
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    if metadata.len() > limit {
        return Err(too_large(limit));
    }
    // With room for all of it and one byte more, two reads do: without, each doubles what the one before it got.
    let room = usize::try_from(metadata.len()).unwrap_or(0) + 1;
    let bytes = read_into(Vec::with_capacity(room), File::open(path)?, limit)?;
    Ok((bytes, metadata))
}

/// Everything that a stream gives, unless that is more than the limit.
pub(crate) fn read_up_to(stream: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    read_into(Vec::new(), stream, limit)
}

fn read_into(mut bytes: Vec<u8>, stream: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// The text of a configuration file; `None` if there is none that can be read.
pub(crate) fn configuration(path: &Path) -> Option<String> {
    configuration_or_error(path).ok()
}

/// The text of a configuration file.
pub(crate) fn configuration_or_error(path: &Path) -> io::Result<String> {
    let (bytes, _) = read(path, CONFIGURATION_LIMIT)?;
    String::from_utf8(bytes).map_err(|_| io::Error::other("not valid UTF-8"))
}

fn too_large(limit: u64) -> io::Error {
    io::Error::other(format!("larger than {} MiB", limit >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;

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
