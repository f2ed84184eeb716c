//! Formats ignore files: removes spaces at the ends of lines, and nothing else.
//!
//! Docker trims each line, so these spaces mean nothing. Spaces before a `#` do: they turn a
//! comment into a pattern.

use dockwright_analysis::fix::TextEdit;

/// The edits that format an ignore file.
pub fn format_ignore_file(source: &str) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let text = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        let kept = text.trim_end_matches([' ', '\t']).len();
        if kept < text.len() {
            edits.push(TextEdit { range: start + kept..start + text.len(), text: String::new() });
        }
        start += line.len();
    }
    edits
}

#[cfg(test)]
mod tests {
    use dockwright_analysis::fix::edited;

    use super::*;

    #[test]
    fn only_spaces_at_line_ends_go() {
        for (source, expected) in [
            ("a\n#b\n\n\n", "a\n#b\n\n\n"),
            (" a \t\r\n!b  \n # c \n", " a\r\n!b\n # c\n"),
            ("\u{feff}a \n  \n한글 ", "\u{feff}a\n\n한글"),
            ("a\u{a0}\nb \rc\r\r \n", "a\u{a0}\nb \rc\r\r\n"),
        ] {
            assert_eq!(edited(source, &format_ignore_file(source)), expected);
            assert_eq!(format_ignore_file(expected), []);
        }
    }
}
