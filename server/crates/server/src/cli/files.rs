//! Selects the files that a command processes, and reads them.
//!
//! A directory is searched for [Dockerfiles](crate::dockerfiles); a file given by name is always
//! processed. Text that is not UTF-8 is read with replacement characters, since Docker does not
//! care about the bytes of a comment or an argument.

use std::{
    collections::BTreeSet,
    fs::{self, File, Metadata},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use dockwright_texts::{
    Language, Message,
    cli::{errors, files as texts},
};

use super::complain;
use crate::{
    config::file_patterns::FilePatterns,
    dockerfiles::{DockerfileSearch, FoundFile},
    regular_file::{self, DOCKERFILE_LIMIT, reason},
};

/// The source of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Input {
    /// Standard input, with the name to use in reports.
    Stdin(String),
    File(PathBuf),
    /// A symbolic link found by a search that is not written through: its target is outside of the
    /// folder, or is an input itself.
    Link(PathBuf),
}

/// The text of an input.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// The state of the file when it was read.
    pub(super) stamp: Option<FileStamp>,
}

/// How the text of an input is encoded. Only UTF-8 can be written back.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// With the decoded text. Docker, and [`Source::text`], decode the bytes as UTF-8.
    Utf16(String),
    Unknown,
}

impl Encoding {
    /// The reason why a text in this encoding is not changed.
    pub(super) fn refusal(&self) -> Option<Message> {
        match self {
            Self::Utf8 => None,
            Self::Utf16(_) => Some(texts::is_utf16()),
            Self::Unknown => Some(texts::is_not_utf8()),
        }
    }
}

/// Identifies the state of a file, to notice later changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileStamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl From<&Metadata> for FileStamp {
    fn from(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok() }
    }
}

impl Input {
    /// The input that a path on the command line refers to: `-` is standard input.
    pub(super) fn named(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin("<stdin>".to_owned())
        } else {
            Self::File(path.to_path_buf())
        }
    }

    /// The name used in findings and messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin(name) => name.clone(),
            Self::File(path) | Self::Link(path) => path.display().to_string(),
        }
    }

    /// The text, or an error message.
    pub(super) fn read(&self) -> Result<String, Message> {
        self.read_source().map(|source| source.text)
    }

    /// The text with its encoding and stamp, or an error message.
    pub(super) fn read_source(&self) -> Result<Source, Message> {
        let read = match self {
            Self::Stdin(_) => {
                regular_file::read_up_to(io::stdin().lock(), DOCKERFILE_LIMIT).map(|bytes| (bytes, None))
            }
            Self::File(path) if is_stream(path) => File::open(path)
                .and_then(|file| regular_file::read_up_to(file, DOCKERFILE_LIMIT))
                .map(|bytes| (bytes, None)),
            Self::File(path) | Self::Link(path) => regular_file::read(path, DOCKERFILE_LIMIT)
                .map(|(bytes, metadata)| (bytes, Some(FileStamp::from(&metadata)))),
        };
        let (bytes, stamp) =
            read.map_err(|error| errors::CannotRead { file: self.name(), reason: reason(&error) }.message())?;
        let utf16 = utf16(&bytes);
        let (text, is_utf8) = match String::from_utf8(bytes) {
            Ok(text) => (text, true),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
        };
        let encoding = match utf16 {
            Some(text) => Encoding::Utf16(text),
            None if is_utf8 => Encoding::Utf8,
            None => Encoding::Unknown,
        };
        Ok(Source { text, encoding, stamp })
    }
}

/// Whether a path is a pipe that the shell has opened for this process, such as `<(…)` in Bash. A
/// named FIFO may have no writer, and reading it would block forever.
#[cfg(unix)]
fn is_stream(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;

    let is_handle = path.is_absolute()
        && (path == Path::new("/dev/stdin")
            || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder))));
    is_handle && fs::metadata(path).is_ok_and(|it| it.file_type().is_fifo() || it.file_type().is_socket())
}

#[cfg(not(unix))]
fn is_stream(_: &Path) -> bool {
    false
}

/// Decodes UTF-16, which is recognized by a byte order mark, or by the zero byte in each character
/// of ASCII text.
fn utf16(bytes: &[u8]) -> Option<String> {
    /// The number of characters that are examined.
    const BEGINNING: usize = 32;
    let (pairs, _) = bytes.as_chunks::<2>();
    let beginning = &pairs[..pairs.len().min(BEGINNING)];
    let is_little = bytes.starts_with(&[0xFF, 0xFE])
        || (beginning.len() > 3 && beginning.iter().all(|pair| pair[0] != 0 && pair[1] == 0));
    let is_big = bytes.starts_with(&[0xFE, 0xFF])
        || (beginning.len() > 3 && beginning.iter().all(|pair| pair[0] == 0 && pair[1] != 0));
    let units: Vec<u16> = match (is_little, is_big) {
        (true, _) => pairs.iter().map(|&pair| u16::from_le_bytes(pair)).collect(),
        (_, true) => pairs.iter().map(|&pair| u16::from_be_bytes(pair)).collect(),
        (false, false) => return None,
    };
    Some(String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').to_owned())
}

/// The inputs found at some paths, in order, and other results of the search.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) inputs: Vec<Input>,
    /// Error messages for what could not be read.
    pub(super) failures: Vec<Message>,
    /// The folders that were searched.
    pub(super) folders: Vec<PathBuf>,
    templates: BTreeSet<PathBuf>,
    /// Links to files outside of the folders.
    links: BTreeSet<PathBuf>,
    /// Temporary files of interrupted runs, with their process IDs.
    pub(super) leftovers: Vec<(PathBuf, u32)>,
}

impl Selected {
    /// Reports the templates found by a search, in one line.
    pub(super) fn report_templates(&self, language: Language) {
        let message = |count, names| match count {
            1 => texts::template_skipped(names),
            count => texts::TemplatesSkipped { count, names }.message(),
        };
        report_skipped(&self.templates, message, language);
    }

    /// Reports the links that are not written through, in one line.
    pub(super) fn report_links(&self, language: Language) {
        let message = |count, names| match count {
            1 => texts::link_unchanged(names),
            count => texts::LinksUnchanged { count, names }.message(),
        };
        report_skipped(&self.links, message, language);
    }
}

fn report_skipped(
    paths: &BTreeSet<PathBuf>,
    message: impl FnOnce(usize, String) -> Message,
    language: Language,
) {
    /// The maximum number of links that are named.
    const NAMED: usize = 5;
    if paths.is_empty() {
        return;
    }
    let mut names: Vec<_> = paths.iter().take(NAMED).map(|path| path.display().to_string()).collect();
    if paths.len() > NAMED {
        names.push("…".to_owned());
    }
    complain(&message(paths.len(), names.join(", ")), language);
}

/// Finds the inputs in `paths`, by default the current directory. `patterns` come from a
/// configuration file given by the user; without them, the configuration file of each folder
/// applies.
pub(super) fn find(
    paths: &[PathBuf],
    stdin_name: Option<&str>,
    patterns: Option<&Arc<FilePatterns>>,
) -> Selected {
    let here = [PathBuf::from(".")];
    let mut found = Selected::default();
    let mut files = BTreeSet::new();
    let mut named = Vec::new();
    let mut links = Vec::new();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() == "-" {
            found.inputs = vec![Input::Stdin(stdin_name.unwrap_or("<stdin>").to_owned())];
        } else if path.is_dir() {
            search(path, patterns, &mut files, &mut links, &mut found);
        } else {
            named.push(tidied(path));
        }
    }
    // Inserting all names at once sorts them faster: comparing paths is slow, and shells have usually
    // sorted them already.
    files.append(&mut named.into_iter().collect());
    let has_links = !links.is_empty();
    let mut inputs: Vec<Input> = links_as_inputs(links, &files, &mut found.links);
    inputs.extend(files.into_iter().map(Input::File));
    if has_links {
        inputs.sort_by(|a, b| path_of(a).cmp(&path_of(b)));
    }
    found.inputs.extend(inputs);
    found
}

fn path_of(input: &Input) -> Option<&Path> {
    match input {
        Input::Stdin(_) => None,
        Input::File(path) | Input::Link(path) => Some(path),
    }
}

/// A symbolic link found by a search.
struct FoundLink {
    path: PathBuf,
    target: PathBuf,
    is_inside: bool,
}

fn search(
    root: &Path,
    patterns: Option<&Arc<FilePatterns>>,
    files: &mut BTreeSet<PathBuf>,
    links: &mut Vec<FoundLink>,
    found: &mut Selected,
) {
    found.folders.push(root.to_owned());
    let walk = patterns.map_or_else(
        || DockerfileSearch::new(root),
        |patterns| DockerfileSearch::with_patterns(root, Arc::clone(patterns)),
    );
    let inside = fs::canonicalize(root).ok();
    for it in walk {
        match it {
            FoundFile::Dockerfile(path) => {
                files.insert(tidied(&path));
            }
            FoundFile::Link { link, target } => {
                let is_inside = inside.as_ref().is_some_and(|inside| target.starts_with(inside));
                links.push(FoundLink { path: tidied(&link), target, is_inside });
            }
            FoundFile::Template(path) => {
                found.templates.insert(tidied(&path));
            }
            FoundFile::BuildFile(_) | FoundFile::IgnoreFile(_) => {}
            FoundFile::Leftover(path, process) => found.leftovers.push((path, process)),
            FoundFile::Unreadable(path, error) => {
                let path = tidied(&path);
                let path = if path.as_os_str().is_empty() { Path::new(".") } else { &path };
                found.failures.push(
                    errors::CannotRead { file: path.display().to_string(), reason: reason(&error) }.message(),
                );
            }
        }
    }
}

/// Links are written through if their target is in the folder and no other input leads to it.
fn links_as_inputs(
    mut links: Vec<FoundLink>,
    files: &BTreeSet<PathBuf>,
    outside: &mut BTreeSet<PathBuf>,
) -> Vec<Input> {
    if links.is_empty() {
        return Vec::new();
    }
    links.sort_by(|a, b| a.path.cmp(&b.path));
    let mut written: BTreeSet<PathBuf> =
        files.iter().filter_map(|file| fs::canonicalize(file).ok()).collect();
    let as_input = |link: FoundLink| {
        if files.contains(&link.path) {
            // The link is also given by name, and is followed as such.
            return None;
        }
        if !link.is_inside {
            outside.insert(link.path.clone());
            return Some(Input::Link(link.path));
        }
        let is_first = written.insert(link.target);
        Some(if is_first { Input::File(link.path) } else { Input::Link(link.path) })
    };
    links.into_iter().filter_map(as_input).collect()
}

/// Removes the leading `./` that the default path would add to every name.
fn tidied(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_recognised_with_and_without_a_mark() {
        let text = "FROM alpine\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in
            [&[&[0xFF, 0xFE][..], &little].concat(), &little, &[&[0xFE, 0xFF][..], &big].concat(), &big]
        {
            assert_eq!(utf16(bytes).as_deref(), Some(text));
        }
        for bytes in [
            text.as_bytes(),
            b"\xef\xbb\xbfFROM a",
            b"F\0R",
            b"",
            b"\0\0\0\0\0\0\0\0",
            "FROM 이름".as_bytes(),
        ] {
            assert_eq!(utf16(bytes), None);
        }
    }
}
