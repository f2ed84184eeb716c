//! Findings on the line being typed are held back until the user types elsewhere, saves or pauses.

#![cfg(debug_assertions)]

use std::{thread, time::Duration};

use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull, push};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(300);
const REFRESH: &str = "workspace/diagnostic/refresh";

fn pull_with_refresh() -> Value {
    let mut capabilities = pull();
    capabilities["workspace"] = json!({"diagnostics": {"refreshSupport": true}});
    capabilities
}

fn insertion(line: u32, character: u32, text: &str) -> Value {
    let at = json!({"line": line, "character": character});
    json!([{"range": {"start": at, "end": at}, "text": text}])
}

fn codes(items: &Value) -> Vec<&str> {
    items
        .as_array()
        .expect("the text has such a line")
        .iter()
        .map(|item| item["code"].as_str().expect("the text has such a line"))
        .collect()
}

/// Pulls, with the id of an earlier result if there is one.
fn pulled(client: &mut Client, previous: &Value) -> Value {
    let mut params = about(URI);
    if previous["resultId"].is_string() {
        params["previousResultId"] = previous["resultId"].clone();
    }
    client.request("textDocument/diagnostic", params)
}

fn save(client: &mut Client) {
    client.notify("textDocument/didSave", about(URI));
}

#[test]
fn the_pulled_line_is_quiet_until_the_user_types_elsewhere() {
    let mut client = Client::start_typing(&pull(), LONG);
    client.open(URI, 1, "FROM a\nCOPY b\n");
    let opened = pulled(&mut client, &Value::Null);
    assert_eq!(codes(&opened["items"]), ["MissingArgument"]);
    client.change(URI, 2, insertion(2, 0, "WORK"));
    let held = pulled(&mut client, &opened);
    assert_eq!(codes(&held["items"]), ["MissingArgument"]);
    assert_eq!(pulled(&mut client, &held), json!({"kind": "unchanged", "resultId": held["resultId"]}));
    // An edit that resolves a different error is seen at once.
    client.change(URI, 3, insertion(1, 6, " c"));
    let elsewhere = pulled(&mut client, &held);
    assert_eq!(codes(&elsewhere["items"]), ["UnknownInstruction"]);
    client.change(URI, 4, insertion(2, 4, "D"));
    assert_eq!(codes(&pulled(&mut client, &elsewhere)["items"]), [""; 0]);
    client.change(URI, 5, insertion(2, 5, "\n"));
    assert_eq!(codes(&pulled(&mut client, &elsewhere)["items"]), ["UnknownInstruction"]);
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn a_saved_line_is_not_quiet() {
    let mut client = Client::start_typing(&pull_with_refresh(), LONG);
    client.open(URI, 1, "FROM a\n");
    client.change(URI, 2, insertion(1, 0, "WORK"));
    let held = pulled(&mut client, &Value::Null);
    assert_eq!(codes(&held["items"]), [""; 0]);
    save(&mut client);
    let refresh = client.told(REFRESH);
    client.reply(&refresh, Value::Null);
    let whole = pulled(&mut client, &held);
    assert_eq!(codes(&whole["items"]), ["UnknownInstruction"]);
    assert_ne!(whole["resultId"], held["resultId"]);
    // Nothing is held back now, so there is nothing to refresh.
    save(&mut client);
    assert_eq!(pulled(&mut client, &whole)["kind"], "unchanged");
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn a_client_that_pulls_is_told_when_the_pause_is_over() {
    let mut client = Client::start_typing(&pull_with_refresh(), SHORT);
    client.open(URI, 1, "FROM a\n");
    // On a slow machine the pause may be over before the first answer.
    let mut version = 2;
    let held = loop {
        client.change(URI, version, insertion(1, 0, "W"));
        let report = pulled(&mut client, &Value::Null);
        if codes(&report["items"]).is_empty() {
            break report;
        }
        version += 1;
        client.change(URI, version, json!([{"text": "FROM a\n"}]));
        version += 1;
    };
    let refresh = client.told(REFRESH);
    client.reply(&refresh, Value::Null);
    let whole = pulled(&mut client, &held);
    assert_eq!((&whole["kind"], codes(&whole["items"])), (&json!("full"), vec!["UnknownInstruction"]));
    assert_eq!(pulled(&mut client, &whole)["kind"], "unchanged");
    client.stop();
}

#[test]
fn a_client_without_refresh_gets_everything_with_its_next_pull() {
    let mut client = Client::start_typing(&pull(), Duration::from_millis(1));
    client.open(URI, 1, "FROM a\n");
    client.change(URI, 2, insertion(1, 0, "W"));
    thread::sleep(Duration::from_millis(20));
    assert_eq!(codes(&pulled(&mut client, &Value::Null)["items"]), ["UnknownInstruction"]);
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn a_closed_document_is_not_refreshed() {
    let mut client = Client::start_typing(&pull_with_refresh(), SHORT);
    client.open(URI, 1, "FROM a\n");
    client.change(URI, 2, insertion(1, 0, "W"));
    pulled(&mut client, &Value::Null);
    client.close(URI);
    thread::sleep(SHORT * 2);
    let sent = client.stop();
    assert!(sent.iter().all(|message| message["method"] != REFRESH), "{sent:?}");
}

#[test]
fn findings_that_are_sent_follow_once_the_document_is_saved() {
    let mut client = Client::start_typing(&push(), LONG);
    client.open(URI, 1, "FROM a\nCOPY b\n");
    assert_eq!(codes(&client.published()["diagnostics"]), ["MissingArgument"]);
    client.change(URI, 2, insertion(2, 0, "WORK"));
    let held = client.published();
    assert_eq!((&held["version"], codes(&held["diagnostics"])), (&json!(2), vec!["MissingArgument"]));
    save(&mut client);
    let whole = client.published();
    assert_eq!(whole["version"], 2);
    assert_eq!(codes(&whole["diagnostics"]), ["MissingArgument", "UnknownInstruction"]);
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn findings_that_are_sent_follow_after_the_pause() {
    let mut client = Client::start_typing(&push(), SHORT);
    client.open(URI, 1, "FROM a\n");
    client.published();
    client.change(URI, 2, insertion(1, 0, "WORK"));
    while codes(&client.published()["diagnostics"]).is_empty() {}
    // Everything is sent, so nothing more follows.
    thread::sleep(SHORT * 2);
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn a_text_that_is_replaced_was_not_typed() {
    let mut client = Client::start_typing(&pull(), LONG);
    client.open(URI, 1, "FROM a\nWORK");
    assert_eq!(codes(&pulled(&mut client, &Value::Null)["items"]), ["UnknownInstruction"]);
    client.change(URI, 2, json!([{"text": "FROM a\nWOR"}]));
    assert_eq!(codes(&pulled(&mut client, &Value::Null)["items"]), ["UnknownInstruction"]);
    client.stop();
}

#[test]
fn an_empty_file_is_no_error_in_an_editor() {
    let mut client = Client::start_typing(&pull(), LONG);
    for (version, text) in ["", "\n", "# escape=`\n", "# a\n\n"].into_iter().enumerate() {
        client.open(URI, i32::try_from(version).unwrap(), text);
        assert_eq!(codes(&pulled(&mut client, &Value::Null)["items"]), [""; 0], "{text:?}");
    }
    client.stop();
}
