//! Edits that keep paths valid when files or folders are renamed or moved: sources of COPY, ADD and
//! bind mounts, literal patterns of ignore files, and paths in build files and configuration files.
//!
//! Only the names that change are replaced, so the spelling of the rest stays, and renaming the files
//! back restores the text. A path that cannot be written with the new name in its place is left as it
//! is, and so is a path with wildcards or variables. Paths are compared by name; nothing is read.

mod build_files;
mod patterns;
mod settings;
mod sources;

use std::{
    ops::Range,
    path::{Component, Path, PathBuf},
};

use dockwright_analysis::fix::TextEdit;

pub use build_files::build_file_edits;
pub use patterns::pattern_edits;
pub use settings::{SettingPath, setting_path_edit};
pub use sources::{SourceFolders, source_edits};

/// Files and folders that get new paths at the same time.
#[derive(Debug, Clone, Default)]
pub struct FileRenames {
    /// Old and new paths.
    renames: Vec<(PathBuf, PathBuf)>,
}

impl FileRenames {
    /// From the old and new paths, which are absolute.
    pub fn new(renames: impl IntoIterator<Item = (PathBuf, PathBuf)>) -> Self {
        Self { renames: renames.into_iter().filter(|(old, new)| old != new).collect() }
    }

    /// Whether nothing is renamed.
    pub fn is_empty(&self) -> bool {
        self.renames.is_empty()
    }

    /// The old paths.
    pub fn old_paths(&self) -> impl Iterator<Item = &Path> {
        self.renames.iter().map(|(old, _)| old.as_path())
    }

    /// The path that a file or folder has afterwards.
    pub fn path(&self, path: &Path) -> PathBuf {
        let within =
            self.renames.iter().filter_map(|(old, new)| Some((old, new, path.strip_prefix(old).ok()?)));
        // A file in a renamed folder may be renamed separately.
        match within.max_by_key(|(old, ..)| old.as_os_str().len()) {
            Some((_, new, rest)) if rest.as_os_str().is_empty() => new.clone(),
            Some((_, new, rest)) => new.join(rest),
            None => path.to_owned(),
        }
    }

    /// The new names of a path in a folder, which may be renamed itself; `None` if the path does not
    /// change or is no longer in the folder.
    fn names_in(&self, folder: &Path, names: &[&str]) -> Option<Vec<String>> {
        let old: PathBuf = names.iter().collect();
        let new = self.path(&folder.join(&old));
        let new = new.strip_prefix(self.path(folder)).ok()?;
        (new != old).then(|| names_of(new)).flatten()
    }
}

/// The names in a path without a root; `None` if they are not Unicode.
fn names_of(path: &Path) -> Option<Vec<String>> {
    let name = |part: Component<'_>| part.as_os_str().to_str().map(str::to_owned);
    path.components().map(name).collect()
}

/// The names that lead from a folder to a file.
fn relative(folder: &Path, file: &Path) -> Option<Vec<String>> {
    let same = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(same).map(|_| "..".to_owned());
    let down: PathBuf =
        file.components().skip(same).filter(|part| !matches!(part, Component::RootDir)).collect();
    Some(up.chain(names_of(&down)?).collect())
}

/// The edit of a path that leads from a folder to `target`, and the new path. The folder has an old and a
/// new path. `None` if the path stays the same, or does not lead to `target` by its names.
fn moved_path_edit(
    written: &str,
    (old, new): (&Path, &Path),
    target: &Path,
    renames: &FileRenames,
) -> Option<(TextEdit, String)> {
    let names: Vec<&str> = written_names(written).into_iter().map(|(_, name)| name).collect();
    let moved = relative(new, &renames.path(target))?;
    if relative(old, target)? != names || moved == names {
        return None;
    }
    let edit = path_edit(written, &moved)?;
    let mut path = written.to_owned();
    path.replace_range(edit.range.clone(), &edit.text);
    Some((edit, path))
}

/// The names in a path as it is written, without `.`, and where they are.
fn written_names(written: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for name in written.split('/') {
        if !matches!(name, "" | ".") {
            found.push((start..start + name.len(), name));
        }
        start += name.len() + 1;
    }
    found
}

/// The edit of a written path that gives it new names.
fn path_edit(written: &str, new: &[String]) -> Option<TextEdit> {
    let old = written_names(written);
    if old.is_empty() || new.is_empty() {
        let slash = if written.len() > 1 && written.ends_with('/') { "/" } else { "" };
        let names = if new.is_empty() { ".".to_owned() } else { new.join("/") };
        return Some(TextEdit { range: 0..written.len(), text: format!("{names}{slash}") });
    }
    let most = old.len().min(new.len());
    let same = |at: usize| old[at].1 == new[at];
    let before = (0..most).take_while(|at| same(*at)).count();
    let same = |back: usize| old[old.len() - back].1 == new[new.len() - back];
    let after = (1..=most - before).take_while(|back| same(*back)).count();
    let (gone, added) = (&old[before..old.len() - after], &new[before..new.len() - after]);
    let (range, text) = match (gone, added) {
        ([], []) => return None,
        // A name before the others that stay.
        ([], added) if after > 0 => {
            let at = old[before].0.start;
            (at..at, format!("{}/", added.join("/")))
        }
        ([], added) => {
            let at = old[before - 1].0.end;
            (at..at, format!("/{}", added.join("/")))
        }
        ([(first, _), ..], []) if after > 0 => (first.start..old[old.len() - after].0.start, String::new()),
        ([.., (last, _)], []) => (old[before - 1].0.end..last.end, String::new()),
        ([(first, _), .., (last, _)], added) => (first.start..last.end, added.join("/")),
        ([(only, _)], added) => (only.clone(), added.join("/")),
    };
    Some(TextEdit { range, text })
}

#[cfg(test)]
mod round_trips;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_that_change_are_replaced() {
        for (written, new, expected) in [
            ("./src/app.js", "src/main.js", "./src/main.js"),
            ("/src//app/", "lib/app", "/lib//app/"),
            ("app.js", "src/app.js", "src/app.js"),
            ("src/app.js", "app.js", "app.js"),
            ("a/b", "a/b/c", "a/b/c"),
            ("a/b/c", "a/b", "a/b"),
            ("a/./b/c", "a/b/d", "a/./b/d"),
            (".", "..", ".."),
            ("./", "web", "web/"),
            ("../", "", "./"),
            ("./web", "../web", "./../web"),
            ("x", "x", ""),
        ] {
            let new: Vec<String> = written_names(new).into_iter().map(|(_, name)| name.to_owned()).collect();
            let text = path_edit(written, &new).map(|edit| {
                let mut text = written.to_owned();
                text.replace_range(edit.range, &edit.text);
                text
            });
            assert_eq!(text.as_deref().unwrap_or_default(), expected, "{written}");
        }
    }

    #[test]
    fn the_nearest_rename_decides() {
        let renames = FileRenames::new(
            [("/w/a", "/w/b"), ("/w/a/x", "/w/c/y"), ("/w/p", "/w/q"), ("/w/q", "/w/p"), ("/w/s", "/w/s")]
                .map(|(old, new)| (PathBuf::from(old), PathBuf::from(new))),
        );
        for (old, new) in [
            ("/w/a", "/w/b"),
            ("/w/a/z", "/w/b/z"),
            ("/w/a/x/1", "/w/c/y/1"),
            ("/w/ab", "/w/ab"),
            ("/w/p", "/w/q"),
            ("/w/q/1", "/w/p/1"),
        ] {
            assert_eq!(renames.path(Path::new(old)), Path::new(new), "{old}");
        }
        assert_eq!(renames.names_in(Path::new("/w/a"), &["z"]), None, "the folder moves too");
        assert_eq!(renames.names_in(Path::new("/w/a"), &["x", "1"]), None, "it is outside now");
    }
}
