//! Features that depend on the meaning of a file, on many files: a rename can be undone and changes
//! no image, and nothing panics anywhere.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::HashSet, fs, ops::Range};

use dockwright_analysis::{document::Document, fix::edited};
use dockwright_ide::{
    HintKinds, code_lenses, definition, document_links, highlights, hover, inlay_hints, linked_ranges,
    prepare_rename, references, rename, resolve, selection_ranges,
};
use dockwright_lint::build_report::report;
use dockwright_syntax::Text;
use dockwright_tests::{corpus, samples};
use dockwright_texts::Language;

fn document(source: &str) -> Document {
    Document::new(Text::new(source))
}

/// Starts of words: where the things with names begin.
fn word_starts(source: &str) -> Vec<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = ' ';
    let mut found = Vec::new();
    for (at, c) in source.char_indices() {
        if is_part(c) && !is_part(before) {
            found.push(at);
        }
        before = c;
    }
    found
}

/// The parts of an image that do not depend on the name of a stage.
fn image(source: &str) -> String {
    let document = document(source);
    format!("{:?}", resolve(&document, document.model()).image)
}

/// Renames every symbol of a file to a unique name and back. Returns how many there were.
fn check_renames(id: &str, source: &str) -> usize {
    let original = document(source);
    let mut done: HashSet<Vec<(usize, usize)>> = HashSet::new();
    for offset in word_starts(source) {
        let Ok(renamable) = prepare_rename(&original, offset) else { continue };
        let old = renamable.placeholder;
        let Ok(edits) = rename(&original, offset, "zz_fresh") else { continue };
        let places: Vec<Range<usize>> = edits.iter().map(|edit| edit.range.clone()).collect();
        assert!(
            places.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "{id}: edits overlap: {places:?}"
        );
        assert!(places.contains(&renamable.range), "{id}:{offset}: the name itself is not renamed");
        if !done.insert(places.iter().map(|range| (range.start, range.end)).collect()) {
            continue;
        }
        let renamed = edited(source, &edits);
        // Names in another letter case, or cut by a continuation, come back in one spelling.
        if places.iter().any(|range| source[range.clone()] != old) {
            continue;
        }
        let before = places.iter().filter(|range| range.start < renamable.range.start).count();
        let there = renamable.range.start + before * "zz_fresh".len() - before * old.len();
        let changed = document(&renamed);
        let back = match rename(&changed, there, &old) {
            Ok(back) => back,
            // In a file that BuildKit rejects, a name may be invalid, or an image may have the name of a stage.
            Err(_) if !report(&original).ok || old.contains(|c: char| !c.is_alphanumeric() && c != '_') => {
                continue;
            }
            // A stage that is called `scratch` may lose that name, and not get it again.
            Err(_) if old == "scratch" || old == "context" => continue,
            Err(error) => panic!("{id}: {old} at {offset} is not renamed back: {error}\n{renamed}"),
        };
        assert_eq!(edited(&renamed, &back), source, "{id}: {old} at {offset}");
        if done.len() > 60 {
            break;
        }
    }
    done.len()
}

/// Renaming a stage leaves the image as it is.
fn check_stage_renames(id: &str, source: &str) {
    let original = document(source);
    let before = image(source);
    let names: Vec<Range<usize>> = stage_names(&original);
    for name in names {
        if let Ok(edits) = rename(&original, name.start, "zz_fresh") {
            assert_eq!(image(&edited(source, &edits)), before, "{id}: stage at {}", name.start);
        }
    }
}

/// Where stages have their names.
fn stage_names(document: &Document) -> Vec<Range<usize>> {
    let model = document.model();
    let text = document.text();
    resolve(document, model)
        .stages
        .into_iter()
        .filter_map(|stage| {
            let name = stage.name?;
            let from = text.slice(stage.range.clone()).to_lowercase();
            let at = from.rfind(&name)?;
            Some(stage.range.start + at..stage.range.start + at + name.len())
        })
        .collect()
}

#[test]
fn renames_of_samples_can_be_taken_back() {
    let mut count = 0;
    for (path, source) in samples() {
        count += check_renames(&path.display().to_string(), &source);
        check_stage_renames(&path.display().to_string(), &source);
    }
    assert!(count > 50, "only {count} symbols");
}

#[test]
fn renames_of_corpus_files_can_be_taken_back() {
    const STEP: usize = 5;
    let Some(corpus) = corpus() else { return };
    for (id, path) in corpus.files().into_iter().step_by(STEP) {
        let Ok(source) = fs::read_to_string(path) else { continue };
        if source.len() < 20_000 {
            check_renames(&id, &source);
            check_stage_renames(&id, &source);
        }
    }
}

/// Sends all requests about a place.
fn ask_everything(document: &Document, offset: usize) {
    let _ = (definition(document, offset), references(document, offset, true), highlights(document, offset));
    let _ = (
        hover(document, offset, Language::English),
        linked_ranges(document, offset),
        prepare_rename(document, offset),
    );
    let ranges = selection_ranges(document, offset);
    assert!(ranges.windows(2).all(|pair| pair[0].start >= pair[1].start && pair[0].end <= pair[1].end));
}

#[test]
fn nothing_panics_anywhere() {
    let all = HintKinds { image: true, value: true, workdir: true, stage_index: true };
    let check = |source: &str, step: usize| {
        let document = document(source);
        let end = document.text().len();
        let _ =
            (inlay_hints(&document, 0..end, &all), code_lenses(&document, &[]), document_links(&document));
        let _ = resolve(&document, document.model());
        for (offset, _) in source.char_indices().step_by(step) {
            ask_everything(&document, offset);
        }
        ask_everything(&document, end);
    };
    for (_, source) in samples() {
        check(&source, 1);
    }
    let Some(corpus) = corpus() else { return };
    for (_, path) in corpus.files().into_iter().step_by(23) {
        let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        if source.len() < 20_000 {
            check(&source, 17);
        }
    }
}
