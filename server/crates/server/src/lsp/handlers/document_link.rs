//! `textDocument/documentLink`: web pages, and existing files of the build context.
//!
//! A link never leads outside the build context, not even through a symbolic link.

use std::{path::Path, str::FromStr};

use dockwright_ide::{self as ide, LinkTarget};
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::{
    contexts::DiskView,
    lsp::{build_context, ctx::Ctx, to_proto},
};

pub(crate) fn document_link(ctx: &Ctx, _: &DocumentLinkParams) -> Vec<DocumentLink> {
    let contexts = build_context::candidates(ctx).into_iter();
    let contexts = contexts.filter_map(|context| {
        let root = context.place.root.clone();
        Some((context.view()?, root))
    });
    let contexts: Vec<_> = contexts.collect();
    let links = ide::document_links(ctx.document()).into_iter();
    links
        .filter_map(|link| {
            let target = match &link.target {
                LinkTarget::Url(url) => Uri::from_str(url).ok()?,
                LinkTarget::ContextPath(path) => Uri::from_file_path(build_context::file(&contexts, path)?)?,
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

/// The URI of a file in a folder; `None` if it does not exist, or if a symbolic link leads outside
/// of the folder.
pub(super) fn file(context: &Path, path: &str) -> Option<Uri> {
    let context = (DiskView::new(context)?, context.to_owned());
    Uri::from_file_path(build_context::file(&[context], path)?)
}
