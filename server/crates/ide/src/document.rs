//! One immutable version of a Dockerfile: text, tree and the facts of its instructions.
//!
//! Facts are kept by stage and by instruction, beside the identity of the tree node that they were computed of. After
//! an edit tree-sitter hands out the untouched nodes again, and their facts are taken over with them: an edit costs
//! the facts of the instructions it touches and a walk over the stages.

use std::{borrow::Cow, ops::Range, sync::Arc};

use dockwright_syntax::{Edit, SyntaxTree, Text, kinds};
use rustc_hash::FxHashMap;
use tree_sitter::Node;

use crate::{extent, facts::Facts};

/// One version of a Dockerfile. An edit makes a new one; what did not change is shared.
#[derive(Debug)]
pub struct Document {
    text: Text,
    tree: SyntaxTree,
    escape: char,
    directives: Vec<Directive>,
    blocks: Vec<Block>,
}

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

/// The preamble or a stage.
#[derive(Debug, Clone)]
struct Block {
    node: usize,
    is_stage: bool,
    start: usize,
    row: u32,
    items: Arc<[Item]>,
    /// The facts depend on the block's own nodes alone.
    is_plain: bool,
    /// Some instruction has a problem.
    has_problems: bool,
}

/// An instruction in its block.
#[derive(Debug, Clone)]
struct Item {
    /// The node's identity; 0 where the facts depend on more than the node.
    node: usize,
    /// Relative to the block.
    start: usize,
    row: u32,
    facts: Arc<Facts>,
}

/// An instruction and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Byte offset of its start.
    pub start: usize,
    /// Row of its start, 0-based, counting `\n` only.
    pub row: u32,
    /// Whether it stands before the first FROM.
    pub is_preamble: bool,
    /// What it says.
    pub facts: &'a Facts,
}

impl Block {
    fn new(node: Node<'_>, start: usize, row: u32, items: Arc<[Item]>) -> Self {
        Self {
            node: identity(node),
            is_stage: node.kind() == kinds::STAGE,
            start,
            row,
            is_plain: items.iter().all(|item| item.node != 0),
            has_problems: items.iter().any(|item| !item.facts.problems.is_empty()),
            items,
        }
    }

    fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        self.items.iter().map(|item| Placed {
            start: self.start + item.start,
            row: self.row + item.row,
            is_preamble: !self.is_stage,
            facts: &item.facts,
        })
    }
}

impl Document {
    /// Analyses a whole text.
    pub fn new(text: Text) -> Self {
        let tree = SyntaxTree::parse(&text);
        Self::build(text, tree, None)
    }

    /// The version after `edits`, which led from this document's text to `text`, in this order.
    #[must_use]
    pub fn edited(&self, text: Text, edits: &[Edit]) -> Self {
        let tree = self.tree.reparse(&text, edits);
        Self::build(text, tree, Some(self))
    }

    fn build(text: Text, tree: SyntaxTree, old: Option<&Self>) -> Self {
        let directives = directives(&text, &tree);
        let escape = escape(&directives);
        let old = old.filter(|old| old.escape == escape);
        let blocks = Walk { text: &text, escape, known: FxHashMap::default() }.blocks(&tree, old);
        Self { text, tree, escape, directives, blocks }
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The syntax tree.
    pub fn tree(&self) -> &SyntaxTree {
        &self.tree
    }

    /// The escape character in force.
    pub fn escape(&self) -> char {
        self.escape
    }

    /// The parser directives.
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// The instruction that `offset` stands in or right behind, heredoc bodies included; of an ONBUILD the whole.
    pub(crate) fn instruction_at(&self, offset: usize) -> Option<Node<'_>> {
        let root = self.tree.root();
        let around = |offset: usize| {
            let mut node = root.descendant_for_byte_range(offset, offset)?;
            while !is_instruction(node) || node.parent().is_some_and(is_instruction) {
                node = node.parent()?;
            }
            (node.end_byte() >= offset).then_some(node)
        };
        around(offset).or_else(|| around(offset.checked_sub(1)?))
    }

    /// The instructions in the order of the text.
    pub fn instructions(&self) -> impl Iterator<Item = Placed<'_>> {
        self.blocks.iter().flat_map(Block::placed)
    }

    /// The text of an instruction from its start to the end of its last line.
    pub fn source(&self, placed: &Placed<'_>) -> Cow<'_, str> {
        let mut feeds = placed.facts.rows as usize;
        let mut end = placed.start;
        while end < self.text.len() {
            let chunk = self.text.chunk_at(end);
            let mut ends = memchr::memchr_iter(b'\n', chunk);
            if let Some(last) = ends.nth(feeds) {
                return extent::slice(&self.text, placed.start..end + last + 1);
            }
            feeds -= memchr::memchr_iter(b'\n', chunk).count();
            end += chunk.len();
        }
        extent::slice(&self.text, placed.start..end)
    }

    /// The instructions among which are all that have problems, and all before the first FROM.
    pub(crate) fn suspects(&self) -> impl Iterator<Item = Placed<'_>> {
        self.blocks.iter().filter(|block| block.has_problems || !block.is_stage).flat_map(Block::placed)
    }

    /// Whether there is any instruction.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.items.is_empty())
    }

    /// Whether there is a FROM.
    pub fn has_stages(&self) -> bool {
        self.blocks.iter().any(|block| block.is_stage)
    }

    /// The front end image that BuildKit would hand the file to.
    ///
    /// Unlike the parser, this search passes over a first line with `#!`. A file for another front end may hide the
    /// directive behind `//`.
    pub fn syntax(&self) -> Option<String> {
        let head = self.text.slice(0..self.text.len().min(8192));
        let head = head.trim_start_matches('\u{feff}');
        let from = if head.starts_with("#!") { head.find('\n')? + 1 } else { 0 };
        ["#", "//"].iter().find_map(|prefix| {
            head[from..]
                .lines()
                .map_while(|line| directive_shape(line.trim_start().strip_prefix(prefix)?))
                .find(|(name, _)| name == "syntax")
                .map(|(_, value)| value.split(' ').next().unwrap_or_default().to_owned())
        })
    }

    /// The comments that BuildKit attaches to each instruction, in the order of [`Self::instructions`].
    pub fn attached_comments(&self) -> Vec<Vec<String>> {
        let mut comments =
            Comments { document: self, attached: Vec::new(), pending: Vec::new(), continued: false };
        comments.collect(self.tree.root());
        comments.attached
    }
}

/// A line of directive shape, its comment sign taken off: its name in lower case and its value.
fn directive_shape(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    (matches!(name.as_str(), "syntax" | "escape" | "check") && !value.is_empty()).then_some((name, value))
}

fn directives(text: &Text, tree: &SyntaxTree) -> Vec<Directive> {
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
fn escape(directives: &[Directive]) -> char {
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

/// What a stage or an instruction keeps when tree-sitter takes it over into another tree, 0 for any other node.
///
/// [`Node::id`] is the address of the node's slot in its parent, which moves; the slot of the first child lies in the
/// node itself. That holds only where the first child is no part of a repetition, which may be shared between a node
/// and its successor: so a preamble has no identity.
fn identity(node: Node<'_>) -> usize {
    if node.kind() == kinds::PREAMBLE { 0 } else { node.child(0).map_or(0, |child| child.id()) }
}

pub(crate) fn is_instruction(node: Node<'_>) -> bool {
    node.is_named() && node.kind().ends_with("_instruction")
}

struct Walk<'a> {
    text: &'a Text,
    escape: char,
    /// Facts of the old version, by the identity of their nodes.
    known: FxHashMap<usize, &'a Arc<Facts>>,
}

/// A continuation that stands before the keyword of an instruction, or behind the last one.
type Pending = Option<(usize, u32)>;

impl<'a> Walk<'a> {
    fn blocks(mut self, tree: &SyntaxTree, old: Option<&'a Document>) -> Vec<Block> {
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
        let old_blocks = old.map_or(&[][..], |old| &old.blocks);
        let is_block = |node: &Node<'_>| matches!(node.kind(), kinds::STAGE | kinds::PREAMBLE);
        // Blocks before and after the edit are the same nodes. Only the others need a look inside.
        let ids: Vec<usize> =
            nodes.iter().filter(|node| is_block(node)).map(|&node| identity(node)).collect();
        let same = |(a, b): &(&usize, &Block)| **a == b.node && b.node != 0;
        // A preamble has no identity and is always looked into; it must not keep the stages from being compared.
        let lead =
            usize::from(ids.first() == Some(&0) && old_blocks.first().is_some_and(|block| block.node == 0));
        let before = lead + ids.iter().zip(old_blocks).skip(lead).take_while(same).count();
        let limit = ids.len().min(old_blocks.len()) - before;
        let after = ids.iter().rev().zip(old_blocks.iter().rev()).take(limit).take_while(same).count();
        for block in old_blocks[..lead].iter().chain(&old_blocks[before..old_blocks.len() - after]) {
            self.known.extend(
                block.items.iter().filter(|item| item.node != 0).map(|item| (item.node, &item.facts)),
            );
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
                    blocks.push(Block::new(node, start, row, items));
                }
            }
        }
        if let Some((start, _)) = pending {
            self.extend_last(tree, &mut blocks, start);
        }
        blocks
    }

    fn items(
        &self,
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
            let facts = match self.known.get(&identity(node)) {
                Some(&facts) if extended.is_none() => Arc::clone(facts),
                _ => Arc::new(self.facts(node, start, node.end_byte())),
            };
            items.push(Item {
                node: if extended.is_none() { identity(node) } else { 0 },
                start: start - block_start,
                row: row - block_row,
                facts,
            });
        }
        items.into()
    }

    fn facts(&self, node: Node<'_>, start: usize, end: usize) -> Facts {
        Facts::of(node, &self.text.slice(start..end), start, self.escape)
    }

    /// A continuation at the end of the file, with the comments and blank lines behind it, is the end of the last
    /// instruction.
    fn extend_last(&self, tree: &SyntaxTree, blocks: &mut [Block], from: usize) {
        let Some(block) = blocks.last_mut() else { return };
        let Some(item) = block.items.last() else { return };
        let start = block.start + item.start;
        let Some(mut node) = tree.root().descendant_for_byte_range(start, start) else { return };
        while !is_instruction(node) || node.parent().is_some_and(is_instruction) {
            let Some(parent) = node.parent() else { return };
            node = parent;
        }
        if node.end_byte() > from {
            return;
        }
        let facts = Arc::new(self.facts(node, start, self.text.len()));
        let mut items = block.items.to_vec();
        if let Some(last) = items.last_mut() {
            *last = Item { node: 0, facts, ..last.clone() };
        }
        *block = Block { items: items.into(), is_plain: false, has_problems: true, ..block.clone() };
    }
}

/// The first continuation of a chain counts; comments in the chain change nothing.
fn note_pending(node: Node<'_>, pending: &mut Pending) {
    if node.kind() == kinds::LINE_CONTINUATION && pending.is_none() {
        *pending = Some((node.start_byte(), node.start_position().row as u32));
    }
}

struct Comments<'a> {
    document: &'a Document,
    attached: Vec<Vec<String>>,
    pending: Vec<String>,
    /// The last node was a continuation: comments behind it are part of the instruction.
    continued: bool,
}

impl Comments<'_> {
    fn collect(&mut self, parent: Node<'_>) {
        let mut cursor = parent.walk();
        for node in parent.children(&mut cursor) {
            match node.kind() {
                kinds::PREAMBLE | kinds::STAGE => self.collect(node),
                kinds::LINE_CONTINUATION => self.continued = true,
                kinds::COMMENT if !self.continued => self.comment(node),
                _ if is_instruction(node) => {
                    self.continued = false;
                    self.attached.push(std::mem::take(&mut self.pending));
                }
                _ => {}
            }
        }
    }

    /// BuildKit drops the first byte of the line, blank or not: an indented comment keeps its sign.
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
