//! Settings come in three ways, and no way stops the server.

use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull};

fn capable() -> Value {
    let mut capabilities = pull();
    capabilities["workspace"] = json!({
        "configuration": true,
        "didChangeConfiguration": {"dynamicRegistration": true},
        "inlayHint": {"refreshSupport": true},
        "codeLens": {"refreshSupport": true},
    });
    capabilities
}

#[test]
fn settings_are_asked_for_and_changes_are_followed() {
    let mut client = Client::start(&capable());
    let registered = client.told("client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeConfiguration");
    client.reply(&registered, Value::Null);
    let asked = client.told("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([{"section": "dockwright"}]));
    client.reply(&asked, json!([{"inlayHints": {"enabled": false}}]));
    let refresh = client.told("workspace/inlayHint/refresh");
    client.reply(&refresh, Value::Null);

    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    let asked = client.told("workspace/configuration");
    client.reply(&asked, json!([{"inlayHints": {"enabled": false}, "codeLens": {"enabled": false}}]));
    client.told("workspace/codeLens/refresh");
    assert_eq!(client.stop(), Vec::<Value>::new());
}

#[test]
fn a_client_that_does_not_answer_is_served() {
    let mut client = Client::start(&capable());
    client.open(URI, 1, "FROM a\n");
    for _ in 0..200 {
        client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    }
    let asked: Vec<_> = (0..2).map(|_| client.told("workspace/configuration")).collect();
    // Both answer requests that have been sent again since.
    client.reply(&asked[1], json!([{"colour": "old"}]));
    client.reply(&asked[0], json!("nonsense"));
    assert!(client.request("textDocument/documentSymbol", about(URI)).is_array());
    let sent = client.stop();
    assert!(sent.iter().all(|message| message["method"] != "window/logMessage"), "{sent:?}");
}

#[test]
fn what_cannot_be_taken_is_logged() {
    let options = json!({"dockwright": {"inlayHints": {"values": 7}, "codeLens": {"enabled": false}}});
    let mut client = Client::start_with(&pull(), json!({"initializationOptions": options}));
    let logged = client.told("window/logMessage");
    assert_eq!(logged["params"]["type"], 2);
    assert_eq!(
        logged["params"]["message"],
        "The setting `dockwright.inlayHints.values` is a number, not `true` or `false`."
    );
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"dockwright": {"colour": 1}}}));
    let logged = client.told("window/logMessage");
    assert_eq!(logged["params"]["message"], "Unknown setting `dockwright.colour`.");
    assert_eq!(client.stop(), Vec::<Value>::new());
}
