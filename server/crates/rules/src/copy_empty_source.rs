//! Source that is empty, so that the whole build context is copied.
//!
//! # What it does
//! Reports a source of COPY or ADD that is empty once its variables are replaced by their values.
//!
//! # Why it matters
//! Docker takes an empty source for the root of the build context and copies all of it into the image, secrets and
//! sources included. No error shows that the variable has no value.
//!
//! # Example
//! ```dockerfile
//! FROM scratch
//! ENV JAR=
//! COPY $JAR /app.jar
//! ```
//!
//! # Use instead
//! ```dockerfile
//! FROM scratch
//! ENV JAR=build/app.jar
//! COPY $JAR /app.jar
//! ```
//!
//! # Limits
//! If the build may set the argument, or the base image the variable, the finding has severity info.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#copy>

use super::{Check, StageContext, undefined_var::is_set_by_image};
use dockwright_analysis::{
    facts::{
        operands::Operands,
        template::{Reference, Template},
    },
    model::Remark,
    spec::Instruction,
};
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::copy_empty_source as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Context,
    unfinished: &[Unfinished::InWord],
    presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut super::Acc) {
    ctx.each_remark(|item, role, remark| {
        let Remark::ContextSource { range, path, instruction } = remark else { return };
        if !path.text.is_empty() || *instruction == Instruction::Run {
            return;
        }
        let Some(template) = template(ctx, item, range.start) else { return };
        let mut is_usual = false;
        template.references(&mut |reference: &Reference| {
            is_usual |= is_set_by_image(&reference.name, ctx.evaluated);
        });
        if is_usual {
            return;
        }
        let mut finding = Finding::own(&RULE, range.clone(), texts::finding(&template.text));
        if let Some(argument) = &path.argument {
            finding.note = Some(texts::argument(&**argument));
        } else if !path.is_certain {
            finding.note = Some(texts::base());
        }
        if path.argument.is_some() || !path.is_certain {
            finding.severity = Some(Severity::Info);
        }
        acc.push_at(item, role, finding);
    });
}

/// The source at an offset of an instruction; `None` for an inherited trigger, whose text is in a
/// different file or stage.
fn template<'a>(ctx: &StageContext<'a>, item: usize, start: usize) -> Option<&'a Template> {
    match &ctx.items[item].facts.operands {
        Operands::Copy(operands) => operands.sources.iter().find(|source| source.range.start == start),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, find};
    use super::RULE;

    #[test]
    fn empty_sources() {
        check(
            RULE.name,
            r#"
FROM scratch
ARG GIVEN
ENV A= B=b
COPY $A \
     ^^ warning: `$A` is empty, so the whole build context is copied
  $B "${UNSET}" /d/
     ^^^^^^^^^^ warning: `"${UNSET}"` is empty, so the whole build context is copied
ADD $GIVEN /d
    ^^^^^^ info: `$GIVEN` is empty, so the whole build context is copied
    ^^^^^^ note: Only `--build-arg GIVEN=…` gives it a value
COPY --from=x $A /d
COPY ${A:-src} ./$A /d/
COPY <<E /d
$A
E
"#,
        );
    }

    #[test]
    fn the_base_image_may_set_it() {
        let found = |text: &str| find(RULE.name, text).len();
        assert_eq!(found("FROM a\nCOPY $JAVA_HOME /d\n"), 0);
        assert_eq!(found("FROM a\nCOPY $APP /d\n"), 1);
        assert_eq!(found("FROM a\nARG APP=x\nCOPY $APP /d\n"), 0);
    }
}
