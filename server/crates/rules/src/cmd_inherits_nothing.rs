//! Image has nothing to start.
//!
//! # What it does
//! Reports `CMD []` in the last stage if the stage is based on `scratch` and sets no ENTRYPOINT.
//!
//! # Why it matters
//! The image has nothing to start, so `docker run` fails unless you give it a command.
//!
//! # Example
//! ```dockerfile
//! FROM scratch
//! COPY app /
//! CMD []
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM scratch
//! COPY app /
//! CMD ["/app"]
//! ```
//!
//! # Limits
//! An image that only serves as a base image may want this, so the rule is not in the default preset. On a base image,
//! the ENTRYPOINT can come from there, and `ENTRYPOINT []` is taken as intended: neither is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{document::Item, model::Command, spec::Instruction};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::cmd_inherits_nothing as texts;

rule! {
    checks: [Check::File(check)],
    group: Forms, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let Some(((block, _), stage)) = ctx.stages.last().zip(ctx.model.stages.last()) else { return };
    let exit = &stage.evaluated.exit;
    let is_empty = |command: &Option<_>| {
        command.as_ref().is_some_and(|it: &std::sync::Arc<Command>| it.words.is_empty())
    };
    // A Dockerfile that empties both makes an image that is not run: it holds files or is for other
    // tools.
    if exit.is_open || exit.entrypoint.is_some() || !is_empty(&exit.cmd) {
        return;
    }
    let is_cmd = |item: &Item| item.facts.instruction == Some(Instruction::Cmd) && item.facts.json.is_some();
    let Some(item) = block.items().iter().rposition(is_cmd) else { return };
    let range = block.items()[item].facts.command_range.clone();
    let finding = Finding::own(&RULE, range, &texts::FINDING);
    found.push(FileFound { stage: Some(ctx.stages.len() - 1), found: Found { item, finding } });
}

cases! {
    found: [r#"
FROM scratch
CMD []
    ^^ warning: This image has no command to start
"#],
    quiet: {
        "{}\n" => [
            "FROM a\nCMD []",
            "FROM scratch\nENTRYPOINT [\"a\"]\nCMD []",
            "FROM scratch\nENTRYPOINT []\nCMD []",
            "FROM scratch\nCMD []\nFROM a",
            "FROM scratch",
        ],
    },
}
