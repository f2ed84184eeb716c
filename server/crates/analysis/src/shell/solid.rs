//! The parts of a shell form in which blanks count, for whoever wants to change those between them.
//!
//! Only scripts of `sh` and its kin, only what stands in the instruction's own lines, and only where the grammar reads
//! all of it: of everything else nothing is known, and `None` says so.

use std::ops::Range;

use tree_sitter::Node;

use super::{
    dialect::Dialect,
    kinds::Bash,
    posix,
    script::{Script, script},
};
use crate::facts::Facts;

/// The words, strings and operators of an instruction's shell form, relative to the instruction, in their order. The
/// blanks between them part words and mean nothing else.
pub fn solid_parts(facts: &Facts, source: &str, escape: char, dialect: Dialect) -> Option<Vec<Range<usize>>> {
    let is_readable = dialect == Dialect::Posix && facts.heredocs.is_empty();
    let script = is_readable.then(|| script(facts, source, escape, dialect)).flatten()?;
    if posix::has_escaped_blanks(&script.text) {
        return None;
    }
    let tree = posix::tree(&script.text).filter(|tree| !tree.root_node().has_error())?;
    let mut parts = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        let is_part = node.child_count() == 0 || is_solid(node, &script);
        if is_part && node.start_byte() < node.end_byte() {
            parts.push(script.source_range(node.byte_range()));
        }
        if !is_part && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return Some(parts);
            }
        }
    }
}

/// Whether the blanks in a node count, or may count.
fn is_solid(node: Node<'_>, script: &Script) -> bool {
    let starts_with = |text: &str| script.text[node.start_byte()..].starts_with(text);
    match Bash::of(node) {
        Bash::Str
        | Bash::RawString
        | Bash::AnsiCString
        | Bash::TranslatedString
        | Bash::Expansion
        | Bash::ArithmeticExpansion
        | Bash::CForStatement
        | Bash::Comment => true,
        Bash::CommandSubstitution => starts_with("`"),
        Bash::TestCommand => starts_with("[["),
        Bash::CompoundStatement => starts_with("(("),
        _ => false,
    }
}
