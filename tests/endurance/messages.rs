//! A storm of messages: every method with odd addresses, places and parameters, edits, and bytes
//! that are not messages.

use serde_json::{Value, json};

use super::{PIECES, Random, server::Server};

const METHODS: [&str; 26] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/documentLink",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "textDocument/rename",
    "textDocument/prepareRename",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "textDocument/linkedEditingRange",
    "textDocument/inlayHint",
    "textDocument/diagnostic",
    "textDocument/inlineCompletion",
    "workspace/executeCommand",
    "workspace/symbol",
    "no/such/method",
];

const ADDRESSES: [&str; 9] = [
    "file:///p/Dockerfile",
    "file:///p/a%20b/Dockerfile",
    "untitled:Untitled-1",
    "file:///p/%ED%95%9C.Dockerfile",
    "x",
    "",
    "file:///C:/p/Dockerfile",
    "vscode-remote://host/p/Dockerfile",
    "file:///none/Dockerfile",
];

fn place(random: &mut Random) -> Value {
    let coordinate = |random: &mut Random| match random.below(12) {
        0 => json!(4_294_967_295_u64),
        1 => json!(-1),
        2 => json!(1.5),
        3 => Value::Null,
        _ => json!(random.below(40)),
    };
    json!({"line": coordinate(random), "character": coordinate(random)})
}

fn text(random: &mut Random, pieces: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(pieces) {
        text.push_str(PIECES[random.below(PIECES.len())]);
        text.push_str(["", " ", "\n", "\r\n"][random.below(4)]);
    }
    text
}

fn request(random: &mut Random) -> (&'static str, Value) {
    let (start, end) = (place(random), place(random));
    let mut params = json!({
        "textDocument": {"uri": random.pick(&ADDRESSES)},
        "position": place(random),
        "range": {"start": start, "end": end},
        "positions": [place(random), place(random)],
        "context": {"diagnostics": [], "includeDeclaration": true, "triggerKind": 1},
        "options": {"tabSize": 4, "insertSpaces": true},
        "newName": random.pick(&PIECES),
        "ch": "\n",
        "query": random.pick(&PIECES),
        "command": "x",
    });
    if random.below(10) == 0 {
        let keys: Vec<String> = params.as_object().unwrap().keys().cloned().collect();
        params[random.pick(&keys).as_str()] =
            [json!(null), json!([]), json!(7), json!({"a": {}})][random.below(4)].take();
    }
    (METHODS[random.below(METHODS.len())], params)
}

pub(crate) fn run(count: usize, random: &mut Random) {
    let mut server = Server::start();
    let mut requests = 0;
    for version in 0..count {
        let uri = *random.pick(&ADDRESSES);
        match random.below(20) {
            0 => {
                let document = json!({"uri": uri, "languageId": "dockerfile", "version": version, "text": text(random, 60)});
                server.notify("textDocument/didOpen", json!({"textDocument": document}));
            }
            1..6 => {
                let (start, end) = (place(random), place(random));
                let change = match random.below(10) {
                    0 => json!({"text": text(random, 60)}),
                    _ => json!({"range": {"start": start, "end": end}, "text": text(random, 3)}),
                };
                let document = json!({"uri": uri, "version": version});
                server.notify(
                    "textDocument/didChange",
                    json!({"textDocument": document, "contentChanges": [change]}),
                );
            }
            6 => server.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}})),
            7 => server.notify("$/cancelRequest", json!({"id": random.below(version + 1)})),
            8 => {
                let garbage: [&[u8]; 4] = [
                    b"Content-Length: x\r\n\r\n",
                    b"{}\n",
                    b"garbage\r\n\r\n",
                    b"Content-Length: 3\r\n\r\n[1]",
                ];
                server.raw(garbage[random.below(garbage.len())]);
            }
            _ => {
                let (method, params) = request(random);
                server.ask(method, params);
                requests += 1;
            }
        }
    }
    let unanswered = server.unanswered();
    let (now, peak) = server.memory();
    println!("{count} messages, {requests} requests, {unanswered} unanswered, {now} KiB, at most {peak} KiB");
    assert_eq!(unanswered, 0);
    server.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": ADDRESSES[0]}, "position": {"line": 0, "character": 0}}),
    );
}
