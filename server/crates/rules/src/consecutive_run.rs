//! RUN could be joined with the RUN before it.
//!
//! # What it does
//! Reports a RUN that directly follows a RUN with the same flags, if each of them runs one command.
//!
//! # Why it matters
//! Each RUN adds a layer. Files that one RUN writes and the next one deletes stay in the image.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN groupadd app
//! RUN useradd --gid app app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN groupadd app && \
//!     useradd --gid app app
//! ```
//!
//! # Limits
//! Separate RUN instructions are also cached separately, which is often worth more than one layer less. So the rule is
//! not in the default preset. A RUN with a heredoc, in exec form, or with more than one command is not reported. There
//! is no fix if the first command changes the state of its shell, as `cd` and `export` do.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run>
//! - <https://docs.docker.com/build/building/best-practices/#run>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    commands::Commands,
    document::Item,
    facts::{Facts, Form},
    fix::{Fix, TextEdit},
    shell::{AssignmentKind, CommandKind, Dialect, Joint, ShellView},
    spec::Instruction,
    words::BUILTINS,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    scripts::Scripts,
    statements::own_statements,
};
use dockwright_texts::rules::consecutive_run as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3059"],
    group: Performance, severity: Info, presets: &[Hadolint],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let mut before = None;
    for (at, item) in ctx.items.iter().enumerate().skip(1) {
        let flags = flags_of_single(ctx.scripts, at, item);
        if flags.is_some() && flags == before {
            let finding = Finding::own(&RULE, item.facts.keyword_range.clone(), &texts::FINDING);
            let mends_document = true;
            acc.push_at(at, Role::Own, Finding { mend: Some(fix), mends_document, ..finding });
        }
        before = flags;
    }
}

/// The sorted flags of a RUN with one command.
fn flags_of_single(scripts: Scripts<'_>, at: usize, item: &Item) -> Option<Vec<Vec<String>>> {
    let facts = &item.facts;
    let is_shell_form = facts.instruction == Some(Instruction::Run)
        && facts.form == Some(Form::Shell)
        && facts.heredocs.is_empty()
        && facts.problems.is_empty();
    if !is_shell_form {
        return None;
    }
    let commands = scripts.commands(at);
    let view = &commands.scripts.first()?.view;
    (!view.has_error && named_commands(view) <= 1).then(|| flags(facts))
}

/// The flags as sets of keys, so that their order does not matter.
fn flags(facts: &Facts) -> Vec<Vec<String>> {
    let parts = |flag: &str| {
        let mut parts: Vec<String> = flag.split(',').map(str::to_owned).collect();
        parts.sort();
        parts
    };
    let mut flags: Vec<_> =
        facts.flags.iter().map(|flag| parts(flag.text.trim_start_matches("--mount="))).collect();
    flags.sort();
    flags
}

/// How many commands a script calls by name, without tests.
fn named_commands(view: &ShellView) -> usize {
    let is_named = |command: &&dockwright_analysis::shell::Command| {
        matches!(command.kind, CommandKind::Simple | CommandKind::Declaration)
            && view.words.get(command.words.start as usize).is_some_and(|word| word.text.is_some())
    };
    view.commands.iter().filter(is_named).count()
}

/// Whether a script may be followed or preceded by `&&`.
fn is_single_list(view: &ShellView) -> bool {
    let own = own_statements(view);
    !view.has_error
        && view.comments.is_empty()
        && view.heredocs.is_empty()
        && own.iter().all(|it| it.list == own[0].list && !it.is_background)
}

/// Whether a script leaves something in its shell, or ends it.
fn leaves_state(view: &ShellView) -> bool {
    let changes = view.commands.iter().any(|command| {
        let name = view.words.get(command.words.start as usize).and_then(|word| word.text.as_deref());
        command.kind == CommandKind::Declaration
            || name.is_none_or(|name| matches!(name, "exit" | "return" | "trap") || BUILTINS.contains(&name))
    });
    changes
        || view.assignments.iter().any(|it| it.kind != AssignmentKind::Prefix)
        || view.scopes.iter().any(|it| it.name.is_some())
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let (_, block) = ctx.document.block_at(ctx.start)?;
    let at = block.item_at(ctx.start)?.checked_sub(1)?;
    let previous = block.placed(at);
    let source = ctx.document.source(&previous);
    let commands = |facts: &Facts, source: &str| {
        Commands::of(facts, ctx.escape, Dialect::Posix, || source.to_owned().into())
    };
    let (first, second) = (commands(previous.facts, &source), commands(ctx.whole, ctx.source));
    let (first, second) = (&first.scripts.first()?.view, &second.scripts.first()?.view);
    let has_or = second.statements.iter().any(|it| it.scope == 0 && it.joint == Joint::Or);
    if !is_single_list(first) || !is_single_list(second) || has_or || leaves_state(first) {
        return None;
    }
    let end = own_statements(first).last()?.span.range().end;
    let own = source.trim_end();
    // Something else follows the command, such as `;`.
    if end != own.len() {
        return None;
    }
    let start = second.statements.first()?.span.range().start;
    if ctx.source.get(..start)?.lines().skip(1).any(|line| line.trim_start().starts_with('#')) {
        return None;
    }
    let (end, start) = (previous.start + end, ctx.start + start);
    let between = ctx.document.text().slice(previous.start + own.len()..ctx.start);
    let line_end = ctx.line_ending();
    let indent = format!("{}    ", ctx.indentation());
    let mut text = format!(" && {}{line_end}", ctx.escape);
    for comment in between.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // A comment for a linter has no effect inside of an instruction.
        if ["check=", "hadolint", "shellcheck", "dockwright"].iter().any(|it| comment.contains(it)) {
            return None;
        }
        text.extend([indent.as_str(), comment, line_end]);
    }
    text.push_str(&indent);
    Some(Fix { title: (&texts::FIX).into(), safe: false, edits: vec![TextEdit { range: end..start, text }] })
}

cases! {
    found: [r#"
FROM a
RUN a b
# why

run c \
^^^ info: This RUN could be joined with the one before it
  d
RUN --mount=type=cache,target=/x a
RUN --mount=target=/x,type=cache b
^^^ info: This RUN could be joined with the one before it
RUN --mount=target=/y,type=cache b
COPY x /x
RUN for x in 1 2; do a $x; done
RUN [ -f x ] || b
^^^ info: This RUN could be joined with the one before it
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN a\nCOPY b c\nRUN d",
            "RUN a && b\nRUN c",
            "RUN a\nRUN b | c",
            "RUN a\nRUN --network=none b",
            "RUN a\nRUN [\"b\"]",
            "RUN a\nRUN <<E\nb\nE",
            "RUN a\nONBUILD RUN b\nONBUILD RUN b",
            "RUN a\nRUN x $(b)",
            "RUN a\nFROM b\nRUN c",
            "RUN a (\nRUN b",
            "SHELL [\"cmd\", \"/c\"]\nRUN a\nRUN b",
        ],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn they_become_one() {
        check_fix(
            RULE.name,
            "FROM a\r\n  RUN a \\\r\n  b\r\n  # why\r\n\r\n  RUN c\r\n  RUN d\r\n",
            "FROM a\r\n  RUN a \\\r\n  b && \\\r\n      # why\r\n      c && \\\r\n      d\r\n",
        );
        for text in [
            "FROM a\nRUN cd x\nRUN b\n",
            "FROM a\nRUN export A=1\nRUN b\n",
            "FROM a\nRUN a &\nRUN b\n",
            "FROM a\nRUN a;\nRUN b\n",
            "FROM a\nRUN a\nRUN [ -f x ] || b\n",
            "FROM a\nRUN a\n# hadolint ignore=DL3059\n# dockwright ignore=X\nRUN b\n",
        ] {
            check_fix(RULE.name, text, text);
        }
    }
}
