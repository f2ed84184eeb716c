//! Failure of a command before a pipe goes unnoticed.
//!
//! # What it does
//! Reports pipes in RUN in which a command before the last one can fail, such as a download, and the shell does not
//! have `pipefail` set.
//!
//! # Why it matters
//! The shell reports only the status of the last command of a pipe. In `curl … | bash`, the build continues after a
//! failed download, and the image lacks what you wanted to install.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN curl -fsSL https://example.org/setup | bash
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! RUN curl -fsSL https://example.org/setup | bash
//! ```
//!
//! # Limits
//! `set -o pipefail` earlier in the script counts, and so does `-o pipefail` of the shell that runs a script. Some
//! pipes are not reported: those that start with a command that cannot fail, such as `echo`; those that `pipefail`
//! would break, such as `… | head -1` and `… | grep -q x`; those whose last command checks its input, such as
//! `… | sha256sum -c`; and those whose status is not used. The fix is a suggestion, because SHELL also applies to the
//! instructions after it. It is not offered if it would break one of them.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#using-pipes>
//! - <https://docs.docker.com/reference/dockerfile/#shell>

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    facts::Facts,
    fix::Fix,
    programs::{base_name, is_posix_shell},
    shell::{
        AssignmentKind, Context, Joint, PlaceKind, ScopeKind, ShellStatement, ShellView, Span, Word,
        ends_at_failure,
    },
    spec::{Instruction, base_images::is_alpine},
    words::json_array,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::pipefail_missing as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL4006"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// Programs that do not fail with their usual arguments, or whose failure means nothing.
const SURE: [&str; 33] = [
    ":",
    "apt-cache",
    "apt-mark",
    "arch",
    "cut",
    "date",
    "dirname",
    "basename",
    "dpkg-query",
    "echo",
    "env",
    "find",
    "getconf",
    "hostname",
    "id",
    "ldconfig",
    "ldd",
    "lsb_release",
    "nproc",
    "printenv",
    "printf",
    "pwd",
    "rev",
    "scanelf",
    "seq",
    "sleep",
    "sort",
    "tr",
    "true",
    "uname",
    "uniq",
    "wc",
    "whoami",
];

/// Programs that pass on their input, and fail only if a file is missing.
const FILTERS: [&str; 8] = ["awk", "cat", "column", "fold", "gawk", "sed", "tac", "tee"];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    // A SHELL with `pipefail` would also apply to everything that follows.
    let mut is_harmed_later = false;
    for (at, item) in ctx.items.iter().enumerate().skip(1).rev() {
        let facts = item.facts.trigger.as_deref().unwrap_or(&item.facts);
        match facts.instruction {
            Some(Instruction::Shell) => is_harmed_later = false,
            Some(Instruction::Run) if facts.problems.is_empty() => {}
            _ => continue,
        }
        if facts.instruction != Some(Instruction::Run) {
            continue;
        }
        let commands = ctx.scripts.commands(at);
        if commands.scripts.iter().all(|script| script.view.pipelines().next().is_none()) {
            continue;
        }
        let role = if item.facts.trigger.is_some() { Role::Inner } else { Role::Own };
        let run = Run {
            commands: &commands,
            shell: ctx.scripts.shell(at).collect(),
            shebang: shebang(&item.facts),
        };
        let scripts: Vec<Script<'_>> =
            (0..commands.scripts.len()).map(|index| Script::new(&run, index)).collect();
        is_harmed_later |= scripts[0].view.pipelines().any(|pipe| scripts[0].is_harmed(pipe));
        let Some((pipe, script, program)) = scripts.iter().find_map(Script::first) else { continue };
        let finding = Finding::own(&RULE, pipe, texts::finding(program));
        let is_first_script = script == 0 && facts.json.is_none() && role == Role::Own;
        let is_fixable = is_first_script && !is_harmed_later && run.shebang.is_empty();
        let word = if is_fixable { shell_with_pipefail(ctx, &run.shell) } else { None };
        let mend = word.as_ref().map(|_| fix as _);
        acc.push_at(at, role, Finding { mend, word, mends_document: true, ..finding });
    }
}

/// The `#!` line of a heredoc.
fn shebang(facts: &Facts) -> &str {
    let body = facts.heredocs.first().map_or("", |heredoc| heredoc.content.as_str());
    body.lines().next().filter(|line| line.starts_with("#!")).unwrap_or_default()
}

/// A RUN.
struct Run<'a> {
    commands: &'a Commands,
    /// The words of SHELL.
    shell: Vec<&'a str>,
    shebang: &'a str,
}

/// A script of a RUN.
struct Script<'a> {
    index: usize,
    view: &'a ShellView,
    /// Its calls, by the index of the command.
    calls: Vec<CallIn<'a>>,
    /// The shell that reads it is started with `pipefail`.
    has_pipefail: bool,
    /// Where the script sets it.
    sets_pipefail: Option<usize>,
    /// It ends at the first command that fails.
    ends: bool,
    /// The last list of each scope.
    last_lists: FxHashMap<u32, u32>,
}

impl<'a> Script<'a> {
    fn new(run: &Run<'a>, index: usize) -> Self {
        let script = &run.commands.scripts[index];
        let view = &*script.view;
        let calls: Vec<CallIn<'a>> = run.commands.calls().filter(|call| call.in_script == index).collect();
        let has_pipefail = match script.outer {
            None => has_pipefail(run.shell.iter().copied()) || run.shebang.contains("pipefail"),
            Some((outer, command)) => {
                let view = &run.commands.scripts[outer].view;
                let words = view.commands[command].words.clone();
                let words = &view.words[words.start as usize..words.end as usize];
                has_pipefail(words.iter().map(Word::shown))
            }
        };
        let sets = calls.iter().find(|call| sets_pipefail(**call));
        let sets_pipefail = sets.map(|call| call.range(call.word).start);
        let ends_by_set = calls.iter().any(|call| {
            let words = call.words(view).skip(1).filter_map(|(_, word)| word.text.as_deref());
            call.name() == Some("set") && ends_at_failure(words)
        });
        let ends_by_shell = || script.outer.is_none() && ends_at_failure(run.shell.iter().copied().skip(1));
        let ends = ends_by_set || ends_by_shell();
        let last_lists = view.statements.iter().map(|it| (it.scope, it.list)).collect();
        Self { index, view, calls, has_pipefail, sets_pipefail, ends, last_lists }
    }

    fn call(&self, command: u32) -> Option<CallIn<'a>> {
        let at = self.calls.binary_search_by_key(&(command as usize), |call| call.command).ok()?;
        Some(self.calls[at])
    }

    /// The first pipe with a failure that is lost: its place, the script, and the program.
    fn first(&self) -> Option<(Range<usize>, usize, &'a str)> {
        if self.view.has_error || self.has_pipefail {
            return None;
        }
        self.view.statements.iter().enumerate().find_map(|(at, statement)| {
            let is_set = || self.sets_pipefail.is_some_and(|set| set < statement.span.range().start);
            if statement.parts.len() < 2 || is_set() || !self.is_looked_at(at) {
                return None;
            }
            let (pipe, program) = statement.parts.windows(2).find_map(|pair| {
                Some((self.view.parts[pair[1] as usize].pipe?.range(), self.failing(pair[0])?))
            })?;
            let is_seen = statement.parts.last().is_some_and(|part| self.asks_for_input(*part));
            (!is_seen && !self.is_harmed(statement)).then_some((pipe, self.index, program))
        })
    }

    /// Whether the status of a pipe decides if the script continues, or what it returns.
    fn is_looked_at(&self, at: usize) -> bool {
        let (view, statement) = (self.view, &self.view.statements[at]);
        let Some(part) = statement.parts.first().map(|part| &view.parts[*part as usize]) else {
            return false;
        };
        let Some(command) = view.commands.get(part.commands.start as usize) else { return false };
        let context = command.context;
        if statement.is_background || context.has(Context::CONDITION) || context.has(Context::NEGATED) {
            return false;
        }
        let scope = &view.scopes[statement.scope as usize];
        if scope.kind == ScopeKind::Substitution && !is_status(view, scope.span.range()) {
            return false;
        }
        let next = view.statements[at + 1..].iter().find(|it| it.scope == statement.scope);
        if let Some(next) = next
            && next.list == statement.list
            && next.joint == Joint::Or
        {
            return !ignores(view, next);
        }
        self.ends || self.last_lists.get(&statement.scope) == Some(&statement.list)
    }

    /// Whether `pipefail` would make a working pipe fail because its reader stops early.
    fn is_harmed(&self, statement: &ShellStatement) -> bool {
        let parts = statement.parts.iter().filter_map(|part| self.view.parts[*part as usize].command);
        let mut calls = parts.filter_map(|command| self.call(command));
        calls.any(|call| call.name() == Some("yes") || stops_early(call))
    }

    /// The program of a part of a pipe that may fail.
    fn failing(&self, part: u32) -> Option<&'a str> {
        let part = &self.view.parts[part as usize];
        if let Some(command) = part.command {
            // A variable may name any program.
            return self.call(command).filter(|call| can_fail(*call))?.name();
        }
        // A group, a loop or a condition: its last command is one of these.
        let inside = part.commands.clone().rev().filter_map(|command| self.call(command));
        inside.filter(|call| can_fail(*call)).find_map(|call| call.name())
    }

    /// Whether the last part of a pipe fails if there is nothing to read: a search, or a check of sums.
    fn asks_for_input(&self, part: u32) -> bool {
        let command = self.view.parts[part as usize].command;
        let Some(call) = command.and_then(|command| self.call(command)) else { return false };
        match call.name() {
            Some("grep" | "egrep" | "fgrep") => !call.has_option(self.view, &["-v", "--invert-match"]),
            Some(name) => name.ends_with("sum") && call.has_option(self.view, &["-c", "--check"]),
            None => false,
        }
    }
}

fn can_fail(call: CallIn<'_>) -> bool {
    let Some(name) = call.name() else { return false };
    let command = &call.view.commands[call.command];
    let is_filter = || {
        let reads_pipe = command.joint == Joint::Pipe;
        let reads_text = call.view.redirections_of(command).any(|it| it.heredoc.is_some());
        let has_file = match name {
            "cat" | "tac" => call.operands.iter().any(|&word| call.text(word) != Some("-")),
            _ => false,
        };
        (reads_pipe || reads_text) && !has_file
    };
    let asks_system = || match name {
        "dpkg" => call.has_option(call.view, &["--print-architecture", "--print-foreign-architectures"]),
        "cat" => call.operands.iter().all(|&word| {
            call.text(word).is_some_and(|path| path.starts_with("/etc/") || path.starts_with("/proc/"))
        }),
        _ => false,
    };
    !(SURE.contains(&name) || (FILTERS.contains(&name) && is_filter()) || asks_system())
}

/// Whether a program stops reading before its input ends.
fn stops_early(call: CallIn<'_>) -> bool {
    let has = |names: &[&str]| call.has_option(call.view, names);
    let script = || call.operands.first().and_then(|&word| call.text(word)).unwrap_or_default();
    match call.name() {
        Some("head") => true,
        Some("grep" | "egrep" | "fgrep" | "zgrep") => {
            has(&["-q", "-m", "-l", "--quiet", "--silent", "--max-count", "--files-with-matches"])
        }
        Some("sed") => script().contains('q') && script().trim_end_matches(['}', ';', ' ']).ends_with('q'),
        Some("awk" | "gawk" | "mawk") => script().contains("exit"),
        _ => false,
    }
}

/// Whether a substitution is the value of an assignment alone, whose status it then is.
fn is_status(view: &ShellView, scope: Range<usize>) -> bool {
    let before = view.substitutions.partition_point(|it| it.span.range().start <= scope.start);
    let Some(own) = view.substitutions[..before].last() else { return false };
    let before = view.assignments.partition_point(|it| it.name_span.start <= own.span.start);
    let assigned = view.assignments[..before].last();
    own.place.kind == PlaceKind::Value
        && assigned.is_some_and(|it| {
            let holds = |value: Span| value.start <= own.span.start && own.span.end <= value.end;
            it.kind == AssignmentKind::Plain && it.value.is_some_and(holds)
        })
}

/// Whether a statement after `||` only ignores the failure.
fn ignores(view: &ShellView, statement: &ShellStatement) -> bool {
    let command = statement.parts.first().and_then(|part| view.parts[*part as usize].command);
    let Some(command) = command.map(|command| &view.commands[command as usize]) else { return true };
    let name = view.words.get(command.words.start as usize).and_then(|word| word.text.as_deref());
    !matches!(name, Some("exit" | "return" | "false"))
}

/// Whether a command sets `pipefail`, or says that it is not wanted.
fn sets_pipefail(call: CallIn<'_>) -> bool {
    matches!(call.name(), Some("set" | "shopt" | "setopt"))
        && call.words(call.view).any(|(_, word)| word.text.as_deref() == Some("pipefail"))
}

/// Whether the words of a shell have `-o pipefail`.
fn has_pipefail<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut before = "";
    for word in words {
        if word == "pipefail" && before.starts_with('-') && before.ends_with('o') {
            return true;
        }
        before = word;
    }
    false
}

/// SHELL with `pipefail`, for the current shell.
fn shell_with_pipefail(ctx: &StageContext<'_>, shell: &[&str]) -> Option<String> {
    let image = ctx.evaluated.entry.image.as_deref()?;
    let [program, options @ ..] = shell else {
        let is_ash = is_alpine(image);
        let words = if is_ash { ["/bin/ash", "-o"] } else { ["/bin/bash", "-o"] };
        return Some(json_array(&[words[0], words[1], "pipefail", "-c"]));
    };
    let name = base_name(program);
    if !is_posix_shell(name) {
        return None;
    }
    let program = match name {
        "sh" if is_alpine(image) => "/bin/ash",
        "sh" | "dash" => "/bin/bash",
        _ => program,
    };
    let mut words = vec![program, "-o", "pipefail"];
    words.extend(options);
    Some(json_array(&words))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let keyword = if ctx.whole.word == "run" { "shell" } else { "SHELL" };
    let shell = ctx.finding.word.as_ref()?;
    let indentation = ctx.indentation();
    let at = above_comments(ctx, ctx.start - indentation.len());
    let text = format!("{indentation}{keyword} {shell}{}", ctx.line_ending());
    Some(Fix::replace(&texts::FIX, at..at, text).unsafe_choice())
}

/// The start of the comments directly above a line: they are about the instruction, and may silence its findings.
fn above_comments(ctx: &Mending<'_>, line: usize) -> usize {
    /// Longer comments are not kept with the instruction.
    const LOOK_BACK: usize = 4_000;
    let text = ctx.document.text();
    let before = text.slice(line.saturating_sub(LOOK_BACK)..line);
    // The first line of a part of the text may be cut.
    let is_cut = usize::from(line > LOOK_BACK);
    let lines: Vec<&str> = before.split_inclusive('\n').skip(is_cut).collect();
    let comments = lines.iter().rev().take_while(|line| line.trim_start().starts_with('#'));
    line - comments.map(|comment| comment.len()).sum::<usize>()
}

#[cfg(test)]
mod tests;
