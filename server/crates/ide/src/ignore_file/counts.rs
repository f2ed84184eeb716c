//! How many files of the context a pattern leaves out or brings back.

use dockwright_context::{
    ignore_file::IgnoreFile,
    sources::ContextView,
    survey::{Next, Place, survey},
};

/// What a pattern decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// The files that it leaves out, or brings back.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// The files and folders that it matches themselves, up to a few.
    pub matched: Vec<String>,
    /// How many these are.
    pub places: usize,
    /// For an exception: the files that would not be sent without it, as far as they are in the same folder.
    pub of: usize,
    /// There may be more.
    pub is_cut: bool,
}

/// So many matches are named.
const NAMED: usize = 3;

impl Count {
    /// Counts for a pattern of a file, by its index. Folders in which it can match nothing are not read.
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

/// Whether the pattern may decide about anything in a folder.
fn next(place: &Place<'_>, file: &IgnoreFile, index: usize, prefix: &str) -> Next {
    if place.row.is_matched_by(index) {
        return Next::Enter;
    }
    let below = format!("{}/", place.path);
    let is_near = prefix.starts_with(&below) || below.starts_with(prefix);
    // Everything below is left out already, and no exception changes that.
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
        // The first one decides, the second one is not tried.
        assert_eq!(count("*\nREADME.md", 1).files, 0);
        assert_eq!(count("*\n!x", 1).files, 1);
        assert_eq!(count("docs/**", 0).matched, ["docs/a.md", "docs/b.md"]);
    }
}
