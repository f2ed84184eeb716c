//! COPY from an untagged image that may be a misspelt stage.
//!
//! # What it does
//! Reports a single word in the `--from` of COPY, or in the `from` of a mount, that is not the name of an earlier
//! stage.
//!
//! # Why it matters
//! Docker takes such a word as the image `docker.io/library/word:latest`. If you meant a stage and misspelled its name,
//! you get an unknown image from the owner of that name, or an error about access rights.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go build -o /app .
//!
//! FROM alpine:3.22
//! COPY --from=biuld /app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go build -o /app .
//!
//! FROM alpine:3.22
//! COPY --from=build /app /app
//! ```
//!
//! # Limits
//! A name with a path, a tag, a digest or a dot is taken as an image on purpose. `--build-context` can also give a
//! build files under such a name, which the Dockerfile does not show.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::suggest::nearest;
use dockwright_lint::{
    finding::{Finding, Found, change_to_word},
    rule::Severity,
};
use dockwright_texts::rules::copy_from_image as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3022"],
    group: Stages, severity: Info, presets: &[Hadolint],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    for edge in
        ctx.model.edges.iter().filter(|edge| edge.stage.is_none() && !edge.is_index && !edge.is_trigger)
    {
        let Some(item) = ctx.stages[edge.user].0.items().get(edge.item) else { continue };
        let Some(word) = item.facts.image_at(&edge.range) else { continue };
        if edge.problem.is_some()
            || word.contains([':', '@', '/', '.'])
            || matches!(word, "scratch" | "context")
        {
            continue;
        }
        let names = ctx.model.stages[..edge.user].iter().filter_map(|stage| stage.name.as_deref());
        let mut finding = Finding::own(&RULE, edge.range.clone(), texts::finding(word));
        if let Some(name) = nearest(&word.to_lowercase(), names) {
            finding.message = texts::Similar { name: word, similar: name }.message();
            finding.severity = Some(Severity::Warning);
            finding.word = Some(name.to_owned());
            finding.mend = Some(change_to_word);
        }
        found.push(FileFound { stage: Some(edge.user), found: Found { item: edge.item, finding } });
    }
}

cases! {
    found: [r#"
FROM a AS build
FROM a
COPY --from=Build /a /
COPY --from=biuld /a /
            ^^^^^ warning: No earlier stage is called `biuld`; did you mean `build`?
COPY --from=nginx /a /
            ^^^^^ info: No earlier stage is called `nginx`
COPY --from=nginx:1 /a /
COPY --from=org/nginx /a /
COPY --from=0 /a /
RUN --mount=from=tools,target=/t x
                 ^^^^^ info: No earlier stage is called `tools`
"#],
    fixed: {
        "FROM a AS build\nFROM b\nCOPY --from=biuld /a /\n"
            => "FROM a AS build\nFROM b\nCOPY --from=build /a /\n",
    },
}
