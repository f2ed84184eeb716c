//! Compares the findings with those of `ShellCheck` 0.11 in the same scripts, without what a
//! Dockerfile says about them.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use super::{ShellFound, find_all};
use crate::shells::Shells;
use dockwright_analysis::shell::{Script, text_view};

/// The checks that say the same as `ShellCheck`'s at the same places.
const COMPARED: &[u16] = &[
    1001, 1010, 1012, 1083, 2005, 2006, 2009, 2010, 2012, 2013, 2015, 2016, 2027, 2028, 2034, 2035, 2038,
    2043, 2044, 2045, 2046, 2048, 2059, 2068, 2086, 2102, 2103, 2115, 2126, 2140, 2143, 2154, 2155, 2164,
    2174, 2185, 2196, 2197, 2211, 2226, 2231, 2251, 2288, 3003, 3009, 3010, 3011, 3014, 3020, 3030, 3034,
    3037, 3040, 3043, 3044, 3045, 3046, 3054, 3057, 3060,
];

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
    let found = found_in(script, shell).into_iter().filter(|it| COMPARED.contains(&it.code));
    let text = format!("{script}\n");
    found
        .map(|it| {
            let ((line, column), (end_line, end)) =
                (place(&text, it.range.start), place(&text, it.range.end));
            (it.code, line, column, end_line, end)
        })
        .collect()
}

/// `ShellCheck`'s places; a place without any length is one character here.
fn expected(case: &Value) -> Vec<Place> {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    let of = |row: &Value| {
        let code = row[0].as_str().and_then(|code| code.strip_prefix("SC")?.parse().ok()).expect("a code");
        let (start, mut end) = ((number(&row[1]), number(&row[2])), (number(&row[3]), number(&row[4])));
        if start == end {
            end.1 += usize::from(code != 1010);
        }
        (code, start.0, start.1, end.0, end.1)
    };
    case["shellcheck"]
        .as_array()
        .expect("a list")
        .iter()
        .map(of)
        .filter(|it| COMPARED.contains(&it.0))
        .collect()
}

fn key(place: &Place) -> Place {
    // For a keyword ShellCheck gives only the start, and after some words it includes the space.
    if matches!(place.0, 1010 | 2143) { (place.0, place.1, place.2, place.1, place.2) } else { *place }
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
        let expected: Vec<Place> = expected(&case).iter().map(key).collect();
        let found: Vec<Place> = places(script, shell).iter().map(key).collect();
        let cannot_read = case["shellcheck"].as_array().is_some_and(|rows| {
            rows.iter().any(|row| {
                matches!(row[0].as_str(), Some("SC1072" | "SC1089" | "SC1088" | "SC1070" | "SC1063"))
            })
        });
        let says_so =
            found_in(script, shell).iter().any(|it| matches!(it.code, 1009 | 1072 | 1073 | 1088 | 1089));
        let row = counts.entry(1072).or_default();
        match (cannot_read, says_so) {
            (true, true) => row[0] += 1,
            (true, false) => row[1] += 1,
            (false, true) => row[2] += 1,
            (false, false) => {}
        }
        if cannot_read != says_so {
            let _ = writeln!(report, "PARSE missed={cannot_read} {script:?}");
        }
        if cannot_read {
            // ShellCheck stops there.
            continue;
        }
        for place in &expected {
            let is_found = found.contains(place);
            counts.entry(place.0).or_default()[usize::from(!is_found)] += 1;
            if !is_found {
                let _ = writeln!(report, "MISSED {place:?} {script:?}");
            }
        }
        for place in found.iter().filter(|place| !expected.contains(place)) {
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
