//! Compares the findings with those of `ShellCheck` 0.11 in the same scripts, without what a
//! Dockerfile says about them.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use super::{ShellFound, Unless, find_all};
use crate::shells::Shells;
use dockwright_analysis::shell::{Script, text_view};

/// A finding: the check, and the lines and columns of its place.
type Place = (u16, usize, usize, usize, usize);

fn found_in(script: &str, shell: Shells) -> Vec<ShellFound> {
    let text = format!("{script}\n");
    let view = text_view(&Script::of_text(&text)).expect("the grammar can be used");
    let mut found = find_all(&view, &text);
    found.retain(|it| it.shells.has(shell));
    found
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count();
    (line + 1, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

fn places(script: &str, shell: Shells) -> Vec<Place> {
    let is_shown = |it: &ShellFound| !matches!(it.unless, Unless::Broken | Unless::Optional);
    let found = found_in(script, shell).into_iter().filter(is_shown);
    let text = format!("{script}\n");
    found
        .map(|it| {
            let ((line, column), (end_line, end)) =
                (place(&text, it.range.start), place(&text, it.range.end));
            (it.code, line, column, end_line, end)
        })
        .collect()
}

/// `ShellCheck`'s places.
fn expected(case: &Value) -> Vec<Place> {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    let of = |row: &Value| {
        let code = row[0].as_str().and_then(|code| code.strip_prefix("SC")?.parse().ok()).expect("a code");
        (code, number(&row[1]), number(&row[2]), number(&row[3]), number(&row[4]))
    };
    case["shellcheck"].as_array().expect("a list").iter().map(of).collect()
}

/// Whether a finding is at the place that is expected. Where that is only a point, ours may name the word there.
fn is_same(expected: &Place, found: &Place) -> bool {
    let is_point = (expected.1, expected.2) == (expected.3, expected.4);
    let is_start = (expected.0, expected.1, expected.2) == (found.0, found.1, found.2);
    // After some words ShellCheck includes the space.
    is_start && (is_point || expected == found || expected.0 == 2143)
}

/// For each check, how often it is found, missed and found wrongly, and the differences as text.
fn compare(cases: &str) -> (BTreeMap<u16, [usize; 3]>, String) {
    let mut report = String::new();
    let mut counts: BTreeMap<u16, [usize; 3]> = BTreeMap::new();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).expect("a case is JSON");
        let shell = match case["shell"].as_str() {
            Some("sh") => Shells::SH,
            Some("bash") => Shells::BASH,
            _ => continue,
        };
        let script = case["script"].as_str().expect("a script");
        if script.contains("\\`") {
            // ShellCheck counts columns without the backslashes there.
            continue;
        }
        let expected: Vec<Place> = expected(&case);
        let found: Vec<Place> = places(script, shell);
        for place in &expected {
            let is_found = found.iter().any(|it| is_same(place, it));
            counts.entry(place.0).or_default()[usize::from(!is_found)] += 1;
            if !is_found {
                let _ = writeln!(report, "MISSED {place:?} {script:?}");
            }
        }
        for place in found.iter().filter(|place| !expected.iter().any(|it| is_same(it, place))) {
            counts.entry(place.0).or_default()[2] += 1;
            let _ = writeln!(report, "EXTRA {place:?} {script:?}");
        }
    }
    (counts, report)
}

#[test]
fn the_same_as_shellcheck() {
    let (counts, report) = compare(include_str!("data/cases.jsonl"));
    assert!(counts.len() > 50, "{counts:?}");
    assert!(counts.values().all(|[_, missed, extra]| (*missed, *extra) == (0, 0)), "{report}");
}

#[test]
fn like_shellcheck_where_it_was_not() {
    for (script, expected) in [
        ("! for f in $(find a); do b \"$f\"; done", vec![(2044, 1, 12, 1, 21)]),
        ("! find a | xargs b", vec![(2038, 1, 3, 1, 9)]),
        ("(( find a | xargs b || true ))", vec![(1105, 1, 1, 1, 1), (2038, 1, 4, 1, 10)]),
        ("echo \"a\"\\$b\"c\"", vec![(2140, 1, 9, 1, 12)]),
        ("echo ${P:=ab}", vec![(2086, 1, 6, 1, 14)]),
        ("x=$(echo \"$A\"-b); echo \"$x\"", vec![]),
        ("if a; then ( [ -f a ] ); fi", vec![(2233, 1, 12, 1, 24)]),
        ("( [ $(id -u) = 0 ] ) || a", vec![(2234, 1, 1, 1, 21), (2046, 1, 5, 1, 13)]),
        ("{ su; a; } > b", vec![]),
        ("echo a >> b >> b", vec![(2261, 1, 8, 1, 10), (2261, 1, 13, 1, 15)]),
        ("A= B= c", vec![(1007, 1, 3, 1, 4), (1007, 1, 6, 1, 7)]),
        ("rm -rf /usr/*", vec![(2115, 1, 8, 1, 14)]),
        ("[ \"x$A\" = x ]", vec![(2268, 1, 3, 1, 8)]),
        ("[ \"$A\" \\> b ]", vec![(3012, 1, 8, 1, 10)]),
        ("echo \"${A#$B}\"", vec![(2295, 1, 11, 1, 13)]),
        ("echo $\"a\" [^b]", vec![(3004, 1, 6, 1, 10), (3026, 1, 11, 1, 15)]),
        ("[ a = b ]]", vec![(1034, 1, 1, 1, 1), (2050, 1, 5, 1, 6)]),
    ] {
        let mut found = places(script, Shells::SH);
        let mut expected: Vec<Place> = expected;
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{script}");
    }
}

#[test]
fn backticks_in_backticks_are_read() {
    let script = "a `echo \\`b\\``";
    let found: Vec<(u16, &str)> =
        found_in(script, Shells::SH).iter().map(|it| (it.code, &script[it.range.clone()])).collect();
    for code in [2005, 2006, 2046] {
        assert!(found.contains(&(code, "\\`b\\`")), "{found:?}");
    }
}

#[test]
fn what_a_construct_lacks_is_named() {
    for (script, code, subject) in [
        ("if a; then b", 1073, "if fi"),
        ("if a; b; fi", 1073, "if then"),
        ("if a; then fi", 1048, "then"),
        ("while a; b; done", 1073, "while do"),
        ("for a in b; do c", 1073, "for done"),
        ("while a; do done", 1060, "do"),
        ("for a in b; do done", 1060, "do"),
        ("( )", 1048, "("),
        ("{ }", 1055, "{"),
        ("{ a", 1073, "{ }"),
        ("(a", 1073, "( )"),
        ("case a in b) c;;", 1073, "case esac"),
    ] {
        let found = found_in(script, Shells::SH);
        let own: Vec<_> = found.iter().filter(|it| it.unless == Unless::Broken && it.code < 2000).collect();
        assert_eq!(
            own.iter().map(|it| (it.code, &*it.subject)).collect::<Vec<_>>(),
            [(code, subject)],
            "{script}"
        );
    }
}

#[test]
fn deeply_nested_scripts_are_bounded() {
    for part in [
        "(",
        "((",
        "$(",
        "$((",
        "\"$(",
        "{ ",
        "if ",
        "while ",
        "case a in b) ",
        "[ ( ",
        "time ",
        "f() ",
        "${a:-",
        "<(",
    ] {
        let text = format!("{}\n", part.repeat(5_000));
        if let Some(view) = text_view(&Script::of_text(&text)) {
            find_all(&view, &text);
        }
    }
}
