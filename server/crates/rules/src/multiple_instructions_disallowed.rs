//! Second CMD, ENTRYPOINT or HEALTHCHECK in a stage.
//!
//! # What it does
//! Reports a CMD, ENTRYPOINT or HEALTHCHECK that a later one in the same stage replaces.
//!
//! # Why it matters
//! Only the last one takes effect. Docker drops the earlier ones from the image without an error.
//!
//! # Example
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["echo", "one"]
//! CMD ["echo", "two"]
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM alpine:3.22
//! CMD ["echo", "two"]
//! ```
//!
//! # Limits
//! A fix is offered if the two instructions directly follow each other. A stage may replace what it inherits. A
//! `# check=skip=…` comment takes effect above the later instruction, although the finding is on the earlier one.
//! ONBUILD triggers count only with `--preset buildkit`.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/multiple-instructions-disallowed/>

use super::{Acc, Check, InStageContext, Role};
use dockwright_analysis::{fix::Fix, spec::Instruction};
use dockwright_lint::finding::{Finding, Mending, Tag};
use dockwright_texts::{rules::multiple_instructions_disallowed as texts, titles};

rule! {
    checks: [
        Check::InStage(&[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck], check),
    ],
    aliases: &["DL4003", "DL4004", "DL3012", "DU:MULTIPLE_INSTRUCTIONS", "DS-0016", "DS-0007", "DS-0023"],
    group: Stages, presets: &[Buildkit, Default, Hadolint],
    url: Some("https://docs.docker.com/reference/build/checks/multiple-instructions-disallowed/"),
    moment: Moment::new(Pass::Dispatch, 1),
}

fn check(ctx: &InStageContext<'_>, acc: &mut Acc) {
    let Some(earlier) = &ctx.previous else { return };
    let message = texts::finding(&ctx.facts.word);
    let mut finding = Finding::new(&RULE, earlier.keyword_range.clone(), message);
    finding.tag = Some(Tag::Unnecessary);
    if ctx.role == Role::Own {
        finding.related.push((acc.item, ctx.facts.keyword_range.clone(), texts::related()));
    }
    // With nothing between them, not even a SHELL, the earlier one changes nothing.
    if earlier.role == Role::Own && ctx.role == Role::Own && earlier.item + 1 == acc.item {
        finding.mend = Some(fix);
    }
    acc.push_at(earlier.item, earlier.role, finding);
}

/// Removes the whole lines.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    Some(Fix::replace(&titles::REMOVE, ctx.whole_lines()?, String::new()))
}

cases! {
    found: [r#"
FROM alpine AS a
CMD a
^^^ warning (unnecessary): Multiple cmd instructions should not be used in the same stage because only the last one will be used
HEALTHCHECK CMD x
^^^^^^^^^^^ warning (unnecessary): Multiple healthcheck instructions should not be used in the same stage because only the last one will be used
cmd ["b"]
^^^ warning (unnecessary): Multiple CMD instructions should not be used in the same stage because only the last one will be used
^^^ related: This one is used
healthcheck NONE
^^^^^^^^^^^ related: This one is used
CMD c
^^^ related: This one is used
ONBUILD CMD d
FROM a
CMD d
"#],
    fixed: {
        "FROM a\r\nCMD a \\\r\n  b\r\n# why\r\nCMD c\r\nUSER x\r\nCMD [\"d\"]\r\n"
            => "FROM a\r\n# why\r\nCMD c\r\nUSER x\r\nCMD [\"d\"]\r\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::build;
    use super::RULE;

    #[test]
    fn triggers_count_where_they_run() {
        let text = "FROM alpine AS a\nONBUILD CMD x\nFROM a\nCMD y\n";
        assert_eq!(build(RULE.name, text), [(3, 3)]);
    }

    #[test]
    fn the_comment_above_the_later_one_counts() {
        let comment = "# check=skip=MultipleInstructionsDisallowed\n";
        assert!(build(RULE.name, &format!("FROM a\nCMD x\n{comment}CMD y\n")).is_empty());
        assert_eq!(build(RULE.name, &format!("FROM a\n{comment}CMD x\nCMD y\n")), [(3, 3)]);
    }
}
