//! Working directory with spaces and without quotes.
//!
//! # What it does
//! Reports a WORKDIR whose path has spaces outside quotes.
//!
//! # Why it matters
//! WORKDIR takes the rest of the line as one path, so a second word becomes part of the name. Put the path in quotes,
//! or remove the second word.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR /srv/my app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR "/srv/my app"
//! ```
//!
//! # Limits
//! Spaces in quotes or after the escape character are taken as intended. Windows paths are not reported. Comments after
//! the path are reported by `TrailingComment`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#workdir>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::{operands::Operands, template::Part},
    spec::Instruction,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::workdir_with_spaces as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Workdir], check)],
    aliases: &["DFL:invalid_workdir"],
    group: Context, severity: Info, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Whole(path) = &ctx.facts.operands else { return };
    // Other rules report arrays and comments.
    if ctx.role == Role::Inherited
        || path.text.contains('\\')
        || path.text.starts_with('[')
        || path.text.contains(" #")
    {
        return;
    }
    let has_blank =
        |part: &Part| matches!(part, Part::Literal { text, is_raw: false } if text.contains([' ', '\t']));
    if path.parts.iter().any(has_blank) && path.text.as_bytes().get(1) != Some(&b':') {
        acc.push(Finding::own(&RULE, path.range.clone(), &texts::FINDING));
    }
}

cases! {
    found: [r#"
FROM a
WORKDIR /a b
        ^^^^ info: This path contains a space
WORKDIR /한글 a
        ^^^^^ info: This path contains a space
WORKDIR /a # b
WORKDIR "/a b"
WORKDIR /a\ b
WORKDIR C:/Program Files
WORKDIR ${A:-b c}
WORKDIR \
  /a
ONBUILD WORKDIR /a	b
                ^^^^ info: This path contains a space
"#],
}
