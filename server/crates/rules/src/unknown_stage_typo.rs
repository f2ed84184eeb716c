//! Stage name that is probably misspelt.
//!
//! # What it does
//! Reports a name in FROM, in `--from` of COPY or in `from` of a mount that is not a stage but differs from one by one
//! or two typing errors.
//!
//! # Why it matters
//! Docker takes a name that is not a stage as an image. The build then fails with a message about a registry, or it
//! uses an image that someone else published under that name. Correct the name.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS builder
//! FROM alpine:3.22
//! COPY --from=buidler /app /app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM golang:1.25 AS builder
//! FROM alpine:3.22
//! COPY --from=builder /app /app
//! ```
//!
//! # Limits
//! Names of Docker's official images are not reported, and neither are names with a tag, a registry or a variable. In
//! names of up to four letters, only a single error counts. FROM can name earlier stages only.
//!
//! # References
//! - <https://docs.docker.com/build/building/multi-stage/>
//! - <https://docs.docker.com/reference/dockerfile/#copy---from>

use dockwright_syntax::unicode;

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    model::{Base, Stage},
    problem::Refusal,
    spec::official_images::is_official_image,
    suggest::typing_errors,
};
use dockwright_lint::finding::{Finding, Found, change_to_word};
use dockwright_texts::rules::unknown_stage_typo as texts;

rule! {
    checks: [Check::File(check)],
    stands_for: [copy_from_image, untagged_image],
    group: Stages, presets: &[Default],
    unfinished: &[Unfinished::InWord],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let stages = &ctx.model.stages;
    let mut budget = COMPARISONS;
    for (number, stage) in stages.iter().enumerate() {
        if let Base::Image(_) = stage.base
            && let Some(image) = ctx.stages[number].0.items().first().and_then(|item| item.facts.image())
            && let Some(word) = image.literal()
            && let Some(name) = meant(word, &stages[..number], &mut budget)
        {
            found.push(finding(number, 0, image.range.clone(), word, name));
        }
    }
    for edge in &ctx.model.edges {
        if edge.stage.is_none()
            && !edge.is_index
            && !edge.is_trigger
            && edge.problem.as_ref().is_none_or(|problem| problem.0.refusal == Refusal::InvalidImageReference)
            && let Some(item) = ctx.stages[edge.user].0.items().get(edge.item)
            && let Some(word) = item.facts.image_at(&edge.range)
        {
            // A stage cannot copy from itself.
            let (before, after) = (&stages[..edge.user], &stages[edge.user + 1..]);
            if let Some(name) = meant(word, before, &mut budget).or_else(|| meant(word, after, &mut budget)) {
                found.push(finding(edge.user, edge.item, edge.range.clone(), word, name));
            }
        }
    }
}

fn finding(stage: usize, item: usize, range: std::ops::Range<usize>, word: &str, name: &str) -> FileFound {
    let message = texts::Finding { name: word, similar: name }.message();
    let finding = Finding::own(&RULE, range, message);
    let finding = Finding { word: Some(name.to_owned()), mend: Some(change_to_word), ..finding };
    FileFound { stage: Some(stage), found: Found { item, finding } }
}

/// The stage that a name was probably meant to be: the one with the fewest edits between, the later among equals.
fn meant<'a>(word: &str, stages: &'a [Stage], budget: &mut usize) -> Option<&'a str> {
    if !is_bare_name(word) {
        return None;
    }
    let word = unicode::lower(word);
    if is_official_image(&word) {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for name in stages.iter().rev().filter_map(|stage| stage.name.as_deref()) {
        if name.len().abs_diff(word.len()) > MOST_SLIPS {
            continue;
        }
        *budget = budget.checked_sub(1)?;
        let edits = typing_errors(&word, name);
        if edits == 0 {
            // FROM does not find the name in upper case, which is a different mistake.
            return None;
        }
        let most = if word.len().min(name.len()) <= SHORT { 1 } else { MOST_SLIPS };
        if edits <= most && best.is_none_or(|(least, _)| edits < least) {
            best = Some((edits, name));
        }
    }
    best.map(|(_, name)| name)
}

/// How many edits a misspelt name may differ by.
const MOST_SLIPS: usize = 2;
/// How many names are compared: a file may have thousands of stages.
const COMPARISONS: usize = 3_000;
/// In names of up to this many letters, two edits leave nothing of the name.
const SHORT: usize = 4;

fn is_bare_name(word: &str) -> bool {
    !word.is_empty()
        && !word.contains(['/', ':', '@', '.', '$', '{', '<'])
        && !word.bytes().all(|byte| byte.is_ascii_digit())
}

cases! {
    fixed: {
        "FROM a AS build\nFROM biuld\nCOPY --from=Buil \\\n /a /\n"
            => "FROM a AS build\nFROM build\nCOPY --from=build \\\n /a /\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build_preset, check, find};
    use super::RULE;

    #[test]
    fn typos_in_names_of_stages() {
        check(
            RULE.name,
            r#"
FROM a:1 AS Builder
FROM a:1 AS go
FROM bulider AS next
     ^^^^^^^ warning: No earlier stage is called `bulider`; did you mean `builder`?
copy --from=buildr /a /
            ^^^^^^ warning: No earlier stage is called `buildr`; did you mean `builder`?
RUN --mount=type=bind,from=last1,target=/x \
                           ^^^^^ warning: No earlier stage is called `last1`; did you mean `last`?
    --mount=from=Buidler,target=/y z
                 ^^^^^^^ warning: No earlier stage is called `Buidler`; did you mean `builder`?
COPY --from=g \
            ^ warning: No earlier stage is called `g`; did you mean `go`?
  /a /
COPY --from=nginx /a /
COPY --from=tools /a /
COPY --from=builder:1 /a /
COPY --from=org/buildr /a /
COPY --from=BUILDER /a /
COPY --from=1 /a /
COPY --from=g1x /a /
FROM $X AS last
FROM buildes
     ^^^^^^^ warning: No earlier stage is called `buildes`; did you mean `builder`?
ONBUILD COPY --from=buildr /a /
"#,
        );
        // A later stage is not a base.
        assert!(find(RULE.name, "FROM buidl\nFROM a AS build\n").is_empty());
        // The name of an image is not misspelt.
        assert!(find(RULE.name, "FROM a AS nodes\nFROM node\n").is_empty());
        assert!(find(RULE.name, "FROM a AS js_x\nFROM a AS go_x\nFROM JS_X\n").is_empty());
        assert!(find(RULE.name, "FROM a AS build\nCOPY --from=build1 a /\n").is_empty());
    }

    #[test]
    fn other_line_ends_and_escapes() {
        let text = "# escape=`\r\nFROM a AS build\r\nFROM b\r\nCOPY `\r\n  --from=biuld /a /\r\n";
        assert_eq!(find(RULE.name, text).len(), 1);
        assert!(build_preset(text).is_empty());
    }
}
