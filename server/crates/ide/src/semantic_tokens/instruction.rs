//! The tokens of one instruction, kept with its facts.

use std::sync::{Arc, OnceLock};

use super::{
    canvas::{Canvas, Mark},
    header, script,
};
use crate::{
    document::{Document, Placed},
    facts::Facts,
    shell::Dialect,
    usage::is_read_by_shell,
};

/// The tokens of an instruction by the dialect in force, made when first asked for.
///
/// They follow from the rest of the facts and the tree of the instruction, so that two of these are always equal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept([OnceLock<Arc<Tokens>>; 3]);

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

/// The tokens of an instruction.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) marks: Box<[Mark]>,
    /// The variables whose meaning depends on other instructions.
    pub(super) names: Box<[Box<str>]>,
}

/// The tokens of an instruction, where `dialect` is what the shell in force reads.
pub(super) fn tokens(document: &Document, placed: &Placed<'_>, dialect: Dialect) -> Arc<Tokens> {
    let is_script = is_read_by_shell(triggered(placed.facts));
    // The dialect means nothing to most instructions: all share a place.
    let cell = match dialect {
        Dialect::PowerShell if is_script => &placed.facts.tokens.0[1],
        Dialect::Other if is_script => &placed.facts.tokens.0[2],
        _ => &placed.facts.tokens.0[0],
    };
    Arc::clone(cell.get_or_init(|| Arc::new(make(document, placed, dialect))))
}

fn make(document: &Document, placed: &Placed<'_>, dialect: Dialect) -> Tokens {
    let source = document.source(placed);
    let mut canvas = Canvas::new(&source);
    // A continuation before the keyword belongs to the instruction, but not to its node.
    let keyword = placed.start + placed.facts.keyword_range.start;
    if let Some(node) = document.instruction_at(keyword) {
        let header = header::paint(&mut canvas, node, placed, document.escape());
        script::paint(&mut canvas, document, placed, dialect, &header);
        header.paint_gaps(&mut canvas, document.escape());
    }
    let (marks, names) = canvas.finish();
    Tokens { marks, names }
}

/// The trigger behind ONBUILD, or the instruction itself.
pub(super) fn triggered(facts: &Facts) -> &Facts {
    facts.trigger.as_deref().unwrap_or(facts)
}
