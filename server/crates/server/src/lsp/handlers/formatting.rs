//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`.
//!
//! The editor's tab size is used if neither a configuration file nor an `.editorconfig` nor the user's settings specify
//! the indentation. Configuration files are read for each request, because formatting is rare.

use dockwright_format::{FormatOptions, IndentStyle};
use dockwright_ide as ide;
use tower_lsp::ls_types::{
    self as lsp, DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    TextEdit,
};

use crate::{
    config::files::Configuration,
    lsp::{ctx::Ctx, document_kind::DocumentKind, from_proto, inline_dockerfiles, to_proto, uris},
};

pub(crate) fn formatting(ctx: &Ctx, params: &DocumentFormattingParams) -> Vec<TextEdit> {
    let options = options(ctx, &params.options);
    if ctx.open.kind == DocumentKind::BuildFile {
        return inline_dockerfiles::formatting(ctx, &options);
    }
    to_proto::text_edits(ctx, dockwright_format::format(ctx.document(), &options))
}

pub(crate) fn range_formatting(ctx: &Ctx, params: &DocumentRangeFormattingParams) -> Vec<TextEdit> {
    let options = options(ctx, &params.options);
    let range = from_proto::range(ctx, params.range);
    to_proto::text_edits(ctx, dockwright_format::format_range(ctx.document(), &range, &options))
}

pub(crate) fn on_type_formatting(ctx: &Ctx, params: &DocumentOnTypeFormattingParams) -> Vec<TextEdit> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let Some(typed) = params.ch.chars().next_back() else { return Vec::new() };
    let options = options(ctx, &params.options);
    to_proto::text_edits(ctx, ide::typing_edits(ctx.document(), offset, typed, &options))
}

fn options(ctx: &Ctx, editor: &lsp::FormattingOptions) -> FormatOptions {
    let options = FormatOptions {
        indent_width: (editor.tab_size as usize).clamp(1, 16),
        indent_style: Some(if editor.insert_spaces { IndentStyle::Space } else { IndentStyle::Tab }),
        ..FormatOptions::default()
    };
    let path = uris::file_path(&ctx.open.uri);
    // A document without a file will probably be saved in the workspace.
    let folder = path.as_deref().and_then(|path| path.parent()).or(ctx.folders.first().map(AsRef::as_ref));
    let configuration = folder.map(Configuration::find).unwrap_or_default();
    configuration.format(&ctx.settings.checks, path.as_deref(), options)
}
