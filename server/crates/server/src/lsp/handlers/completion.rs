//! `textDocument/completion` and `completionItem/resolve`.
//!
//! An item contains everything that is needed to show and to accept it. Only its explanation is sent later, when the
//! user looks at the item, if the client supports that.

use std::cell::Cell;

use dockwright_ide as ide;
use tower_lsp::ls_types::{
    CompletionItem, CompletionList, CompletionParams, CompletionResponse, CompletionTriggerKind,
};

use crate::lsp::{build_context, ctx::Ctx, from_proto, starter, to_proto};

/// The maximum number of workspace images that are offered at once.
const MOST: usize = 60;

/// Where and how a list was requested.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompletionTrigger {
    /// Byte offset.
    offset: usize,
    /// Whether the user requested it, rather than the editor by itself.
    is_by_hand: bool,
}

impl CompletionTrigger {
    /// The protocol calls it "invoked" both when a letter is typed and when the user requests a list.
    /// It was the user if there is no letter before the cursor, or if the editor has just requested a
    /// list for the same position.
    pub(crate) fn new(ctx: &Ctx, params: &CompletionParams) -> Self {
        let offset = from_proto::offset(ctx, params.text_document_position.position);
        let is_again = ctx.open.is_asked_again(offset);
        let kind = params.context.as_ref().map(|context| context.trigger_kind);
        let is_by_hand = match kind {
            Some(CompletionTriggerKind::INVOKED) => is_again || !ide::is_after_word(ctx.document(), offset),
            Some(_) => false,
            // Scripts and simple clients, which have no list that opens by itself.
            None => true,
        };
        Self { offset, is_by_hand }
    }
}

/// The list, unless other files are needed for it.
pub(crate) fn completion_without_files(ctx: &Ctx, trigger: CompletionTrigger) -> Option<CompletionResponse> {
    let needs_files = Cell::new(false);
    let images = |_: &str| {
        needs_files.set(true);
        Vec::new()
    };
    let folder = |_: &str, _: &str| {
        needs_files.set(true);
        Vec::new()
    };
    let starter = || {
        needs_files.set(true);
        None
    };
    let items = completions(ctx, trigger, &images, &folder, &starter);
    (!needs_files.get()).then(|| list(ctx, items, !trigger.is_by_hand))
}

/// The list, with the names of other files and images.
pub(crate) fn completion(ctx: &Ctx, trigger: CompletionTrigger) -> CompletionResponse {
    // The client repeats the request with the next letter if the workspace is still being searched or
    // has too many images.
    let is_incomplete = Cell::new(!trigger.is_by_hand);
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
    let folder = |path: &str, typed: &str| {
        let (names, is_cut) = build_context::folder(ctx, path, typed);
        is_incomplete.set(is_incomplete.get() || is_cut);
        names
    };
    let items = completions(ctx, trigger, &images, &folder, &|| starter::dockerfile(ctx));
    list(ctx, items, is_incomplete.get())
}

fn completions(
    ctx: &Ctx,
    trigger: CompletionTrigger,
    images: &dyn Fn(&str) -> Vec<String>,
    folder: &dyn Fn(&str, &str) -> Vec<ide::FolderEntry>,
    starter: &dyn Fn() -> Option<ide::StarterFile>,
) -> Vec<ide::CompletionItem> {
    let context = ide::CompletionContext {
        language: ctx.language,
        has_snippets: ctx.abilities.completion.has_snippets,
        is_by_hand: trigger.is_by_hand,
        images,
        folder,
        starter,
    };
    ide::completions(ctx.document(), trigger.offset, &context)
}

/// Converts the list to the protocol's type. A client must not keep filtering a list that opened by
/// itself: it has to close when the typed text may be complete.
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
