//! Code actions, in the form that the client supports.

use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull, range};

const SOURCE: &str = "FROM alpine as Base\nRUN a\n";

fn capable(resolves: bool) -> Value {
    let mut capabilities = pull();
    capabilities["textDocument"]["codeAction"] = json!({
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
        "isPreferredSupport": true,
        "dataSupport": resolves,
        "resolveSupport": {"properties": if resolves { vec!["edit"] } else { vec![] }},
    });
    capabilities["workspace"]["workspaceEdit"]["documentChanges"] = true.into();
    capabilities
}

fn actions(client: &mut Client, only: Option<&[&str]>) -> Vec<Value> {
    let mut params = about(URI);
    params["range"] = range(0, 12, 14);
    params["context"] = json!({"diagnostics": []});
    if let Some(only) = only {
        params["context"]["only"] = json!(only);
    }
    let actions = client.request("textDocument/codeAction", params);
    actions.as_array().expect("actions are a list").clone()
}

#[test]
fn a_finding_is_fixed_or_silenced() {
    let mut client = Client::start(&capable(false));
    assert_eq!(
        client.initialized["capabilities"]["codeActionProvider"],
        json!({
            "codeActionKinds": [
                "quickfix",
                "refactor.extract",
                "refactor.inline",
                "refactor.rewrite",
                "source.fixAll.dockwright",
            ],
            "resolveProvider": false,
        })
    );
    client.open(URI, 3, SOURCE);
    let found = actions(&mut client, None);
    let titles: Vec<_> = found.iter().map(|action| action["title"].as_str().unwrap_or_default()).collect();
    assert_eq!(
        titles[1..],
        ["Suppress FromAsCasing here", "Suppress FromAsCasing in this file", "Apply all safe fixes"]
    );
    assert_eq!((&found[0]["kind"], &found[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(found[0]["diagnostics"][0]["code"], "FromAsCasing");
    let document = json!({"uri": URI, "version": 3});
    assert_eq!(
        found[0]["edit"]["documentChanges"],
        json!([{"textDocument": document, "edits": [{"range": range(0, 12, 14), "newText": "AS"}]}])
    );
    assert_eq!(found[1].get("isPreferred"), None);
    let edit = &found[3]["edit"]["documentChanges"][0]["edits"];
    assert_eq!(*edit, json!([{"range": range(0, 12, 16), "newText": "AS b"}]));
    let only = actions(&mut client, Some(&["source.fixAll"]));
    assert_eq!(only.iter().map(|action| &action["kind"]).collect::<Vec<_>>(), ["source.fixAll.dockwright"]);
    assert_eq!(actions(&mut client, Some(&["refactor"])), Vec::<Value>::new());
    client.stop();
}

#[test]
fn a_command_gets_another_form() {
    let mut client = Client::start(&capable(false));
    client.open(URI, 1, "CMD\nFROM a\nRUN a -b\n");
    let mut params = about(URI);
    params["range"] = range(2, 2, 2);
    params["context"] = json!({"diagnostics": [], "only": ["refactor"]});
    let found = client.request("textDocument/codeAction", params);
    assert_eq!(
        (&found[0]["title"], &found[0]["kind"]),
        (&json!("Convert to exec form"), &json!("refactor.rewrite"))
    );
    let edits = &found[0]["edit"]["documentChanges"][0]["edits"];
    assert_eq!(*edits, json!([{"range": range(2, 4, 8), "newText": "[\"a\", \"-b\"]"}]));
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    client.stop();
}

#[test]
fn fixing_everything_is_computed_when_chosen() {
    let mut client = Client::start(&capable(true));
    client.open(URI, 1, SOURCE);
    let action = actions(&mut client, Some(&["source"])).swap_remove(0);
    assert_eq!(action.get("edit"), None);
    let resolved = client.request("codeAction/resolve", action.clone());
    let edits = &resolved["edit"]["documentChanges"][0]["edits"];
    assert_eq!(*edits, json!([{"range": range(0, 12, 16), "newText": "AS b"}]));
    client.change(URI, 2, json!([{"text": "FROM alpine\n"}]));
    assert_eq!(client.request("codeAction/resolve", action).get("edit"), None);
    client.stop();
}

#[test]
fn a_client_that_knows_only_commands_is_offered_nothing() {
    let mut client = Client::start(&pull());
    assert_eq!(client.initialized["capabilities"].get("codeActionProvider"), None);
    client.open(URI, 1, SOURCE);
    assert_eq!(actions(&mut client, None), Vec::<Value>::new());
    client.stop();
}
