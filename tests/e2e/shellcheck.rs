//! The setting `shellcheck`, with a program that answers as `ShellCheck` does.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use dockwright_tests::stub_shellcheck::{CODE, StubShellCheck};
use serde_json::{Value, json};

use crate::client::{Client, URI, about, pull, push, range};

const TEXT: &str = "FROM debian:13\nENV É=1\nRUN echo 🐳 WRONG\n";

fn start(capabilities: &Value, program: &str) -> Client {
    let options = json!({"shellcheck": program});
    Client::start_with(capabilities, json!({"rootUri": null, "initializationOptions": options}))
}

/// The places of the program's findings.
fn found(items: &Value) -> Vec<Value> {
    let items = items.as_array().unwrap().iter();
    items.filter(|item| item["code"] == CODE).map(|item| item["range"].clone()).collect()
}

/// The next findings that are pushed for a version.
#[track_caller]
fn pushed(client: &mut Client, version: i32, count: usize) -> Vec<Value> {
    let is_it = |message: &Value| {
        message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["version"] == version
            && found(&message["params"]["diagnostics"]).len() == count
    };
    found(&client.wait(is_it)["params"]["diagnostics"])
}

fn insertion(line: u32, character: u32, text: &str) -> Value {
    json!([{"range": range(line, character, character), "text": text}])
}

#[test]
fn findings_follow_when_the_text_settles() {
    let stub = StubShellCheck::new();
    let mut client = start(&push(), &stub.path());
    client.open(URI, 1, TEXT);
    assert_eq!(pushed(&mut client, 1, 1), [range(2, 12, 17)]);
    client.change(URI, 2, insertion(2, 4, "WRONG; "));
    client.change(URI, 3, insertion(0, 0, "# a comment\n"));
    assert_eq!(pushed(&mut client, 3, 2), [range(3, 4, 9), range(3, 19, 24)]);
    // Known scripts are not checked again.
    client.change(URI, 4, insertion(0, 0, "# another\n"));
    pushed(&mut client, 4, 2);
    client.stop();
    // An edit that is followed by another one may have been checked, or not.
    assert!((2..=3).contains(&stub.runs().len()), "{:?}", stub.runs());
}

#[test]
fn a_save_does_not_wait_for_a_pause() {
    let stub = StubShellCheck::new();
    let mut client = start(&push(), &stub.path());
    client.open(URI, 1, "FROM debian:13\n");
    client.change(URI, 2, insertion(1, 0, "RUN WRONG\n"));
    client.notify("textDocument/didSave", about(URI));
    assert_eq!(pushed(&mut client, 2, 1), [range(1, 4, 9)]);
    assert_eq!(stub.runs().len(), 1);
}

#[test]
fn clients_that_pull_are_asked_to_pull_again() {
    let stub = StubShellCheck::new();
    let mut capabilities = pull();
    capabilities["workspace"] = json!({"diagnostics": {"refreshSupport": true}});
    let mut client = start(&capabilities, &stub.path());
    client.open(URI, 1, TEXT);
    let first = client.request("textDocument/diagnostic", about(URI));
    client.told("workspace/diagnostic/refresh");
    let mut again = about(URI);
    again["previousResultId"] = first["resultId"].clone();
    let second = client.request("textDocument/diagnostic", again.clone());
    // The answer may have been there before the first request, or while it was answered.
    if second["kind"] == "unchanged" {
        assert_eq!(found(&first["items"]), [range(2, 12, 17)]);
    } else {
        assert_eq!(found(&second["items"]), [range(2, 12, 17)]);
    }
}

#[test]
fn its_fixes_are_code_actions() {
    let stub = StubShellCheck::new();
    let mut capabilities = push();
    capabilities["textDocument"]["codeAction"] =
        json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}});
    let mut client = start(&capabilities, &stub.path());
    client.open(URI, 1, TEXT);
    pushed(&mut client, 1, 1);
    let mut params = about(URI);
    params["range"] = range(2, 13, 13);
    params["context"] = json!({"diagnostics": [], "only": ["quickfix"]});
    let actions = client.request("textDocument/codeAction", params);
    let actions: Vec<_> =
        actions.as_array().unwrap().iter().filter(|it| it["diagnostics"][0]["code"] == CODE).collect();
    let titles: Vec<_> = actions.iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(titles[0], "Apply ShellCheck's fix for SC2999");
    assert!(titles[1..].iter().all(|title| title.contains(CODE)) && titles.len() == 3, "{titles:?}");
    let edit = &actions[0]["edit"]["changes"][URI][0];
    assert_eq!((&edit["range"], &edit["newText"]), (&range(2, 12, 17), &json!("RIGHT")));
}

#[test]
fn a_program_that_cannot_be_used_is_told_once() {
    let old = StubShellCheck::with("0.7.1", "");
    for (program, says) in [
        ("no-such-program", "there is no program `no-such-program`"),
        ("./shellcheck", "`./shellcheck` is neither an absolute path nor the name of a program in PATH"),
        (&old.path(), "has version 0.7.1, and 0.8.0 or later is needed"),
    ] {
        let mut client = start(&push(), program);
        client.open(URI, 1, TEXT);
        let message = client.told("window/showMessage")["params"]["message"].take();
        assert!(message.as_str().unwrap().contains(says), "{message}");
        client.open("file:///other/Dockerfile", 1, TEXT);
        client.change(URI, 2, insertion(0, 0, "\n"));
        client.notify("textDocument/didSave", about(URI));
        let told = client.stop().into_iter().filter(|it| it["method"] == "window/showMessage");
        assert_eq!(told.count(), 0);
    }
    assert!(old.runs().is_empty());
}

#[test]
fn the_setting_can_be_changed() {
    let stub = StubShellCheck::new();
    let mut client = Client::start(&push());
    client.open(URI, 1, TEXT);
    pushed(&mut client, 1, 0);
    let settings = |program: Value| json!({"settings": {"dockwright": {"shellcheck": program}}});
    client.notify("workspace/didChangeConfiguration", settings(stub.path().into()));
    pushed(&mut client, 1, 1);
    client.notify("workspace/didChangeConfiguration", settings("".into()));
    pushed(&mut client, 1, 0);
    client.change(URI, 2, insertion(1, 0, "RUN WRONG\n"));
    client.notify("textDocument/didSave", about(URI));
    pushed(&mut client, 2, 0);
    assert_eq!(stub.runs().len(), 1);
}

#[test]
fn a_workspace_cannot_name_the_program() {
    let stub = StubShellCheck::new();
    let configuration = format!("shellcheck = \"{}\"\n", stub.path());
    std::fs::write(stub.folder().join("dockwright.toml"), configuration).unwrap();
    let mut client = Client::start(&pull());
    let uri = format!("file://{}/Dockerfile", stub.folder().display());
    client.open(&uri, 1, TEXT);
    let logged = client.told("window/logMessage")["params"]["message"].take();
    assert!(logged.as_str().unwrap().contains("`shellcheck` is ignored here"), "{logged}");
    assert!(found(&client.request("textDocument/diagnostic", about(&uri))["items"]).is_empty());
    client.stop();
    assert!(stub.runs().is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn what_runs_is_killed_with_the_session() {
    let stub = StubShellCheck::with("0.11.0", "sleep 3600");
    let mut client = start(&push(), &stub.path());
    client.open(URI, 1, TEXT);
    while stub.runs().is_empty() {
        std::thread::yield_now();
    }
    // Nothing waits for this answer.
    client.change(URI, 2, insertion(1, 0, "\n"));
    pushed(&mut client, 2, 0);
    client.stop();
    let [[process, directory, ..]] = &stub.runs()[..] else { panic!("it was run once") };
    assert!(!std::path::Path::new("/proc").join(process).exists());
    assert!(!std::path::Path::new(directory).exists());
}
