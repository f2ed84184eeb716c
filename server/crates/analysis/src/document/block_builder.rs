//! Builds the instructions of a document from its tree, reusing the facts of an earlier version
//! where they are still valid.

use std::{ops::Range, sync::Arc};

use dockwright_syntax::{
    Edit, SyntaxTree, Text,
    kinds::{Kind, NodeKind},
};
use tree_sitter::Node;

use super::{
    Block, Document, Item, directives::Directive, identity, instruction_lines::InstructionLines,
    is_instruction,
};
use crate::{facts::Facts, spec::Engine};

/// Builds the blocks of a tree.
pub(super) struct BlockBuilder<'a> {
    pub(super) text: &'a Text,
    pub(super) escape: char,
    pub(super) engine: Engine,
    pub(super) known: EarlierFacts<'a>,
}

/// The instructions of the old version that the edits left unchanged: their new start, their length
/// and their facts. They must be requested in the order of the text.
#[derive(Default)]
pub(super) struct EarlierFacts<'a> {
    items: Vec<(usize, usize, &'a Arc<Facts>)>,
    next: usize,
}

impl<'a> EarlierFacts<'a> {
    fn add(&mut self, block: &'a Block, edits: &[Edit]) {
        self.items.extend(block.items.iter().filter(|item| item.is_plain).filter_map(|item| {
            let start = block.start + item.start;
            let start = moved(start..start + item.facts.len, edits)?;
            Some((start, item.facts.len, &item.facts))
        }));
    }

    fn take(&mut self, start: usize, len: usize) -> Option<&'a Arc<Facts>> {
        self.next += self.items[self.next..].iter().take_while(|(at, ..)| *at < start).count();
        self.items.get(self.next).filter(|item| (item.0, item.1) == (start, len)).map(|item| item.2)
    }
}

/// The new start of a range that edits did not change.
fn moved(mut range: Range<usize>, edits: &[Edit]) -> Option<usize> {
    for edit in edits {
        if edit.old_end <= range.start {
            let (start, end) = (range.start - edit.old_end, range.end - edit.old_end);
            range = edit.new_end + start..edit.new_end + end;
        } else if edit.start < range.end {
            return None;
        }
    }
    Some(range.start)
}

/// The start of a line continuation before the keyword of an instruction, or after the last
/// instruction.
type Pending = Option<(usize, u32)>;

impl<'a> BlockBuilder<'a> {
    /// The blocks of a tree. Unchanged blocks of the old document are reused.
    pub(super) fn blocks(mut self, tree: &SyntaxTree, old: Option<(&'a Document, &[Edit])>) -> Vec<Block> {
        let root = tree.root();
        let mut nodes = Vec::new();
        let mut cursor = root.walk();
        if cursor.goto_first_child() {
            loop {
                nodes.push(cursor.node());
                if !cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        let (old_blocks, edits) = old.map_or((&[][..], &[][..]), |(old, edits)| (&old.blocks[..], edits));
        let is_block = |node: &Node<'_>| matches!(node.syntax_kind(), Kind::Stage | Kind::Preamble);
        // Blocks before and after the edit are the same nodes, so only the other ones need to be read.
        let ids: Vec<usize> =
            nodes.iter().filter(|node| is_block(node)).map(|&node| identity(node)).collect();
        let same = |(a, b): &(&usize, &Block)| **a == b.node && b.node != 0;
        // A preamble has no identity and is always read, but the stages after it must still be compared.
        let lead =
            usize::from(ids.first() == Some(&0) && old_blocks.first().is_some_and(|block| block.node == 0));
        let before = lead + ids.iter().zip(old_blocks).skip(lead).take_while(same).count();
        let limit = ids.len().min(old_blocks.len()) - before;
        let after = ids.iter().rev().zip(old_blocks.iter().rev()).take(limit).take_while(same).count();
        for block in old_blocks[..lead].iter().chain(&old_blocks[before..old_blocks.len() - after]) {
            self.known.add(block, edits);
        }
        let mut blocks: Vec<Block> = Vec::with_capacity(ids.len());
        let mut pending: Pending = None;
        for node in nodes {
            if !is_block(&node) {
                note_pending(node, &mut pending);
                continue;
            }
            let at = blocks.len();
            let taken = if (lead..before).contains(&at) {
                old_blocks.get(at)
            } else if at >= lead && at + after >= ids.len() {
                old_blocks.get(at + old_blocks.len() - ids.len())
            } else {
                None
            };
            let (start, row) = (node.start_byte(), node.start_position().row as u32);
            match taken {
                Some(block) if pending.is_none() && block.is_plain => {
                    blocks.push(Block { start, row, ..block.clone() });
                }
                _ => {
                    let (start, row) = pending.unwrap_or((start, row));
                    let items = self.items(node, start, row, &mut pending);
                    let is_stage = node.syntax_kind() == Kind::Stage;
                    blocks.push(Block::new(identity(node), is_stage, start, row, items));
                }
            }
        }
        if let Some((start, _)) = pending {
            self.extend_last(tree, &mut blocks, start);
        }
        blocks
    }

    /// Makes blocks of instructions that were found without a tree.
    pub(super) fn blocks_of_lines(
        &self,
        source: &str,
        directives: &[Directive],
        instructions: &[InstructionLines],
    ) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut rest = instructions;
        // The preamble starts with the directives.
        let mut start = directives.first().map(|directive| (directive.range.start, directive.row));
        while start.is_some() || !rest.is_empty() {
            let is_stage = start.is_none() && rest[0].is_from;
            let begins_stage = |at: &usize| rest[*at].is_from;
            let count = (usize::from(is_stage)..rest.len()).find(begins_stage).unwrap_or(rest.len());
            let (own, next) = rest.split_at(count);
            let (start, row) = start.take().unwrap_or_else(|| (own[0].start, own[0].row));
            let items = own.iter().map(|lines| Item {
                is_plain: true,
                start: lines.start - start,
                row: lines.row - row,
                column: lines.column,
                facts: Arc::new(Facts::of(
                    None,
                    &source[lines.start..lines.end],
                    lines.start,
                    self.escape,
                    self.engine,
                )),
            });
            blocks.push(Block::new(0, is_stage, start, row, items.collect()));
            rest = next;
        }
        blocks
    }

    fn items(
        &mut self,
        block: Node<'_>,
        block_start: usize,
        block_row: u32,
        pending: &mut Pending,
    ) -> Arc<[Item]> {
        let mut items = Vec::new();
        let mut cursor = block.walk();
        for node in block.children(&mut cursor) {
            if !is_instruction(node) {
                note_pending(node, pending);
                continue;
            }
            let own = (node.start_byte(), node.start_position().row as u32);
            let extended = pending.take().filter(|&(start, _)| start < own.0);
            let (start, row) = extended.unwrap_or(own);
            let is_plain = extended.is_none();
            let facts = match self.known.take(start, node.end_byte() - start) {
                Some(facts) if is_plain => Arc::clone(facts),
                _ => Arc::new(self.facts(node, start, node.end_byte())),
            };
            let column = node.start_position().column as u32;
            items.push(Item { is_plain, start: start - block_start, row: row - block_row, column, facts });
        }
        items.into()
    }

    fn facts(&self, node: Node<'_>, start: usize, end: usize) -> Facts {
        Facts::of(Some(node), &self.text.slice(start..end), start, self.escape, self.engine)
    }

    /// Makes a continuation at the end of the file, with the comments and blank lines after it, part of
    /// the last instruction.
    fn extend_last(&self, tree: &SyntaxTree, blocks: &mut [Block], from: usize) {
        let Some(block) = blocks.last_mut() else { return };
        let Some(item) = block.items.last() else { return };
        let start = block.start + item.start;
        let is_block = |node: Node<'_>| matches!(node.syntax_kind(), Kind::Stage | Kind::Preamble);
        let Some(node) = last_child(tree.root(), is_block).and_then(|node| last_child(node, is_instruction))
        else {
            return;
        };
        if node.end_byte() > from {
            return;
        }
        let facts = Arc::new(self.facts(node, start, self.text.len()));
        let mut items = block.items.to_vec();
        if let Some(last) = items.last_mut() {
            *last = Item { is_plain: false, facts, ..last.clone() };
        }
        *block = Block { items: items.into(), is_plain: false, has_problems: true, ..block.clone() };
    }
}

fn last_child<'tree>(node: Node<'tree>, is_it: impl Fn(Node<'tree>) -> bool) -> Option<Node<'tree>> {
    // Accessing a child by index would start at the first one each time.
    node.children(&mut node.walk()).filter(|&child| is_it(child)).last()
}

/// The first continuation of a chain counts; comments in the chain change nothing.
fn note_pending(node: Node<'_>, pending: &mut Pending) {
    if node.syntax_kind() == Kind::LineContinuation && pending.is_none() {
        *pending = Some((node.start_byte(), node.start_position().row as u32));
    }
}
