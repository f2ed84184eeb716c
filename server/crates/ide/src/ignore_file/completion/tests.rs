//! Tests of completion lists in ignore files.

use dockwright_fixture::without_cursors;

use super::*;
use crate::ignore_file::document::tests_view::Files;

const FILES: &[&str] = &[
    "package.json",
    "node_modules/x/y.js",
    "src/a.js",
    "src/b.js",
    "src/[x].js",
    "README.md",
    "#notes",
    "!important",
    "한글.md",
    " padded",
];

fn list(fixture: &str) -> (String, Vec<CompletionItem>) {
    let (text, cursors) = without_cursors(fixture);
    let document = IgnoreDocument::new(text.clone());
    let list = ignore_file_completions(&document, cursors[0], &Files::new(FILES), Language::English);
    assert!(!list.is_incomplete);
    let mut items = list.items;
    items.sort_by_key(|item| item.rank);
    (text, items)
}

fn labels(fixture: &str) -> Vec<String> {
    list(fixture).1.into_iter().map(|item| item.label).collect()
}

/// The text after an item is accepted.
fn accept(fixture: &str, label: &str) -> String {
    let (mut text, items) = list(fixture);
    let item = items.into_iter().find(|item| item.label == label).unwrap();
    text.replace_range(item.edit.range, &item.edit.text);
    text
}

#[test]
fn names_that_no_pattern_hits_come_first() {
    let found = labels("*.md\n<|>\n");
    assert_eq!(found[..6], ["node_modules/", "src/", "!important", "#notes", "package.json", ".git"]);
    let end = ["README.md", "한글.md", "!", "**/"];
    assert_eq!(found[found.len() - 4..], end);
    assert!(found.contains(&"**/node_modules".to_owned()) && !found.contains(&"**/target".to_owned()));
    assert!(!found.contains(&" padded".to_owned()));
}

#[test]
fn exceptions_offer_what_is_left_out() {
    assert_eq!(labels("*.md\n!<|>\n"), ["README.md", "한글.md", "**/"]);
    assert_eq!(labels("src/*.js\n!<|>"), ["src/", "**/"]);
    assert_eq!(labels("src/*.js\n! src/<|>"), ["[x].js", "a.js", "b.js"]);
    assert_eq!(labels("x\n!<|>"), ["**/"]);
}

#[test]
fn folders_are_entered() {
    assert_eq!(labels("src/<|>"), ["[x].js", "a.js", "b.js"]);
    assert_eq!(labels("/./src/a<|>.js # x"), ["[x].js", "a.js", "b.js"]);
    assert_eq!(labels("src/a.js\n  ./src/<|>"), ["[x].js", "b.js", "a.js"]);
    assert_eq!(labels("../<|>"), [""; 0]);
    assert_eq!(labels("*/<|>"), [""; 0]);
    assert_eq!(labels("# sr<|>"), [""; 0]);
    assert!(labels("**/<|>").contains(&"**/node_modules".to_owned()));
}

#[test]
fn accepted_items_are_patterns_for_the_name() {
    assert_eq!(accept("a\r\nsr<|>\r\nb", "src/"), "a\r\nsrc\r\nb");
    assert_eq!(accept("!src/<|>a.js\n*", "a.js"), "!src/a.js\n*");
    assert_eq!(accept("src/<|>", "[x].js"), "src/\\[x].js");
    assert_eq!(accept("<|>", "#notes"), "\\#notes");
    assert_eq!(accept("<|>", "!important"), "\\!important");
    assert_eq!(accept("*\n!<|>", "!important"), "*\n!!important");
    assert_eq!(accept("nod<|>e", "**/node_modules"), "**/node_modules");
    assert_eq!(accept("x\n<|>", "!"), "x\n!");
    for text in ["src/\\[x].js", "\\#notes", "\\!important"] {
        let pattern = &IgnoreFile::new(text).rules[0].pattern;
        assert!(!pattern.is_bad() && pattern.matches(&text.replace('\\', "")), "{text}");
    }
}

#[test]
fn large_folders_are_filtered_before_they_are_cut() {
    let names: Vec<String> = (0..5000).map(|number| format!("file{number}")).collect();
    let files = Files::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let document = IgnoreDocument::new("FILE499".to_owned());
    let list = ignore_file_completions(&document, 7, &files, Language::English);
    let names: Vec<_> = list.items.iter().filter(|it| it.kind == CompletionKind::File).collect();
    assert!(list.is_incomplete && names.len() == 11, "{}", names.len());
}
