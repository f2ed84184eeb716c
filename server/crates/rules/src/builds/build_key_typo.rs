//! Misspelt key of a build.
//!
//! # What it does
//! Reports a key of a build in a Compose file, a Bake file or a `devcontainer.json` that is unknown, but differs little from a
//! known one.
//!
//! # Why it matters
//! Compose rejects the file; other programs ignore the key.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       taget: prod
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       target: prod
//! ```
//!
//! # Limits
//! Only keys that are directly in a build are checked. Keys that begin with `x-` are extensions.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/>

use super::{BuildFileContext, Diagnostic, Fix};
use crate::Check;
use dockwright_texts::rules::build_key_typo as texts;

rule! {
    checks: [Check::BuildFile(check)],
    group: Context, severity: Warning, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}

fn check(ctx: &BuildFileContext<'_>, out: &mut Vec<Diagnostic>) {
    for (build, _) in ctx.builds {
        for unknown in build.unknown_keys.iter().filter(|unknown| &*unknown.key.place.file == ctx.file) {
            let range = unknown.key.place.range.clone();
            let fix = unknown.key.is_verbatim.then(|| {
                let meant = unknown.meant;
                Fix::replace(texts::replace(meant), range.clone(), meant.to_owned()).unsafe_choice()
            });
            let message = texts::Finding { key: &unknown.key.text, near: unknown.meant }.message();
            out.push(Diagnostic { fix, ..Diagnostic::of(&RULE, range, message) });
        }
    }
}
