//! Compose files: what they say about Dockerfiles, and the names that both share.

use serde_json::{Value, json};

use crate::{
    client::{Client, about, at, push, range},
    workspace::Folder,
};

const COMPOSE: &str = "services:
  web:
    build:
      context: .
      dockerfile: web/Dockerfile
      target: prod
      args:
        NODE_VERSION: 20
";
const DOCKERFILE: &str = "ARG NODE_VERSION=18\nFROM node:${NODE_VERSION} AS dev\nFROM dev AS prod\n";

fn start(folder: &Folder) -> Client {
    folder.write("compose.yaml", COMPOSE);
    folder.write("web/Dockerfile", DOCKERFILE);
    let folders = json!([{"uri": folder.uri(""), "name": "x"}]);
    let mut capabilities = push();
    capabilities["workspace"] = json!({"workspaceEdit": {"documentChanges": true}});
    Client::start_with(&capabilities, json!({"workspaceFolders": folders}))
}

/// Opens the Dockerfile and waits until the builds are known, because its findings are then sent
/// again.
fn open(client: &mut Client, uri: &str) {
    client.open(uri, 1, DOCKERFILE);
    client.published();
    client.published();
}

/// File, line and text of each edit.
fn edits(edit: &Value) -> Vec<String> {
    let changes = edit["documentChanges"].as_array().expect("there are changes");
    let in_file = |change: &Value| {
        let uri = change["textDocument"]["uri"].as_str().expect("it has a URI").to_owned();
        let file = uri.rsplit('/').next().unwrap_or_default().to_owned();
        let edits = change["edits"].as_array().expect("there are edits").clone();
        edits.into_iter().map(move |edit| {
            format!(
                "{file}:{} {}",
                edit["range"]["start"]["line"],
                edit["newText"].as_str().unwrap_or_default()
            )
        })
    };
    changes.iter().flat_map(in_file).collect()
}

#[test]
fn values_of_builds_are_shown_in_the_dockerfile() {
    let folder = Folder::new("build-values");
    let mut client = start(&folder);
    let uri = folder.uri("web/Dockerfile");
    open(&mut client, &uri);
    let mut params = about(&uri);
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}});
    let hints = client.request("textDocument/inlayHint", params);
    assert_eq!(hints[0]["label"], "= 20 (web)", "{hints}");
    assert_eq!(hints[1]["label"], "= node:20", "{hints}");
    let hover = client.request("textDocument/hover", at(&uri, 1, 14));
    let text = hover["contents"]["value"].as_str().expect("there is a hover");
    assert!(text.contains("service web (compose.yaml:8)"), "{text}");
    let lenses = client.request("textDocument/codeLens", about(&uri)).to_string();
    assert!(lenses.contains("built by service web (compose.yaml)"), "{lenses}");
    client.stop();
}

#[test]
fn a_base_image_on_which_builds_differ_has_no_hint() {
    let folder = Folder::new("build-values-differ");
    let mut client = start(&folder);
    let worker = "  worker:\n    build: {context: ., dockerfile: web/Dockerfile}\n";
    folder.write("compose.yaml", &format!("{COMPOSE}{worker}"));
    let uri = folder.uri("web/Dockerfile");
    open(&mut client, &uri);
    let mut params = about(&uri);
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}});
    let hints = client.request("textDocument/inlayHint", params);
    let labels: Vec<_> = hints.as_array().into_iter().flatten().map(|hint| &hint["label"]).collect();
    assert_eq!(labels, ["= 20 (web)"], "{hints}");
    let hover = client.request("textDocument/hover", at(&uri, 1, 2));
    let text = hover["contents"]["value"].as_str().expect("there is a hover");
    assert!(text.starts_with("Image docker.io/library/node:18 by default, from"), "{text}");
    client.stop();
}

#[test]
fn names_are_shared_with_the_dockerfile() {
    let folder = Folder::new("build-names");
    let mut client = start(&folder);
    let (uri, compose) = (folder.uri("web/Dockerfile"), folder.uri("compose.yaml"));
    open(&mut client, &uri);
    let found = client.request("textDocument/definition", at(&compose, 5, 16));
    assert_eq!(found, Value::Null, "a build file that is not open is left to others");
    client.open(&compose, 1, COMPOSE);
    let found = client.request("textDocument/definition", at(&compose, 5, 16));
    assert_eq!(found, json!({"uri": uri, "range": range(2, 12, 16)}));
    let found = client.request("textDocument/definition", at(&compose, 7, 10));
    assert_eq!(found, json!({"uri": uri, "range": range(0, 4, 16)}));
    let mut params = at(&uri, 2, 13);
    params["context"] = json!({"includeDeclaration": true});
    let found = client.request("textDocument/references", params).to_string();
    assert!(found.contains("compose.yaml"), "{found}");
    for (place, name) in [(at(&uri, 2, 13), "prod"), (at(&compose, 5, 16), "prod")] {
        assert_eq!(client.request("textDocument/prepareRename", place.clone())["placeholder"], name);
        let mut params = place;
        params["newName"] = json!("last");
        let edit = client.request("textDocument/rename", params);
        assert_eq!(edits(&edit), ["Dockerfile:2 last", "compose.yaml:5 last"]);
    }
    let mut params = at(&compose, 7, 10);
    params["newName"] = json!("NODE");
    let edit = client.request("textDocument/rename", params);
    assert_eq!(edits(&edit), ["Dockerfile:0 NODE", "Dockerfile:1 NODE", "compose.yaml:7 NODE"]);
    client.stop();
}

#[test]
fn names_and_inline_dockerfiles_are_completed() {
    let folder = Folder::new("build-completion");
    let mut client = start(&folder);
    let (uri, compose) = (folder.uri("web/Dockerfile"), folder.uri("compose.yaml"));
    open(&mut client, &uri);
    let text = COMPOSE.replace("target: prod", "target: p").replace("NODE_VERSION: 20", "NODE: 20")
        + "  inline:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.22\n        EXPO\n";
    client.open(&compose, 1, &text);
    let mut offered = |line: u32, character: u32| -> Vec<String> {
        let list = client.request("textDocument/completion", at(&compose, line, character));
        let items = list["items"].as_array().cloned().unwrap_or_default();
        let item = |item: &Value| {
            let edit = &item["textEdit"];
            let range = edit.get("replace").unwrap_or(&edit["range"]);
            let start = &range["start"];
            format!("{} {}:{}", edit["newText"], start["line"], start["character"])
        };
        items.iter().map(item).collect()
    };
    assert_eq!(offered(5, 15), ["\"prod\" 5:14", "\"dev\" 5:14",]);
    assert_eq!(offered(7, 10), ["\"NODE_VERSION\" 7:8"]);
    assert_eq!(offered(12, 12), ["\"EXPOSE \" 12:8"]);
    assert!(offered(0, 3).is_empty());
    for (version, typed, character, first) in
        [(2, "target: ", 14, "prod"), (3, "args:\n        NOD", 11, "NODE_VERSION")]
    {
        let text =
            COMPOSE.replace("target: prod", typed).replace("      args:\n        NODE_VERSION: 20\n", "");
        client.change(&compose, version, json!([{"text": text}]));
        let line = if typed.contains('\n') { 6 } else { 5 };
        let list = client.request("textDocument/completion", at(&compose, line, character));
        assert_eq!(list["items"][0]["label"], first, "{typed:?}: {list}");
    }
    client.stop();
}

#[test]
fn a_misspelt_target_and_an_inline_dockerfile_have_findings() {
    let folder = Folder::new("build-findings");
    let mut client = start(&folder);
    let (uri, compose) = (folder.uri("web/Dockerfile"), folder.uri("compose.yaml"));
    open(&mut client, &uri);
    client.open(&compose, 1, COMPOSE);
    assert_eq!(client.published()["diagnostics"], json!([]));
    let text = COMPOSE.replace("target: prod", "target: prdo")
        + "  inline:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.22\n        RNU x\n";
    client.change(&compose, 2, json!([{"text": text}]));
    let found = client.wait(|message| {
        let params = &message["params"];
        params["uri"] == compose.as_str() && params["diagnostics"].as_array().is_some_and(|it| !it.is_empty())
    });
    let found = &found["params"]["diagnostics"];
    assert_eq!((&found[0]["code"], &found[0]["range"]), (&json!("BuildTargetUnknown"), &range(5, 14, 18)));
    assert_eq!(
        (&found[1]["code"], &found[1]["range"]["start"]["line"]),
        (&json!("UnknownInstruction"), &json!(12))
    );
    // The rest of the file belongs to other servers.
    assert_eq!(client.request("textDocument/documentSymbol", about(&compose)), Value::Null);
    let values = folder.uri("values.yaml");
    let document = json!({"uri": values, "languageId": "yaml", "version": 1, "text": "a: b\n"});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    assert_eq!(client.request("textDocument/foldingRange", about(&values)), Value::Null);
    // A file that cannot be read keeps a rename from missing a name.
    client.change(&compose, 3, json!([{"text": "services: {web: {build: {target: prod"}]));
    let mut params = at(&uri, 2, 13);
    params["newName"] = json!("last");
    let id = client.ask("textDocument/rename", params);
    let refused = client.answer(id);
    let reason = refused["error"]["message"].as_str().expect("it is refused");
    assert!(reason.contains("`compose.yaml`"), "{reason}");
    client.stop();
}

#[test]
fn an_inline_dockerfile_has_tokens_formatting_and_paths() {
    let folder = Folder::new("build-inline");
    folder.write("src/main.c", "");
    folder.write("src/main.h", "");
    let text = "services:
  web:
    build:
      context: .
      dockerfile_inline: |
        from gcc:15
        COPY src/ma

        RUN echo $$HOME   \\
        && true
    ports: [80]
";
    folder.write("compose.yaml", text);
    let folders = json!([{"uri": folder.uri(""), "name": "x"}]);
    let mut client = Client::start_with(&push(), json!({"workspaceFolders": folders}));
    let uri = folder.uri("compose.yaml");
    client.open(&uri, 1, text);
    let tokens = client.request("textDocument/semanticTokens/full", about(&uri));
    let first: Vec<u64> = tokens["data"]
        .as_array()
        .expect("there are tokens")
        .iter()
        .take(3)
        .filter_map(Value::as_u64)
        .collect();
    assert_eq!(first, [5, 8, 4], "line, column and length of the first keyword");

    let mut params = about(&uri);
    params["options"] = json!({"tabSize": 4, "insertSpaces": true});
    let edits = client.request("textDocument/formatting", params);
    let lines: Vec<&str> = text.lines().collect();
    let edit = &edits[0];
    let (start, end) = (&edit["range"]["start"]["line"], &edit["range"]["end"]["line"]);
    let number = |line: &Value| usize::try_from(line.as_u64().expect("it is a line")).expect("it is small");
    let mut formatted = lines[..number(start)].join("\n");
    formatted.push('\n');
    formatted.push_str(edit["newText"].as_str().expect("it has a text"));
    formatted.push_str(&lines[number(end)..].join("\n"));
    let expected = "services:
  web:
    build:
      context: .
      dockerfile_inline: |
        FROM gcc:15
        COPY src/ma

        RUN echo $$HOME \\
            && true
    ports: [80]";
    assert_eq!(formatted, expected, "{edits}");

    let list = client.request("textDocument/completion", at(&uri, 6, 19));
    let labels: Vec<&str> = list["items"]
        .as_array()
        .expect("there is a list")
        .iter()
        .filter_map(|it| it["label"].as_str())
        .collect();
    assert_eq!(labels, ["main.c", "main.h"]);
    client.stop();
}
