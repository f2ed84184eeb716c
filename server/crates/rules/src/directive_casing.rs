//! Parser directive with capital letters.
//!
//! # What it does
//! Reports parser directives with capital letters in their names.
//!
//! # Why it matters
//! This is a matter of style: Docker accepts any letter case. Its documentation and other tools write directives in
//! lower case.
//!
//! # Example
//! ```dockerfile
//! # Syntax=docker/dockerfile:1
//! FROM nginx:1.29
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM nginx:1.29
//! ```
//!
//! # Limits
//! Only lines that Docker reads as directives are checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#parser-directives>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::fix::Fix;
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::directive_casing as texts, titles};

rule! {
    checks: [Check::File(check)],
    aliases: &["DU:CASING_DIRECTIVE"],
    group: Style, severity: Hint, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    for directive in ctx.document.directives() {
        let line = ctx.document.text().slice(directive.range.clone());
        let Some(at) = line.find(|c: char| c.is_ascii_alphabetic()) else { continue };
        let Some(name) = line.get(at..at + directive.name.len()).filter(|name| **name != directive.name)
        else {
            continue;
        };
        let start = directive.range.start + at;
        let message = texts::finding(name);
        let finding = Finding::own(&RULE, start..start + name.len(), message);
        let finding = Finding { word: Some(directive.name.clone()), mend: Some(fix), ..finding };
        found.extend(FileFound::in_header(ctx.document, finding));
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let name = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&name), name))
}

cases! {
    found: [r#"
# Syntax=docker/dockerfile:1
  ^^^^^^ hint: The directive `Syntax` should be in lower case
#ESCAPE = `
 ^^^^^^ hint: The directive `ESCAPE` should be in lower case
# check=skip=FromAsCasing
FROM a
"#],
    fixed: {
        "#ESCAPE = `\r\nFROM a\r\n" => "#escape = `\r\nFROM a\r\n",
    },
}
