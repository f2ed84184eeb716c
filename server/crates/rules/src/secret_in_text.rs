//! Secret in the file.
//!
//! # What it does
//! Reports keys and tokens that can be recognized by their form, anywhere in an instruction: access keys of AWS, keys
//! of Google APIs, tokens of GitHub, GitLab, Slack and npm, JSON web tokens, private keys, and passwords in URLs.
//!
//! # Why it matters
//! Anyone who can read the Dockerfile, the image or its history can use the secret. If it was ever published, deleting
//! it is not enough: replace it. Pass secrets to the build with `RUN --mount=type=secret`.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! RUN git clone https://bob:hunter22x@git.corp.org/app.git /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! RUN --mount=type=secret,id=git,target=/root/.git-credentials \
//!     git -c credential.helper=store clone https://git.corp.org/app.git /app
//! ```
//!
//! # Limits
//! Only secrets of these forms are found. Variables, placeholders such as `xxxx` or `password`, well-known examples,
//! and passwords for hosts without a dot in their names are not reported.
//!
//! # References
//! - <https://docs.docker.com/build/building/secrets/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::secret_in_text as texts;

rule! {
    checks: [Check::Instruction(&[], check)],
    aliases: &["T:secrets-in-code"],
    group: Security, severity: Error, presets: &[Default],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    if ctx.role != Role::Own {
        return;
    }
    for secret in &ctx.facts.secrets {
        acc.push(Finding::own(&RULE, secret.range.clone(), texts::finding(secret.kind)));
    }
}

cases! {
    found: [r#"
ARG A=https://bob:hunter22x@git.corp.org/
                  ^^^^^^^^^ error: This is a password
FROM a
ENV \
  # https://bob:hunter22x@git.corp.org/
                ^^^^^^^^^ error: This is a password
  A=1
RUN <<E
 curl https://bob:hunter22x@git.corp.org/
                  ^^^^^^^^^ error: This is a password
E
ONBUILD RUN curl https://bob:hunter22x@git.corp.org/
                             ^^^^^^^^^ error: This is a password
RUN curl https://bob:$PASSWORD@git.corp.org/
"#],
}
