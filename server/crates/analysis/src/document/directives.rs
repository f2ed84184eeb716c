//! Reads parser directives, the lines at the top of a file that configure the build.
//!
//! BuildKit reads them twice. Its parser follows `escape` and decides which lines are directives
//! instead of comments; a separate reader looks for `syntax` and `check`.

use std::{borrow::Cow, ops::Range};

use dockwright_syntax::{
    SyntaxTree, Text,
    exec_form::string_of_key,
    kinds::{self, Kind, NodeKind},
    logical::is_space,
};

use super::Document;
use crate::spec::directives::DirectiveSpec;

/// A parser directive at the top of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Its name in lower case.
    pub name: String,
    /// Its value, without surrounding whitespace.
    pub value: String,
    /// The whole line.
    pub range: Range<usize>,
    /// The value alone.
    pub value_range: Range<usize>,
    /// Its row, 0-based.
    pub row: u32,
}

impl Document {
    /// The frontend image to which BuildKit would pass the file.
    pub fn syntax(&self) -> Option<String> {
        self.written_syntax()?.0.split(' ').next().map(str::to_owned)
    }

    /// The value of the `syntax` directive and its range. In a file for a different frontend, the
    /// directive may follow `//` or be a key of a JSON object.
    pub(super) fn written_syntax(&self) -> Option<(String, Range<usize>)> {
        let is_syntax = |directive: &&Directive| directive.name == "syntax";
        match self.header.iter().find(is_syntax) {
            Some(directive) => Some((directive.value.clone(), directive.value_range.clone())),
            None => self.foreign_syntax(),
        }
    }

    /// The same in the formats of files that are not Dockerfiles.
    fn foreign_syntax(&self) -> Option<(String, Range<usize>)> {
        let head = self.text.slice(0..self.text.len().min(512));
        let body = &head[header_start(&head)?..];
        if body.starts_with("//") {
            let directive = header(&self.text, "//").into_iter().find(|it| it.name == "syntax")?;
            return Some((directive.value, directive.value_range));
        }
        if !body.trim_start().starts_with('{') {
            return None;
        }
        let source = self.text.slice(0..self.text.len());
        let start = header_start(&source)?;
        let value = string_of_key(&source[start..], "syntax")?;
        let at = source[start..].find(value.as_str()).filter(|_| !value.is_empty()).map(|at| start + at);
        let range = at.map_or(start..start, |at| at..at + value.len());
        Some((value, range))
    }

    /// The `check` directive of the file's header.
    pub fn header_check(&self) -> Option<&Directive> {
        self.header.iter().find(|directive| directive.name == "check")
    }
}

/// The whitespace that a directive may have around its `=`: Go's `\s`.
const BLANKS: [char; 5] = ['\t', '\n', '\x0c', '\r', ' '];

/// Splits a line that has the form of a directive into its name and the range of its value.
fn shape<'a>(line: &'a str, sign: &str) -> Option<(&'a str, Range<usize>)> {
    let rest = line.strip_prefix(sign)?.trim_start_matches(is_space);
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
    let rest = rest[name.len()..].trim_start_matches(BLANKS).strip_prefix('=')?;
    DirectiveSpec::named(&name.to_ascii_lowercase())?;
    let start = line.len() - rest.trim_start_matches(BLANKS).len();
    let end = line.trim_end_matches(BLANKS).len();
    if start < end {
        return Some((name, start..end));
    }
    // There is only whitespace, and its last character is the value.
    (!rest.is_empty()).then_some((name, line.len() - 1..line.len()))
}

/// Whether a line has the shape of a directive.
pub(super) fn is_directive(line: &str) -> bool {
    shape(line, "#").is_some()
}

/// Splits a comment's text that has the form of a directive into its name in lower case and its
/// value.
pub fn directive_shape(line: &str) -> Option<(String, &str)> {
    let (name, value) = shape(line, "")?;
    Some((name.to_ascii_lowercase(), line[value].trim_matches(BLANKS)))
}

/// Where the reader of headers starts: after a byte order mark and a first line with `#!`.
fn header_start(text: &str) -> Option<usize> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if !text[start..].starts_with("#!") {
        return Some(start);
    }
    text[start..].find('\n').map(|end| start + end + 1)
}

/// The directives that the reader of headers finds: those before the first line that is not one.
pub(super) fn header(text: &Text, sign: &str) -> Vec<Directive> {
    // Nearly every header is shorter.
    let mut limit = 512;
    loop {
        let source = text.slice(0..text.len().min(limit));
        let is_whole = limit >= text.len();
        match header_of(&source, sign, is_whole) {
            Some(found) => return found,
            None => limit *= 8,
        }
    }
}

/// The same for the start of a text; `None` if more of it is needed.
fn header_of(source: &str, sign: &str, is_whole: bool) -> Option<Vec<Directive>> {
    let mut found: Vec<Directive> = Vec::new();
    let Some(mut start) = header_start(source) else { return is_whole.then_some(found) };
    let mut row = source[..start].matches('\n').count() as u32;
    loop {
        let rest = &source[start..];
        let end = match rest.find('\n') {
            Some(end) => end,
            None if is_whole => rest.len(),
            // However the line continues, it is not a directive.
            None if !rest.starts_with(sign) && rest.len() >= sign.len() => return Some(found),
            None => return None,
        };
        let line = rest[..end].strip_suffix('\r').unwrap_or(&rest[..end]);
        let Some((name, value)) = shape(line, sign) else { return Some(found) };
        let name = name.to_ascii_lowercase();
        if found.iter().any(|directive| directive.name == name) {
            return Some(found);
        }
        let shown = line.trim_end_matches(BLANKS).len().max(value.end);
        found.push(Directive {
            name,
            value: line[value.clone()].to_owned(),
            range: start..start + shown,
            value_range: start + value.start..start + value.end,
            row,
        });
        if end == rest.len() {
            return Some(found);
        }
        start += end + 1;
        row += 1;
    }
}

/// The directives that the parser finds.
pub(super) fn directives(text: &Text, tree: &SyntaxTree) -> Vec<Directive> {
    let root = tree.root();
    let mut cursor = root.walk();
    let Some(preamble) = root.children(&mut cursor).find(|node| node.syntax_kind() == Kind::Preamble) else {
        return Vec::new();
    };
    let mut cursor = preamble.walk();
    preamble
        .children(&mut cursor)
        .take_while(|node| node.syntax_kind() == Kind::Directive)
        .map(|node| {
            let part = |field| node.child_by_field_name(field).map_or(0..0, |node| node.byte_range());
            let mut value_range = part(kinds::field::VALUE);
            let mut value = text.slice(value_range.clone());
            if value.is_empty() && value_range.start > 0 {
                // A value of one space has no token.
                value_range.start -= 1;
                value = match text.slice(value_range.clone()).as_ref() {
                    "\t" => Cow::Borrowed("\t"),
                    _ => Cow::Borrowed(" "),
                };
            }
            Directive {
                name: text.slice(part(kinds::field::NAME)).to_ascii_lowercase(),
                value: value.into_owned(),
                range: node.byte_range(),
                value_range,
                row: node.start_position().row as u32,
            }
        })
        .collect()
}

/// The last valid escape directive counts, as in the scanner; two of them are an error anyway.
pub(super) fn escape(directives: &[Directive]) -> char {
    directives
        .iter()
        .rev()
        .filter(|directive| directive.name == "escape")
        .find_map(|directive| match directive.value.as_str() {
            "`" => Some('`'),
            "\\" => Some('\\'),
            _ => None,
        })
        .unwrap_or('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The directives of the parser, and those of the reader of headers.
    fn found(text: &str) -> (Vec<String>, Vec<String>) {
        let document = Document::new(Text::new(text));
        let shown =
            |found: &[Directive]| found.iter().map(|it| format!("{}={}", it.name, it.value)).collect();
        (shown(&document.directives), shown(&document.header))
    }

    #[track_caller]
    fn check(text: &str, parser: &[&str], header: &[&str]) {
        let (ours, theirs) = found(text);
        assert_eq!(ours, parser, "parser: {text:?}");
        assert_eq!(theirs, header, "header: {text:?}");
    }

    #[test]
    fn both_readers_agree_on_plain_headers() {
        let both = ["syntax=a/b:1", "escape=`"];
        check("\u{feff}# syntax=a/b:1\r\n#\u{a0}ESCAPE = `\t\r\nFROM a\n", &both, &both);
        check("# syntax=a/b:1\n\n# escape=`\nFROM a\n", &both[..1], &both[..1]);
        check("# what=a\n# escape=`\nFROM a\n", &[], &[]);
        check("#", &[], &[]);
    }

    #[test]
    fn an_indented_line_hides_the_others() {
        check(" # escape=`\n# check=skip=all\nFROM a\n", &["escape=`", "check=skip=all"], &[]);
        check(
            "# check=skip=all\n\u{a0}# syntax=x\nFROM a\n",
            &["check=skip=all", "syntax=x"],
            &["check=skip=all"],
        );
    }

    #[test]
    fn a_line_for_the_kernel_hides_them_from_the_parser() {
        check("#!/bin/sh\n# check=skip=all\n# escape=`\nFROM a\n", &[], &["check=skip=all", "escape=`"]);
    }

    #[test]
    fn a_blank_may_be_the_value() {
        check("# escape= \t\nFROM a\n", &["escape=\t"], &["escape=\t"]);
        check("# check= \r\n# syntax=\t \nFROM a\n", &["check= ", "syntax= "], &["check= ", "syntax= "]);
        check("# escape=\u{a0}\nFROM a\n", &["escape=\u{a0}"], &["escape=\u{a0}"]);
        check("# escape=\n# check=\r\nFROM a\n", &[], &[]);
    }

    #[test]
    fn repeated_names() {
        check(
            "# check=a=1\n# Check=b=1\n# syntax=x\n",
            &["check=a=1", "check=b=1", "syntax=x"],
            &["check=a=1"],
        );
    }

    #[test]
    fn frontends() {
        let syntax = |text: &str| Document::new(Text::new(text)).syntax();
        assert_eq!(syntax("# syntax=a/b:1 x\nFROM a\n").as_deref(), Some("a/b:1"));
        assert_eq!(syntax("#!/x\n//  Syntax = a/b\nx\n").as_deref(), Some("a/b"));
        assert_eq!(syntax("{\"a\":[1,{}],\"syntax\":\"a/b\"}\n").as_deref(), Some("a/b"));
        assert_eq!(syntax("{\"syntax\":1}\n"), None);
        assert_eq!(syntax("{\"syntax\":\"a/b\"} x\n"), None);
        assert_eq!(syntax(" # syntax=a/b\nFROM a\n"), None);
        let long = format!("# check=skip={}\n# syntax=a/b\nFROM a\n", "A,".repeat(3000));
        assert_eq!(syntax(&long).as_deref(), Some("a/b"));
    }
}
