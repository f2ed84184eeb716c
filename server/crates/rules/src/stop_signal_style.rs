//! Stop signal given by its number, or one that no program can catch.
//!
//! # What it does
//! Reports a STOPSIGNAL that is a number, has no `SIG` or has small letters, and signals that no program can catch.
//!
//! # Why it matters
//! A number has to be looked up, and some numbers mean a different signal on other processors. `SIGKILL` and `SIGSTOP`
//! do not reach the program: it is killed or suspended without a chance to finish its work. Use the name of a signal
//! that the program can handle, such as `SIGTERM`.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! STOPSIGNAL 15
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! STOPSIGNAL SIGTERM
//! ```
//!
//! # Limits
//! The rule does not know which signal the program expects. Signals with variables and numbers without a common name
//! are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#stopsignal>

use std::borrow::Cow;

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{facts::operands::Operands, fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::stop_signal_style as texts, titles};

rule! {
    checks: [Check::Instruction(&[Instruction::Stopsignal], check)],
    aliases: &["T:prefer-canonical-stopsignal", "T:no-ungraceful-stopsignal"],
    group: Metadata, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Whole(signal) = &ctx.facts.operands else { return };
    let Some(text) = signal.literal().filter(|_| ctx.role != Role::Inherited) else { return };
    let Some(name) = canonical(text) else { return };
    if matches!(&*name, "SIGKILL" | "SIGSTOP") {
        let message = texts::uncatchable(name);
        let finding = Finding::own(&RULE, signal.range.clone(), message);
        acc.push(Finding { note: Some(texts::uncatchable_note()), ..finding });
    } else if name != text {
        let message = texts::Finding { text, signal: &*name }.message();
        let mut finding = Finding::own(&RULE, signal.range.clone(), message);
        if signal.text == text {
            finding.word = Some(name.into_owned());
            finding.mend = Some(fix);
        }
        acc.push(finding);
    }
}

/// The full name of a signal; `None` for a number without a common name.
fn canonical(text: &str) -> Option<Cow<'_, str>> {
    if let Ok(number) = text.parse::<u32>() {
        let name = match number {
            1 => "SIGHUP",
            2 => "SIGINT",
            3 => "SIGQUIT",
            6 => "SIGABRT",
            9 => "SIGKILL",
            10 => "SIGUSR1",
            12 => "SIGUSR2",
            15 => "SIGTERM",
            19 => "SIGSTOP",
            28 => "SIGWINCH",
            37 => "SIGRTMIN+3",
            _ => return None,
        };
        return Some(name.into());
    }
    if text.starts_with("SIG") && !text.contains(|c: char| c.is_ascii_lowercase()) {
        return Some(text.into());
    }
    let upper = text.to_ascii_uppercase();
    let is_name = upper.starts_with(|c: char| c.is_ascii_uppercase());
    is_name.then(|| if upper.starts_with("SIG") { upper.into() } else { format!("SIG{upper}").into() })
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let name = ctx.finding.word.clone()?;
    Some(ctx.replace(titles::change_to(&name), name))
}

cases! {
    found: [r#"
FROM a
STOPSIGNAL 15
           ^^ info: `15` is usually written `SIGTERM`
STOPSIGNAL SIGTERM
STOPSIGNAL "SIGRTMIN+3"
STOPSIGNAL quit
           ^^^^ info: `quit` is usually written `SIGQUIT`
STOPSIGNAL KILL
           ^^^^ info: No program can catch `SIGKILL`
           ^^^^ note: The program is killed without a chance to finish its work
STOPSIGNAL 9
           ^ info: No program can catch `SIGKILL`
           ^ note: The program is killed without a chance to finish its work
STOPSIGNAL 33
STOPSIGNAL $S
"#],
    fixed: {
        "FROM a\nSTOPSIGNAL 15\nstopsignal \\\n sigint\n"
            => "FROM a\nSTOPSIGNAL SIGTERM\nstopsignal \\\n SIGINT\n",
    },
}
