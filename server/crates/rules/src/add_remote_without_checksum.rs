//! Download of ADD without a checksum.
//!
//! # What it does
//! Reports ADD instructions that download from `http://` or `https://` without `--checksum`.
//!
//! # Why it matters
//! Anyone who controls the server or the network on the way to it decides what gets into the image. With a checksum,
//! the build stops if the downloaded file is a different one.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! ADD https://example.com/tool.tar.gz /tmp/
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d \
//!     https://example.com/tool.tar.gz /tmp/
//! ```
//!
//! # Limits
//! Docker accepts `--checksum` for a single source only, but an ADD with several sources is reported too. Git
//! repositories, which can name a commit instead, and sources that begin with a variable are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#add---checksum>

use super::{Acc, Check, InstructionContext, Role};
use dockwright_analysis::{
    facts::operands::Operands,
    spec::{FlagValue, Instruction},
};
use dockwright_lint::finding::Finding;
use dockwright_texts::rules::add_remote_without_checksum as texts;

rule! {
    checks: [Check::Instruction(&[Instruction::Add], check)],
    group: Security, severity: Info, presets: &[],
}

fn check(ctx: &InstructionContext<'_>, acc: &mut Acc) {
    let Operands::Copy(operands) = &ctx.facts.operands else { return };
    if ctx.role == Role::Inherited || ctx.facts.flag_value(FlagValue::Digest).is_some() {
        return;
    }
    for source in operands.sources.iter().filter(|source| is_download(&source.text)) {
        acc.push(Finding::own(&RULE, source.range.clone(), &texts::FINDING));
    }
}

/// Whether a source is a file on the web and not a repository.
fn is_download(source: &str) -> bool {
    let has_scheme =
        |scheme: &str| source.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let path = source.split(['#', '?']).next().unwrap_or_default();
    (has_scheme("http://") || has_scheme("https://"))
        && path.trim_end_matches('/').rsplit('.').next() != Some("git")
}

cases! {
    found: [r#"
FROM a
ADD --chmod=755 https://e.org/a HTTP://e.org/b /c/
                ^^^^^^^^^^^^^^^ ^^^^^^^^^^^^^^ info: This download is not verified: it has no checksum
ONBUILD ADD ["http://e.org/a", "/b"]
             ^^^^^^^^^^^^^^^^ info: This download is not verified: it has no checksum
"#],
    quiet: {
        "FROM a\n{}\n" => [
            "ADD --checksum=sha256:0 https://e.org/a /b",
            "ADD https://github.com/a/b.git#v1 /c",
            "ADD git@github.com:a/b.git /c",
            "ADD $URL /c",
            "ADD a https /c",
        ],
    },
}
