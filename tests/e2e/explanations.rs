//! The explanations at the cursor, and their language.

use serde_json::{Value, json};

use crate::client::{Client, URI, at, pull, range};

/// The hover on the keyword of `STOPSIGNAL`, of a client with this locale.
fn explained(locale: &Value) -> String {
    let mut client = Client::start_with(&pull(), json!({"rootUri": null, "locale": locale}));
    client.open(URI, 1, "FROM scratch\nONBUILD stopsignal SIGTERM\n");
    let hover = client.request("textDocument/hover", at(URI, 1, 10));
    assert_eq!(hover["range"], range(1, 8, 18));
    client.stop();
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_language_is_that_of_the_client() {
    assert!(explained(&json!("en-US")).contains("Syntax: STOPSIGNAL"));
    assert!(explained(&json!("ko-KR")).contains("문법: STOPSIGNAL"));
    assert!(explained(&json!(null)).contains("Syntax: STOPSIGNAL"));
    assert!(explained(&json!("xx")).contains("Syntax: STOPSIGNAL"));
}

#[test]
fn signatures_show_what_is_typed() {
    let mut capabilities = pull();
    capabilities["textDocument"]["signatureHelp"] = json!({"signatureInformation": {
        "documentationFormat": ["markdown"],
        "parameterInformation": {"labelOffsetSupport": true},
    }});
    let mut client = Client::start(&capabilities);
    let offered = &client.initialized["capabilities"]["signatureHelpProvider"];
    assert_eq!(offered["triggerCharacters"], json!([" ", "=", ",", ":"]));
    client.open(URI, 1, "FROM scratch\nCOPY 한글 \nRUN apt-get \n");
    let help = client.request("textDocument/signatureHelp", at(URI, 1, 8));
    assert_eq!(help["signatures"][0]["label"], "COPY [flags] <source>... <destination>");
    assert_eq!((&help["activeSignature"], &help["activeParameter"]), (&json!(0), &json!(2)));
    assert_eq!(help["signatures"][0]["parameters"][2]["label"], json!([25, 38]));
    assert_eq!(help["signatures"][0]["parameters"][2]["documentation"]["kind"], "markdown");
    let mut typed = at(URI, 2, 12);
    typed["context"] = json!({"triggerKind": 2, "triggerCharacter": " ", "isRetrigger": false});
    assert_eq!(client.request("textDocument/signatureHelp", typed), Value::Null);
    let asked = client.request("textDocument/signatureHelp", at(URI, 2, 12));
    assert_eq!(asked["activeParameter"], 1);
    client.stop();
}

#[test]
fn parameters_are_texts_where_the_client_takes_no_ranges() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM scratch\nUSER me:\n");
    let help = client.request("textDocument/signatureHelp", at(URI, 1, 8));
    assert_eq!(help["signatures"][0]["parameters"][1]["label"], "<group>");
    assert_eq!(help["signatures"][0]["documentation"]["kind"], "plaintext");
    assert_eq!(help["activeParameter"], 1);
    assert_eq!(client.request("textDocument/signatureHelp", at(URI, 1, 2)), Value::Null);
    client.stop();
}
