//! Command runs without the secret mount that the configuration requires.
//!
//! # What it does
//! Reports a RUN that calls a program from `secret-mounts` in the configuration without the secret mount given there.
//!
//! # Why it matters
//! A program without credentials fails, or asks a public server instead of the intended one.
//!
//! # Example
//! With `secret-mounts = { pip = "id=pip,target=/etc/pip.conf" }`:
//! ```dockerfile
//! FROM python:3.13
//! RUN pip install --no-cache-dir example-app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM python:3.13
//! RUN --mount=type=secret,id=pip,target=/etc/pip.conf pip install --no-cache-dir example-app
//! ```
//!
//! # Limits
//! Without this setting, nothing is reported. A secret mount counts if it has the same `id`, `target` or `env`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#run---mounttypesecret>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    facts::operands::{Mount, Operands},
    fix::Fix,
    spec::{
        Instruction,
        mounts::{MountKind, MountValue},
        wrappers::family,
    },
};
use dockwright_lint::finding::{Finding, Found, Mending};
use dockwright_texts::rules::require_secret_mount as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["T:require-secret-mounts"],
    group: Security, presets: &[Default],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let wanted = &ctx.options.secret_mounts;
    if wanted.is_empty() {
        return;
    }
    for (stage, (block, _)) in ctx.stages.iter().enumerate() {
        for (item, placed) in block.instructions().enumerate() {
            let facts = placed.facts.trigger.as_deref().unwrap_or(placed.facts);
            let Operands::Run(mounts) = &facts.operands else { continue };
            if facts.instruction != Some(Instruction::Run) || !facts.problems.is_empty() {
                continue;
            }
            let commands = ctx.scripts(stage).commands(item);
            for (program, mount) in wanted {
                let is_it = |name: &str| name == program || family(name) == program;
                let mut calls = commands.calls().filter(|call| call.name().is_some_and(is_it));
                let Some(call) = calls.next().filter(|_| !mounts.iter().any(|it| is_mount(it, mount))) else {
                    continue;
                };
                let message = texts::Finding { program: program.as_str(), mount: mount.as_str() }.message();
                let finding = Finding::own(&RULE, call.range(call.word), message);
                let finding = Finding { mend: Some(fix), word: Some(mount.clone()), ..finding };
                found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
            }
        }
    }
}

/// Whether a mount is the secret of the configuration.
fn is_mount(mount: &Mount, wanted: &str) -> bool {
    let kind = mount.value(MountValue::Kind).and_then(|kind| MountKind::named(&kind.text));
    let has = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        matches!(key, "id" | "target" | "env")
            && mount.fields.iter().any(|field| {
                let own = field.value.as_ref().map_or("", |value| value.text.as_str());
                own == value && (field.key.text == key || (key == "target" && field.is(MountValue::Target)))
            })
    };
    kind == Some(MountKind::Secret) && wanted.split(',').any(has)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let mount = ctx.finding.word.as_ref()?;
    let at = ctx.facts.keyword_range.end;
    Some(Fix::replace(&texts::FIX, at..at, format!(" --mount=type=secret,{mount}")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::find_with;
    use super::RULE;
    use dockwright_lint::rule::RuleOptions;

    fn found(text: &str) -> Vec<String> {
        let secret_mounts = vec![("pip".to_owned(), "id=pip,target=/etc/pip.conf".to_owned())];
        let options = RuleOptions { secret_mounts, ..RuleOptions::default() };
        let found = find_with(RULE.name, options, text);
        let fixed = |it: &dockwright_lint::diagnostic::Diagnostic| {
            let edit = &it.fix.as_ref().unwrap().edits[0];
            format!("{}{}{}", &text[..edit.range.start], edit.text, &text[edit.range.start..])
        };
        found.iter().map(|it| format!("{}: {}", &text[it.range.clone()], fixed(it))).collect()
    }

    #[test]
    fn missing_mounts() {
        assert_eq!(
            found("FROM a\nRUN --network=none a && \\\n  pip3.11 install b\n"),
            [
                "pip3.11: FROM a\nRUN --mount=type=secret,id=pip,target=/etc/pip.conf --network=none a && \\\n  pip3.11 install b\n"
            ]
        );
        assert_eq!(found("FROM a\nONBUILD RUN <<E\npython -m pip install b\nE\n").len(), 1);
        assert!(found("FROM a\nRUN apt-get install pip\n").is_empty());
        assert!(found("FROM a\nRUN --mount=type=secret,dst=/etc/pip.conf pip install a\n").is_empty());
        assert!(found("FROM a\nRUN --mount=type=secret,id=pip pip install a\n").is_empty());
        assert_eq!(found("FROM a\nRUN --mount=type=cache,target=/etc/pip.conf pip install a\n").len(), 1);
    }
}
