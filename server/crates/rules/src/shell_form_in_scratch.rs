//! Shell form in an image without a shell.
//!
//! # What it does
//! Reports RUN, CMD and ENTRYPOINT in shell form in stages based on `scratch` or on an image that is known to have no
//! shell.
//!
//! # Why it matters
//! Shell form starts `/bin/sh`, which the image does not have. RUN fails, and a container with such a CMD or ENTRYPOINT
//! stops at once. Use exec form.
//!
//! # Example
//! ```dockerfile
//! FROM scratch
//! COPY app /app
//! CMD /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM scratch
//! COPY app /app
//! CMD ["/app"]
//! ```
//!
//! # Limits
//! Nothing is reported in a stage with a SHELL, in a stage that adds archives or copies something with the name of a
//! shell or of busybox or a whole file system, and in a stage based on a different stage. A RUN with a mount is not
//! reported either, because the mount may bring a shell. HEALTHCHECK is reported by `HealthcheckShellInShelllessImage`.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#shell-form>

use super::{
    Acc, Check, Role, StageContext,
    healthcheck_shell_in_shellless_image::{is_shellless, may_copy_a_shell},
};
use crate::exec_form::as_array;
use dockwright_analysis::{
    document::Item,
    facts::{Form, operands::Operands},
    spec::Instruction,
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::shell_form_in_scratch as texts;

rule! {
    checks: [Check::Stage(check)],
    replaces: [json_args_recommended, shell_entrypoint_drops_arguments],
    aliases: &["T:shell-run-in-scratch"],
    group: Stages, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    if !is_shellless(ctx) || ctx.evaluated.exit.shell.is_some() || ctx.items.iter().any(may_copy_a_shell) {
        return;
    }
    for (at, item) in ctx.items.iter().enumerate().filter(|(_, item)| needs_shell(item)) {
        let facts = &item.facts;
        let finding = Finding::own(&RULE, facts.command_range.clone(), &texts::FINDING);
        let is_run = facts.instruction == Some(Instruction::Run);
        let finding = if is_run { finding } else { Finding { mend: Some(as_array), ..finding } };
        acc.push_at(at, Role::Own, finding);
    }
}

fn needs_shell(item: &Item) -> bool {
    let facts = &item.facts;
    let is_command =
        matches!(facts.instruction, Some(Instruction::Run | Instruction::Cmd | Instruction::Entrypoint));
    // A mount may provide the shell.
    let has_mounts = matches!(&facts.operands, Operands::Run(mounts) if !mounts.is_empty());
    is_command
        && !has_mounts
        && facts.problems.is_empty()
        && facts.form == Some(Form::Shell)
        && facts.broken_array.is_none()
}

cases! {
    found: [r#"
FROM scratch
COPY app /app
RUN /app init
    ^^^^^^^^^ warning: This image has no shell
cmd /app
    ^^^^ warning: This image has no shell
ENTRYPOINT ["/app"]
FROM gcr.io/distroless/static
ENTRYPOINT /app
           ^^^^ warning: This image has no shell
"#],
    quiet: {
        "{}\n" => [
            "FROM scratch\nADD rootfs.tar /\nCMD a",
            "FROM scratch\nCOPY --from=b / /\nRUN a",
            "FROM scratch\nCOPY busybox /bin/\nRUN a",
            "FROM scratch AS x\nCOPY a /a\nFROM x\nCMD a",
            "FROM scratch\nSHELL [\"/a\"]\nCMD a",
            "FROM scratch\nRUN --mount=from=busybox,target=/ a",
            "FROM scratch\nCMD [\"a\"]",
            "FROM alpine\nCMD a",
        ],
    },
    fixed: {
        "FROM scratch\nCMD /a b\n" => "FROM scratch\nCMD [\"/a\", \"b\"]\n",
    },
}
