//! Ignore files: each method that is answered for them, on real files.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    client::{Client, about, at, pull, push, range},
    workspace::Folder,
};

const DOCKERFILE: &str = "FROM scratch\nCOPY src docs/a.md /app/\nCOPY docs /docs/\n";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    for path in ["src/a.js", "src/b.js", "docs/a.md", "docs/한글.md", "package.json", "README.md"] {
        folder.write(path, "0123456789");
    }
    folder.write("Dockerfile", DOCKERFILE);
    folder
}

fn start(folder: &Folder) -> Client {
    let mut capabilities = pull();
    capabilities["textDocument"]["hover"] = json!({"contentFormat": ["markdown"]});
    capabilities["textDocument"]["codeAction"] =
        json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}});
    Client::start_with(&capabilities, json!({"rootUri": folder.uri("")}))
}

fn codes(report: &Value) -> Vec<(&str, &Value)> {
    let items = report["items"].as_array().map_or(&[][..], Vec::as_slice).iter();
    items.map(|it| (it["code"].as_str().unwrap_or_default(), &it["range"]["start"]["line"])).collect()
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().map_or(&[][..], Vec::as_slice).iter();
    items.map(|it| it["label"].as_str().unwrap_or_default()).collect()
}

#[test]
fn findings_are_those_of_ignore_files() {
    let folder = folder("ignore-findings");
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    client.open(&uri, 1, "\u{feff}# 한글\r\n!README.md\r\n문서/[!가]\r\n[\r\n*.md\r\n");
    let report = client.request("textDocument/diagnostic", about(&uri));
    assert_eq!(
        codes(&report),
        [("IgnoreOrder", &json!(1)), ("IgnoreBang", &json!(2)), ("IgnorePatternInvalid", &json!(3))]
    );
    assert_eq!(report["items"][1]["range"], range(2, 3, 7));
    assert_eq!(report["items"][2]["severity"], 1);
    let again = client.request(
        "textDocument/diagnostic",
        json!({"textDocument": {"uri": &uri}, "previousResultId": report["resultId"]}),
    );
    assert_eq!(again["kind"], "unchanged");
    // A file that is not open is read from disk.
    folder.write("x.Dockerfile.dockerignore", " # x\n");
    let report = client.request("textDocument/diagnostic", about(&folder.uri("x.Dockerfile.dockerignore")));
    assert_eq!(codes(&report), [("IgnoreCommentIndented", &json!(0))]);
    client.stop();
}

#[test]
fn nothing_is_red_on_the_line_that_is_typed() {
    let mut client = Client::start_typing(&push(), Duration::from_secs(600));
    let uri = "file:///project/.dockerignore";
    client.open(uri, 1, "docs\n\n[\n");
    assert_eq!(client.published()["diagnostics"].as_array().unwrap().len(), 1);
    for ((version, column), character) in (2..).zip(0..).zip("!docs/[a-c].md".chars()) {
        let change = json!([{"range": range(1, column, column), "text": character.to_string()}]);
        client.change(uri, version, change);
    }
    loop {
        let published = client.published();
        assert_eq!(codes(&json!({"items": published["diagnostics"]})), [("IgnorePatternInvalid", &json!(2))]);
        if published["version"] == 15 {
            break;
        }
    }
    client.stop();
}

#[test]
fn names_of_the_context_are_completed() {
    let folder = folder("ignore-completion");
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    client.open(&uri, 1, "docs\n\n!\n!docs/x/\nsrc/a\n# x\n!docs/a\n");
    let list = client.request("textDocument/completion", at(&uri, 1, 0));
    let names = labels(&list);
    assert_eq!(names[..4], ["src/", "Dockerfile", "README.md", "package.json"]);
    assert!(
        names.contains(&"**/node_modules") && names.contains(&"!") && names.contains(&"**/"),
        "{names:?}"
    );
    assert_eq!(labels(&client.request("textDocument/completion", at(&uri, 2, 1))), ["docs/", "src/", "**/"]);
    assert_eq!(labels(&client.request("textDocument/completion", at(&uri, 6, 6))), ["a.md", "한글.md"]);
    let list = client.request("textDocument/completion", at(&uri, 4, 5));
    assert_eq!(labels(&list), ["a.js", "b.js"]);
    assert_eq!(list["items"][0]["textEdit"]["range"], range(4, 4, 5));
    assert_eq!(labels(&client.request("textDocument/completion", at(&uri, 5, 3))), [""; 0]);
    client.stop();
}

#[test]
fn patterns_are_explained_and_lead_to_files() {
    let folder = folder("ignore-hover");
    folder.write("other.Dockerfile", "FROM scratch\n");
    folder.write("other.Dockerfile.dockerignore", "");
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    client.open(&uri, 1, "docs\n!docs/a.md\nREADME.md\n# x\nnowhere\n../outside\n");
    let hover = client.request("textDocument/hover", at(&uri, 0, 2));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("Leaves out 1 file, 10 B: `docs/`"), "{text}");
    assert!(text.ends_with("Used by `Dockerfile`"), "{text}");
    assert_eq!(hover["range"], range(0, 0, 4));
    let hover = client.request("textDocument/hover", at(&uri, 1, 2));
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("Brings back 1 file of 2"), "{hover}");
    assert_eq!(client.request("textDocument/hover", at(&uri, 3, 1)), Value::Null);
    let links = client.request("textDocument/documentLink", about(&uri));
    let targets: Vec<_> = links.as_array().unwrap().iter().map(|it| it["target"].clone()).collect();
    assert_eq!(targets, [folder.uri("docs/a.md"), folder.uri("README.md")]);
    let definition = client.request("textDocument/definition", at(&uri, 1, 3));
    assert_eq!(definition[0]["uri"], folder.uri("docs/a.md"));
    assert_eq!(client.request("textDocument/definition", at(&uri, 4, 3)), Value::Null);
    client.stop();
}

#[test]
fn references_are_the_sources_that_a_pattern_leaves_out() {
    let folder = folder("ignore-references");
    folder.write("web/Dockerfile", DOCKERFILE);
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    client.open(&uri, 1, "README.md\ndocs\n");
    let params = |line| {
        let mut params = at(&uri, line, 1);
        params["context"] = json!({"includeDeclaration": true});
        params
    };
    let places = |found: Value| {
        let found = found.as_array().unwrap().iter();
        found.map(|it| (it["uri"].clone(), it["range"].clone())).collect::<Vec<_>>()
    };
    let dockerfile: Value = folder.uri("Dockerfile").into();
    let expected = [(dockerfile.clone(), range(1, 9, 18)), (dockerfile.clone(), range(2, 5, 9))];
    assert_eq!(places(client.request("textDocument/references", params(1))), expected);
    assert_eq!(places(client.request("textDocument/references", params(0))), []);
    // The open document is newer than the file.
    client.open(&folder.uri("Dockerfile"), 1, "FROM scratch\n\nCOPY docs /docs/\n");
    assert_eq!(places(client.request("textDocument/references", params(1))), [(dockerfile, range(2, 5, 9))]);
    client.stop();
}

#[test]
fn fixes_folds_tokens_and_format() {
    let folder = folder("ignore-edits");
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    client.open(&uri, 1, "# a\n# b\n!x/**  \n[!a]\t\n");
    let mut params = about(&uri);
    params["range"] = range(3, 0, 0);
    params["context"] = json!({"diagnostics": []});
    let actions = client.request("textDocument/codeAction", params.clone());
    let titles: Vec<_> = actions.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Change to `[^a]`", "Suppress IgnoreBang here", "Suppress IgnoreBang in this file"]);
    let edit = &actions[0]["edit"]["changes"][&uri][0];
    assert_eq!((&edit["range"], &edit["newText"]), (&range(3, 1, 2), &json!("^")));
    let folds = client.request("textDocument/foldingRange", about(&uri));
    assert_eq!(
        (&folds[0]["startLine"], &folds[0]["endLine"], &folds[0]["kind"]),
        (&json!(0), &json!(1), &json!("comment"))
    );
    let tokens = client.request("textDocument/semanticTokens/full", about(&uri));
    assert_eq!(tokens["data"].as_array().unwrap().len(), 5 * 5, "{tokens}");
    let mut format = about(&uri);
    format["options"] = json!({"tabSize": 4, "insertSpaces": true});
    let edits = client.request("textDocument/formatting", format);
    let ranges: Vec<_> = edits.as_array().unwrap().iter().map(|it| it["range"].clone()).collect();
    assert_eq!(ranges, [range(2, 5, 7), range(3, 4, 5)]);
    // Methods for Dockerfiles that ignore files do not support.
    for method in ["documentSymbol", "codeLens", "inlayHint", "selectionRange", "documentHighlight", "rename"]
    {
        let mut params = at(&uri, 0, 0);
        params["range"] = range(0, 0, 1);
        params["positions"] = json!([]);
        params["newName"] = "x".into();
        assert_eq!(client.request(&format!("textDocument/{method}"), params), Value::Null, "{method}");
    }
    let symbols = client.request("workspace/symbol", json!({"query": ""}));
    assert_eq!(symbols, json!([]));
    client.stop();
}

#[test]
fn large_files_are_answered() {
    let folder = folder("ignore-large");
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    let lines: Vec<_> = (0..10_000).map(|number| format!("폴더/{number}/*.md\r\n!x{number}\r\n")).collect();
    client.open(&uri, 1, &lines.concat());
    for _ in 0..3 {
        client.request("textDocument/diagnostic", about(&uri));
        client.request("textDocument/semanticTokens/full", about(&uri));
        client.request("textDocument/hover", at(&uri, 19_998, 4));
        client.request("textDocument/completion", at(&uri, 19_999, 1));
        client.request("textDocument/documentLink", about(&uri));
    }
    client.stop();
}

#[test]
fn untitled_documents_are_what_the_editor_says() {
    let mut client = Client::start(&pull());
    let uri = "untitled:Untitled-1";
    let document = json!({"uri": uri, "languageId": "dockerignore", "version": 1, "text": "!x"});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let report = client.request("textDocument/diagnostic", about(uri));
    assert_eq!(codes(&report), [("IgnoreOrder", &json!(0))]);
    assert_eq!(client.request("textDocument/completion", at(uri, 0, 1)), Value::Null);
    client.stop();
}

#[test]
fn an_empty_ignore_file_gets_that_of_the_project() {
    let folder = folder("ignore-starter");
    folder.write("package.json", "{\"name\": \"x\"}");
    let mut client = start(&folder);
    let uri = folder.uri(".dockerignore");
    client.open(&uri, 1, "");
    let list = client.request("textDocument/completion", at(&uri, 0, 0));
    assert_eq!(labels(&list)[0], ".dockerignore");
    let text = list["items"][0]["textEdit"]["newText"].as_str().expect("there is a text");
    assert!(text.contains("node_modules"), "{text}");
    client.change(&uri, 2, json!([{"text": "src\n"}]));
    let list = client.request("textDocument/completion", at(&uri, 1, 0));
    assert!(!list.to_string().contains("a whole file"), "{list}");
    client.stop();
}

#[test]
fn builds_say_which_dockerfiles_use_an_ignore_file() {
    let folder = folder("ignore-builds");
    folder.write("web/Dockerfile", DOCKERFILE);
    folder.write("compose.yaml", "services:\n  web: {build: {context: ., dockerfile: web/Dockerfile}}\n");
    folder.write("web/.dockerignore", "b\n");
    let mut client = start(&folder);
    let (outer, inner) = (folder.uri(".dockerignore"), folder.uri("web/.dockerignore"));
    client.open(&outer, 1, "docs\n");
    let hover = client.request("textDocument/hover", at(&outer, 0, 1)).to_string();
    assert!(hover.contains("Used by `Dockerfile`, `web/Dockerfile`"), "{hover}");
    client.open(&inner, 1, "b\n");
    let hover = client.request("textDocument/hover", at(&inner, 0, 0)).to_string();
    assert!(!hover.contains("Used by"), "{hover}");
    client.stop();
}
