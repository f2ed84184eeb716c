//! Completion lists in the forms that clients know.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull, range};

fn capable() -> Value {
    let mut capabilities = pull();
    capabilities["textDocument"]["completion"] = json!({"completionItem": {
        "snippetSupport": true,
        "insertReplaceSupport": true,
        "labelDetailsSupport": true,
        "documentationFormat": ["markdown", "plaintext"],
        "resolveSupport": {"properties": ["documentation"]},
    }});
    capabilities
}

fn complete(client: &mut Client, uri: &str, line: u32, character: u32) -> Vec<Value> {
    let mut params = about(uri);
    params["position"] = json!({"line": line, "character": character});
    // The first answer may not know the workspace yet.
    for _ in 0..100 {
        let list = client.request("textDocument/completion", params.clone());
        if list["isIncomplete"] == false {
            return list["items"].as_array().expect("items are a list").clone();
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the workspace is never known")
}

fn named<'a>(items: &'a [Value], label: &str) -> &'a Value {
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label}: {items:?}"))
}

#[test]
fn items_replace_words_and_are_explained_when_asked() {
    let mut client = Client::start(&capable());
    client.open(URI, 1, "FROM alpine\nSTOPSIGNAL SIGKILL\nRUN --ne=x ls\n");
    let items = complete(&mut client, URI, 1, 14);
    let item = named(&items, "SIGINT");
    assert_eq!(
        item["textEdit"],
        json!({"newText": "SIGINT", "insert": range(1, 11, 14), "replace": range(1, 11, 18)})
    );
    assert_eq!(item.get("documentation"), None);
    let resolved = client.request("completionItem/resolve", item.clone());
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    assert!(resolved["documentation"]["value"].as_str().is_some_and(|text| text.len() > 10));
    // A complete item comes back unchanged, because some clients resolve every item.
    let plain = json!({"label": "a", "kind": 6});
    assert_eq!(client.request("completionItem/resolve", plain.clone()), plain);
    let items = complete(&mut client, URI, 2, 8);
    assert_eq!(named(&items, "--network=")["textEdit"]["replace"], range(2, 4, 10));
    let items = complete(&mut client, URI, 3, 0);
    assert_eq!(named(&items, "RUN apt-get install")["insertTextFormat"], 2);
    let sorted = |items: &[Value]| {
        items.windows(2).all(|pair| pair[0]["sortText"].as_str() < pair[1]["sortText"].as_str())
    };
    assert!(sorted(&items));
    client.stop();
}

#[test]
fn simple_clients_get_simple_items() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM alpine\nS\n");
    let items = complete(&mut client, URI, 1, 1);
    let item = named(&items, "STOPSIGNAL");
    assert_eq!(item["textEdit"], json!({"newText": "STOPSIGNAL ", "range": range(1, 0, 1)}));
    assert_eq!(item["documentation"]["kind"], "plaintext");
    assert!(items.iter().all(|item| item.get("insertTextFormat").is_none()));
    client.stop();
}

#[test]
fn files_of_the_build_context_are_offered() {
    let folder = std::env::temp_dir().join(format!("dockwright-completion-{}", std::process::id()));
    fs::create_dir_all(folder.join("src/inner")).expect("the folder can be made");
    for (name, text) in
        [("go.mod", ""), ("secret.txt", ""), ("src/main.go", ""), (".dockerignore", "secret*\n**/inner\n")]
    {
        fs::write(folder.join(name), text).expect("files can be written");
    }
    let uri = format!("file://{}/Dockerfile", folder.display());
    let mut client = Client::start(&capable());
    client.open(&uri, 1, "FROM alpine\nCOPY \nCOPY src/\n");
    let items = complete(&mut client, &uri, 1, 5);
    named(&items, "go.mod");
    named(&items, "src/");
    assert!(items.iter().all(|item| item["label"] != "secret.txt"));
    let items = complete(&mut client, &uri, 2, 9);
    let labels: Vec<_> = items.iter().map(|item| item["label"].as_str()).collect();
    assert_eq!(labels, [Some("main.go")]);
    client.stop();
    fs::remove_dir_all(&folder).ok();
}

#[test]
fn what_is_sent_is_offered() {
    let folder = std::env::temp_dir().join(format!("dockwright-sent-{}", std::process::id()));
    fs::create_dir_all(folder.join("src/lib")).expect("the folder can be made");
    for name in ["src/app.py", "src/lib/a.py", "README.md", "#x", "!y"] {
        fs::write(folder.join(name), "").expect("files can be written");
    }
    let uri = format!("file://{}/Dockerfile", folder.display());
    for (ignore, line, expected) in [
        ("*\n!src/app.py\n", "COPY ", &["src/"][..]),
        ("*\n!src/app.py\n", "COPY src/", &["app.py"]),
        ("*\n!src/**\n", "COPY ", &["src/"]),
        ("**\n!**/*.py\n", "COPY src/", &["lib/", "app.py"]),
        ("src\n!src/app.py\n.dockerignore\nREADME.md\n", "COPY ", &["src/", "!y", "#x"]),
        (" #x\n.dockerignore\n!", "COPY ", &["src/", "!y", "README.md"]),
        ("[!R]*\nsrc\n.dockerignore\n", "COPY ", &["#x"]),
    ] {
        fs::write(folder.join(".dockerignore"), ignore).expect("files can be written");
        let mut client = Client::start(&capable());
        client.open(&uri, 1, &format!("FROM alpine\n{line}\n"));
        let items = complete(&mut client, &uri, 1, line.len() as u32);
        let labels: Vec<_> = items.iter().filter_map(|item| item["label"].as_str()).collect();
        let labels: Vec<_> = labels.into_iter().filter(|label| !label.starts_with("--")).collect();
        assert_eq!(labels, expected, "{ignore:?} {line}");
        client.stop();
    }
    fs::remove_dir_all(&folder).ok();
}

#[test]
fn a_large_folder_is_searched_for_what_is_typed() {
    let folder = std::env::temp_dir().join(format!("dockwright-large-{}", std::process::id()));
    fs::create_dir_all(folder.join("many")).expect("the folder can be made");
    for number in 0..2_500 {
        fs::write(folder.join(format!("many/p{number:04}")), "").expect("files can be written");
    }
    let uri = format!("file://{}/Dockerfile", folder.display());
    let mut client = Client::start(&capable());
    client.open(&uri, 1, "FROM alpine\nCOPY many/p249\n");
    let mut params = about(&uri);
    params["position"] = json!({"line": 1, "character": 14});
    let list = client.request("textDocument/completion", params);
    assert_eq!(list["isIncomplete"], true);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(10));
    client.stop();
    fs::remove_dir_all(&folder).ok();
}

#[test]
fn what_opens_by_itself_is_less_than_what_is_asked_for() {
    let mut client = Client::start(&capable());
    client.open(URI, 1, "FROM alpine\nCOPY . .\nEXPOSE 80\n");
    let mut labels = |line: u32, character: u32, context: Value| {
        let mut params = about(URI);
        params["position"] = json!({"line": line, "character": character});
        params["context"] = context;
        let list = client.request("textDocument/completion", params);
        let items = list["items"].as_array().expect("items are a list");
        let labels = items.iter().filter_map(|item| item["label"].as_str());
        labels.map(str::to_owned).collect::<Vec<_>>()
    };
    let typed = json!({"triggerKind": 1});
    let after = |character: &str| json!({"triggerKind": 2, "triggerCharacter": character});
    assert!(labels(1, 8, after(".")).is_empty());
    assert!(labels(2, 9, typed.clone()).is_empty());
    // A second request at the same place comes from the user.
    assert!(labels(2, 9, typed.clone()).contains(&"8080".to_owned()));
    assert!(labels(2, 8, typed.clone()).is_empty());
    // Editors only ask automatically after letters and digits.
    assert!(labels(2, 7, typed).contains(&"80".to_owned()));
    assert!(labels(1, 5, json!({"triggerKind": 3})).iter().all(|label| !label.starts_with("--")));
    client.stop();
}

#[test]
fn the_next_list_opens_where_the_client_can() {
    let mut capabilities = capable();
    capabilities["experimental"] = json!({"commands": {"commands": ["editor.action.triggerSuggest"]}});
    for (capabilities, is_there) in [(capable(), false), (capabilities, true)] {
        let mut client = Client::start(&capabilities);
        client.open(URI, 1, "FROM alpine AS a\nCO\n");
        let items = complete(&mut client, URI, 1, 2);
        let command = &named(&items, "COPY source dest")["command"];
        assert_eq!(command["command"] == "editor.action.triggerSuggest", is_there, "{command}");
        client.stop();
    }
}

#[test]
fn images_of_the_workspace_are_offered() {
    let folder = std::env::temp_dir().join(format!("dockwright-images-{}", std::process::id()));
    fs::create_dir_all(folder.join("other")).expect("the folder can be made");
    fs::write(folder.join("other/Dockerfile"), "FROM registry.example/team/base:7 AS a\nFROM a\n")
        .expect("files can be written");
    let root = format!("file://{}", folder.display());
    let workspace = json!({"workspaceFolders": [{"uri": root, "name": "w"}]});
    let mut client = Client::start_with(&capable(), workspace);
    let uri = format!("{root}/Dockerfile");
    client.open(&uri, 1, "FROM \n");
    let items = complete(&mut client, &uri, 0, 5);
    named(&items, "registry.example/team/base:7");
    assert!(items.iter().all(|item| item["label"] != "a"));
    client.stop();
    fs::remove_dir_all(&folder).ok();
}

#[test]
fn options_of_podman_are_offered_in_a_containerfile() {
    let folder = std::env::temp_dir().join(format!("dockwright-podman-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, text) in [
        ("kept.txt", ""),
        ("podman.txt", ""),
        ("docker.txt", ""),
        (".containerignore", "podman*\n"),
        (".dockerignore", "docker*\n"),
    ] {
        fs::write(folder.join(name), text).expect("files can be written");
    }
    let mut client = Client::start(&capable());
    let text = "FROM a AS b\nRUN --mount=type=bind,\nCOPY \nFROM --\n";
    let mut labels = |name: &str, line: u32, character: u32| -> Vec<String> {
        let uri = format!("file://{}/{name}", folder.display());
        client.open(&uri, 1, text);
        let items = complete(&mut client, &uri, line, character);
        client.close(&uri);
        items.iter().filter_map(|item| Some(item["label"].as_str()?.to_owned())).collect()
    };
    let mut has = |name: &str, (line, character): (u32, u32), label: &str| {
        labels(name, line, character).iter().any(|it| it == label)
    };
    let (mount, copy, from) = ((1, 22), (2, 5), (3, 7));
    for (name, is_podmans) in [("Containerfile", true), ("web.Containerfile", true), ("Dockerfile", false)] {
        assert_eq!(has(name, mount, "relabel="), is_podmans, "{name}");
        assert_eq!(has(name, mount, "z"), is_podmans, "{name}");
        assert!(has(name, mount, "target="), "{name}");
        assert_eq!(has(name, from, "--after="), is_podmans, "{name}");
        // Podman reads `.containerignore` first, Docker only `.dockerignore`.
        assert!(has(name, copy, "kept.txt"), "{name}");
        assert_eq!(has(name, copy, "podman.txt"), !is_podmans, "{name}");
        assert_eq!(has(name, copy, "docker.txt"), is_podmans, "{name}");
    }
    client.stop();
    fs::remove_dir_all(&folder).ok();
}

#[test]
fn an_empty_dockerfile_gets_that_of_the_project() {
    let folder = std::env::temp_dir().join(format!("dockwright starter {}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let manifest = r#"{"scripts": {"start": "node server.js"}, "dependencies": {"express": "5"}}"#;
    fs::write(folder.join("package.json"), manifest).expect("it can be written");
    fs::write(folder.join("server.js"), "app.listen(3000);\n").expect("it can be written");
    let uri = format!("file://{}/Dockerfile", folder.display()).replace(' ', "%20");
    let mut capabilities = capable();
    let kinds = json!({"codeActionKind": {"valueSet": ["refactor"]}});
    capabilities["textDocument"]["codeAction"] = json!({"codeActionLiteralSupport": kinds});
    let mut client = Client::start(&capabilities);
    client.open(&uri, 1, "");
    let items = complete(&mut client, &uri, 0, 0);
    assert_eq!(items[0]["label"], "Dockerfile for Node.js");
    let text = items[0]["textEdit"]["newText"].as_str().expect("a text");
    assert!(text.contains("CMD [\"node\", \"server.js\"]"), "{text}");
    let mut params = about(&uri);
    params["range"] = range(0, 0, 0);
    params["context"] = json!({"diagnostics": []});
    let actions = client.request("textDocument/codeAction", params);
    let action = named_action(&actions, "Write a Dockerfile for this project (Node.js)");
    let edits = action["edit"]["changes"][&uri].as_array();
    let edits = edits.or_else(|| action["edit"]["documentChanges"][0]["edits"].as_array());
    assert_eq!(edits.expect("the edit of the file")[0]["newText"].as_str(), Some(text));
    fs::remove_dir_all(folder).expect("the folder can be removed");
}

fn named_action<'a>(actions: &'a Value, title: &str) -> &'a Value {
    let all = actions.as_array().expect("actions are a list");
    all.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("no {title}: {actions}"))
}
