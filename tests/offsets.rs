//! Everything that is shown about a file, at every place of the samples and of BuildKit's cases:
//! nothing panics, and all places are places of the text.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{fs, ops::Range};

use dockwright_analysis::document::Document;
use dockwright_ide::{
    HintKinds, code_lenses, document_links, hover, inlay_hints, linked_ranges, resolve, signature_help,
};
use dockwright_syntax::Text;
use dockwright_tests::{root, samples};
use dockwright_texts::Language;
use serde_json::Value;

const ALL: HintKinds = HintKinds { image: true, value: true, workdir: true, stage_index: true };

fn sources() -> Vec<String> {
    let cases = fs::read_to_string(root().join("tests/conformance/conformance.jsonl")).unwrap();
    let source = |line: &str| {
        let case: Value = serde_json::from_str(line).unwrap();
        case["dockerfile"].as_str().unwrap().to_owned()
    };
    let samples = samples().into_iter().map(|(_, source)| source);
    samples.chain(cases.lines().map(source)).collect()
}

#[track_caller]
fn check_range(source: &str, range: &Range<usize>) {
    assert!(source.get(range.clone()).is_some(), "{range:?} is no place in {source:?}");
}

#[test]
fn hovers_and_linked_ranges_are_around_their_places() {
    let mut count = 0;
    for source in sources() {
        let document = Document::new(Text::new(&source));
        for (offset, _) in source.char_indices() {
            if let Some(hover) = hover(&document, offset, Language::English) {
                count += 1;
                check_range(&source, &hover.range);
                assert!(hover.range.start <= offset && offset <= hover.range.end, "{offset} in {source:?}");
                assert!(!hover.markdown.is_empty(), "{offset} in {source:?}");
            }
            if let Some(help) = signature_help(&document, offset, Language::English) {
                let active = &help.signatures[help.active_signature];
                assert!(
                    help.active_parameter.is_none_or(|at| at < active.parameters.len()),
                    "{offset} in {source:?}"
                );
            }
            for range in linked_ranges(&document, offset).unwrap_or_default() {
                check_range(&source, &range);
            }
        }
    }
    assert!(count > 5000, "only {count} hovers");
}

#[test]
fn hints_lenses_links_and_references_are_in_the_text() {
    for source in sources() {
        let document = Document::new(Text::new(&source));
        let hints = inlay_hints(&document, 0..source.len(), &ALL);
        assert!(hints.is_sorted_by_key(|hint| hint.offset), "{source:?}");
        for hint in &hints {
            check_range(&source, &(hint.offset..hint.offset));
            let around = inlay_hints(&document, hint.offset..hint.offset, &ALL);
            assert!(around.contains(hint), "{hint:?} is not found alone in {source:?}");
        }
        for lens in code_lenses(&document, &[]) {
            check_range(&source, &lens.range);
            lens.uses.iter().for_each(|range| check_range(&source, range));
        }
        for link in document_links(&document) {
            check_range(&source, &link.range);
        }
        for reference in resolve(&document, document.model()).references {
            check_range(&source, &reference.range);
        }
    }
}
