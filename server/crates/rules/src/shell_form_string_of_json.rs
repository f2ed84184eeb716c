//! JSON array in quotes.
//!
//! # What it does
//! Reports a shell form that is an array in quotes, such as `CMD "[\"a\"]"`, or a JSON object.
//!
//! # Why it matters
//! The text does not begin with `[`, so Docker runs it with a shell, which looks for a program with this name. Remove
//! the quotes around the array.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! CMD '["npm", "start"]'
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! CMD ["npm", "start"]
//! ```
//!
//! # Limits
//! There is a fix only if the text in the quotes is an array of strings.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use dockwright_syntax::exec_form::{ExecForm, exec_form};

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{fix::Fix, programs::shell_text, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::shell_form_string_of_json as texts;

rule! {
    checks: [
        Check::Instruction(&[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck], check),
    ],
    replaces: [
        json_args_recommended,
        shell_entrypoint_drops_arguments,
        shell_entrypoint_ignores_cmd,
        shell_cmd_with_exec_entrypoint,
    ],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(text) = shell_text(ctx.facts).filter(|_| ctx.role != Role::Inherited) else { return };
    let is_quoted = quoted_array(text).is_some();
    if !is_quoted && !is_object(text) {
        return;
    }
    let message = if is_quoted { &texts::ARRAY } else { &texts::OBJECT };
    acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, ctx.facts.command_range.clone(), message) });
}

/// The text between quotes that begins and ends like an array.
fn quoted_array(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let inner = text[1..].strip_suffix(quote)?.trim();
    let first = inner.strip_prefix('[')?.trim_start();
    (inner.ends_with(']') && first.starts_with(['"', '\'', '\\'])).then_some(inner)
}

/// `{"a": "b"}`; `{ a; }` is a list of a shell.
fn is_object(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { return false };
    let inner = inner.trim_start();
    inner.starts_with('"')
        && inner[1..].split_once('"').is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let facts = ctx.facts;
    let inner = quoted_array(shell_text(facts)?)?;
    let array = inner.replace("\\\"", "\"");
    matches!(exec_form(&array), ExecForm::Strings(_)).then(|| ctx.replace(&texts::FIX, array).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
CMD "[\"a\"]"
    ^^^^^^^^^ error: This JSON array is in quotes
ENTRYPOINT {"a":"b"}
           ^^^^^^^^^ error: This is a JSON object, not an array
HEALTHCHECK CMD '["a", "b"]'
                ^^^^^^^^^^^^ error: This JSON array is in quotes
"#],
    quiet: {
        "FROM a\nCMD {}\n" => ["\"a\" \"b\"", "{ a; }", "'[a]'", "\"$x\"", "[\"a\"]"],
    },
    fixed: {
        "FROM a\nCMD \"[\\\"a\\\", \\\"b\\\"]\"\nENTRYPOINT '[\"a\"]'\n"
            => "FROM a\nCMD [\"a\", \"b\"]\nENTRYPOINT [\"a\"]\n",
    },
}
