//! Build sets an argument that no ARG declares.
//!
//! # What it does
//! Reports a build argument in a Compose file, a Bake file or a `devcontainer.json` if the Dockerfile has no ARG of that name.
//!
//! # Why it matters
//! The value has no effect. Often the name is misspelt, and the build uses the default instead.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       args:
//!         NODE_VERSON: 20
//! ```
//!
//! # Use instead
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       args:
//!         NODE_VERSION: 20
//! ```
//!
//! # Limits
//! Arguments that the builder knows, such as `HTTP_PROXY` and `BUILDKIT_INLINE_CACHE`, need no ARG. If several builds
//! share a line, it is reported only if none of them uses the argument.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#args>

use super::{Build, BuildFileContext, Diagnostic, Fix, Place, is_sound, literal, shown};
use crate::Check;
use dockwright_analysis::{build_inputs::is_predefined_argument, document::Document, suggest::nearest};
use dockwright_texts::rules::build_arg_unknown as texts;

rule! {
    checks: [Check::BuildFile(check)],
    group: Variables, severity: Warning, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}

fn check(ctx: &BuildFileContext<'_>, out: &mut Vec<Diagnostic>) {
    for (build, document) in ctx.builds {
        let Some(document) = document else { continue };
        for arg in build.args.iter().filter(|arg| &*arg.name.place.file == ctx.file) {
            let Some(name) = literal(&arg.name) else { continue };
            if is_predefined_argument(name) || name.starts_with("BUILDX_") {
                continue;
            }
            let has = |build: &Build, place: &Place| {
                build
                    .args
                    .iter()
                    .any(|other| other.name.place == *place && other.name.value == arg.name.value)
            };
            let Some(documents) = ctx.sharing(&arg.name.place, has) else { continue };
            if documents.into_iter().any(|document| !is_sound(document) || declares(document, name)) {
                continue;
            }
            let range = arg.name.place.range.clone();
            // The intended name cannot be one that the build sets as well.
            let declared = || document.declared_arguments().filter(|name| build.arg(name).is_none());
            let in_other_case = declared().find(|other| other.eq_ignore_ascii_case(name));
            let fix = in_other_case.or_else(|| nearest(name, declared())).map(|near| {
                Fix::replace(texts::replace(near), range.clone(), near.to_owned()).unsafe_choice()
            });
            let message = texts::Finding { file: shown(build), name }.message();
            out.push(Diagnostic { fix, ..Diagnostic::of(&RULE, range, message) });
        }
    }
}

fn declares(document: &Document, name: &str) -> bool {
    document.declared_arguments().any(|declared| declared == name)
}
