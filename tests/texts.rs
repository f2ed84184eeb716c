//! Every message in `server/crates/texts/messages/` is used somewhere: a text that no one reads is not worth translating.
//!
//! A use is the path of its function, record or constant in a file that imports the module of the message, under whatever name.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use dockwright_tests::root;

const CRATE: &str = "dockwright_texts";

/// The code that the build script makes for each rule uses these two.
const OF_RULES: [&str; 2] = ["summary", "note"];

/// The files with an extension below a folder.
fn files(folder: &Path, extension: &str, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extension, out);
        } else if path.extension().is_some_and(|found| found == extension) {
            out.push(path);
        }
    }
}

/// The messages as paths: `lint::titles::remove`.
fn messages() -> BTreeSet<String> {
    let folder = root().join("server/crates/texts/messages");
    let mut paths = Vec::new();
    files(&folder, "toml", &mut paths);
    let mut messages = BTreeSet::new();
    for path in paths {
        let module = path.strip_prefix(&folder).unwrap().with_extension("");
        let module: Vec<_> = module.iter().map(|part| part.to_str().unwrap()).collect();
        let text = fs::read_to_string(&path).unwrap();
        let keys = text.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        let keys = keys.filter(|key| module[0] != "rules" || !OF_RULES.contains(key));
        messages.extend(keys.map(|key| format!("{}::{key}", module.join("::"))));
    }
    messages
}

/// The imports of a file from the crate with the texts: the names and their paths in the crate.
fn imports(source: &str) -> Vec<(String, String)> {
    let mut found = vec![(CRATE.to_owned(), String::new())];
    for import in source.split("use ").skip(1) {
        let import = import.split(';').next().unwrap_or_default();
        if let Some(tree) = import.strip_prefix(CRATE).and_then(|rest| rest.strip_prefix("::")) {
            expand(tree.trim(), "", &mut found);
        }
    }
    found
}

/// The names in a tree of imports: `lint::titles`, `{a, b as c}`.
fn expand(tree: &str, path: &str, found: &mut Vec<(String, String)>) {
    if let Some(at) = tree.find('{') {
        let prefix = tree[..at].trim_end_matches("::");
        let path = join(path, prefix);
        let inner = tree[at + 1..].trim_end().trim_end_matches('}');
        let mut depth = 0;
        let branches = inner.split(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        });
        for branch in branches.map(str::trim).filter(|branch| !branch.is_empty()) {
            expand(branch, &path, found);
        }
    } else {
        let (tree, name) = tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap()));
        let tree = if tree == "self" { "" } else { tree };
        let name = if name == "self" { path.rsplit("::").next().unwrap_or_default() } else { name };
        found.push((name.trim().to_owned(), join(path, tree.trim())));
    }
}

fn join(path: &str, rest: &str) -> String {
    [path, rest].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("::")
}

/// A path with the name of its message as in the tables: `ONE_NAME` and `OneName` are both made for `one_name`.
fn snake_case(path: &str) -> String {
    let (module, name) = path.rsplit_once("::").map_or(("", path), |(module, name)| (module, name));
    let is_constant = !name.contains(|c: char| c.is_ascii_lowercase());
    let mut snake = String::new();
    for (at, c) in name.char_indices() {
        if c.is_ascii_uppercase() && at > 0 && !is_constant {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    join(module, &snake)
}

/// The paths in the crate that a file names.
fn uses(source: &str, out: &mut BTreeSet<String>) {
    for (name, path) in imports(source) {
        for (at, _) in source.match_indices(&format!("{name}::")) {
            let is_start = source[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
            if is_start {
                let rest = &source[at + name.len() + 2..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                out.insert(join(&path, &snake_case(&rest[..end.unwrap_or(rest.len())])));
            }
        }
        // A message that is imported by itself.
        out.insert(snake_case(&path));
    }
}

#[test]
fn every_message_is_used() {
    let mut sources = Vec::new();
    files(&root().join("server"), "rs", &mut sources);
    let mut used = BTreeSet::new();
    for path in sources {
        uses(&fs::read_to_string(path).unwrap(), &mut used);
    }
    let messages = messages();
    assert!(messages.len() > 100, "{}", messages.len());
    let unused: Vec<_> = messages.difference(&used).collect();
    assert!(unused.is_empty(), "nothing uses these messages: {unused:#?}");
}

#[test]
fn imports_are_found() {
    let mut found = BTreeSet::new();
    uses(
        "use dockwright_texts::{Message, ide::hover::{card as texts, self}, lint::titles};\n\
         fn f() { (texts::title(1), &titles::REMOVE, hover::form::EmptyForm {}, dockwright_texts::a::b(), other_texts::x()) }",
        &mut found,
    );
    for path in ["ide::hover::card::title", "lint::titles::remove", "ide::hover::form::empty_form", "a::b"] {
        assert!(found.contains(path), "{path}: {found:?}");
    }
    assert!(!found.contains("ide::hover::card::x"));
}
