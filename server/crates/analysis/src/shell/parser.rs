//! Runs the parsers of the shells' grammars.
//!
//! A parser is expensive to create and cannot be shared, so each thread keeps one for each grammar.
//!
//! For some texts with errors the bash grammar needs time or memory that grows with the square of their length: its
//! scanner reads to the end of the text at each word, or the parser keeps many ways to go on after an error. Such a
//! text is given up, like one for which there is no grammar.

use std::{
    cell::{Cell, RefCell},
    ops::ControlFlow,
};

use tree_sitter::{Language, ParseOptions, ParseState, Parser, Tree};

/// How many bytes at a time the parser gets. It asks again after each jump.
const CHUNK: usize = 4096;

/// How many times its length a text may be read, with a little more for short ones.
const READINGS: usize = 64;

/// How many bytes are parsed after an error that stays one.
const AFTER_ERROR: usize = 16 << 10;

/// How many `|` a text may have: after an error, the bash grammar keeps a copy of the pipeline for each.
const PIPES: usize = 2000;

/// A grammar.
#[derive(Debug, Clone, Copy)]
pub(super) enum Grammar {
    Bash,
    PowerShell,
}

impl Grammar {
    fn language(self) -> Language {
        match self {
            Self::Bash => tree_sitter_bash::LANGUAGE.into(),
            Self::PowerShell => tree_sitter_powershell::LANGUAGE.into(),
        }
    }
}

/// The tree of a text; `None` if the grammar cannot be used, or needs far too much time for the text.
pub(super) fn parse(grammar: Grammar, text: &str) -> Option<Tree> {
    thread_local! {
        static PARSERS: RefCell<[Option<Parser>; 2]> = const { RefCell::new([None, None]) };
    }
    PARSERS.with_borrow_mut(|parsers| {
        let kept = &mut parsers[grammar as usize];
        if kept.is_none() {
            let mut parser = Parser::new();
            parser.set_language(&grammar.language()).ok()?;
            *kept = Some(parser);
        }
        let parser = kept.as_mut()?;
        let tree = bounded(parser, text);
        if tree.is_none() {
            // Otherwise it would continue to parse this text.
            parser.reset();
        }
        tree
    })
}

fn bounded(parser: &mut Parser, text: &str) -> Option<Tree> {
    let bytes = text.as_bytes();
    if memchr::memchr_iter(b'|', bytes).nth(PIPES).is_some() {
        return None;
    }
    let left = Cell::new(READINGS * (bytes.len() + CHUNK));
    let mut read = |from: usize, _| {
        // At the end of what is allowed the text ends; `progress` is asked soon after.
        let chunk = bytes.get(from..).map_or(&[][..], |rest| &rest[..rest.len().min(CHUNK).min(left.get())]);
        left.set(left.get() - chunk.len());
        chunk
    };
    let mut error = None;
    let mut progress = |state: &ParseState| {
        let at = state.current_byte_offset();
        error = state.has_error().then(|| error.unwrap_or(at));
        let is_enough = left.get() == 0 || error.is_some_and(|error| at.saturating_sub(error) > AFTER_ERROR);
        if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let tree = parser.parse_with_options(&mut read, None, Some(options))?;
    // Few steps may be left after the last question.
    (left.get() > 0).then_some(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_takes_too_long_is_given_up() {
        // Each of these took half a minute or more, the last one gigabytes.
        for shape in ["a=( ", "((a b)) ; ", "| b "] {
            let text = shape.repeat(200_000 / shape.len());
            assert!(parse(Grammar::Bash, &text).is_none(), "{shape}");
            // The parser is as good as new.
            let tree = parse(Grammar::Bash, "echo a\n").expect("there is a grammar");
            assert!(!tree.root_node().has_error(), "{shape}");
        }
    }
}
