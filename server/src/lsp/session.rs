//! What a request sees of the session beside its document: the state at its arrival.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{document::DocumentContext, spec::Language};
use dockwright_lint::preset::Selection;
use serde_json::Value;

use super::{
    capabilities::ClientAbilities, from_proto, refresher::Refresher, workspace_files::WorkspaceFiles,
};
use crate::config::Settings;

/// The state of the session; cloning shares it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    /// What the client can.
    pub(crate) abilities: Arc<ClientAbilities>,
    /// What explanations are written in.
    pub(crate) language: Language,
    /// What the user wants.
    pub(crate) settings: Arc<Settings>,
    /// The rules for the document that is asked about.
    pub(crate) selection: Option<Arc<Selection>>,
    /// What is known of that document besides its text.
    pub(crate) context: Arc<DocumentContext>,
    /// Another one whenever what is checked may be another.
    pub(crate) generation: u64,
    /// The folders that are open, without a slash at their ends.
    pub(crate) folders: Arc<[PathBuf]>,
    /// What is known of the Dockerfiles in them.
    pub(crate) files: Arc<WorkspaceFiles>,
    /// Makes the client pull diagnostics again.
    pub(crate) refresher: Refresher,
}

impl Session {
    /// The folders named by `initialize`; those that are no files are left out.
    pub(crate) fn take_folders(&mut self, params: &Value) {
        let folders = match (&params["workspaceFolders"], &params["rootUri"], &params["rootPath"]) {
            (Value::Array(folders), _, _) => folders.iter().filter_map(folder).collect(),
            (_, Value::String(uri), _) => from_proto::file_path(uri).into_iter().collect(),
            (_, _, Value::String(path)) if Path::new(path).is_absolute() => vec![PathBuf::from(path)],
            (_, _, _) => Vec::new(),
        };
        self.folders = tidied(folders);
    }

    /// Applies `workspace/didChangeWorkspaceFolders`.
    pub(crate) fn change_folders(&mut self, params: &Value) {
        let list = |key: &str| params["event"][key].as_array().map_or(&[][..], Vec::as_slice).iter();
        let removed: Vec<_> = tidied(list("removed").filter_map(folder)).to_vec();
        let kept = self.folders.iter().filter(|folder| !removed.contains(folder)).cloned();
        let folders: Vec<_> = kept.chain(list("added").filter_map(folder)).collect();
        self.folders = tidied(folders);
    }
}

fn folder(folder: &Value) -> Option<PathBuf> {
    from_proto::file_path(folder["uri"].as_str()?)
}

/// Each folder once, written in one way.
fn tidied(folders: impl IntoIterator<Item = PathBuf>) -> Arc<[PathBuf]> {
    let mut tidied: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let folder = folder.components().collect();
        if !tidied.contains(&folder) {
            tidied.push(folder);
        }
    }
    tidied.into()
}

#[cfg(all(test, unix))]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(params: &Value, changes: &Value, expected: &[&str]) {
        let mut session = Session::default();
        session.take_folders(params);
        session.change_folders(changes);
        let expected: Vec<_> = expected.iter().map(PathBuf::from).collect();
        assert_eq!(*session.folders, *expected);
    }

    #[test]
    fn folders_come_and_go() {
        let both = json!({"workspaceFolders": [{"uri": "file:///a/"}, {"uri": "file:///b%20c"}], "rootUri": "file:///x"});
        check(&both, &json!({}), &["/a", "/b c"]);
        let event = json!({"event": {"removed": [{"uri": "file:///a"}], "added": [{"uri": "file:///d"}, {"uri": "file:///d/"}]}});
        check(&both, &event, &["/b c", "/d"]);
        check(&json!({"workspaceFolders": null, "rootUri": "file:///x"}), &json!({}), &["/x"]);
        check(&json!({"rootUri": null, "rootPath": "/y"}), &json!({}), &["/y"]);
        check(&json!({"rootPath": "y", "rootUri": "vscode-remote://h/x"}), &json!(null), &[]);
        check(&json!(null), &json!({"event": 7}), &[]);
    }
}
