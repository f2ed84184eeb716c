//! Names: their definitions, their uses, and renaming them.

use serde_json::{Value, json};

use crate::client::{Client, URI, at, pull, range};

const NOTHING_THERE: (u32, u32) = (1, 6);

#[track_caller]
fn open() -> Client {
    let mut client = Client::start(&pull());
    let offered = &client.initialized["capabilities"];
    for provider in ["definition", "references", "documentHighlight", "hover", "linkedEditingRange"] {
        assert_eq!(offered[format!("{provider}Provider")], true, "{provider}");
    }
    assert_eq!(offered["renameProvider"], json!({"prepareProvider": true}));
    client.open(URI, 1, "FROM a\nCOPY <<EOF /x\nbody\nEOF\n");
    client
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let mut client = open();
    let (line, character) = NOTHING_THERE;
    let mut about = at(URI, line, character);
    assert_eq!(client.request("textDocument/definition", about.clone()), Value::Null);
    assert_eq!(client.request("textDocument/hover", at(URI, 2, 1)), Value::Null);
    assert_eq!(client.request("textDocument/linkedEditingRange", about.clone()), Value::Null);
    assert_eq!(client.request("textDocument/documentHighlight", about.clone()), json!([]));
    assert_eq!(client.request("textDocument/prepareRename", about.clone()), Value::Null);
    about["newName"] = "b".into();
    assert_eq!(client.error("textDocument/rename", about.clone()), -32803);
    about["context"] = json!({"includeDeclaration": true});
    assert_eq!(client.request("textDocument/references", about), json!([]));
    client.stop();
}

#[test]
fn places_out_of_range_are_brought_into_it() {
    let mut client = open();
    for position in [
        json!({"line": 99, "character": 0}),
        json!({"line": 0, "character": 9_007_199_254_740_991_u64}),
        json!({"line": -1, "character": 1e300}),
    ] {
        let about = json!({"textDocument": {"uri": URI}, "position": position});
        for method in ["definition", "hover", "documentHighlight", "prepareRename", "linkedEditingRange"] {
            client.request(&format!("textDocument/{method}"), about.clone());
        }
    }
    client.stop();
}

#[test]
fn the_delimiter_of_a_heredoc_is_in_two_places() {
    let mut client = open();
    let linked = client.request("textDocument/linkedEditingRange", at(URI, 3, 1));
    assert_eq!(linked["ranges"], json!([range(1, 7, 10), range(3, 0, 3)]));
    assert!(linked["wordPattern"].is_string());
    client.stop();
}

#[test]
fn variables_are_explained() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM scratch\nENV A=1\nLABEL 한글=🐳 b=${A:-2}\n");
    let hover = client.request("textDocument/hover", at(URI, 2, 17));
    assert_eq!(hover["range"], range(2, 14, 21));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("${A:-2}") && text.contains("Set by") && text.contains("line 2"), "{text}");
    client.stop();
}

#[test]
fn the_name_of_a_stage_is_in_all_its_places() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a AS base\nFROM scratch\nCOPY --chown=한 --from=base a b\n");
    let linked = client.request("textDocument/linkedEditingRange", at(URI, 0, 12));
    assert_eq!(linked["ranges"], json!([range(0, 10, 14), range(2, 22, 26)]));
    client.stop();
}
