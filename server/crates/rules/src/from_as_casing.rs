//! `AS` in a different letter case than `FROM`.
//!
//! # What it does
//! Reports `AS` in a different letter case than `FROM`: `as` after `FROM`, or `AS` after `from`.
//!
//! # Why it matters
//! The instruction is easier to read if both keywords are written alike. Docker accepts any letter case.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22 as base
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! ```
//!
//! # Limits
//! Nothing is reported after a `From` of mixed case: `ConsistentInstructionCasing` reports that.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/from-as-casing/>

use super::{
    Acc, Check, InstructionContext,
    consistent_instruction_casing::{Case, case_of},
};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::from_as_casing as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::From], check)],
    group: Style,
    url: Some("https://docs.docker.com/reference/build/checks/from-as-casing/"),
    moment: Moment::new(Pass::Instructions, 1),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::From(operands) = &ctx.facts.operands else { return };
    let (Some(word), Some(case)) = (&operands.separator, case_of(&ctx.facts.word)) else { return };
    if case_of(&word.text) != Some(case) {
        let message = texts::Finding { word: &word.text, from: &ctx.facts.word }.message();
        acc.push(Finding { mend: Some(fix), ..Finding::new(&RULE, word.range.clone(), message) });
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let word = match case_of(&ctx.whole.word)? {
        Case::Upper => "AS",
        Case::Lower => "as",
    };
    Some(ctx.replace(titles::change_to(word), word.to_owned()))
}

cases! {
    found: [r#"
FROM alpine as a
            ^^ warning: 'as' and 'FROM' keywords' casing do not match
from alpine As b
            ^^ warning: 'As' and 'from' keywords' casing do not match
From alpine as c
FROM alpine AS d
FROM alpine \
  # where it comes from
  as \
  ^^ warning: 'as' and 'FROM' keywords' casing do not match
  e
"#],
    fixed: {
        "FROM a as b\nfrom a AS c\n" => "FROM a AS b\nfrom a as c\n",
    },
}
