//! `workspace/executeCommand`.

use serde_json::json;

use crate::client::{Client, URI, pull};

const RESOLVED: &str = "dockwright.resolvedDockerfile";
const GRAPH: &str = "dockwright.stageGraph";

#[test]
fn a_resolved_dockerfile_is_a_text() {
    let mut client = Client::start(&pull());
    assert_eq!(
        client.initialized["capabilities"]["executeCommandProvider"]["commands"],
        json!([RESOLVED, GRAPH])
    );
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
fn the_stage_graph_is_made_of_numbers_and_places() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM a AS 🐳\nFROM scratch\nCOPY --from=0 --chown=🐳 --from=b /a /b\n");
    let params = json!({"command": GRAPH, "arguments": [URI]});
    let span = |from: [u32; 2], to: [u32; 2]| json!({"start": {"line": from[0], "character": from[1]}, "end": {"line": to[0], "character": to[1]}});
    let stages = json!([
        {"index": 0, "name": "🐳", "image": "a", "base": null, "platform": null, "isNeeded": true,
         "range": span([0, 0], [0, 12]), "selectionRange": span([0, 10], [0, 12])},
        {"index": 1, "name": null, "image": "scratch", "base": null, "platform": null, "isNeeded": true,
         "range": span([1, 0], [2, 39]), "selectionRange": span([1, 5], [1, 12])},
    ]);
    let edges = json!([
        {"from": 0, "to": 1, "kind": "copy", "range": span([2, 12], [2, 13]), "image": null},
    ]);
    let graph = json!({"target": 1, "stages": stages, "edges": edges});
    assert_eq!(client.request("workspace/executeCommand", params), graph);
    let drawing = |client: &mut Client, format: &str| {
        let params = json!({"command": GRAPH, "arguments": [URI, {"format": format}]});
        let mut answer = client.request("workspace/executeCommand", params);
        let added = (answer["drawing"].take(), answer["drawn"].take());
        let rest = answer.as_object_mut().unwrap();
        rest.retain(|key, _| !matches!(key.as_str(), "drawing" | "drawn"));
        assert_eq!(answer, graph, "{format}");
        assert_eq!(added.1, json!([0, 1]), "{format}");
        added.0.as_str().unwrap().to_owned()
    };
    assert_eq!(
        drawing(&mut client, "text"),
        "┌── 0 🐳 FROM a\n└─▶ 1    FROM scratch COPY --from=🐳 · target\n"
    );
    assert!(drawing(&mut client, "svg").starts_with("<svg "));
    assert!(drawing(&mut client, "dot").starts_with("digraph "));
    assert!(drawing(&mut client, "mermaid").starts_with("flowchart "));
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
        json!({"command": GRAPH, "arguments": [URI, {"format": "png"}]}),
    ] {
        assert_eq!(client.error("workspace/executeCommand", params), -32602);
    }
    client.stop();
}
