//! Documents that describe much work: they are answered, and other documents are answered
//! meanwhile.

use serde_json::{Value, json};

use crate::client::{Client, URI, about, at, pull};

const OTHER: &str = "file:///project/other.Dockerfile";

/// Documents that took seconds, gigabytes or forever.
fn documents() -> Vec<(&'static str, String)> {
    let each = |line: &dyn Fn(usize) -> String| (0..4_000).map(line).collect::<String>();
    let long = format!("FROM scratch\nENV A=x\n{}", "ENV A=$A$A\n".repeat(15));
    vec![
        ("doubling", format!("FROM scratch\nENV A=x\n{}", "ENV A=$A$A\n".repeat(60))),
        ("many long values", format!("{long}{}", each(&|at| format!("ENV e{at}=$A$A$A\n")))),
        ("long ports", format!("{long}{}", "EXPOSE $A$A\n".repeat(4_000))),
        (
            "a pattern",
            format!("FROM scratch\nENV V={}\nENV W=${{V//b{}/x}}\n", "a".repeat(6_000), "*a".repeat(3_000)),
        ),
        ("a growing pattern", format!("FROM scratch\nENV A=x\n{}", "ENV A=${A//x/xx}\n".repeat(60))),
        ("triggers in a line", format!("FROM scratch\nONBUILD{} RUN x\n", " ONBUILD".repeat(6_000))),
        ("comments", format!("{}FROM scratch\n", "#\n".repeat(20_000))),
        ("continued lines", format!("FROM scratch\nRUN x{}\n", " \\\n".repeat(20_000))),
        (
            "variables of a shell",
            format!("FROM scratch\nRUN x{}\n", each(&|at| format!("; \\\n v{at}=$w{at}"))),
        ),
        ("labels", format!("FROM scratch\nLABEL{}\n", " l=x".repeat(10_000))),
        ("braces", format!("FROM scratch\nRUN {}\n", "{{".repeat(20_000))),
        (
            "comments that silence",
            format!("FROM scratch\n{}", "# hadolint ignore=DL3006\nRUN x\n".repeat(2_000)),
        ),
    ]
}

/// The methods with a place as a parameter.
const PLACES: [&str; 7] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/linkedEditingRange",
];

#[test]
fn a_document_with_much_work_is_answered_and_delays_no_other() {
    for (name, text) in documents() {
        let mut client = Client::start(&pull());
        client.open(OTHER, 1, "FROM alpine\nRUN x\n");
        client.open(URI, 1, &text);
        let lines = u32::try_from(text.lines().count()).unwrap();
        let mut ids = vec![client.ask("textDocument/diagnostic", about(URI))];
        for line in [0, 1, lines / 2, lines - 1] {
            ids.extend(PLACES.map(|method| client.ask(method, at(URI, line, 6))));
            let place = json!({"line": line, "character": 1});
            let mut params = about(URI);
            params["positions"] = json!([place]);
            ids.push(client.ask("textDocument/selectionRange", params));
            let mut params = about(URI);
            params["range"] = json!({"start": place, "end": place});
            params["context"] = json!({"diagnostics": []});
            ids.push(client.ask("textDocument/codeAction", params));
        }
        for method in ["textDocument/semanticTokens/full", "textDocument/foldingRange"] {
            ids.push(client.ask(method, about(URI)));
        }
        let hover = client.request("textDocument/hover", at(OTHER, 0, 1));
        assert!(hover["contents"].is_object(), "{name}: {hover}");
        for id in ids {
            let answer = client.answer(id);
            assert_eq!(answer["error"]["code"], Value::Null, "{name}: {answer}");
        }
        #[cfg(target_os = "linux")]
        {
            let peak = crate::resources::peak(&client);
            // Without bounds it takes all the memory there is; a debug build takes more than a release.
            assert!(peak < 400 << 10, "{name}: {peak} kB");
        }
        client.stop();
    }
}

#[test]
fn a_document_beyond_all_size_is_kept_and_not_analysed() {
    let mut client = Client::start(&pull());
    let text = "RUN x\n".repeat((16 << 20) / 6 + 1);
    client.open(URI, 1, &text);
    let shown = client.told("window/showMessage");
    assert_eq!(
        shown["params"],
        json!({"type": 2, "message": "Dockerfile is too large for a Dockerfile (over 16 MiB) and is not analyzed"})
    );
    let items = |client: &mut Client| {
        client.request("textDocument/diagnostic", about(URI))["items"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(items(&mut client), 0);
    for method in PLACES {
        client.request(method, at(URI, 5, 2));
    }
    client.request("textDocument/semanticTokens/full", about(URI));
    // Edits find their places, and once the text is small enough it is analysed.
    let place = |line: u32, character: u32| json!({"line": line, "character": character});
    let insert =
        json!({"range": {"start": place(0, 0), "end": place(0, 0)}, "text": "FROM alpine\nWROKDIR /app\n"});
    client.change(URI, 2, json!([insert]));
    assert_eq!(items(&mut client), 0);
    let cut = json!({"range": {"start": place(3, 0), "end": place(u32::MAX, 0)}, "text": ""});
    client.change(URI, 3, json!([cut]));
    assert_eq!(items(&mut client), 1);
    let rest = client.stop();
    assert!(rest.iter().all(|message| message["method"] != "window/showMessage"), "told once");
}

#[test]
fn ids_of_64_bits_are_given_back() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "FROM alpine\n");
    for id in [u64::MAX, 1 << 63, i64::MAX as u64] {
        let hover =
            json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": at(URI, 0, 1)});
        client.body(&hover.to_string());
        let answer = client.answer(id);
        assert!(answer["result"]["contents"].is_object(), "{answer}");
        client.body(&json!({"jsonrpc": "2.0", "id": id, "method": "no/such/method"}).to_string());
        assert_eq!(client.answer(id)["error"]["code"], -32601);
    }
    client.stop();
}
