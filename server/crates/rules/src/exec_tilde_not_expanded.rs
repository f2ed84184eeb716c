//! `~` that no shell expands.
//!
//! # What it does
//! Reports `~/` at the start of an element of a JSON array, of a path in COPY, ADD, VOLUME and WORKDIR, and of a value
//! of ENV.
//!
//! # Why it matters
//! Only a shell replaces `~` by the home directory. Docker creates a directory called `~`, or looks for a program in
//! it.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR ~/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! WORKDIR /root/app
//! ```
//!
//! # Limits
//! Arrays that start a shell are not reported. There is no fix, because the home directory depends on the user. Values
//! of ENV are reported as info only: a shell can expand them when `eval` reads them.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#exec-form>

use super::{Acc, COMMANDS, Check, InStageContext, InstructionContext, PATHS, Role};
use crate::exec_form::Exec;
use dockwright_analysis::{
    facts::{operands::Operands, template::Template},
    programs::any_shell,
    spec::Instruction,
};
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::exec_tilde_not_expanded as texts;

rule! {
    checks: [Check::Instruction(PATHS, check), Check::ExecForm(COMMANDS, check_array)],
    group: Forms, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited {
        return;
    }
    let mut paths = |paths: &[Template]| {
        for path in paths.iter().filter(|path| is_home(&path.text)) {
            push(&path.text, path.range.clone(), Severity::Warning, acc);
        }
    };
    match &ctx.facts.operands {
        Operands::Copy(operands) => {
            // A source is a name in the build context, or in another image, where `~` means nothing either.
            paths(&operands.sources);
            paths(operands.destination.as_slice());
        }
        Operands::List(list) => paths(list),
        Operands::Whole(path) if ctx.facts.instruction == Some(Instruction::Workdir) => {
            paths(std::slice::from_ref(path));
        }
        Operands::Pairs(pairs) => {
            for pair in pairs.iter().filter(|pair| is_home(&pair.value.text)) {
                push(&pair.value.text, pair.value.range.clone(), Severity::Info, acc);
            }
        }
        _ => {}
    }
}

fn check_array(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(exec) = Exec::of(ctx) else { return };
    let Some(at) = exec.words.iter().position(|word| is_home(word)) else { return };
    if !any_shell(exec.words) {
        push(&exec.words[at], exec.facts.elements[at].clone(), Severity::Warning, acc);
    }
}

fn push(text: &str, range: std::ops::Range<usize>, severity: Severity, acc: &mut Acc) {
    let message = texts::finding(text);
    acc.push(Finding { severity: Some(severity), ..Finding::own(&RULE, range, message) });
}

/// `~/x`, `~user/x`.
fn is_home(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('~') else { return false };
    rest.is_empty()
        || rest
            .split_once('/')
            .is_some_and(|(user, _)| user.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)))
}

cases! {
    found: [r#"
FROM a
CMD ["~/run.sh"]
     ^^^^^^^^^^ warning: `~` in `~/run.sh` is not replaced with the home directory
COPY a ~/b
       ^^^ warning: `~` in `~/b` is not replaced with the home directory
WORKDIR ~app/x
        ^^^^^^ warning: `~` in `~app/x` is not replaced with the home directory
VOLUME ["/a", "~/b"]
              ^^^^^ warning: `~` in `~/b` is not replaced with the home directory
ENV A=~/b
      ^^^ info: `~` in `~/b` is not replaced with the home directory
"#],
    quiet: {
        "{}" => [
            "FROM a\nCMD [\"sh\", \"-c\", \"~/x\"]\nCOPY a~ /b~/\nRUN ~/x\nENV A=/~ B=~1.0\nRUN [\"a\", \"~>1/2\"]\n",
        ],
    },
}
