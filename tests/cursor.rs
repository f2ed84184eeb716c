//! The cursor at every place of every sample: every request there is answered, and every offered
//! item can be accepted.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use dockwright_analysis::{document::Document, problem::Phase};
use dockwright_ide::{CompletionContext, CompletionItem, CompletionKind, FolderEntry, completions, hover};
use dockwright_lint::{build_report::report, registry};
use dockwright_syntax::{Position, PositionEncoding, Text};
use dockwright_tests::samples;
use dockwright_texts::Language;

/// How many of the items at a place are accepted; which ones varies from place to place.
const TAKEN: usize = 2;

fn folder(path: &str, _: &str) -> Vec<FolderEntry> {
    let entry = |name: &str, is_folder| FolderEntry { name: name.to_owned(), is_folder };
    if path.is_empty() { vec![entry("src", true), entry("package.json", false)] } else { Vec::new() }
}

#[test]
fn every_place_is_answered_and_every_item_can_be_taken() {
    let mut samples: Vec<(PathBuf, String)> = samples();
    samples.extend(examples());
    assert!(samples.len() >= 40, "{}", samples.len());
    let wrong = Mutex::new(String::new());
    thread::scope(|scope| {
        for half in samples.chunks(samples.len().div_ceil(2)) {
            let wrong = &wrong;
            scope.spawn(move || {
                for (path, source) in half {
                    check(path, source, wrong);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} places:\n{wrong}", wrong.lines().count());
}

/// The examples in the pages of the rules.
fn examples() -> impl Iterator<Item = (PathBuf, String)> {
    registry::rules().iter().flat_map(|rule| {
        let page = rule.page;
        let parts: Vec<String> = page.split("```").skip(1).step_by(2).map(str::to_owned).collect();
        let text =
            |part: String| part.split_once('\n').map(|(_, text)| (PathBuf::from(rule.name), text.to_owned()));
        parts.into_iter().filter_map(text)
    })
}

fn check(path: &Path, source: &str, wrong: &Mutex<String>) {
    let text = Text::new(source);
    let document = Document::new(text.clone());
    let errors = errors_by_line(&document);
    let context = CompletionContext {
        language: Language::English,
        has_snippets: true,
        is_by_hand: true,
        images: &|_| Vec::new(),
        folder: &folder,
        starter: &|| None,
    };
    let name = path.display();
    let mut turn = 0;
    for offset in (0..=source.len()).filter(|&at| source.is_char_boundary(at)) {
        // Places within `\r\n` do not count.
        let position = text.position(offset, PositionEncoding::Utf8);
        if text.offset(position, PositionEncoding::Utf8) != offset {
            continue;
        }
        let hovered = hover(&document, offset, Language::Korean);
        assert!(
            hovered.is_none_or(|it| it.range.start <= offset && offset <= it.range.end),
            "{name} {offset}"
        );
        let items = completions(&document, offset, &context);
        for item in &items {
            let range = &item.edit.range;
            let is_sound =
                range.start <= offset && offset <= range.end && source.get(range.clone()).is_some();
            assert!(is_sound, "{name} {offset} {item:?}");
        }
        for _ in 0..TAKEN.min(items.len()) {
            turn += 1;
            if let Some(fault) = fault(source, position, &items[turn % items.len()], &errors) {
                writeln!(wrong.lock().unwrap(), "{}:{}: {fault}", path.display(), position.line + 1).unwrap();
            }
        }
    }
}

/// The lines with syntax errors.
fn errors_by_line(document: &Document) -> BTreeSet<(u32, String)> {
    let errors = report(document).errors.into_iter().filter(|error| error.phase != Phase::Convert);
    errors.filter_map(|error| Some((error.line?, error.message))).collect()
}

/// What is wrong with the file once an item is accepted: an error on a line other than the edited
/// one.
fn fault(
    source: &str,
    position: Position,
    item: &CompletionItem,
    errors: &BTreeSet<(u32, String)>,
) -> Option<String> {
    // With a different keyword, image or whole block, the instruction may be anything. With a different
    // escape character, the whole file may.
    let line_start = source[..item.edit.range.start].rfind('\n').map_or(0, |at| at + 1);
    if source[line_start..].split('\n').next().is_some_and(|line| line.contains("escape")) {
        return None;
    }
    let is_other = matches!(item.kind, CompletionKind::Keyword | CompletionKind::Snippet);
    let end = item.edit.range.end;
    let has_rest = source[end..].split('\n').next().is_some_and(|rest| !rest.trim().is_empty());
    let replaces = !source[item.edit.range.clone()].is_empty();
    if is_other && (has_rest || replaces) {
        return None;
    }
    let mut text = source.to_owned();
    text.replace_range(item.edit.range.clone(), &item.edit.text);
    let lines = |text: &str| i64::try_from(text.matches('\n').count()).unwrap();
    let more = lines(&text) - lines(source);
    let row = i64::from(position.line) + 1;
    let after = errors_by_line(&Document::new(Text::new(&text)));
    let is_new = |(line, message): &&(u32, String)| {
        let line = i64::from(*line);
        // Lines of the item itself, and those of the instruction around it.
        if (row - 40..=row + more).contains(&line) {
            return false;
        }
        let before = if line > row { line - more } else { line };
        !errors.iter().any(|(known, text)| i64::from(*known) == before && text == message)
    };
    after.iter().find(is_new).map(|new| format!("{:?} for {:?} brings {new:?}", item.edit.text, item.label))
}
