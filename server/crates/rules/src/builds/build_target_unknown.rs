//! Build names a stage that the Dockerfile does not have.
//!
//! # What it does
//! Reports a `target` in a Compose file, a Bake file or a `devcontainer.json` that is neither the name of a stage of the Dockerfile nor its
//! number.
//!
//! # Why it matters
//! The build fails: Docker cannot find the stage.
//!
//! # Example
//! ```yaml
//! # compose.yaml
//! services:
//!   web:
//!     build:
//!       context: .
//!       target: prdo
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
//! A name with variables is not reported, and neither is one whose Dockerfile cannot be read. If several builds share a
//! line, it is reported only if none of them finds the stage.
//!
//! # References
//! - <https://docs.docker.com/reference/compose-file/build/#target>

use super::{Build, BuildFileContext, Diagnostic, Fix, Place, is_sound, literal, shown};
use crate::Check;
use dockwright_analysis::suggest::nearest;
use dockwright_texts::rules::build_target_unknown as texts;

rule! {
    checks: [Check::BuildFile(check)],
    group: Stages, severity: Error, presets: &[Default],
    foreign: ForeignFiles::BuildFiles,
}

fn check(ctx: &BuildFileContext<'_>, out: &mut Vec<Diagnostic>) {
    for (build, document) in ctx.builds {
        let (Some(target), Some(document)) = (&build.target, document) else { continue };
        let Some(name) = literal(target).filter(|_| &*target.place.file == ctx.file) else { continue };
        let has = |build: &Build, place: &Place| build.target.as_ref().is_some_and(|it| it.place == *place);
        let Some(documents) = ctx.sharing(&target.place, has) else { continue };
        if !documents.into_iter().all(|it| is_sound(it) && it.model().built_stage(name).is_none()) {
            continue;
        }
        let range = target.place.range.clone();
        let stages = document.model().stages.iter().filter_map(|stage| stage.name.as_deref());
        let fix = nearest(&name.to_lowercase(), stages)
            .map(|near| Fix::replace(texts::replace(near), range.clone(), near.to_owned()).unsafe_choice());
        let message = texts::Finding { target: name, file: shown(build) }.message();
        out.push(Diagnostic { fix, ..Diagnostic::of(&RULE, range, message) });
    }
}
