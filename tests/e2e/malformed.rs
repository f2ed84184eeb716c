//! Broken messages affect only themselves.

use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull};

/// Sends bytes, expects answers without an id that carry these codes, and then a session as if
/// nothing had happened.
#[track_caller]
fn check(bytes: &[u8], codes: &[i64]) {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    client.raw(bytes);
    assert!(client.request("textDocument/documentSymbol", about(URI)).is_array());
    let answers = client.stop();
    let found: Vec<_> =
        answers.iter().map(|answer| (&answer["id"], answer["error"]["code"].as_i64())).collect();
    let expected: Vec<_> = codes.iter().map(|code| (&Value::Null, Some(*code))).collect();
    assert_eq!(found, expected);
}

fn framed(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

#[test]
fn bodies_that_are_no_json() {
    check(&framed("{bad}"), &[-32700]);
    check(&framed(r#"{"jsonrpc":"2.0","method":"#), &[-32700]);
    check(&[framed("").as_slice(), &framed("\u{0}\u{1}")].concat(), &[-32700, -32700]);
    check(b"Content-Length: 4\r\n\r\n{\"\xff\"", &[-32700]);
    check(&framed(&"[".repeat(100_000)), &[-32700]);
}

#[test]
fn json_that_is_no_message() {
    check(&framed("[]"), &[-32600]);
    check(&framed(r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#), &[-32600]);
    check(&framed("17"), &[-32600]);
    check(&framed(r#"{"jsonrpc":"2.0","id":1.5,"method":"textDocument/hover"}"#), &[-32600]);
    check(&framed(r#"{"jsonrpc":"2.0","id":null,"method":"textDocument/hover"}"#), &[-32600]);
    check(&framed(r#"{"method":"textDocument/didOpen"}"#), &[-32600]);
    check(&framed(r#"{"jsonrpc":"2.0","id":7,"result":null}"#), &[]);
    check(&framed(r#"{"jsonrpc":"2.0","id":{},"result":null}"#), &[]);
}

#[test]
fn headers_that_are_none() {
    check(b"Content-Length: many\r\n\r\n{}", &[-32700]);
    check(b"Content-Length: -5\r\n\r\n{}", &[-32700]);
    check(b"Content-Length: 99999999999999999999999\r\n\r\n{}", &[-32700]);
    check(b"Content-Length: 300000000\r\n\r\n{}", &[-32700]);
    check(b"Content-Type: application/json\r\n\r\n{}", &[-32700]);
    check(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", &[-32700]);
    check(b"\r\n\r\n\r\n", &[]);
    check(b"content-length:   2 \n\n{}", &[-32600]);
}

#[test]
fn lengths_that_are_wrong() {
    check(b"Content-Length: 3\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", &[-32700, -32700]);
    check(b"Content-Length: 60\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", &[-32700]);
}

#[test]
fn a_refused_request_gets_its_id_back() {
    let mut client = Client::start(&pull());
    client.body(r#"{"id":"mine","method":"textDocument/hover"}"#);
    assert_eq!(client.answer("mine")["error"]["code"], -32600);
    client.stop();
}

#[test]
fn notifications_that_cannot_be_read_change_nothing() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    for params in
        [json!(null), json!([]), json!({"textDocument": {"uri": 7}}), json!({"textDocument": {"uri": URI}})]
    {
        client.notify("textDocument/didOpen", params.clone());
        client.notify("textDocument/didChange", params.clone());
        if params["textDocument"]["uri"] != URI {
            client.notify("textDocument/didClose", params);
        }
    }
    let change = json!([{"range": {"start": {"line": 0}}, "text": "x"}]);
    client.change(URI, 2, change);
    #[cfg(debug_assertions)]
    assert_eq!(client.source(URI), "FROM a\n");
    client.stop();
}
