//! Build has both a Dockerfile and an inline text.
//!
//! # What it does
//! Reports a build with both `dockerfile` and `dockerfile_inline` (in Bake, `dockerfile-inline`).
//!
//! # Why it matters
//! Compose rejects the file. Bake ignores the path.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       dockerfile: Dockerfile
//!       dockerfile_inline: FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       dockerfile_inline: FROM alpine:3.22
//! ```
//!
//! # Limits
//! In a Bake file the finding has severity info.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#dockerfile_inline>

use super::{BuildFileContext, Diagnostic};
use crate::Check;
use dockwright_builds::Kind;
use dockwright_lint::rule::Severity;
use dockwright_texts::rules::build_inline_and_file as texts;

rule! {
    checks: [Check::BuildFile(check)],
    group: Context, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}

fn check(ctx: &BuildFileContext<'_>, out: &mut Vec<Diagnostic>) {
    for build in ctx.built() {
        let Some((_, place)) = &build.inline_and_file else { continue };
        if &*place.file != ctx.file {
            continue;
        }
        let mut found = Diagnostic::of(&RULE, place.range.clone(), texts::finding());
        if build.kind == Kind::Target {
            found.severity = Severity::Info;
        }
        out.push(found);
    }
}
