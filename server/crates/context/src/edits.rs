//! Changes of an ignore file so that a path is sent after all.

use std::ops::Range;

use crate::{ignore_file::IgnoreFile, walk::Row};

/// A change of the text of an ignore file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreEdit {
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// What replaces them.
    pub text: String,
}

/// A line that sends a path again, after the last pattern that leaves it out. `None` if no such line does.
pub fn send_again(text: &str, path: &str) -> Option<IgnoreEdit> {
    let path = path.trim_matches('/').trim_start_matches("./");
    // Such a name is read as a pattern.
    if path.is_empty() || path.contains(['*', '?', '[', '\\', '\n', '\r']) || path.trim() != path {
        return None;
    }
    let ignore = IgnoreFile::new(text);
    let last = ignore.rules.iter().rposition(|rule| {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        !rule.is_exception && ends.into_iter().any(|end| rule.pattern.matches(&path[..end]))
    })?;
    let end = ignore.rules[last].range.end;
    let line_end = text[end..].find('\n');
    let newline = if text[..end].contains("\r\n") || text[end..].contains("\r\n") { "\r\n" } else { "\n" };
    let edit = match line_end {
        Some(at) => IgnoreEdit { range: end + at + 1..end + at + 1, text: format!("!{path}{newline}") },
        None => IgnoreEdit { range: text.len()..text.len(), text: format!("{newline}!{path}") },
    };
    is_sent_after(text, &edit, path).then_some(edit)
}

/// Removes the line of a pattern. `None` if the path is left out even then.
pub fn remove_line(text: &str, line: usize, path: &str) -> Option<IgnoreEdit> {
    let path = path.trim_matches('/').trim_start_matches("./");
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
    let edit = IgnoreEdit { range: start..end, text: String::new() };
    is_sent_after(text, &edit, path).then_some(edit)
}

fn is_sent_after(text: &str, edit: &IgnoreEdit, path: &str) -> bool {
    let mut text = text.to_owned();
    text.replace_range(edit.range.clone(), &edit.text);
    !Row::is_ignored(&IgnoreFile::new(&text).row_of(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str, edit: Option<IgnoreEdit>) -> Option<String> {
        let mut text = text.to_owned();
        let edit = edit?;
        text.replace_range(edit.range, &edit.text);
        Some(text)
    }

    #[test]
    fn paths_are_sent_again() {
        for (text, path, after) in [
            ("docs\n*.md\n", "docs/a.txt", Some("docs\n!docs/a.txt\n*.md\n")),
            ("docs\r\n", "./docs", Some("docs\r\n!docs\r\n")),
            ("*", "src/app.js", Some("*\n!src/app.js")),
            ("# all\n**\n!README.md\n", "src", Some("# all\n**\n!src\n!README.md\n")),
            ("docs\n", "src", None),
            ("docs\n", "docs/*.md", None),
        ] {
            assert_eq!(applied(text, send_again(text, path)).as_deref(), after, "{text:?} {path}");
        }
    }

    #[test]
    fn lines_are_removed() {
        for (text, line, path, after) in [
            ("a\ndocs\nb\n", 1, "docs/x", Some("a\nb\n")),
            ("docs", 0, "docs", Some("")),
            ("docs\ndocs/x\n", 0, "docs/x", None),
        ] {
            assert_eq!(applied(text, remove_line(text, line, path)).as_deref(), after, "{text:?}");
        }
    }
}
