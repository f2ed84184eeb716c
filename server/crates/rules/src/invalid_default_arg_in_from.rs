//! FROM has no valid image unless you pass `--build-arg`.
//!
//! # What it does
//! Reports a FROM whose image name is empty or invalid if all build arguments have their defaults.
//!
//! # Why it matters
//! A plain `docker build` fails. People who do not know which `--build-arg` to pass cannot build the file.
//!
//! # Example
//! ```dockerfile
//! ARG TAG
//! FROM alpine:$TAG
//! ```
//!
//! # Use instead
//! ```dockerfile
//! ARG TAG=3.22
//! FROM alpine:$TAG
//! ```
//!
//! # Limits
//! If the current build fails for the same reason, only that failure is reported.
//!
//! # References
//! - <https://docs.docker.com/reference/build/checks/invalid-default-arg-in-from/>

use super::{Acc, Check, StageContext, global_expansion};
use dockwright_analysis::{model::image_reference::ImageReference, problem::Refusal};
use dockwright_lint::{finding::Finding, rule::Severity};
use dockwright_texts::rules::invalid_default_arg_in_from as texts;

rule! {
    checks: [Check::Stage(check)],
    group: Variables, severity: Error,
    url: Some("https://docs.docker.com/reference/build/checks/invalid-default-arg-in-from/"),
    moment: Moment::new(Pass::Arguments, 0),
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let Some(image) = ctx.from().and_then(|operands| operands.image.as_ref()) else { return };
    let Some(default) = global_expansion(image, &ctx.evaluated.global.defaults) else { return };
    if ImageReference::parse(&default.text).is_ok() {
        return;
    }
    let mut finding = Finding::new(&RULE, image.range.clone(), texts::finding(&image.text));
    let is_refused = |problem: &dockwright_analysis::problem::Problem| {
        problem.refusal == Refusal::BaseNameEmpty || problem.refusal == Refusal::InvalidImageReference
    };
    if ctx.evaluated.problems.iter().any(|(item, problem)| *item == 0 && is_refused(problem)) {
        finding.severity = None;
    } else if default.argument.is_some() {
        // The build has a value for what the file leaves open.
        finding.severity = None;
    } else if !ctx.inputs.build_args.is_empty() {
        finding.severity = Some(Severity::Warning);
    }
    acc.push(finding);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{build, build_with, find};
    use super::RULE;

    #[test]
    fn an_argument_without_default() {
        let text = "ARG T\nFROM alpine:$T\nFROM alpine:${T:-3}\nFROM alpine$T\n";
        assert_eq!(build(RULE.name, text), [(2, 2)]);
        // The build as such fails, which is reported as an error already.
        assert!(find(RULE.name, text).is_empty());
    }

    #[test]
    fn a_build_argument_does_not_help() {
        let text = "ARG T\nFROM alpine:$T\n";
        assert_eq!(build_with(RULE.name, text, &[("T", "3")]), [(2, 2)]);
        assert!(build_with(RULE.name, "ARG T=2\nFROM a:$T\n", &[("T", "3")]).is_empty());
    }
}
