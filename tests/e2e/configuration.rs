//! Configuration files and settings change findings, and take effect at once.

use serde_json::{Value, json};

use crate::{
    client::{Client, about, pull, push},
    workspace::Folder,
};

const SOURCE: &str = "FROM alpine as Base\n";

fn codes(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().or(report["diagnostics"].as_array());
    items.into_iter().flatten().filter_map(|item| item["code"].as_str()).collect()
}

#[test]
fn files_above_the_document_count_and_are_read_again() {
    let folder = Folder::new("configuration");
    folder.write("dockwright.toml", "ignore = [\"FromAsCasing\"]\ncolour = 1\n");
    let uri = folder.uri("web/Dockerfile");
    let mut capabilities = pull();
    capabilities["workspace"] = json!({
        "didChangeWatchedFiles": {"dynamicRegistration": true},
        "diagnostics": {"refreshSupport": true},
    });
    let mut client = Client::start(&capabilities);
    let registered = client.told("client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    client.open(&uri, 1, SOURCE);
    let told = client.told("window/logMessage");
    let told = told["params"]["message"].as_str().unwrap();
    assert!(told.ends_with("dockwright.toml:2: unknown key `colour`"), "{told}");
    let report = client.request("textDocument/diagnostic", about(&uri));
    assert_eq!(codes(&report), ["StageNameCasing"]);

    folder.write("dockwright.toml", "select = [\"FromAsCasing\"]\nseverity = { FromAsCasing = \"hint\" }\n");
    let changed = json!({"changes": [{"uri": folder.uri("dockwright.toml"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.told("workspace/diagnostic/refresh");
    let mut again = about(&uri);
    again["previousResultId"] = report["resultId"].clone();
    let report = client.request("textDocument/diagnostic", again);
    assert_eq!((codes(&report), &report["items"][0]["severity"]), (vec!["FromAsCasing"], &json!(4)));
    client.stop();
}

#[test]
fn settings_are_nearer_than_files() {
    let folder = Folder::new("settings");
    folder.write(".hadolint.yaml", "ignored: [DL4000]\n");
    let uri = folder.uri("Dockerfile");
    let mut client =
        Client::start_with(&push(), json!({"initializationOptions": {"ignore": ["StageNameCasing"]}}));
    client.open(&uri, 1, "FROM alpine as Base\nMAINTAINER me\n");
    assert_eq!(codes(&client.published()), ["FromAsCasing"]);
    let settings = json!({"dockwright": {"extendSelect": ["MaintainerDeprecated"], "severity": {"FromAsCasing": "off"}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    assert_eq!(codes(&client.published()), ["MaintainerDeprecated"]);
    client.stop();
}

#[test]
fn build_arguments_are_known_everywhere() {
    let folder = Folder::new("build-args");
    let uri = folder.uri("Dockerfile");
    let mut client = Client::start(&pull());
    client.open(&uri, 1, "ARG IMG\nFROM $IMG\n");
    let report = client.request("textDocument/diagnostic", about(&uri));
    assert_eq!((codes(&report), &report["items"][0]["severity"]), (vec!["BaseNameEmpty"], &json!(3)));
    folder.write("dockwright.toml", "build-args = { IMG = \"alpine:3\" }\n");
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": folder.uri("dockwright.toml")}}));
    let report = client.request("textDocument/diagnostic", about(&uri));
    assert_eq!(codes(&report), [""; 0]);
    let mut place = about(&uri);
    place["position"] = json!({"line": 1, "character": 7});
    let hover = client.request("textDocument/hover", place);
    assert!(hover.to_string().contains("alpine:3"), "{hover}");
    client.stop();
}

#[test]
fn the_engine_decides_what_is_accepted() {
    let folder = Folder::new("engine");
    let uri = folder.uri("Dockerfile");
    let mut client = Client::start(&push());
    client.open(&uri, 1, "FROM alpine:3\nRUN --mount=type=bind,source=x,target=/x,z cat /x\n");
    assert_eq!(codes(&client.published()), ["InvalidMount"]);
    let settings = |engine: Value| json!({"settings": {"dockwright": {"engine": engine}}});
    client.notify("workspace/didChangeConfiguration", settings(json!("podman")));
    assert!(codes(&client.published()).is_empty());
    client.notify("workspace/didChangeConfiguration", settings(Value::Null));
    assert_eq!(codes(&client.published()), ["InvalidMount"]);
    client.stop();
}
