//! Finds the parts of a shell form in which whitespace counts, so that the formatter can change the
//! whitespace between them.
//!
//! Returns `None` unless the script is for `sh` or a related shell, is in the instruction's own
//! lines, and has no syntax errors.

use std::ops::Range;

use super::{
    dialect::Dialect,
    kinds::Bash,
    posix,
    script::{Script, script},
    tree::Node,
};
use crate::facts::Facts;

/// The words, strings and operators of an instruction's shell form, in order, relative to the
/// instruction. The whitespace between them separates words and means nothing else.
pub fn solid_parts(facts: &Facts, source: &str, escape: char, dialect: Dialect) -> Option<Vec<Range<usize>>> {
    let is_readable = dialect == Dialect::Posix && facts.heredocs.is_empty();
    let script = is_readable.then(|| script(facts, source, escape, dialect)).flatten()?;
    if posix::has_escaped_blanks(&script.text) {
        return None;
    }
    let tree = posix::tree(&script.text).filter(|tree| !tree.has_error)?;
    let mut parts = Vec::new();
    tree.root().walk(|node, _| {
        let is_part = node.is_leaf() || is_solid(node, &script);
        if is_part && node.start() < node.end() {
            parts.push(script.source_range(node.range()));
        }
        !is_part
    });
    Some(parts)
}

/// Whether the whitespace in a node counts, or may count.
fn is_solid(node: Node<'_>, script: &Script) -> bool {
    let starts_with = |text: &str| script.text[node.start()..].starts_with(text);
    match node.kind() {
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
