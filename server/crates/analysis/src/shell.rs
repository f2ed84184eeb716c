//! What the shells' parts of a Dockerfile say: shell forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK, RUN's heredocs,
//! and triggers with any of these.
//!
//! Each is read with the grammar of its shell into a [`ShellView`], when first asked for, and kept with the facts of
//! its instruction: an edit elsewhere costs nothing, and a script that cannot be read costs its view alone. Which
//! shell is in force is the caller's knowledge. Not read: `cmd.exe`, and exec forms, `["sh", "-c", "…"]` among them.

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
    Access, Assignment, AssignmentKind, Command, CommandKind, Context, Expansion, Heredoc, Lexeme,
    LexemeKind, Loop, NameId, Occurrence, Operator, OperatorKind, ShellView, Word,
};

use crate::{
    document::{Document, Placed},
    facts::Facts,
    memo::Memoized,
};

/// The views of one instruction by the dialect in force, made when first asked for.
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

/// The command in the body of the first heredoc of an instruction whose failure is lost, if that body is a script.
pub fn lost_in<'a>(facts: &'a Facts, body: &str) -> Option<&'a Lost> {
    facts.memo.get_or_init(|| LostCommand(lost(body))).0.as_ref()
}

/// What the shell's part of an instruction says, where `dialect` is what the shell in force reads. `None` where no
/// shell reads the instruction, or one that we cannot read.
pub fn view(document: &Document, placed: &Placed<'_>, dialect: Dialect) -> Option<Arc<ShellView>> {
    view_of(placed.facts, document.escape(), dialect, || document.source(placed))
}

/// The same for the facts of an instruction; `source` gives its text with its heredocs, `escape` is the escape character
/// in force.
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

/// What a text for `sh` and its kin says.
pub fn text_view(script: &Script) -> Option<ShellView> {
    posix::view(script)
}

/// What the script in an exec form says, that of a trigger too: `["sh", "-c", "…"]`.
pub fn exec_view<'a>(facts: &Facts, source: impl FnOnce() -> Cow<'a, str>) -> Option<Arc<ShellView>> {
    let views = facts.memo.get_or_init(Views::default);
    let facts = facts.trigger.as_deref().unwrap_or(facts);
    let make = || posix::view(&script::exec_script(facts, &source())?).map(Arc::new);
    views.exec.get_or_init(make).clone()
}
