//! Counts the files of the context that a pattern excludes or re-includes.

use dockwright_context::{
    ignore_file::IgnoreFile,
    sources::ContextView,
    survey::{Next, Place, survey},
};

/// The effect of a pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// The number of files that it excludes or re-includes.
    pub files: usize,
    /// Their total size in bytes.
    pub bytes: u64,
    /// The first few files and folders that it matches directly.
    pub matched: Vec<String>,
    /// The number of files and folders that it matches directly.
    pub places: usize,
    /// For an exception: the number of files that would not be sent without it, within the same folder.
    pub of: usize,
    /// Whether the count is incomplete.
    pub is_cut: bool,
}

/// The maximum number of matches that are named.
const NAMED: usize = 3;

impl Count {
    /// Counts for the pattern with this index. Folders in which it cannot match anything are not read.
    pub(super) fn new(view: &dyn ContextView, file: &IgnoreFile, index: usize) -> Self {
        let mut count = Self::default();
        let Some(rule) = file.rules.get(index) else { return count };
        let prefix = rule.pattern.literal_prefix();
        let folder = prefix.rfind('/').map_or("", |at| &prefix[..=at]);
        let decides = |place: &Place<'_>| place.row.decided_by() == Some(index);
        // The last folder that the pattern decided about.
        let mut above = String::new();
        let is_complete = survey(view, file, &mut |place| {
            let is_decided = decides(place);
            if is_decided && !is_below(place.path, &above) {
                count.places += 1;
                if count.matched.len() < NAMED {
                    let end = if place.is_folder() { "/" } else { "" };
                    count.matched.push(format!("{}{end}", place.path));
                }
                if place.is_folder() {
                    place.path.clone_into(&mut above);
                }
            }
            if place.is_folder() {
                return next(place, file, index, prefix);
            }
            if is_decided {
                count.files += 1;
                count.bytes += place.bytes;
            }
            let is_left_out = is_decided || place.row.is_ignored();
            count.of += usize::from(rule.is_exception && is_left_out && place.path.starts_with(folder));
            Next::Enter
        });
        count.is_cut = !is_complete;
        count
    }
}

/// Whether the pattern may match anything in a folder.
fn next(place: &Place<'_>, file: &IgnoreFile, index: usize, prefix: &str) -> Next {
    if place.row.is_matched_by(index) {
        return Next::Enter;
    }
    let below = format!("{}/", place.path);
    let is_near = prefix.starts_with(&below) || below.starts_with(prefix);
    // Everything in the folder is already excluded, and no exception changes that.
    let is_settled = place.row.is_ignored() && file.may_skip(place.path);
    if is_near && !is_settled { Next::Enter } else { Next::Skip }
}

fn is_below(path: &str, folder: &str) -> bool {
    !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ignore_file::document::tests_view::Files;

    #[test]
    fn counts_follow_the_walk() {
        let files = Files::new(&[
            "node_modules/a.js",
            "node_modules/b/c.js",
            "docs/a.md",
            "docs/b.md",
            "README.md",
            "x/y/z.md",
        ]);
        let count = |text: &str, index| Count::new(&files, &IgnoreFile::new(text), index);
        let found = count("node_modules", 0);
        assert_eq!((found.files, found.bytes, found.places), (2, 20, 1));
        assert_eq!(found.matched, ["node_modules/"]);
        assert_eq!(count("nothing", 0), Count::default());
        let found = count("**/*.md", 0);
        assert_eq!((found.files, found.places, found.matched.len()), (4, 4, 3));
        let found = count("docs\n!docs/b.md", 1);
        assert_eq!((found.files, found.of, found.matched), (1, 2, vec!["docs/b.md".to_owned()]));
        assert_eq!(count("docs\n!docs/b.md", 0).files, 1);
        // The first pattern decides, so the second one has no effect.
        assert_eq!(count("*\nREADME.md", 1).files, 0);
        assert_eq!(count("*\n!x", 1).files, 1);
        assert_eq!(count("docs/**", 0).matched, ["docs/a.md", "docs/b.md"]);
    }
}
