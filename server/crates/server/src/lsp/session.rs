//! The state of the session that requests see besides their document.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicU64},
};

use dockwright_analysis::document::DocumentContext;
use dockwright_lint::preset::Selection;
use dockwright_texts::Language;
use serde_json::Value;

use super::{
    capabilities::ClientAbilities, context_folders::ContextFolders, context_lookups::ContextLookups,
    refresher::Refresher, uris, workspace_builds::WorkspaceBuilds, workspace_files::WorkspaceFiles,
    workspace_findings::WorkspaceFindings,
};
use crate::config::Settings;

/// The state of the session; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    /// What the client supports.
    pub(crate) abilities: Arc<ClientAbilities>,
    /// The language of messages and explanations.
    pub(crate) language: Language,
    /// The user's settings.
    pub(crate) settings: Arc<Settings>,
    /// The rules for the document that a request is about.
    pub(crate) selection: Option<Arc<Selection>>,
    /// What is known about that document besides its text.
    pub(crate) context: Arc<DocumentContext>,
    /// Changes whenever the findings of an unchanged text may change.
    pub(crate) generation: u64,
    /// Counts answers of `ShellCheck`, which change findings independently of the generation.
    pub(crate) answers: Arc<AtomicU64>,
    /// The open folders, without trailing slashes.
    pub(crate) folders: Arc<[PathBuf]>,
    /// The builds defined by files in the folders.
    pub(crate) builds: Arc<WorkspaceBuilds>,
    /// The Dockerfiles in the folders.
    pub(crate) files: Arc<WorkspaceFiles>,
    /// The findings of all files in the folders.
    pub(crate) findings: Arc<WorkspaceFindings>,
    /// The build contexts of open documents.
    pub(crate) contexts: Arc<ContextFolders>,
    /// Looks up sources in them.
    pub(crate) lookups: ContextLookups,
    /// Makes the client pull diagnostics again later.
    pub(crate) refresher: Refresher,
}

impl Session {
    /// Reads the folders from the parameters of `initialize`; folders that are not on disk are left
    /// out.
    pub(crate) fn set_folders(&mut self, params: &Value) {
        let folders = match (&params["workspaceFolders"], &params["rootUri"], &params["rootPath"]) {
            (Value::Array(folders), _, _) => folders.iter().filter_map(folder).collect(),
            (_, Value::String(uri), _) => uris::file_path(uri).into_iter().collect(),
            (_, _, Value::String(path)) if Path::new(path).is_absolute() => vec![PathBuf::from(path)],
            (_, _, _) => Vec::new(),
        };
        self.folders = normalized(folders);
    }

    /// Whether a path is in one of the folders, by its name.
    pub(crate) fn is_in_folders(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Applies `workspace/didChangeWorkspaceFolders`.
    pub(crate) fn change_folders(&mut self, params: &Value) {
        let list = |key: &str| params["event"][key].as_array().map_or(&[][..], Vec::as_slice).iter();
        let removed: Vec<_> = normalized(list("removed").filter_map(folder)).to_vec();
        let kept = self.folders.iter().filter(|folder| !removed.contains(folder)).cloned();
        let folders: Vec<_> = kept.chain(list("added").filter_map(folder)).collect();
        self.folders = normalized(folders);
    }
}

fn folder(folder: &Value) -> Option<PathBuf> {
    uris::file_path(folder["uri"].as_str()?)
}

/// The folders without duplicates, in a uniform spelling.
fn normalized(folders: impl IntoIterator<Item = PathBuf>) -> Arc<[PathBuf]> {
    let mut normalized: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let folder = folder.components().collect();
        if !normalized.contains(&folder) {
            normalized.push(folder);
        }
    }
    normalized.into()
}

#[cfg(all(test, unix))]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(params: &Value, changes: &Value, expected: &[&str]) {
        let mut session = Session::default();
        session.set_folders(params);
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
