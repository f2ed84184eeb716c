//! An ignore file with its parsed patterns.

use std::ops::Range;

use dockwright_context::ignore_file::{IgnoreFile, IgnoreRule};

/// One version of an ignore file.
#[derive(Debug)]
pub struct IgnoreDocument {
    pub(super) source: String,
    pub(super) file: IgnoreFile,
}

impl IgnoreDocument {
    /// Parses a text.
    pub fn new(source: String) -> Self {
        let file = IgnoreFile::new(&source);
        Self { source, file }
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The patterns.
    pub fn file(&self) -> &IgnoreFile {
        &self.file
    }

    /// The index of the pattern that contains an offset or ends there.
    pub fn rule_at(&self, offset: usize) -> Option<usize> {
        let at = self.file.rules.partition_point(|rule| rule.range.end < offset);
        self.file.rules.get(at).filter(|rule| rule.range.start <= offset).map(|_| at)
    }

    /// The line at an offset, without its line end and byte order mark.
    pub(super) fn line_at(&self, offset: usize) -> Range<usize> {
        let offset = floor(&self.source, offset);
        let start = self.source[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.source[offset..].find('\n').map_or(self.source.len(), |at| offset + at);
        let end = if self.source[start..end].ends_with('\r') { end - 1 } else { end };
        let mark = if self.source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        (if start == 0 { mark.min(end) } else { start })..end
    }

    /// The text of a pattern, without the spaces around it.
    pub(super) fn text(&self, rule: &IgnoreRule) -> &str {
        &self.source[rule.range.clone()]
    }
}

/// The nearest character boundary at or before an offset.
fn floor(source: &str, offset: usize) -> usize {
    let offset = offset.min(source.len());
    (0..=offset).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_patterns_at_offsets() {
        let document = IgnoreDocument::new("\u{feff}a\r\n\n  한글 \n".to_owned());
        assert_eq!(document.line_at(0), 3..4);
        assert_eq!(document.line_at(5), 3..4);
        assert_eq!(document.line_at(6), 6..6);
        assert_eq!(&document.source[document.line_at(10)], "  한글 ");
        assert_eq!(document.line_at(99), 17..17);
        let found: Vec<_> = [0, 3, 4, 5, 6, 8, 9, 15, 16].map(|at| document.rule_at(at)).into();
        assert_eq!(found, [None, Some(0), Some(0), None, None, None, Some(1), Some(1), None]);
    }
}

/// A context in memory.
#[cfg(test)]
pub(super) mod tests_view {
    use std::collections::{BTreeMap, BTreeSet};

    use dockwright_context::sources::{ContextView, Entry, Kind};

    /// Files of ten bytes each.
    pub(in super::super) struct Files {
        files: BTreeSet<String>,
        folders: BTreeMap<String, BTreeSet<String>>,
    }

    impl Files {
        pub(in super::super) fn new(paths: &[&str]) -> Self {
            let mut folders: BTreeMap<String, BTreeSet<String>> =
                BTreeMap::from([(String::new(), BTreeSet::new())]);
            for path in paths {
                let mut folder = "";
                for end in path.match_indices('/').map(|(at, _)| at).chain([path.len()]) {
                    let name = path[folder.len()..end].trim_start_matches('/');
                    folders.entry(folder.to_owned()).or_default().insert(name.to_owned());
                    folder = &path[..end];
                }
            }
            Self { files: paths.iter().map(|&path| path.to_owned()).collect(), folders }
        }
    }

    impl ContextView for Files {
        fn kind(&self, path: &str) -> Kind {
            match (self.files.contains(path), self.folders.contains_key(path)) {
                (true, _) => Kind::File,
                (_, true) => Kind::Folder,
                _ => Kind::Absent,
            }
        }

        fn names(&self, folder: &str) -> Option<Vec<String>> {
            Some(self.folders.get(folder)?.iter().cloned().collect())
        }

        fn entries(&self, folder: &str) -> Option<Vec<Entry>> {
            let entry = |name: String| {
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                let kind = self.kind(&path);
                Entry { bytes: if kind == Kind::File { 10 } else { 0 }, kind, name }
            };
            Some(self.names(folder)?.into_iter().map(entry).collect())
        }
    }
}
