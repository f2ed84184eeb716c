//! SHELL without the option for a command.
//!
//! # What it does
//! Reports a SHELL that names a known shell without the option that makes it run a command: `-c`, `/c` or `-Command`.
//!
//! # Why it matters
//! Docker adds the text of RUN to the array. Without the option, the shell takes that text as the name of a file, and
//! every later instruction in shell form fails. Add the option at the end of the array.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! SHELL ["/bin/bash", "-o", "pipefail"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! ```
//!
//! # Limits
//! Only shells with known names are checked. Windows PowerShell takes text without an option as a command and is not
//! reported; `pwsh` takes it as a file.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    fix::Fix,
    programs::{base_name, shell_call},
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::shell_missing_command_flag as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Shell], check)],
    group: Forms, severity: Error, presets: &[Default],
    unfinished: &[Unfinished::InArray],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(words) = ctx.facts.json.as_deref().filter(|_| ctx.role != Role::Inherited) else { return };
    let Some(last) = words.len().checked_sub(1) else { return };
    let Some(switch) = missing_switch(words) else { return };
    let message = texts::Finding { shell: &words[0], switch }.message();
    let finding = Finding::own(&RULE, ctx.facts.elements[last].clone(), message);
    acc.push(Finding { mend: Some(fix), word: Some(switch.to_owned()), ..finding });
}

fn missing_switch(words: &[String]) -> Option<&'static str> {
    let name = base_name(&words[0]);
    let rest = &words[1..];
    if let Some(call) = shell_call(words) {
        return (!call.has_command_switch && call.script >= words.len()).then_some("-c");
    }
    let has =
        |switches: &[&str]| rest.iter().any(|word| switches.iter().any(|it| word.eq_ignore_ascii_case(it)));
    if name.eq_ignore_ascii_case("cmd") {
        let is_switch = |word: &String| {
            word.len() >= 2
                && word.starts_with('/')
                && word[1..].to_ascii_lowercase().contains(['c', 'k', 'r'])
        };
        return (!rest.iter().any(is_switch)).then_some("/c");
    }
    (name.eq_ignore_ascii_case("pwsh")
        && !has(&["-c", "-command", "-co", "-com", "-comm", "-encodedcommand", "-file", "-f"]))
    .then_some("-Command")
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let end = ctx.finding.range.end;
    let text = format!(", \"{}\"", ctx.finding.word.as_deref()?);
    Some(Fix::replace(&texts::FIX, end..end, text).unsafe_choice())
}

cases! {
    found: [r#"
FROM a
SHELL ["bash"]
       ^^^^^^ error: `bash` is missing `-c`
SHELL ["/bin/bash", "-o", "pipefail"]
                          ^^^^^^^^^^ error: `/bin/bash` is missing `-c`
SHELL ["cmd", "/S"]
              ^^^^ error: `cmd` is missing `/c`
ONBUILD SHELL ["pwsh"]
               ^^^^^^ error: `pwsh` is missing `-Command`
"#],
    quiet: {
        "FROM a\nSHELL {}\n" => [
            r#"["/bin/bash", "-euo", "pipefail", "-c"]"#,
            r#"["/bin/sh", "-exc"]"#,
            r#"["cmd", "/S", "/C"]"#,
            r#"["powershell"]"#,
            r#"["pwsh", "-Command", "x;"]"#,
            r#"["python3", "-c"]"#,
            r#"["/usr/bin/env", "bash", "-c"]"#,
            r#"["conda", "run", "bash"]"#,
        ],
    },
    fixed: {
        "FROM a\nSHELL [\"bash\" ]\n" => "FROM a\nSHELL [\"bash\", \"-c\" ]\n",
    },
}
