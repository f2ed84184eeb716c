//! Failure of a command before a pipe goes unnoticed.
//!
//! # What it does
//! Reports pipes in RUN whose first commands can fail, such as a download, where the shell does not have `pipefail` set.
//!
//! # Why it matters
//! The shell reports the status of the last command of a pipe only. In `curl … | bash`, the build goes on after a failed download, and
//! the image lacks what it was for.
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
//! `set -o pipefail` earlier in the script counts, and so does `-o pipefail` of the shell that a script is given to. Not reported are
//! pipes that start with a command that cannot fail, such as `echo`, pipes that `pipefail` would break, such as `… | head -1` and
//! `… | grep -q x`, pipes whose last command checks what it reads, such as `… | sha256sum -c`, and pipes whose status nothing looks
//! at. The fix is a suggestion, since SHELL stays in force for the instructions
//! after it; it is not offered where it would break one of them.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#using-pipes>
//! - <https://docs.docker.com/reference/dockerfile/#shell>

use super::{Acc, Check, Role, StageContext};
use crate::{
    finding::{Finding, Mending},
    rule::{Group, Preset, Severity},
};
use dockwright_analysis::{
    commands::{CallIn, Commands, ScriptIn},
    fix::Fix,
    programs::{base_name, is_posix_shell},
    shell::{
        AssignmentKind, Context, Joint, PlaceKind, ScopeKind, ShellStatement, ShellView, ends_at_failure,
    },
    spec::{Instruction, base_images::is_alpine},
    words::json_array,
};
use dockwright_texts::rules::pipefail_missing as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL4006"],
    group: Group::Commands,
    severity: Severity::Info,
    presets: &[Preset::Default, Preset::Hadolint],
}

/// Programs that do not fail with the arguments that people give them, or whose failure means nothing.
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

/// Programs that pass on their input, and fail at a missing file alone.
const FILTERS: [&str; 8] = ["awk", "cat", "column", "fold", "gawk", "sed", "tac", "tee"];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    // A SHELL with `pipefail` would be in force for all that follows.
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
        let pipes = Pipes { commands: &commands, shell: ctx.scripts.shell(at).collect(), ctx, item: at };
        is_harmed_later |= pipes.own().any(|pipe| pipes.is_harmed(pipe));
        let Some((pipe, script, program)) = pipes.first() else { continue };
        let finding = Finding::own(&RULE, pipe, texts::finding(program));
        let is_first_script = script == 0 && facts.json.is_none() && role == Role::Own;
        let is_fixable = is_first_script && !is_harmed_later && !pipes.has_shebang();
        let word = if is_fixable { shell_with_pipefail(ctx, &pipes.shell) } else { None };
        let mend = word.as_ref().map(|_| fix as _);
        acc.push_at(at, role, Finding { word, mend, ..finding });
    }
}

/// The pipes of a RUN.
struct Pipes<'a> {
    commands: &'a Commands,
    /// The words of SHELL.
    shell: Vec<&'a str>,
    ctx: &'a StageContext<'a>,
    item: usize,
}

impl<'a> Pipes<'a> {
    /// Those of the script that SHELL runs.
    fn own(&self) -> impl Iterator<Item = &'a ShellStatement> {
        self.commands.scripts.first().into_iter().flat_map(|script| script.view.pipelines())
    }

    /// The first pipe with a failure that is lost: its place, its script, and the program.
    fn first(&self) -> Option<(std::ops::Range<usize>, usize, &'a str)> {
        for (index, script) in self.commands.scripts.iter().enumerate() {
            let view = &*script.view;
            if view.has_error || view.pipelines().next().is_none() || self.sets_pipefail(script) {
                continue;
            }
            let calls: Vec<CallIn<'a>> =
                self.commands.calls().filter(|call| call.in_script == index).collect();
            let set = calls.iter().find(|call| sets_pipefail(**call)).map(|call| call.range(call.word).start);
            for statement in view.pipelines() {
                let start = statement.span.range().start;
                if set.is_some_and(|set| set < start) || !self.is_looked_at(script, &calls, statement) {
                    continue;
                }
                let found = statement.parts.windows(2).find_map(|pair| {
                    let program = failing(view, &calls, pair[0])?;
                    Some((view.parts[pair[1] as usize].pipe?.range(), index, program))
                });
                let is_seen = statement.parts.last().is_some_and(|part| asks_for_input(view, &calls, *part));
                if found.is_some() && !is_seen && !self.is_harmed(statement) {
                    return found;
                }
            }
        }
        None
    }

    /// Whether the shell that reads a script is started with `pipefail`.
    fn sets_pipefail(&self, script: &ScriptIn) -> bool {
        let Some((outer, command)) = script.outer else {
            return has_pipefail(self.shell.iter().copied()) || self.shebang().contains("pipefail");
        };
        let view = &self.commands.scripts[outer].view;
        let words = view.commands[command].words.clone();
        has_pipefail(view.words[words.start as usize..words.end as usize].iter().map(|word| word.shown()))
    }

    fn shebang(&self) -> &'a str {
        let facts = &self.ctx.items[self.item].facts;
        let body = facts.heredocs.first().map_or("", |heredoc| heredoc.content.as_str());
        body.lines().next().filter(|line| line.starts_with("#!")).unwrap_or_default()
    }

    fn has_shebang(&self) -> bool {
        !self.shebang().is_empty()
    }

    /// Whether the status of a pipe decides whether the script goes on, or what it returns.
    fn is_looked_at(&self, script: &ScriptIn, calls: &[CallIn<'a>], statement: &ShellStatement) -> bool {
        let view = &*script.view;
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
        let siblings = view.statements.iter().filter(|it| it.scope == statement.scope);
        let mut later = siblings.skip_while(|it| it.span != statement.span).skip(1).peekable();
        if let Some(next) = later.peek().filter(|next| next.list == statement.list)
            && next.joint == Joint::Or
        {
            return !ignores(view, next);
        }
        let ends = || {
            let by_set = calls.iter().any(|call| {
                let words = call.words(call.view).skip(1).filter_map(|(_, word)| word.text.as_deref());
                call.name() == Some("set") && ends_at_failure(words)
            });
            by_set || (script.outer.is_none() && ends_at_failure(self.shell.iter().copied().skip(1)))
        };
        later.all(|it| it.list == statement.list) || ends()
    }

    /// Whether `pipefail` would make a pipe fail that works: what reads it stops early.
    fn is_harmed(&self, statement: &ShellStatement) -> bool {
        let Some((index, script)) = self
            .commands
            .scripts
            .iter()
            .enumerate()
            .find(|(_, script)| script.view.statements.iter().any(|it| std::ptr::eq(it, statement)))
        else {
            return false;
        };
        let calls = self.commands.calls().filter(|call| call.in_script == index);
        let parts: Vec<u32> =
            statement.parts.iter().filter_map(|part| script.view.parts[*part as usize].command).collect();
        let mut own = calls.filter(|call| parts.contains(&(call.command as u32)));
        own.any(|call| call.name() == Some("yes") || stops_early(call))
    }
}

/// The program of a part of a pipe that may fail.
fn failing<'a>(view: &ShellView, calls: &[CallIn<'a>], part: u32) -> Option<&'a str> {
    let part = &view.parts[part as usize];
    let Some(command) = part.command else {
        // A group, a loop or a condition: its last command is one of these.
        let inside = calls.iter().filter(|call| part.commands.contains(&(call.command as u32)));
        return inside.filter(|call| can_fail(**call)).last().and_then(|call| call.name());
    };
    let call = calls.iter().find(|call| call.command == command as usize)?;
    // What a variable names may be anything.
    can_fail(*call).then(|| call.name())?
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

/// Whether the last part of a pipe fails where there is nothing to read: a search, or a check of sums.
fn asks_for_input(view: &ShellView, calls: &[CallIn<'_>], part: u32) -> bool {
    let command = view.parts[part as usize].command;
    let call = calls.iter().find(|call| Some(call.command as u32) == command);
    call.is_some_and(|call| match call.name() {
        Some("grep" | "egrep" | "fgrep") => !call.has_option(view, &["-v", "--invert-match"]),
        Some(name) => name.ends_with("sum") && call.has_option(view, &["-c", "--check"]),
        None => false,
    })
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
fn is_status(view: &ShellView, scope: std::ops::Range<usize>) -> bool {
    let around = view.substitutions.iter().filter(|it| {
        let span = it.span.range();
        span.start <= scope.start && scope.end <= span.end
    });
    let Some(own) = around.min_by_key(|it| it.span.range().len()) else { return false };
    own.place.kind == PlaceKind::Value
        && view.assignments.iter().any(|assigned| {
            let holds = |value: dockwright_analysis::shell::Span| {
                value.start <= own.span.start && own.span.end <= value.end
            };
            assigned.kind == AssignmentKind::Plain && assigned.value.is_some_and(holds)
        })
}

/// Whether a statement after `||` only makes up for the failure.
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

/// SHELL with `pipefail`, for what is in force.
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
    let text = format!("{keyword} {shell}{}{}", ctx.line_ending(), ctx.indentation());
    Some(Fix::replace(&texts::FIX, 0..0, text).unsafe_choice())
}

#[cfg(test)]
#[path = "pipefail_missing/tests.rs"]
mod tests;
