//! Compose files, Bake files and `devcontainer.json` that the client has open: their findings, and the names that they
//! share with Dockerfiles.
//!
//! Everything else about such files is left to the servers of their languages, so other requests get no result.

use std::{collections::HashMap, path::Path, path::PathBuf, sync::Arc};

use dockwright_analysis::{document::Document, fix::TextEdit};
use dockwright_builds::{Build, Dockerfile, Place, Table};
use dockwright_ide::{
    self as ide, RenameError,
    build_names::{self, BuildWord, SharedName, build_word},
};
use dockwright_lint::{
    build_files::{build_file_diagnostics, inline_diagnostics},
    diagnostic::Diagnostic,
};
use dockwright_syntax::Text;
use serde_json::Value;
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{
        self as lsp, DocumentChanges, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents,
        HoverParams, Location, OneOf, OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse,
        ReferenceParams, RenameParams, TextDocumentEdit, TextDocumentPositionParams, Uri, WorkspaceEdit,
    },
};

use super::{
    ctx::{Ctx, Snapshot, Target},
    dispatch::{Reply, decode},
    from_proto, handlers, to_proto, uris,
    workspace_builds::build_file,
};
use crate::builds::{Disk, DiskDockerfiles, inline_document, known_build};

/// Answers a request about a build file.
pub(crate) fn answer(snapshot: Snapshot, method: &str, params: Option<Value>) -> Reply {
    let Snapshot { session, target, .. } = snapshot;
    let Target::Open(open) = target else { return Reply::now(|| Ok(Value::Null)) };
    if !session.settings.compose.enabled {
        return Reply::now(|| Ok(Value::Null));
    }
    let ctx = Ctx::new(open, session);
    match method {
        "textDocument/diagnostic" => Reply::pooled(move || Ok(handlers::diagnostic(&ctx, &decode(params)?))),
        "textDocument/hover" => Reply::pooled(move || Ok(hover(&ctx, &decode(params)?))),
        "textDocument/definition" => Reply::pooled(move || Ok(definition(&ctx, &decode(params)?))),
        "textDocument/references" => Reply::pooled(move || Ok(references(&ctx, &decode(params)?))),
        "textDocument/prepareRename" => Reply::pooled(move || prepare_rename(&ctx, &decode(params)?)),
        "textDocument/rename" => Reply::pooled(move || rename(&ctx, &decode(params)?)),
        _ => Reply::now(|| Ok(Value::Null)),
    }
}

/// The builds of the current texts, and the Dockerfiles that are open.
struct View {
    table: Arc<Table>,
    disk: Disk,
    open: HashMap<PathBuf, Arc<Document>>,
    root: PathBuf,
}

impl View {
    fn new(ctx: &Ctx) -> Self {
        let open = ctx.builds.documents().all().into_iter().filter_map(|document| {
            let path = uris::file_path(&document.uri)?;
            build_file(&document.uri).is_none().then(|| (path, Arc::clone(document.document())))
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

    /// The Dockerfile of a build and its path.
    fn dockerfile(&self, build: &Build) -> Option<(PathBuf, Arc<Document>)> {
        let Dockerfile::File(path) = &build.dockerfile else { return None };
        Some((path.clone(), self.dockerfiles().at(path)?))
    }

    /// What a word of a build file names in a Dockerfile.
    fn named(&self, word: &BuildWord<'_>) -> Option<(PathBuf, Arc<Document>, SharedName)> {
        let (build, name) = match word {
            BuildWord::Target(build, said) => (build, said.value()?),
            BuildWord::Argument(build, said) => (build, said.value()?),
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

/// The findings in a build file; none while it cannot be read.
pub(crate) fn diagnostics(ctx: &Ctx, path: &Path) -> Vec<Diagnostic> {
    if !ctx.settings.compose.enabled {
        return Vec::new();
    }
    let view = View::new(ctx);
    if view.table.file(path).is_none_or(|file| file.broken.is_some()) {
        return Vec::new();
    }
    let mut found = build_file_diagnostics(&view.table, path, &view.dockerfiles(), ctx.selection());
    let mut known: Vec<&Place> = Vec::new();
    for build in view.table.all() {
        let Dockerfile::Inline(inline) = &build.dockerfile else { continue };
        if *inline.place.file != *path || known.contains(&&inline.place) {
            continue;
        }
        known.push(&inline.place);
        let document = inline_document(inline, inline_context(ctx, &view, build));
        found.extend(inline_diagnostics(inline, &document, ctx.selection()));
    }
    found
}

fn inline_context(
    ctx: &Ctx,
    view: &View,
    build: &Build,
) -> Arc<dockwright_analysis::document::DocumentContext> {
    let builds = vec![known_build(&view.table, build, &view.root)];
    let mut context = ctx.document().context().as_ref().clone();
    context.inputs = context.inputs.with_builds(&builds);
    context.builds = builds;
    context.into()
}

fn hover(ctx: &Ctx, params: &HoverParams) -> Option<Hover> {
    let (view, path, offset) = asked(ctx, params.text_document_position_params.position)?;
    let word = build_word(&view.table, &path, offset)?;
    let (range, markdown) = match &word {
        BuildWord::Inline(build, inline, at) => {
            let document = inline_document(inline, inline_context(ctx, &view, build));
            let hover = ide::hover(&document, *at, ctx.language)?;
            (inline.range_to_file(&hover.range)?, hover.markdown)
        }
        BuildWord::Target(_, said) | BuildWord::Argument(_, said) => {
            let (_, document, name) = view.named(&word)?;
            let place = build_names::place_of(&document, &name)?;
            (said.place.range.clone(), ide::hover(&document, place.start, ctx.language)?.markdown)
        }
        BuildWord::Dockerfile(..) => return None,
    };
    Some(Hover {
        contents: HoverContents::Markup(to_proto::markup(ctx, markdown)),
        range: Some(to_proto::range(ctx, range)),
    })
}

fn definition(ctx: &Ctx, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let (view, path, offset) = asked(ctx, params.text_document_position_params.position)?;
    let word = build_word(&view.table, &path, offset)?;
    let location = match &word {
        BuildWord::Dockerfile(build, _) => {
            let (file, _) = view.dockerfile(build)?;
            Location { uri: uri(ctx, &file)?, range: lsp::Range::default() }
        }
        BuildWord::Inline(build, inline, at) => {
            let document = inline_document(inline, inline_context(ctx, &view, build));
            let target = ide::definition(&document, *at)?.targets.into_iter().next()?;
            return Some(to_proto::location(ctx, inline.range_to_file(&target.selection)?)?.into());
        }
        BuildWord::Target(build, said) if matches!(build.dockerfile, Dockerfile::Inline(_)) => {
            let Dockerfile::Inline(inline) = &build.dockerfile else { return None };
            let document = inline_document(inline, inline_context(ctx, &view, build));
            let stage = document.model().built_stage(said.value()?)?;
            let place = build_names::place_of(&document, &SharedName::Stage(stage))?;
            return Some(to_proto::location(ctx, inline.range_to_file(&place)?)?.into());
        }
        BuildWord::Target(..) | BuildWord::Argument(..) => {
            let (file, document, name) = view.named(&word)?;
            let place = build_names::place_of(&document, &name)?;
            location(ctx, &file, document.text(), place)?
        }
    };
    Some(location.into())
}

fn references(ctx: &Ctx, params: &ReferenceParams) -> Option<Vec<Location>> {
    let (view, path, offset) = asked(ctx, params.text_document_position.position)?;
    let word = build_word(&view.table, &path, offset)?;
    let (file, document, name) = view.named(&word)?;
    let place = build_names::place_of(&document, &name)?;
    let own = ide::references(&document, place.start, params.context.include_declaration);
    let mut found: Vec<Location> =
        own.into_iter().filter_map(|range| location(ctx, &file, document.text(), range)).collect();
    found.extend(mentions(ctx, &view.table, &file, &document, &name));
    Some(found)
}

/// The places in build files that name something of a Dockerfile.
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

fn prepare_rename(ctx: &Ctx, params: &TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
    let Some((view, path, offset)) = asked(ctx, params.position) else { return Ok(None) };
    let word = build_word(&view.table, &path, offset);
    let Some((said, (_, document, name))) = word.and_then(|word| Some((said(&word)?, view.named(&word)?)))
    else {
        return Ok(None);
    };
    if !said.is_verbatim {
        return Ok(None);
    }
    let Some(place) = build_names::place_of(&document, &name) else { return Ok(None) };
    match ide::prepare_rename(&document, place.start) {
        Ok(renamable) => Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
            range: to_proto::range(ctx, said.place.range.clone()),
            placeholder: renamable.placeholder,
        })),
        Err(RenameError::NothingHere) => Ok(None),
        Err(refused @ RenameError::Refused(_)) => Err(to_proto::refusal(ctx, &refused)),
    }
}

fn said<'a>(word: &BuildWord<'a>) -> Option<&'a dockwright_builds::Said> {
    match word {
        BuildWord::Target(_, said) | BuildWord::Argument(_, said) => Some(said),
        BuildWord::Dockerfile(..) | BuildWord::Inline(..) => None,
    }
}

fn rename(ctx: &Ctx, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let Some((view, path, offset)) = asked(ctx, params.text_document_position.position) else {
        return Ok(None);
    };
    let named = build_word(&view.table, &path, offset).and_then(|word| view.named(&word));
    let Some((file, document, name)) = named else {
        return Err(to_proto::refusal(ctx, &RenameError::NothingHere));
    };
    let Some(place) = build_names::place_of(&document, &name) else {
        return Err(to_proto::refusal(ctx, &RenameError::NothingHere));
    };
    rename_everywhere(ctx, &view.table, &file, &document, place.start, &params.new_name)
}

/// Renames what a Dockerfile has at an offset, there and in the build files.
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
        match files.last_mut().filter(|(known, ..)| *known == *path) {
            Some((.., edits)) => edits.push(edit),
            None => {
                let text = table.file(&path).map_or("", |file| file.text);
                files.push((path.to_path_buf(), Text::new(text), vec![edit]));
            }
        }
    }
    Ok(workspace_edit(ctx, files))
}

fn workspace_edit(ctx: &Ctx, files: Vec<(PathBuf, Text, Vec<TextEdit>)>) -> Option<WorkspaceEdit> {
    let mut changes = Vec::new();
    for (path, text, edits) in files {
        let edits: Vec<lsp::TextEdit> = edits
            .into_iter()
            .map(|edit| lsp::TextEdit { range: range(ctx, &text, edit.range), new_text: edit.text })
            .collect();
        changes.push((uri(ctx, &path)?, version(ctx, &path), edits));
    }
    if !ctx.abilities.workspace.edits_versions {
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

/// The builds, the file that a request is about, and the offset in it; nothing while the file cannot be read.
fn asked(ctx: &Ctx, position: lsp::Position) -> Option<(View, PathBuf, usize)> {
    let path = build_file(&ctx.open.uri)?;
    let view = View::new(ctx);
    view.table.file(&path).filter(|file| file.broken.is_none())?;
    let offset = from_proto::offset(ctx, position);
    Some((view, path, offset))
}

fn range(ctx: &Ctx, text: &Text, range: std::ops::Range<usize>) -> lsp::Range {
    let position = |offset| {
        let position = text.position(offset, ctx.abilities.encoding);
        lsp::Position { line: position.line, character: position.column }
    };
    lsp::Range { start: position(range.start), end: position(range.end) }
}

fn location(ctx: &Ctx, path: &Path, text: &Text, place: std::ops::Range<usize>) -> Option<Location> {
    Some(Location { uri: uri(ctx, path)?, range: range(ctx, text, place) })
}

/// The URI of a file, as the client wrote it if it has the file open.
fn uri(ctx: &Ctx, path: &Path) -> Option<Uri> {
    let open = ctx
        .builds
        .documents()
        .all()
        .into_iter()
        .find(|open| uris::file_path(&open.uri).as_deref() == Some(path));
    match open {
        Some(open) => uris::escaped(&open.uri).parse().ok(),
        None => Uri::from_file_path(path),
    }
}

fn version(ctx: &Ctx, path: &Path) -> Option<i32> {
    let all = ctx.builds.documents().all();
    all.into_iter().find(|open| uris::file_path(&open.uri).as_deref() == Some(path))?.version
}
