//! `workspace/willRenameFiles`: the paths of files that are renamed.

use serde_json::{Value, json};

use crate::{
    client::{Client, pull, push},
    workspace::Folder,
};

const COMPOSE: &str = "services:\n  web:\n    build:\n      context: .\n      dockerfile: web/Dockerfile\n";

fn start(folder: &Folder) -> Client {
    let folders = json!([{"uri": folder.uri(""), "name": "x"}]);
    let mut capabilities = push();
    capabilities["workspace"] = json!({"workspaceEdit": {"documentChanges": true}});
    Client::start_with(&capabilities, json!({"workspaceFolders": folders}))
}

/// The file, the version, and line, columns and text of each edit, sorted.
fn edits(folder: &Folder, edit: &Value) -> Vec<String> {
    let root = format!("{}/", folder.uri(""));
    let changes = edit["documentChanges"].as_array().map_or(&[][..], Vec::as_slice).iter();
    let mut shown: Vec<String> = changes
        .flat_map(|change| {
            let uri = change["textDocument"]["uri"].as_str().expect("it has a URI");
            let file = uri.strip_prefix(&root).expect("it is in the folder");
            let version = change["textDocument"]["version"].clone();
            let edits = change["edits"].as_array().expect("there are edits").iter();
            edits.map(move |edit| {
                let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
                let text = edit["newText"].as_str().unwrap_or_default();
                format!(
                    "{file}@{version} {}:{}-{} {text}",
                    start["line"], start["character"], end["character"]
                )
            })
        })
        .collect();
    shown.sort();
    shown
}

fn rename(client: &mut Client, folder: &Folder, renames: &[(&str, &str)]) -> Vec<String> {
    let renames =
        renames.iter().map(|(old, new)| json!({"oldUri": folder.uri(old), "newUri": folder.uri(new)}));
    let params = json!({"files": renames.collect::<Vec<_>>()});
    let edit = client.request("workspace/willRenameFiles", params);
    edits(folder, &edit)
}

#[test]
fn paths_follow_the_files_that_they_name() {
    let folder = Folder::new("file-renames");
    folder.write("compose.yaml", COMPOSE);
    folder.write("web/Dockerfile", "FROM scratch\nCOPY web/app.js /app/\n");
    folder.write("api/Dockerfile", "FROM scratch\nCOPY web/app.js main.js /app/\n");
    folder.write(".dockerignore", "# old\nweb/*.log\n!./web/app.js\nnode_modules\n");
    let mut client = start(&folder);
    let operations = &client.initialized["capabilities"]["workspace"]["fileOperations"];
    let filters = json!({"filters": [{"scheme": "file", "pattern": {"glob": "**"}}]});
    assert_eq!((&operations["willRename"], &operations["didRename"]), (&filters, &filters));

    // Compose builds this one from the root of the workspace; the other is probably built from its folder.
    let expected = [".dockerignore@null 2:7-13 main.js", "web/Dockerfile@null 1:9-15 main.js"];
    assert_eq!(rename(&mut client, &folder, &[("web/app.js", "web/main.js")]), expected);

    // A folder, and a document that differs from the file.
    let uri = folder.uri("web/Dockerfile");
    client.open(&uri, 4, "FROM scratch\n\nCOPY --link ./web/app.js web/*.css /app/\nRUN --mount=type=bind,src=web,target=/w make\n");
    let expected = [
        ".dockerignore@null 2:3-6 ui",
        "compose.yaml@null 4:18-21 ui",
        "web/Dockerfile@4 2:14-17 ui",
        "web/Dockerfile@4 3:26-29 ui",
    ];
    assert_eq!(rename(&mut client, &folder, &[("web", "ui")]), expected);

    // Several at once: a Dockerfile, a file that moves, and one that is not named anywhere.
    let renames =
        [("web/Dockerfile", "docker/web.Dockerfile"), ("web/app.js", "app.js"), ("README.md", "x.md")];
    let expected = [
        ".dockerignore@null 2:3-7 ",
        "compose.yaml@null 4:18-32 docker/web.Dockerfile",
        "web/Dockerfile@4 2:14-18 ",
    ];
    assert_eq!(rename(&mut client, &folder, &renames), expected);

    // Outside the context, and in the context that is only assumed.
    assert_eq!(rename(&mut client, &folder, &[("web/app.js", "../app.js")]), Vec::<String>::new());
    let expected = ["api/Dockerfile@null 1:16-16 lib/"];
    assert_eq!(rename(&mut client, &folder, &[("api/main.js", "api/lib/main.js")]), expected);
    client.stop();
}

#[test]
fn paths_between_build_files_and_in_configurations_follow() {
    let folder = Folder::new("file-renames-between");
    folder.write(
        "compose.yaml",
        "include:\n  - db/compose.yaml\nservices:\n  web:\n    extends: {file: common/base.yaml, service: web}\n    \
         build:\n      context: .\n      dockerfile: web/Dockerfile\n      additional_contexts:\n        \
         assets: ./shared/assets\n",
    );
    folder.write("common/base.yaml", "services:\n  web: {}\n");
    folder.write("db/compose.yaml", "services: {}\n");
    folder.write(
        "web/Dockerfile",
        "FROM scratch\nCOPY --from=assets logo.svg /srv/\nRUN --mount=from=assets,source=fonts,target=/f true\n",
    );
    folder.write("dockwright.toml", "[[build]]\ndockerfile = \"web/*\"\ncontext = \"shared\"\n");
    let mut client = start(&folder);

    let expected = ["compose.yaml@null 1:4-6 database"];
    assert_eq!(rename(&mut client, &folder, &[("db", "database")]), expected);
    let expected = ["compose.yaml@null 4:27-36 web.yaml"];
    assert_eq!(rename(&mut client, &folder, &[("common/base.yaml", "common/web.yaml")]), expected);
    let expected = ["compose.yaml@null 9:18-24 common2", "dockwright.toml@null 2:11-17 common2"];
    assert_eq!(rename(&mut client, &folder, &[("shared", "common2")]), expected);
    let renames =
        [("shared/assets/logo.svg", "shared/assets/icon.svg"), ("shared/assets/fonts", "shared/assets/f")];
    let expected = ["web/Dockerfile@null 1:19-27 icon.svg", "web/Dockerfile@null 2:31-36 f"];
    assert_eq!(rename(&mut client, &folder, &renames), expected);
    client.stop();
}

#[test]
fn findings_are_computed_again_after_a_rename() {
    let folder = Folder::new("did-rename");
    folder.write("compose.yaml", COMPOSE);
    folder.write("web/Dockerfile", "FROM scratch\nCOPY web/app.js /app/\n");
    folder.write("web/app.js", "");
    let folders = json!([{"uri": folder.uri(""), "name": "x"}]);
    let mut capabilities = pull();
    capabilities["workspace"] = json!({"diagnostics": {"refreshSupport": true}});
    let mut client = Client::start_with(&capabilities, json!({"workspaceFolders": folders}));
    let found = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    assert!(!found.to_string().contains("CopyMissingSource"), "{found}");
    std::fs::rename(folder.path("web/app.js"), folder.path("web/main.js")).expect("it can be renamed");
    let renamed = json!({"oldUri": folder.uri("web/app.js"), "newUri": folder.uri("web/main.js")});
    client.notify("workspace/didRenameFiles", json!({"files": [renamed]}));
    client.told("workspace/diagnostic/refresh");
    let found = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    assert!(found.to_string().contains("CopyMissingSource"), "{found}");
    client.stop();
}
