//! `workspace/symbol`: stages and ARGs of all Dockerfiles, open or not.

use std::{collections::HashSet, path::PathBuf, str::FromStr, sync::Arc};

use tower_lsp::ls_types::{Uri, WorkspaceSymbolParams, WorkspaceSymbolResponse};

use crate::lsp::{
    document_kind::DocumentKind,
    documents::OpenDocument,
    session::Session,
    to_proto, uris,
    workspace_files::{PlacedName, placed_names},
};

/// The maximum number of results; a query with more is probably not complete.
const MAX_RESULTS: usize = 500;

pub(crate) fn workspace_symbol(
    session: &Session,
    open: Vec<Arc<OpenDocument>>,
    params: &WorkspaceSymbolParams,
) -> WorkspaceSymbolResponse {
    let query: Vec<char> =
        params.query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut acc = Vec::new();
    let mut add = |uri: Option<Uri>, names: &[PlacedName]| {
        let Some(uri) = uri else { return };
        let wanted = names.iter().filter(|name| is_match(&query, &name.declared.name));
        let remaining = MAX_RESULTS - acc.len();
        acc.extend(wanted.take(remaining).map(|name| to_proto::workspace_symbol(&uri, name)));
    };
    let encoding = session.abilities.encoding;
    let mut opened = HashSet::<PathBuf>::new();
    for document in open {
        opened.extend(uris::file_path(&document.uri));
        let uri = Uri::from_str(&uris::escaped(&document.uri)).ok();
        if document.kind == DocumentKind::Dockerfile {
            add(uri, &placed_names(document.document(), encoding));
        }
    }
    for (path, names) in session.files.names(&session.folders, encoding) {
        if !opened.contains(&path) {
            add(Uri::from_file_path(&path), &names);
        }
    }
    WorkspaceSymbolResponse::Flat(acc)
}

/// Whether the name contains the letters of the query in this order, ignoring case.
fn is_match(query: &[char], name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.iter().all(|wanted| letters.any(|letter| letter == *wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_their_order() {
        let check = |query: &str, name: &str| is_match(&query.chars().collect::<Vec<_>>(), name);
        assert!(check("", "build"));
        assert!(check("bd", "Build-Deps"));
        assert!(check("빌", "빌드"));
        assert!(!check("db", "build"));
        assert!(!check("builds", "build"));
    }
}
