//! Parser directives: the lines at the top that speak to Docker itself.
//!
//! Source: language.md 1.3.

use std::ops::Range;

use dockwright_syntax::{SyntaxTree, Text, kinds};

use super::Document;
use crate::spec::directives::DirectiveSpec;

/// A parser directive at the top of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Its name in lower case.
    pub name: String,
    /// Its value, blanks trimmed.
    pub value: String,
    /// The whole line.
    pub range: Range<usize>,
    /// The value alone.
    pub value_range: Range<usize>,
    /// Its row, 0-based.
    pub row: u32,
}

impl Document {
    /// The front end image that BuildKit would hand the file to.
    ///
    /// Unlike the parser, this search passes over a first line with `#!`. A file for another front end may hide the
    /// directive behind `//`.
    pub fn syntax(&self) -> Option<String> {
        let value = self.sought_directive("syntax", &["#", "//"])?;
        value.split(' ').next().map(str::to_owned)
    }

    /// The value of a directive that stands behind a first line with `#!`, where the parser reads none.
    pub(crate) fn hidden_directive(&self, name: &str) -> Option<String> {
        let is_hidden = self.text.len() > 2 && self.text.slice(0..2) == "#!";
        if is_hidden { self.sought_directive(name, &["#"]) } else { None }
    }

    fn sought_directive(&self, name: &str, prefixes: &[&str]) -> Option<String> {
        let head = self.text.slice(0..self.text.len().min(8192));
        let head = head.trim_start_matches('\u{feff}');
        let from = if head.starts_with("#!") { head.find('\n')? + 1 } else { 0 };
        prefixes.iter().find_map(|prefix| {
            head[from..]
                .lines()
                .map_while(|line| directive_shape(line.trim_start().strip_prefix(prefix)?))
                .find(|(sought, _)| sought == name)
                .map(|(_, value)| value.to_owned())
        })
    }
}

/// A line of directive shape, its comment sign taken off: its name in lower case and its value.
pub(crate) fn directive_shape(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    (DirectiveSpec::named(&name).is_some() && !value.is_empty()).then_some((name, value))
}

pub(super) fn directives(text: &Text, tree: &SyntaxTree) -> Vec<Directive> {
    let root = tree.root();
    let mut cursor = root.walk();
    let Some(preamble) = root.children(&mut cursor).find(|node| node.kind() == kinds::PREAMBLE) else {
        return Vec::new();
    };
    let mut cursor = preamble.walk();
    preamble
        .children(&mut cursor)
        .take_while(|node| node.kind() == kinds::DIRECTIVE)
        .map(|node| {
            let part = |field| node.child_by_field_name(field).map_or(0..0, |node| node.byte_range());
            Directive {
                name: text.slice(part(kinds::field::NAME)).to_ascii_lowercase(),
                value: text.slice(part(kinds::field::VALUE)).into_owned(),
                range: node.byte_range(),
                value_range: part(kinds::field::VALUE),
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
