//! Comment on an ARG or a stage does not begin with its name.
//!
//! # What it does
//! Reports a comment directly before an ARG or a named FROM if its last line does not start with the name and a space.
//!
//! # Why it matters
//! `docker build --call=outline` shows the comment as the description of the build argument or the stage, but only if
//! the comment begins with the name.
//!
//! # Example
//! ```dockerfile
//! # check=experimental=InvalidDefinitionDescription
//!
//! # The release to build.
//! ARG VERSION=1
//! FROM alpine:3.22
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # check=experimental=InvalidDefinitionDescription
//!
//! # VERSION is the release to build.
//! ARG VERSION=1
//! FROM alpine:3.22
//! ```
//!
//! # Limits
//! The rule is experimental: it runs only if the file asks for it or if you select it by name. A blank line does not
//! separate a comment from what follows; a line with only `#` does. Comments for tools, such as `# hadolint ignore=…`,
//! are not reported, except in `--preset buildkit`.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/invalid-definition-description/>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    document::{BlockView, Document},
    facts::operands::Operands,
};
use dockwright_lint::finding::{Finding, Found};
use dockwright_texts::rules::invalid_definition_description as texts;

rule! {
    checks: [Check::File(check)],
    group: Style, severity: Info,
    is_experimental: true,
    url: Some("https://docs.docker.com/reference/build/checks/invalid-definition-description/"),
    moment: Moment::new(Pass::Instructions, 3),
}

fn check(ctx: &FileContext<'_>, acc: &mut Vec<FileFound>) {
    if !ctx.is_experimental {
        return;
    }
    let preamble = ctx.document.preamble().map(|block| (None, block));
    let stages = ctx.stages.iter().enumerate().map(|(number, (block, _))| (Some(number), *block));
    for (stage, block) in preamble.into_iter().chain(stages) {
        let found = |item| in_instruction(ctx.document, block, item);
        acc.extend((0..block.items().len()).filter_map(found).map(|found| FileFound { stage, found }));
    }
}

fn in_instruction(document: &Document, block: BlockView<'_>, item: usize) -> Option<Found> {
    let facts = &block.items()[item].facts;
    let (names, range): (Vec<String>, _) = match &facts.operands {
        Operands::Arg(definitions) => {
            let names = definitions.iter().map(|definition| definition.name.text.clone()).collect();
            (names, definitions.first()?.name.range.clone())
        }
        Operands::From(operands) => {
            let name = operands.name.as_ref()?;
            (vec![name.text.to_lowercase()], name.range.clone())
        }
        _ => return None,
    };
    if !facts.problems.is_empty() {
        return None;
    }
    let comments = document.comments_above(block, item);
    let is_right = |comment: &&String| {
        let first_word = comment.split(' ').next().unwrap_or_default();
        names.iter().any(|name| name == first_word)
    };
    if is_right(&comments.last()?) {
        return None;
    }
    let example = if names.len() > 1 { "<arg_key>" } else { &names[0] };
    let keyword = &facts.keyword;
    let message = texts::Finding { instruction: keyword, name: example }.message();
    let mut finding = Finding { silenced_at: Some(item), ..Finding::new(&RULE, range, message) };
    // BuildKit also reads a comment for a tool as a description.
    if comments.iter().rfind(|comment| !is_for_tool(comment)).is_none_or(|comment| is_right(&comment)) {
        finding.severity = None;
    }
    Some(Found { item, finding })
}

/// How comments for tools begin, in lower case.
const TOOLS: [&str; 20] = [
    "check=",
    "checkov:",
    "codespell:",
    "cspell:",
    "depends-on:",
    "dockerfilelint",
    "dockwright ",
    "editorconfig",
    "hadolint ",
    "kics-scan ",
    "nosemgrep",
    "nosonar",
    "renovate:",
    "semgrep:",
    "shellcheck ",
    "syft:",
    "tally ",
    "trivy:",
    "vim:",
    "yaml-language-server:",
];

/// Whether a comment is written for a tool and not for a reader.
fn is_for_tool(comment: &str) -> bool {
    let text = comment.trim_start_matches(['#', ' ', '\t']).to_ascii_lowercase();
    TOOLS.iter().any(|tool| text.starts_with(tool))
}

cases! {
    found: [r#"
# check=experimental=all

# wrong
ARG X
    ^ info: Comment for ARG should follow the format: `# X <description>`
# whatever
# Y is right

ARG Y
# detached
#
FROM alpine AS one
# wrong
FROM alpine AS Two
               ^^^ info: Comment for FROM should follow the format: `# two <description>`
  # indented comments keep their sign
ARG A B
    ^ info: Comment for ARG should follow the format: `# <arg_key> <description>`
# not about a stage
FROM alpine
"#],
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, find};
    use super::RULE;

    #[test]
    fn comments_for_tools_are_no_descriptions() {
        let name = "InvalidDefinitionDescription";
        for (comments, is_found) in [
            ("# hadolint ignore=DL3006", false),
            ("# dockwright ignore=UntaggedImage;reason=x", false),
            ("# b is right\n# renovate: datasource=docker", false),
            ("# wrong\n# trivy:ignore:DS-0001", true),
            ("# hadolint is a tool", false),
            ("# wrong", true),
        ] {
            let text = format!("{comments}\nFROM a AS b\n");
            let text = format!("# syntax=docker/dockerfile:1\n\n{text}");
            assert_eq!(!find(name, &text).is_empty(), is_found, "{comments}");
        }
        let text = "# check=experimental=all\n# hadolint ignore=DL3006\nFROM a AS b\n";
        assert!(testing::build_preset(text).iter().any(|(rule, _)| *rule == name));
    }

    #[test]
    fn a_comment_asks_for_one_instruction() {
        let name = "InvalidDefinitionDescription";
        let text = |option: &str| format!("FROM a AS b\n# check={option}\nFROM c AS d\n# no\nARG X\n");
        let found = |option: &str| {
            testing::build_preset(&text(option))
                .into_iter()
                .filter(|(rule, _)| *rule == name)
                .map(|(_, line)| line)
                .collect::<Vec<_>>()
        };
        for option in ["experimental=all", "skip=all;experimental=InvalidDefinitionDescription"] {
            assert_eq!(found(option), [3], "{option}");
        }
        assert!(found("experimental=Other").is_empty());
    }

    #[test]
    fn nobody_asked() {
        let text = "# wrong\n\nARG X\nFROM alpine\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        let document = dockwright_analysis::document::Document::new(dockwright_syntax::Text::new(text));
        assert!(
            dockwright_lint::diagnostics::diagnostics(&document)
                .iter()
                .all(|it| it.code != "InvalidDefinitionDescription")
        );
    }
}
