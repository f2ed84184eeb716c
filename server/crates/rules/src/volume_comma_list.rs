//! Paths of VOLUME separated by commas.
//!
//! # What it does
//! Reports paths of VOLUME that end in a comma.
//!
//! # Why it matters
//! Without brackets, VOLUME takes a list of words, separated by spaces. The comma becomes part of the path, so the
//! volume is `/data,`. Remove the comma.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! VOLUME /data, /logs
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! VOLUME /data /logs
//! ```
//!
//! # Limits
//! Only a comma at the end of a word is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#volume>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::volume_comma_list as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Volume], check)],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    if ctx.role == Role::Inherited || facts.json.is_some() || facts.broken_array.is_some() {
        return;
    }
    let Operands::List(paths) = &facts.operands else { return };
    for path in paths.iter().filter(|path| path.text.len() > 1 && path.text.ends_with(',')) {
        let comma = path.range.end - 1..path.range.end;
        let message = texts::finding(&path.text);
        acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, comma, message) });
    }
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    (ctx.text() == ",").then(|| ctx.replace(&texts::FIX, String::new()).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
VOLUME /a, /b
         ^ error: The comma is part of the path `/a,`
onbuild volume /a, \
                 ^ error: The comma is part of the path `/a,`
  /b
"#],
    quiet: {
        "{}" => ["FROM a\nVOLUME [\"/a\", \"/b\"]\nVOLUME /a,b /c\nVOLUME ['/a', '/b']\n"],
    },
    fixed: {
        "FROM a\nVOLUME /a, /b,\n" => "FROM a\nVOLUME /a /b\n",
    },
}
