//! The build context: findings about sources of COPY and ADD, and when they are renewed.

use std::fs;

use serde_json::{Value, json};

use crate::{
    client::{Client, about, pull, push},
    workspace::Folder,
};

const REFRESH: &str = "workspace/diagnostic/refresh";

fn codes(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect()
}

#[test]
fn findings_are_renewed_with_the_ignore_file() {
    let folder = Folder::new("context-push");
    folder.write("web/docs/a.md", "");
    folder.write("web/.dockerignore", "docs\n");
    let mut client = Client::start_with(&push(), json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("web/Dockerfile");
    client.open(&uri, 1, "FROM scratch\nCOPY docs /d\n");
    // The first findings do not wait for the disk.
    assert_eq!(codes(&client.published()["diagnostics"]), Vec::<&str>::new());
    let published = client.published();
    assert_eq!(codes(&published["diagnostics"]), ["CopyIgnoredFile"]);
    assert!(published["diagnostics"][0]["message"].as_str().unwrap().contains("`docs` is excluded"));
    folder.write("web/.dockerignore", "other\n");
    let changed = json!({"changes": [{"uri": folder.uri("web/.dockerignore"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    assert_eq!(codes(&client.published()["diagnostics"]), Vec::<&str>::new());
    // Other changes of files are seen with the next save.
    fs::rename(folder.path("web/docs"), folder.path("web/Docs")).unwrap();
    client.notify("textDocument/didSave", about(&uri));
    assert_eq!(codes(&client.published()["diagnostics"]), ["CopyMissingSource"]);
    client.stop();
}

#[test]
fn clients_that_pull_are_asked_to_pull_again() {
    let folder = Folder::new("context-pull");
    folder.write("package.json", "");
    let mut abilities = pull();
    abilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let mut client = Client::start_with(&abilities, json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("Dockerfile");
    client.open(&uri, 1, "FROM scratch\nCOPY pakage.json /d/\n");
    let first = client.request("textDocument/diagnostic", about(&uri));
    assert_eq!(codes(&first["items"]), Vec::<&str>::new());
    client.told(REFRESH);
    let mut again = about(&uri);
    again["previousResultId"] = first["resultId"].clone();
    let second = client.request("textDocument/diagnostic", again.clone());
    assert_eq!((second["kind"].as_str(), codes(&second["items"])), (Some("full"), vec!["CopyMissingSource"]));
    again["previousResultId"] = second["resultId"].clone();
    assert_eq!(client.request("textDocument/diagnostic", again)["kind"], "unchanged");
    client.stop();
}
