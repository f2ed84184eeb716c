//! Divides an instruction into the parts in which the formatter changes nothing.
//!
//! Between two parts there are only spaces, tabs, line continuations and comments, and the amount
//! of whitespace means nothing: that makes formatting safe. So text whose whitespace counts, or
//! that is not understood, is a single part: quoted text, values, shell text that ends up in the
//! image (CMD, ENTRYPOINT, HEALTHCHECK and ONBUILD triggers) and scripts that cannot be parsed.

use std::ops::Range;

use dockwright_syntax::kinds::{Kind, NodeKind};
use tree_sitter::Node;

use dockwright_analysis::{
    document::{Document, Placed, is_instruction},
    shell::{Dialect, solid_parts},
    spec::Instruction,
};

/// The parts of an instruction; ranges are byte offsets in the document.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// In the order of the text, not overlapping.
    solid: Vec<Range<usize>>,
    /// The keywords, which are also solid parts.
    pub(super) keywords: Vec<Range<usize>>,
    /// JSON arrays, whose parts need no whitespace between them.
    arrays: Vec<Range<usize>>,
    /// The pairs of ENV and LABEL.
    pub(super) pairs: Vec<Range<usize>>,
    /// The whitespace after the last part counts: an ONBUILD trigger is stored with it.
    pub(super) keeps_end: bool,
}

impl Parts {
    /// Divides an instruction, given with its node; `dialect` is that of the shell in force.
    pub(super) fn of(document: &Document, placed: &Placed<'_>, node: Node<'_>, dialect: Dialect) -> Self {
        let mut parts = Self::default();
        parts.add_children(document, placed, node, dialect);
        parts
    }

    fn add_children(&mut self, document: &Document, placed: &Placed<'_>, node: Node<'_>, dialect: Dialect) {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.syntax_kind() {
                Kind::LineContinuation | Kind::Comment | Kind::HeredocBlock => {}
                Kind::JsonArray => {
                    self.arrays.push(child.byte_range());
                    self.add_children(document, placed, child, dialect);
                }
                Kind::ShellCommand => {
                    self.solid.extend(shell_parts(document, placed, child.byte_range(), dialect));
                }
                Kind::EnvPair | Kind::LabelPair if is_legacy(child) => {
                    self.add_children(document, placed, child, dialect);
                }
                kind => {
                    if matches!(kind, Kind::EnvPair | Kind::LabelPair) {
                        self.pairs.push(child.byte_range());
                    }
                    self.keeps_end |= is_instruction(child);
                    if kind.is_keyword() {
                        self.keywords.push(child.byte_range());
                    }
                    self.solid.push(child.byte_range());
                }
            }
        }
    }

    /// Whether whitespace is between parts.
    pub(super) fn is_free(&self, blanks: &Range<usize>) -> bool {
        let after = self.solid.partition_point(|part| part.end <= blanks.start);
        self.solid.get(after).is_none_or(|part| part.start >= blanks.end)
    }

    /// Whether an offset is inside a part, and not at either end.
    pub(super) fn is_inside(&self, offset: usize) -> bool {
        let after = self.solid.partition_point(|part| part.end <= offset);
        self.solid.get(after).is_some_and(|part| part.start < offset)
    }

    /// Whether whitespace is inside a JSON array, after its bracket.
    pub(super) fn is_in_array(&self, blanks: &Range<usize>) -> bool {
        self.arrays.iter().any(|array| array.start < blanks.start && blanks.end < array.end)
    }

    /// Whether a range contains nothing but the closing bracket of a JSON array.
    pub(super) fn is_end_of_array(&self, content: &Range<usize>) -> bool {
        content.len() == 1 && self.arrays.iter().any(|array| array.end == content.end)
    }

    /// The offsets of the commas in JSON arrays.
    pub(super) fn commas<'a>(&'a self, source: &'a str) -> impl Iterator<Item = usize> {
        let commas = self.solid.iter().filter(|part| &source[(*part).clone()] == ",");
        commas.filter(|part| self.is_in_array(part)).map(|part| part.start)
    }
}

/// Whether a pair has the form `ENV key value`, with a space instead of `=`.
fn is_legacy(pair: Node<'_>) -> bool {
    let mut cursor = pair.walk();
    !pair.children(&mut cursor).any(|child| child.kind() == "=")
}

/// The parts of shell text: those of the shell's grammar in a RUN, otherwise the text as a whole.
fn shell_parts(
    document: &Document,
    placed: &Placed<'_>,
    whole: Range<usize>,
    dialect: Dialect,
) -> Vec<Range<usize>> {
    let facts = placed.facts;
    let is_run = facts.instruction == Some(Instruction::Run);
    let parts =
        is_run.then(|| solid_parts(facts, &document.source(placed), document.escape(), dialect)).flatten();
    match parts {
        Some(parts) => parts.iter().map(|part| placed.start + part.start..placed.start + part.end).collect(),
        None => vec![whole],
    }
}

/// The nodes of a document's instructions, in order.
pub(super) fn nodes(document: &Document) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    let root = document.tree().root();
    let mut cursor = root.walk();
    for block in root.children(&mut cursor) {
        if is_instruction(block) {
            nodes.push(block);
            continue;
        }
        let mut cursor = block.walk();
        nodes.extend(block.children(&mut cursor).filter(|&node| is_instruction(node)));
    }
    nodes
}
