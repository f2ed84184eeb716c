//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`: the editor's options, configuration files, and
//! edits in the client's units.

use serde_json::{Value, json};

use crate::{
    client::{Client, URI, about, pull},
    workspace::Folder,
};

fn options(uri: &str, more: Value) -> Value {
    let mut params = about(uri);
    params["options"] = json!({"tabSize": 2, "insertSpaces": true});
    if let (Value::Object(params), Value::Object(more)) = (&mut params, more) {
        params.extend(more);
    }
    params
}

fn texts(edits: &Value) -> Vec<&str> {
    let edits = edits.as_array().into_iter().flatten();
    edits.map(|edit| edit["newText"].as_str().expect("an edit has a text")).collect()
}

#[test]
fn a_document_gets_the_editors_indentation() {
    let mut client = Client::start(&pull());
    client.open(URI, 1, "from a\nRUN 가  b \\\nc\n");
    let edits = client.request("textDocument/formatting", options(URI, json!({})));
    assert_eq!(texts(&edits), ["FROM", " ", "  "]);
    // Columns of UTF-16: `가` is one.
    assert_eq!(
        edits[1]["range"],
        json!({"start": {"line": 1, "character": 5}, "end": {"line": 1, "character": 7}})
    );
    let range = json!({"range": {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}});
    assert_eq!(texts(&client.request("textDocument/rangeFormatting", options(URI, range))), [" "]);
    let tabs = json!({"options": {"tabSize": 4, "insertSpaces": false}});
    assert_eq!(texts(&client.request("textDocument/formatting", options(URI, tabs))), ["FROM", " ", "\t"]);
    client.stop();
}

#[test]
fn configuration_files_go_before_the_editors_options() {
    let folder = Folder::new("formatting");
    folder.write(".editorconfig", "root = true\n[*]\nindent_style = tab\n");
    folder.write(
        "web/dockwright.toml",
        "[format]\nkeyword-case = \"keep\"\nindent-style = \"space\"\nindent-width = 3\n",
    );
    let mut client = Client::start_with(&pull(), json!({"rootUri": folder.uri("")}));
    for (path, expected) in [("Dockerfile", &["FROM", "\t"][..]), ("web/Dockerfile", &["   "])] {
        let uri = folder.uri(path);
        client.open(&uri, 1, "from a\nRUN b \\\nc\n");
        let edits = client.request("textDocument/formatting", options(&uri, json!({})));
        assert_eq!(texts(&edits), expected, "{path}");
    }
    client.stop();
}

#[test]
fn a_cut_instruction_goes_on() {
    let mut client = Client::start(&pull());
    let triggers = &client.initialized["capabilities"]["documentOnTypeFormattingProvider"];
    assert_eq!(
        *triggers,
        json!({"firstTriggerCharacter": "\n", "moreTriggerCharacter": ["\"", "[", "\\", "`"]})
    );
    client.open(URI, 1, "FROM a\nRUN b &&\nc\n");
    let typed = json!({"ch": "\n", "position": {"line": 2, "character": 0}});
    let edits = client.request("textDocument/onTypeFormatting", options(URI, typed));
    assert_eq!(texts(&edits), [" \\\n  "]);
    client.stop();
}
