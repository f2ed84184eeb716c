//! Features for the workspace's Compose files, Bake files and `devcontainer.json`: their findings,
//! and the names that they share with Dockerfiles.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{
    document::{Document, DocumentContext},
    fix::TextEdit,
};
use dockwright_builds::{Build, Dockerfile, Inline, Place, Table};
use dockwright_ide::{
    self as ide,
    build_names::{self, BuildWord, SharedName},
};
use dockwright_lint::{
    build_file_context::Dockerfiles,
    build_files::{build_file_diagnostics, inline_diagnostics},
    diagnostic::Diagnostic,
};
use dockwright_syntax::Text;
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{
        self as lsp, DocumentChanges, Location, OneOf, OptionalVersionedTextDocumentIdentifier,
        TextDocumentEdit, Uri, WorkspaceEdit,
    },
};

use super::{
    capabilities::ClientAbilities,
    ctx::Ctx,
    document_kind::DocumentKind,
    documents::{Documents, OpenDocument},
    to_proto, uris,
};
use crate::builds::{Disk, DiskDockerfiles, inline_document, known_build};

/// The builds of the current texts, and the open Dockerfiles.
pub(super) struct View {
    pub(super) table: Arc<Table>,
    disk: Disk,
    open: HashMap<PathBuf, Arc<Document>>,
    root: PathBuf,
}

impl View {
    pub(super) fn new(ctx: &Ctx) -> Self {
        let open = ctx.builds.documents().all().into_iter().filter_map(|document| {
            let path = uris::file_path(&document.uri)?;
            (document.kind == DocumentKind::Dockerfile).then(|| (path, Arc::clone(document.document())))
        });
        Self {
            table: ctx.builds.table(&ctx.folders),
            disk: Disk::new(&ctx.folders, HashMap::new()),
            open: open.collect(),
            root: ctx.folders.first().cloned().unwrap_or_default(),
        }
    }

    fn dockerfiles(&self) -> DiskDockerfiles<'_> {
        DiskDockerfiles::new(&self.disk, self.open.clone())
    }

    /// The Dockerfile of a build, with its path.
    pub(super) fn dockerfile(&self, build: &Build) -> Option<(PathBuf, Arc<Document>)> {
        let Dockerfile::File(path) = &build.dockerfile else { return None };
        Some((path.clone(), self.dockerfiles().at(path)?))
    }

    /// The Dockerfile of a build, which may be an inline one.
    pub(super) fn document(&self, build: &Build) -> Option<Arc<Document>> {
        self.dockerfiles().document(build)
    }

    /// The part of a Dockerfile that a word of a build file refers to.
    pub(super) fn named(&self, word: &BuildWord<'_>) -> Option<(PathBuf, Arc<Document>, SharedName)> {
        let (build, name) = match word {
            BuildWord::Target(build, said) | BuildWord::Argument(build, said) => (build, said.value()?),
            BuildWord::Dockerfile(..) | BuildWord::Inline(..) => return None,
        };
        let (path, document) = self.dockerfile(build)?;
        let shared = match word {
            BuildWord::Target(..) => SharedName::Stage(document.model().built_stage(name)?),
            _ => SharedName::Argument(name.to_owned()),
        };
        Some((path, document, shared))
    }
}

/// The findings in a build file; empty if it cannot be read.
pub(crate) fn diagnostics(ctx: &Ctx) -> Vec<Diagnostic> {
    let path = uris::file_path(&ctx.open.uri).filter(|_| ctx.settings.compose.enabled);
    let Some(path) = path.as_deref() else { return Vec::new() };
    let view = View::new(ctx);
    if view.table.file(path).is_none_or(|file| file.broken.is_some()) {
        return Vec::new();
    }
    let mut found = build_file_diagnostics(&view.table, path, &view.dockerfiles(), ctx.selection());
    each_inline(ctx, &view, |inline, document| {
        found.extend(inline_diagnostics(inline, document, ctx.selection()));
    });
    found
}

/// Calls `visit` with each inline Dockerfile of a build file that can be read. Several builds may have the
/// same text; it is analysed for the first of them.
pub(super) fn each_inline(ctx: &Ctx, view: &View, mut visit: impl FnMut(&Inline, &Document)) {
    let Some(path) = uris::file_path(&ctx.open.uri) else { return };
    if view.table.file(&path).is_none_or(|file| file.broken.is_some()) {
        return;
    }
    let mut known = Vec::new();
    for build in view.table.all() {
        let Dockerfile::Inline(inline) = &build.dockerfile else { continue };
        if *inline.place.file == *path && !known.contains(&&inline.place) {
            known.push(&inline.place);
            visit(inline, &inline_document(inline, inline_context(ctx, view, build)));
        }
    }
}

/// The information about an inline Dockerfile besides its text.
pub(super) fn inline_context(ctx: &Ctx, view: &View, build: &Build) -> Arc<DocumentContext> {
    let builds = vec![known_build(&view.table, build, &view.root)];
    let mut context = ctx.open.context().clone();
    context.inputs = context.inputs.with_builds(&builds);
    context.builds = builds;
    context.into()
}

/// The ranges in build files that refer to a name of a Dockerfile.
pub(crate) fn mentions(
    ctx: &Ctx,
    table: &Table,
    dockerfile: &Path,
    document: &Document,
    name: &SharedName,
) -> Vec<Location> {
    let found = build_names::mentions(table, dockerfile, document, name).into_iter();
    let place = |place: &Place| {
        let file = table.file(&place.file).filter(|file| file.broken.is_none())?;
        location(ctx, &place.file, &Text::new(file.text), place.range.clone())
    };
    found.filter_map(|said| place(&said.place)).collect()
}

/// Renames the name at an offset of a Dockerfile, there and in the build files.
pub(crate) fn rename_everywhere(
    ctx: &Ctx,
    table: &Table,
    file: &Path,
    document: &Document,
    offset: usize,
    new_name: &str,
) -> Result<Option<WorkspaceEdit>> {
    let root = ctx.folders.iter().find(|folder| file.starts_with(folder));
    let shown = |path: &Path| {
        let path = root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        path.to_string_lossy().into_owned()
    };
    let edits = || {
        let own = ide::rename(document, offset, new_name)?;
        let others = match build_names::shared_name(document, offset) {
            Some(name) => build_names::rename_edits(table, file, document, &name, new_name, &shown)?,
            None => Vec::new(),
        };
        Ok((own, others))
    };
    let (own, others) = edits().map_err(|refused| to_proto::refusal(ctx, &refused))?;
    let mut files: Vec<(PathBuf, Text, Vec<TextEdit>)> =
        vec![(file.to_owned(), document.text().clone(), own)];
    for (path, edit) in others {
        if let Some((.., edits)) = files.last_mut().filter(|(known, ..)| *known == *path) {
            edits.push(edit);
        } else {
            let text = table.file(&path).map_or("", |file| file.text);
            files.push((path.to_path_buf(), Text::new(text), vec![edit]));
        }
    }
    Ok(workspace_edit(&ctx.abilities, ctx.builds.documents(), files))
}

/// Edits of several files, with the versions of those that the client has open.
pub(crate) fn workspace_edit(
    abilities: &ClientAbilities,
    documents: &Documents,
    files: Vec<(PathBuf, Text, Vec<TextEdit>)>,
) -> Option<WorkspaceEdit> {
    let mut changes = Vec::new();
    for (path, text, edits) in files {
        let edits: Vec<lsp::TextEdit> = edits
            .into_iter()
            .map(|edit| lsp::TextEdit {
                range: to_proto::range_in(&text, abilities.encoding, edit.range),
                new_text: edit.text,
            })
            .collect();
        let open = open_at(documents, &path);
        let version = open.as_ref().and_then(|open| open.version);
        changes.push((uri_of(open, &path)?, version, edits));
    }
    if !abilities.workspace.edits_versions {
        let changes = changes.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
    }
    let edits = changes.into_iter().map(|(uri, version, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(edits.collect())),
        ..WorkspaceEdit::default()
    })
}

pub(super) fn location(
    ctx: &Ctx,
    path: &Path,
    text: &Text,
    place: std::ops::Range<usize>,
) -> Option<Location> {
    Some(Location { uri: uri(ctx, path)?, range: to_proto::range_in(text, ctx.abilities.encoding, place) })
}

/// The URI of a file, in the client's spelling if the client has the file open.
pub(super) fn uri(ctx: &Ctx, path: &Path) -> Option<Uri> {
    uri_of(open(ctx, path), path)
}

fn uri_of(open: Option<Arc<OpenDocument>>, path: &Path) -> Option<Uri> {
    match open {
        Some(open) => uris::escaped(&open.uri).parse().ok(),
        None => Uri::from_file_path(path),
    }
}

/// The open document of a file.
pub(super) fn open(ctx: &Ctx, path: &Path) -> Option<Arc<OpenDocument>> {
    open_at(ctx.builds.documents(), path)
}

fn open_at(documents: &Documents, path: &Path) -> Option<Arc<OpenDocument>> {
    documents.all().into_iter().find(|open| uris::file_path(&open.uri).as_deref() == Some(path))
}
