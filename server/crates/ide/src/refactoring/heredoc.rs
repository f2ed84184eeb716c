//! Converts a chain of `&&` to a heredoc with `set -e`, and back.
//!
//! Both mean the same only if a failure ends the script at the same point: `set -e` is ignored in
//! conditions and before `&&` and `||`, and it applies inside groups and subshells where `&&` does
//! not; see [`Part::is_firm`]. Scripts whose meaning might change are not converted. Comments
//! between commands stay between them. A command with a comment inside it is not converted. Neither
//! is a file with CRLF line ends, since a shell would read the carriage return as a part of each
//! command.

use std::ops::Range;

use super::{
    Refactoring, RefactoringKind,
    layout::{Joined, Style},
    run::{Run, commands_of},
    versions,
};
use dockwright_analysis::{
    fix::TextEdit,
    shell::{Joint, Outline, Part, Statement, ends_firmly},
};
use dockwright_texts::{Message, ide::refactoring as texts};

/// Candidates for the delimiter; the first one that is not a line of the script is used.
const DELIMITERS: [&str; 4] = ["EOF", "EOT", "SCRIPT", "END_OF_SCRIPT"];

/// Converts `RUN a && b` to a heredoc.
pub(super) fn split(run: &Run<'_>) -> Option<Refactoring> {
    let place = run.place;
    let is_chain = !place.spot.is_trigger() && run.facts.heredocs.is_empty();
    if !is_chain || place.line_end() == "\r\n" || !versions::has_heredocs(place.document) {
        return None;
    }
    let outline = run.outline()?;
    let [Statement { parts, end: None, .. }] = &outline.statements[..] else { return None };
    if parts.len() < 2 || !outline.comments.is_empty() || depends_on_options(&run.script.text) {
        return None;
    }
    let groups = groups(parts)?;
    let mut lines = Vec::new();
    if !sets_errexit(&run.script.text[groups.first()?.clone()]) {
        lines.push("set -e".to_owned());
    }
    let mut remarks = run.remarks()?.into_iter().peekable();
    let style = Style { escape: '\\', line_end: "\n", indent: "    " };
    for group in groups {
        while let Some((_, remark)) = remarks.next_if(|(at, _)| *at <= group.start) {
            lines.push(remark);
        }
        if remarks.peek().is_some_and(|(at, _)| *at < group.end) {
            return None;
        }
        lines.push(run.joined(group).written(style));
    }
    lines.extend(remarks.map(|(_, remark)| remark));
    let script = lines.join("\n");
    let name = DELIMITERS.into_iter().find(|name| !script.lines().any(|line| line == *name))?;
    let start = run.head_end()?;
    let text = format!(" <<{name}\n{script}\n{name}");
    let head = run.source[..start].to_owned();
    let after = commands_of(&format!("{head}{text}"), place.document.escape())?;
    let before = run.commands();
    let added = after.len().checked_sub(before.len())?;
    if after[added..] != before || added > 1 {
        return None;
    }
    let range = place.shift(&(start..run.source.trim_end().len()));
    Some(rewrite(texts::to_heredoc(), vec![TextEdit { range, text }]))
}

/// Converts a heredoc with `set -e` to a chain.
pub(super) fn join(run: &Run<'_>) -> Option<Refactoring> {
    let place = run.place;
    let [heredoc] = &run.facts.heredocs[..] else { return None };
    let is_whole = heredoc.range == run.facts.args_range && heredoc.is_terminated;
    let is_shebang = heredoc.content.starts_with("#!");
    if place.spot.is_trigger() || !is_whole || is_shebang || depends_on_options(&run.script.text) {
        return None;
    }
    let outline = run.outline()?;
    let (first, rest) = outline.statements.split_first()?;
    let set = &run.script.text[first.parts.first()?.range.clone()];
    if first.parts.len() != 1 || !sets_errexit(set) || rest.is_empty() || !run.view.heredocs.is_empty() {
        return None;
    }
    if run.source[run.head_end()?..heredoc.range.start].contains('#') {
        return None;
    }
    let is_kept = set != "set -e";
    let statements = if is_kept { &outline.statements[..] } else { rest };
    let (_, others) = statements.split_last()?;
    let is_exact = |it: &Statement| !it.is_background && it.parts.iter().all(|part| part.is_firm);
    if !statements.iter().all(is_exact) || !others.iter().all(|it| ends_firmly(&it.parts)) {
        return None;
    }
    let text = chain(run, &outline, statements)?;
    let start = run.head_end()?;
    let head = run.source[..start].to_owned();
    let after = commands_of(&format!("{head}{text}"), place.document.escape())?;
    let before = run.commands();
    if before[usize::from(!is_kept)..] != after {
        return None;
    }
    let range = place.shift(&(start..run.source.trim_end().len()));
    Some(rewrite(texts::from_heredoc(), vec![TextEdit { range, text }]))
}

/// A line of the result: a command of a chain, or a comment above one.
enum ScriptLine {
    Command(String),
    Remark(String),
}

/// Joins the statements into one chain, starting with the space after the keyword or the flags.
fn chain(run: &Run<'_>, outline: &Outline, statements: &[Statement]) -> Option<String> {
    let (escape, line_end) = (run.place.document.escape(), run.place.line_end());
    let margin = format!("{}    ", run.margin());
    let deeper = format!("{margin}    ");
    let style = Style { escape, line_end, indent: &deeper };
    let text = &run.script.text;
    let mut remarks = outline.comments.iter().peekable();
    let mut lines = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let range = statement.parts.first()?.range.start..statement.parts.last()?.range.end;
        let end = text[range.end..].find('\n').map_or(text.len(), |it| range.end + it);
        while let Some(remark) = remarks.next_if(|remark| remark.start < end) {
            if range.contains(&remark.start) {
                return None;
            }
            lines.push(ScriptLine::Remark(text[remark.clone()].trim_end().to_owned()));
        }
        let command = Joined::of_body(&text[range])?.written(style);
        let has_or = statement.parts.iter().any(|part| part.joint == Joint::Or);
        lines.push(ScriptLine::Command(match (at, has_or) {
            (0, _) => command,
            (_, false) => format!("&& {command}"),
            (_, true) => format!("&& {{ {command}; }}"),
        }));
    }
    lines.extend(remarks.map(|remark| ScriptLine::Remark(text[remark.clone()].trim_end().to_owned())));
    let last = lines.iter().rposition(|line| matches!(line, ScriptLine::Command(_)))?;
    // If the flags are on separate lines, the commands start on the next line.
    let is_below = run.source.get(..run.head_end()?)?.contains('\n');
    let is_open = is_below || matches!(lines.first(), Some(ScriptLine::Remark(_)));
    let mut out = if is_open { format!(" {escape}") } else { " ".to_owned() };
    for (at, line) in lines.iter().enumerate() {
        let (ScriptLine::Command(line) | ScriptLine::Remark(line)) = line;
        if out != " " {
            out.push_str(line_end);
            out.push_str(&margin);
        }
        out.push_str(line);
        if at < last && matches!(lines[at], ScriptLine::Command(_)) {
            out.push(' ');
            out.push(escape);
        }
    }
    Some(out)
}

/// Groups the parts of a chain into lines: parts joined by `||` stay on one line.
fn groups(parts: &[Part]) -> Option<Vec<Range<usize>>> {
    if !parts.iter().all(|part| part.is_firm) {
        return None;
    }
    let together = parts.iter().rposition(|part| part.joint == Joint::Or).unwrap_or(0);
    let first = parts.first()?.range.start..parts.get(together)?.range.end;
    let groups: Vec<_> =
        std::iter::once(first).chain(parts[together + 1..].iter().map(|part| part.range.clone())).collect();
    (groups.len() > 1).then_some(groups)
}

/// Whether a command is `set -e`, with or without other options.
fn sets_errexit(command: &str) -> bool {
    let mut words = command.split_ascii_whitespace();
    let mut options = words.by_ref().skip(1).peekable();
    let mut is_set = false;
    if !command.starts_with("set ") || options.peek().is_none() {
        return false;
    }
    while let Some(option) = options.next() {
        let Some(letters) = option.strip_prefix('-') else { return false };
        if !letters.bytes().all(|b| b.is_ascii_lowercase()) {
            return false;
        }
        is_set |= letters.contains('e');
        if letters.ends_with('o') {
            let Some(name) = options.next().filter(|it| it.bytes().all(|b| b.is_ascii_lowercase())) else {
                return false;
            };
            is_set |= name == "errexit";
        }
    }
    is_set
}

/// Whether a script reads something that `set -e` or a different layout changes.
fn depends_on_options(script: &str) -> bool {
    ["$-", "${-", "LINENO", "SHELLOPTS"].iter().any(|it| script.contains(it))
}

fn rewrite(title: Message, edits: Vec<TextEdit>) -> Refactoring {
    Refactoring { title, kind: RefactoringKind::Rewrite, edits }
}
