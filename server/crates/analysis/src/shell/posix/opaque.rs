//! Finds the expansions in words, patterns and bodies of heredocs.
//!
//! Quotes and simple expansions are read from the script itself, because the grammar leaves many of
//! these texts whole. Structured expansions come from the tree, or are parsed separately if the
//! tree does not contain them.

use std::ops::Range;

use super::{MAX_DEPTH, Posix, heredocs, tree};
use crate::shell::{
    build::name_length,
    kinds::Bash,
    lexemes,
    quotes::{Mark, ansi_length, closing, closing_backtick, has_mark},
    structure::PlaceKind,
    tree::{Field, Node},
};

/// The depth that a fragment counts for, which is more than that of a node, because it is parsed
/// again.
const FRAGMENT_DEPTH: u32 = 15;

impl Posix<'_> {
    /// Reads a word or a pattern.
    pub(super) fn word(&mut self, node: Node<'_>) {
        let range = self.range(node);
        let text = self.builder.text(range.clone());
        if has_mark(text, Mark::EXPANSION)
            || has_mark(text, Mark::PARENTHESIS) && (text.contains("<(") || text.contains(">("))
        {
            let mut structures = Vec::new();
            collect(node, &mut structures);
            self.scan(range, true, &structures);
        }
    }

    /// Reads a heredoc's body, in which quotes are plain text.
    pub(super) fn heredoc_text(&mut self, range: Range<usize>) {
        self.placed(PlaceKind::Heredoc, None, |it| it.scan(range, false, &[]));
    }

    fn scan(&mut self, range: Range<usize>, has_quotes: bool, structures: &[Node<'_>]) {
        let text = self.builder.text(range.clone());
        let bytes = text.as_bytes();
        let mut structures = structures.iter().peekable();
        let mut in_quotes = false;
        let is_quoted = self.builder.place.is_quoted;
        let mut at = 0;
        while at < bytes.len() {
            self.builder.place.is_quoted = is_quoted || in_quotes;
            let rest = &text[at..];
            let here = range.start + at;
            while structures.next_if(|node| self.base + node.start() < here).is_some() {}
            if let Some(&node) = structures.next_if(|node| self.base + node.start() == here) {
                self.visit(node);
                at += (node.end() - node.start()).max(1);
                continue;
            }
            let next = structures.peek().map_or(bytes.len(), |node| self.base + node.start() - range.start);
            let plain = bytes[at..next.min(bytes.len())].iter().take_while(|&&byte| !is_read(byte)).count();
            if plain > 0 {
                at += plain;
                continue;
            }
            let length = match bytes[at] {
                b'\\' if self.is_backtick && rest.starts_with("\\$") => 1,
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'"' if has_quotes => {
                    in_quotes = !in_quotes;
                    1
                }
                b'\'' if has_quotes && !in_quotes => {
                    let is_ansi = text[..at].ends_with('$');
                    1 + if is_ansi {
                        ansi_length(&rest[1..])
                    } else {
                        rest[1..].find('\'').map_or(rest.len() - 1, |end| end + 1)
                    }
                }
                b'`' => {
                    let length = closing_backtick(rest);
                    self.fragment(here..here + length);
                    length
                }
                b'$' => self.dollar(here, rest),
                _ => rest.chars().next().map_or(1, char::len_utf8),
            };
            at += length.max(1);
        }
        self.builder.place.is_quoted = is_quoted;
    }

    /// Reads an expansion at `start`, and returns its length.
    fn dollar(&mut self, start: usize, rest: &str) -> usize {
        let name = name_length(&rest[1..]);
        if name > 0 {
            self.builder.expansion(start + 1..start + 1 + name, start..start + 1 + name, None, false);
            return 1 + name;
        }
        let length = match rest.as_bytes().get(1) {
            Some(b'{') => closing(rest, b'{', b'}'),
            Some(b'(') => closing(rest, b'(', b')'),
            Some(b'$') => return 2,
            Some(b'0'..=b'9' | b'@' | b'*' | b'#') => {
                let span = self.builder.span(start..start + 2);
                self.builder.view.parameters.push(span);
                return 2;
            }
            _ => return 1,
        };
        self.fragment(start..start + length);
        length
    }

    /// Parses a part of a word separately, and walks over it.
    fn fragment(&mut self, range: Range<usize>) {
        if self.depth + FRAGMENT_DEPTH > MAX_DEPTH {
            self.builder.view.has_error = true;
            return;
        }
        let text = self.builder.text(range.clone());
        let heredocs = heredocs::heredocs(text);
        let Some(tree) = tree(&heredocs::replaced(text, &heredocs)) else {
            return;
        };
        self.builder.view.is_plain &= tree.is_plain && !tree.has_error;
        lexemes::bash(&mut self.builder, tree.root(), range.start);
        let heredocs = std::mem::replace(&mut self.heredocs, heredocs);
        let base = std::mem::replace(&mut self.base, range.start);
        self.depth += FRAGMENT_DEPTH;
        let command = tree.root().first().filter(|&child| child.kind() == Bash::Command);
        match command.and_then(|command| command.field(Field::Name)) {
            // Here the word is not a command.
            Some(name) => self.sequence(name),
            None => self.visit(tree.root()),
        }
        self.depth -= FRAGMENT_DEPTH;
        self.base = base;
        self.heredocs = heredocs;
    }
}

/// Whether a byte in a word may quote, escape or expand something.
fn is_read(byte: u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'\'' | b'`' | b'$')
}

/// The parts of a word that have a structure in the tree.
fn collect<'tree>(node: Node<'tree>, structures: &mut Vec<Node<'tree>>) {
    match node.kind() {
        Bash::Expansion
        | Bash::CommandSubstitution
        | Bash::ProcessSubstitution
        | Bash::ArithmeticExpansion => {
            structures.push(node);
        }
        _ => {
            for child in node.children() {
                collect(child, structures);
            }
        }
    }
}
