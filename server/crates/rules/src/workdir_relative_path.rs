//! First WORKDIR of a stage is relative.
//!
//! # What it does
//! Reports a relative WORKDIR if no WORKDIR comes before it in the stage or in its base stages.
//!
//! # Why it matters
//! The path is relative to the working directory of the base image. A new version of that image may change it, and with
//! it the place of everything that is copied and run later. Use an absolute path.
//!
//! # Example
//! ```dockerfile
//! FROM node:22
//! WORKDIR app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! ```
//!
//! # Limits
//! Variables are expanded and quotes removed first. If only the base image knows a variable, it is not certain what
//! Docker does, and nothing is reported. `~` is not the home directory here, but a name. A drive letter is taken as a
//! sign of a Windows stage.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/workdir-relative-path/>

use super::{Acc, Check, StageContext};
use dockwright_analysis::{fix::Fix, go::quote, model::Remark};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{rules::workdir_relative_path as texts, titles};

rule! {
    checks: [Check::Stage(check)],
    aliases: &["DL3000", "DU:WORKDIR_IS_NOT_ABSOLUTE", "DS-0009"],
    group: Stages, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/workdir-relative-path/"),
    unfinished: &[Unfinished::AbsolutePath],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    ctx.each_remark(|item, role, remark| {
        if let Remark::RelativeWorkdir { range, path } = remark {
            let message = texts::finding(quote(&path.text));
            let mut finding = Finding::new(&RULE, range.clone(), message);
            let has_drive = matches!(path.text.as_bytes(), [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic());
            if has_drive || !path.is_certain {
                finding.severity = None;
            }
            let base = &ctx.evaluated.base_state.workdir;
            let is_known = base.is_certain && &*base.text == "/";
            finding.mend = Some(if is_known { safe_fix } else { fix });
            finding.word = Some(path.text.to_string());
            acc.push_at(item, role, finding);
        }
    });
}

fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    safe_fix(ctx).map(Fix::unsafe_choice)
}

fn safe_fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.text();
    let is_plain =
        Some(text) == ctx.finding.word.as_deref() && !text.starts_with(['.', '~']) && !text.is_empty();
    is_plain.then(|| ctx.replace(titles::change_to(format!("/{text}")), format!("/{text}")))
}

cases! {
    found: [r#"
FROM alpine AS a
ENV D=d
WORKDIR $D/x
        ^^^^ warning: Relative workdir "d/x" can have unexpected results if the base image changes
WORKDIR b
FROM a
WORKDIR c
FROM alpine
WORKDIR \
  "e"
  ^^^ warning: Relative workdir "e" can have unexpected results if the base image changes
FROM alpine
WORKDIR "/f"
FROM alpine
WORKDIR $UNKNOWN
"#],
    fixed: {
        "FROM scratch\nWORKDIR app\n" => "FROM scratch\nWORKDIR /app\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::build;
    use super::RULE;

    #[test]
    fn docker_does_not_know_the_base_image_either() {
        assert_eq!(build(RULE.name, "FROM a\nWORKDIR $UNKNOWN\n"), [(2, 2)]);
        assert_eq!(build(RULE.name, "FROM a AS x\nONBUILD WORKDIR y\nFROM x\n"), [(3, 3)]);
    }
}
