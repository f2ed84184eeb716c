//! The preset as a whole: codes, lines, severities, comments, and the parts that come from our own
//! rules.

use dockwright_analysis::document::Document;
use dockwright_syntax::Text;

use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    rule::{Preset, Severity},
};

fn findings(text: &str, selection: &Selection) -> Vec<Diagnostic> {
    let document = Document::new(Text::new(text));
    diagnostics_for(&document, document.model(), selection)
}

fn preset(choice: &Choice) -> Selection {
    Selection::new(Preset::Hadolint, choice)
}

/// The codes with their lines.
fn codes(text: &str, selection: &Selection) -> Vec<(&'static str, usize)> {
    let line = |offset: usize| text[..offset].matches('\n').count() + 1;
    let found = findings(text, selection);
    let mut codes: Vec<_> = found
        .iter()
        .map(|it| (it.aliases.first().copied().unwrap_or(it.code), line(it.range.start)))
        .collect();
    codes.sort_unstable();
    codes
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn each_finding_has_one_code_and_hadolints_line() {
    let text = "FROM a:1\nCMD [\"a\"]\nCMD [\"b\"]\nRUN x \\\n  && pip install y\nONBUILD \\\n  RUN sudo z\n";
    let expected = [("DL3004", 6), ("DL3013", 4), ("DL3042", 4), ("DL4003", 3)];
    assert_eq!(codes(text, &preset(&Choice::default())), expected);
    let found = findings(text, &preset(&Choice::default()));
    assert!(found.iter().all(|it| it.aliases.len() == 1), "{found:?}");
}

#[test]
fn the_word_is_marked_if_it_is_on_the_line() {
    let text = "FROM a:1\nRUN apt-get install -y --no-install-recommends curl \\\n  && sudo x\n";
    let found = findings(text, &preset(&Choice::default()));
    let places: Vec<_> = found.iter().map(|it| &text[it.range.clone()]).collect();
    assert_eq!(places, ["RUN", "curl"]);
    assert_eq!(found[1].message, "`curl` is installed without a version");
}

#[test]
fn fixes_are_those_of_our_rules() {
    let found = findings("FROM a:1\nMAINTAINER x\n", &preset(&Choice::default()));
    let [found] = &found[..] else { panic!("{found:?}") };
    assert_eq!((found.code, found.aliases), ("MaintainerDeprecated", &["DL4000"][..]));
    assert!(found.severity == Severity::Error && found.fix.is_some());
}

#[test]
fn rejections_stay_and_are_said_once() {
    let text = "FROM a:1\nEXPOSE 70000\nFOO x\n";
    let expected = [("DL3011", 2), ("DU:UNKNOWN_INSTRUCTION", 3)];
    assert_eq!(codes(text, &preset(&Choice::default())), expected);
}

#[test]
fn codes_are_chosen_one_by_one() {
    let text = "FROM a:1\nCMD a\nCMD b\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\n";
    let all = [("DL3025", 2), ("DL3025", 3), ("DL4003", 3), ("DL4004", 5)];
    assert_eq!(codes(text, &preset(&Choice::default())), all);
    let ignore = Choice { ignore: names(&["dl4003", "JSONArgsRecommended"]), ..Choice::default() };
    assert_eq!(codes(text, &preset(&ignore)), [("DL4004", 5)]);
    let select = Choice { select: names(&["MultipleInstructionsDisallowed"]), ..Choice::default() };
    assert_eq!(codes(text, &preset(&select)), [("DL4003", 3), ("DL4004", 5)]);
    let mut selection = preset(&Choice::default());
    selection.set_severity("DL4004", Some(Severity::Info));
    selection.set_severity("DL4003", None);
    let found = findings(text, &selection);
    assert_eq!(found.last().map(|it| it.severity), Some(Severity::Info));
    assert!(found.iter().all(|it| it.aliases != ["DL4003"]));
}

#[test]
fn comments_are_read_as_by_hadolint() {
    let text = "\
# hadolint global ignore=DL3006
FROM a
# hadolint ignore=DL3004
RUN sudo x
# hadolint ignore=DL3004 why
RUN sudo x
# hadolint ignore=DL3004

RUN sudo x
# hadolint stage ignore=DL3004
FROM b AS c
RUN sudo x
# dockwright ignore=DL3004
ONBUILD RUN sudo y
FROM c
RUN sudo x
";
    let all = preset(&Choice {
        extend_select: names(&["DL1001"]),
        ignore: names(&["DL3059"]),
        ..Choice::default()
    });
    assert_eq!(
        codes(text, &all),
        [("DL1001", 3), ("DL1001", 7), ("DL3004", 6), ("DL3004", 9), ("DL3004", 16)]
    );
    let mut deaf = preset(&Choice { ignore: names(&["DL3059"]), ..Choice::default() });
    deaf.is_deaf_to_hadolint = true;
    assert_eq!(codes(text, &deaf).len(), 7);
}

#[test]
fn other_presets_have_none_of_it() {
    let text = "FROM a\nRUN sudo apt-get install x\nCMD a\nCMD b\n";
    for preset in [Preset::Default, Preset::Buildkit, Preset::All] {
        let found = findings(text, &Selection::new(preset, &Choice::default()));
        assert!(
            found.iter().all(|it| it.url.as_ref().is_none_or(|url| !url.contains("hadolint"))),
            "{found:?}"
        );
        assert!(found.iter().any(|it| it.aliases.contains(&"DL4003") && it.aliases.len() > 1), "{found:?}");
    }
}
