//! The checks that make a build with `# check=error=true` fail: BuildKit's rules that a file
//! breaks, in the order in which BuildKit checks them.

use super::{BUILDKIT, PlacedFinding, Reader, findings};
use crate::rule::{Moment, Pass};
use dockwright_analysis::{document::Document, model::Model, spec::Instruction};

/// The checks that make the build fail.
#[derive(Debug, Default)]
pub(crate) struct Violated {
    /// The names of the rules, each once.
    pub(crate) names: Vec<&'static str>,
    /// With a different base image it might not fail.
    pub(crate) depends_on_base: bool,
}

/// The rules that a file breaks. For users, a rule counts only if they see its findings.
pub(crate) fn violated(document: &Document, model: &Model, reader: Reader) -> Violated {
    let mut found = findings(document, model, &BUILDKIT, Reader::Build);
    found.retain(|found| reader == Reader::Build || found.finding.severity.is_some());
    found.sort_by_key(moment);
    let mut violated = Violated { names: Vec::new(), depends_on_base: !found.is_empty() };
    for found in found {
        let rule = found.finding.rule;
        let name = rule.name;
        violated.depends_on_base &= rule.depends_on_base && has_unknown_base(document, model, &found);
        if !violated.names.contains(&name) {
            violated.names.push(name);
        }
    }
    violated
}

fn has_unknown_base(document: &Document, model: &Model, found: &PlacedFinding<'_>) -> bool {
    let stage = document.block_at(found.placed.start).and_then(|(stage, _)| stage);
    stage.is_some_and(|stage| model.stages[stage].evaluated.entry.is_open)
}

/// When BuildKit finds it: the pass, the instruction that it processes, and how far it is with
/// that.
fn moment(found: &PlacedFinding<'_>) -> (Pass, usize, usize) {
    let Moment { pass, step } = found.finding.rule.moment;
    // A second CMD is found at its own place, and shown at the first.
    let start = match found.finding.silenced_at {
        Some(item) if pass == Pass::Dispatch => found.block.placed(item).start,
        _ => found.placed.start,
    };
    // Each word of an ARG is checked separately.
    let rank = if pass == Pass::Dispatch && found.placed.facts.instruction == Some(Instruction::Arg) {
        found.finding.range.start
    } else {
        step.into()
    };
    (pass, start, rank)
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;
    use crate::rules::testing;
    use dockwright_analysis::build_inputs::BuildInputs;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = testing::refusals(&format!("# check=error=true\n{text}"), &BuildInputs::default());
        let expected = format!("lint violation found for rules: {expected}");
        assert_eq!(found, [(None, expected)], "{text}");
    }

    #[test]
    fn passes_follow_one_another() {
        check(
            "from a as B\nEXPOSE 1/TCP\nRUN a \\\n\n  b\n",
            "NoEmptyContinuation, StageNameCasing, ConsistentInstructionCasing, ExposeProtoCasing",
        );
        check(
            "FROM a AS context\nCMD x\nfrom a$X AS b\n",
            "FromAsCasing, ReservedStageName, ConsistentInstructionCasing, UndefinedArgInFrom, JSONArgsRecommended",
        );
    }

    #[test]
    fn instructions_run_in_their_order() {
        check("FROM a\nCMD x\nWORKDIR w\n", "JSONArgsRecommended, WorkdirRelativePath");
        check("FROM a\nWORKDIR w$X\nCMD x\n", "UndefinedVar, WorkdirRelativePath, JSONArgsRecommended");
        check(
            "FROM a\nCMD [\"x\"]\nEXPOSE 1/TCP\nCMD y\n",
            "ExposeProtoCasing, MultipleInstructionsDisallowed, JSONArgsRecommended",
        );
    }

    #[test]
    fn a_base_image_may_save_the_build() {
        let depends = |text: &str| {
            let document = Document::new(Text::new(text));
            violated(&document, document.model(), Reader::Build).depends_on_base
        };
        assert!(depends("FROM a\nCMD x\nUSER $X\n"));
        assert!(!depends("FROM scratch\nCMD x\n"));
        assert!(!depends("FROM a\nCMD x\nEXPOSE 1/TCP\n"));
        assert!(!depends("FROM a\n"));
    }

    #[test]
    fn words_of_arg_are_looked_at_one_by_one() {
        check("FROM a\nARG TOKEN=$X\n", "SecretsUsedInArgOrEnv, UndefinedVar");
        check("FROM a\nARG A=$X TOKEN=1\n", "UndefinedVar, SecretsUsedInArgOrEnv");
        check("FROM a\nENV TOKEN=$X\n", "UndefinedVar, SecretsUsedInArgOrEnv");
    }
}
