//! `textDocument/documentLink`: pages, and the files of the build context that are there.
//!
//! Which directory is the context, the file does not say: it is looked for beside the Dockerfile, then in the
//! workspace's folder. A link never leads out of it, not even through a symbolic link.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use dockwright_ide::{self as ide, LinkTarget};
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::lsp::dispatch::Ctx;
use crate::lsp::{from_proto, to_proto};

pub(crate) fn document_link(ctx: &Ctx, _: &DocumentLinkParams) -> Vec<DocumentLink> {
    let contexts = contexts(ctx);
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
                tooltip: link.tooltip.filter(|_| ctx.abilities.shows.link_tooltips),
                data: None,
            })
        })
        .collect()
}

/// The directories that may be the build context, the likeliest first.
fn contexts(ctx: &Ctx) -> Vec<PathBuf> {
    let path = from_proto::file_path(&ctx.open.uri);
    let beside = path.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    let around =
        ctx.folders.iter().filter(|folder| path.as_ref().is_none_or(|path| path.starts_with(folder)));
    beside.into_iter().chain(around.cloned()).collect()
}

fn file(context: &Path, path: &str) -> Option<Uri> {
    let found = context.join(path);
    let is_inside = found.canonicalize().ok()?.starts_with(context.canonicalize().ok()?);
    (is_inside && found.is_file()).then(|| Uri::from_file_path(found))?
}
