//! Image from a registry that is not trusted.
//!
//! # What it does
//! Reports images in FROM, `COPY --from` and `RUN --mount` from a registry that the setting `trusted-registries` does
//! not name.
//!
//! # Why it matters
//! Anyone who runs a registry decides what is in its images. Teams that mirror or sign their images want only these.
//! Use an image from a trusted registry, or add the registry to the setting.
//!
//! # Example
//! With `trusted-registries = ["ghcr.io"]`:
//! ```dockerfile
//! FROM quay.io/example/base:1
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM ghcr.io/example/base:1
//! ```
//!
//! # Limits
//! Nothing is reported if no registry is configured. An image without a registry comes from `docker.io`; the setting
//! accepts `hub.docker.com` for it as well. `*` matches any text at the start or the end of a name. Stages and
//! `scratch` are not images.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::model::{Base, image_reference::ImageReference};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::trusted_registry as texts;

rule! {
    checks: [Check::File(check)],
    aliases: &["DL3026"],
    group: Stages, severity: Error, presets: &[Default, Hadolint],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let trusted = &ctx.options.trusted_registries;
    if trusted.is_empty() {
        return;
    }
    let mut push = |stage, item, range, image: &str| {
        let Ok(reference) = ImageReference::parse(image) else { return };
        let domain = reference.domain.as_str();
        if !trusted.iter().any(|pattern| is_match(pattern, domain)) {
            let finding = Finding::own(&RULE, range, texts::finding(domain));
            found.push(FileFound { stage: Some(stage), found: Found { item, finding } });
        }
    };
    for (number, stage) in ctx.model.stages.iter().enumerate() {
        if let Base::Image(image) = &stage.base
            && let Some(written) = ctx.stages[number].0.items().first().and_then(|item| item.facts.image())
        {
            push(number, 0, written.range.clone(), image);
        }
    }
    for edge in
        ctx.model.edges.iter().filter(|edge| edge.stage.is_none() && !edge.is_index && !edge.is_trigger)
    {
        let Some(item) = ctx.stages[edge.user].0.items().get(edge.item) else { continue };
        if edge.problem.is_none()
            && let Some(image) = item.facts.image_at(&edge.range)
            && image != "scratch"
        {
            push(edge.user, edge.item, edge.range.clone(), image);
        }
    }
}

/// `*` at the start or the end of a pattern matches anything.
fn is_match(pattern: &str, domain: &str) -> bool {
    let pattern = if pattern == "hub.docker.com" { "docker.io" } else { pattern };
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(""), _) => true,
        (Some(end), _) => domain.ends_with(end),
        (_, Some(start)) => domain.starts_with(start),
        _ => domain.eq_ignore_ascii_case(pattern),
    }
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use dockwright_analysis::document::Document;
    use dockwright_lint::{
        diagnostics::diagnostics_for,
        preset::{Choice, Selection},
        rule::Preset,
    };

    fn found(trusted: &[&str], text: &str) -> Vec<String> {
        let document = Document::new(Text::new(text));
        let choice = Choice { select: vec!["TrustedRegistry".to_owned()], ..Choice::default() };
        let mut selection = Selection::new(Preset::Default, &choice);
        selection.options.trusted_registries = trusted.iter().map(|&name| name.to_owned()).collect();
        let all = diagnostics_for(&document, document.model(), &selection);
        all.into_iter().map(|it| text[it.range].to_owned()).collect()
    }

    #[test]
    fn registries_of_images() {
        let text = "FROM alpine AS a\nFROM a\nFROM scratch\nFROM r.io:5000/x\nCOPY --from=quay.io/b /c /\n\
                    COPY --from=a /d /\nRUN --mount=from=ghcr.io/e,target=/e f\n";
        assert!(found(&[], text).is_empty());
        assert_eq!(found(&["docker.io"], text), ["r.io:5000/x", "quay.io/b", "ghcr.io/e"]);
        assert_eq!(found(&["hub.docker.com", "*.io", "r.io*"], text), <[&str; 0]>::default());
        assert_eq!(found(&["*"], text), <[&str; 0]>::default());
        assert_eq!(found(&["r.io:5000", "quay.io", "ghcr.io"], text), ["alpine"]);
    }
}
