//! Two ways to find the instructions of a Dockerfile, one outcome: by lines, and in the syntax
//! tree.
//!
//! The texts are those of the tests' own files, changed ones with something missing, added or out
//! of place, and real files, which live outside the repository.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, fmt::Write, fs, sync::Arc};

use dockwright_analysis::document::{BlockView, Document};
use dockwright_syntax::Text;
use dockwright_tests::{Numbers, corpus, dockerfiles, recorded_texts, root};

/// At least this many of a thousand real files must not need the tree.
const WITHOUT_TREE_IN_THOUSAND: usize = 900;

/// How many changed texts are compared.
const CHANGED: usize = 20_000;

/// Texts that are inserted into texts.
const ALPHABET: [&str; 34] = [
    "\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\\",
    "\\\n",
    "\\ \n",
    "`",
    "`\n",
    "#",
    "\n#",
    "# a\n",
    "\n\n",
    "<",
    "<<E",
    "\"",
    "'",
    "[",
    "]",
    "$",
    "{",
    "=",
    "\u{a0}",
    "\u{2003}",
    "\x0b",
    "\x0c",
    "가",
    "\u{feff}",
    "\0",
    "FROM ",
    "\nFROM a\n",
    "# escape=`\n",
];

/// What is known about the instructions, without the facts if both have the same.
fn described(document: &Document, other: &Document) -> String {
    let mut out = format!("{:?} {:?}\n", document.directives(), document.header());
    let blocks =
        |it: &Document| -> Vec<usize> { it.blocks().map(|(_, block)| block.items().len()).collect() };
    let are_alike = blocks(document) == blocks(other);
    let pairs = document.blocks().zip(other.blocks().map(|(_, block)| Some(block)).chain([None; 64]));
    for ((stage, block), other) in pairs {
        writeln!(out, "{stage:?} {:?}", block.item_at(usize::MAX)).unwrap();
        for at in 0..block.items().len() {
            let placed = |block: BlockView<'_>| {
                (block.items()[at].column, block.placed(at).start, block.placed(at).row)
            };
            writeln!(out, "{:?} {:?}", placed(block), block.placed(at).is_preamble).unwrap();
            let theirs = other.filter(|_| are_alike).map(|other| &other.items()[at].facts);
            if theirs.is_none_or(|theirs| **theirs != *block.items()[at].facts) {
                writeln!(out, "{:?}", block.items()[at].facts).unwrap();
            }
        }
    }
    out
}

/// How many of the texts do not need the tree.
fn compared(texts: impl IntoIterator<Item = String>) -> usize {
    let mut without_tree = 0;
    let mut wrong = Vec::new();
    for text in texts {
        let quick = Document::without_tree(Text::new(&text), Arc::default());
        if quick.is_parsed() {
            continue;
        }
        without_tree += 1;
        let parsed = Document::new(Text::new(&text));
        let (ours, theirs) = (described(&quick, &parsed), described(&parsed, &quick));
        if ours != theirs {
            wrong.push(format!("{text:?}\nby lines: {ours}\nin the tree: {theirs}"));
        }
    }
    let shown = wrong[..wrong.len().min(10)].join("\n");
    assert!(wrong.is_empty(), "{} texts are read in two ways:\n{shown}", wrong.len());
    without_tree
}

/// The samples and the recorded cases.
fn own_texts() -> Vec<String> {
    let mut found = Vec::new();
    for path in dockerfiles(&root().join("tests/samples")) {
        found.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
    }
    found.extend(recorded_texts());
    found
}

#[test]
fn the_texts_of_the_tests_have_the_same_instructions() {
    let texts = own_texts();
    let count = texts.len();
    assert!(compared(texts) * 10 > count * 7);
}

#[test]
fn changed_texts_have_the_same_instructions() {
    let texts: BTreeSet<String> = own_texts().into_iter().collect();
    let texts: Vec<String> = texts.into_iter().filter(|text| (1..800).contains(&text.len())).collect();
    let mut numbers = Numbers(88_172_645_463_325_252);
    let changed = (0..CHANGED).map(|_| {
        let mut text: Vec<char> = texts[numbers.below(texts.len())].chars().collect();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(text.len().max(1));
            let piece = ALPHABET[numbers.below(ALPHABET.len())].chars();
            let removed = if text.is_empty() { 0 } else { numbers.below(2) };
            text.splice(at..at + removed, piece);
        }
        String::from_iter(text)
    });
    assert!(compared(changed) * 10 > CHANGED * 4);
}

#[test]
fn real_files_have_the_same_instructions_and_mostly_need_no_tree() {
    let Some(corpus) = corpus() else { return };
    let files = corpus.files();
    let count = files.len();
    let texts =
        files.into_iter().map(|(_, path)| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
    let without_tree = compared(texts);
    assert!(without_tree * 1000 >= count * WITHOUT_TREE_IN_THOUSAND, "{without_tree} of {count}");
}
