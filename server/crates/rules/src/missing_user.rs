//! Image without a USER.
//!
//! # What it does
//! Reports a file if none of the stages that its image consists of has a USER.
//!
//! # Why it matters
//! The container runs as the user of the base image, which is root for most images.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! CMD ["node", "app.js"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! USER node
//! CMD ["node", "app.js"]
//! ```
//!
//! # Limits
//! The base image is not known and may set a user. So only the preset `all` contains this rule.
//!
//! # References
//! - <https://docs.docker.com/build/building/best-practices/#user>

use super::{Check, FileContext, FileFound};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::missing_user as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DS-0002", "T:stateful-root-runtime"],
    group: Security, severity: Info, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(target) = ctx.model.target() else { return };
    if ctx.model.stages[target].evaluated.exit.user.is_some() {
        return;
    }
    let Some(image) = ctx.stages[target].0.items().first().and_then(|item| item.facts.image()) else {
        return;
    };
    let finding = Finding::own(&RULE, image.range.clone(), &texts::FINDING);
    found.push(FileFound { stage: Some(target), found: Found { item: 0, finding } });
}

cases! {
    found: [r#"
FROM a
USER app
FROM b AS last
     ^ info: This image does not set a USER
RUN x
"#],
    quiet: {
        "{}" => ["FROM a AS b\nUSER c\nFROM b\n"],
    },
}
