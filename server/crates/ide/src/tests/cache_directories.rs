//! Tests that every feature offers the same cache directories for a package manager.

use dockwright_analysis::{
    document::Document,
    spec::package_managers::{CacheRole, PACKAGE_MANAGERS, PackageManager},
};
use dockwright_fixture::without_cursors;
use dockwright_syntax::Text;
use dockwright_texts::{Language, Topic};

use crate::{
    completion::{CompletionContext, completions},
    refactoring::refactorings,
};

/// The text without the cursor mark `<|>`, and the cursor.
fn document(fixture: &str) -> (Document, usize) {
    let (text, cursors) = without_cursors(fixture);
    (Document::new(Text::new(&text)), cursors[0])
}

fn completed(image: &str, program: &str) -> Vec<String> {
    let (document, cursor) =
        document(&format!("FROM {image}\nRUN --mount=type=cache,target=<|> {program} x\n"));
    let context = CompletionContext {
        language: Language::English,
        has_snippets: false,
        is_by_hand: true,
        images: &|_| Vec::new(),
        folder: &|_, _| Vec::new(),
        starter: &|| None,
    };
    let mut items = completions(&document, cursor, &context);
    items.sort_by_key(|item| item.rank);
    items.into_iter().map(|item| item.label).collect()
}

/// The mounts that the refactoring adds to a RUN that calls a package manager.
fn mounts(image: &str, manager: &PackageManager) -> Vec<String> {
    let program = manager.programs[0];
    let verb = manager.installs.iter().chain(manager.fetches).next().unwrap().join(" ");
    let command = match manager.role {
        CacheRole::Downloads | CacheRole::Store => format!("{program} {verb}"),
        CacheRole::Index { verb: fetch, .. } => format!("{program} {fetch} && {program} {verb} x"),
    };
    let (document, cursor) = document(&format!("FROM {image}\nRUN <|>{command}\n"));
    let found = refactorings(&document, &(cursor..cursor));
    let found =
        found.into_iter().filter(|it| it.title.to_string().contains("cache mount")).flat_map(|it| it.edits);
    let text: String = found.map(|edit| edit.text).collect();
    targets(&text).map(str::to_owned).collect()
}

fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("target=").skip(1).map(|rest| rest.split([',', ' ']).next().unwrap_or_default())
}

#[test]
fn completion_and_refactoring_offer_the_same_directories() {
    for manager in PACKAGE_MANAGERS {
        for image in ["a"].into_iter().chain(manager.moved.iter().map(|(image, _)| *image)) {
            let caches: Vec<&str> = manager.caches_in(Some(image)).iter().map(|it| it.target).collect();
            assert_eq!(mounts(image, manager), caches, "{:?} in {image}", manager.programs);
            let offered = completed(image, manager.programs[0]);
            assert_eq!(offered[..caches.len()], caches, "{:?} in {image}", manager.programs);
            let others = manager.caches.iter().chain(manager.moved.iter().flat_map(|(_, caches)| *caches));
            for other in others.filter(|it| !caches.contains(&it.target)) {
                assert!(!offered.iter().any(|it| it == other.target), "{} in {image}", other.target);
            }
        }
    }
}

#[test]
fn snippets_have_the_same_directories() {
    let known: Vec<&str> =
        PACKAGE_MANAGERS.iter().flat_map(|manager| manager.caches).map(|folder| folder.target).collect();
    for language in [Language::English, Language::Korean] {
        for id in Topic::Snippets.ids() {
            let text = Topic::Snippets.entry(language, id).unwrap().text;
            for target in targets(text).filter(|_| text.contains("type=cache")) {
                // A placeholder, or a directory that the snippet itself passes to the package manager.
                let is_free = target.starts_with("${") || text.contains(&format!("_CACHE_DIR={target} "));
                assert!(is_free || known.contains(&target), "{id}: {target}");
            }
        }
    }
}
