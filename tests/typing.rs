//! The edits that follow a typed character change the instruction it is typed in, and no other.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::fs;

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_format::FormatOptions;
use dockwright_ide::{TYPING_TRIGGERS, typing_edits};
use dockwright_lint::build_report::{InstructionReport, report};
use dockwright_syntax::Text;
use dockwright_tests::{corpus, samples};

fn document(source: &str) -> Document {
    Document::new(Text::new(source))
}

/// Each instruction as BuildKit reads it.
fn shapes(source: &str) -> Vec<String> {
    let shape = |instruction: &InstructionReport| {
        let InstructionReport { keyword, form, flags, heredocs, args, json, sub, .. } = instruction;
        format!("{keyword} {form:?} {flags:?} {heredocs:?} {args:?} {json:?} {sub:?}")
    };
    report(&document(source)).instructions.iter().map(shape).collect()
}

/// Whether all instructions of `before` but the one of this index are in `after`, at both sides of it.
fn keeps(before: &[String], after: &[String], at: Option<usize>) -> bool {
    let Some(at) = at else { return before == after };
    let behind = &before[at + 1..];
    after.len() >= before.len() - 1 && after.starts_with(&before[..at]) && after.ends_with(behind)
}

/// Types characters at some places. Returns how often something followed.
fn check(id: &str, source: &str, step: usize) -> usize {
    let original = document(source);
    let before = shapes(source);
    let mut count = 0;
    for offset in (0..=source.len()).step_by(step).filter(|&offset| source.is_char_boundary(offset)) {
        let at = original
            .instructions()
            .position(|placed| placed.start <= offset && offset <= placed.start + placed.facts.len);
        for typed in TYPING_TRIGGERS {
            let mut text = source.to_owned();
            text.insert(offset, typed);
            let edits = typing_edits(&document(&text), offset + 1, typed, &FormatOptions::default());
            if edits.is_empty() {
                continue;
            }
            count += 1;
            assert!(edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{id}: {edits:?}");
            let is_kept = keeps(&before, &shapes(&text), at);
            let edited = edited(&text, &edits);
            // The character alone may change others, where it opens what was closed.
            assert!(
                !is_kept || keeps(&before, &shapes(&edited), at),
                "{id}: {typed:?} at {offset} changes another instruction: {edits:?}\n{text}"
            );
        }
    }
    count
}

#[test]
fn other_instructions_stay() {
    let mut count = 0;
    for (path, source) in samples() {
        count += check(&path.display().to_string(), &source, 3);
    }
    if let Some(corpus) = corpus() {
        for (at, (id, path)) in corpus.files().into_iter().enumerate().step_by(25) {
            let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
            if source.len() < 8_000 {
                count += check(&id, &source, 29 + at % 7);
            }
        }
    }
    assert!(count > 1_000, "{count}");
}
