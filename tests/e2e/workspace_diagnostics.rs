//! `workspace/diagnostic`: the findings of files that are not open.

use serde_json::{Value, json};

use crate::{
    client::{Client, pull},
    workspace::Folder,
};

const BAD: &str = "FROM alpine:3.22\nMAINTAINER me\n";

fn start(folder: &Folder) -> Client {
    let folders = json!([{"uri": folder.uri(""), "name": "x"}]);
    let mut capabilities = pull();
    capabilities["workspace"] = json!({
        "diagnostics": {"refreshSupport": true},
        "didChangeWatchedFiles": {"dynamicRegistration": true},
    });
    Client::start_with(&capabilities, json!({"workspaceFolders": folders}))
}

/// File, kind, version and codes of each report, sorted.
fn shown(reports: &Value) -> Vec<String> {
    let reports = reports["items"].as_array().expect("reports are a list").iter();
    let mut shown: Vec<String> = reports
        .map(|report| {
            let uri = report["uri"].as_str().expect("a report has a URI");
            let codes = report["items"].as_array().map_or(&[][..], Vec::as_slice).iter();
            let codes: Vec<&str> = codes.filter_map(|item| item["code"].as_str()).collect();
            let name = uri.rsplit('/').next().unwrap_or_default();
            let kind = report["kind"].as_str().expect("a report has a kind");
            format!("{name} {kind} {} {}", report["version"], codes.join(",")).trim_end().to_owned()
        })
        .collect();
    shown.sort();
    shown
}

/// The results of a client that keeps them.
fn ids(reports: &Value) -> Value {
    let reports = reports["items"].as_array().expect("reports are a list").iter();
    reports.map(|report| json!({"uri": report["uri"], "value": report["resultId"]})).collect()
}

fn ask(client: &mut Client, previous: &Value) -> Value {
    client.request("workspace/diagnostic", json!({"previousResultIds": previous}))
}

#[test]
fn closed_files_are_read_from_disk_and_open_ones_from_the_editor() {
    let (folder, outside) = (Folder::new("pull-workspace"), Folder::new("pull-outside"));
    folder.write("Dockerfile", BAD);
    folder.write("good.Dockerfile", "FROM alpine:3.22\n");
    folder.write("open.Dockerfile", "FROM alpine:3.22\n");
    folder.write("ignored/Dockerfile", BAD);
    folder.write(".gitignore", "ignored/\n");
    folder.write(".dockerignore", "!docs\n");
    folder.write("open.Dockerfile.dockerignore", "*.md\n");
    folder.write("compose.yaml", "services:\n  web:\n    build:\n      context: .\n      target: no\n");
    outside.write("Dockerfile", BAD);
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path("Dockerfile"), folder.path("linked.Dockerfile"))
        .expect("a link can be made");
    let mut client = start(&folder);
    let provider = &client.initialized["capabilities"]["diagnosticProvider"];
    assert_eq!(
        (&provider["workspaceDiagnostics"], &provider["workDoneProgress"]),
        (&json!(true), &json!(true))
    );
    client.open(&folder.uri("open.Dockerfile"), 7, BAD);
    let found = ask(&mut client, &json!([]));
    let expected = [
        ".dockerignore full null IgnoreOrder",
        "Dockerfile full null MaintainerDeprecated",
        "compose.yaml full null BuildTargetUnknown",
        "good.Dockerfile full null",
        "open.Dockerfile full 7 MaintainerDeprecated",
        "open.Dockerfile.dockerignore full null",
    ];
    assert_eq!(shown(&found), expected);

    let again = ask(&mut client, &ids(&found));
    let expected = [
        ".dockerignore unchanged null",
        "Dockerfile unchanged null",
        "compose.yaml unchanged null",
        "good.Dockerfile unchanged null",
        "open.Dockerfile unchanged 7",
        "open.Dockerfile.dockerignore unchanged null",
    ];
    assert_eq!(shown(&again), expected);
    assert_eq!(ids(&again), ids(&found));

    // The stage that the build names exists now, and a file is gone.
    folder.write("Dockerfile", "FROM alpine:3.22 AS no\n");
    std::fs::remove_file(folder.path("good.Dockerfile")).expect("it can be removed");
    let changes = json!([
        {"uri": folder.uri("good.Dockerfile"), "type": 3},
        {"uri": folder.uri("Dockerfile"), "type": 2},
    ]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    client.told("workspace/diagnostic/refresh");
    let expected = [
        ".dockerignore unchanged null",
        "Dockerfile full null",
        "compose.yaml full null",
        "good.Dockerfile full null",
        "open.Dockerfile unchanged 7",
        "open.Dockerfile.dockerignore unchanged null",
    ];
    let found = ask(&mut client, &ids(&found));
    assert_eq!(shown(&found), expected);
    client.close(&folder.uri("open.Dockerfile"));
    let found = ask(&mut client, &ids(&found));
    assert!(shown(&found).contains(&"open.Dockerfile full null".to_owned()), "{found}");
    client.stop();
}

#[test]
fn results_are_sent_in_parts_with_progress() {
    let folder = Folder::new("pull-parts");
    for number in 0..300 {
        folder.write(&format!("{number}/Dockerfile"), &BAD.repeat(5));
    }
    let mut client = start(&folder);
    let tokens = json!({"previousResultIds": [], "workDoneToken": "work", "partialResultToken": 5});
    let id = client.ask("workspace/diagnostic", tokens);
    assert_eq!(client.answer(id)["result"], json!({"items": []}));
    let sent = client.stop();
    let of = |token: Value| {
        let params = sent.iter().map(|message| &message["params"]);
        params.filter(move |params| params["token"] == token).map(|params| &params["value"])
    };
    let parts: Vec<usize> = of(json!(5)).map(|value| value["items"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(parts.iter().sum::<usize>(), 300);
    assert!(parts.len() > 1);
    let steps: Vec<&Value> = of(json!("work")).collect();
    assert_eq!(steps[0]["kind"], "begin");
    assert_eq!(steps[0]["title"], "Checking Dockerfiles");
    assert_eq!(steps[steps.len() - 1]["kind"], "end");
    let percentages: Vec<_> = steps.iter().filter_map(|step| step["percentage"].as_u64()).collect();
    assert!(percentages.is_sorted() && percentages.last() == Some(&100), "{percentages:?}");
}

#[test]
fn a_pass_can_be_cancelled_and_does_not_delay_other_requests() {
    let folder = Folder::new("pull-cancelled");
    for number in 0..400 {
        folder.write(&format!("{number}/Dockerfile"), &BAD.repeat(50));
    }
    let mut client = start(&folder);
    let uri = folder.uri("0/Dockerfile");
    client.open(&uri, 1, BAD);
    let tokens = json!({"previousResultIds": [], "workDoneToken": "work"});
    let pass = client.ask("workspace/diagnostic", tokens.clone());
    let second = client.ask("workspace/diagnostic", tokens);
    for _ in 0..2 {
        client.wait(|message| message["params"]["value"]["kind"] == "begin");
    }
    let hover = client.ask("textDocument/hover", crate::client::at(&uri, 0, 1));
    assert!(client.answer(hover)["result"].is_object());
    for id in [second, pass] {
        client.notify("$/cancelRequest", json!({"id": id}));
        assert_eq!(client.answer(id)["error"]["code"], -32800);
    }
    for _ in 0..2 {
        client.wait(|message| message["params"]["value"]["kind"] == "end");
    }
    assert_eq!(shown(&ask(&mut client, &json!([]))).len(), 400);
    client.stop();
}
