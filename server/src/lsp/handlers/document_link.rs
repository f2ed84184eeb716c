//! `textDocument/documentLink`: web pages, and existing files of the build context.
//!
//! A link never leads outside the build context, not even through a symbolic link.

use std::{path::Path, str::FromStr};

use dockwright_ide::{self as ide, LinkTarget};
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::lsp::{build_context, ctx::Ctx, to_proto};

pub(crate) fn document_link(ctx: &Ctx, _: &DocumentLinkParams) -> Vec<DocumentLink> {
    let contexts = build_context::contexts(ctx);
    let links = ide::document_links(ctx.document()).into_iter();
    links
        .filter_map(|link| {
            let target = match &link.target {
                LinkTarget::Url(url) => Uri::from_str(url).ok()?,
                LinkTarget::ContextPath(path) => contexts.iter().find_map(|context| file(context, path))?,
            };
            Some(DocumentLink {
                range: to_proto::range(ctx, link.range),
                target: Some(target),
                tooltip: link
                    .tooltip
                    .filter(|_| ctx.abilities.shows.link_tooltips)
                    .map(|tooltip| tooltip.text(ctx.language)),
                data: None,
            })
        })
        .collect()
}

/// A file below a folder, not even through a symbolic link outside of it.
pub(super) fn file(context: &Path, path: &str) -> Option<Uri> {
    let found = context.join(path);
    let is_inside = found.canonicalize().ok()?.starts_with(context.canonicalize().ok()?);
    (is_inside && found.is_file()).then(|| Uri::from_file_path(found))?
}
