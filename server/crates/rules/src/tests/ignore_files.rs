//! Findings, comments and fixes of whole ignore files.

use dockwright_context::ignore_file::IgnoreFile;
use dockwright_lint::{
    fix_all::Applied,
    ignore_file::{fix_ignore_file, ignore_file_diagnostics},
    preset::{Choice, Selection},
    rule::{Preset, Severity},
};
use dockwright_texts::Language;

fn found(text: &str, choice: &Choice) -> Vec<(&'static str, String)> {
    let selection = Selection::new(Preset::Default, choice);
    let found = ignore_file_diagnostics(text, &IgnoreFile::new(text), &selection);
    found.into_iter().map(|it| (it.code, text[it.range].to_owned())).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let found = found(text, &Choice::default());
    let found: Vec<_> = found.iter().map(|(code, place)| (*code, place.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn good_files_have_no_findings() {
    for text in [
        "",
        "\u{feff}",
        "# only\n\n#comments\n",
        "**/.git\n**/node_modules\n*.md\n!README.md\nDockerfile*\n.dockerignore\n",
        "*\n!src\n!package*.json\n**/*.test.js\n",
        "# 한글\r\n문서\r\n!문서/남김.md\r\n",
        "/bin\n./obj\nvendor/\n\\#file\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn findings_are_in_the_order_of_the_text() {
    check(
        "!x # y\n[\na\na\n #b\n",
        &[
            ("IgnoreOrder", "!x # y"),
            ("IgnoreCommentBehind", "# y"),
            ("IgnorePatternInvalid", "["),
            ("IgnoreDuplicate", "a"),
            ("IgnoreCommentIndented", "#b"),
        ],
    );
}

#[test]
fn comments_silence_findings() {
    check(
        "# dockwright ignore=IgnorePatternInvalid;reason=test\n\n# x\n[\n!\n",
        &[("IgnorePatternInvalid", "!")],
    );
    check("# dockwright file ignore=ignoreorder, IgnorePatternInvalid\n!a\n[\n", &[]);
    check("\u{feff}# dockwright ignore=IgnoreOrder\r\n!a\r\n", &[]);
    // An indented line is not a comment.
    check(
        " # dockwright ignore=IgnoreOrder\n!a\n",
        &[("IgnoreCommentIndented", "# dockwright ignore=IgnoreOrder"), ("IgnoreOrder", "!a")],
    );
    check(
        "# dockwright ignore=IgnoreOrder,IgnoreBong\nx\n",
        &[("UnusedSuppression", "IgnoreOrder"), ("UnusedSuppression", "IgnoreBong")],
    );
}

#[test]
fn the_user_decides() {
    let ignore = Choice { ignore: vec!["context".to_owned()], ..Choice::default() };
    assert_eq!(found("[\n!a\n", &ignore), []);
    let mut selection = Selection::new(Preset::Default, &Choice::default());
    selection.set_severity("IgnorePatternInvalid", Some(Severity::Hint));
    let diagnostics = ignore_file_diagnostics("[", &IgnoreFile::new("["), &selection);
    assert_eq!(diagnostics[0].severity, Severity::Hint);
    let korean = diagnostics[0].text(Language::Korean);
    assert!(korean.contains("패턴") && korean.contains("syntax error in pattern"), "{korean}");
}

#[test]
fn safe_fixes_change_no_decision() {
    let text = "docs\ndocs/\ndocs/a\n#\n  # x\n!b\n";
    let selection = Selection::new(Preset::Default, &Choice::default());
    let fixed = fix_ignore_file(text, &selection, Applied::Safe).unwrap();
    assert_eq!((fixed.source.as_str(), fixed.rules.len()), ("docs\n#\n  # x\n!b\n", 2));
    let all = fix_ignore_file(text, &selection, Applied::Unsafe).unwrap();
    assert_eq!(all.source, "docs\n#\n# x\n!b\n");
    assert_eq!(fix_ignore_file("x\n", &selection, Applied::Unsafe), None);
}
