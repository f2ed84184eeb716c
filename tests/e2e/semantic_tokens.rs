//! `textDocument/semanticTokens`.

use dockwright_ide::{TokenModifiers, TokenType};
use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull, range, with_encodings};

fn numbers(data: &Value) -> Vec<u64> {
    data.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

#[test]
fn the_legend_is_that_of_the_analysis() {
    let client = Client::start(&pull());
    let provider = &client.initialized["capabilities"]["semanticTokensProvider"];
    assert_eq!((&provider["full"], &provider["range"]), (&json!({"delta": true}), &json!(true)));
    let types: Vec<&str> = TokenType::ALL.iter().map(|it| it.name()).collect();
    assert_eq!(provider["legend"]["tokenTypes"], json!(types));
    let modifiers: Vec<&str> = TokenModifiers::ALL.iter().map(|(_, name)| *name).collect();
    assert_eq!(provider["legend"]["tokenModifiers"], json!(modifiers));
    client.stop();
}

#[test]
fn full_range_and_delta_agree() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM alpine\nRUN echo a\nUSER 1\n");
    let full = client.request("textDocument/semanticTokens/full", about(URI));
    let mut sent = numbers(&full["data"]);
    assert_eq!(sent.len(), 6 * 5);

    let mut line = about(URI);
    line["range"] = range(1, 0, 10);
    let part = client.request("textDocument/semanticTokens/range", line);
    let (keyword, function) = (TokenType::Keyword as u64, TokenType::Function as u64);
    assert_eq!(numbers(&part["data"]), [1, 0, 3, keyword, 0, 0, 4, 4, function, 0]);

    let edit = json!([{"range": range(1, 4, 8), "text": "ls -l"}]);
    client.change(URI, 2, edit);
    let mut params = about(URI);
    params["previousResultId"] = full["resultId"].clone();
    let delta = client.request("textDocument/semanticTokens/full/delta", params.clone());
    assert_eq!(delta["edits"].as_array().map(Vec::len), Some(1));
    let edit = &delta["edits"][0];
    let count = |key: &str| edit[key].as_u64().map_or(usize::MAX, |number| number as usize);
    sent.splice(count("start")..count("start") + count("deleteCount"), numbers(&edit["data"]));
    let again = client.request("textDocument/semanticTokens/full", about(URI));
    assert_eq!(sent, numbers(&again["data"]));
    assert_eq!(delta["resultId"], again["resultId"]);

    // The server forgets results before the last one.
    let unknown = client.request("textDocument/semanticTokens/full/delta", params.clone());
    assert_eq!(numbers(&unknown["data"]), sent);
    params["previousResultId"] = again["resultId"].clone();
    let nothing = client.request("textDocument/semanticTokens/full/delta", params);
    assert_eq!(nothing["edits"], json!([]));
    client.stop();
}

#[test]
fn columns_are_counted_in_the_clients_encoding() {
    for (encoding, name, value) in [("utf-8", 7, 7), ("utf-16", 3, 4), ("utf-32", 2, 4)] {
        let mut client = Client::start(&with_encodings(&[encoding]));
        client.open(URI, 1, "ENV 가🐳=\"é한\"\n");
        let full = client.request("textDocument/semanticTokens/full", about(URI));
        let places: Vec<Vec<u64>> =
            numbers(&full["data"]).chunks(5).map(|token| token[..3].to_vec()).collect();
        assert_eq!(places, [[0, 0, 3], [0, 4, name], [0, name, 1], [0, 1, value]], "{encoding}");
        client.stop();
    }
}
