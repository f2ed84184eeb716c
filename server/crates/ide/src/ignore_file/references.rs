//! Finds the sources of COPY and ADD in a Dockerfile that an ignore file excludes.

use std::ops::Range;

use dockwright_analysis::document::Document;
use dockwright_context::{
    ignore_file::IgnoreFile,
    sources::{ContextView, Found, source},
};

use crate::{LinkTarget, document_links};

/// A source from which nothing, or no file, is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenSource {
    /// Byte range in the Dockerfile.
    pub range: Range<usize>,
    /// The index of the pattern that excludes it.
    pub rule: usize,
}

/// The maximum number of sources of a Dockerfile that are looked up.
const MOST: usize = 500;

/// The sources that an ignore file hides, in the order of the text.
pub fn hidden_sources(document: &Document, ignore: &IgnoreFile, view: &dyn ContextView) -> Vec<HiddenSource> {
    let paths = document_links(document).into_iter().filter_map(|link| match link.target {
        LinkTarget::ContextPath(path) => Some((link.range, path)),
        LinkTarget::Url(_) => None,
    });
    paths
        .take(MOST)
        .filter_map(|(range, path)| match source(view, ignore, &path) {
            Found::Ignored(rule) | Found::Empty(rule) => Some(HiddenSource { range, rule: rule? }),
            Found::Sent | Found::Missing | Found::Unknown => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;
    use crate::ignore_file::document::tests_view::Files;

    #[test]
    fn sources_that_are_left_out() {
        let files = Files::new(&["src/a.js", "docs/a.md", "x.txt"]);
        let text = "FROM scratch\nCOPY src docs/ x.txt missing /to/\nADD docs/a.md /\nCOPY --from=x docs /\n";
        let hidden = |ignore: &str| {
            let document = Document::new(Text::new(text));
            let found = hidden_sources(&document, &IgnoreFile::new(ignore), &files).into_iter();
            found.map(|it| (&text[it.range], it.rule)).collect::<Vec<_>>()
        };
        assert_eq!(hidden(""), []);
        assert_eq!(hidden("y\ndocs"), [("docs/", 1), ("docs/a.md", 1)]);
        assert_eq!(hidden("docs/*\nx.txt"), [("docs/", 0), ("x.txt", 1), ("docs/a.md", 0)]);
    }
}
