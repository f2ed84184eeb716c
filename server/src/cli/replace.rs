//! A file gets another text, all of it or nothing.
//!
//! The text is written beside the file and takes its place in one step, so that nobody ever reads half of it and a full
//! disk costs nothing. Rights and owner stay; a link stays a link, and the file that it leads to changes. A file that
//! may not be written stays as it is even where its folder would allow the step. Other hard links keep the old text.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Gives a file another text.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    // Whoever may not write into the file may not replace it either.
    drop(OpenOptions::new().write(true).open(&path)?);
    let (beside, mut file) = create_beside(&path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| keep_rights(&beside, &metadata))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What cannot be removed either is not worth a second message.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A new file in the same folder.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let beside = path.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            result => return result.map(|file| (beside, file)),
        }
    }
}

#[cfg(unix)]
fn keep_rights(path: &Path, metadata: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};

    let own = fs::metadata(path)?;
    if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
        // Only the administrator may give files away; others keep what they wrote.
        let _ = chown(path, Some(metadata.uid()), Some(metadata.gid()));
    }
    fs::set_permissions(path, metadata.permissions())
}

#[cfg(not(unix))]
fn keep_rights(path: &Path, metadata: &Metadata) -> io::Result<()> {
    fs::set_permissions(path, metadata.permissions())
}
