//! What an instruction consists of for the formatter: the parts in which nothing changes.
//!
//! Between two parts stand blanks, line continuations and comments only, and how many blanks there are means nothing:
//! that is what makes formatting safe. So whatever keeps its blanks, or is not understood, is one part as a whole:
//! quoted text, values, shell text that ends up in the image (CMD, ENTRYPOINT, HEALTHCHECK and triggers) and scripts
//! that cannot be read.

use std::ops::Range;

use dockwright_syntax::kinds::{Kind, NodeKind};
use tree_sitter::Node;

use dockwright_analysis::{
    document::{Document, Placed, is_instruction},
    shell::{Dialect, solid_parts},
    spec::Instruction,
};

/// The parts of an instruction; all places are byte offsets in the document.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// In the order of the text, not overlapping.
    solid: Vec<Range<usize>>,
    /// The keywords among them.
    pub(super) keywords: Vec<Range<usize>>,
    /// JSON arrays, between whose parts there may be no blanks at all.
    arrays: Vec<Range<usize>>,
    /// The pairs of ENV and LABEL.
    pub(super) pairs: Vec<Range<usize>>,
    /// The blanks behind the last part count: a trigger is kept with them.
    pub(super) keeps_end: bool,
}

impl Parts {
    /// Reads an instruction and its node; `dialect` is what the shell in force reads.
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

    /// Whether blanks at a place stand between parts.
    pub(super) fn is_free(&self, blanks: &Range<usize>) -> bool {
        let after = self.solid.partition_point(|part| part.end <= blanks.start);
        self.solid.get(after).is_none_or(|part| part.start >= blanks.end)
    }

    /// Whether an offset lies inside a part, not at one of its ends.
    pub(super) fn is_inside(&self, offset: usize) -> bool {
        let after = self.solid.partition_point(|part| part.end <= offset);
        self.solid.get(after).is_some_and(|part| part.start < offset)
    }

    /// Whether blanks at a place stand in a JSON array, behind its bracket.
    pub(super) fn is_in_array(&self, blanks: &Range<usize>) -> bool {
        self.arrays.iter().any(|array| array.start < blanks.start && blanks.end < array.end)
    }

    /// Whether a JSON array's closing bracket, and nothing else, stands at a place.
    pub(super) fn is_end_of_array(&self, content: &Range<usize>) -> bool {
        content.len() == 1 && self.arrays.iter().any(|array| array.end == content.end)
    }

    /// The commas of JSON arrays.
    pub(super) fn commas<'a>(&'a self, source: &'a str) -> impl Iterator<Item = usize> {
        let commas = self.solid.iter().filter(|part| &source[(*part).clone()] == ",");
        commas.filter(|part| self.is_in_array(part)).map(|part| part.start)
    }
}

/// `ENV key value`: blanks between key and value instead of `=`.
fn is_legacy(pair: Node<'_>) -> bool {
    let mut cursor = pair.walk();
    !pair.children(&mut cursor).any(|child| child.kind() == "=")
}

/// The parts of shell text: those that the shell's grammar knows, in RUN alone.
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

/// The nodes of a document's instructions, in their order.
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
