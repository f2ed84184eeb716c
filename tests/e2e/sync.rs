//! The server's text is the client's, in every encoding and after every kind of change.

use dockwright_syntax::PositionEncoding;
use serde_json::json;

use crate::client::{Client, Expected, URI, about, pull, with_encodings};

#[cfg(debug_assertions)]
#[track_caller]
fn check(encodings: &[&str], source: &str, changes: serde_json::Value, expected: &str) {
    let mut client = Client::start(&with_encodings(encodings));
    client.open(URI, 1, source);
    client.change(URI, 2, changes);
    assert_eq!(client.source(URI), expected);
    client.stop();
}

#[cfg(debug_assertions)]
fn part(start: (u32, u32), end: (u32, u32), text: &str) -> serde_json::Value {
    let position = |(line, character): (u32, u32)| json!({"line": line, "character": character});
    json!({"range": {"start": position(start), "end": position(end)}, "text": text})
}

#[test]
fn negotiates_the_encoding() {
    for (offered, expected) in [
        (&["utf-16", "utf-8"][..], "utf-8"),
        (&["utf-16", "utf-32"][..], "utf-32"),
        (&["utf-16"][..], "utf-16"),
        (&["utf-7"][..], "utf-16"),
        (&[][..], "utf-16"),
    ] {
        let client = Client::start(&with_encodings(offered));
        assert_eq!(client.initialized["capabilities"]["positionEncoding"], expected);
        client.stop();
    }
}

#[cfg(debug_assertions)]
#[test]
fn columns_count_what_was_negotiated() {
    let source = "FROM é😀x\nRUN y";
    check(&["utf-8"], source, json!([part((0, 11), (0, 12), "z")]), "FROM é😀z\nRUN y");
    check(&["utf-16"], source, json!([part((0, 8), (0, 9), "z")]), "FROM é😀z\nRUN y");
    check(&["utf-32"], source, json!([part((0, 7), (0, 8), "z")]), "FROM é😀z\nRUN y");
    // Inside the emoji: before it.
    check(&["utf-16"], source, json!([part((0, 7), (0, 7), "z")]), "FROM éz😀x\nRUN y");
}

#[cfg(debug_assertions)]
#[test]
fn positions_out_of_range_are_clamped() {
    let source = "FROM a\r\nRUN b\rCMD c\n";
    check(&[], source, json!([part((0, 99), (0, 99), "!")]), "FROM a!\r\nRUN b\rCMD c\n");
    check(&[], source, json!([part((1, 99), (1, 99), "!")]), "FROM a\r\nRUN b!\rCMD c\n");
    check(&[], source, json!([part((99, 0), (99, 9), "!")]), "FROM a\r\nRUN b\rCMD c\n!");
    check(&[], source, json!([part((2, 0), (1, 0), "!")]), "FROM a\r\n!CMD c\n");
}

#[cfg(debug_assertions)]
#[test]
fn each_change_means_the_text_that_the_one_before_it_left() {
    let changes = json!([part((0, 0), (0, 0), "FROM a\n"), part((1, 0), (1, 4), ""), {"text": "FROM b\nRUN c"}, part((1, 4), (1, 5), "d")]);
    check(&[], "RUN x", changes, "FROM b\nRUN d");
    check(
        &[],
        "FROM a\r\nRUN b",
        json!([part((0, 6), (1, 0), "\n"), part((1, 0), (1, 0), "# ")]),
        "FROM a\n# RUN b",
    );
}

#[cfg(debug_assertions)]
#[test]
fn documents_are_found_by_the_address_as_it_was_written() {
    let mut client = Client::start(&pull());
    for uri in [
        "untitled:Untitled-1",
        "file:///c%3A/Dockerfile",
        "file:///a b/Döckerfile",
        "vscode-remote://wsl+u/x",
    ] {
        client.open(uri, 1, "FROM a");
        client.change(uri, 2, json!([part((0, 5), (0, 6), "b")]));
        assert_eq!(client.source(uri), "FROM b", "{uri}");
        assert!(client.request("textDocument/documentSymbol", about(uri)).is_array(), "{uri}");
    }
    client.stop();
}

#[test]
fn changes_of_a_document_that_is_not_open_are_passed_over() {
    let mut client = Client::start(&pull());
    client.change(URI, 2, json!([{"text": "FROM a"}]));
    client.close(URI);
    assert_eq!(client.error("textDocument/documentSymbol", about(URI)), -32602);
    client.open(URI, 1, "FROM b\n");
    client.close(URI);
    assert_eq!(client.error("textDocument/documentSymbol", about("untitled:gone")), -32602);
    client.stop();
}

#[test]
fn documents_never_opened_are_read_from_disk() {
    let path = std::env::temp_dir().join(format!("dockwright e2e {}.Dockerfile", std::process::id()));
    let source = "FROM alpine AS a\nRUN x \\\n  y\n";
    std::fs::write(&path, source).unwrap();
    let mut client = Client::start(&pull());
    let uri = format!("file://{}", path.display().to_string().replace(' ', "%20"));
    let expected = Expected::new(source, PositionEncoding::Utf16);
    expected.check_symbols(&client.request("textDocument/documentSymbol", about(&uri)));
    expected.check_folds(&client.request("textDocument/foldingRange", about(&uri)));
    expected.check_diagnostics(&client.request("textDocument/diagnostic", about(&uri))["items"]);
    std::fs::remove_file(path).unwrap();
    client.stop();
}

#[test]
fn a_client_without_trees_gets_the_outline_as_a_list() {
    let mut client = Client::start(&json!({}));
    client.open(URI, 1, "FROM a AS b\nRUN c\n");
    let symbols = client.request("textDocument/documentSymbol", about(URI));
    assert!(symbols.as_array().unwrap().iter().all(|symbol| symbol["location"]["uri"] == URI));
    client.stop();
}
