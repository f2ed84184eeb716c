//! `textDocument/documentLink`: files are searched for on disk, but not outside of the workspace.

use std::fs;

use serde_json::json;

use crate::{
    client::{Client, URI, about, pull},
    workspace::Folder,
};

#[test]
fn images_lead_to_their_pages() {
    let mut client = Client::start(&pull());
    assert_eq!(client.initialized["capabilities"]["documentLinkProvider"], json!({}));
    client.open(URI, 1, "FROM alpine:3\n");
    let links = client.request("textDocument/documentLink", about(URI));
    assert_eq!(links[0]["target"], "https://hub.docker.com/_/alpine/");
    assert_eq!(links[0].get("tooltip"), None);
    client.change(URI, 2, json!([{"text": "ARG BASE=alpine:3\nFROM $BASE\n"}]));
    let links = client.request("textDocument/documentLink", about(URI));
    assert_eq!(links[0]["target"], "https://hub.docker.com/_/alpine/");
    client.stop();
}

#[test]
fn sources_lead_to_files_that_are_there() {
    let folder = Folder::new("links");
    folder.write("app/own.txt", "");
    folder.write("shared.txt", "");
    folder.write("outside.txt", "");
    fs::create_dir_all(folder.path("app/directory")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", folder.path("app/root")).unwrap();
    let mut client = Client::start_with(&pull(), json!({"rootUri": folder.uri("")}));
    let uri = folder.uri("app/Dockerfile");
    client.open(
        &uri,
        1,
        "FROM scratch\nCOPY own.txt shared.txt missing.txt directory root/etc/passwd ../outside.txt /x/\n",
    );
    let links = client.request("textDocument/documentLink", about(&uri));
    let targets: Vec<_> = links.as_array().unwrap().iter().map(|link| link["target"].clone()).collect();
    // Above the context there is nothing: `..` leads to its top.
    assert_eq!(targets, [folder.uri("app/own.txt"), folder.uri("shared.txt"), folder.uri("outside.txt")]);
    client.stop();
}
