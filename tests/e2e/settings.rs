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

/// The messages of the findings of a small file.
fn findings(client: &mut Client) -> Vec<String> {
    let report = client.request("textDocument/diagnostic", about(URI));
    let items = report["items"].as_array().expect("a full report");
    items.iter().map(|item| item["message"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_language_is_that_of_the_setting_and_can_change() {
    let is_korean = |text: &String| text.contains(|c: char| ('가'..='힣').contains(&c));
    let mut capabilities = capable();
    capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let options = json!({"dockwright": {"locale": "ko"}});
    let params = json!({"rootUri": null, "locale": "en-US", "initializationOptions": options});
    let mut client = Client::start_with(&capabilities, params);
    client.open(URI, 1, "FROM a\nCMD echo\n");
    let korean = findings(&mut client);
    assert!(!korean.is_empty() && korean.iter().all(is_korean), "{korean:?}");
    for (locale, expected) in [("en", false), ("ko", true), ("auto", false)] {
        let settings = json!({"settings": {"dockwright": {"locale": locale}}});
        client.notify("workspace/didChangeConfiguration", settings);
        client.told("workspace/diagnostic/refresh");
        let found = findings(&mut client);
        assert!(found.len() == korean.len() && found.iter().all(|it| is_korean(it) == expected), "{found:?}");
    }
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"dockwright": {"locale": "xx"}}}));
    let logged = client.told("window/logMessage");
    let message = logged["params"]["message"].as_str().unwrap_or_default();
    assert!(message.contains("`xx`") && message.contains("auto, en, ko"), "{message}");
    client.stop();
}
