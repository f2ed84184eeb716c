//! Old experimental frontend in `# syntax=`.
//!
//! # What it does
//! Reports `docker/dockerfile` with the tag `experimental`, a tag that ends in `-experimental`, or a `labs` tag of an
//! early version.
//!
//! # Why it matters
//! These images are no longer built, or stay at an early version. Their features, such as mounts and heredocs, have
//! been part of `docker/dockerfile:1` for years, along with all corrections since then.
//!
//! # Example
//! ```dockerfile
//! # syntax=docker/dockerfile:1.1-experimental
//! FROM nginx:1.29
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM nginx:1.29
//! ```
//!
//! # Limits
//! The tag `labs` without a minor version is kept up to date and is not reported. Versions from 1.8 on are not reported
//! either, because not all of their features became stable at once.
//!
//! # References
//! - <https://docs.docker.com/build/buildkit/frontend/>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::fix::Fix;
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::deprecated_frontend as texts, titles};

rule! {
    checks: [Check::File(check)],
    group: Syntax, severity: Info, presets: &[],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    for directive in ctx.document.header().iter().filter(|directive| directive.name == "syntax") {
        let image = directive.value.split([' ', '@']).next().unwrap_or_default();
        let name = image.strip_prefix("docker.io/").unwrap_or(image);
        let tag =
            ["docker/dockerfile:", "docker/dockerfile-upstream:"].iter().find_map(|it| name.strip_prefix(it));
        if !tag.is_some_and(is_old) {
            continue;
        }
        let start = directive.value_range.start;
        let finding = Finding::own(&RULE, start..start + image.len(), &texts::FINDING);
        found.extend(FileFound::in_header(ctx.document, Finding { mend: Some(fix), ..finding }));
    }
}

fn is_old(tag: &str) -> bool {
    if tag == "experimental" || tag.ends_with("-experimental") {
        return true;
    }
    let minor = tag.strip_prefix("1.").and_then(|rest| rest.strip_suffix("-labs"));
    let minor = minor.and_then(|rest| rest.split('.').next()).and_then(|minor| minor.parse::<u32>().ok());
    minor.is_some_and(|minor| minor < 8)
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let image = "docker/dockerfile:1".to_owned();
    (ctx.text() != image).then(|| ctx.replace(titles::change_to(&image), image).unsafe_choice())
}

cases! {
    fixed: {
        "# syntax=docker/dockerfile:experimental\nFROM a\n" => "# syntax=docker/dockerfile:1\nFROM a\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn frontends_of_old() {
        check(
            RULE.name,
            r#"
# syntax = docker/dockerfile:1.0-experimental
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: This is an old, experimental frontend
FROM a
"#,
        );
        for (tag, is_found) in
            [("1", false), ("experimental", true), ("1.3-labs", true), ("1.12-labs", false), ("labs", false)]
        {
            let text = format!("# syntax=docker/dockerfile:{tag}\nFROM a\n");
            assert_eq!(!find(RULE.name, &text).is_empty(), is_found, "{tag}");
        }
    }
}
