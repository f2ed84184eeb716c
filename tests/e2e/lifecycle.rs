//! From start to end: states, exit codes, and unexpected ends.

use serde_json::{Value, json};

use crate::client::{Client, URI, about, at, pull};

#[test]
fn exits_with_0_after_shutdown_while_input_stays_open() {
    let mut client = Client::start(&pull());
    assert_eq!(client.request("shutdown", json!({})), Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn exits_with_1_without_shutdown() {
    let mut client = Client::start(&pull());
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
    let mut client = Client::silent();
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn answers_a_shutdown_that_exit_follows_at_once() {
    let mut client = Client::start(&pull());
    let body = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
    let shutdown = body(r#"{"jsonrpc":"2.0","id":"last","method":"shutdown"}"#);
    client.raw((shutdown + &body(r#"{"jsonrpc":"2.0","method":"exit"}"#)).as_bytes());
    assert_eq!(client.answer("last")["result"], Value::Null);
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn ends_when_the_input_does_and_answers_what_was_asked() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, &"RUN x\n".repeat(50_000));
    let id = client.ask("textDocument/foldingRange", about(URI));
    client.close_input();
    assert!(client.answer(id)["result"].is_array());
    assert_eq!(client.ended().code(), Some(1));
    let mut client = Client::start(&pull());
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.ended().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn ends_when_the_client_dies_without_closing_the_pipes() {
    use std::process::{Command, Stdio};

    let mut editor = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut client = Client::silent();
    client.request("initialize", json!({"processId": editor.id(), "capabilities": {}}));
    // Not waited for: a zombie is dead, too.
    editor.kill().unwrap();
    assert_eq!(client.ended().code(), Some(1));
    editor.wait().unwrap();
}

#[test]
fn a_client_that_cannot_be_seen_is_no_dead_client() {
    let mut client = Client::silent();
    client.request("initialize", json!({"processId": 2_147_483_647, "capabilities": {}}));
    client.open(URI, 1, "FROM a\n");
    assert!(client.request("textDocument/documentSymbol", about(URI)).is_array());
    client.stop();
}

#[test]
fn serves_nothing_before_initialize_and_after_shutdown() {
    let mut client = Client::silent();
    client.open(URI, 1, "FROM a\n");
    for method in ["textDocument/hover", "textDocument/documentSymbol", "shutdown", "no/such"] {
        assert_eq!(client.error(method, about(URI)), -32002, "{method}");
    }
    client.request("initialize", json!({"processId": null, "capabilities": {}}));
    assert_eq!(client.error("initialize", json!({"capabilities": {}})), -32600);
    client.request("shutdown", Value::Null);
    for method in ["textDocument/documentSymbol", "shutdown", "initialize", "no/such"] {
        assert_eq!(client.error(method, about(URI)), -32600, "{method}");
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn initializes_whatever_the_capabilities_hold() {
    for capabilities in [
        json!({}),
        json!(null),
        json!({"textDocument": {"foldingRange": {"foldingRangeKind": {"valueSet": ["of-the-future"]}}}}),
        json!({"textDocument": 1, "workspace": {"workspaceEdit": {"failureHandling": "pray"}}}),
    ] {
        let client = Client::start(&capabilities);
        assert_eq!(client.initialized["serverInfo"]["name"], "dockwright");
        assert_eq!(client.initialized["capabilities"]["positionEncoding"], "utf-16");
        assert_eq!(client.initialized["capabilities"]["textDocumentSync"]["change"], 2);
        client.stop();
    }
}

#[test]
fn passes_over_unknown_notifications_and_refuses_unknown_requests() {
    let mut client = Client::start(&pull());
    client.notify("$/setTrace", json!({"value": "verbose"}));
    client.notify("$/future", json!({}));
    client.notify("no/such", json!([1]));
    client.notify("workspace/didChangeConfiguration", json!({"settings": {}}));
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    client.notify("textDocument/didSave", about(URI));
    assert_eq!(client.error("no/such", Value::Null), -32601);
    assert_eq!(client.error("$/future", Value::Null), -32601);
    assert_eq!(client.error("textDocument/documentSymbol", json!({"textDocument": 7})), -32602);
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn answers_have_the_id_that_the_client_sent() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    for method in ["textDocument/completion", "textDocument/hover", "no/method"] {
        let (id, params) = (u64::MAX, at(URI, 0, 0));
        client.body(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        assert_eq!(client.answer(id).get("error").is_some(), method == "no/method");
    }
    client.stop();
}
