//! A request sees every edit that was sent before it, and none that came after.

use dockwright_syntax::PositionEncoding;
use serde_json::{Value, json};

use crate::client::{Client, Expected, URI, about, pull};

const METHODS: [&str; 3] =
    ["textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/diagnostic"];

#[test]
fn two_thousand_edits_and_two_hundred_requests_sent_at_once() {
    check(&"RUN apt-get update && \\\n    apt-get install -y curl\nCMD [\"a\", 'b']\n".repeat(4));
}

#[test]
fn large_documents_keep_the_order_too() {
    // Beyond what is analysed in the read loop.
    check(&"RUN echo a somewhat longer line of text, so that few of them are many bytes\n".repeat(2_000));
}

#[test]
fn a_client_that_sends_all_before_it_reads_is_not_waited_for() {
    let mut client = Client::deaf();
    let first = client.ask("initialize", json!({"capabilities": {}}));
    client.open(URI, 1, "FROM a\n");
    // More answers than any pipe holds, while the server has to go on reading.
    let asked: Vec<_> = (0..8_000).map(|_| client.ask("textDocument/foldingRange", about(URI))).collect();
    let last = client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    client.listen();
    for id in [first].into_iter().chain(asked).chain([last]) {
        assert_eq!(client.answer(id).get("error"), None);
    }
    assert_eq!(client.ended().code(), Some(0));
}

#[track_caller]
fn check(tail: &str) {
    let edits = if tail.len() > 100_000 { 50 } else { 2_000 };
    let mut client = Client::start(&pull());
    let mut source = format!("FROM alpine AS first\n{tail}");
    client.open(URI, 0, &source);
    let mut asked = Vec::new();
    for edit in 0..edits {
        // At the end of the first line: text, continuation lines, whole instructions, and taking it back.
        let end = source.find('\n').expect("the first line stays");
        let (deleted, inserted) = match edit % 7 {
            0 => (0, "x".to_owned()),
            1 => (0, format!("\nENV A{edit}=1 \\\n  B=2")),
            2 => (0, "😀".to_owned()),
            3 => (1, String::new()),
            4 => (0, format!("\nFROM stage AS s{edit}")),
            5 => (0, "\nRUN <<EOF\nbody\nEOF".to_owned()),
            _ => (1, "é".to_owned()),
        };
        let column = source[..end].encode_utf16().count();
        let kept = source[..end].char_indices().rev().take(deleted).last().map_or(end, |(at, _)| at);
        let head = &source[..kept];
        let start = json!({"line": 0, "character": head.encode_utf16().count()});
        let range = json!({"start": start, "end": {"line": 0, "character": column}});
        client.change(URI, edit + 1, json!([{"range": range, "text": inserted}]));
        source = format!("{head}{inserted}{}", &source[end..]);
        if edit % 10 == 9 {
            let method = METHODS[asked.len() % METHODS.len()];
            asked.push((method, client.ask(method, about(URI)), source.clone()));
            #[cfg(debug_assertions)]
            asked.push(("dockwright/source", client.ask("dockwright/source", about(URI)), source.clone()));
        }
    }
    for (method, id, source) in asked {
        let answer = client.answer(id);
        assert_eq!(answer.get("error"), None, "{method}");
        let expected = || Expected::new(&source, PositionEncoding::Utf16);
        match method {
            "textDocument/documentSymbol" => expected().check_symbols(&answer["result"]),
            "textDocument/foldingRange" => expected().check_folds(&answer["result"]),
            "textDocument/diagnostic" => expected().check_diagnostics(&answer["result"]["items"]),
            _ => assert!(answer["result"] == source.as_str(), "another text than at its place in the order"),
        }
    }
    client.stop();
}
