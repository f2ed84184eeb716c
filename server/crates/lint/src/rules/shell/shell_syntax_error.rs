//! Shell cannot read the script.
//!
//! # What it does
//! Reports scripts that break the grammar of the shell: a quote or a bracket that is never closed, `if` without `fi`,
//! `then` without a command.
//!
//! # Why it matters
//! The shell stops with a syntax error, and the build fails.
//!
//! # Example
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a; then rm /a
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM debian:13
//! RUN if test -f /a; then rm /a; fi
//! ```
//!
//! # Limits
//! An operator without a command is reported by `DanglingOperator`. Only the first error is reported. In scripts for
//! PowerShell, only quotes and brackets that do not pair are reported.
//!
//! # References
//! - <https://www.shellcheck.net/wiki/SC1072>
//! - <https://www.shellcheck.net/wiki/SC1073>
//! - <https://www.shellcheck.net/wiki/SC1009>
//! - <https://www.shellcheck.net/wiki/SC1088>
//! - <https://www.shellcheck.net/wiki/SC1089>
//! - <https://www.shellcheck.net/wiki/SC1036>

use super::{Acc, Check, InstructionContext, Role};
use crate::{
    finding::Finding,
    powershell::{Fault, fault},
    rule::{Group, Severity},
    rules::shell_report::report,
};
use dockwright_analysis::{shell::Dialect, spec::Instruction};
use dockwright_texts::rules::shell_syntax_error as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Run], check)],
    aliases: &["SC1072", "SC1073", "SC1009", "SC1088", "SC1089", "SC1036"],
    group: Group::Shell,
    severity: Severity::Error,
    presets: &[],
    url: Some("https://www.shellcheck.net/wiki/SC1072"),
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    report(ctx, acc, &RULE, &[1009], None, |text| texts::finding_1009(text));
    report(ctx, acc, &RULE, &[1073], None, |text| texts::finding_1073(text));
    report(ctx, acc, &RULE, &[1089], None, |text| texts::finding_1089(text));
    report(ctx, acc, &RULE, &[1088], None, |_| texts::finding_1088());
    report(ctx, acc, &RULE, &[1072], None, |text| texts::finding_1072(text));
    if ctx.role != Role::Inherited && ctx.scripts.dialect(ctx.item) == Dialect::PowerShell {
        power_shell(ctx, acc);
    }
}

fn power_shell(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Some(script) = ctx.scripts.power_shell(ctx.item) else { return };
    let Some(fault) = fault(&script.text) else { return };
    let (Fault::Unclosed(place) | Fault::Unopened(place)) = &fault;
    let text = &script.text[place.clone()];
    let message = match &fault {
        Fault::Unclosed(_) => texts::finding_1009(text),
        Fault::Unopened(_) => texts::finding_1089(text),
    };
    acc.push(Finding::own(&RULE, script.source_range(place.clone()), message));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, check_scripts, find};
    use super::RULE;

    #[test]
    fn power_shell() {
        check(
            RULE.name,
            r#"
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Write-Host 'a'; `
    # it's a comment
    if ($x) { `
            ^ error: `{` is never closed
      Write-Host 'b'
ONBUILD RUN Write-Host 'it''s
                       ^ error: `'` is never closed
RUN <<EOF
if (a) { b }
}
^ error: `}` ends nothing here
EOF
"#,
        );
        for shell in ["\"cmd\", \"/C\"", "\"/bin/fish\", \"-c\""] {
            let source = format!("FROM a\nSHELL [{shell}]\nRUN echo it's {{\n");
            assert!(find(RULE.name, &source).is_empty(), "{shell}");
        }
    }

    #[test]
    fn scripts() {
        let found = [("if a; then b", "if"), ("a; fi", "fi"), ("echo 'a", "'"), ("echo a (b)", "(")];
        let quiet = ["if a; then b; fi", "f() { a; }; f", "case a in b) c;; esac", "a && b"];
        check_scripts(RULE.name, "debian:13", &found, &quiet);
    }
}
