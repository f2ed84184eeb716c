//! Joins two RUN instructions into one and splits one into two, which changes the number of layers.
//!
//! Each RUN starts in a new shell. So the other commands must not depend on anything that the first
//! ones leave in their shell: a working directory, a variable, an option, a function, a background
//! process. Whether a program leaves a process running is not known; words that usually start one
//! count.

use super::{
    Refactoring, RefactoringKind, Selected,
    run::{Run, commands_of},
};
use dockwright_analysis::{
    facts::{Facts, operands::Operands},
    fix::TextEdit,
    model::place::Spot,
    programs::base_name,
    shell::{AssignmentKind, Context, Joint, OperatorKind, Part, Statement},
    spec::mounts::{MountKind, MountValue},
};
use dockwright_texts::{Message, ide::refactoring as texts};

/// Commands that change the state of their shell, or end it.
const LASTING: [&str; 33] = [
    ".",
    "alias",
    "bg",
    "builtin",
    "cd",
    "declare",
    "disown",
    "enable",
    "eval",
    "exec",
    "exit",
    "export",
    "getopts",
    "hash",
    "let",
    "local",
    "mapfile",
    "popd",
    "pushd",
    "read",
    "readarray",
    "readonly",
    "return",
    "set",
    "shift",
    "shopt",
    "source",
    "trap",
    "typeset",
    "ulimit",
    "umask",
    "unalias",
    "unset",
];

/// Programs that leave other programs running.
const STARTERS: [&str; 13] = [
    "Xvfb",
    "dbus-daemon",
    "dockerd",
    "gpg-agent",
    "invoke-rc.d",
    "mysqld_safe",
    "nohup",
    "pg_ctl",
    "pg_ctlcluster",
    "service",
    "setsid",
    "ssh-agent",
    "supervisord",
];

/// Words that make programs start something in the background.
const STARTS: [&str; 6] = ["start", "restart", "--start", "--daemon", "--daemonize", "--background"];

/// Comments that control how tools treat the next instruction.
const ORDERS: [&str; 4] = ["check=", "hadolint", "shellcheck", "dockwright"];

/// Joins a RUN with the next one.
pub(super) fn join(run: &Run<'_>) -> Option<Refactoring> {
    let (place, first) = (run.place, Some(run).filter(|run| is_alone(run))?);
    let stage = place.spot.stage?;
    let block = place.document.stages().nth(stage)?;
    let item = place.spot.item + 1;
    let spot =
        Spot { stage: Some(stage), item, placed: (item < block.items().len()).then(|| block.placed(item))? };
    let next = Selected { document: place.document, spot, range: place.range };
    let second = Run::at(&next).filter(is_alone)?;
    if flags(first.facts) != flags(second.facts) || has_own_files(first.facts) {
        return None;
    }
    let (outline, below) = (first.outline()?, second.outline()?);
    let [Statement { parts, end: None, .. }] = &below.statements[..] else { return None };
    let last = outline.statements.last().filter(|last| last.end.is_none())?;
    let is_firm = !first.stops || last.parts.iter().all(|part| part.is_firm);
    let has_remark = !outline.comments.is_empty() || !below.comments.is_empty();
    if has_remark || !is_firm || leaves_state(first, first.source.len(), &second.source) {
        return None;
    }
    let end = first.source.trim_end().len();
    let start = second.script.runs().next()?.1;
    let (ends_at, starts_at) = (place.offset(end), next.offset(start));
    let between = place.document.text().slice(ends_at..next.offset(0));
    let mut remarks = remarks_in(&between)?;
    remarks.extend(second.remarks()?.into_iter().filter(|(at, _)| *at == 0).map(|(_, remark)| remark));
    let is_order = |remark: &String| ORDERS.iter().any(|order| remark.contains(order));
    let last_run = first.script.runs().last()?;
    if remarks.iter().any(is_order) || last_run.1 + last_run.0.len() != end {
        return None;
    }
    let style = chain_style(&first.source).or_else(|| chain_style(&second.source));
    let (is_trailing, indent) = style.unwrap_or_else(|| (false, format!("{}    ", first.margin())));
    let (escape, line_end) = (place.document.escape(), place.line_end());
    let mut text = format!("{} {escape}{line_end}", if is_trailing { " &&" } else { "" });
    for remark in remarks {
        text.extend([indent.as_str(), &remark, line_end]);
    }
    text.push_str(&indent);
    text.push_str(if is_trailing { "" } else { "&& " });
    let is_braced = parts.iter().any(|part| part.joint == Joint::Or);
    let (open, close) = if is_braced { ("{ ", "; }") } else { ("", "") };
    text.push_str(open);
    let rest = second.source.get(start..)?.trim_end();
    let whole = format!("{}{text}{rest}{close}", first.source.get(..end)?);
    let commands: Vec<_> = first.commands().into_iter().chain(second.commands()).collect();
    if commands_of(&whole, escape)? != commands {
        return None;
    }
    let mut edits = vec![TextEdit { range: ends_at..starts_at, text }];
    if is_braced {
        let end = starts_at + rest.len();
        edits.push(TextEdit { range: end..end, text: close.to_owned() });
    }
    Some(rewrite(texts::join_runs(), edits))
}

/// Splits a RUN at the `&&` under the cursor.
pub(super) fn split(run: &Run<'_>) -> Option<Refactoring> {
    let place = Some(run).filter(|run| is_alone(run))?.place;
    let outline = run.outline()?;
    let [Statement { parts, end: None, .. }] = &outline.statements[..] else { return None };
    let selection = run.selection();
    let is_here = |part: &Part| {
        let operator = run.script.source_range(part.operator.clone());
        part.joint == Joint::And && operator.start <= selection.start && selection.end <= operator.end
    };
    let at = parts.iter().position(is_here)?;
    let (left, right) = parts.split_at(at);
    let (before, behind) = (left.last()?, right.first()?);
    let is_firm = !run.stops || left.iter().all(|part| part.is_firm);
    let has_or = right.iter().any(|part| part.joint == Joint::Or);
    if !is_firm || has_or || !outline.comments.is_empty() || has_own_files(run.facts) {
        return None;
    }
    let end = run.script.source_range(before.range.clone()).end;
    let start = run.script.source_range(behind.range.clone()).start;
    if leaves_state(run, end, run.source.get(start..)?) {
        return None;
    }
    let head = run.source.get(..run.head_end()?)?;
    let gap = before.range.end..=behind.range.start;
    let remarks = run.remarks()?.into_iter().filter(|(at, _)| gap.contains(at)).map(|(_, remark)| remark);
    let line_start = format!("{}{}", place.line_end(), run.margin());
    let remarks: String = remarks.flat_map(|remark| [line_start.clone(), remark]).collect();
    let escape = place.document.escape();
    let upper = run.source.get(..end)?;
    let lower = format!("{head} {}", run.source.get(start..)?.trim_end());
    let mut commands = commands_of(upper, escape)?;
    commands.extend(commands_of(&lower, escape)?);
    if commands != run.commands() || head.contains('#') {
        return None;
    }
    let text = format!("{remarks}{line_start}{head} ");
    Some(rewrite(texts::split_run(), vec![TextEdit { range: place.shift(&(end..start)), text }]))
}

fn is_alone(run: &Run<'_>) -> bool {
    !run.place.spot.is_trigger() && run.facts.heredocs.is_empty() && run.view.heredocs.is_empty()
}

fn flags(facts: &Facts) -> Vec<&str> {
    facts.flags.iter().map(|flag| flag.text.as_str()).collect()
}

/// Whether a mount gives each RUN separate files, which do not exist after it.
fn has_own_files(facts: &Facts) -> bool {
    let Operands::Run(mounts) = &facts.operands else { return false };
    mounts.iter().any(|mount| {
        let kind =
            mount.value(MountValue::Kind).map_or(Some(MountKind::Bind), |kind| MountKind::named(&kind.text));
        let is_written = mount.fields.iter().any(|field| field.is(MountValue::Bool));
        match kind {
            Some(MountKind::Bind) => is_written,
            Some(MountKind::Cache | MountKind::Secret | MountKind::Ssh) => false,
            Some(MountKind::Tmpfs) | None => true,
        }
    })
}

/// Whether the commands before `end`, an offset in the instruction, leave state that `later` may
/// depend on.
fn leaves_state(run: &Run<'_>, end: usize, later: &str) -> bool {
    let view = &run.view;
    let is_before = |at: usize| at < end;
    let text = |word: u32| view.words.get(word as usize).and_then(|word| word.text.as_deref());
    let apart = [Context::SUBSHELL, Context::SUBSTITUTION, Context::PIPELINE];
    let lasts = view.commands.iter().filter(|it| is_before(it.span.range().start)).any(|command| {
        let Some(name) = text(command.words.start) else { return true };
        let is_start = |word| text(word).is_some_and(|word| STARTS.contains(&word));
        let is_apart = apart.iter().any(|&context| command.context.has(context));
        (!is_apart && LASTING.contains(&name))
            || command.context.has(Context::FUNCTION)
            || STARTERS.contains(&base_name(name))
            || name.contains("/init.d/")
            || command.words.clone().any(is_start)
    });
    let is_named = |name: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        later.split(|c| !is_part(c)).any(|word| word == name)
    };
    let assigns =
        view.assignments.iter().filter(|it| is_before(it.name_span.range().start)).any(|assignment| {
            let name = view.name(assignment.name);
            // Environment variables have upper-case names, and programs see changes of them.
            let is_inner = name.contains(|c: char| c.is_ascii_lowercase()) && !name.ends_with("_proxy");
            match assignment.kind {
                AssignmentKind::Prefix => false,
                AssignmentKind::For => is_named(name),
                _ => !is_inner || is_named(name),
            }
        });
    let background = view.operators.iter().any(|operator| operator.kind == OperatorKind::Background);
    lasts || assigns || background
}

/// The comments in a text of comments and blank lines; `None` if it contains anything else.
fn remarks_in(text: &str) -> Option<Vec<String>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.starts_with('#').then(|| line.to_owned())).collect()
}

/// Whether the lines of a chain end with `&&`, and their indentation; `None` if it is on one line.
pub(super) fn chain_style(source: &str) -> Option<(bool, String)> {
    let mut lines = source.lines();
    let mut before = lines.next()?;
    for line in lines {
        let visible = line.trim_start();
        let indent = || line[..line.len() - visible.len()].to_owned();
        if visible.starts_with("&&") {
            return Some((false, indent()));
        }
        if before.trim_end().trim_end_matches(['\\', '`']).trim_end().ends_with("&&") {
            return Some((true, indent()));
        }
        before = line;
    }
    None
}

fn rewrite(title: Message, edits: Vec<TextEdit>) -> Refactoring {
    Refactoring { title, kind: RefactoringKind::Rewrite, edits }
}
