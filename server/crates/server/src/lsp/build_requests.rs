//! Answers requests about Compose files, Bake files and `devcontainer.json` that the client has
//! open.
//!
//! Only the parts about Dockerfiles are handled. Everything else is left to the servers of those
//! languages.

use std::path::PathBuf;

use dockwright_builds::{Dockerfile, Said};
use dockwright_ide::{
    self as ide, RenameError,
    build_names::{self, BuildWord, SharedName, build_word},
};
use serde_json::{Value, json};
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{
        self as lsp, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents, HoverParams,
        Location, PrepareRenameResponse, ReferenceParams, RenameParams, TextDocumentPositionParams,
        WorkspaceEdit,
    },
};

use super::{
    build_completion,
    build_files::{View, inline_context, location, mentions, rename_everywhere, uri},
    ctx::{Ctx, Snapshot, Target},
    dispatch::{Reply, decode},
    document_kind::build_file,
    from_proto, handlers, to_proto,
};
use crate::builds::inline_document;

/// The languages of build files. Most files in these languages are not build files.
const LANGUAGES: &[&str] = &[
    "docker-compose",
    "dockerbake",
    "dockercompose",
    "hcl",
    "json",
    "jsonc",
    "terraform",
    "yaml",
    "yaml.docker-compose",
];

/// Whether a document is left to the server of its language, since some editors choose servers only
/// by the language.
pub(crate) fn is_left_alone(uri: &str, language: &str) -> bool {
    LANGUAGES.contains(&language) && build_file(uri).is_none()
}

/// The answer for a document that is left to another server.
pub(crate) fn nothing(method: &str) -> Reply {
    let is_report = method == "textDocument/diagnostic";
    Reply::now(|| Ok(if is_report { json!({"kind": "full", "items": []}) } else { Value::Null }))
}

/// Answers a request about a build file.
pub(crate) fn answer(snapshot: Snapshot, method: &str, params: Option<Value>) -> Reply {
    let Snapshot { session, target, .. } = snapshot;
    let Target::Open(open) = target else { return nothing(method) };
    if !session.settings.compose.enabled {
        return nothing(method);
    }
    let ctx = Ctx::new(open, session);
    match method {
        "textDocument/diagnostic" => Reply::pooled(move || Ok(handlers::diagnostic(&ctx, &decode(params)?))),
        "textDocument/completion" => {
            Reply::pooled(move || Ok(build_completion::completion(&ctx, &decode(params)?)))
        }
        "textDocument/formatting" => Reply::pooled(move || Ok(handlers::formatting(&ctx, &decode(params)?))),
        "textDocument/semanticTokens/full" => {
            Reply::pooled(move || Ok(handlers::semantic_tokens_full(&ctx, &decode(params)?)))
        }
        "textDocument/semanticTokens/full/delta" => {
            Reply::pooled(move || Ok(handlers::semantic_tokens_full_delta(&ctx, &decode(params)?)))
        }
        "textDocument/semanticTokens/range" => {
            Reply::pooled(move || Ok(handlers::semantic_tokens_range(&ctx, &decode(params)?)))
        }
        "textDocument/hover" => Reply::pooled(move || Ok(hover(&ctx, &decode(params)?))),
        "textDocument/definition" => Reply::pooled(move || Ok(definition(&ctx, &decode(params)?))),
        "textDocument/references" => Reply::pooled(move || Ok(references(&ctx, &decode(params)?))),
        "textDocument/prepareRename" => Reply::pooled(move || prepare_rename(&ctx, &decode(params)?)),
        "textDocument/rename" => Reply::pooled(move || rename(&ctx, &decode(params)?)),
        _ => nothing(method),
    }
}

/// The builds, the file that a request is about, and the offset in it; `None` if the file cannot be
/// read.
fn asked(ctx: &Ctx, position: lsp::Position) -> Option<(View, PathBuf, usize)> {
    let path = build_file(&ctx.open.uri)?;
    let view = View::new(ctx);
    view.table.file(&path).filter(|file| file.broken.is_none())?;
    let offset = from_proto::offset(ctx, position);
    Some((view, path, offset))
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

fn said<'a>(word: &BuildWord<'a>) -> Option<&'a Said> {
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
