//! Hovers for a pattern: which files it currently excludes or re-includes, and how Docker reads it.

use dockwright_context::{
    ignore_file::IgnoreRule,
    size::{grouped, human},
    sources::ContextView,
};
use dockwright_texts::{Language, Message, ide::ignore_file as texts};

use super::{Count, IgnoreDocument};
use crate::{Hover, hover::code};

/// Information besides the text.
#[derive(Clone, Copy)]
pub struct IgnoreHoverContext<'a> {
    /// The context; `None` without a folder.
    pub view: Option<&'a dyn ContextView>,
    /// The Dockerfiles that use the file, as shown to users.
    pub used_by: &'a [String],
    pub language: Language,
}

/// The maximum number of Dockerfiles that are named.
const NAMED: usize = 5;

/// Describes the pattern at an offset.
pub fn ignore_file_hover(
    document: &IgnoreDocument,
    offset: usize,
    context: IgnoreHoverContext<'_>,
) -> Option<Hover> {
    let index = document.rule_at(offset)?;
    let rule = &document.file.rules[index];
    let range = rule.range.clone();
    let fault = rule.fault.map(|fault| texts::stops_build(code(fault.message())));
    let language = context.language;
    if let Some(fault) = fault {
        return Some(Hover { range, markdown: fault.text(language) });
    }
    let mut parts = Vec::new();
    if let Some(view) = context.view {
        parts.push(
            counted(&Count::new(view, &document.file, index), rule.is_exception, language).text(language),
        );
    }
    let notes: Vec<_> =
        notes(document, rule).into_iter().map(|note| format!("- {}", note.text(language))).collect();
    if !notes.is_empty() {
        parts.push(notes.join("\n"));
    }
    if !context.used_by.is_empty() {
        let names: Vec<_> = context.used_by.iter().take(NAMED).map(|name| code(name)).collect();
        let files = listed(&names, context.used_by.len(), language);
        parts.push(texts::used_by(files).text(language));
    }
    (!parts.is_empty()).then(|| Hover { range, markdown: parts.join("\n\n") })
}

fn listed(names: &[String], count: usize, language: Language) -> String {
    let text = names.join(", ");
    match count.saturating_sub(names.len()) {
        0 => text,
        rest => texts::More { places: text, count: grouped(rest) }.message().text(language),
    }
}

fn counted(count: &Count, is_exception: bool, language: Language) -> Message {
    let names: Vec<_> = count.matched.iter().map(|path| code(path)).collect();
    let places = listed(&names, count.places, language);
    let files = if count.files == 1 { texts::one_file() } else { texts::files(grouped(count.files)) };
    let size = human(count.bytes);
    match (count.files, count.is_cut, is_exception) {
        (0, true, _) => texts::unknown(),
        (0, false, _) if count.places > 0 => texts::only_folders(places),
        (0, false, false) => texts::matches_nothing(),
        (0, false, true) => texts::brings_back_nothing(),
        (_, false, false) => texts::LeavesOut { files, size, places }.message(),
        (_, true, false) => texts::LeavesOutMore { files, size, places }.message(),
        (_, false, true) => texts::BringsBack { files, count: grouped(count.of), size, places }.message(),
        (_, true, true) => texts::BringsBackMore { files, size, places }.message(),
    }
}

/// Explains how Docker reads the pattern where that may be surprising.
fn notes(document: &IgnoreDocument, rule: &IgnoreRule) -> Vec<Message> {
    let text = document.text(rule);
    let written = text.strip_prefix('!').map_or(text, str::trim_start);
    let pattern = rule.pattern.text();
    if matches!(pattern, "" | "." | "/" | "..") || pattern.starts_with("../") {
        return vec![texts::names_nothing()];
    }
    let mut notes = Vec::new();
    let ends_with_slash = written.ends_with('/');
    if ends_with_slash && !rule.is_exception {
        notes.push(texts::file_too());
    }
    let is_cleaned = written.trim_end_matches('/') != pattern;
    if is_cleaned {
        notes.push(texts::read_as(code(pattern)));
    }
    if !pattern.contains('/')
        && !pattern.starts_with("**")
        && pattern != "*"
        && !written.starts_with(['/', '.'])
    {
        notes.push(texts::only_in_root(code(&format!("**/{pattern}"))));
    }
    let folder = pattern.strip_suffix("/**").or_else(|| pattern.strip_suffix("/*"));
    if let Some(folder) = folder.filter(|folder| !rule.is_exception && !folder.contains('*')) {
        notes.push(texts::folder_stays(code(folder)));
    }
    let is_own = ["Dockerfile", ".dockerignore"].iter().any(|name| rule.pattern.matches(name));
    if is_own && !rule.is_exception && pattern != "*" && pattern != "**" {
        notes.push(texts::still_read());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ignore_file::document::tests_view::Files;

    fn hover(text: &str, language: Language) -> String {
        let (text, cursors) = dockwright_fixture::without_cursors(text);
        let files = Files::new(&["docs/a.md", "docs/b.md", "README.md", "src/a/x.js", "node_modules/y.js"]);
        let used_by = ["web/Dockerfile".to_owned()];
        let context = IgnoreHoverContext { view: Some(&files), used_by: &used_by, language };
        let found = ignore_file_hover(&IgnoreDocument::new(text), cursors[0], context);
        found.map(|hover| hover.markdown).unwrap_or_default()
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(
            hover(text, Language::English).replace("\n\nUsed by `web/Dockerfile`", ""),
            expected,
            "{text}"
        );
    }

    #[test]
    fn counts_and_notes() {
        let root = |pattern: &str| {
            format!(
                "- It counts only in the root of the context. For any folder, as in `.gitignore`, write `**/{pattern}`."
            )
        };
        check("#x\n**/no<|>de_modules", "Leaves out 1 file, 10 B: `node_modules/`");
        check("<|>docs", &format!("Leaves out 2 files, 20 B: `docs/`\n\n{}", root("docs")));
        check(
            "*.md\n!<|>README.md",
            &format!("Brings back 1 file of 1, 10 B: `README.md`\n\n{}", root("README.md")),
        );
        check(
            "docs/*<|>\n!docs/a.md",
            "Leaves out 1 file, 10 B: `docs/b.md`\n\n- `docs` itself is sent, as an empty folder.",
        );
        check(
            "src/a<|>/",
            "Leaves out 1 file, 10 B: `src/a/`\n\n- It matches a file of this name too. The `/` at the end changes nothing.",
        );
        check("./x//y<|>", "Matches nothing at the moment\n\n- Docker reads it as `x/y`.");
        check("x\n!docs/a.md<|>", "Brings nothing back at the moment");
        check(
            "..<|>",
            "Matches nothing at the moment\n\n- It names the context itself or something outside of it, so it matches nothing.",
        );
        check("!<|>", "Docker stops the build here: `illegal exclusion pattern: \"!\"`");
        check("**/*.md<|>", "Leaves out 3 files, 30 B: `README.md`, `docs/a.md`, `docs/b.md`");
        check("<|>#x", "");
        assert!(hover("/Docker<|>file", Language::English).contains("all the same"));
        assert!(hover("docs<|>", Language::English).ends_with("Used by `web/Dockerfile`"));
        assert!(hover("docs<|>", Language::Korean).starts_with("파일 2개(20 B)를 제외합니다: `docs/`"));
    }

    #[test]
    fn a_walk_that_ends_early_says_so() {
        let count = Count { files: 1204, bytes: 5, is_cut: true, ..Count::default() };
        let text = counted(&count, false, Language::English).text(Language::English);
        assert!(text.starts_with("Leaves out more than 1,204 files"), "{text}");
        assert_eq!(
            counted(&Count { is_cut: true, ..Count::default() }, true, Language::English),
            texts::unknown()
        );
    }
}
