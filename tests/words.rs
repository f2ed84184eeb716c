//! The words that texts and comments do without.
//!
//! Each table in `words/` has a line for a pattern: what to write instead of it, and a pattern for the uses that are
//! right. Code in backticks is left out, so that names of the code never count.

use std::{fs, path::Path, process::Command};

use dockwright_tests::root;
use regex::Regex;

struct Word {
    pattern: Regex,
    instead: String,
    exception: Option<Regex>,
}

fn regex(table: &str, pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|error| panic!("{table}: {error}"))
}

fn words(table: &str) -> Vec<Word> {
    let text = fs::read_to_string(root().join("tests/words").join(table)).expect("the table is there");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let word = |line: &str| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default().trim().to_owned();
        let (pattern, instead, exception) = (next(), next(), next());
        Word {
            pattern: regex(table, &pattern),
            instead,
            exception: (!exception.is_empty()).then(|| regex(table, &exception)),
        }
    };
    lines.map(word).collect()
}

/// A piece of prose, and the 1-based line where it begins.
struct Prose {
    line: usize,
    text: String,
}

/// The blocks of adjacent lines of which `prose_of` returns the text.
fn blocks(text: &str, prose_of: impl Fn(&str) -> Option<&str>) -> Vec<Prose> {
    let mut blocks: Vec<Prose> = Vec::new();
    let mut is_open = false;
    for (index, line) in text.lines().enumerate() {
        let Some(prose) = prose_of(line) else {
            is_open = false;
            continue;
        };
        match blocks.last_mut().filter(|_| is_open) {
            Some(block) => {
                block.text.push(' ');
                block.text.push_str(prose.trim());
            }
            None => blocks.push(Prose { line: index + 1, text: prose.trim().to_owned() }),
        }
        is_open = true;
    }
    blocks
}

/// The text of a comment that has its line to itself.
fn comment(line: &str) -> Option<&str> {
    let text = line.trim_start().strip_prefix("//")?;
    Some(text.trim_start_matches(['/', '!']))
}

/// Markdown without its code.
fn markdown(text: &str) -> Vec<Prose> {
    let mut is_code = false;
    let lines: Vec<_> = text
        .lines()
        .map(|line| {
            let is_fence = line.trim_start().starts_with("```");
            is_code ^= is_fence;
            if is_code || is_fence { "" } else { line }
        })
        .collect();
    blocks(&lines.join("\n"), |line| (!line.is_empty()).then_some(line))
}

/// The files of the repository that end with one of `endings`.
fn files(endings: &[&str]) -> Vec<String> {
    let listed = Command::new("git").args(["ls-files"]).current_dir(root()).output().expect("git runs");
    let listed = String::from_utf8(listed.stdout).expect("names are UTF-8");
    let is_wanted = |path: &&str| endings.iter().any(|ending| path.ends_with(ending));
    listed.lines().filter(is_wanted).filter(|path| root().join(path).is_file()).map(str::to_owned).collect()
}

fn is_rule_page(path: &str) -> bool {
    path.starts_with("server/crates/rules/src/")
}

/// Every use of a word of the table.
fn uses(path: &str, prose: &[Prose], words: &[Word], problems: &mut Vec<String>) {
    let code = regex("code", "`[^`]*`");
    for Prose { line, text } in prose {
        let text = code.replace_all(text, "@");
        for Word { pattern, instead, exception } in words {
            let text =
                exception.as_ref().map_or(text.clone(), |it| it.replace_all(&text, "").into_owned().into());
            let found = pattern.find_iter(&text);
            problems.extend(found.map(|it| format!("{path}:{line}: {:?}, write: {instead}", it.as_str())));
        }
    }
}

fn check(problems: &[String]) {
    assert!(problems.is_empty(), "{} uses of words to avoid:\n{}", problems.len(), problems.join("\n"));
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).expect("a listed file can be read")
}

#[test]
fn comments_use_plain_words() {
    let words = words("comments.tsv");
    let mut problems = Vec::new();
    for path in files(&[".rs", ".js", ".mjs", ".ts"]) {
        let text = read(&path);
        let is_page = is_rule_page(&path);
        let prose =
            blocks(&text, |line| if is_page && line.starts_with("//!") { None } else { comment(line) });
        uses(&path, &prose, &words, &mut problems);
    }
    check(&problems);
}

#[test]
fn texts_use_plain_words() {
    let words = words("texts.tsv");
    let mut problems = Vec::new();
    for path in files(&[".md"]) {
        let is_other = path.contains("/ko/") || path.ends_with(".ko.md") || path.contains("samples/");
        if !is_other && !path.contains("/docs/rules/") {
            uses(&path, &markdown(&read(&path)), &words, &mut problems);
        }
    }
    for path in files(&[".rs"]).into_iter().filter(|path| is_rule_page(path)) {
        let text = read(&path);
        let page: Vec<_> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let page: Vec<_> = page.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        uses(&path, &markdown(&page.join("\n")), &words, &mut problems);
    }
    for path in files(&[".toml"]).into_iter().filter(|path| path.starts_with("server/crates/texts/messages/"))
    {
        let text = read(&path);
        let english = text.lines().enumerate().filter_map(|(index, line)| {
            let text = line.strip_prefix("en = ")?.to_owned();
            Some(Prose { line: index + 1, text })
        });
        uses(&path, &english.collect::<Vec<_>>(), &words, &mut problems);
    }
    check(&problems);
}

#[test]
fn words_are_found_and_exceptions_are_not() {
    let words = words("texts.tsv");
    let mut problems = Vec::new();
    let prose = markdown("It is\nbehind `behind`.\n```\nblank\n```\nA blank line.\n");
    uses("a.md", &prose, &words, &mut problems);
    assert_eq!(problems, [r#"a.md:1: "behind", write: after; follows"#]);
}
