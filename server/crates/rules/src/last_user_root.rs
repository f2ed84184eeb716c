//! Image runs as root.
//!
//! # What it does
//! Reports the last USER of the built image if it is `root` or `0`.
//!
//! # Why it matters
//! The program runs with full rights in the container. An attacker who takes it over can change every file, and may
//! become root on the host through a hole in the isolation.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! USER root
//! CMD ["node", "app.js"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! USER root
//! RUN apt-get update
//! USER node
//! CMD ["node", "app.js"]
//! ```
//!
//! # Limits
//! Only the last stage or the build target is checked, because the other stages do not run as containers. `MissingUser`
//! reports files without any USER. The program in ENTRYPOINT may drop its rights, which the file does not show.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#user>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{model::Base, spec::Instruction};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::last_user_root as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3002", "DS-0002"],
    group: Security, presets: &[Hadolint],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(mut stage) = ctx.model.target() else { return };
    let evaluated = &ctx.model.stages[stage].evaluated;
    let Some(user) = evaluated.exit.user.as_ref().filter(|user| user.is_certain && is_root(&user.text))
    else {
        return;
    };
    loop {
        let items = ctx.stages[stage].0.items();
        let is_user =
            |facts: &dockwright_analysis::facts::Facts| facts.instruction == Some(Instruction::User);
        let last = items.iter().rposition(|item| is_user(&item.facts) && item.facts.problems.is_empty());
        if let Some(item) = last {
            let message = texts::finding(&*user.text);
            let finding = Finding::own(&RULE, items[item].facts.args_range.clone(), message);
            found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
            return;
        }
        let triggers = &ctx.model.stages[stage].evaluated.triggers;
        match ctx.model.stages[stage].base {
            Base::Stage(base) if !triggers.iter().any(|it| it.trigger.as_deref().is_some_and(is_user)) => {
                stage = base;
            }
            _ => return,
        }
    }
}

fn is_root(user: &str) -> bool {
    matches!(user.split(':').next(), Some("root" | "0"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn the_user_of_the_image() {
        check(
            RULE.name,
            r#"
FROM a
USER root
FROM a AS base
ARG U=0
USER app
USER $U:0
     ^^^^ warning: The container runs as `0:0`
FROM base
"#,
        );
        for text in ["USER app", "USER root\nUSER app", "RUN a", "USER $U", "USER rooty", "USER root\nFROM b"]
        {
            assert!(find(RULE.name, &format!("FROM a\n{text}\n")).is_empty(), "{text}");
        }
    }
}
