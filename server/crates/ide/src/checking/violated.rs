//! What `# check=error=true` fails a build for: the rules of BuildKit that a file breaks, in the order of its checks.

use super::{BUILDKIT, PlacedFinding, Reader, findings};
use crate::{document::Document, model::Model, spec::Instruction};

/// The rules of each pass that BuildKit makes over a file, and in what order it asks for them at one place. What is not
/// named belongs to the last pass, which runs the instructions.
const PASSES: [&[&str]; 8] = [
    &["NoEmptyContinuation"],
    &["StageNameCasing", "FromAsCasing", "MaintainerDeprecated", "InvalidDefinitionDescription"],
    &["ReservedStageName", "DuplicateStageName"],
    &["ConsistentInstructionCasing"],
    &["InvalidDefaultArgInFrom"],
    &["UndefinedArgInFrom", "RedundantTargetPlatform", "FromPlatformFlagConstDisallowed"],
    &["InvalidBaseImagePlatform"],
    &["UndefinedVar", "MultipleInstructionsDisallowed"],
];

/// The names of the rules, each once. For people those that depend on the base image do not count.
pub(crate) fn violated(document: &Document, model: &Model, reader: Reader) -> Vec<&'static str> {
    let mut found = findings(document, model, &BUILDKIT, Reader::Build);
    found.retain(|found| reader == Reader::Build || found.finding.severity.is_some());
    found.sort_by_key(moment);
    let mut names = Vec::new();
    for found in found {
        if !names.contains(&found.finding.rule.name) {
            names.push(found.finding.rule.name);
        }
    }
    names
}

/// When BuildKit finds it: the pass, the instruction that it looks at, and how far it is with that.
fn moment(found: &PlacedFinding<'_>) -> (usize, usize, usize) {
    let name = found.finding.rule.name;
    let last = PASSES.len() - 1;
    let pass = PASSES.iter().position(|names| names.contains(&name)).unwrap_or(last);
    // A second CMD is found where it stands, and shown at the first.
    let start = match found.finding.silenced_at {
        Some(item) if pass == last => found.block.placed(item).start,
        _ => found.placed.start,
    };
    // Of ARG each word is looked at by itself.
    let rank = if pass == last && found.placed.facts.instruction == Some(Instruction::Arg) {
        found.finding.range.start
    } else {
        PASSES[pass].iter().position(|other| *other == name).unwrap_or(PASSES[pass].len())
    };
    (pass, start, rank)
}

#[cfg(test)]
mod tests {
    use crate::{model::BuildInputs, rules::testing};

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
    fn words_of_arg_are_looked_at_one_by_one() {
        check("FROM a\nARG TOKEN=$X\n", "SecretsUsedInArgOrEnv, UndefinedVar");
        check("FROM a\nARG A=$X TOKEN=1\n", "UndefinedVar, SecretsUsedInArgOrEnv");
        check("FROM a\nENV TOKEN=$X\n", "UndefinedVar, SecretsUsedInArgOrEnv");
    }
}
