//! `textDocument/completion` and `completionItem/resolve`.
//!
//! An item comes with all that is needed to show and to accept it; only its explanation waits until the user looks at
//! it, where the client asks for it then.

use std::cell::Cell;

use dockwright_ide as ide;
use tower_lsp::ls_types::{
    CompletionItem, CompletionList, CompletionParams, CompletionResponse, CompletionTriggerKind,
};

use crate::lsp::{build_context, dispatch::Ctx, from_proto, to_proto};

/// So many images of the workspace are offered at once.
const MOST: usize = 60;

/// A question for a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// Byte offset.
    offset: usize,
    /// The user asked, not the editor by itself.
    is_by_hand: bool,
}

impl Asked {
    /// The protocol calls it "invoked" both when a letter is typed and when the user asks. The user asked where no
    /// letter stands before the cursor, or where the editor has just asked about the same place.
    pub(crate) fn new(ctx: &Ctx, params: &CompletionParams) -> Self {
        let offset = from_proto::offset(ctx, params.text_document_position.position);
        let is_again = ctx.open.is_asked_again(offset);
        let kind = params.context.as_ref().map(|context| context.trigger_kind);
        let is_by_hand = match kind {
            Some(CompletionTriggerKind::INVOKED) => is_again || !ide::is_after_word(ctx.document(), offset),
            Some(_) => false,
            // Scripts and simple clients; they have no popup that opens by itself.
            None => true,
        };
        Self { offset, is_by_hand }
    }
}

/// The list, if no other file is needed for it.
pub(crate) fn completion_on_the_spot(ctx: &Ctx, asked: Asked) -> Option<CompletionResponse> {
    let needs_files = Cell::new(false);
    let images = |_: &str| {
        needs_files.set(true);
        Vec::new()
    };
    let folder = |_: &str| {
        needs_files.set(true);
        Vec::new()
    };
    let items = completions(ctx, asked, &images, &folder);
    (!needs_files.get()).then(|| list(ctx, items, !asked.is_by_hand))
}

/// The list, other files included.
pub(crate) fn completion(ctx: &Ctx, asked: Asked) -> CompletionResponse {
    // The client asks again with the next letter where the workspace is still being searched, or has too many images.
    let is_incomplete = Cell::new(!asked.is_by_hand);
    let images = |typed: &str| {
        let found = ctx.files.images(&ctx.folders, ctx.abilities.encoding);
        let is_cut = found.as_ref().is_none_or(|images| images.len() > MOST);
        is_incomplete.set(is_incomplete.get() || is_cut);
        let mut images = found.unwrap_or_default();
        if images.len() > MOST {
            images.retain(|image| image.contains(typed));
            images.truncate(MOST);
        }
        images
    };
    let items = completions(ctx, asked, &images, &|path| build_context::folder(ctx, path));
    list(ctx, items, is_incomplete.get())
}

fn completions(
    ctx: &Ctx,
    asked: Asked,
    images: &dyn Fn(&str) -> Vec<String>,
    folder: &dyn Fn(&str) -> Vec<ide::FolderEntry>,
) -> Vec<ide::CompletionItem> {
    let context = ide::CompletionContext {
        language: ctx.language,
        has_snippets: ctx.abilities.completion.has_snippets,
        is_by_hand: asked.is_by_hand,
        images,
        folder,
    };
    ide::completions(ctx.document(), asked.offset, &context)
}

/// The list in the protocol's terms. A client must not go on with a list that opened by itself: text that may be meant as
/// it is has to close the list.
fn list(ctx: &Ctx, mut items: Vec<ide::CompletionItem>, is_incomplete: bool) -> CompletionResponse {
    items.sort_by_key(|item| item.rank);
    let items = items.into_iter().enumerate();
    let items = items.map(|(at, item)| to_proto::completion_item(ctx, at, item)).collect();
    CompletionResponse::List(CompletionList { is_incomplete, items })
}

pub(crate) fn completion_resolve(ctx: &Ctx, item: &CompletionItem) -> CompletionItem {
    let documentation = item.data.as_ref().and_then(|data| to_proto::documentation(ctx, data));
    CompletionItem { documentation, ..item.clone() }
}
