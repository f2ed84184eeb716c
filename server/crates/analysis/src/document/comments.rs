//! Finds the comments that BuildKit attaches to instructions.
//!
//! A blank line does not separate a comment from the instruction, but a line with only `#` does.

use dockwright_syntax::kinds::{Kind, NodeKind};
use tree_sitter::Node;

use super::{BlockView, Document, Placed, is_instruction};

impl Document {
    /// The comments that BuildKit attaches to one instruction, read from the lines above it.
    pub fn comments_above(&self, block: BlockView<'_>, item: usize) -> Vec<String> {
        let start = block.placed(item).start;
        let end_of = |placed: Placed<'_>| placed.start + placed.facts.len;
        let from = if let Some(before) = item.checked_sub(1) {
            end_of(block.placed(before))
        } else {
            let at = self.blocks.partition_point(|block| block.start < start);
            let before = self.blocks[..at].iter().rev().find_map(|block| {
                let last = block.items.last().map(|item| block.place(item));
                last.filter(|last| last.start < start)
            });
            let head = self.directives.last().map_or(0, |directive| directive.range.end);
            before.map_or(head, end_of)
        };
        let between = self.text.slice(from.min(start)..start);
        let mut comments = Vec::new();
        // Except at the top of the file, the first piece is the rest of a line.
        let lines = between.split('\n').skip(usize::from(from > 0));
        for line in lines {
            let line = line.strip_prefix('\u{feff}').unwrap_or(line);
            if !line.trim_start().starts_with('#') {
                continue;
            }
            // For an indented comment, BuildKit drops the first space and keeps the `#`.
            let text = line.strip_prefix('#').unwrap_or(line).trim();
            if text.is_empty() {
                comments.clear();
            } else {
                comments.push(text.to_owned());
            }
        }
        comments
    }

    /// The comments that BuildKit attaches to each instruction, in the order of [`Self::instructions`].
    pub fn attached_comments(&self) -> Vec<Vec<String>> {
        let mut comments =
            Comments { document: self, attached: Vec::new(), pending: Vec::new(), continued: false };
        comments.collect(self.tree().root());
        comments.attached
    }
}

struct Comments<'a> {
    document: &'a Document,
    attached: Vec<Vec<String>>,
    pending: Vec<String>,
    /// The last node was a continuation, so comments after it are part of the instruction.
    continued: bool,
}

impl Comments<'_> {
    fn collect(&mut self, parent: Node<'_>) {
        let mut cursor = parent.walk();
        for node in parent.children(&mut cursor) {
            match node.syntax_kind() {
                Kind::Preamble | Kind::Stage => self.collect(node),
                Kind::LineContinuation => self.continued = true,
                Kind::Comment if !self.continued => self.comment(node),
                _ if is_instruction(node) => {
                    self.continued = false;
                    self.attached.push(std::mem::take(&mut self.pending));
                }
                _ => {}
            }
        }
    }

    /// BuildKit drops the first byte of the line, whatever it is, so an indented comment keeps its `#`.
    fn comment(&mut self, node: Node<'_>) {
        let text = self.document.text.slice(node.byte_range());
        let is_indented = node.start_position().column > 0
            && !(node.start_position().row == 0
                && self.document.text.slice(0..node.start_byte()) == "\u{feff}");
        let text = if is_indented { text.trim() } else { text.get(1..).unwrap_or_default().trim() };
        if text.is_empty() {
            self.pending.clear();
        } else {
            self.pending.push(text.to_owned());
        }
    }
}
