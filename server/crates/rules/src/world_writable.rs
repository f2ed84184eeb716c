//! Files that every user can change.
//!
//! # What it does
//! Reports modes that allow everyone to write: `chmod 777`, `chmod a+rwx`, `mkdir -m 777`, `COPY --chmod=777`.
//!
//! # Why it matters
//! Any program in the container can change these files, even one that an attacker controls and that runs as an
//! unprivileged user. Later, root may run a program or read a setting that was changed. Give the files to the user that
//! needs them, for example with `chown`.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN mkdir /app && chmod -R 777 /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN useradd app && mkdir /app && chown -R app /app
//! ```
//!
//! # Limits
//! Directories in which users cannot remove each other's files, with the sticky bit as in `1777`, are not reported.
//! Files that everyone can write but not read and directories for temporary files are not reported either. A mode that
//! gives rights only to the group is what platforms with random user IDs need, and is not reported.
//!
//! # References
//! - <https://man7.org/linux/man-pages/man1/chmod.1.html>
//! - <https://docs.docker.com/reference/dockerfile/#copy---chown---chmod>

use super::{Acc, Check, StageContext, environment::written};
use crate::run_calls::{is_within, runs};
use dockwright_analysis::{
    commands::{CallIn, OptionValue},
    fix::Fix,
    spec::{
        FlagValue, Instruction,
        modes::{octal_mode, symbolic_clause},
    },
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::world_writable as texts;
use std::ops::Range;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:world-writable-state-path-workaround"],
    group: Security, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    for run in runs(ctx) {
        for call in run.commands.calls() {
            let Some(range) = place(call).filter(|_| !is_for_all(ctx, run.item, call)) else { continue };
            let text = range_text(ctx, run.item, &range);
            let finding = Finding::own(&RULE, range, texts::finding(&text));
            acc.push_at(run.item, run.role, Finding { mend: Some(fix), ..finding });
        }
    }
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let is_copy = matches!(item.facts.instruction, Some(Instruction::Copy | Instruction::Add));
        let mode =
            item.facts.flag_value(FlagValue::Mode).filter(|_| is_copy && item.facts.problems.is_empty());
        if let Some(mode) = mode.filter(|mode| mode.literal().is_some_and(is_writable)) {
            let finding = Finding::own(&RULE, mode.range.clone(), texts::finding(&mode.text));
            acc.push_at(at, super::Role::Own, Finding { mend: Some(fix), ..finding });
        }
    }
}

/// The place of a mode with which all users may write.
fn place(call: CallIn<'_>) -> Option<Range<usize>> {
    match call.name()? {
        "chmod" => {
            let &mode = call.operands.first()?;
            let is_it = call.operands.len() > 1
                && call.text(mode).is_some_and(is_writable)
                && !call.has_option(call.view, &["--reference"]);
            is_it.then(|| call.range(mode))
        }
        "mkdir" | "install" => {
            let mode = call.option(call.view, &["-m", "--mode"])?;
            mode.value(call.view).filter(|text| is_writable(text))?;
            Some(match mode.value {
                OptionValue::Word(word) => call.range(word),
                _ => call.range(mode.word),
            })
        }
        _ => None,
    }
}

fn range_text(ctx: &StageContext<'_>, item: usize, range: &Range<usize>) -> String {
    ctx.scripts.source(item).get(range.clone()).unwrap_or_default().replace(['"', '\''], "")
}

/// Whether all users may write and remove: neither sticky, nor without the right.
fn is_writable(mode: &str) -> bool {
    if let Some(mode) = octal_mode(mode) {
        // A user who may write but not read can leave something, as in a queue.
        return mode & 0o006 == 0o006 && mode & 0o1000 == 0;
    }
    let clauses: Option<Vec<_>> = mode.split(',').map(symbolic_clause).collect();
    let Some(clauses) = clauses else { return false };
    let is_sticky = clauses.iter().any(|(_, operations)| operations.contains('t'));
    let gives = |(who, operations): &(&str, &str)| {
        let granted = operations.trim_start_matches(['+', '=']);
        who.contains(['o', 'a']) && granted.len() < operations.len() && {
            granted.split('-').next().is_some_and(|granted| granted.contains('w'))
        }
    };
    !is_sticky && clauses.iter().any(gives)
}

/// Whether all users are meant to write to the changed files: temporary files, devices.
fn is_for_all(ctx: &StageContext<'_>, item: usize, call: CallIn<'_>) -> bool {
    const SHARED: [&str; 5] = ["/dev", "/run/lock", "/tmp", "/var/lock", "/var/tmp"];
    let source = ctx.scripts.source(item);
    let files = call.operands.get(usize::from(call.name() == Some("chmod"))..).unwrap_or_default();
    let is_shared = |&word: &usize| {
        let path = written(call, &source, word);
        SHARED.iter().any(|shared| is_within(&path, shared))
    };
    !files.is_empty() && files.iter().all(is_shared)
}

/// Takes the right to write from all but the owner.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let start = text
        .find(|c: char| c.is_ascii_digit())
        .filter(|at| text[..*at].chars().all(|c| !c.is_ascii_alphabetic() || c == 'm'))?;
    let digits = &text[start..];
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = &digits[..length];
    let mode = octal_mode(digits)? & !0o022;
    let width = digits.len();
    let new = format!("{mode:0width$o}");
    let edit = ctx.finding.range.start + start;
    let fix = Fix::replace(texts::fix(&new), edit..edit + length, new.clone());
    Some(fix.unsafe_choice())
}

cases! {
    found: [r#"
FROM a
RUN chmod -R 777 /app && \
             ^^^ warning: With mode `777`, every user can change these files
  # why
  sudo chmod a+rwx "$DIR" /b
             ^^^^^ warning: With mode `a+rwx`, every user can change these files
RUN ["chmod", "0666", "/a"]
              ^^^^^^ warning: With mode `0666`, every user can change these files
ONBUILD RUN mkdir -m 777 /a && install -d -m0777 /b
                     ^^^ warning: With mode `777`, every user can change these files
                                          ^^^^^^ warning: With mode `-m0777`, every user can change these files
RUN <<E
chmod o+w /a /tmp/b
      ^^^ warning: With mode `o+w`, every user can change these files
E
COPY --chmod=777 a /a
             ^^^ warning: With mode `777`, every user can change these files
COPY --chmod=755 a /a
"#],
    quiet: {
        "FROM a\nRUN {}\n" => [
            "chmod 777 /tmp",
            "chmod -R a+w /tmp/a /var/tmp",
            "chmod 777",
            "chmod --reference=a 777 b",
            "echo chmod 777 a",
        ],
    },
    fixed: {
        "FROM a\nRUN chmod 0777 a && mkdir -m666 b\nRUN [\"chmod\", \"777\", \"a\"]\nCOPY --chmod=777 a /\n"
            => "FROM a\nRUN chmod 0755 a && mkdir -m644 b\nRUN [\"chmod\", \"755\", \"a\"]\nCOPY --chmod=755 a /\n",
    },
}

#[cfg(test)]
mod tests {
    use super::is_writable;

    #[test]
    fn modes() {
        for mode in ["777", "0777", "2777", "666", "a+rwx", "ugo+w", "o=rw", "u+x,o+w", "a=rwx"] {
            assert!(is_writable(mode), "{mode}");
        }
        for mode in [
            "775", "1777", "733", "622", "755", "g+w", "+x", "+w", "o-w", "a+rx", "a+rwxt", "o+r-w", "$M", "",
        ] {
            assert!(!is_writable(mode), "{mode}");
        }
    }
}
