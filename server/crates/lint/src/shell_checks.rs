//! What is found in the scripts of RUN by looking at their text alone: quoting, structure, pipes, the flow of values and
//! what only some shells understand.
//!
//! A script is walked over once for all of it, and the result is kept with the facts of its instruction. Each rule then
//! picks what it is about. What a stage knows besides (its variables, its shell) is asked afterwards, in
//! [`knowledge`]: it may change while the script stays.
//!
//! The checks are known by the numbers that `ShellCheck` gave them.

mod atoms;
mod bashisms;
mod comments;
mod files;
mod knowledge;
mod loops;
mod parsing;
mod pipes;
mod printing;
mod quoting;
mod script;
mod splitting;
mod structure;
#[cfg(test)]
mod tests;
mod values;
mod variables;

use std::ops::Range;

use crate::{
    finding::{Finding, Mend, Mending},
    rule::Rule,
    rules::{Acc, InstructionContext, Role},
};
use dockwright_analysis::{
    document::{BlockView, Document},
    facts::Form,
    fix::{Fix, TextEdit},
    memo::Memoized,
    shell::{Dialect, ShellView},
};
use dockwright_texts::Message;
pub(crate) use knowledge::Shells;
use script::Script;

/// Something found in a script. Places are relative to the instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShellFound {
    /// The number of the check.
    pub(crate) code: u16,
    pub(crate) range: Range<usize>,
    /// The text that it is about, for the message.
    pub(crate) subject: Box<str>,
    /// What a fix changes, in the order of the text; nothing where there is no fix.
    pub(crate) edits: Vec<(Range<usize>, Box<str>)>,
    /// The shells in which it is true.
    pub(crate) shells: Shells,
    /// What has to be asked of the stage before it is reported.
    pub(crate) unless: Unless,
}

/// What keeps something from being reported once the stage is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Unless {
    /// Nothing.
    #[default]
    Never,
    /// What is found is nearly always meant, or harmless in a build.
    Meant,
    /// This variable of the Dockerfile has a value that stays one word.
    Plain(Box<str>),
    /// The Dockerfile has this variable.
    Known(Box<str>),
    /// The shell is started so that it ends at a failure.
    EndsAtFailure,
}

/// All that is found in the script of an instruction.
#[derive(Debug, Default)]
pub(crate) struct ShellFindings {
    found: Vec<ShellFound>,
}

impl Memoized for ShellFindings {}

/// What is found in a view of a text.
pub(crate) fn find_all(view: &ShellView, text: &str) -> Vec<ShellFound> {
    if view.dialect != Dialect::Posix {
        return Vec::new();
    }
    let mut script = Script::new(view, text);
    parsing::check(&mut script);
    quoting::check(&mut script);
    structure::check(&mut script);
    pipes::check(&mut script);
    variables::check(&mut script);
    bashisms::check(&mut script);
    let mut found = script.found;
    found.sort_by_key(|found| (found.range.start, found.code));
    found.dedup();
    found
}

/// Pushes what a rule is about: `message` makes its message of the text that it is about, `mend` its fix.
pub(crate) fn report(
    ctx: &InstructionContext<'_>,
    acc: &mut Acc,
    rule: &'static Rule,
    codes: &[u16],
    mend: Option<Mend>,
    message: fn(&str) -> Message,
) {
    let Some(findings) = of_instruction(ctx) else { return };
    let mut shell = None;
    for found in findings.found.iter().filter(|found| codes.contains(&found.code)) {
        let Some(judgement) = knowledge::judge(ctx, rule, found) else { continue };
        let mut finding = Finding::own(rule, found.range.clone(), message(&found.subject));
        finding.severity = Some(judgement.severity);
        finding.shells = (found.shells != Shells::ALL)
            .then(|| (found.shells, *shell.get_or_insert_with(|| knowledge::shell(ctx))));
        finding.mend = mend.filter(|_| judgement.is_fixable && !found.edits.is_empty());
        acc.push(finding);
    }
}

/// What is found in the script of an instruction: a shell form or a script in a heredoc.
fn of_instruction<'a>(ctx: &InstructionContext<'a>) -> Option<&'a ShellFindings> {
    if ctx.role == Role::Inherited || ctx.facts.form == Some(Form::Exec) {
        return None;
    }
    let findings = ctx.scripts.shell_findings(ctx.item);
    (!findings.found.is_empty()).then_some(findings)
}

/// Whether something is true in the shell that runs its instruction. What is not true in all shells is only said where the
/// shell is known.
pub(crate) fn is_true_there(
    document: &Document,
    block: BlockView<'_>,
    item: usize,
    finding: &Finding,
) -> bool {
    let Some((true_in, known)) = finding.shells else { return true };
    let placed = block.placed(item);
    let named = comments::shell_at(document, placed.start, placed.start + placed.facts.len);
    let shell = named.map_or(known, |named| knowledge::of_program(&named));
    shell.is_some_and(|shell| true_in.has(shell))
}

/// The fix of a finding.
pub(crate) fn fix(ctx: &Mending<'_>, rule: &Rule, title: impl Into<Message>) -> Option<Fix> {
    let findings = ctx.whole.memo.get::<ShellFindings>()?;
    let is_it = |found: &&ShellFound| {
        found.range == ctx.finding.range
            && !found.edits.is_empty()
            && rule.is_called(&format!("SC{}", found.code))
    };
    let found = findings.found.iter().find(is_it)?;
    let edit =
        |(range, text): &(Range<usize>, Box<str>)| TextEdit { range: range.clone(), text: text.to_string() };
    Some(Fix { title: title.into(), safe: true, edits: found.edits.iter().map(edit).collect() })
}

impl ShellFindings {
    /// What is found in a view of an instruction, if a shell reads it.
    pub(crate) fn of(view: Option<&ShellView>, text: &str) -> Self {
        Self { found: view.map(|view| find_all(view, text)).unwrap_or_default() }
    }
}
