//! Finds problems in the scripts of RUN from their text alone: quoting, structure, pipes, the flow
//! of values, and syntax that only some shells understand.
//!
//! All checks share one pass over a script, and the result is cached with the facts of its
//! instruction. Each rule then picks its findings. What the stage knows besides (its variables, its
//! shell) is used later, when rules report, because it may change while the script stays the same.
//!
//! The checks are known by the numbers that `ShellCheck` gave them.

mod arguments;
mod assigned;
mod atoms;
mod backticks;
mod bashisms;
mod conditions;
mod files;
mod loops;
mod parsing;
mod pipes;
mod places;
mod printing;
mod quoting;
mod redirections;
mod script;
mod splitting;
mod structure;
#[cfg(test)]
mod tests;
mod values;
mod variables;

use std::ops::Range;

use crate::shells::Shells;
use dockwright_analysis::{
    memo::Memoized,
    shell::{Dialect, ShellView},
};
use script::Script;

/// A finding in a script. Places are relative to the instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellFound {
    /// The number of the check.
    pub code: u16,
    pub range: Range<usize>,
    /// The text that it is about, for the message.
    pub subject: Box<str>,
    /// What a fix changes, in the order of the text; empty without a fix.
    pub edits: Vec<(Range<usize>, Box<str>)>,
    /// The shells in which it is true.
    pub shells: Shells,
    /// It rarely matters in a build.
    pub is_minor: bool,
    /// A fact about the stage that keeps it from being reported.
    pub unless: Unless,
}

/// What keeps a finding from being reported once the stage is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Unless {
    /// Nothing.
    #[default]
    Never,
    /// It is nearly always intended, or harmless in a build.
    Meant,
    /// `ShellCheck` reports it only if it is enabled.
    Optional,
    /// The script cannot be read, so `ShellCheck` stops there.
    Broken,
    /// An earlier part of the script makes it harmless in a build.
    Certain,
    /// This variable of the Dockerfile has a value that stays one word.
    Plain(Box<str>),
    /// The Dockerfile has this variable.
    Known(Box<str>),
    /// dash runs the script, or perhaps does.
    InDash,
    /// The image has a dash that knows `pipefail`.
    InOldDash,
    /// The shell is started so that it ends at a failure.
    EndsAtFailure,
}

/// All findings in the script of an instruction.
#[derive(Debug, Default)]
pub struct ShellFindings {
    pub found: Vec<ShellFound>,
}

impl Memoized for ShellFindings {}

/// Whether a check is about the grammar of the shell.
pub fn is_parse_error(code: u16) -> bool {
    code < 2000 && !matches!(code, 1001 | 1010 | 1012 | 1083)
}

/// The findings in a view of a text.
pub fn find_all(view: &ShellView, text: &str) -> Vec<ShellFound> {
    find_in(view, text, 0)
}

/// The findings in a text that is in that many backticks.
fn find_in(view: &ShellView, text: &str, depth: usize) -> Vec<ShellFound> {
    if view.dialect != Dialect::Posix {
        return Vec::new();
    }
    let mut script = Script::new(view, text);
    if !view.is_plain {
        parsing::check(&mut script);
    }
    quoting::check(&mut script);
    structure::check(&mut script);
    pipes::check(&mut script);
    arguments::check(&mut script);
    assigned::check(&mut script);
    conditions::check(&mut script);
    redirections::check(&mut script);
    variables::check(&mut script);
    bashisms::check(&mut script);
    backticks::check(&mut script, depth);
    let broken = script.broken;
    let mut found = script.found;
    if let Some((end, is_rest)) = broken {
        // Commands that end before a bracket or word that belongs to nothing are read.
        let is_unread = |found: &&mut ShellFound| {
            let is_kept = is_rest || found.code < 2000 && !matches!(found.code, 1001 | 1012);
            let is_before = found.range.start < end && is_kept;
            !is_before && !is_parse_error(found.code)
        };
        found.iter_mut().filter(is_unread).for_each(|found| found.unless = Unless::Broken);
    }
    found.sort_by_key(|found| (found.range.start, found.code));
    found.dedup();
    found
}

impl ShellFindings {
    /// The findings in a view of an instruction.
    pub fn of(view: &ShellView, text: &str) -> Self {
        Self { found: find_all(view, text) }
    }
}
