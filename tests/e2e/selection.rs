//! `textDocument/selectionRange`.

use serde_json::json;

use crate::client::{Client, URI, about, pull, range};

#[test]
fn each_position_has_its_chain() {
    let mut client = Client::start(&pull());
    assert_eq!(client.initialized["capabilities"]["selectionRangeProvider"], true);
    client.open(URI, 1, "FROM alpine:3\n# 가 나\n");
    let mut params = about(URI);
    params["positions"] =
        json!([{"line": 0, "character": 6}, {"line": 1, "character": 4}, {"line": 9, "character": 9}]);
    let chains = client.request("textDocument/selectionRange", params);
    assert_eq!(chains.as_array().map(Vec::len), Some(3));
    assert_eq!(chains[0]["range"], range(0, 5, 11));
    assert_eq!(chains[0]["parent"]["range"], range(0, 5, 13));
    assert_eq!(chains[1]["range"], range(1, 4, 5));
    let mut outer = &chains[2];
    while outer.get("parent").is_some() {
        outer = &outer["parent"];
    }
    assert_eq!(outer["range"]["start"], json!({"line": 0, "character": 0}));
    client.stop();
}
