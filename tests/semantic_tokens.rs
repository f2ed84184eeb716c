//! Semantic tokens after any edit are those of a fresh document, whichever way a client asks for them.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, fs, ops::Range};

use dockwright_analysis::document::Document;
use dockwright_ide::{
    RelativeToken, SemanticToken, TokenModifiers, TokenType, relative_tokens, semantic_tokens, tokens_edit,
};
use dockwright_syntax::{Position, PositionEncoding, Text};
use dockwright_tests::{corpus, root, samples};
use proptest::{prelude::*, sample::Index};

mod edits;

use edits::{Change, changes, runner, whole_characters};

const ENCODINGS: [PositionEncoding; 3] =
    [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

fn full(document: &Document) -> Vec<SemanticToken> {
    semantic_tokens(document, 0..document.text().len())
}

/// The requirements of every client for tokens.
fn check_sound(source: &str, tokens: &[SemanticToken]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for token in tokens {
        let range = token.range.clone();
        prop_assert!(end <= range.start && range.start < range.end, "{:?} in {:?}", token, source);
        let text = source.get(range);
        prop_assert!(text.is_some(), "{:?} cuts a character of {:?}", token, source);
        prop_assert!(!text.unwrap().contains(['\n', '\r']), "{:?} is on two lines of {:?}", token, source);
        end = token.range.end;
    }
    Ok(())
}

/// The places of relative tokens are those of the text.
fn check_places(document: &Document, range: Range<usize>) -> Result<(), TestCaseError> {
    let text = document.text();
    let tokens = semantic_tokens(document, range.clone());
    for encoding in ENCODINGS {
        let relative = relative_tokens(document, range.clone(), encoding);
        prop_assert_eq!(relative.len(), tokens.len());
        let (mut line, mut column) = (0, 0);
        for (token, place) in tokens.iter().zip(relative) {
            column = if place.lines == 0 { column + place.columns } else { place.columns };
            line += place.lines;
            let start = text.position(token.range.start, encoding);
            prop_assert_eq!(start, Position { line, column }, "{:?}", token);
            let end = text.position(token.range.end, encoding);
            prop_assert_eq!(end, Position { line, column: column + place.length }, "{:?}", token);
        }
    }
    Ok(())
}

/// Places where lines start, some of them.
fn cuts(source: &str, places: &[Index]) -> BTreeSet<usize> {
    let starts: Vec<usize> = source
        .match_indices(['\n', '\r'])
        .map(|(at, _)| at + 1)
        .filter(|&at| !source[..at].ends_with('\r') || !source[at..].starts_with('\n'))
        .collect();
    let chosen = places.iter().filter(|_| !starts.is_empty()).map(|place| *place.get(&starts));
    chosen.chain([0, source.len()]).collect()
}

fn check_edits(source: &str, changes: &[Change], places: &[Index]) -> Result<(), TestCaseError> {
    let mut source = source.to_owned();
    let mut document = Document::new(Text::new(&source));
    let mut sent = relative_tokens(&document, 0..source.len(), PositionEncoding::Utf16);
    for (place, removed, inserted) in changes {
        let start = place.index(source.len() + 1);
        let range = whole_characters(&source, start..start + removed);
        source.replace_range(range.clone(), inserted);
        let mut text = document.text().clone();
        let edit = text.replace(range, inserted);
        document = document.edited(text, &[edit]);

        let tokens = full(&document);
        prop_assert_eq!(&tokens, &full(&Document::new(Text::new(&source))), "{:?}", source);
        check_sound(&source, &tokens)?;
        check_places(&document, 0..source.len())?;
        check_places(&document, start / 2..start + 1)?;

        let cuts: Vec<usize> = cuts(&source, places).into_iter().collect();
        let parts = cuts.windows(2).flat_map(|cut| semantic_tokens(&document, cut[0]..cut[1]));
        prop_assert_eq!(&tokens, &parts.collect::<Vec<_>>(), "{:?} in {:?}", source, cuts);

        let new = relative_tokens(&document, 0..source.len(), PositionEncoding::Utf16);
        apply(&mut sent, &new);
        prop_assert_eq!(&sent, &new);
    }
    Ok(())
}

/// Updates the tokens of a client to the new ones.
fn apply(sent: &mut Vec<RelativeToken>, new: &[RelativeToken]) {
    if let Some(edit) = tokens_edit(sent, new) {
        sent.splice(edit.removed, new[edit.inserted].iter().copied());
    }
}

fn cases() -> impl Strategy<Value = (Vec<Change>, Vec<Index>)> {
    (changes(), prop::collection::vec(any::<Index>(), 0..8))
}

#[test]
fn edited_samples_have_the_tokens_of_fresh_ones() {
    for (path, source) in samples() {
        runner(20)
            .run(&cases(), |(changes, places)| check_edits(&source, &changes, &places))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn edited_corpus_files_have_the_tokens_of_fresh_ones() {
    /// One file in this many is tested, and none that makes the test slow.
    const STEP: usize = 16;
    const MAX_BYTES: usize = 8_000;
    let Some(corpus) = corpus() else { return };
    for (id, path) in corpus.files().into_iter().step_by(STEP) {
        let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        if source.len() > MAX_BYTES {
            continue;
        }
        runner(1)
            .run(&cases(), |(changes, places)| check_edits(&source, &changes, &places))
            .unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

#[test]
fn tokens_of_corpus_files_are_sound() {
    let Some(corpus) = corpus() else { return };
    for (id, path) in corpus.files().into_iter().step_by(3) {
        let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let tokens = full(&Document::new(Text::new(&source)));
        check_sound(&source, &tokens).unwrap_or_else(|error| panic!("{id}: {error}"));
    }
}

#[test]
fn the_legend_holds_what_is_sent() {
    let mut types = BTreeSet::new();
    let mut modifiers = 0;
    for (_, source) in samples() {
        for token in full(&Document::new(Text::new(&source))) {
            types.insert(token.token_type as usize);
            modifiers |= token.modifiers.bits();
        }
    }
    let missing = TokenType::ALL.iter().filter(|&&it| !types.contains(&(it as usize)));
    assert_eq!(missing.map(|it| it.name()).collect::<Vec<_>>(), Vec::<&str>::new());
    let missing = TokenModifiers::ALL.iter().filter(|(flag, _)| modifiers & flag.bits() == 0);
    assert_eq!(missing.map(|(_, name)| *name).collect::<Vec<_>>(), Vec::<&str>::new());
    // The numbers are entries of the legend.
    assert!(TokenType::ALL.iter().enumerate().all(|(at, &it)| it as usize == at));
    assert!(TokenModifiers::ALL.iter().enumerate().all(|(at, (flag, _))| flag.bits() == 1 << at));
    assert_eq!(modifiers >> TokenModifiers::ALL.len(), 0);
}

/// Authors of editor themes read the page.
#[test]
fn the_page_lists_the_legend() {
    let page = fs::read_to_string(root().join("server/docs/semantic-tokens.md")).unwrap();
    let listed: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name))
        .collect();
    let types = TokenType::ALL.iter().map(|it| it.name());
    let modifiers = TokenModifiers::ALL.iter().map(|(_, name)| *name);
    assert_eq!(listed, types.chain(modifiers).collect::<Vec<_>>());
}
