//! The order in which BuildKit's checks fail a build.

use dockwright_syntax::Text;

use crate::testing;
use dockwright_analysis::{build_inputs::BuildInputs, document::Document};
use dockwright_lint::engine::{Reader, violated};

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
