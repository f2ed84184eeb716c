//! `SOURCE_DATE_EPOCH`: values, and stages that it names.

use crate::testing;
use dockwright_analysis::build_inputs::BuildInputs;

/// BuildKit's error for a global default and the text after it.
#[track_caller]
fn check(value: &str, text: &str, expected: Option<(Option<u32>, &str)>) {
    let text = format!("ARG SOURCE_DATE_EPOCH={value}\n{text}");
    let found = testing::refusals(&text, &BuildInputs::default());
    let found: Vec<_> = found.iter().map(|(line, message)| (*line, message.as_str())).collect();
    assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
}

#[test]
fn values() {
    for value in ["0", "+5", "-1", "007", "context", "''", "$TARGETVARIANT"] {
        check(value, "FROM a\n", None);
    }
    for value in ["x", "1.5", "1_000", "9223372036854775808", "Context"] {
        check(value, "FROM a\n", Some((None, &format!("invalid SOURCE_DATE_EPOCH: {value}"))));
    }
    check("$TARGETOS", "FROM a\n", Some((None, "invalid SOURCE_DATE_EPOCH: linux")));
}

#[test]
fn only_the_global_value_counts() {
    let refusals = |text: &str, arguments: &[(&str, &str)]| {
        let build_args = arguments.iter().map(|&(name, value)| (name.into(), value.into())).collect();
        testing::refusals(text, &BuildInputs { build_args, ..BuildInputs::default() })
    };
    assert!(refusals("FROM a\nARG SOURCE_DATE_EPOCH=x\n", &[]).is_empty());
    let invalid = [(None, "invalid SOURCE_DATE_EPOCH: x".to_owned())];
    assert_eq!(refusals("FROM a\n", &[("SOURCE_DATE_EPOCH", "x")]), invalid);
    assert!(refusals("ARG SOURCE_DATE_EPOCH=x\nFROM a\n", &[("SOURCE_DATE_EPOCH", "1")]).is_empty());
}

#[test]
fn stages() {
    let source = |lines: &str| format!("FROM scratch AS Src\n{lines}FROM a\n");
    for good in [
        "ADD https://a.b/c /\n",
        "ARG V=1\nADD --checksum=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 https://a.b/$V /\n",
        "ADD https://a.b/c.git#v1 /\n",
        "ADD --keep-git-dir=true https://a.b/c /\n",
    ] {
        check("SRC", &source(good), None);
    }
    for (bad, expected) in [
        ("", "stage must contain exactly one remote ADD"),
        ("ADD https://a.b/c /\nADD https://a.b/c /\n", "stage must contain exactly one remote ADD"),
        ("ADD https://a.b/c https://a.b/d /d/\n", "stage must contain exactly one remote ADD source"),
        ("ADD <<E /\nE\n", "stage must contain exactly one remote ADD source"),
        ("ADD c /\n", "stage source must be a single HTTP(S) or Git ADD"),
        ("ADD github.com/a/b /\n", "stage source must be a single HTTP(S) or Git ADD"),
        ("Copy c /\n", "stage does not meet source-only requirements: unsupported Copy instruction"),
    ] {
        check("src", &source(bad), Some((Some(2), &format!("SOURCE_DATE_EPOCH {expected}"))));
    }
    check("src", "FROM a AS src\nFROM a\n", Some((Some(2), "SOURCE_DATE_EPOCH stage must use FROM scratch")));
}

#[test]
fn later_instructions_see_the_number() {
    let text = "ARG SOURCE_DATE_EPOCH=+07\nFROM a\nARG SOURCE_DATE_EPOCH\nSTOPSIGNAL $SOURCE_DATE_EPOCH\n";
    assert!(testing::refusals(text, &BuildInputs::default()).is_empty());
    let text =
        "ARG SOURCE_DATE_EPOCH=context\nFROM a\nARG SOURCE_DATE_EPOCH\nSTOPSIGNAL ${SOURCE_DATE_EPOCH-9}\n";
    assert!(testing::refusals(text, &BuildInputs::default()).is_empty());
}
