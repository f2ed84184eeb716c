//! What a long session must not accumulate.

use serde_json::json;

use crate::client::{Client, URI, about, pull};

/// The maximum memory that a server has used, in kB.
pub(crate) fn peak(client: &Client) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.id())).expect("the server runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
    peak.trim().trim_end_matches(" kB").parse().expect("it is a number")
}

#[test]
fn many_versions_of_a_document_are_not_kept() {
    let mut client = Client::start(&pull());
    for round in 0..20 {
        client.open(URI, 0, &"RUN apt-get update && apt-get install -y curl\n".repeat(2_000));
        for version in 1..=50 {
            let at = json!({"line": version * 7, "character": 3});
            client.change(URI, version, json!([{"range": {"start": at, "end": at}, "text": " \\\n"}]));
            if version % 10 == 0 {
                client.request("textDocument/documentSymbol", about(URI));
            }
        }
        if round % 2 == 0 {
            client.close(URI);
        }
    }
    let peak = peak(&client);
    // A hundred kilobytes of text in a thousand versions: all of them with their trees would be some gigabytes.
    assert!(peak < 200 << 10, "{peak} kB");
    client.stop();
}
