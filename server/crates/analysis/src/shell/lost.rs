//! Finds commands whose failure goes unnoticed because the script continues after them.
//!
//! Only the top-level commands of a script are checked: what a shell does inside a compound command
//! depends on too much. A command that cannot fail loses nothing.

use std::ops::Range;

use super::{
    posix::{self, Statement, outline_of},
    script::Script,
    structure::Joint,
    view::{Context, ShellView},
};

/// The first command whose failure is lost; offsets are in the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    pub command: Range<usize>,
}

/// The command whose failure a script for `sh` and related shells loses; `None` if it exits on
/// failure, or cannot be parsed.
pub(crate) fn lost(script: &str) -> Option<Lost> {
    // Carriage returns are not visible parts of a command.
    let text = if script.contains('\r') { &*script.replace('\r', " ") } else { script };
    let outline = outline_of(text)?;
    let mut view = None;
    let (mut first, mut failing) = (None, 0);
    let last = outline.statements.len().checked_sub(1)?;
    for (at, statement) in outline.statements.iter().enumerate() {
        let whole = statement.parts.first()?.range.start..statement.parts.last()?.range.end;
        if statement.parts.iter().any(|part| stops_at_failure(&text[part.range.clone()])) {
            // Only the failure of preceding commands can be lost, and losing that of a single one may be
            // intended.
            return first.filter(|_| failing > 1);
        }
        if at < last && can_be_lost(statement, text, &mut view) {
            failing += 1;
            first.get_or_insert(Lost { command: whole });
        }
    }
    first
}

/// Whether a shell's options make it exit on the first failure: `-e`, `-eux`, `-o errexit`.
pub fn ends_at_failure<'a>(switches: impl IntoIterator<Item = &'a str>) -> bool {
    switches.into_iter().any(|word| {
        let bundle = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        word == "errexit" || bundle.is_some_and(|rest| rest.contains('e'))
    })
}

/// Whether a command is `set -e`, or a trap with the same effect.
fn stops_at_failure(command: &str) -> bool {
    let mut words = command.split_ascii_whitespace();
    match words.next() {
        Some("set") => ends_at_failure(words),
        Some("trap") => words.any(|word| word == "ERR"),
        _ => false,
    }
}

fn can_be_lost(statement: &Statement, text: &str, view: &mut Option<ShellView>) -> bool {
    if statement.is_background {
        return false;
    }
    let Some(last) = statement.parts.last() else { return false };
    let mut can_fail = |range: &Range<usize>| {
        if COMPOUND.contains(&first_word(&text[range.clone()])) {
            let make = || posix::view(&Script::of_text(text));
            if view.is_none() {
                *view = make();
            }
            return view.as_ref().is_none_or(|view| can_fail_inside(view, text, range));
        }
        can_fail(&text[range.clone()])
    };
    if last.joint == Joint::Or {
        let command = &text[last.range.clone()];
        let word = first_word(command);
        let handles = matches!(word, "exit" | "return" | "{" | "kill") || word.starts_with('(');
        return !handles && can_fail(&last.range);
    }
    statement.parts.iter().any(|part| can_fail(&part.range))
}

/// The first words of compound commands.
const COMPOUND: [&str; 8] = ["case", "for", "if", "select", "until", "while", "{", "("];

/// Whether a command inside a compound one can fail. Its conditions are expected to fail.
fn can_fail_inside(view: &ShellView, text: &str, range: &Range<usize>) -> bool {
    let is_in = |at: &Range<usize>| range.start <= at.start && at.end <= range.end;
    let aside = [Context::CONDITION, Context::FUNCTION, Context::SUBSTITUTION];
    view.commands
        .iter()
        .filter(|command| !aside.iter().any(|&context| command.context.has(context)))
        .map(|command| command.span.range())
        .filter(is_in)
        .any(|at| can_fail(&text[at]))
}

/// The first word after assignments.
fn first_word(command: &str) -> &str {
    command.split_ascii_whitespace().next().unwrap_or_default()
}

/// Commands that fail only if they are written incorrectly.
const FIRM: [&str; 18] = [
    ":", "alias", "break", "continue", "declare", "echo", "exit", "export", "local", "printf", "readonly",
    "return", "set", "shopt", "trap", "true", "typeset", "umask",
];

fn can_fail(command: &str) -> bool {
    let word = first_word(command);
    let is_function = word.ends_with("()") || word == "function" || is_function(command);
    if is_function || FIRM.contains(&word) && !command.contains(" | ") {
        return false;
    }
    // `cat > file <<EOF` writes text like `echo`.
    if word == "cat" && command.contains("<<") && command.contains('>') && !command.contains(" | ") {
        return false;
    }
    let is_plain = !command.contains("$(") && !command.contains('`');
    !(is_plain && is_assignments(command))
}

/// Whether a command is a function definition: `name ()`.
fn is_function(command: &str) -> bool {
    let name = command.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    name > 0 && command[name..].trim_start().starts_with("()")
}

/// Whether a command consists only of assignments.
fn is_assignments(command: &str) -> bool {
    let mut rest = command.trim();
    while !rest.is_empty() {
        let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let Some(value) = rest[name..].strip_prefix('=').filter(|_| name > 0) else { return false };
        let mut quote = None;
        let end = value.find(|c: char| match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                false
            }
            None => c.is_ascii_whitespace(),
        });
        rest = end.map_or("", |end| value[end..].trim_start());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_that_are_lost() {
        for (script, command) in [
            ("apt-get update\napt-get install -y x\n", "apt-get update"),
            ("A=1\n# b\nmake && make install\nb\n", "make && make install"),
            ("cd /x; make; y", "cd /x"),
            ("A=$(b)\nc", "A=$(b)"),
            ("if a; then b; fi\nc", "if a; then b; fi"),
            ("a\nb\nset -e\nc", "a"),
            ("a || b\nc", "a || b"),
            ("echo x | tee y\nc", "echo x | tee y"),
            ("a\r\nb\r\n", "a"),
            ("while a; do b; done\nc", "while a; do b; done"),
            ("a\nexit 0", "a"),
        ] {
            let found = lost(script).unwrap_or_else(|| panic!("{script}"));
            assert_eq!(script[found.command].trim_end(), command, "{script}");
        }
    }

    #[test]
    fn failures_that_are_seen() {
        for script in [
            "",
            "a",
            "a && b",
            "a &&\n b",
            "set -e\na\nb",
            "set -eux\na\nb",
            "set -euo pipefail\na\nb",
            "set -o errexit\na\nb",
            "a\nset -e\nb\nc",
            "echo a\nexport X=$(y)\nX=\"a b\" Y=c\nb",
            "a || exit 1\nb || { echo; exit 2; }\nc",
            "a || true\nb || :\nc",
            "a &\nb",
            "f() {\n a\n b\n}\nf",
            "function f { a; }\nf",
            "trap 'exit 1' ERR\na\nb",
            "if a; then b; c; fi",
            "if a && b | c; then\n echo x > y\n exit 0\nfi\nif ! d; then exit 1; fi\nset -e\ne\nf",
            "for x in 1 2; do echo $x; done\na",
            "cat > /a <<E\nx\nE\ncat <<'E' >> /b\ny\nE\na",
            "a\n(",
        ] {
            assert_eq!(lost(script), None, "{script}");
        }
    }
}
