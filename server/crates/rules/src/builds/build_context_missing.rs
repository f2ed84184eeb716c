//! Build context does not exist.
//!
//! # What it does
//! Reports a build context in a Compose file, a Bake file or a `devcontainer.json` that is a folder of this machine and does not exist.
//!
//! # Why it matters
//! The build fails: there is nothing to send.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build: ./wbe
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build: ./web
//! ```
//!
//! # Limits
//! Paths with variables, remote contexts and folders outside the workspace are not reported.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#context>

use super::{BuildFileContext, Diagnostic};
use crate::Check;
use dockwright_texts::rules::build_context_missing as texts;

rule! {
    checks: [Check::BuildFile(check)],
    group: Context, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}

fn check(ctx: &BuildFileContext<'_>, out: &mut Vec<Diagnostic>) {
    for build in ctx.built().filter(|build| ctx.lacks_context(build)) {
        let Some((range, folder)) = ctx.said_here(build.context_said.as_ref()) else { continue };
        out.push(Diagnostic::of(&RULE, range, texts::finding(folder.to_owned())));
    }
}
