//! What is shown between and above lines.

use serde_json::json;

use crate::client::{Client, URI, about, pull, range};

#[test]
fn hints_and_lenses_are_lists() {
    let mut client = Client::start(&pull());
    let offered = &client.initialized["capabilities"];
    assert_eq!((&offered["inlayHintProvider"], &offered["codeLensProvider"]), (&json!(true), &json!({})));
    client.open(URI, 1, "# nothing to say\n");
    let mut hints = about(URI);
    hints["range"] = range(0, 0, 5);
    assert_eq!(client.request("textDocument/inlayHint", hints), json!([]));
    assert_eq!(client.request("textDocument/codeLens", about(URI)), json!([]));
    client.stop();
}
