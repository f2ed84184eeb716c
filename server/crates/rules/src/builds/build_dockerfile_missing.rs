//! Dockerfile of a build does not exist.
//!
//! # What it does
//! Reports a `dockerfile` in a Compose file, a Bake file or a `devcontainer.json` that does not exist. The path is relative to the build
//! context; in a `devcontainer.json`, to that file.
//!
//! # Why it matters
//! The build fails: Docker cannot read the Dockerfile.
//!
//! # Example
//! ```yaml
//! # compose.yaml, next to web/Dockerfile
//! services:
//!   web:
//!     build:
//!       context: ./web
//!       dockerfile: web/Dockerfile
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml, next to web/Dockerfile
//! services:
//!   web:
//!     build:
//!       context: ./web
//!       dockerfile: Dockerfile
//! ```
//!
//! # Limits
//! Paths with variables, remote contexts and files outside the workspace are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#dockerfile>

use super::{BuildFileContext, Diagnostic, literal};
use crate::Check;
use dockwright_builds::Dockerfile;
use dockwright_texts::rules::build_dockerfile_missing as texts;

rule! {
    checks: [Check::BuildFile(check)],
    group: Context, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}

fn check(ctx: &BuildFileContext<'_>, out: &mut Vec<Diagnostic>) {
    for build in ctx.built().filter(|build| !ctx.lacks_context(build)) {
        let is_known = build.context_said.as_ref().is_none_or(|said| literal(said).is_some());
        if let (Some((range, file)), Dockerfile::File(path)) =
            (ctx.said_here(build.dockerfile_said.as_ref()), &build.dockerfile)
            && is_known
            && ctx.is_missing(path, build)
        {
            out.push(Diagnostic::of(&RULE, range, texts::finding(file.to_owned())));
        }
    }
}
