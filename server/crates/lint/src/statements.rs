//! Edits that remove whole statements of a script, with the operators between them and the rest.

use std::ops::Range;

use crate::finding::Mending;
use dockwright_analysis::{
    commands::{CallIn, Commands},
    fix::TextEdit,
    shell::{Dialect, Joint, ShellStatement, ShellView},
};

/// The statements of a script itself, without those inside of groups, loops and substitutions.
pub fn own_statements(view: &ShellView) -> Vec<&ShellStatement> {
    view.statements.iter().filter(|statement| statement.scope == 0).collect()
}

/// The simple command that a statement is, as an index in [`ShellView::commands`].
pub fn single_command(view: &ShellView, statement: &ShellStatement) -> Option<usize> {
    let [part] = statement.parts.as_slice() else { return None };
    view.parts[*part as usize].command.map(|command| command as usize).filter(|_| !statement.is_background)
}

/// The ranges to delete so that the statements for which `is_removed` is true are gone; empty if
/// nothing is left. `None` if the rest would do something different, or a comment would be lost.
pub fn removal(
    view: &ShellView,
    source: &str,
    is_removed: impl Fn(usize) -> bool,
) -> Option<Vec<Range<usize>>> {
    let own = own_statements(view);
    if view.has_error || own.iter().any(|it| it.joint == Joint::Or || it.is_background) {
        return None;
    }
    let span = |at: usize| own[at].span.range();
    let mut ranges = Vec::new();
    let mut last_kept = None;
    let mut at = 0;
    while at < own.len() {
        if !is_removed(at) {
            last_kept = Some(at);
            at += 1;
            continue;
        }
        let next = (at..own.len()).find(|&next| !is_removed(next)).unwrap_or(own.len());
        match last_kept {
            Some(kept) => ranges.push(span(kept).end..span(next - 1).end),
            None if next == own.len() => return Some(Vec::new()),
            None => ranges.push(span(at).start..span(next).start),
        }
        at = next;
    }
    let has_comment = |range: &Range<usize>| {
        source
            .get(range.clone())
            .is_none_or(|text| text.lines().any(|line| line.trim_start().starts_with('#')))
    };
    (!ranges.iter().any(has_comment)).then_some(ranges)
}

/// Edits of the document that remove commands from a RUN in the stage of a finding: the one at
/// `place`, and others that are not needed without it. The RUN is removed if nothing is left.
pub fn without_commands(
    ctx: &Mending<'_>,
    item: usize,
    place: &Range<usize>,
    is_needless: impl Fn(CallIn<'_>) -> bool,
) -> Option<Vec<TextEdit>> {
    let (_, block) = ctx.document.block_at(ctx.start)?;
    let run = block.placed(item);
    if run.facts.trigger.is_some() || run.facts.json.is_some() {
        return None;
    }
    let text = ctx.document.source(&run);
    let commands = Commands::of(run.facts, ctx.escape, Dialect::Posix, || text.clone());
    let view = &*commands.scripts.first()?.view;
    let own = own_statements(view);
    let command = |at: usize| single_command(view, own[at]);
    let is_it = |at: usize| command(at).is_some_and(|it| view.commands[it].span.range() == *place);
    let is_removed = |at: usize| {
        let calls = commands.calls().filter(|call| call.in_script == 0 && Some(call.command) == command(at));
        is_it(at) || calls.last().is_some_and(&is_needless)
    };
    (0..own.len()).find(|&at| is_it(at))?;
    let removed = removal(view, &text, is_removed)?;
    let edit = |range: Range<usize>| TextEdit { range, text: String::new() };
    if removed.is_empty() {
        let document = ctx.document.text();
        let start = run.start - document.point(run.start).column;
        let end = run.start + text.trim_end_matches(['\r', '\n']).len();
        return Some(vec![edit(start..end + document.line_end_at(end)?.len())]);
    }
    Some(removed.into_iter().map(|range| edit(run.start + range.start..run.start + range.end)).collect())
}
