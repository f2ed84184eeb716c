//! Destination of several sources does not end in `/`.
//!
//! # What it does
//! Reports COPY and ADD with more than one source and a destination that does not end in `/`.
//!
//! # Why it matters
//! Unless the directory already exists, Docker copies the first file to that name, and each following file overwrites
//! the one before it.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! COPY package.json package-lock.json /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! COPY package.json package-lock.json /app/
//! ```
//!
//! # Limits
//! A pattern counts as one source, whatever it matches. Paths with `{{`, which are templates, the destinations `.` and
//! `..`, and destinations that end in a variable are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#destination>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::{
        operands::Operands,
        template::{Part, Template},
    },
    fix::Fix,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::copy_destination_slash as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Add, Instruction::Copy], check)],
    aliases: &["DL3021", "DU:INVALID_DESTINATION", "DFL:add_dest_invalid", "DS-0011"],
    group: Context, severity: Error, presets: &[Default, Hadolint],
    unfinished: &[Unfinished::AtEnd],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Copy(operands) = &ctx.facts.operands else { return };
    let Some(destination) = &operands.destination else { return };
    let sources = operands.sources.len() + ctx.facts.heredocs.len();
    if ctx.role == Role::Inherited || sources < 2 || may_be_directory(destination) {
        return;
    }
    // A placeholder of a template, or a flag in the wrong place, which another rule reports.
    let is_odd = |text: &str| text.starts_with("--") || text.contains("{{") || text.contains("}}");
    if operands.sources.iter().chain([destination]).any(|path| is_odd(&path.text)) {
        return;
    }
    let message = texts::finding(sources);
    acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, destination.range.clone(), message) });
}

fn may_be_directory(destination: &Template) -> bool {
    // The parser leaves an empty part where quotes meet a variable.
    let is_some = |part: &&Part| !matches!(part, Part::Literal { text, .. } if text.is_empty());
    match (destination.literal(), destination.parts.iter().rfind(is_some)) {
        (Some(text), _) => {
            text.is_empty() || text.ends_with(['/', '\\']) || matches!(last_part(text), "." | "..")
        }
        (None, Some(Part::Literal { text, .. })) => text.ends_with(['/', '\\']),
        _ => true,
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let quotes = text.len() - text.trim_end_matches(['"', '\'']).len();
    let at = ctx.finding.range.end - quotes;
    (quotes < 2).then(|| Fix::replace(&texts::FIX, at..at, "/".to_owned()))
}

cases! {
    found: [r#"
FROM a
COPY a b /d
         ^^ error: 2 sources are copied to a destination that does not end in `/`
ADD ["a", "b", "c", "/d"]
                    ^^^^ error: 3 sources are copied to a destination that does not end in `/`
COPY a <<E /$X/d
           ^^^^^ error: 2 sources are copied to a destination that does not end in `/`
E
onbuild copy a \
 b \
 d
 ^ error: 2 sources are copied to a destination that does not end in `/`
"#],
    quiet: {
        "FROM a\nCOPY {}\n" => [
            "a* /d",
            "a b .",
            "a b /d/",
            "a b $X",
            "a b \"$X\"",
            "a b ${X}/",
            "a b ./..",
            "a",
            "a {{ b }} /d",
            "a /d --chown=1",
            "a b \"/d/\"",
        ],
    },
    fixed: {
        "FROM a\nCOPY a b /d\nCOPY [\"a\", \"b\", \"/d\"]\n"
            => "FROM a\nCOPY a b /d/\nCOPY [\"a\", \"b\", \"/d/\"]\n",
    },
}
