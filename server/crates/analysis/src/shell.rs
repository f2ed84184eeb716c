//! Parses the shell code in a Dockerfile: shell forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK,
//! RUN's heredocs, and triggers that contain any of these.
//!
//! Each script is parsed with the grammar of its shell into a [`ShellView`] when it is first
//! needed, and stored with the facts of its instruction: an edit elsewhere costs nothing, and a
//! script that cannot be parsed only lacks its view. The caller determines which shell is in force.
//! `cmd.exe` scripts and exec forms, including `["sh", "-c", "…"]`, are not parsed.

mod build;
mod dangling;
pub mod dialect;
mod exec_words;
mod flow;
mod kinds;
mod lexemes;
mod lost;
mod parser;
mod posix;
mod powershell;
mod queries;
pub mod quotes;
mod script;
mod solid;
mod span;
mod structure;
#[cfg(test)]
mod tests;
mod tree;
mod view;

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

pub use dangling::dangling;
pub use dialect::Dialect;
pub use exec_words::exec_words;
use lost::lost;
pub use lost::{Lost, ends_at_failure};
pub use posix::{Outline, Part, Statement, ends_firmly, outline, readings};
pub use script::{Script, element_script, script};
pub use solid::solid_parts;
pub use span::Span;
pub use structure::{
    Joint, Part as PipelinePart, Place, PlaceKind, Quote, QuoteKind, Quoting, Redirection, RedirectionKind,
    Scope, ScopeKind, Statement as ShellStatement, Substitution, SubstitutionKind,
};
pub use view::{
    Access, Assignment, AssignmentKind, Command, CommandKind, Context, Expansion, Heredoc, KnownValue,
    Lexeme, LexemeKind, Loop, NameId, Occurrence, Operator, OperatorKind, ShellView, ValueSource, Word,
};

use crate::{
    document::{Document, Placed},
    facts::Facts,
    memo::Memoized,
};

/// The views of one instruction by the dialect in force, created when they are first needed.
///
#[derive(Debug, Default)]
struct Views {
    posix: OnceLock<Option<Arc<ShellView>>>,
    power_shell: OnceLock<Option<Arc<ShellView>>>,
    other: OnceLock<Option<Arc<ShellView>>>,
    exec: OnceLock<Option<Arc<ShellView>>>,
}

impl Memoized for Views {}

struct LostCommand(Option<Lost>);

impl Memoized for LostCommand {}

/// The command whose failure is lost in the body of an instruction's first heredoc, if that body is
/// a script.
pub fn lost_in<'a>(facts: &'a Facts, body: &str) -> Option<&'a Lost> {
    facts.memo.get_or_init(|| LostCommand(lost(body))).0.as_ref()
}

/// The parsed shell code of an instruction, where `dialect` is that of the shell in force. `None`
/// if no shell runs the instruction, or one whose scripts cannot be parsed.
pub fn view(document: &Document, placed: &Placed<'_>, dialect: Dialect) -> Option<Arc<ShellView>> {
    view_of(placed.facts, document.escape(), dialect, || document.source(placed))
}

/// Like [`view()`], for the facts of an instruction; `source` returns its text including heredocs,
/// and `escape` is the escape character in force.
pub fn view_of<'a>(
    facts: &Facts,
    escape: char,
    dialect: Dialect,
    source: impl FnOnce() -> Cow<'a, str>,
) -> Option<Arc<ShellView>> {
    let views = facts.memo.get_or_init(Views::default);
    let cell = match dialect {
        Dialect::Posix => &views.posix,
        Dialect::PowerShell => &views.power_shell,
        Dialect::Other => &views.other,
    };
    let make = || {
        let script = script(facts, &source(), escape, dialect)?;
        let view = match script.dialect {
            Dialect::Posix => posix::view(&script),
            Dialect::PowerShell => powershell::view(&script),
            Dialect::Other => None,
        };
        view.map(Arc::new)
    };
    cell.get_or_init(make).clone()
}

/// Parses a text for `sh` and related shells.
pub fn text_view(script: &Script) -> Option<ShellView> {
    posix::view(script)
}

/// Parses the script in an exec form such as `["sh", "-c", "…"]`, or in that of a trigger.
pub fn exec_view<'a>(facts: &Facts, source: impl FnOnce() -> Cow<'a, str>) -> Option<Arc<ShellView>> {
    let views = facts.memo.get_or_init(Views::default);
    let facts = facts.trigger.as_deref().unwrap_or(facts);
    let make = || posix::view(&script::exec_script(facts, &source())?).map(Arc::new);
    views.exec.get_or_init(make).clone()
}
