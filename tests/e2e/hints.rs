//! Texts shown within and above lines: inlay hints and code lenses.

use serde_json::json;

use crate::client::{Client, URI, about, pull, range};

#[test]
fn hints_and_lenses_are_lists() {
    let mut client = Client::start(&pull());
    let offered = &client.initialized["capabilities"];
    assert_eq!((&offered["inlayHintProvider"], &offered["codeLensProvider"]), (&json!(true), &json!({})));
    client.open(URI, 1, "# nothing to say\n");
    let mut hints = about(URI);
    hints["range"] = range(0, 0, 5);
    assert_eq!(client.request("textDocument/inlayHint", hints), json!([]));
    assert_eq!(client.request("textDocument/codeLens", about(URI)), json!([]));
    client.stop();
}

#[test]
fn values_and_uses_are_shown() {
    let mut client = Client::start(&pull());
    client.open(
        URI,
        1,
        "ARG V=3\nFROM alpine:$V AS base\nFROM base\nWORKDIR 한글\nENV 값=🐳\nUSER ${U:-me}$값\n",
    );
    let mut hints = about(URI);
    hints["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 6, "character": 0}});
    let hints = client.request("textDocument/inlayHint", hints);
    let labels: Vec<_> = hints.as_array().unwrap().iter().map(|hint| hint["label"].clone()).collect();
    assert_eq!(labels, ["= alpine:3"]);
    assert_eq!(hints[0]["position"], json!({"line": 1, "character": 14}));
    let lenses = client.request("textDocument/codeLens", about(URI));
    assert_eq!(lenses[0]["command"]["title"], "used by 1 stage");
    assert_eq!((lenses.as_array().map(Vec::len), &lenses[0]["range"]), (Some(1), &range(1, 0, 4)));
    client.change(URI, 2, json!([{"text": "FROM scratch\nARG 값=🐳\nUSER $값$값\n"}]));
    let mut hints = about(URI);
    hints["range"] = range(2, 0, 9);
    let hints = client.request("textDocument/inlayHint", hints);
    assert_eq!((&hints[0]["label"], &hints[0]["position"]["character"]), (&json!("= 🐳🐳"), &json!(9)));
    client.stop();
}
