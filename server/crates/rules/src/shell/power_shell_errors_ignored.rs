//! Failures in a PowerShell script are ignored.
//!
//! # What it does
//! Reports RUN instructions in which PowerShell runs several statements and `$ErrorActionPreference` is not set, neither
//! in SHELL nor in the script.
//!
//! # Why it matters
//! PowerShell continues after most errors. If a download or a deletion fails, the statements after it still run, and the
//! build fails only if the last one does.
//!
//! # Example
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! SHELL ["powershell", "-Command"]
//! RUN Invoke-WebRequest https://example.com/tool.zip -OutFile tool.zip; Expand-Archive tool.zip C:\tool
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
//! RUN Invoke-WebRequest https://example.com/tool.zip -OutFile tool.zip; Expand-Archive tool.zip C:\tool
//! ```
//!
//! # Limits
//! Only cmdlets and the aliases that every PowerShell has are checked: `$ErrorActionPreference` has no effect on the exit codes of programs. Cmdlets with
//! `-ErrorAction` are not reported, and neither are those that hardly ever fail, such as `Write-Host`.
//!
//! # References
//! - <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_preference_variables#erroractionpreference>

use super::power_shell_alias::cmdlet_everywhere;
use crate::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    fix::Fix,
    shell::{self, Command, Context, Dialect, ShellView},
    spec::Instruction,
};
use dockwright_lint::{
    finding::{Finding, Mending},
    powershell::statement_ends,
};
use dockwright_texts::rules::power_shell_errors_ignored as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    group: Shell,
    presets: &[Default],
}

const PREFERENCE: &str = "erroractionpreference";
/// The statement to insert before the script.
const STATEMENT: &str = "$ErrorActionPreference = 'Stop'; ";
/// The verbs of cmdlets that do something that fails.
const VERBS: [&str; 43] = [
    "add",
    "clear",
    "compress",
    "convert",
    "copy",
    "disable",
    "dismount",
    "enable",
    "expand",
    "export",
    "find",
    "get",
    "grant",
    "import",
    "initialize",
    "install",
    "invoke",
    "join",
    "mount",
    "move",
    "new",
    "optimize",
    "publish",
    "register",
    "remove",
    "rename",
    "repair",
    "reset",
    "resolve",
    "restart",
    "restore",
    "revoke",
    "save",
    "set",
    "start",
    "stop",
    "test",
    "unblock",
    "uninstall",
    "unregister",
    "update",
    "use",
    "wait",
];
/// Cmdlets that have such a verb, but rarely fail.
const HARMLESS: [&str; 7] = [
    "get-date",
    "new-timespan",
    "set-strictmode",
    "set-variable",
    "start-sleep",
    "test-path",
    "start-transcript",
];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited || ctx.script.dialect() != Dialect::PowerShell {
        return;
    }
    let says_what_to_do = |text: &str| text.to_ascii_lowercase().contains(PREFERENCE);
    if ctx.script.shell.words().any(says_what_to_do) {
        return;
    }
    let Some(script) = ctx.script.power_shell().filter(|it| !says_what_to_do(&it.text)) else {
        return;
    };
    let Some(view) = ctx.script.view().filter(|view| !view.has_error) else { return };
    let Some(last) = statement_ends(&script.text).and_then(|ends| ends.last().copied()) else { return };
    let last = script.source_range(last..last + 1).start;
    let mut commands = view.commands.iter().filter(|command| (command.span.start as usize) < last);
    let Some((command, name)) = commands.find_map(|command| Some((command, cmdlet(&view, command)?))) else {
        return;
    };
    let range = view.words[command.words.start as usize].span.range();
    let mut finding = Finding::own(&RULE, range, texts::finding(name));
    finding.mend = Some(fix);
    acc.push(finding);
}

/// The name of a command, if it is a cmdlet whose failure is not checked.
fn cmdlet<'a>(view: &'a ShellView, command: &Command) -> Option<&'a str> {
    let words = view.words.get(command.words.start as usize..command.words.end as usize)?;
    let (name, arguments) = words.split_first()?;
    let name = name.text.as_deref()?;
    let lower = name.to_ascii_lowercase();
    let lower = cmdlet_everywhere(&lower).map_or(lower, str::to_ascii_lowercase);
    let (verb, noun) = lower.split_once('-')?;
    let is_cmdlet = VERBS.contains(&verb) && noun.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_own_affair = arguments.iter().any(|word| {
        let word = word.shown().to_ascii_lowercase();
        word.starts_with("-erroraction") || word == "-ea" || word.starts_with("-ea:")
    });
    let is_seen = command.context == Context::default() && !is_own_affair;
    (is_cmdlet && is_seen && !HARMLESS.contains(&lower.as_str())).then_some(name)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let script = shell::script(ctx.whole, ctx.source, ctx.escape, Dialect::PowerShell)?;
    let (_, start) = script.runs().next()?;
    Some(Fix::replace(&texts::FIX, start..start, STATEMENT.to_owned()).unsafe_choice())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{check, check_fix, find};

    #[test]
    fn failures_before_the_last_statement() {
        check(
            RULE.name,
            r#"
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Write-Host 'a'; `
    # get it
    Invoke-WebRequest https://a -OutFile b; `
    ^^^^^^^^^^^^^^^^^ warning: If `Invoke-WebRequest` fails, the statements after it still run
    Remove-Item c; setx d e
ONBUILD RUN Copy-Item a b; c
            ^^^^^^^^^ warning: If `Copy-Item` fails, the statements after it still run
ONBUILD RUN iwr https://a -OutFile b; c
            ^^^ warning: If `iwr` fails, the statements after it still run
RUN <<EOF
Expand-Archive a b
^^^^^^^^^^^^^^ warning: If `Expand-Archive` fails, the statements after it still run
Remove-Item a
EOF
"#,
        );
    }

    #[test]
    fn what_is_looked_after() {
        for script in [
            "Remove-Item a",
            "Remove-Item a;",
            "a; b; Remove-Item c",
            "Write-Host a; Remove-Item b",
            "$ErrorActionPreference = 'Stop'; Remove-Item a; b",
            "Remove-Item a -ErrorAction Stop; b",
            "Get-ChildItem a | % { b; c }",
            "Get-ChildItem 'a;b'",
            "try { Remove-Item a; b } catch { exit 1 }",
            "apt-get update; apt-get install a",
        ] {
            let text = format!("FROM a\nSHELL [\"pwsh\", \"-Command\"]\nRUN {script}\n");
            assert!(find(RULE.name, &text).is_empty(), "{script}");
        }
        assert!(find(RULE.name, "FROM a\nRUN Remove-Item a; b\n").is_empty());
        let text =
            "FROM a\nSHELL [\"pwsh\", \"-c\", \"$errorActionPreference='Stop';\"]\nRUN Remove-Item a; b\n";
        assert!(find(RULE.name, text).is_empty());
    }

    #[test]
    fn the_preference_is_set_before_the_script() {
        let text = "FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN --network=none \\\n    Remove-Item a; b\n";
        let expected = text.replace("Remove", "$ErrorActionPreference = 'Stop'; Remove");
        check_fix(RULE.name, text, &expected);
    }
}
