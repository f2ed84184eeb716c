//! An internal error in one request is answered, and affects nothing else.

use serde_json::json;

use crate::client::{Client, URI, about, pull};

#[test]
fn panics_are_answered_and_the_session_goes_on() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    for round in 0..3 {
        for place in ["handler", "analysis", "pool"] {
            assert_eq!(
                client.error("dockwright/panic", json!({"place": place})),
                -32603,
                "{place} in round {round}"
            );
        }
        let end = json!({"line": 9, "character": 0});
        client.change(URI, round + 2, json!([{"range": {"start": end, "end": end}, "text": "x"}]));
    }
    assert_eq!(client.source(URI), "FROM a\nxxx");
    assert!(client.request("textDocument/documentSymbol", about(URI)).is_array());
    client.stop();
}
