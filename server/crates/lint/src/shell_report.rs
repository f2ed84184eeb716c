//! Reports what is found in the scripts of RUN, with what the Dockerfile says about them.

pub mod comments;
mod definitions;
pub mod knowledge;

use std::ops::Range;

pub use comments::shell_at;
pub use knowledge::{Runner, runner};

use crate::check::{Acc, InStageContext, Role, ShellCheck};
use crate::{
    finding::{Finding, Found, Mending, ShellTruth},
    rule::Rule,
    shell_checks::{ShellFindings, ShellFound},
    shells::Shells,
};
use dockwright_analysis::{
    document::{BlockView, Document},
    facts::Form,
    fix::{Fix, TextEdit},
};
use dockwright_texts::Message;

/// A rule that reports the findings of a code.
#[derive(Debug, Clone, Copy)]
pub struct Reporter {
    code: u16,
    rule: &'static Rule,
    check: &'static ShellCheck,
}

/// The rules that report findings in scripts, by the codes of the findings.
#[derive(Debug, Default)]
pub struct Reporters(Vec<Reporter>);

impl Reporters {
    /// Adds a rule.
    pub fn add(&mut self, rule: &'static Rule, checks: &'static [ShellCheck]) {
        let of =
            |check: &'static ShellCheck| check.codes.iter().map(move |&code| Reporter { code, rule, check });
        self.0.extend(checks.iter().flat_map(of));
        self.0.sort_by_key(|reporter| reporter.code);
    }

    /// The rules that report a code.
    fn of(&self, code: u16) -> impl Iterator<Item = &Reporter> {
        let first = self.0.partition_point(|reporter| reporter.code < code);
        self.0[first..].iter().take_while(move |reporter| reporter.code == code)
    }

    /// Reports what is found in the script of an instruction.
    pub fn report(&self, ctx: &InStageContext<'_>, acc: &mut Acc) {
        if self.0.is_empty() {
            return;
        }
        let Some(findings) = of_instruction(ctx) else { return };
        let mut shell = None;
        for found in &findings.found {
            for Reporter { rule, check, .. } in self.of(found.code) {
                let Some(judgement) = knowledge::judge(ctx, rule, found) else { continue };
                let mut finding = Finding::own(rule, found.range.clone(), (check.message)(&found.subject));
                finding.severity = Some(judgement.severity);
                finding.doubt = judgement.doubt;
                finding.code = Some(found.code);
                finding.shells = (found.shells != Shells::ALL).then(|| {
                    let (known, named) = *shell.get_or_insert_with(|| knowledge::shell(ctx));
                    ShellTruth { true_in: found.shells, known, named }
                });
                finding.mend = check.mend.filter(|_| judgement.is_fixable && !found.edits.is_empty());
                acc.push(finding);
            }
        }
    }
}

/// The findings in the script of an instruction: a shell form or a script in a heredoc.
fn of_instruction<'a>(ctx: &InStageContext<'a>) -> Option<&'a ShellFindings> {
    if ctx.role == Role::Inherited || ctx.facts.form == Some(Form::Exec) {
        return None;
    }
    let findings = ctx.script.shell_findings();
    (!findings.found.is_empty()).then_some(findings)
}

/// Whether something is true in the shell that runs its instruction. What is not true in all shells
/// is only reported if the shell is known; `is_unaware` assumes the shell that SHELL names.
pub fn is_true_there(document: &Document, block: BlockView<'_>, found: &Found, is_unaware: bool) -> bool {
    let Some(truth) = found.finding.shells else { return true };
    let placed = block.placed(found.item);
    let named = comments::shell_at(document, placed.start, placed.start + placed.facts.len);
    let shell = match named {
        Some(named) => knowledge::of_program(&named),
        None if is_unaware => Some(truth.named),
        None => truth.known,
    };
    shell.is_some_and(|shell| truth.true_in.has(shell))
}

/// The fix of a finding.
pub fn fix(ctx: &Mending<'_>, rule: &Rule, title: impl Into<Message>) -> Option<Fix> {
    let found = &ctx.whole.memo.get::<ShellFindings>()?.found;
    let Range { start, end } = ctx.finding.range;
    // A script may have thousands of findings, and each of them asks for its fix.
    let first = found.partition_point(|found| found.range.start < start);
    let mut here = found[first..].iter().take_while(|found| found.range.start == start);
    let is_it = |found: &&ShellFound| {
        found.range.end == end && !found.edits.is_empty() && rule.is_called(&format!("SC{}", found.code))
    };
    let found = here.find(is_it)?;
    let edit =
        |(range, text): &(Range<usize>, Box<str>)| TextEdit { range: range.clone(), text: text.to_string() };
    Some(Fix { title: title.into(), safe: true, edits: found.edits.iter().map(edit).collect() })
}
