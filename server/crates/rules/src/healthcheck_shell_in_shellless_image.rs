//! HEALTHCHECK needs a shell that the image does not have.
//!
//! # What it does
//! Reports a HEALTHCHECK in shell form in stages on `scratch` and on images that are known to have no shell.
//!
//! # Why it matters
//! Docker runs the check with `/bin/sh` in the container. There is no such file, so every check fails, and the
//! container becomes unhealthy.
//!
//! # Example
//! ```dockerfile
//! FROM gcr.io/distroless/static
//! HEALTHCHECK CMD /app health
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM gcr.io/distroless/static
//! HEALTHCHECK CMD ["/app", "health"]
//! ```
//!
//! # Limits
//! Distroless images with `debug` in their tag have a shell and are not reported. Neither are stages with a SHELL,
//! stages with a RUN in shell form, and stages that may copy or add a shell: busybox or a file with the name of a
//! shell, files to `/`, or an archive.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#healthcheck>

use super::{Acc, Check, Role, StageContext};
use crate::exec_form::as_array;
use dockwright_analysis::{
    document::Item,
    facts::{Form, operands::Operands},
    programs::shell_text,
    spec::Instruction,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::healthcheck_shell_in_shellless_image as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Forms, severity: Error, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let is_healthcheck = |item: &Item| item.facts.instruction == Some(Instruction::Healthcheck);
    let Some(item) = ctx.items.iter().rposition(is_healthcheck) else { return };
    let facts = &ctx.items[item].facts;
    let Some(text) = shell_text(facts).filter(|_| facts.problems.is_empty() && is_shellless(ctx)) else {
        return;
    };
    if text.is_empty() || ctx.evaluated.exit.shell.is_some() || ctx.items.iter().any(may_bring_a_shell) {
        return;
    }
    let finding = Finding::own(&RULE, facts.command_range.clone(), &texts::FINDING);
    acc.push_at(item, Role::Own, Finding { mend: Some(as_array), ..finding });
}

/// Whether a stage is based on `scratch` or on an image without a shell.
pub(super) fn is_shellless(ctx: &StageContext<'_>) -> bool {
    if ctx.evaluated.has_parent() {
        return false;
    }
    match ctx.evaluated.base_image() {
        Some(image) => {
            let (name, tag) = image.split_once(':').unwrap_or((image, ""));
            name.contains("/distroless/") && !tag.contains("debug") && !tag.contains("busybox")
        }
        None => ctx.from().and_then(|from| from.image.as_ref()).is_some_and(|image| image.text == "scratch"),
    }
}

/// A file by the name of a shell, a whole file system, or a step that has a shell to run in.
fn may_bring_a_shell(item: &Item) -> bool {
    match &item.facts.operands {
        Operands::Run(_) => item.facts.form == Some(Form::Shell),
        _ => may_copy_a_shell(item),
    }
}

/// A file by the name of a shell, or a whole file system.
pub(super) fn may_copy_a_shell(item: &Item) -> bool {
    match &item.facts.operands {
        Operands::Copy(operands) => {
            let is_archive = |path: &str| {
                [".tar", ".tgz", ".tbz", ".txz", ".xz", ".gz", ".bz2", ".zst", "$", "://"]
                    .iter()
                    .any(|part| path.contains(part))
            };
            (item.facts.instruction == Some(Instruction::Add)
                && operands.sources.iter().any(|source| is_archive(&source.text)))
                || operands.destination.iter().chain(&operands.sources).any(|path| {
                    let text = path.text.as_str();
                    ["sh", "bin", "busybox", "rootfs", "root"]
                        .iter()
                        .any(|name| text.trim_end_matches('/').ends_with(name))
                        || matches!(text, "/" | "." | "./" | "/*")
                })
        }
        _ => false,
    }
}

cases! {
    found: [r#"
FROM gcr.io/distroless/static
HEALTHCHECK --retries=2 CMD /app health || exit 1
                            ^^^^^^^^^^^^^^^^^^^^^ error: This image has no shell
FROM scratch
COPY app /app
HEALTHCHECK CMD /app health
                ^^^^^^^^^^^ error: This image has no shell
"#],
    quiet: {
        "{}\n" => [
            "FROM gcr.io/distroless/base:debug\nHEALTHCHECK CMD a",
            "FROM scratch\nCOPY --from=a / /\nHEALTHCHECK CMD a",
            "FROM scratch\nADD rootfs.tar.gz /\nHEALTHCHECK CMD a",
            "FROM scratch\nHEALTHCHECK CMD [\"a\"]",
            "FROM scratch\nHEALTHCHECK NONE",
            "FROM alpine\nHEALTHCHECK CMD a",
            "FROM scratch\nCOPY busybox /bin/\nHEALTHCHECK CMD a",
        ],
    },
    fixed: {
        "FROM scratch\nHEALTHCHECK CMD /app health\n"
            => "FROM scratch\nHEALTHCHECK CMD [\"/app\", \"health\"]\n",
    },
}
