//! The tree and the facts after an edit are those of a fresh parse, whatever the edit; and any text
//! has a tree without errors.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;

use dockwright_analysis::document::Document;
use dockwright_ide::{
    code_lenses, definition, document_links, folding_ranges, highlights, hover, refactorings, rename,
    resolve, selection_ranges, signature_help, symbols,
};
use dockwright_lint::{build_report::report, diagnostics::diagnostics};
use dockwright_syntax::{SyntaxTree, Text};
use dockwright_tests::{corpus, samples};
use dockwright_texts::Language;
use proptest::{collection::vec, prelude::*, sample::select};

mod edits;
mod trees;

use edits::{Change, SNIPPETS, changes, runner, whole_characters};
use trees::{difference, top_level};

/// After each edit, the tree equals that of a fresh parse, and everything known about the document
/// equals that of a fresh one.
fn check_edits(source: &str, changes: &[Change]) -> Result<(), TestCaseError> {
    let mut source = source.to_owned();
    let mut document = Document::new(Text::new(&source));
    for (place, removed, inserted) in changes {
        let start = place.index(source.len() + 1);
        let range = whole_characters(&source, start..start + removed);
        let before = source.clone();
        source.replace_range(range.clone(), inserted);
        let mut text = document.text().clone();
        let edit = text.replace(range, inserted);
        document = document.edited(text, &[edit]);
        let fresh = Document::new(Text::new(&source));
        let root = document.tree().root();
        let difference = difference(fresh.tree().root(), root, 0);
        prop_assert!(difference.is_none(), "{}\nbefore {before:?}\nafter {source:?}", difference.unwrap());
        prop_assert!(!root.has_error(), "{source:?}");
        prop_assert_eq!(report(&document), report(&fresh), "before {:?}\nafter {:?}", before, source);
        prop_assert_eq!(
            diagnostics(&document),
            diagnostics(&fresh),
            "before {:?}\nafter {:?}",
            before,
            source
        );
        prop_assert_eq!(symbols(&document), symbols(&fresh), "{:?}", source);
        prop_assert_eq!(folding_ranges(&document), folding_ranges(&fresh), "{:?}", source);
    }
    Ok(())
}

#[test]
fn edited_samples_are_read_as_fresh_ones() {
    for (path, source) in samples() {
        runner(40)
            .run(&changes(), |changes| check_edits(&source, &changes))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn edited_corpus_files_are_read_as_fresh_ones() {
    /// One file in this many is tested, and none that makes the test slow.
    const STEP: usize = 4;
    const MAX_BYTES: usize = 8_000;
    let Some(corpus) = corpus() else { return };
    for (id, path) in corpus.files().into_iter().step_by(STEP) {
        let bytes = fs::read(path).unwrap();
        let source = String::from_utf8_lossy(&bytes);
        if source.len() > MAX_BYTES {
            continue;
        }
        runner(1)
            .run(&changes(), |changes| check_edits(&source, &changes))
            .unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

/// Only whitespace lies outside the nodes of the file.
fn check_total(source: &str) -> Result<(), TestCaseError> {
    let tree = SyntaxTree::parse(&Text::new(source));
    let root = tree.root();
    prop_assert!(!root.has_error(), "{source:?}\n{root}");
    let mut seen = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for node in top_level(root) {
        prop_assert!(seen <= node.start_byte(), "{source:?}\n{root}");
        prop_assert!(source[seen..node.start_byte()].trim().is_empty(), "{source:?}\n{root}");
        seen = node.end_byte();
    }
    prop_assert!(source[seen..].trim().is_empty(), "{source:?}\n{root}");
    Ok(())
}

#[test]
fn any_text_has_a_tree_without_errors() {
    let piece = prop_oneof![
        6 => select(SNIPPETS).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 =:/.,$'\"\\\\`{}<>-]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    let text = vec(piece, 0..50).prop_map(|pieces| pieces.concat());
    runner(4_000)
        .run(&text, |source| {
            let document = Document::new(Text::new(&source));
            let _ =
                (report(&document), diagnostics(&document), symbols(&document), folding_ranges(&document));
            let _ = (
                resolve(&document, document.model()),
                code_lenses(&document, &[]),
                document_links(&document),
            );
            for (offset, _) in source.char_indices().step_by(7) {
                let _ = (
                    hover(&document, offset, Language::English),
                    definition(&document, offset),
                    highlights(&document, offset),
                );
                let _ = signature_help(&document, offset, Language::Korean);
                let _ = (rename(&document, offset, "fresh"), selection_ranges(&document, offset));
                refactorings(&document, &(offset..offset));
            }
            check_total(&source)
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn samples_have_trees_without_errors() {
    for (path, source) in samples() {
        check_total(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
