//! Copied files belong to root and not to the USER.
//!
//! # What it does
//! Reports COPY and ADD without `--chown` after a USER that is not root.
//!
//! # Why it matters
//! USER decides which user runs commands. Copied files still belong to root, so that user cannot change them.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! USER node
//! COPY app /srv/app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! USER node
//! COPY --chown=node app /srv/app
//! ```
//!
//! # Limits
//! A USER with variables, and a user that only the base image sets, are not known. Windows stages are not checked.
//! Files that the user only reads are safer with root as their owner: ignore this rule there.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---chown---chmod>

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    facts::operands::Operands,
    fix::Fix,
    shell::dialect::is_windows_image,
    spec::{FlagValue, Instruction},
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::rules::copy_after_user_without_chown as texts;

rule! {
    checks: [Check::Stage(check)],
    aliases: &["T:copy-after-user-without-chown"],
    group: Context, severity: Info, presets: &[],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let entry = &ctx.evaluated.entry;
    if entry.is_windows() || ctx.evaluated.base_image().is_some_and(is_windows_image) {
        return;
    }
    let mut user = entry.user.as_ref().filter(|user| user.is_certain).map(|user| &*user.text);
    for (at, item) in ctx.items.iter().enumerate() {
        match &item.facts.operands {
            Operands::Whole(name) if item.facts.instruction == Some(Instruction::User) => {
                user = name.literal();
            }
            Operands::Copy(_)
                if item.facts.flag_value(FlagValue::Owner).is_none() && item.facts.problems.is_empty() =>
            {
                let Some(user) = user.filter(|user| is_plain_user(user)) else { continue };
                let range = item.facts.keyword_range.clone();
                let message = texts::finding(user);
                let finding = Finding::own(&RULE, range, message);
                acc.push_at(
                    at,
                    Role::Own,
                    Finding { mend: Some(fix), word: Some(user.to_owned()), ..finding },
                );
            }
            _ => {}
        }
    }
}

fn is_plain_user(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or_default();
    // The last two are users of Windows images.
    !matches!(name, "" | "root" | "0" | "ContainerAdministrator" | "ContainerUser")
        && !user.contains(char::is_whitespace)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let user = ctx.finding.word.as_ref()?;
    let at = ctx.finding.range.end;
    Some(Fix::replace(texts::fix(user), at..at, format!(" --chown={user}")).unsafe_choice())
}

cases! {
    found: [r#"
FROM a AS x
COPY a /a
USER app:staff
COPY a /a
^^^^ info: These files do not belong to the user `app:staff`
ADD --chown=1 a /a
USER 0
COPY a /a
USER $U
COPY a /a
user "1000"
FROM x
add --link \
^^^ info: These files do not belong to the user `1000`
  a /a
"#],
    quiet: {
        "{}" => ["FROM --platform=windows/amd64 a\nUSER app\nCOPY a /a\n"],
    },
    fixed: {
        "FROM a\nUSER app\nCOPY --link \\\n a /a\nCOPY b \\\n /b\n"
            => "FROM a\nUSER app\nCOPY --chown=app --link \\\n a /a\nCOPY --chown=app b \\\n /b\n",
    },
}
