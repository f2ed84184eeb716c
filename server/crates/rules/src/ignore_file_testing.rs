//! Helpers for the tests of rules about ignore files.

use dockwright_context::ignore_file::IgnoreFile;
use dockwright_fixture::parse_one;
use dockwright_texts::Language;

use dockwright_lint::{
    diagnostic::Diagnostic,
    fix_all::apply,
    ignore_file::ignore_file_diagnostics,
    preset::{Choice, Selection},
    rule::Preset,
};

/// The findings of one rule.
fn diagnostics(rule: &str, text: &str) -> Vec<Diagnostic> {
    let choice = Choice { select: vec![rule.to_owned()], ..Choice::default() };
    ignore_file_diagnostics(text, &IgnoreFile::new(text), &Selection::new(Preset::Default, &choice))
}

/// Findings equal the annotations of a fixture: `^^^ warning: message`, in which the message is
/// optional. A place that a finding refers to may be annotated with `^^^ related: message`.
#[track_caller]
pub(crate) fn check(rule: &str, fixture: &str) {
    let file = parse_one(fixture);
    let found = diagnostics(rule, &file.text);
    let (related, expected): (Vec<_>, Vec<_>) =
        file.annotations.iter().partition(|annotation| annotation.text.starts_with("related"));
    let places: Vec<_> = found.iter().map(|it| &file.text[it.range.clone()]).collect();
    let annotated: Vec<_> = expected.iter().map(|it| &file.text[it.range.clone()]).collect();
    assert_eq!(places, annotated, "{}", file.text);
    for (found, expected) in found.iter().zip(expected) {
        let text = format!("{}: {}", found.severity.name(), found.message.text(Language::English));
        assert!(found.range == expected.range && text.starts_with(&expected.text), "{found:?}: {expected:?}");
    }
    for expected in related {
        let all = || found.iter().flat_map(|found| &found.related);
        let is_it = |text: String| text.starts_with(&expected.text);
        let is_found =
            all().any(|it| it.range == expected.range && is_it(format!("related: {}", it.message)));
        assert!(is_found, "{expected:?}: {:?}", all().collect::<Vec<_>>());
    }
}

/// Applying the fixes of all findings gives a text without findings.
#[track_caller]
pub(crate) fn check_fix(rule: &str, before: &str, after: &str) {
    let found = diagnostics(rule, before);
    let fixed = apply(before, found.iter().filter_map(|it| it.fix.as_ref()));
    assert_eq!(fixed, after);
    assert_eq!(diagnostics(rule, &fixed), []);
}
