//! Completion in Compose files, Bake files and `devcontainer.json`: the names that they share with
//! Dockerfiles, and everything in an inline Dockerfile.

use std::ops::Range;

use dockwright_analysis::cursor::Token;
use dockwright_builds::{Build, Context, FileKind, Inline};
use dockwright_ide::{
    self as ide, CompletionItem,
    build_names::{BuildWord, build_word},
};
use tower_lsp::ls_types::{CompletionList, CompletionParams, CompletionResponse};

use super::{
    build_context,
    build_files::{View, inline_context},
    ctx::Ctx,
    document_kind::build_file,
    from_proto, to_proto, uris,
};
use crate::builds::inline_document;

/// The maximum number of workspace images that are offered.
const MOST: usize = 60;
/// Texts that complete unfinished text at the cursor: a value, or a key with a value.
const ENDINGS: [&str; 2] = ["x", "x: x"];

/// The list at a position of a build file.
pub(super) fn completion(ctx: &Ctx, params: &CompletionParams) -> Option<CompletionResponse> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let mut items = as_written(ctx, offset).or_else(|| half_typed(ctx, offset))?;
    items.sort_by_key(|item| item.rank);
    let items = items.into_iter().enumerate();
    let items = items.map(|(at, item)| to_proto::completion_item(ctx, at, item)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: true, items }))
}

/// The items if the text can be parsed without changes.
fn as_written(ctx: &Ctx, offset: usize) -> Option<Vec<CompletionItem>> {
    let path = build_file(&ctx.open.uri)?;
    let view = View::new(ctx);
    view.table.file(&path).filter(|file| file.broken.is_none())?;
    let word = build_word(&view.table, &path, offset)?;
    if let BuildWord::Inline(build, inline, at) = word {
        return Some(in_inline(ctx, &view, build, inline, at));
    }
    names(ctx, &view, &word, offset, 0)
}

/// The items if a Compose file can be parsed once a text is inserted at the cursor: after
/// `target:`, and where a key has no value yet. In the other languages, quotes precede the name.
fn half_typed(ctx: &Ctx, offset: usize) -> Option<Vec<CompletionItem>> {
    let path = build_file(&ctx.open.uri).filter(|path| FileKind::of(path) == Some(FileKind::Compose))?;
    let text = &ctx.open.text;
    let (before, after) = (text.slice(0..offset), text.slice(offset..text.len()));
    // Text can be missing only at the end of a line.
    let is_end = after.lines().next().is_none_or(|rest| rest.trim().is_empty());
    let mut view = View::new(ctx);
    ENDINGS.iter().filter(|_| is_end).find_map(|ending| {
        let text = format!("{before}{ending}{after}");
        view.table = ctx.builds.with_text(&ctx.folders, &path, text.into()).into();
        view.table.file(&path).filter(|file| file.broken.is_none())?;
        names(ctx, &view, &build_word(&view.table, &path, offset)?, offset, 1)
    })
}

/// The stages or build arguments that may replace a word. The last `added` bytes of the word are not in
/// the document.
fn names(
    ctx: &Ctx,
    view: &View,
    word: &BuildWord<'_>,
    offset: usize,
    added: usize,
) -> Option<Vec<CompletionItem>> {
    let token = |place: &Range<usize>| {
        let range = place.start..(place.end - added).max(offset);
        Token::new(range, &ctx.open.text.slice(place.start..offset.max(place.start)))
    };
    match word {
        BuildWord::Target(build, said) => {
            Some(ide::stages_for_builds(&*view.document(build)?, &token(&said.place.range)))
        }
        BuildWord::Argument(build, said) => {
            let is_set = |name: &str| said.value() != Some(name) && build.arg(name).is_some();
            Some(ide::arguments_for_builds(&*view.document(build)?, &token(&said.place.range), is_set))
        }
        BuildWord::Dockerfile(..) | BuildWord::Inline(..) => None,
    }
}

/// The items for an inline Dockerfile, without snippets and without text that the build file would
/// read as its own variables.
fn in_inline(ctx: &Ctx, view: &View, build: &Build, inline: &Inline, at: usize) -> Vec<CompletionItem> {
    let document = inline_document(inline, inline_context(ctx, view, build));
    let context = ide::CompletionContext {
        language: ctx.language,
        has_snippets: false,
        is_by_hand: !ide::is_after_word(&document, at),
        images: &|typed| images(ctx, typed),
        folder: &|path, typed| match (&build.context, uris::file_path(&ctx.open.uri)) {
            (Context::Folder(root), Some(file)) => {
                let context = build_context::of_inline(ctx, &file, root);
                build_context::folder_in(ctx, &[context], path, typed).0
            }
            _ => Vec::new(),
        },
        starter: &|| None,
    };
    let in_file = |mut item: CompletionItem| {
        let is_plain = !item.edit.text.contains(['\n', '$']);
        item.edit.range = inline.exact_range(&item.edit.range).filter(|_| is_plain)?;
        item.insert = inline.exact_range(&item.insert)?;
        Some(item)
    };
    ide::completions(&document, at, &context).into_iter().filter_map(in_file).collect()
}

/// The images of the workspace that contain the typed text.
fn images(ctx: &Ctx, typed: &str) -> Vec<String> {
    let images = ctx.files.images(&ctx.folders, ctx.abilities.encoding).unwrap_or_default();
    images.into_iter().filter(|image| image.contains(typed)).take(MOST).collect()
}
