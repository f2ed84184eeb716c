//! `--platform` has no effect on a FROM that is built on an earlier stage.
//!
//! # What it does
//! Reports `--platform` on a FROM whose base is an earlier stage of the file, or `scratch`.
//!
//! # Why it matters
//! A stage always has the platform of its base stage, so the flag has no effect: with `--platform=$BUILDPLATFORM`, the
//! compiler still runs under emulation. A stage from `scratch` always has the target platform.
//!
//! # Example
//! ```dockerfile
//! FROM golang:1.25 AS base
//! FROM --platform=$BUILDPLATFORM base AS build
//! RUN go build -o /app .
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM golang:1.25 AS base
//! FROM base AS build
//! RUN go build -o /app .
//! ```
//!
//! # Limits
//! The finding does not depend on the platform in the flag. Whether the image exists for that platform is not checked.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#from>
//! - <https://docs.docker.com/build/building/multi-platform/>

use super::{Acc, Check, StageContext};
use dockwright_analysis::{
    facts::operands::Operands,
    fix::{Fix, TextEdit},
    model::{Base, place::Spot},
    spec::FlagValue,
};
use dockwright_lint::{
    finding::{Finding, Mending, Tag},
    rule::Severity,
};
use dockwright_texts::{rules::platform_on_stage as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    stands_for: [from_platform_flag_const_disallowed, redundant_target_platform],
    group: Stages, presets: &[Default],
    unfinished: &[Unfinished::InImage],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(operands) = ctx.from() else { return };
    if ctx.platform().is_none() {
        return;
    }
    let mut flags = ctx.items[0].facts.known_flags();
    let Some((flag, _)) = flags.find(|(_, spec)| spec.value == FlagValue::Platform) else { return };
    let base = operands.image.as_ref().map_or("", |image| image.text.as_str());
    let own = |message| Finding::own(&RULE, flag.range.clone(), message);
    let mut finding;
    if ctx.evaluated.has_parent() {
        finding = own(texts::stage(base));
        finding.alternative = Some(move_to_base);
    } else if ctx.evaluated.is_from_scratch() {
        finding = own(texts::scratch(base));
        finding.note = Some(texts::scratch_note());
        finding.severity = Some(Severity::Info);
    } else {
        return;
    }
    // A comment for the rules that it replaces counts.
    finding.silenced_at = Some(0);
    acc.push(Finding { tag: Some(Tag::Unnecessary), mend: Some(remove), ..finding });
}

/// The flag with the whitespace after it; `None` if the line ends there.
fn whole_flag(ctx: &Mending<'_>) -> Option<std::ops::Range<usize>> {
    let range = &ctx.finding.range;
    let rest = ctx.source.get(range.end..)?;
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    ctx.text().starts_with("--").then(|| range.start..range.end + spaces)
}

fn remove(ctx: &Mending<'_>) -> Option<Fix> {
    Some(Fix::replace(&titles::REMOVE_FLAG, whole_flag(ctx)?, String::new()))
}

/// Writes the flag on the FROM of the first stage in the chain, which decides on the platform.
fn move_to_base(ctx: &Mending<'_>) -> Option<Fix> {
    let model = ctx.document.model();
    let mut stage = Spot::at(ctx.document, ctx.start)?.stage?;
    while let Base::Stage(base) = model.stages.get(stage)?.base {
        stage = base;
    }
    if model.stages[stage].base == Base::Scratch {
        return None;
    }
    let placed = ctx.document.stages().nth(stage)?.placed(0);
    let Operands::From(from) = &placed.facts.operands else { return None };
    let image = from.image.as_ref().filter(|_| placed.facts.flag_value(FlagValue::Platform).is_none())?;
    let removed = whole_flag(ctx)?;
    let at = placed.start + image.range.start;
    let written = TextEdit { range: at..at, text: format!("{} ", ctx.text()) };
    let removed = TextEdit { range: ctx.start + removed.start..ctx.start + removed.end, text: String::new() };
    let line = ctx.document.text().docker_line(placed.start);
    Some(Fix { title: texts::move_up(line), safe: false, edits: vec![written, removed] })
}

cases! {
    fixed: {
        "FROM a AS b\r\nFROM --platform=x  b\r\nFROM \\\r\n  --platform=y \\\r\n  b\r\n"
            => "FROM a AS b\r\nFROM b\r\nFROM \\\r\n  \\\r\n  b\r\n",
    },
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::super::testing::{build_preset, check, find};
    use super::RULE;
    use dockwright_analysis::{document::Document, fix::edited};
    use dockwright_lint::{diagnostics::diagnostics, preset::Selection, rule::Preset};

    #[test]
    fn the_base_decides() {
        check(
            RULE.name,
            r#"
ARG BASE=one
FROM --platform=linux/amd64 alpine AS one
FROM --platform=$BUILDPLATFORM one AS two
     ^^^^^^^^^^^^^^^^^^^^^^^^^ warning (unnecessary): `--platform` has no effect here, because `one` is a stage
from \
  --platform=linux/arm64 \
  ^^^^^^^^^^^^^^^^^^^^^^ warning (unnecessary): `--platform` has no effect here, because `$BASE` is a stage
  $BASE
FROM --platform=linux/amd64 scratch
     ^^^^^^^^^^^^^^^^^^^^^^ info (unnecessary): `--platform` has no effect on `scratch`
     ^^^^^^^^^^^^^^^^^^^^^^ note: A stage from `scratch` always has the target platform
FROM --platform=linux/amd64 One
FROM --platform=$BUILDPLATFORM debian
FROM two
"#,
        );
        let text = "# escape=`\r\nFROM a AS b\r\nFROM `\r\n --platform=x b\r\n";
        assert_eq!(find(RULE.name, text).len(), 1);
    }

    #[test]
    fn it_is_the_only_finding_on_the_flag() {
        let text = "FROM a:1 AS b\nFROM --platform=linux/amd64 b AS c\nFROM --platform=$TARGETPLATFORM c\n";
        let rules = |selection: &Selection, text: &str| {
            let document = Document::new(Text::new(text));
            let found = dockwright_lint::diagnostics::diagnostics_for(&document, document.model(), selection);
            found.iter().map(|it| it.code).collect::<Vec<_>>()
        };
        let default = Selection::default_preset();
        assert_eq!(rules(default, text), ["PlatformOnStage", "PlatformOnStage"]);
        let build = Selection::new(Preset::Buildkit, &dockwright_lint::preset::Choice::default());
        assert_eq!(rules(&build, text), ["FromPlatformFlagConstDisallowed", "RedundantTargetPlatform"]);
        // A comment that silences a rule which it replaces silences it too.
        let silent = text.replace("FROM --", "# hadolint ignore=DL3029,DL3065\nFROM --");
        assert!(!rules(default, &silent).contains(&"PlatformOnStage"), "{:?}", rules(default, &silent));
        let silent = format!("# check=skip=FromPlatformFlagConstDisallowed,RedundantTargetPlatform\n{text}");
        assert!(rules(default, &silent).is_empty());
        let silent = text.replace("FROM --", "# check=skip=FromPlatformFlagConstDisallowed\nFROM --");
        assert!(!rules(default, &silent).contains(&"PlatformOnStage"));
        assert_eq!(build_preset(text).len(), 2);
    }

    #[test]
    fn the_flag_is_moved_to_the_bottom() {
        let text = "FROM a AS b\nFROM b AS c\nFROM --platform=$BUILDPLATFORM c\n";
        let document = Document::new(Text::new(text));
        let action = diagnostics(&document).remove(0).alternative.unwrap();
        assert_eq!(action.title, "Move the flag to the FROM on line 1");
        assert_eq!(
            edited(text, &action.edits),
            "FROM --platform=$BUILDPLATFORM a AS b\nFROM b AS c\nFROM c\n"
        );
    }
}
