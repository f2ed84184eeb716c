//! Tokens between instructions.

use std::ops::Range;

use dockwright_analysis::document::Directive;

use super::TokenType;

/// The tokens of text outside of instructions: comment lines, directives, and stray continuations.
pub(super) fn each_gap_token(
    source: &str,
    escape: char,
    directives: &[Directive],
    visit: &mut dyn FnMut(Range<usize>, TokenType),
) {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let line_start = start;
        start += line.len();
        let visible = line.trim_start_matches('\u{feff}').trim_start();
        let at = line_start + (line.len() - visible.len());
        let visible = visible.trim_end();
        if visible.starts_with('#') {
            match directives.iter().find(|directive| directive.range.start == at) {
                Some(directive) => each_directive_token(at, visible, directive, visit),
                None => each_piece(at, visible, &mut |range| visit(range, TokenType::Comment)),
            }
        } else if visible.strip_suffix(escape).is_some_and(str::is_empty) {
            visit(at..at + visible.len(), TokenType::EscapeSequence);
        }
    }
}

/// `# name = value`
fn each_directive_token(
    start: usize,
    line: &str,
    directive: &Directive,
    visit: &mut dyn FnMut(Range<usize>, TokenType),
) {
    let Some(equals) = line.find('=') else { return };
    visit(start..start + line[..equals].trim_end().len(), TokenType::Decorator);
    visit(start + equals..start + equals + 1, TokenType::Operator);
    let value = directive.value_range.clone();
    if !value.is_empty() {
        visit(value, TokenType::String);
    }
}

/// The pieces of a line that the protocol counts as lines, since there a carriage return also ends
/// a line.
fn each_piece(start: usize, line: &str, visit: &mut dyn FnMut(Range<usize>)) {
    let mut at = start;
    for piece in line.split('\r') {
        if !piece.trim().is_empty() {
            visit(at..at + piece.len());
        }
        at += piece.len() + 1;
    }
}
