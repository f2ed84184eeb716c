//! The requests about ignore files whose answers differ from those about Dockerfiles.

use std::sync::Arc;

use dockwright_format::format_ignore_file;
use dockwright_ide::{self as ide, ignore_file::IgnoreHoverContext};
use dockwright_syntax::Text;
use dockwright_texts::ide::code_actions as texts;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CompletionList, CompletionParams,
    CompletionResponse, DocumentFormattingParams, DocumentLink, DocumentLinkParams,
    DocumentRangeFormattingParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverContents, HoverParams, Location, ReferenceParams, TextEdit, Uri,
};

use super::code_action::is_wanted;
use crate::lsp::{
    capabilities::FIX_ALL, ctx::Ctx, documents::OpenDocument, from_proto, ignore_contexts, starter, to_proto,
};

/// The maximum number of links that are looked up on disk.
const LINKS: usize = 2000;

pub(crate) fn code_action(ctx: &Ctx, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    if !ctx.abilities.actions.has_literals {
        return Vec::new();
    }
    let document = ctx.ignore_file();
    let mut actions = Vec::new();
    if is_wanted(&params.context, CodeActionKind::QUICKFIX.as_str()) {
        let range = from_proto::range(ctx, params.range);
        let found = ide::ignore_file::ignore_file_actions(document, ctx.selection(), &range).into_iter();
        actions.extend(found.filter_map(|action| to_proto::code_action(ctx, action)));
    }
    if is_wanted(&params.context, FIX_ALL)
        && let Some(edit) = ide::ignore_file::fix_all_ignore_file(document, ctx.selection())
    {
        actions.push(CodeAction {
            title: texts::fix_all().text(ctx.language),
            kind: Some(CodeActionKind::from(FIX_ALL)),
            edit: to_proto::workspace_edit(ctx, vec![edit]),
            ..CodeAction::default()
        });
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

pub(crate) fn completion(ctx: &Ctx, params: &CompletionParams) -> Option<CompletionResponse> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let view = ignore_contexts::listed(ctx)?;
    let list = ide::ignore_file::ignore_file_completions(ctx.ignore_file(), offset, &view, ctx.language);
    let mut items = list.items;
    if ctx.ignore_file().source().trim().is_empty() {
        let text = starter::ignore_file(ctx);
        items.extend(
            text.and_then(|text| {
                ide::ignore_file::ignore_file_starter(ctx.ignore_file(), text, ctx.language)
            }),
        );
    }
    items.sort_by_key(|item| item.rank);
    let items =
        items.into_iter().enumerate().map(|(at, item)| to_proto::completion_item(ctx, at, item)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: list.is_incomplete, items }))
}

pub(crate) fn hover(ctx: &Ctx, params: &HoverParams) -> Option<Hover> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    let document = ctx.ignore_file();
    document.rule_at(offset)?;
    let view = ignore_contexts::counted(ctx);
    let root = ignore_contexts::root(ctx);
    let shown = |path: std::path::PathBuf| {
        let inside = root.as_ref().and_then(|root| path.strip_prefix(root).ok());
        inside.unwrap_or(&path).display().to_string()
    };
    let used_by: Vec<String> = ignore_contexts::dockerfiles(ctx).into_iter().map(shown).collect();
    let context = IgnoreHoverContext {
        view: view.as_ref().map(|view| view as _),
        used_by: &used_by,
        language: ctx.language,
    };
    let ide::Hover { range, markdown } = ide::ignore_file::ignore_file_hover(document, offset, context)?;
    Some(Hover {
        contents: HoverContents::Markup(to_proto::markup(ctx, markdown)),
        range: Some(to_proto::range(ctx, range)),
    })
}

pub(crate) fn folding_range(ctx: &Ctx, _: &FoldingRangeParams) -> Vec<FoldingRange> {
    let folds = ide::ignore_file::ignore_file_folds(ctx.ignore_file());
    let limit = ctx.abilities.folding.limit.unwrap_or(usize::MAX);
    folds.iter().filter_map(|fold| to_proto::folding_range(ctx, fold)).take(limit).collect()
}

pub(crate) fn formatting(ctx: &Ctx, _: &DocumentFormattingParams) -> Vec<TextEdit> {
    to_proto::text_edits(ctx, format_ignore_file(ctx.ignore_file().source()))
}

pub(crate) fn range_formatting(ctx: &Ctx, params: &DocumentRangeFormattingParams) -> Vec<TextEdit> {
    let range = from_proto::range(ctx, params.range);
    let mut edits = format_ignore_file(ctx.ignore_file().source());
    edits.retain(|edit| range.start <= edit.range.end && edit.range.start <= range.end);
    to_proto::text_edits(ctx, edits)
}

pub(crate) fn document_link(ctx: &Ctx, _: &DocumentLinkParams) -> Vec<DocumentLink> {
    let links = ide::ignore_file::ignore_file_links(ctx.ignore_file()).into_iter().take(LINKS);
    links
        .filter_map(|link| {
            let range = to_proto::range(ctx, link.range);
            Some(DocumentLink { range, target: Some(file(ctx, &link.path)?), tooltip: None, data: None })
        })
        .collect()
}

pub(crate) fn goto_definition(ctx: &Ctx, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    let mut links = ide::ignore_file::ignore_file_links(ctx.ignore_file()).into_iter();
    let link = links.find(|link| (link.range.start..=link.range.end).contains(&offset))?;
    Some(GotoDefinitionResponse::Array(vec![Location { uri: file(ctx, &link.path)?, range: <_>::default() }]))
}

/// The URI of a file in the context.
fn file(ctx: &Ctx, path: &str) -> Option<Uri> {
    super::document_link::file(&ignore_contexts::root(ctx)?, path)
}

/// The COPY and ADD instructions whose sources the pattern excludes.
pub(crate) fn references(ctx: &Ctx, open: &[Arc<OpenDocument>], params: &ReferenceParams) -> Vec<Location> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let document = ctx.ignore_file();
    let (Some(rule), Some(view)) = (document.rule_at(offset), ignore_contexts::counted(ctx)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in ignore_contexts::dockerfiles(ctx) {
        let Some((source, uri)) = ignore_contexts::text(&path, open).zip(Uri::from_file_path(&path)) else {
            continue;
        };
        let text = Text::new(&source);
        let dockerfile = dockwright_analysis::document::Document::new(text);
        let hidden = ide::ignore_file::hidden_sources(&dockerfile, document.file(), &view).into_iter();
        found.extend(hidden.filter(|hidden| hidden.rule == rule).map(|hidden| {
            let range = to_proto::range_in(dockerfile.text(), ctx.abilities.encoding, hidden.range);
            Location { uri: uri.clone(), range }
        }));
    }
    found
}
