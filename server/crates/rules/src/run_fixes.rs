//! Edits of the commands in a RUN, for the fixes of rules about programs.
//!
//! Options, words and whole commands are inserted to fit the script's layout: lines, continuations,
//! comments, line endings and the quotes of an exec form stay as they are. If the layout leaves no
//! safe place, there is no edit.

use std::{ops::Range, sync::Arc};

use dockwright_analysis::{
    commands::{CallIn, Commands},
    fix::{Fix, TextEdit},
    shell::{Context, Dialect, Joint, OperatorKind, ScopeKind, ShellStatement, ShellView, ends_at_failure},
};
use dockwright_lint::finding::Mending;
use dockwright_texts::Message;

/// The commands of the instruction to fix.
pub(crate) fn commands(ctx: &Mending<'_>) -> Arc<Commands> {
    Commands::of(ctx.whole, ctx.escape, Dialect::Posix, || ctx.source.into())
}

/// The call that has a word at this place: its program, its subcommand, an option or an operand.
pub(crate) fn call_at<'a>(commands: &'a Commands, word: &Range<usize>) -> Option<CallIn<'a>> {
    let is_it = |call: &CallIn<'_>| call.words(call.view).any(|(_, it)| it.span.range() == *word);
    // The innermost script counts.
    commands.calls().filter(is_it).last()
}

/// The fix that adds an option after the word that a finding is about.
pub(crate) fn add_option(ctx: &Mending<'_>, title: impl Into<Message>, option: &str) -> Fix {
    let edit = insert_after(ctx, &ctx.finding.range, &[option]);
    Fix::replace(title, edit.range, edit.text)
}

/// Words after a word of a command: ` -y`, or `, "-y"` in an exec form.
pub(crate) fn insert_after(ctx: &Mending<'_>, word: &Range<usize>, words: &[&str]) -> TextEdit {
    let at = word.end..word.end;
    let Some(element) = element(ctx, word) else {
        let text: String = words.iter().flat_map(|word| [" ", word]).collect();
        return TextEdit { range: at, text };
    };
    let elements = &ctx.facts.elements;
    let gap = elements.get(element + 1).and_then(|next| ctx.source.get(word.end..next.start));
    let gap = gap.filter(|gap| !gap.contains(['\n', '#'])).unwrap_or(", ");
    let text = words.iter().flat_map(|word| [gap, "\"", word, "\""]).collect();
    TextEdit { range: at, text }
}

/// Replaces a word.
pub(crate) fn replace_word(ctx: &Mending<'_>, word: &Range<usize>, text: &str) -> TextEdit {
    let text = if element(ctx, word).is_some() { format!("\"{text}\"") } else { text.to_owned() };
    TextEdit { range: word.clone(), text }
}

/// Removes a range of words, from the start of the first to the end of the last. The line is
/// removed as well if nothing else is on it.
pub(crate) fn remove_words(ctx: &Mending<'_>, words: &Range<usize>) -> Option<TextEdit> {
    let removed = |range| Some(TextEdit { range, text: String::new() });
    let elements = &ctx.facts.elements;
    let first = elements.iter().position(|it| it.start == words.start);
    let last = elements.iter().position(|it| it.end == words.end);
    if let (Some(first), Some(last)) = (first, last) {
        return match elements.get(last + 1) {
            Some(next) => removed(words.start..next.start),
            None => removed(elements[first.checked_sub(1)?].end..words.end),
        };
    }
    let (before, after) = (ctx.source.get(..words.start)?, ctx.source.get(words.end..)?);
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let after_blanks = blanks(after);
    let rest = &after[after_blanks..];
    let is_line_end = |rest: &str| rest.is_empty() || rest.starts_with(['\n', '\r']);
    let continued = rest.strip_prefix(ctx.escape).filter(|rest| is_line_end(&rest[blanks(rest)..]));
    if continued.is_none() && !is_line_end(rest) {
        return removed(words.start..words.end + after_blanks);
    }
    let start = before.trim_end_matches([' ', '\t']).len();
    if before[..start].ends_with('\n') {
        if let Some(rest) = continued {
            let line_end = rest.find('\n')? + 1;
            return removed(start..ctx.source.len() - rest.len() + line_end);
        }
        // The line before it becomes the last one.
        let line = before[..start].trim_end_matches(['\n', '\r', ' ', '\t']).strip_suffix(ctx.escape)?;
        return removed(line.trim_end_matches([' ', '\t']).len()..words.end);
    }
    removed(start..words.end)
}

/// Adds a command after all others of the script that a word is in, which runs if they have not
/// failed. It gets a separate line if the script has several. `None` if something may keep it from
/// running, or if its text would need quotes.
pub(crate) fn append(ctx: &Mending<'_>, word: &Range<usize>, command: &str) -> Option<TextEdit> {
    let commands = commands(ctx);
    let call = call_at(&commands, word)?;
    let is_it = |it: &CallIn<'_>| it.in_script == call.in_script && it.command == call.command;
    // A command that a script around this one runs later may need what the command removes.
    let mut later = commands.calls().skip_while(|it| !is_it(it));
    let is_last = later.all(|it| is_inside(&commands, it.in_script, call.in_script));
    is_last.then(|| append_to(ctx, &commands, call.in_script, command))?
}

/// Whether a script is the other one, or inside it.
fn is_inside(commands: &Commands, script: usize, outer: usize) -> bool {
    let mut at = Some(script);
    while let Some(script) = at.filter(|&script| script != outer) {
        at = commands.scripts[script].outer.map(|(outer, _)| outer);
    }
    at.is_some()
}

/// Like [`append`], with the index of the script in [`Commands::scripts`].
pub(crate) fn append_to(
    ctx: &Mending<'_>,
    commands: &Commands,
    script: usize,
    command: &str,
) -> Option<TextEdit> {
    let is_exec = !ctx.facts.elements.is_empty();
    let needs_quotes = command.contains(['"', '\'', '\\', '$', '`']);
    if (script == 0 && is_exec) || (needs_quotes && (script > 0 || is_exec)) {
        return None;
    }
    let view = &*commands.scripts.get(script)?.view;
    if view.has_error {
        return None;
    }
    let last = last_statement(view)?;
    let at = last.span.range().end;
    let layout = Layout::of(ctx, view, last)?;
    Some(TextEdit { range: at..at, text: layout.joined(command) })
}

/// The last statement of a script, if what follows it runs.
fn last_statement(view: &ShellView) -> Option<&ShellStatement> {
    let last = view.statements.iter().filter(|it| it.scope == 0).max_by_key(|it| it.span.end)?;
    let span = last.span;
    let is_inside = |start: u32| span.start <= start && start < span.end;
    let has_heredoc = view.heredocs.iter().any(|it| is_inside(it.start.start));
    let first = view.parts[*last.parts.first()? as usize].command.map(|at| &view.commands[at as usize]);
    let name = first.and_then(|it| view.words.get(it.words.start as usize)?.text.as_deref());
    let ends = last.joint != Joint::Or && matches!(name, Some("exit" | "exec" | "return"));
    let is_function = view.scopes.iter().any(|it| it.kind == ScopeKind::Function && it.span.end == span.end);
    (!last.is_background && !has_heredoc && !ends && !is_function).then_some(last)
}

/// How the commands of a script are laid out.
struct Layout<'a> {
    /// `&&`, or `;` if that means the same. In a heredoc that ends at a failure, a line's end is
    /// enough.
    operator: &'a str,
    /// The end of a line, with the escape character in a continued one; `None` if everything is on one
    /// line.
    line: Option<String>,
    indent: String,
    /// The operator is at the start of a line and not at its end.
    is_leading: bool,
}

impl<'a> Layout<'a> {
    fn of(ctx: &'a Mending<'_>, view: &ShellView, last: &ShellStatement) -> Option<Self> {
        let ends = sets_errexit(view);
        let span = last.span.range();
        let body = |it: &&dockwright_analysis::facts::Heredoc| {
            it.content_start <= span.start && span.end <= it.content_start + it.content.len()
        };
        if ctx.whole.heredocs.iter().any(|it| body(&it)) {
            return Some(Self {
                operator: if ends { "" } else { "&&" },
                line: Some(ctx.line_ending().to_owned()),
                indent: line_indent(ctx.source, list_start(view, last)).to_owned(),
                is_leading: false,
            });
        }
        let own = view.scopes.first()?.span.range();
        // The command follows the keyword, or flags that may be on separate lines.
        let start = own.start.max(first_start(view)?);
        let is_one_line = !ctx.source.get(start..span.end)?.contains('\n');
        // An element of an exec form has no lines.
        let is_element = ctx.facts.elements.iter().any(|it| it.start <= start && span.end <= it.end);
        let is_sequence = ends && follows_semicolon(ctx, view, last);
        let operator = if is_sequence { ";" } else { "&&" };
        let mut layout = Self { operator, line: None, indent: String::new(), is_leading: false };
        if is_one_line || is_element {
            return Some(layout);
        }
        layout.line = Some(format!("{}{}", ctx.escape, ctx.line_ending()));
        if is_sequence {
            layout.indent = indent_at(ctx.source, span.start).map_or_else(String::new, str::to_owned);
            if layout.indent.is_empty() {
                layout.indent = continued_indent(ctx, start, span.end);
            }
            return Some(layout);
        }
        let own = operators(view, start..span.end).filter_map(|at| line_side(ctx.source, at));
        match own.last() {
            Some((true, at)) => {
                layout.is_leading = true;
                layout.indent = line_indent(ctx.source, at).into();
            }
            Some((false, at)) => {
                let next = ctx.source[at..].find('\n').map_or(at, |end| at + end + 1);
                let indent = after_comments(&ctx.source[next..]);
                layout.indent = indent.into();
            }
            None => {
                layout.is_leading = leads_elsewhere(ctx);
                layout.indent = continued_indent(ctx, start, span.end);
            }
        }
        Some(layout)
    }

    fn joined(&self, command: &str) -> String {
        let Self { operator, line, indent, is_leading } = self;
        let gap = if operator.is_empty() || *operator == ";" { "" } else { " " };
        match line {
            None => format!("{gap}{operator} {command}"),
            Some(line) if *is_leading => format!(" {line}{indent}{operator} {command}"),
            // The lines of a heredoc are not continued.
            Some(line) if line.starts_with(['\r', '\n']) => format!("{gap}{operator}{line}{indent}{command}"),
            Some(line) => format!("{gap}{operator} {line}{indent}{command}"),
        }
    }
}

/// The element of an exec form that a range is.
fn element(ctx: &Mending<'_>, word: &Range<usize>) -> Option<usize> {
    ctx.facts.elements.iter().position(|element| element == word)
}

/// Whether the script ends at the first command that fails.
fn sets_errexit(view: &ShellView) -> bool {
    view.commands.iter().filter(|it| it.context == Context::default()).any(|command| {
        let words = command.words.start as usize..command.words.end as usize;
        let mut texts = view.words[words].iter().filter_map(|word| word.text.as_deref());
        texts.next() == Some("set") && ends_at_failure(texts)
    })
}

/// Where the first command starts.
fn first_start(view: &ShellView) -> Option<usize> {
    view.statements.iter().map(|it| it.span.range().start).min()
}

/// Where the list of a statement starts.
fn list_start(view: &ShellView, last: &ShellStatement) -> usize {
    let list = view.statements.iter().filter(|it| it.scope == 0 && it.list == last.list);
    list.map(|it| it.span.range().start).min().unwrap_or_default()
}

/// Whether a statement, or its list, is separated from the one before it by `;`.
fn follows_semicolon(ctx: &Mending<'_>, view: &ShellView, last: &ShellStatement) -> bool {
    let start = list_start(view, last);
    let earlier = view.statements.iter().filter(|it| it.scope == 0 && it.span.range().end <= start);
    let Some(end) = earlier.map(|it| it.span.range().end).max() else { return false };
    let is_alone = start == last.span.range().start;
    is_alone && ctx.source.get(end..start).is_some_and(|gap| gap.trim_start().starts_with(';'))
}

/// The places of `&&` in a range that join statements of the script.
fn operators(view: &ShellView, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let all = view.operators.iter().filter(|it| it.kind == OperatorKind::And).map(|it| it.span.range());
    all.filter(move |it| range.start <= it.start && it.end <= range.end)
}

/// Whether an operator is the first thing on its line, or the last: true for the first.
fn line_side(source: &str, operator: Range<usize>) -> Option<(bool, usize)> {
    let before = source[..operator.start].trim_end_matches([' ', '\t']);
    if before.ends_with('\n') {
        return Some((true, operator.start));
    }
    let after = source[operator.end..].lines().next().unwrap_or_default().trim();
    (after.is_empty() || after == "\\" || after == "`").then_some((false, operator.end))
}

/// The whitespace at the start of the line that a place is on.
fn line_indent(source: &str, at: usize) -> &str {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &source[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Like [`line_indent`], if nothing else precedes the place.
fn indent_at(source: &str, at: usize) -> Option<&str> {
    let indent = line_indent(source, at);
    source[..at].ends_with(indent).then_some(indent)
}

/// The indentation of the next line that is not a comment.
fn after_comments(text: &str) -> &str {
    let line = text.lines().find(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty());
    let line = line.unwrap_or_default();
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The indentation of the lines that continue a script.
fn continued_indent(ctx: &Mending<'_>, start: usize, end: usize) -> String {
    let rest = &ctx.source[start..end];
    let next = rest.find('\n').map_or("", |line_end| &rest[line_end + 1..]);
    let indent = after_comments(next);
    if indent.is_empty() { format!("{}    ", ctx.indentation()) } else { indent.to_owned() }
}

/// Whether the other instructions of the file have more `&&` at the start of a line than at its end.
fn leads_elsewhere(ctx: &Mending<'_>) -> bool {
    let text = ctx.document.text();
    let whole = text.slice(0..text.len());
    let (mut leading, mut trailing) = (0, 0);
    for line in whole.lines() {
        let line = line.trim();
        leading += usize::from(line.starts_with("&&"));
        trailing += usize::from(line.trim_end_matches(['\\', '`']).trim_end().ends_with("&&"));
    }
    leading >= trailing
}

#[cfg(test)]
mod tests;
