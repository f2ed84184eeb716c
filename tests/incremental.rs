//! The tree and the facts after an edit are those of a fresh parse, whatever the edit; and any text
//! has a tree without errors.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;

use dockwright_analysis::document::Document;
use dockwright_ide::{
    code_lenses, definition, document_links, folding_ranges, highlights, hover, refactorings, rename,
    resolve, selection_ranges, signature_help, symbols,
};
use dockwright_lint::{
    build_report::report,
    diagnostic::Diagnostic,
    diagnostics::{diagnostics, diagnostics_for},
    preset::Selection,
    rule::Preset,
};
use dockwright_syntax::{SyntaxTree, Text};
use dockwright_tests::{corpus, samples};
use dockwright_texts::Language;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

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

/// Instructions whose findings depend on one another in every way that rules know: shells, base
/// images, variables, triggers, the last CMD, the directory, the user.
const LINES: &[&str] = &[
    "FROM debian:12 AS a",
    "FROM a AS b",
    "FROM a",
    "FROM scratch",
    "FROM alpine",
    "FROM mcr.microsoft.com/windows/servercore",
    "ARG BASE",
    "FROM $BASE",
    "# hadolint ignore=DL3008",
    "# hadolint shell=bash",
    "# check=skip=JSONArgsRecommended",
    "# shellcheck shell=dash",
    "",
    "SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]",
    "SHELL [\"pwsh\", \"-c\"]",
    "SHELL [\"cmd\", \"/S\"]",
    "SHELL []",
    "SHELL bash",
    "ENV A=1 B=\"b c\"",
    "ENV PATH=/x:$PATH",
    "ARG A",
    "ARG TOKEN=x",
    "RUN echo $A ${B} `date` | cat",
    "RUN [[ a == b ]] && cd /x && rm -rf $C/*",
    "RUN ln -sf /bin/bash /bin/sh",
    "RUN apt-get update && apt-get install -y curl \\\n && sudo curl https://x.org/a -o /a | sh",
    "RUN curl https://x.org/a | bash && apk add b && pip install c",
    "RUN Get-Item a; gci b; sudo ls",
    "RUN [\"sh\", \"-c\", \"echo $A\"]",
    "RUN <<E\n#!/bin/bash\necho $A | cat\nE",
    "ONBUILD RUN apt-get install -y curl && echo $A",
    "ONBUILD CMD a b",
    "ONBUILD SHELL [\"bash\"]",
    "CMD a $A",
    "CMD [\"a\", \"$A\"]",
    "CMD [\"-p\", \"80\"]",
    "ENTRYPOINT a b",
    "ENTRYPOINT [\"app\", \"\", \"sh\"]",
    "ENTRYPOINT [\"sh\", \"-c\", \"exec a\"]",
    "HEALTHCHECK CMD curl -f x || exit 1",
    "HEALTHCHECK NONE",
    "WORKDIR a",
    "WORKDIR /a",
    "USER root",
    "USER a",
    "COPY \"a b\" /c",
    "COPY . a",
    "COPY ~/a ./b\\ c d",
    "ADD https://x.org/a.tar.gz /a",
    "EXPOSE 80/TCP",
    "run ls",
    "NOPE a",
    "COPY --nope a b",
];

/// The findings of all presets.
fn findings(document: &Document) -> [Vec<Diagnostic>; 4] {
    let of = |preset| diagnostics_for(document, document.model(), Selection::of_preset(preset));
    [Preset::Buildkit, Preset::Default, Preset::Hadolint, Preset::All].map(of)
}

/// After each line that is inserted, removed or replaced, the findings of all presets are those of a
/// fresh document: what is kept with an instruction, a stage or the file is still true.
#[test]
fn stages_are_judged_as_fresh_ones_after_each_line() {
    let change = (any::<Index>(), 0..3usize, vec(select(LINES), 0..3));
    let case = (vec(select(LINES), 0..30), vec(change, 1..=20));
    runner(60)
        .run(&case, |(lines, changes)| {
            let mut lines = lines;
            let text = |lines: &[&str]| lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>();
            let mut document = Document::new(Text::new(&text(&lines)));
            findings(&document);
            for (place, removed, inserted) in changes {
                let at = place.index(lines.len() + 1);
                let end = (at + removed).min(lines.len());
                let start = text(&lines[..at]).len();
                let range = start..start + text(&lines[at..end]).len();
                let mut new = document.text().clone();
                let edit = new.replace(range, &text(&inserted));
                lines.splice(at..end, inserted);
                document = document.edited(new, &[edit]);
                let source = text(&lines);
                let fresh = Document::new(Text::new(&source));
                prop_assert_eq!(findings(&document), findings(&fresh), "{}", source);
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
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
