//! One immutable version of a Dockerfile: its text, its tree and the facts of its instructions.
//!
//! Facts are stored by stage and instruction. After an edit, tree-sitter reuses the nodes of
//! unchanged stages, and all their facts are reused with them; in other stages, the facts of each
//! unchanged instruction are reused. So an edit costs the facts of the instructions that it
//! changes, and a walk over the stages.

mod block_builder;
mod comments;
mod context;
mod directives;
mod foreign;
mod frontend;
mod instruction_lines;
mod marks;

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, OnceLock},
};

use dockwright_syntax::{
    Edit, SyntaxTree, Text,
    kinds::{Kind, NodeKind},
};
use tree_sitter::Node;

use block_builder::{BlockBuilder, EarlierFacts};
pub use context::DocumentContext;
pub use directives::Directive;
pub use directives::directive_shape;
use directives::{directives, escape, header};

pub use foreign::Foreign;
pub use frontend::{Frontend, FrontendKind, Version};
use instruction_lines::instructions;
pub use marks::Mark;
use marks::Marks;

use crate::{
    facts::{Facts, operands::Operands},
    memo::Memo,
};

/// One version of a Dockerfile. An edit creates a new one, which shares what did not change.
#[derive(Debug)]
pub struct Document {
    text: Text,
    /// Built on first use if the instructions were found without it.
    tree: OnceLock<SyntaxTree>,
    escape: char,
    directives: Vec<Directive>,
    header: Vec<Directive>,
    blocks: Vec<Block>,
    context: Arc<DocumentContext>,
    marks: OnceLock<Marks>,
    foreign: OnceLock<Option<Foreign>>,
    /// Results that higher layers compute from it.
    pub memo: Memo,
}

/// The preamble or a stage.
#[derive(Debug, Clone)]
struct Block {
    /// The [`identity`] of its node.
    node: usize,
    is_stage: bool,
    start: usize,
    row: u32,
    items: Arc<[Item]>,
    /// Whether the facts depend only on the block's own nodes.
    is_plain: bool,
    /// Whether some instruction has a problem.
    has_problems: bool,
}

/// An instruction in its block.
#[derive(Debug, Clone)]
pub struct Item {
    /// Whether the facts depend only on the node's text.
    is_plain: bool,
    /// Byte offset, relative to the block.
    start: usize,
    row: u32,
    /// Whitespace before it on its line, in bytes.
    pub column: u32,
    pub facts: Arc<Facts>,
}

impl Item {
    /// Its byte range in its block.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.facts.len
    }
}

/// The preamble or a stage: its instructions, which are shared between versions in which they are
/// the same.
#[derive(Debug, Clone, Copy)]
pub struct BlockView<'a> {
    block: &'a Block,
}

impl<'a> BlockView<'a> {
    /// Its instructions; the first one of a stage is FROM.
    pub fn items(self) -> &'a Arc<[Item]> {
        &self.block.items
    }

    /// The instruction with this index.
    pub fn placed(self, index: usize) -> Placed<'a> {
        self.block.place(&self.block.items[index])
    }

    /// The offset in the document at which one of its instructions starts.
    pub fn start_of(self, item: &Item) -> usize {
        self.block.start + item.start
    }

    /// The last instruction that starts at or before an offset.
    pub fn item_at(self, offset: usize) -> Option<usize> {
        let relative = offset.checked_sub(self.block.start)?;
        self.block.items.partition_point(|item| item.start <= relative).checked_sub(1)
    }

    /// All its instructions.
    pub fn instructions(self) -> impl Iterator<Item = Placed<'a>> {
        self.block.placed()
    }
}

/// An instruction and its position.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Byte offset of its start.
    pub start: usize,
    /// 0-based row of its start, counting `\n` only.
    pub row: u32,
    /// Whether it is before the first FROM.
    pub is_preamble: bool,
    /// Its content.
    pub facts: &'a Facts,
}

impl Block {
    fn new(node: usize, is_stage: bool, start: usize, row: u32, items: Arc<[Item]>) -> Self {
        Self {
            node,
            is_stage,
            start,
            row,
            is_plain: items.iter().all(|item| item.is_plain),
            has_problems: items.iter().any(|item| !item.facts.problems.is_empty()),
            items,
        }
    }

    fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        self.items.iter().map(|item| self.place(item))
    }

    fn place<'a>(&'a self, item: &'a Item) -> Placed<'a> {
        Placed {
            start: self.start + item.start,
            row: self.row + item.row,
            is_preamble: !self.is_stage,
            facts: &item.facts,
        }
    }
}

impl Document {
    /// Analyses a text, with an empty context.
    pub fn new(text: Text) -> Self {
        Self::with_context(text, Arc::default())
    }

    /// Analyses a text.
    pub fn with_context(text: Text, context: Arc<DocumentContext>) -> Self {
        let tree = SyntaxTree::parse(&text);
        Self::build(text, tree, None, context)
    }

    /// Analyses a text that will not be edited. Finds its instructions without a syntax tree if that
    /// is possible; [`tree`](Self::tree) then builds the tree on first use.
    pub fn without_tree(text: Text, context: Arc<DocumentContext>) -> Self {
        let header = header(&text, "#");
        let escape = escape(&header);
        let source = text.slice(0..text.len());
        let Some(instructions) = instructions(&source, &header, escape) else {
            drop(source);
            return Self::with_context(text, context);
        };
        let builder = BlockBuilder {
            text: &text,
            escape,
            engine: context.inputs.engine,
            known: EarlierFacts::default(),
        };
        let blocks = builder.blocks_of_lines(&source, &header, &instructions);
        drop(source);
        let directives = header.clone();
        Self::of_parts(text, OnceLock::new(), escape, [directives, header], blocks, context, Memo::default())
    }

    /// The version after `edits`, which turned this document's text into `text`, in this order.
    #[must_use]
    pub fn edited(&self, text: Text, edits: &[Edit]) -> Self {
        let tree = self.tree().reparse(&text, edits);
        Self::build(text, tree, Some((self, edits)), Arc::clone(&self.context))
    }

    fn build(
        text: Text,
        tree: SyntaxTree,
        old: Option<(&Self, &[Edit])>,
        context: Arc<DocumentContext>,
    ) -> Self {
        let directives = directives(&text, &tree);
        let header = header(&text, "#");
        let escape = escape(&directives);
        let old = old.filter(|(old, _)| old.escape == escape);
        let blocks = BlockBuilder {
            text: &text,
            escape,
            engine: context.inputs.engine,
            known: EarlierFacts::default(),
        }
        .blocks(&tree, old);
        let memo = old.map(|(old, _)| old.memo.inherited()).unwrap_or_default();
        Self::of_parts(text, tree.into(), escape, [directives, header], blocks, context, memo)
    }

    fn of_parts(
        text: Text,
        tree: OnceLock<SyntaxTree>,
        escape: char,
        [directives, header]: [Vec<Directive>; 2],
        blocks: Vec<Block>,
        context: Arc<DocumentContext>,
        memo: Memo,
    ) -> Self {
        let (marks, foreign) = (OnceLock::new(), OnceLock::new());
        Self { text, tree, escape, directives, header, blocks, context, marks, foreign, memo }
    }

    /// Whether its text contains a mark.
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.get_or_init(|| Marks::of(&self.text)).has(mark)
    }

    /// What the file is, if it is not a Dockerfile.
    pub fn foreign(&self) -> Option<&Foreign> {
        self.foreign.get_or_init(|| self.find_foreign()).as_ref()
    }

    /// The information about it that is not in its text.
    pub fn context(&self) -> &Arc<DocumentContext> {
        &self.context
    }

    /// The stages in the order of the text.
    pub fn stages(&self) -> impl Iterator<Item = BlockView<'_>> {
        self.blocks.iter().filter(|block| block.is_stage).map(|block| BlockView { block })
    }

    /// The preamble and the stages, in the order of the text; a stage has its number.
    pub fn blocks(
        &self,
    ) -> impl DoubleEndedIterator<Item = (Option<usize>, BlockView<'_>)> + ExactSizeIterator {
        let preambles = usize::from(self.blocks.first().is_some_and(|block| !block.is_stage));
        let number = move |at: usize, block: &Block| block.is_stage.then(|| at - preambles);
        self.blocks.iter().enumerate().map(move |(at, block)| (number(at, block), BlockView { block }))
    }

    /// How many blocks start at or before an offset.
    pub fn blocks_up_to(&self, offset: usize) -> usize {
        self.blocks.partition_point(|block| block.start <= offset)
    }

    /// The last block that starts at or before an offset, and the number of its stage, if it is one.
    pub fn block_at(&self, offset: usize) -> Option<(Option<usize>, BlockView<'_>)> {
        self.blocks().nth(self.blocks_up_to(offset).checked_sub(1)?)
    }

    /// The instructions before the first stage.
    pub fn preamble(&self) -> Option<BlockView<'_>> {
        self.blocks.first().filter(|block| !block.is_stage).map(|block| BlockView { block })
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The syntax tree.
    pub fn tree(&self) -> &SyntaxTree {
        self.tree.get_or_init(|| SyntaxTree::parse(&self.text))
    }

    /// Whether the syntax tree has been built.
    pub fn is_parsed(&self) -> bool {
        self.tree.get().is_some()
    }

    /// The escape character in force.
    pub fn escape(&self) -> char {
        self.escape
    }

    /// The parser directives as the parser reads them: the lines that it does not treat as comments,
    /// and `escape`.
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// The parser directives as the reader of `syntax` and `check` finds them.
    pub fn header(&self) -> &[Directive] {
        &self.header
    }

    /// The instruction that contains `offset` or ends there, including heredoc bodies; for ONBUILD, the
    /// whole instruction.
    pub(crate) fn instruction_at(&self, offset: usize) -> Option<Node<'_>> {
        self.outermost_at(offset, is_instruction)
            .or_else(|| self.outermost_at(offset.checked_sub(1)?, is_instruction))
    }

    /// The outermost node of a kind that contains a byte. The search starts at the root: each request
    /// for a node's parent would start there too, and instructions can be nested by the thousand
    /// (`ONBUILD ONBUILD …`).
    pub fn outermost_at(&self, byte: usize, is_it: impl Fn(Node<'_>) -> bool) -> Option<Node<'_>> {
        let mut cursor = self.tree().root().walk();
        loop {
            cursor.goto_first_child_for_byte(byte)?;
            let node = cursor.node();
            if node.start_byte() > byte {
                return None;
            }
            if is_it(node) {
                return Some(node);
            }
        }
    }

    /// The instructions in the order of the text.
    pub fn instructions(&self) -> impl Iterator<Item = Placed<'_>> {
        self.blocks.iter().flat_map(Block::placed)
    }

    /// The text of an instruction, including heredocs.
    pub fn source(&self, placed: &Placed<'_>) -> Cow<'_, str> {
        self.text.slice(placed.start..placed.start + placed.facts.len)
    }

    /// The instructions that may have problems: all before the first FROM, and all in blocks that have
    /// problems.
    pub fn suspects(&self) -> impl Iterator<Item = Placed<'_>> {
        self.blocks.iter().filter(|block| block.has_problems || !block.is_stage).flat_map(Block::placed)
    }

    /// The names that ARG declares anywhere, including in triggers.
    pub fn declared_arguments(&self) -> impl Iterator<Item = &str> {
        let own = self.instructions().map(|placed| placed.facts);
        let all = own.flat_map(|facts| [Some(facts), facts.trigger.as_deref()].into_iter().flatten());
        all.flat_map(|facts| match &facts.operands {
            Operands::Arg(definitions) => definitions.as_slice(),
            _ => &[],
        })
        .map(|definition| definition.name.text.as_str())
    }

    /// Whether it has no instructions.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.items.is_empty())
    }

    /// Whether there is a FROM.
    pub fn has_stages(&self) -> bool {
        self.blocks.iter().any(|block| block.is_stage)
    }
}

/// Identifies a stage that tree-sitter reuses in another tree; 0 for any other node.
///
/// [`Node::id`] is the address of the node's slot in its parent, which moves; the slot of the first
/// child is in the node itself. That is true only if the first child is not part of a repetition,
/// which may be shared between a node and its successor, so a preamble has no identity.
fn identity(node: Node<'_>) -> usize {
    if node.syntax_kind() == Kind::Preamble { 0 } else { node.child(0).map_or(0, |child| child.id()) }
}

pub fn is_instruction(node: Node<'_>) -> bool {
    node.syntax_kind().is_instruction()
}
