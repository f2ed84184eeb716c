//! Fixes of a whole text: rounds, what is applied together, and what is undone.

use std::ops::Range;

use dockwright_syntax::Text;

use dockwright_analysis::{
    document::Document,
    fix::{Fix, TextEdit},
};
use dockwright_lint::{
    diagnostic::Diagnostic,
    fix_all::*,
    preset::{Choice, Selection},
    rule::Preset,
};
use dockwright_texts::Message;

fn fixed(source: &str, applied: Applied) -> Option<Fixed> {
    let document = Document::new(Text::new(source));
    fix_all(&document, &Selection::new(Preset::Default, &Choice::default()), applied)
}

fn diagnostic(code: &'static str, edits: &[(Range<usize>, &str)]) -> Diagnostic {
    let document = Document::new(Text::new("FROM a as b\n"));
    let mut diagnostic = dockwright_lint::diagnostics::diagnostics(&document).swap_remove(0);
    let edits = edits.iter().map(|(range, text)| TextEdit { range: range.clone(), text: (*text).into() });
    diagnostic.code = code;
    diagnostic.fix = Some(Fix { title: Message::verbatim(""), safe: true, edits: edits.collect() });
    diagnostic
}

#[test]
fn safe_fixes_are_applied_until_none_is_left() {
    let source = "from alpine as Build\r\nMAINTAINER me\r\nRUN a\r\n";
    let fixed = fixed(source, Applied::Safe).unwrap();
    assert!(fixed.source.lines().count() == 3 && fixed.source.matches("\r\n").count() == 3, "{fixed:?}");
    assert!(!fixed.source.contains("Build"), "{fixed:?}");
    assert!(fixed.rules.contains_key("StageNameCasing"), "{fixed:?}");
    assert_eq!(self::fixed(&fixed.source, Applied::Safe), None);
}

#[test]
fn what_needs_a_look_is_left_alone_unless_allowed() {
    let source = "FROM alpine\nWROKDIR /app\n";
    assert_eq!(fixed(source, Applied::Safe), None);
    assert_eq!(fixed(source, Applied::Unsafe).unwrap().source, "FROM alpine\nWORKDIR /app\n");
}

#[test]
fn fixes_that_touch_wait_for_the_next_round() {
    let found = [
        diagnostic("A", &[(0..1, "x"), (8..9, "x")]),
        diagnostic("B", &[(4..8, "y")]),
        diagnostic("C", &[(8..8, "y")]),
        diagnostic("D", &[(3..5, "z")]),
        diagnostic("E", &[(10..99, "")]),
    ];
    let codes = |source: &str| -> Vec<_> {
        choose(&found, source, Applied::Safe).into_iter().map(|(code, _)| code).collect()
    };
    assert_eq!(codes("0123456789abcdef"), ["A", "D"]);
}

#[test]
fn edits_of_several_fixes_are_applied_in_order() {
    let found = [diagnostic("A", &[(4..5, "x"), (0..0, "-")]), diagnostic("B", &[(2..3, "")])];
    let fixes = found.iter().filter_map(|found| found.fix.as_ref());
    assert_eq!(apply("012345", fixes), "-013x5");
    let found = [diagnostic("A", &[(0..1, "x\ny")])];
    assert_eq!(apply("a\r\n", found[0].fix.as_ref()), "x\r\ny\r\n");
}
