//! Folders and what is found in them.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::client::{Client, pull};

/// A folder with files, gone after the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let temporary = std::env::temp_dir().canonicalize().expect("there is a place for temporary files");
        let folder = Self(temporary.join(format!("dockwright-{name}-{}", std::process::id())));
        fs::create_dir_all(&folder.0).expect("a folder can be made");
        folder
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.0.display()).trim_end_matches('/').to_owned()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Name, file and line of each symbol found, sorted.
#[track_caller]
fn search(client: &mut Client, query: &str) -> Vec<String> {
    let found = client.request("workspace/symbol", json!({"query": query}));
    let mut found: Vec<_> = found.as_array().expect("symbols are a list").iter().map(shown).collect();
    found.sort();
    found
}

fn shown(symbol: &Value) -> String {
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let uri = text(&symbol["location"]["uri"]);
    let file = uri.rsplit('/').next().unwrap_or_default();
    let container = symbol["containerName"].as_str().map(|name| format!(" in {name}")).unwrap_or_default();
    let line = &symbol["location"]["range"]["start"]["line"];
    format!("{}{container} @{file}:{line}", text(&symbol["name"]))
}

#[test]
fn symbols_of_all_folders_are_found_and_open_documents_are_newer() {
    let (first, second) = (Folder::new("first"), Folder::new("second"));
    first.write("Dockerfile", "ARG VERSION\nFROM a AS build\n");
    first.write("web/api.dockerfile", "FROM a AS tests\n");
    first.write("ignored/Dockerfile", "FROM a AS ignored\n");
    first.write(".gitignore", "ignored/\n");
    second.write("Containerfile.dev", "FROM a AS Bundle\nARG X\n");
    let folders = json!([{"uri": first.uri(""), "name": "first"}]);
    let mut client = Client::start_with(&pull(), json!({"workspaceFolders": folders}));
    let offered = &client.initialized["capabilities"];
    assert_eq!(offered["workspaceSymbolProvider"], true);
    assert_eq!(
        offered["workspace"]["workspaceFolders"],
        json!({"supported": true, "changeNotifications": true})
    );
    assert_eq!(
        search(&mut client, ""),
        ["VERSION @Dockerfile:0", "build @Dockerfile:1", "tests @api.dockerfile:0"]
    );
    client.open(&first.uri("Dockerfile"), 1, "\nFROM a AS builder\n");
    client.open("untitled:New", 1, "FROM a AS Böld");
    let event = json!({"added": [{"uri": second.uri(""), "name": "second"}], "removed": []});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    assert_eq!(
        search(&mut client, "bD"),
        ["Bundle @Containerfile.dev:0", "Böld @untitled:New:0", "builder @Dockerfile:1"]
    );
    assert_eq!(search(&mut client, "x"), ["X in Bundle @Containerfile.dev:1"]);
    client.close(&first.uri("Dockerfile"));
    assert_eq!(search(&mut client, "build"), ["build @Dockerfile:1"]);
    client.stop();
}

#[test]
fn without_a_folder_only_open_documents_are_searched() {
    let mut client = Client::start(&pull());
    assert_eq!(search(&mut client, ""), Vec::<String>::new());
    client.open("untitled:New", 1, "FROM a AS b");
    assert_eq!(search(&mut client, ""), ["b @untitled:New:0"]);
    client.stop();
}
