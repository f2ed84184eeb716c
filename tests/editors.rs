//! The files for editors: they parse, they fit the grammar, and copies are copies.
//!
//! What needs the editor itself is in `editors/*/test`.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{fs, path::Path};

use dockwright_grammar::LANGUAGE;
use dockwright_tests::root;
use serde_json::Value;
use tree_sitter::Query;

/// Folders of queries: the place in `editors`, the folder in `grammar/queries` that it is a copy of
/// (`None` for separate queries), and its files.
const QUERIES: &[(&str, Option<&str>, &[&str])] = &[
    (
        "neovim/runtime/queries/dockerfile",
        Some("."),
        &["folds.scm", "highlights.scm", "indents.scm", "injections.scm", "locals.scm"],
    ),
    (
        "helix/runtime/queries/dockerfile",
        Some("helix"),
        &["highlights.scm", "indents.scm", "injections.scm", "locals.scm", "textobjects.scm"],
    ),
    ("zed/languages/dockerfile", None, &["brackets.scm", "highlights.scm", "injections.scm", "outline.scm"]),
];

/// Where the version of the release is repeated, and the words around it.
const VERSIONS: &[(&str, &str, &str)] = &[
    ("neovim/lua/dockwright/init.lua", "M.version = '", "'"),
    ("zed/extension.toml", "\nversion = \"", "\""),
    ("zed/Cargo.toml", "\nversion = \"", "\""),
];

/// JSON, with comments where the editor allows them, and where in it the server is started.
const JSON: &[(&str, &str)] = &[
    ("vim/coc-settings.json", "/languageserver/dockwright"),
    ("sublime/LSP-dockwright.sublime-settings", "/clients/dockwright"),
];

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join("editors").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn queries_fit_the_grammar() {
    for (folder, origin, names) in QUERIES {
        let mut found: Vec<_> = fs::read_dir(root().join("editors").join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "scm"))
            .collect();
        found.sort();
        assert_eq!(found, *names, "{folder}");
        for name in &found {
            let query = read(format!("{folder}/{name}"));
            if let Some(origin) = origin {
                let original = fs::read_to_string(root().join("grammar/queries").join(origin).join(name));
                assert_eq!(query, original.unwrap(), "copy grammar/queries/{origin}/{name} to {folder}");
            }
            if let Err(error) = Query::new(&LANGUAGE.into(), &query) {
                panic!("{folder}/{name}: {error}");
            }
        }
    }
}

#[test]
fn versions_are_that_of_the_release() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let version = between(&manifest, "[workspace.package]\nversion = \"", "\"");
    for (path, before, after) in VERSIONS {
        assert_eq!(between(&read(path), before, after), version, "{path}");
    }
}

#[track_caller]
fn between<'text>(text: &'text str, before: &str, after: &str) -> &'text str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before:?}"));
    rest.split_once(after).unwrap().0
}

#[test]
fn json_parses_and_starts_the_server() {
    for (path, place) in JSON {
        let text = read(path);
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let json: Value = serde_json::from_str(&lines.collect::<String>())
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        let server = json.pointer(place).unwrap_or_else(|| panic!("{path}: no {place}"));
        let mut command: Vec<_> = server["command"].as_str().into_iter().collect();
        command.extend(
            ["command", "args"]
                .iter()
                .filter_map(|key| server[key].as_array())
                .flatten()
                .filter_map(Value::as_str),
        );
        assert_eq!(command, ["dockwright", "lsp"], "{path}");
    }
}

#[test]
fn grammars_are_those_of_one_commit() {
    let helix = read("helix/languages.toml");
    let zed = read("zed/extension.toml");
    assert_eq!(between(&helix, "rev = \"", "\""), between(&zed, "rev = \"", "\""));
}
