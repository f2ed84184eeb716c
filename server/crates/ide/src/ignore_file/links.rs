//! Links for the paths in patterns. This module does not know whether a file exists.

use std::ops::Range;

use super::IgnoreDocument;

/// A pattern without special characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreLink {
    /// Byte range of the path, without a `!`.
    pub range: Range<usize>,
    /// The path in the context.
    pub path: String,
}

/// The links in the order of the text.
pub fn ignore_file_links(document: &IgnoreDocument) -> Vec<IgnoreLink> {
    let rules = document.file.rules.iter();
    let literal = rules.filter(|rule| rule.fault.is_none() && rule.pattern.is_literal());
    let named = literal.filter(|rule| !matches!(rule.pattern.text(), "" | "." | "/"));
    let inside = named.filter(|rule| !rule.pattern.text().split('/').any(|name| name == ".."));
    inside
        .map(|rule| {
            let text = document.text(rule);
            let path = text.trim_start_matches('!').trim_start();
            let start = rule.range.end - path.len();
            IgnoreLink { range: start..rule.range.end, path: rule.pattern.text().to_owned() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_patterns_are_links() {
        let text = "# x\n./a/\n! b/c\n*.md\n../x\n.\n!\n한글";
        let document = IgnoreDocument::new(text.to_owned());
        let links = ignore_file_links(&document);
        let links: Vec<_> = links.iter().map(|it| (&text[it.range.clone()], it.path.as_str())).collect();
        assert_eq!(links, [("./a/", "a"), ("b/c", "b/c"), ("한글", "한글")]);
    }
}
