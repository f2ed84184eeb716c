//! Comment after the arguments.
//!
//! # What it does
//! Reports ` # text` after the arguments of instructions that no shell reads.
//!
//! # Why it matters
//! Docker takes `#` as a comment only at the start of a line. After arguments, it is one more argument: EXPOSE, ENV,
//! LABEL, STOPSIGNAL, FROM and SHELL fail, while USER, WORKDIR, ARG, VOLUME, COPY and ADD accept the words.
//! `WORKDIR /app # code` creates a directory `/app # code`, and `COPY a /b # note` copies `a`, `/b` and `#` into
//! `note`. Move the comment to a separate line.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app # the code
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! # the code
//! WORKDIR /app
//! ```
//!
//! # Limits
//! RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form pass the text to a shell, which knows such comments. After a JSON
//! array, `MalformedJsonArray` reports the comment. A `#` within a word, in quotes or at the start of the arguments is
//! not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#format>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    document::directive_shape,
    facts::{Facts, operands::Operands},
    fix::{Fix, TextEdit},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::trailing_comment as texts;

rule! {
    checks: [Check::Instruction(&[], check), Check::Refused(check)],
    replaces: [
        env_needs_value,
        from_arity,
        invalid_port,
        invalid_protocol,
        invalid_stage_name,
        invalid_stop_signal,
        key_value_missing_equals,
        legacy_key_value_format,
        shell_needs_json,
        unclosed_quote,
    ],
    group: Syntax, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(mistakes) = ctx.facts.mistakes.as_deref().filter(|_| ctx.role == Role::Own) else { return };
    let facts = ctx.facts.trigger.as_deref().unwrap_or(ctx.facts);
    let value_start = match (&facts.operands, facts.instruction) {
        (Operands::Pairs(pairs), Some(Instruction::Env | Instruction::Label))
            if facts.args.last().is_some_and(String::is_empty) =>
        {
            pairs.first().map_or(0, |pair| pair.value.range.start)
        }
        _ => 0,
    };
    for remark in mistakes.remarks.iter().filter(|remark| remark.start > value_start) {
        acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, remark.clone(), &texts::FINDING) });
    }
}

/// Whether Docker rejects an instruction with more words than it accepts.
pub(super) fn is_refused(facts: &Facts) -> bool {
    // The words that these accept are only known once variables are expanded, but no such word is among
    // them.
    let reads_words = matches!(facts.instruction, Some(Instruction::Expose | Instruction::Stopsignal));
    reads_words || !facts.problems.is_empty()
}

/// The comment moves to the line above the line that it ends.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let range = ctx.finding.range.clone();
    let remark = ctx.text();
    let before = ctx.source.get(..range.start)?;
    let is_last_on_line = ctx
        .source
        .get(range.end..)?
        .trim_start_matches([' ', '\t', ctx.escape])
        .trim_start_matches('\r')
        .chars()
        .next()
        .is_none_or(|next| next == '\n');
    if directive_shape(remark.trim_start_matches('#')).is_some() || remark.contains('\n') || !is_last_on_line
    {
        return None;
    }
    let eol = ctx.line_ending();
    let kept = before.trim_end_matches([' ', '\t']).len();
    let (at, added) = if let Some(line_feed) = before.rfind('\n') {
        let line = before.get(line_feed + 1..)?;
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
        (line_feed + 1, format!("{indent}{remark}{eol}"))
    } else {
        (0, format!("{remark}{eol}{}", ctx.indentation()))
    };
    let edits = vec![
        TextEdit { range: at..at, text: added },
        TextEdit { range: kept..range.end, text: String::new() },
    ];
    // If Docker accepts the words as they are, the build changes.
    Some(Fix { title: texts::fix(), safe: is_refused(ctx.whole), edits })
}

cases! {
    found: [r#"
FROM alpine # 최신
            ^^^^ error: This is not a comment: it is part of the arguments
WORKDIR /a # b
           ^^^ error: This is not a comment: it is part of the arguments
env A=1 \
  # fine
  B=2 # two ' \
      ^^^^^^^ error: This is not a comment: it is part of the arguments
  C=3 # three
      ^^^^^^^ error: This is not a comment: it is part of the arguments
LABEL a b # c
          ^^^ error: This is not a comment: it is part of the arguments
ONBUILD USER app # svc
                 ^^^^^ error: This is not a comment: it is part of the arguments
SHELL ["a"] # b
            ^^^ error: This is not a comment: it is part of the arguments
EXPOSE 80 #web
          ^^^^ error: This is not a comment: it is part of the arguments
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "RUN a # b",
            "CMD a # b",
            "ENTRYPOINT a # b",
            "HEALTHCHECK CMD a # b",
            "CMD [\"a\"] # b",
            "USER a#b",
            "LABEL a=\"b # c\" d='e # f'",
            "ENV COLOR #fff",
            "ENV PS1 \\u # ",
            "MAINTAINER a # b",
            "COPY <<E /a\n# b # c\nE",
            "USER #a",
        ],
    },
    fixed: {
        "FROM a # b\r\n  USER c  # d\r\nENV A=1 \\\r\n  B=2 # two \\\r\n  C=3\r\n"
            => "# b\r\nFROM a\r\n  # d\r\n  USER c\r\nENV A=1 \\\r\n  # two\r\n  B=2 \\\r\n  C=3\r\n",
        "FROM a\nUSER c # d" => "FROM a\n# d\nUSER c",
    },
}
