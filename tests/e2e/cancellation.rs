//! `$/cancelRequest`.

use serde_json::json;

use crate::client::{Client, URI, about, pull};

#[cfg(debug_assertions)]
#[test]
fn work_that_waits_its_turn_can_be_cancelled() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, &"RUN x\n".repeat(50_000));
    // More than the pool has threads for.
    let busy: Vec<_> = (0..3).map(|_| client.ask("dockwright/wait", json!({"milliseconds": 300}))).collect();
    let queued = client.ask("textDocument/documentSymbol", about(URI));
    client.notify("$/cancelRequest", json!({"id": queued}));
    assert_eq!(client.answer(queued)["error"]["code"], -32800);
    for id in busy {
        assert_eq!(client.answer(id)["result"], true);
    }
    assert!(client.request("textDocument/documentSymbol", about(URI)).is_array());
    client.stop();
}

#[test]
fn cancelling_what_is_answered_or_unknown_does_nothing() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    let id = client.ask("textDocument/documentSymbol", about(URI));
    client.notify("$/cancelRequest", json!({"id": id}));
    client.notify("$/cancelRequest", json!({"id": "nobody"}));
    client.notify("$/cancelRequest", json!({"id": 1.5}));
    assert!(client.answer(id)["result"].is_array());
    client.stop();
}

#[cfg(debug_assertions)]
#[test]
fn the_id_of_an_unanswered_request_cannot_be_used_again() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    let id = client.ask("dockwright/wait", json!({"milliseconds": 300}));
    client
        .body(&json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": {}}).to_string());
    assert_eq!(client.answer(id)["error"]["code"], -32600);
    assert_eq!(client.answer(id)["result"], true);
    client.stop();
}
