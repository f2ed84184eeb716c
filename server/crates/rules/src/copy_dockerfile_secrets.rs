//! File with secrets copied into the image.
//!
//! # What it does
//! Reports COPY and ADD of files that hold secrets according to their names: private SSH keys, `.env`, `.npmrc`,
//! `.netrc`, `.git-credentials`, keys in `*.pem` and similar files. `.git` is reported too.
//!
//! # Why it matters
//! Anyone who can pull the image can read these files, even if a later instruction removes them: they stay in the layer
//! that added them.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! COPY .npmrc /root/.npmrc
//! RUN npm ci
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
//! ```
//!
//! # Limits
//! Only names are checked. What the files contain is not known, and neither is what `COPY . .` copies. Files from other
//! stages and images, public keys and examples such as `.env.example` are not reported. A `*.pem` file counts as a
//! private key if its name says so or if it is copied to `.ssh`.
//!
//! # References
//! - <https://docs.docker.com/build/building/secrets/>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::operands::Operands,
    spec::{FlagValue, Instruction},
};
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::copy_dockerfile_secrets as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Add, Instruction::Copy], check)],
    group: Security, presets: &[Default],
}

/// Files that hold nothing but secrets.
const SECRET: [&str; 7] =
    [".git-credentials", ".netrc", ".pypirc", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa"];
/// Files that often hold some among other things.
const MIXED: [&str; 4] = [".env", ".env.local", ".env.production", ".npmrc"];

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Copy(operands) = &ctx.facts.operands else { return };
    if ctx.role == Role::Inherited || ctx.facts.flag_value(FlagValue::From).is_some() {
        return;
    }
    let is_for_ssh = operands.destination.as_ref().is_some_and(|path| path.text.contains(".ssh"));
    for source in &operands.sources {
        let Some(path) = source.literal().filter(|path| !path.contains("://")) else { continue };
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let (severity, message) = if SECRET.contains(&name) || is_private_key(name, is_for_ssh) {
            (Severity::Warning, texts::secret(name))
        } else if MIXED.contains(&name) {
            (Severity::Info, texts::mixed(name))
        } else if name == ".git" {
            (Severity::Info, texts::repository())
        } else {
            continue;
        };
        acc.push(Finding { severity: Some(severity), ..Finding::own(&RULE, source.range.clone(), message) });
    }
}

/// A file `*.pem` is as often a certificate as a key.
fn is_private_key(name: &str, is_for_ssh: bool) -> bool {
    let Some(stem) = name.strip_suffix(".pem") else { return false };
    let is_public = ["cert", "chain", "crt", "pub"].iter().any(|word| stem.contains(word));
    let is_private = ["key", "priv"].iter().any(|word| stem.contains(word));
    !is_public && (is_private || is_for_ssh)
}

cases! {
    found: [r#"
FROM a
COPY .env ./.npmrc /app/
     ^^^^ info: `.env` may contain secrets
          ^^^^^^^^ info: `.npmrc` may contain secrets
ADD ["keys/id_rsa", "/root/.ssh/"]
     ^^^^^^^^^^^^^ warning: `id_rsa` contains a secret
COPY server-key.pem ca-cert.pem id_rsa.pub .env.example /x/
     ^^^^^^^^^^^^^^ warning: `server-key.pem` contains a secret
COPY --from=b .env /x
COPY .git/ /x/
     ^^^^^ info: `.git` contains the whole history of the repository
COPY a .env
"#],
}
