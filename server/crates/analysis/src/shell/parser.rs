//! Runs the parsers of the shells' grammars.
//!
//! A parser is expensive to create and cannot be shared, so each thread keeps one for each grammar.

use std::cell::RefCell;

use tree_sitter::{Language, Parser, Tree};

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

/// The tree of a text; `None` if the grammar cannot be used.
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
        kept.as_mut()?.parse(text, None)
    })
}
