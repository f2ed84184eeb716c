//! Ghost text (inline completion).

use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull, range};

fn asked(client: &mut Client, line: u32, character: u32, context: Value) -> Value {
    let mut params = about(URI);
    params["position"] = json!({"line": line, "character": character});
    params["context"] = context;
    client.request("textDocument/inlineCompletion", params)["items"].clone()
}

#[test]
fn the_rest_of_a_word_is_suggested() {
    let mut client = Client::start(&pull());
    assert_eq!(client.initialized["capabilities"]["inlineCompletionProvider"], true);
    client.open(URI, 1, "FROM debian\nRUN echo 한글 && apt-get upd\n# apt-get upd\n");
    let automatic = json!({"triggerKind": 2});
    let items = asked(&mut client, 1, 26, automatic.clone());
    assert_eq!(items.as_array().map(Vec::len), Some(1));
    assert!(items[0]["insertText"].as_str().is_some_and(|text| text.starts_with("update")), "{items}");
    assert_eq!(items[0]["range"], range(1, 23, 26));
    assert_eq!(asked(&mut client, 2, 13, automatic.clone()), json!([]));
    assert_eq!(asked(&mut client, 1, 20, automatic), json!([]));
    // A list is open.
    let selected = json!({"range": range(1, 23, 26), "text": "upd"});
    let context = json!({"triggerKind": 2, "selectedCompletionInfo": selected});
    assert_eq!(asked(&mut client, 1, 26, context), json!([]));
    client.stop();
}

#[test]
fn it_can_be_switched_off() {
    let options = json!({"dockwright": {"inlineCompletion": {"enabled": false}}});
    let mut client = Client::start_with(&pull(), json!({"initializationOptions": options}));
    client.open(URI, 1, "FROM debian\nRUN apt-get upd");
    assert_eq!(asked(&mut client, 1, 15, json!({"triggerKind": 1})), json!([]));
    let settings = json!({"settings": {"dockwright": {"inlineCompletion.enabled": true}}});
    client.notify("workspace/didChangeConfiguration", settings);
    assert_ne!(asked(&mut client, 1, 15, json!({"triggerKind": 1})), json!([]));
    client.stop();
}
