//! Completion in Compose files, Bake files and `devcontainer.json`: the names that they share with Dockerfiles, and everything
//! in an inline Dockerfile.

use dockwright_analysis::cursor::Token;
use dockwright_builds::{Build, Inline, Place};
use dockwright_ide::{
    self as ide, CompletionItem,
    build_names::{BuildWord, build_word},
};
use tower_lsp::ls_types::{CompletionList, CompletionParams, CompletionResponse};

use super::{
    build_files::{View, inline_context},
    build_requests::asked,
    ctx::Ctx,
    to_proto,
};
use crate::builds::inline_document;

/// The list at a position of a build file.
pub(super) fn completion(ctx: &Ctx, params: &CompletionParams) -> Option<CompletionResponse> {
    let (view, path, offset) = asked(ctx, params.text_document_position.position)?;
    let token = |place: &Place| {
        let typed = ctx.open.text.slice(place.range.start..offset.max(place.range.start)).into_owned();
        Token::new(place.range.clone(), &typed)
    };
    let mut items = match build_word(&view.table, &path, offset)? {
        BuildWord::Inline(build, inline, at) => in_inline(ctx, &view, build, inline, at),
        BuildWord::Target(build, said) => {
            ide::stages_for_builds(&*view.document(build)?, &token(&said.place))
        }
        BuildWord::Argument(build, said) => {
            let is_set = |name: &str| said.value() != Some(name) && build.arg(name).is_some();
            ide::arguments_for_builds(&*view.document(build)?, &token(&said.place), is_set)
        }
        BuildWord::Dockerfile(..) => return None,
    };
    items.sort_by_key(|item| item.rank);
    let items = items.into_iter().enumerate();
    let items = items.map(|(at, item)| to_proto::completion_item(ctx, at, item)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: true, items }))
}

/// What may be written in an inline Dockerfile. Snippets and what the build file would read as its own variables are left
/// out.
fn in_inline(ctx: &Ctx, view: &View, build: &Build, inline: &Inline, at: usize) -> Vec<CompletionItem> {
    let document = inline_document(inline, inline_context(ctx, view, build));
    let context = ide::CompletionContext {
        language: ctx.language,
        has_snippets: false,
        is_by_hand: !ide::is_after_word(&document, at),
        images: &|_| Vec::new(),
        folder: &|_, _| Vec::new(),
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
