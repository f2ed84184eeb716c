//! Flag after the first argument.
//!
//! # What it does
//! Reports flags such as `--chown` and `--from` after the first argument: after a path in COPY and ADD, after the image
//! in FROM, and after `CMD` in HEALTHCHECK.
//!
//! # Why it matters
//! After the first argument, a flag is a plain argument. COPY and ADD use it as a source or as the destination,
//! HEALTHCHECK runs it as a program, and Docker rejects such a FROM.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! COPY app /app --chown=1000
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! COPY --chown=1000 app /app
//! ```
//!
//! # Limits
//! Only flags that the instruction has are reported. Options after the program in RUN and HEALTHCHECK are not reported,
//! because they may belong to the program. JSON arrays are not checked, and neither is the word after a separate `--`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>

use std::ops::Range;

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::{Facts, Form, operands::Operands},
    fix::{Fix, TextEdit},
    spec::{FlagKind, Instruction},
};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Severity,
};
use dockwright_texts::rules::misplaced_flag as texts;

rule! {
    checks: [
        Check::Instruction(&[Instruction::Add, Instruction::Copy, Instruction::Healthcheck], check),
        Check::Refused(check),
    ],
    replaces: [copy_remote_source, from_arity],
    group: Syntax, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if ctx.role == Role::Inherited || facts.json.is_some() {
        return;
    }
    match (&facts.operands, facts.instruction) {
        (Operands::Copy(operands), _) => {
            let words = operands.sources.iter().skip(1).chain(&operands.destination);
            for word in words.filter(|word| is_flag(facts, &word.text)) {
                push(facts, word.range.clone(), &word.text, acc);
            }
        }
        (Operands::From(_), _) if facts.args.len() > 1 => {
            let range = facts.args_range.clone();
            let is_one_run = range.len() == facts.args.iter().map(|word| word.len() + 1).sum::<usize>() - 1;
            let mut start = range.start;
            for word in &facts.args {
                if is_flag(facts, word) {
                    let place = if is_one_run { start..start + word.len() } else { range.clone() };
                    push(facts, place, word, acc);
                }
                start += word.len() + 1;
            }
        }
        (_, Some(Instruction::Healthcheck)) if facts.form == Some(Form::Shell) => {
            let Some(word) = facts.args.get(1).and_then(|text| text.split_whitespace().next()) else {
                return;
            };
            if is_flag(facts, word) {
                let start = facts.command_range.start;
                push(facts, start..start + word.len(), word, acc);
            }
        }
        _ => {}
    }
}

fn push(facts: &Facts, range: Range<usize>, word: &str, acc: &mut Acc) {
    let name = word.split('=').next().unwrap_or_default();
    let message = texts::finding(name);
    let mut finding = Finding { mend: Some(fix), ..Finding::own(&RULE, range, message) };
    if !facts.problems.is_empty() {
        finding.severity = Some(Severity::Error);
    }
    acc.push(finding);
}

/// `--name`, and its value if it needs one.
fn is_flag(facts: &Facts, word: &str) -> bool {
    let Some(rest) = word.strip_prefix("--") else { return false };
    let name = rest.split('=').next().unwrap_or_default();
    let flag = facts.instruction.and_then(|instruction| instruction.spec().flag(name));
    flag.is_some_and(|flag| flag.kind() == FlagKind::Bool || rest.len() > name.len())
}

/// The build changes, on purpose.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let word = ctx.text();
    let name = word.strip_prefix("--")?.split('=').next()?;
    if word.contains(char::is_whitespace) || facts.flag(name).is_some() {
        return None;
    }
    let range = ctx.finding.range.clone();
    let before = ctx.source.get(..range.start)?;
    // A word at the start of a line leaves its spaces; one at the end takes them with it.
    let start = before.trim_end_matches([' ', '\t']).len();
    let start = if before[..start].ends_with(['\n', ctx.escape]) { range.start } else { start };
    let end = if start == range.start {
        let behind = ctx.source.get(range.end..)?;
        range.end + (behind.len() - behind.trim_start_matches([' ', '\t']).len())
    } else {
        range.end
    };
    // Before CMD, for HEALTHCHECK.
    let at = facts.keyword_range.end;
    let edits = vec![
        TextEdit { range: at..at, text: format!(" {word}") },
        TextEdit { range: start.max(at)..end, text: String::new() },
    ];
    Some(Fix { title: texts::fix(name), safe: false, edits })
}

cases! {
    found: [r#"
FROM a AS b
COPY a /b --chown=1
          ^^^^^^^^^ warning: `--chown` comes after the arguments, so it is not a flag
onbuild copy a --link \
               ^^^^^^ warning: `--link` comes after the arguments, so it is not a flag
  /b
HEALTHCHECK CMD --interval=5s curl x
                ^^^^^^^^^^^^^ warning: `--interval` comes after the arguments, so it is not a flag
FROM a --platform=linux/amd64
       ^^^^^^^^^^^^^^^^^^^^^^ error: `--platform` comes after the arguments, so it is not a flag
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "COPY --chown=1 a /b",
            "COPY -- --odd /b",
            "COPY a --odd /b",
            "HEALTHCHECK CMD wget --timeout=3 x",
            "RUN a --network=host",
            "COPY [\"a\", \"--link\", \"/b\"]",
        ],
    },
    fixed: {
        "FROM a\nCOPY a /b --chown=1\n" => "FROM a\nCOPY --chown=1 a /b\n",
        "FROM a\nCOPY a --link \\\n /b\n" => "FROM a\nCOPY --link a \\\n /b\n",
        "FROM a\nHEALTHCHECK CMD --interval=5s curl x\n"
            => "FROM a\nHEALTHCHECK --interval=5s CMD curl x\n",
    },
}
