//! `AS` in a different letter case than `FROM`.
//!
//! # What it does
//! Reports an `as` in capitals after a `from` in small letters, and the other way round.
//!
//! # Why it matters
//! It reads like two languages; nothing else depends on it.
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
//! Silent where `From` itself is mixed: that is the matter of `ConsistentInstructionCasing`.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/from-as-casing/>

use super::{
    Acc, Check, InstructionContext,
    consistent_instruction_casing::{Case, case_of},
};
use crate::finding::{Finding, Mending};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
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
        let message = texts::finding(&word.text, &ctx.facts.word);
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
