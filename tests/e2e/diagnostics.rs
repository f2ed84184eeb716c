//! Findings reach the client in one way only, in time, and leave with the document.

use dockwright_syntax::PositionEncoding;
use serde_json::{Value, json};

use crate::client::{Client, Expected, URI, about, pull, push};

const SOURCE: &str = "FROM alpine as base\nMAINTAINER me\nCMD ['nginx', '-g']\nRUNN x\n";

fn insertion(line: u32, text: &str) -> Value {
    let at = json!({"line": line, "character": 0});
    json!([{"range": {"start": at, "end": at}, "text": text}])
}

#[test]
fn a_client_that_asks_is_answered_and_sent_nothing() {
    let mut client = Client::start(&pull());
    let offered = &client.initialized["capabilities"]["diagnosticProvider"];
    let expected = json!({"identifier": "dockwright", "interFileDependencies": false, "workDoneProgress": true, "workspaceDiagnostics": true});
    assert_eq!(*offered, expected);
    client.open(URI, 1, SOURCE);
    let report = client.request("textDocument/diagnostic", about(URI));
    assert_eq!(report["kind"], "full");
    Expected::new(SOURCE, PositionEncoding::Utf16).check_diagnostics(&report["items"]);

    let mut again = about(URI);
    again["previousResultId"] = report["resultId"].clone();
    let unchanged = client.request("textDocument/diagnostic", again.clone());
    assert_eq!(unchanged, json!({"kind": "unchanged", "resultId": report["resultId"]}));

    client.change(URI, 2, insertion(1, "CMD a\n"));
    let report = client.request("textDocument/diagnostic", again);
    assert_eq!(report["kind"], "full");
    let source = SOURCE.replace("MAINTAINER", "CMD a\nMAINTAINER");
    Expected::new(&source, PositionEncoding::Utf16).check_diagnostics(&report["items"]);
    client.close(URI);
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn another_client_is_sent_the_findings_of_the_newest_version() {
    let mut client = Client::start(&push());
    assert_eq!(client.initialized["capabilities"].get("diagnosticProvider"), None);
    client.open(URI, 1, SOURCE);
    let published = client.published();
    assert_eq!((&published["uri"], &published["version"]), (&json!(URI), &json!(1)));
    Expected::new(SOURCE, PositionEncoding::Utf16).check_diagnostics(&published["diagnostics"]);

    let mut source = SOURCE.to_owned();
    for version in 2..=300 {
        client.change(URI, version, insertion(0, "# \n"));
        source.insert_str(0, "# \n");
    }
    let mut last = 1;
    while last < 300 {
        let published = client.published();
        let version = published["version"].as_i64().unwrap();
        assert!(version > last, "{version} after {last}");
        last = version;
        if last == 300 {
            Expected::new(&source, PositionEncoding::Utf16).check_diagnostics(&published["diagnostics"]);
        }
    }
    client.close(URI);
    assert_eq!(client.published(), json!({"uri": URI, "diagnostics": []}));
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn nothing_follows_the_clearing_of_a_closed_document() {
    let mut client = Client::start(&push());
    client.open(URI, 1, SOURCE);
    client.change(URI, 2, insertion(0, "x"));
    client.close(URI);
    client.open("untitled:Untitled 1", 1, SOURCE);
    client.wait(|message| message["params"]["uri"] == "untitled:Untitled 1");
    let sent = client.stop();
    let last = sent.iter().rfind(|message| message["params"]["uri"] == URI).unwrap();
    assert_eq!(last["params"], json!({"uri": URI, "diagnostics": []}));
}

#[test]
fn versions_go_only_to_clients_that_know_them() {
    let mut client = Client::start(&json!({"textDocument": {"publishDiagnostics": {}}}));
    client.open(URI, 1, SOURCE);
    assert_eq!(client.published().get("version"), None);
    client.stop();
}
