//! The codes of `ShellCheck` that are not rules of ours.

use dockwright_lint::shellcheck::codes::{excluded, is_code, named};

#[test]
fn codes_are_rules_unless_there_is_one() {
    let rule = named("sc2064").unwrap();
    assert_eq!((rule.name, rule.url), ("SC2064", Some("https://www.shellcheck.net/wiki/SC2064")));
    assert!(std::ptr::eq(rule, named("SC2064").unwrap()));
    // `UnquotedVariable` has this one.
    assert_eq!(named("SC2086"), None);
    for name in ["SC206", "SC20644", "SC2o64", "DL3008", "SC", "", "S", "SC0999", "é"] {
        assert!(!is_code(name), "{name}");
    }
    assert!(is_code("SC2086") && is_code(" sc9999 "));
}

#[test]
fn what_is_native_or_pointless_is_excluded() {
    let excluded = excluded();
    let excluded: Vec<_> = excluded.split(',').collect();
    assert!(["SC1091", "SC2086", "SC2154"].iter().all(|code| excluded.contains(code)), "{excluded:?}");
    assert!(!excluded.contains(&"SC2064"));
}
