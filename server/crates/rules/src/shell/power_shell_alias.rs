//! Alias instead of a cmdlet in a PowerShell script.
//!
//! # What it does
//! Reports aliases such as `iwr`, `rm` and `curl` where the shell is PowerShell.
//!
//! # Why it matters
//! An alias says less than the name of its cmdlet, and can be different in each PowerShell: in Windows PowerShell, `curl` and
//! `wget` are `Invoke-WebRequest`, which does not have the options of these programs. In PowerShell 7, they are the programs.
//!
//! # Example
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
//! RUN iwr https://example.com/tool.zip -OutFile tool.zip
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
//! RUN Invoke-WebRequest https://example.com/tool.zip -OutFile tool.zip
//! ```
//!
//! # Limits
//! Aliases that are in general use, such as `cd`, `echo`, `%`, `?`, `where` and `select`, are not reported. With `pwsh`,
//! neither are those that only PowerShell for Windows has.
//!
//! # References
//! - <https://learn.microsoft.com/powershell/utility-modules/psscriptanalyzer/rules/avoidusingcmdletaliases>

use crate::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{fix::Fix, programs::base_name, shell::Dialect, spec::Instruction};
use dockwright_lint::{
    finding::{Finding, Mending},
    rule::Severity,
};
use dockwright_texts::{rules::power_shell_alias as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    group: Shell,
    severity: Hint,
    presets: &[],
}

/// Where an alias exists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Everywhere,
    /// On Linux, the program of this name runs.
    OnWindows,
    /// Up to version 5.1: later, the program of this name runs on Windows too.
    OnlyIn51,
}

/// The aliases by name, with their cmdlets. Source: `Get-Alias` in `powershell` 5.1 and in `pwsh` 7 on Linux.
const ALIASES: [(&str, &str, Known); 55] = [
    ("ac", "Add-Content", Known::OnWindows),
    ("cat", "Get-Content", Known::OnWindows),
    ("compare", "Compare-Object", Known::OnWindows),
    ("copy", "Copy-Item", Known::Everywhere),
    ("cp", "Copy-Item", Known::OnWindows),
    ("cpi", "Copy-Item", Known::Everywhere),
    ("curl", "Invoke-WebRequest", Known::OnlyIn51),
    ("del", "Remove-Item", Known::Everywhere),
    ("diff", "Compare-Object", Known::OnWindows),
    ("dir", "Get-ChildItem", Known::Everywhere),
    ("erase", "Remove-Item", Known::Everywhere),
    ("fl", "Format-List", Known::Everywhere),
    ("ft", "Format-Table", Known::Everywhere),
    ("gc", "Get-Content", Known::Everywhere),
    ("gci", "Get-ChildItem", Known::Everywhere),
    ("gcm", "Get-Command", Known::Everywhere),
    ("gi", "Get-Item", Known::Everywhere),
    ("gm", "Get-Member", Known::Everywhere),
    ("gp", "Get-ItemProperty", Known::Everywhere),
    ("gps", "Get-Process", Known::Everywhere),
    ("gsv", "Get-Service", Known::OnWindows),
    ("iex", "Invoke-Expression", Known::Everywhere),
    ("ii", "Invoke-Item", Known::Everywhere),
    ("ipmo", "Import-Module", Known::Everywhere),
    ("irm", "Invoke-RestMethod", Known::Everywhere),
    ("iwr", "Invoke-WebRequest", Known::Everywhere),
    ("kill", "Stop-Process", Known::Everywhere),
    ("ls", "Get-ChildItem", Known::OnWindows),
    ("mi", "Move-Item", Known::Everywhere),
    ("move", "Move-Item", Known::Everywhere),
    ("mv", "Move-Item", Known::OnWindows),
    ("ni", "New-Item", Known::Everywhere),
    ("ps", "Get-Process", Known::OnWindows),
    ("rd", "Remove-Item", Known::Everywhere),
    ("ren", "Rename-Item", Known::Everywhere),
    ("ri", "Remove-Item", Known::Everywhere),
    ("rm", "Remove-Item", Known::OnWindows),
    ("rmdir", "Remove-Item", Known::OnWindows),
    ("rni", "Rename-Item", Known::Everywhere),
    ("sal", "Set-Alias", Known::Everywhere),
    ("saps", "Start-Process", Known::Everywhere),
    ("sasv", "Start-Service", Known::OnWindows),
    ("sc", "Set-Content", Known::OnlyIn51),
    ("si", "Set-Item", Known::Everywhere),
    ("sl", "Set-Location", Known::Everywhere),
    ("sleep", "Start-Sleep", Known::OnWindows),
    ("sls", "Select-String", Known::Everywhere),
    ("sp", "Set-ItemProperty", Known::Everywhere),
    ("spps", "Stop-Process", Known::Everywhere),
    ("spsv", "Stop-Service", Known::OnWindows),
    ("start", "Start-Process", Known::OnWindows),
    ("tee", "Tee-Object", Known::OnWindows),
    ("type", "Get-Content", Known::Everywhere),
    ("wget", "Invoke-WebRequest", Known::OnlyIn51),
    ("wjb", "Wait-Job", Known::Everywhere),
];

/// The cmdlet of an alias that every PowerShell has.
pub(super) fn cmdlet_everywhere(alias: &str) -> Option<&'static str> {
    let found = ALIASES.iter().find(|(name, _, known)| *known == Known::Everywhere && *name == alias);
    found.map(|(_, cmdlet, _)| *cmdlet)
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role == Role::Inherited || ctx.script.dialect() != Dialect::PowerShell {
        return;
    }
    let Some(view) = ctx.script.view().filter(|it| it.dialect == Dialect::PowerShell) else {
        return;
    };
    // If part of the script cannot be parsed, an argument may look like a command.
    if view.has_error || view.commands.is_empty() {
        return;
    }
    let is_windows = ctx.script.shell.words().next().is_some_and(|program| {
        let name = base_name(program).to_ascii_lowercase();
        name.rsplit('\\').next().is_some_and(|name| name.trim_end_matches(".exe") == "powershell")
    });
    let source = ctx.script.source().to_ascii_lowercase();
    for command in view.commands.iter().filter(|command| !command.words.is_empty()) {
        let word = &view.words[command.words.start as usize];
        let Some(name) = word.text.as_deref().map(str::to_ascii_lowercase) else { continue };
        let Ok(at) = ALIASES.binary_search_by_key(&name.as_str(), |(alias, _, _)| alias) else { continue };
        let (alias, cmdlet, known) = ALIASES[at];
        let has_alias = is_windows || known == Known::Everywhere;
        if !has_alias || is_defined(&source, alias) {
            continue;
        }
        let mut finding = Finding::own(&RULE, word.span.range(), texts::Finding { alias, cmdlet }.message());
        if known == Known::OnlyIn51 {
            finding.severity = Some(Severity::Info);
        }
        finding.word = Some(cmdlet.to_owned());
        finding.mend = Some(fix);
        acc.push(finding);
    }
}

/// Whether a script, in lower case, may give a name a different meaning.
fn is_defined(source: &str, name: &str) -> bool {
    let mut rest = source;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].trim_end_matches([' ', '"', '\'', ':']);
        if ["function", "filter", "-alias", "-name", "alias"].iter().any(|word| before.ends_with(word)) {
            return true;
        }
        rest = &rest[at + name.len()..];
    }
    false
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let word = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&word), word))
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, RULE};
    use crate::testing::{check, check_fix, find};

    #[test]
    fn aliases_are_in_order() {
        assert!(ALIASES.is_sorted_by_key(|(alias, _, _)| alias));
    }

    #[test]
    fn aliases() {
        check(
            RULE.name,
            r#"
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell.exe", "-Command"]
RUN IWR https://a -OutFile b; `
    ^^^ hint: `iwr` is an alias of `Invoke-WebRequest`
    # about rm
    if ($x) { rm b }; curl https://c
              ^^ hint: `rm` is an alias of `Remove-Item`
                      ^^^^ info: `curl` is an alias of `Invoke-WebRequest`
ONBUILD RUN Get-Item a | ri
                         ^^ hint: `ri` is an alias of `Remove-Item`
RUN <<EOF
ls
^^ hint: `ls` is an alias of `Get-ChildItem`
EOF
"#,
        );
    }

    #[test]
    fn what_is_no_alias() {
        let source =
            |shell: &str, script: &str| format!("FROM a\nSHELL [\"{shell}\", \"-c\"]\nRUN {script}\n");
        for (shell, script) in [
            ("powershell", "curl.exe a; C:\\b\\curl a; Write-Host curl 'rm'; $rm = 1"),
            ("powershell", "function rm { b }; rm c; Set-Alias -Name ls b; ls"),
            ("powershell", "cd a; echo b | % { c } | select d"),
            ("pwsh", "curl a; rm b; ls"),
            ("bash", "curl a; iwr b"),
            ("cmd", "curl a; iwr b"),
        ] {
            assert!(find(RULE.name, &source(shell, script)).is_empty(), "{shell} {script}");
        }
        assert_eq!(find(RULE.name, &source("/usr/bin/pwsh", "iwr a")).len(), 1);
    }

    #[test]
    fn the_cmdlet_takes_its_place() {
        let text = "FROM a\nSHELL [\"powershell\", \"-c\"]\nRUN iwr a -OutFile b; & rm b\n";
        let expected = text.replace("iwr", "Invoke-WebRequest").replace("& rm", "& Remove-Item");
        check_fix(RULE.name, text, &expected);
    }
}
