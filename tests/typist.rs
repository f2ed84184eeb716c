//! Types Dockerfiles line by line, as users do with the completion popup open.
//!
//! VS Code filters a list loosely, focuses the first item and accepts it with Enter; so at the end
//! of a finished line no item may be in focus that changes the line, and few may be that change
//! nothing. Helix accepts what was chosen with Tab only; there every first item must be sound. Text
//! that a shell reads counts like any other.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{fs, ops::AddAssign, path::PathBuf, thread};

use dockwright_analysis::document::Document;
use dockwright_ide::{CompletionContext, CompletionItem, FolderEntry, completions};
use dockwright_syntax::Text;
use dockwright_tests::{corpus, samples};
use dockwright_texts::Language;

/// How many lines of a file are typed.
const LINES: usize = 60;
/// How many real files are typed.
const FILES: usize = 120;
/// The characters after which a client asks although they are not letters.
const TRIGGERS: &str = "-=,${/: .";
/// Lines on which Enter accepts an item that changes nothing, of a thousand lines.
const SWALLOWED: usize = 10;
/// Keystrokes that a user saves who takes the first item whenever it is right, of a thousand.
const SAVED: usize = 50;

#[derive(Debug, Default)]
struct Count {
    lines: usize,
    keys: usize,
    saved: usize,
    swallowed: usize,
    /// Typed lines and the items that would replace them.
    corrupted: Vec<(String, String)>,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.keys += other.keys;
        self.saved += other.saved;
        self.swallowed += other.swallowed;
        self.corrupted.extend(other.corrupted);
    }
}

#[test]
fn enter_ends_finished_lines_of_samples() {
    let sources: Vec<String> = samples().into_iter().map(|(_, source)| source).collect();
    check(&sources);
}

#[test]
fn enter_ends_finished_lines_of_real_files() {
    let Some(corpus) = corpus() else { return };
    let mut paths: Vec<PathBuf> =
        fs::read_dir(corpus.dockerfiles).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort_unstable();
    let step = (paths.len() / FILES).max(1);
    let sources = paths.iter().step_by(step).filter_map(|path| fs::read_to_string(path).ok());
    check(&sources.collect::<Vec<_>>());
}

fn check(sources: &[String]) {
    let mut count = Count::default();
    thread::scope(|scope| {
        let halves = sources.chunks(sources.len().div_ceil(2));
        let threads: Vec<_> = halves.map(|half| scope.spawn(|| type_all(half))).collect();
        for thread in threads {
            count += thread.join().unwrap();
        }
    });
    assert!(count.corrupted.is_empty(), "{:#?}", count.corrupted);
    assert!(count.swallowed * 1000 <= SWALLOWED * count.lines, "{count:?}");
    assert!(count.saved * 1000 >= SAVED * count.keys, "{count:?}");
}

fn type_all(sources: &[String]) -> Count {
    let mut count = Count::default();
    for source in sources {
        // Lone carriage returns are not typed; those of line ends come with Enter.
        let lines: Vec<&str> = source.lines().take(LINES).filter(|line| !line.contains('\r')).collect();
        for row in 0..lines.len() {
            let before: String = lines[..row].iter().flat_map(|line| [*line, "\n"]).collect();
            type_line(&before, lines[row], "", &mut count);
            // Between the lines that are there already; a part of them is enough.
            if row % 4 == 0 {
                let after: String = lines[row + 1..].iter().flat_map(|line| ["\n", *line]).collect();
                type_line(&before, lines[row], &after, &mut count);
            }
        }
    }
    count
}

/// Types a line between two texts.
fn type_line(before: &str, line: &str, after: &str, count: &mut Count) {
    let mut text = Text::new(&format!("{before}{after}"));
    let mut document = Document::new(text.clone());
    let mut popup = Popup::default();
    // The characters that the accepted item has typed already.
    let mut free = 0;
    count.lines += 1;
    for (at, character) in line.char_indices() {
        count.keys += 1;
        let cursor = before.len() + at;
        let edit = text.replace(cursor..cursor, character.encode_utf8(&mut [0; 4]));
        document = document.edited(text.clone(), &[edit]);
        let end = at + character.len_utf8();
        popup.typed(&document, before.len(), before.len() + end, character);
        if free > 0 {
            free -= 1;
            count.saved += 1;
        } else if let Some(item) = popup.first() {
            let accepted = accept(item, before.len(), &line[..end]);
            if line.starts_with(&accepted) {
                free = accepted[end..].chars().count().saturating_sub(1);
            }
        }
    }
    if let Some(item) = popup.first() {
        let accepted = accept(item, before.len(), line);
        if accepted == line {
            count.swallowed += 1;
        } else {
            count.corrupted.push((line.to_owned(), accepted));
        }
    }
}

/// The line that an item leaves, up to the cursor.
fn accept(item: &CompletionItem, line_start: usize, typed: &str) -> String {
    let start = item.edit.range.start - line_start;
    let text = if item.is_snippet {
        item.edit.text.split("$0").next().unwrap().split("${1").next().unwrap()
    } else {
        item.edit.text.as_str()
    };
    format!("{}{text}", &typed[..start])
}

/// The popup as VS Code shows it.
#[derive(Debug, Default)]
struct Popup {
    items: Vec<CompletionItem>,
}

impl Popup {
    fn first(&self) -> Option<&CompletionItem> {
        self.items.first()
    }

    /// After a letter or a trigger, the client asks the server, because its lists are never complete;
    /// after anything else, it filters the old list.
    fn typed(&mut self, document: &Document, line_start: usize, cursor: usize, character: char) {
        if character.is_alphanumeric() || character == '_' || TRIGGERS.contains(character) {
            let context = CompletionContext {
                language: Language::English,
                has_snippets: true,
                is_by_hand: false,
                images: &|_| Vec::new(),
                folder: &folder,
                starter: &|| None,
            };
            self.items = completions(document, cursor, &context);
            for item in &self.items {
                let range = &item.edit.range;
                assert!(
                    line_start <= range.start && range.start <= cursor && cursor <= range.end,
                    "{item:?}"
                );
            }
            self.items.sort_by_key(|item| item.rank);
        }
        let word = |item: &CompletionItem| {
            document.text().slice(item.edit.range.start.min(cursor)..cursor).trim_start().to_owned()
        };
        let items = std::mem::take(&mut self.items).into_iter();
        let mut scored: Vec<_> =
            items.filter_map(|item| Some((score(&word(&item), &item.filter)?, item))).collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.items = scored.into_iter().map(|(_, item)| item).collect();
    }
}

/// How well an item matches a word: as a whole, by prefix, or by its letters in their order; `None`
/// if it does not.
fn score(word: &str, filter: &str) -> Option<u8> {
    let (word, filter) = (word.to_lowercase(), filter.to_lowercase());
    if word.is_empty() {
        return Some(0);
    }
    let mut letters = filter.chars();
    match () {
        () if word == filter => Some(3),
        () if filter.starts_with(&word) => Some(2),
        () if word.chars().all(|c| letters.any(|letter| letter == c)) => Some(1),
        () => None,
    }
}

/// A build context with what many projects have.
fn folder(path: &str, _: &str) -> Vec<FolderEntry> {
    let entry = |name: &str, is_folder| FolderEntry { name: name.to_owned(), is_folder };
    let folders = ["app", "dist", "docker", "scripts", "src"].map(|name| entry(name, true));
    let files = [
        ".dockerignore",
        "Makefile",
        "README.md",
        "entrypoint.sh",
        "go.mod",
        "go.sum",
        "main.go",
        "nginx.conf",
        "package-lock.json",
        "package.json",
        "pom.xml",
        "requirements.txt",
    ]
    .map(|name| entry(name, false));
    match path {
        "" => folders.into_iter().chain(files).collect(),
        "app" | "dist" | "docker" | "scripts" | "src" => vec![entry("index.js", false)],
        _ => Vec::new(),
    }
}
