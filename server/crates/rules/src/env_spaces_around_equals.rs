//! Spaces around the `=` of ENV or LABEL.
//!
//! # What it does
//! Reports `ENV KEY = value` and `LABEL key = value`.
//!
//! # Why it matters
//! The first word has no `=`, so Docker reads the instruction in the old form `KEY value`. The value is `= value`,
//! including the `=`.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE = production
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ENV MODE=production
//! ```
//!
//! # Limits
//! `ENV KEY= value` is a syntax error and is reported as one. There is a fix if the value is one word or is in quotes.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#env>

use super::{Acc, Check, InstructionContext};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{BuildPlace, Finding, Mending};
use dockwright_texts::rules::env_spaces_around_equals as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Env, Instruction::Label], check)],
    group: Variables, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    let [key, value, separator] = facts.args.as_slice() else { return };
    if !separator.is_empty() || !value.starts_with('=') {
        return;
    }
    let Operands::Pairs(pairs) = &facts.operands else { return };
    let Some(start) = pairs.first().map(|pair| pair.value.range.start) else { return };
    let message = texts::finding(key);
    let finding = Finding::new(&RULE, start..start + 1, message);
    acc.push(Finding { build: BuildPlace::Nowhere, mend: Some(fix), ..finding });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let Operands::Pairs(pairs) = &facts.operands else { return None };
    let pair = pairs.first()?;
    let sign = ctx.finding.range.clone();
    let behind = ctx.source.get(sign.end..pair.value.range.end)?;
    let value = behind.trim_start();
    let inside = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let is_quoted = inside.is_some_and(|inside| !inside.contains(['"', '\n', ctx.escape]));
    let is_word = !value.is_empty() && (is_quoted || !value.contains(char::is_whitespace));
    let gap = pair.key.range.end..sign.end + (behind.len() - value.len());
    is_word.then(|| Fix::replace(&texts::FIX, gap, "=".to_owned()).unsafe_choice())
}

cases! {
    found: [r#"
FROM alpine
ENV A = 1
      ^ error: The value of `A` starts with `=`
ENV B =2
      ^ error: The value of `B` starts with `=`
LABEL c = "d e"
        ^ error: The value of `c` starts with `=`
ENV D=1 E=2
ENV F x=1
ONBUILD ENV G = 1
              ^ error: The value of `G` starts with `=`
"#],
    fixed: {
        "FROM a\nENV A = 1\nENV B =\"2 3\"\n" => "FROM a\nENV A=1\nENV B=\"2 3\"\n",
        "FROM a\nENV A = 1 2\n" => "FROM a\nENV A = 1 2\n",
    },
}
