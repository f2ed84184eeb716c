//! Computes the tokens of one instruction and caches them with its facts.

use std::sync::{Arc, OnceLock};

use tree_sitter::{Node, TreeCursor};

use super::{
    canvas::{Canvas, Mark},
    header, script,
};
use dockwright_analysis::{
    document::{Document, Placed, is_instruction},
    memo::Memoized,
    shell::Dialect,
    usage::is_read_by_shell,
};

/// The tokens of an instruction for each shell dialect, computed on demand.
#[derive(Debug, Default)]
pub(super) struct ByDialect(pub(super) [OnceLock<Arc<Tokens>>; 3]);

impl Memoized for ByDialect {}

/// The tokens of an instruction.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) marks: Box<[Mark]>,
    /// The variables whose properties depend on other instructions.
    pub(super) names: Box<[Box<str>]>,
}

/// The tokens of an instruction. `dialect` returns the current shell's dialect, `finder` finds the
/// node.
pub(super) fn tokens<'a>(
    document: &Document,
    placed: &Placed<'a>,
    dialect: impl Fn() -> Dialect,
    finder: &mut Finder<'_>,
) -> &'a Tokens {
    let ByDialect([posix, power_shell, other]) = placed.facts.memo.get_or_init(ByDialect::default);
    // Most instructions do not depend on the dialect, so all dialects share a cell.
    let dialect = if is_read_by_shell(placed.facts.triggered()) { dialect() } else { Dialect::Posix };
    let cell = match dialect {
        Dialect::Posix => posix,
        Dialect::PowerShell => power_shell,
        Dialect::Other => other,
    };
    cell.get_or_init(|| Arc::new(make(document, placed, dialect, finder)))
}

fn make(document: &Document, placed: &Placed<'_>, dialect: Dialect, finder: &mut Finder<'_>) -> Tokens {
    let source = document.source(placed);
    let mut canvas = Canvas::new(&source);
    // A continuation before the keyword belongs to the instruction, but not to its node.
    let keyword = placed.start + placed.facts.keyword_range.start;
    if let Some(node) = finder.instruction_at(keyword) {
        let header = header::paint(&mut canvas, node, placed, document.escape());
        script::paint(&mut canvas, document, placed, dialect, &header);
        header.paint_gaps(&mut canvas, document.escape());
    }
    let (marks, names) = canvas.finish();
    Tokens { marks, names }
}

/// Finds the nodes of instructions when called in the order of the text, without a full search for
/// each.
pub(super) struct Finder<'tree> {
    cursor: TreeCursor<'tree>,
}

impl<'tree> Finder<'tree> {
    pub(super) fn new(document: &'tree Document) -> Self {
        Self { cursor: document.tree().root().walk() }
    }

    /// The instruction that contains an offset; for a trigger, the whole ONBUILD.
    fn instruction_at(&mut self, offset: usize) -> Option<Node<'tree>> {
        /// How many nodes to step over before a search is cheaper.
        const NEAR: usize = 8;
        let is_it = |node: Node<'_>| node.start_byte() <= offset && offset < node.end_byte();
        if self.cursor.depth() == 2 {
            for _ in 0..NEAR {
                if is_it(self.cursor.node()) || !self.cursor.goto_next_sibling() {
                    break;
                }
            }
        }
        if self.cursor.depth() != 2 || !is_it(self.cursor.node()) {
            while self.cursor.goto_parent() {}
            // First the block, then the instruction.
            self.cursor.goto_first_child_for_byte(offset)?;
            self.cursor.goto_first_child_for_byte(offset)?;
        }
        Some(self.cursor.node()).filter(|&node| is_it(node) && is_instruction(node))
    }
}
