//! Replaces the text of a file atomically.
//!
//! The text is written to a temporary file, which then replaces the file in one step, so no reader
//! ever sees a partial text and a full disk does no harm. If that step is impossible, the file
//! itself is overwritten, and a copy of the old text is kept until that is done. Permissions and
//! owner are preserved. A link stays a link, and its target changes. A read-only file is not
//! changed, even if its folder would allow the step. Other hard links keep the old text. A file
//! that a different program has changed in the meantime is never overwritten.

use std::{
    env,
    fs::{self, Metadata, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use dockwright_texts::{Message, cli::files as texts, files::not_regular};

use super::{
    files::FileStamp,
    temporary_file::{self, TemporaryFile},
};
use crate::regular_file::reason;

/// Replaces a file's text unless the file has changed since it was read; the error is the reason as
/// a message.
pub(super) fn replace(path: &Path, text: &str, read: Option<FileStamp>) -> Result<(), Message> {
    let said = |error: io::Error| reason(&error);
    let Some(read) = read else { return Err(not_regular()) };
    let path = fs::canonicalize(path).map_err(said)?;
    let metadata = unchanged(&path, read)?;
    if metadata.permissions().readonly() {
        return Err(reason(&io::ErrorKind::PermissionDenied.into()));
    }
    // A file that cannot be written must not be replaced either.
    drop(OpenOptions::new().write(true).open(&path).map_err(said)?);
    temporary_file::remove_leftovers_of(&path);
    let mut temporary = match TemporaryFile::beside(&path) {
        Ok(temporary) => temporary,
        Err(error) if needs_writing_in_place(&error) => return write_in_place(&path, text, read),
        Err(error) => return Err(reason(&error)),
    };
    let written = temporary.file.write_all(text.as_bytes());
    let written = written.and_then(|()| keep_permissions(&temporary.path, &metadata));
    written.and_then(|()| temporary.file.sync_all()).map_err(said)?;
    unchanged(&path, read)?;
    match temporary.rename(&path) {
        // A file that is a mount point, such as a volume of a container, is "busy".
        Err(error) if needs_writing_in_place(&error) => write_in_place(&path, text, read),
        renamed => renamed.map_err(said),
    }
}

/// The metadata of a file, or an error if it has changed since it was read.
fn unchanged(path: &Path, read: FileStamp) -> Result<Metadata, Message> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    if FileStamp::from(&metadata) == read { Ok(metadata) } else { Err(texts::changed_meanwhile()) }
}

fn needs_writing_in_place(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ResourceBusy
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Overwrites the file itself, with a copy of the old text next to it, or else in the system's
/// temporary folder.
fn write_in_place(path: &Path, text: &str, read: FileStamp) -> Result<(), Message> {
    let said = |error: io::Error| reason(&error);
    let old = fs::read(path).map_err(said)?;
    let copy = keep_copy(path, &old).map_err(said)?;
    // Signals wait until the file is complete again.
    let held = temporary_file::hold();
    let mut result = unchanged(path, read).map(drop);
    if result.is_ok()
        && let Err(error) = overwrite(path, text.as_bytes())
    {
        if overwrite(path, &old).is_err() {
            return Err(
                texts::OldTextIsIn { reason: reason(&error), copy: copy.display().to_string() }.message()
            );
        }
        result = Err(reason(&error));
    }
    drop(held);
    let _ = fs::remove_file(copy);
    result
}

fn overwrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

fn keep_copy(path: &Path, old: &[u8]) -> io::Result<PathBuf> {
    // Not named like a temporary file, so that it is never removed as a leftover.
    let name =
        format!(".{}.{}.orig", path.file_name().unwrap_or_default().to_string_lossy(), std::process::id());
    let write = |copy: PathBuf| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&copy)?;
        file.write_all(old).and_then(|()| file.sync_all()).map(|()| copy)
    };
    write(path.with_file_name(&name)).or_else(|_| write(env::temp_dir().join(name)))
}

#[cfg(unix)]
fn keep_permissions(path: &Path, metadata: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};

    let own = fs::metadata(path)?;
    if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
        // Only the administrator can change a file's owner; other users keep the files that they write.
        let _ = chown(path, Some(metadata.uid()), Some(metadata.gid()));
    }
    fs::set_permissions(path, metadata.permissions())
}

#[cfg(not(unix))]
fn keep_permissions(path: &Path, metadata: &Metadata) -> io::Result<()> {
    fs::set_permissions(path, metadata.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("dockwright replace {} {name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_change_of_another_program_is_kept() {
        let folder = folder("change");
        let path = folder.join("Dockerfile");
        fs::write(&path, "from a\n").unwrap();
        let read = FileStamp::from(&fs::metadata(&path).unwrap());
        fs::write(&path, "FROM something else\n").unwrap();
        for write in [
            |path: &Path, read| replace(path, "FROM a\n", Some(read)),
            |path: &Path, read| write_in_place(path, "FROM a\n", read),
        ] {
            assert_eq!(write(&path, read).unwrap_err(), "another program has changed it in the meantime");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "FROM something else\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn writing_in_place_leaves_no_copy_and_no_rest_of_the_old_text() {
        let folder = folder("in place");
        let path = folder.join("Dockerfile");
        fs::write(&path, "from a\n# a long comment\n").unwrap();
        let read = FileStamp::from(&fs::metadata(&path).unwrap());
        write_in_place(&path, "FROM a\n", read).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "FROM a\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}
