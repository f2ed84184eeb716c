//! RUN begins with `cd` instead of following a WORKDIR.
//!
//! # What it does
//! Reports a RUN that first changes to a directory with `cd` and then runs other commands there.
//!
//! # Why it matters
//! Each RUN starts in the directory that WORKDIR sets. The effect of `cd` ends with its RUN, so the next RUN has to
//! repeat it. Use WORKDIR: it applies to all instructions after it.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! COPY . /srv/app
//! RUN cd /srv/app && npm ci
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! COPY . /srv/app
//! WORKDIR /srv/app
//! RUN npm ci
//! ```
//!
//! # Limits
//! The fix is a suggestion, because WORKDIR applies to all later instructions, and the container starts there. There is
//! no fix if the directory is not known, or if a relative path follows. A RUN that changes the directory more than
//! once, that removes the directory later, that works in `/tmp` or a system directory such as `/usr/bin`, or directly
//! in `/opt`, is not reported. Neither is a `cd` in parentheses, in a condition or in a loop.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#workdir>
//! - <https://docs.docker.com/build/building/best-practices/#workdir>

use super::{Acc, Check, Role, StageContext};
use crate::{run_fixes::commands, surroundings::Surroundings};
use dockwright_analysis::{
    commands::{CallIn, Commands},
    facts::{Form, operands::Operands},
    fix::{Fix, TextEdit},
    shell::Joint,
    spec::Instruction,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    statements::{own_statements, removal, single_command},
};
use dockwright_texts::rules::use_workdir_not_cd as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3003", "DS-0013"],
    group: Commands, severity: Info, presets: &[Default, Hadolint],
}

/// Commands that change the directory.
const CHANGES: [&str; 3] = ["cd", "popd", "pushd"];

/// Directories for files that are not kept, and system folders in which a few of many files are
/// changed.
const PASSING: [&str; 13] = [
    "/bin",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/run",
    "/sbin",
    "/tmp",
    "/usr/bin",
    "/usr/lib",
    "/usr/sbin",
    "/usr/share",
    "/var/tmp",
];

/// Folders that only contain the folders of projects and users.
const PARENTS: [&str; 8] = ["/home", "/mnt", "/opt", "/root", "/srv", "/usr", "/usr/src", "/var"];

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut here = Surroundings::at_start(ctx.evaluated);
    // Of the instructions since the last WORKDIR.
    let mut found: Vec<(usize, Finding)> = Vec::new();
    let mut push = |found: &mut Vec<(usize, Finding)>| {
        found.drain(..).for_each(|(item, finding)| acc.push_at(item, Role::Own, finding));
    };
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let facts = &item.facts;
        here.step(facts);
        let mut is_relative = false;
        match (facts.instruction, &facts.operands) {
            (Some(Instruction::Workdir), _) => push(&mut found),
            (_, Operands::Copy(operands)) => {
                let destination = operands.destination.as_ref().map(|it| it.text.as_str());
                is_relative = destination.is_some_and(|it| !it.starts_with(['/', '$', '"']));
            }
            (Some(Instruction::Run), _) if facts.form == Some(Form::Shell) && facts.problems.is_empty() => {
                let commands = ctx.scripts.commands(at);
                let Some(call) = commands.calls().next().filter(|call| call.name() == Some("cd")) else {
                    continue;
                };
                let path = call.operands.first().map_or("", |&word| call.view.words[word].shown());
                is_relative = !path.is_empty() && !path.starts_with(['/', '~']);
                if let Some((call, directory)) = first_change(&commands) {
                    let range = call.range(call.word).start..call.range(call.operands[0]).end;
                    let finding = Finding::own(&RULE, range, texts::finding(directory));
                    let word = here.resolve(directory);
                    let mend = word.as_ref().map(|_| fix as _);
                    without_fixes(&mut found, is_relative);
                    found.push((at, Finding { mend, word, ..finding }));
                    continue;
                }
            }
            _ => {}
        }
        without_fixes(&mut found, is_relative);
    }
    push(&mut found);
}

/// A new WORKDIR would change the meaning of a path that follows.
fn without_fixes(found: &mut [(usize, Finding)], is_relative: bool) {
    for (_, finding) in found.iter_mut().filter(|_| is_relative) {
        finding.mend = None;
    }
}

/// The `cd` that a script begins with, if WORKDIR could do the same.
fn first_change(commands: &Commands) -> Option<(CallIn<'_>, &str)> {
    let call = commands.calls().next().filter(|call| call.name() == Some("cd"))?;
    if commands.is_partial() || !call.wrappers.is_empty() || !call.options.is_empty() {
        return None;
    }
    let [directory] = call.operands.as_slice() else { return None };
    let directory = call.text(*directory).filter(|it| is_plain(it))?;
    let own = own_statements(call.view);
    let [first, second, ..] = own.as_slice() else { return None };
    let command = &call.view.commands[call.command];
    let is_first = single_command(call.view, first) == Some(call.command)
        && command.assignments.is_empty()
        && call.view.redirections_of(command).next().is_none();
    let is_left = |other: CallIn<'_>| {
        other.name().is_some_and(|name| CHANGES.contains(&name)) || removes(other, directory)
    };
    let looks_back = call.view.expansions.iter().any(|it| call.view.name(it.name) == "OLDPWD");
    let is_kept = is_first && second.joint != Joint::Or && !looks_back;
    (is_kept && !commands.calls().skip(1).any(is_left)).then_some((call, directory))
}

/// Whether WORKDIR reads a directory as a shell does, and whether it makes sense for later
/// instructions.
fn is_plain(directory: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._/+@-".contains(&byte);
    let is_passing = PASSING.iter().any(|it| is_in(directory, it))
        || PARENTS.contains(&directory.trim_end_matches('/'))
        || (is_in(directory, "/usr/local") && !is_in(directory, "/usr/local/src"));
    !directory.is_empty()
        && !directory.starts_with('-')
        && !matches!(directory, "." | "/")
        && directory.bytes().all(is_part)
        && !is_passing
}

fn is_in(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory.trim_end_matches('/'))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn removes(call: CallIn<'_>, directory: &str) -> bool {
    let is_it =
        |&word: &usize| call.text(word).is_some_and(|path| !path.is_empty() && is_in(directory, path));
    matches!(call.name(), Some("rm" | "rmdir" | "mv")) && call.operands.iter().any(is_it)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let commands = commands(ctx);
    let (call, _) = first_change(&commands)?;
    let directory = ctx.finding.word.as_ref()?;
    let removed = removal(call.view, ctx.source, |at| at == 0)?;
    let keyword = if ctx.facts.word == "run" { "workdir" } else { "WORKDIR" };
    let line = format!("{keyword} {directory}{}{}", ctx.line_ending(), ctx.indentation());
    let mut edits = vec![TextEdit { range: 0..0, text: line }];
    edits.extend(removed.into_iter().map(|range| TextEdit { range, text: String::new() }));
    Some(Fix { title: (&texts::FIX).into(), safe: false, edits })
}

cases! {
    found: [r#"
FROM a
RUN cd /app && make
    ^^^^^^^ info: `cd /app` has no effect after this RUN
RUN --network=none \
  cd "app" ; (make && ls) \
  ^^^^^^^^ info: `cd app` has no effect after this RUN
  | cat
RUN <<E
cd /app/x
^^^^^^^^^ info: `cd /app/x` has no effect after this RUN
make
E
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN cd /app",
            "RUN cd",
            "RUN cd - && a",
            "RUN cd ~/x && a",
            "RUN cd $X && a",
            "RUN cd /a* && a",
            "RUN cd /app || a",
            "RUN cd /app && a && cd -",
            "RUN cd /app && a && (cd x && b)",
            "RUN a && cd /app && b",
            "RUN (cd /app && a) && b",
            "RUN if cd /app; then a; fi",
            "RUN cd /tmp/x && make",
            "RUN cd /usr/local/bin && ln -s a b",
            "RUN cd /opt && a",
            "RUN cd /src/x && make && rm -rf /src",
            "RUN cd /app && a && b \"$OLDPWD\"",
            "RUN cd /app && (",
            "RUN cd /app > /x && a",
            "RUN [\"cd\", \"/app\"]",
            "ONBUILD RUN cd /app && a",
            "SHELL [\"cmd\", \"/c\"]\nRUN cd /app && a",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn workdir_takes_its_place() {
        check_fix(
            RULE.name,
            "FROM a\r\n  RUN --network=none cd /app && \\\r\n      make && \\\r\n      b\r\nrun cd /x \\\r\n && a\r\n",
            "FROM a\r\n  WORKDIR /app\r\n  RUN --network=none make && \\\r\n      b\r\nworkdir /x\r\nrun a\r\n",
        );
        check_fix(
            RULE.name,
            "FROM a\nWORKDIR /a\nRUN cd b && c\nWORKDIR /d\nRUN e\n",
            "FROM a\nWORKDIR /a\nWORKDIR /a/b\nRUN c\nWORKDIR /d\nRUN e\n",
        );
        // The directory is unknown, or what follows would be relative to it.
        for text in [
            "FROM a\nRUN cd b && c\n",
            "FROM a\nRUN cd /b && c\nCOPY d e\n",
            "FROM a\nRUN cd /b && c\nRUN cd d\n",
        ] {
            check_fix(RULE.name, text, text);
        }
        check_fix(RULE.name, "FROM a\nRUN <<E\n cd /app\n a\nE\n", "FROM a\nWORKDIR /app\nRUN <<E\n a\nE\n");
    }
}
