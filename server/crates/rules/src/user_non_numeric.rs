//! USER with a name instead of a number.
//!
//! # What it does
//! Reports a USER that is given by name.
//!
//! # Why it matters
//! Only `/etc/passwd` in the image says which user has this name. Kubernetes does not look there: with `runAsNonRoot`,
//! it does not start such a container. Use the number of the user.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! USER nobody
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! USER 65534
//! ```
//!
//! # Limits
//! The group after `:` may be a name. A USER with variables is not reported, and neither are the users of Windows
//! images.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#user>
//! - <https://kubernetes.io/docs/tasks/configure-pod-container/security-context/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{facts::operands::Operands, spec::Instruction};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::user_non_numeric as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::User], check)],
    aliases: &["DL3066"],
    group: Metadata, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Whole(user) = &ctx.facts.operands else { return };
    let Some(text) = user.literal().filter(|_| ctx.role != Role::Inherited) else { return };
    let name = text.split(':').next().unwrap_or_default().trim();
    // Users of Windows have no numbers.
    let is_windows =
        ["ContainerAdministrator", "ContainerUser"].iter().any(|it| it.eq_ignore_ascii_case(name));
    if !name.is_empty() && !is_windows && !name.bytes().all(|b| b.is_ascii_digit()) {
        acc.push(Finding::own(&RULE, user.range.clone(), texts::finding(name)));
    }
}

cases! {
    found: [r#"
FROM a
USER app
     ^^^ info: The user `app` is not given as a number
USER "1000"
USER 1000:staff
user app:1000
     ^^^^^^^^ info: The user `app` is not given as a number
USER $U
USER ${U:-app}
ONBUILD USER root
             ^^^^ info: The user `root` is not given as a number
"#],
}
