//! Array in an instruction that does not accept one.
//!
//! # What it does
//! Reports JSON arrays in USER, WORKDIR, STOPSIGNAL, EXPOSE, ENV, LABEL and ARG.
//!
//! # Why it matters
//! These instructions have no JSON form, so the brackets and quotes become part of the value: `WORKDIR ["/app"]`
//! creates a directory called `["/app"]`.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! USER ["app"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! USER app
//! ```
//!
//! # Limits
//! Values of ENV, LABEL and ARG can be JSON, as in `ENV HOSTS=["a"]`, and are not reported. In these instructions, only
//! an array in place of the names is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#format>

use dockwright_syntax::exec_form::{ExecForm, exec_form};

use super::{Acc, Check, InstructionContext, Role, TEXTS};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::array_on_non_json_instruction as texts;

rule! {
    checks: [Check::Instruction(TEXTS, check)],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let facts = ctx.facts;
    let Some(first) =
        facts.args.first().filter(|first| first.starts_with(['[']) && ctx.role != Role::Inherited)
    else {
        return;
    };
    // `[$x]` is odd, but not an array.
    if !first[1..].trim_start().starts_with(['"', '\'', '“']) {
        return;
    }
    let message = texts::finding(&facts.keyword);
    acc.push(Finding { mend: Some(fix), ..Finding::own(&RULE, facts.args_range.clone(), message) });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let ExecForm::Strings(elements) = exec_form(ctx.text()) else { return None };
    let facts = ctx.facts;
    let words: Vec<&str> = elements.iter().map(|element| element.text.as_str()).collect();
    let is_plain = |word: &&str| !word.is_empty() && !word.contains([' ', '\t', '"', '\'', '\\', '\n']);
    let text = match facts.instruction? {
        Instruction::User | Instruction::Workdir | Instruction::Stopsignal => match words[..] {
            [word] if is_plain(&word) => word.to_owned(),
            _ => return None,
        },
        Instruction::Expose => words.join(" "),
        Instruction::Env | Instruction::Label | Instruction::Arg => match words[..] {
            [key, value] if is_plain(&value) && !key.contains('=') => format!("{key}={value}"),
            _ if words.iter().all(|word| word.contains('=')) => words.join(" "),
            _ => return None,
        },
        _ => return None,
    };
    let is_fine = words.iter().all(is_plain);
    is_fine.then(|| ctx.replace(&texts::FIX, text).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
USER ["app"]
     ^^^^^^^ error: USER does not accept a JSON array
onbuild workdir ['/a']
                ^^^^^^ error: WORKDIR does not accept a JSON array
ENV ["A", "b"]
    ^^^^^^^^^^ error: ENV does not accept a JSON array
EXPOSE ["80"]
       ^^^^^^ error: EXPOSE does not accept a JSON array
"#],
    quiet: {
        "{}" => ["FROM a\nENV A=[\"x\"] B=[1]\nENV C [\"x\"]\nLABEL a='[\"b\"]'\nWORKDIR [$x]\nUSER app\n"],
    },
    fixed: {
        "FROM a\nUSER [ \"app\" ]\nENV [\"A\", \"b\"]\nARG [\"A=1\"]\n"
            => "FROM a\nUSER app\nENV A=b\nARG A=1\n",
    },
}
