//! Tests of templates: references, operators, and what is rejected.

use super::*;

fn template(text: &str) -> Template {
    let quoting = Quoting { escape: '\\', quotes: true };
    Template::new(text.to_owned(), 0..text.len(), quoting, &|range| range)
}

fn names(text: &str) -> Vec<(String, Range<usize>)> {
    let template = template(text);
    let mut names = Vec::new();
    template.references(&mut |reference| names.push((reference.name.clone(), reference.name_range.clone())));
    names
}

#[test]
fn references_know_their_places() {
    assert_eq!(
        names("a$B\"${C:-$D}\"'$E'\\$F$1x"),
        [("B".into(), 2..3), ("C".into(), 6..7), ("D".into(), 10..11), ("1".into(), 21..22)]
    );
    assert_eq!(names("${한글#*/}$인사말."), [("한글".into(), 2..8), ("인사말".into(), 13..22)]);
}

#[test]
fn half_typed_references_are_references() {
    assert_eq!(names("/a/${NA"), [("NA".into(), 5..7)]);
    assert_eq!(names("${A:-${B"), [("A".into(), 2..3), ("B".into(), 7..8)]);
    assert_eq!(names("${"), []);
    assert_eq!(names("$"), []);
}

#[test]
fn endless_nesting_is_read() {
    let deep = "${A:-".repeat(100_000);
    assert_eq!(names(&deep).len(), MAX_DEPTH);
    assert_eq!(names(&format!("{deep}{}", "}".repeat(100_000))).len(), MAX_DEPTH);
}
