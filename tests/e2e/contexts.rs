//! The build context: findings about sources of COPY and ADD, and when they are renewed.

use std::fs;

use serde_json::{Value, json};

use crate::{
    client::{Client, about, at, pull, push, range},
    workspace::Folder,
};

const REFRESH: &str = "workspace/diagnostic/refresh";

fn codes(items: &Value) -> Vec<&str> {
    items.as_array().into_iter().flatten().map(|item| item["code"].as_str().unwrap_or_default()).collect()
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

/// Opens a Dockerfile and returns its findings once its context has been looked up.
fn looked_up(client: &mut Client, uri: &str, text: &str) -> Value {
    client.open(uri, 1, text);
    client.published();
    client.published()["diagnostics"].clone()
}

#[test]
fn the_ignore_file_is_changed_by_a_fix() {
    let folder = Folder::new("context-fix");
    folder.write("docs/a.md", "");
    folder.write(".dockerignore", "# why\ndocs\n*.log\n");
    let mut abilities = push();
    abilities["textDocument"]["codeAction"] =
        json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}});
    abilities["workspace"]["workspaceEdit"]["documentChanges"] = true.into();
    let mut client = Client::start_with(&abilities, json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("Dockerfile");
    looked_up(&mut client, &uri, "FROM scratch\nCOPY docs/a.md /d/\n");
    let actions = |client: &mut Client| {
        let mut params = about(&uri);
        params["range"] = range(1, 7, 7);
        params["context"] = json!({"diagnostics": [], "only": ["quickfix"]});
        client.request("textDocument/codeAction", params)
    };
    let offered = actions(&mut client);
    let edits = |action: &Value| action["edit"]["documentChanges"][0].clone();
    assert_eq!(offered[0]["title"], "Include `docs/a.md` again in `.dockerignore`");
    assert_eq!(
        edits(&offered[0]),
        json!({
            "textDocument": {"uri": folder.uri(".dockerignore"), "version": null},
            "edits": [{"range": range(2, 0, 0), "newText": "!docs/a.md\n"}],
        })
    );
    assert_eq!(offered[1]["title"], "Remove the pattern `docs` from `.dockerignore`");
    let removed = json!({"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}});
    assert_eq!(edits(&offered[1])["edits"], json!([{"range": removed, "newText": ""}]));
    // An open ignore file is newer than the one on disk.
    client.open(&folder.uri(".dockerignore"), 7, "docs\n");
    let offered = actions(&mut client);
    assert_eq!(edits(&offered[0])["textDocument"]["version"], 7);
    assert_eq!(edits(&offered[0])["edits"][0]["range"], range(1, 0, 0));
    client.stop();
}

#[test]
fn settings_say_which_context_it_is() {
    let folder = Folder::new("context-settings");
    folder.write("dockwright.toml", "[[build]]\ndockerfile = \"web/Dockerfile\"\ncontext = \".\"\n");
    folder.write("web/src/app.js", "");
    folder.write("web/src/notes.md", "");
    folder.write("shared.txt", "");
    folder.write(".dockerignore", "**/*.md\n");
    let mut client = Client::start_with(&push(), json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("web/Dockerfile");
    let text = "FROM scratch\nCOPY web/src shared.txt nothing /d/\nCOPY w\n";
    let found = looked_up(&mut client, &uri, text);
    assert_eq!(
        found[0]["message"],
        "`nothing` does not exist in the build context. The build fails, because Docker copies only from the build context"
    );
    let hover = |client: &mut Client, character: u32| {
        let hover = client.request("textDocument/hover", at(&uri, 1, character));
        hover["contents"]["value"].as_str().unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(
        hover(&mut client, 7),
        "1 file of the build context .; 1 excluded by .dockerignore (line 1: **/*.md)"
    );
    assert_eq!(hover(&mut client, 15), "1 file of the build context .");
    assert_eq!(hover(&mut client, 26), "Not in the build context .");
    let completed = client.request("textDocument/completion", at(&uri, 2, 6));
    let labels: Vec<_> =
        completed["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    assert!(labels.contains(&"web/".into()), "{labels:?}");
    let links = client.request("textDocument/documentLink", about(&uri));
    assert_eq!(links[0]["target"], folder.uri("shared.txt"));
    client.stop();
}

#[test]
fn compose_files_say_which_context_it_is() {
    let folder = Folder::new("context-compose");
    let compose = "services:\n  web:\n    build:\n      context: .\n      dockerfile: web/Dockerfile\n";
    folder.write("compose.yaml", compose);
    folder.write("web/src/app.js", "");
    folder.write("shared.txt", "");
    folder.write(".dockerignore", "**/*.md\n");
    folder.write("docs/a.md", "");
    let mut client = Client::start_with(&push(), json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("web/Dockerfile");
    client.open(&uri, 1, "FROM scratch\nCOPY web/src shared.txt docs/a.md src /d/\nCOPY s\n");
    let expected = ["CopyIgnoredFile", "CopyMissingSource"];
    // While the builds are being read, there are no findings about a wrong context.
    let found = loop {
        let published = client.published()["diagnostics"].clone();
        let found: Vec<_> = codes(&published).into_iter().map(str::to_owned).collect();
        if found.iter().any(|code| expected.contains(&code.as_str())) {
            break found;
        }
    };
    assert_eq!(found.iter().filter(|code| code.starts_with("Copy")).collect::<Vec<_>>(), expected);
    let hover = client.request("textDocument/hover", at(&uri, 1, 7));
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("1 file of the build context ."));
    let completed = client.request("textDocument/completion", at(&uri, 2, 6));
    let labels: Vec<_> =
        completed["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    assert!(labels.contains(&"shared.txt".into()) && !labels.contains(&"src/".into()), "{labels:?}");
    // A different context gives different findings.
    folder.write("compose.yaml", &compose.replace("context: .\n", "context: web\n").replace("web/D", "D"));
    let changed = json!({"changes": [{"uri": folder.uri("compose.yaml"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    loop {
        let published = client.published()["diagnostics"].clone();
        let missing = published.as_array().unwrap().iter().filter(|it| it["code"] == "CopyMissingSource");
        if missing.count() == 3 {
            break;
        }
    }
    client.stop();
}

#[test]
fn names_of_a_very_large_folder_are_filtered_before_the_list_is_cut() {
    let folder = Folder::new("context-large");
    folder.write("node_modules/p0", "");
    for number in 0..3_000 {
        fs::write(folder.path(&format!("node_modules/p{number}")), "").unwrap();
    }
    let mut client = Client::start_with(&pull(), json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("Dockerfile");
    client.open(&uri, 1, "FROM scratch\nCOPY node_modules/p299\n");
    let found = client.request("textDocument/completion", at(&uri, 1, 22));
    let labels: Vec<_> =
        found["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    let expected: Vec<Value> = std::iter::once("p299".to_owned())
        .chain((2990..3000).map(|number| format!("p{number}")))
        .map(Value::from)
        .collect();
    assert!(expected[1..].iter().all(|name| labels.contains(name)), "{labels:?}");
    assert!(labels.iter().all(|name| expected.contains(name)), "{labels:?}");
    assert_eq!(found["isIncomplete"], true);
    client.stop();
}
