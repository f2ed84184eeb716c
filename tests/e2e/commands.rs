//! `workspace/executeCommand`.

use serde_json::json;

use crate::client::{Client, URI, pull};

const RESOLVED: &str = "dockwright.resolvedDockerfile";

#[test]
fn a_resolved_dockerfile_is_a_text() {
    let mut client = Client::start(&pull());
    assert_eq!(client.initialized["capabilities"]["executeCommandProvider"]["commands"], json!([RESOLVED]));
    client.open(URI, 1, "ARG C=c\nFROM a:$C AS b\nARG TARGETARCH\nUSER $TARGETARCH\n");
    for (arguments, resolved) in [
        (json!([URI]), "ARG C=c\nFROM a:c AS b\nARG TARGETARCH\nUSER amd64\n"),
        (json!([URI, null]), "ARG C=c\nFROM a:c AS b\nARG TARGETARCH\nUSER amd64\n"),
        (
            json!([URI, {"target": "b", "buildArgs": {"C": "d"}, "platform": "linux/arm64", "more": 1}]),
            "ARG C=c\nFROM a:d AS b\nARG TARGETARCH\nUSER arm64\n",
        ),
    ] {
        let params = json!({"command": RESOLVED, "arguments": arguments});
        assert_eq!(client.request("workspace/executeCommand", params), resolved);
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
        json!({"command": RESOLVED, "arguments": [URI, {"target": "b"}]}),
    ] {
        assert_eq!(client.error("workspace/executeCommand", params), -32602);
    }
    client.stop();
}
