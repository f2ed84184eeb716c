//! `workspace/executeCommand`.

use serde_json::json;

use crate::client::{Client, URI, pull};

const RESOLVED: &str = "dockwright.resolvedDockerfile";

#[test]
fn a_resolved_dockerfile_is_a_text() {
    let mut client = Client::start(&pull());
    assert_eq!(client.initialized["capabilities"]["executeCommandProvider"]["commands"], json!([RESOLVED]));
    client.open(URI, 1, "FROM a\n");
    for arguments in [
        json!([URI]),
        json!([URI, null]),
        json!([URI, {"target": "b", "buildArgs": {"C": "d"}, "platform": "linux/arm64", "more": 1}]),
    ] {
        let params = json!({"command": RESOLVED, "arguments": arguments});
        assert!(client.request("workspace/executeCommand", params).is_string());
    }
    client.stop();
}

#[test]
fn what_is_no_command_of_ours_is_refused() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a\n");
    for params in [
        json!({"command": "no.such", "arguments": [URI]}),
        json!({"command": RESOLVED}),
        json!({"command": RESOLVED, "arguments": ["untitled:gone"]}),
        json!({"command": RESOLVED, "arguments": [URI, {"target": 7}]}),
    ] {
        assert_eq!(client.error("workspace/executeCommand", params), -32602);
    }
    client.stop();
}
