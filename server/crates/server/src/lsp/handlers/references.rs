//! `textDocument/references`.

use dockwright_ide::{self as ide, build_names::shared_name};
use tower_lsp::ls_types::{Location, ReferenceParams};

use crate::lsp::{build_files, ctx::Ctx, from_proto, to_proto, uris};

pub(crate) fn references(ctx: &Ctx, params: &ReferenceParams) -> Vec<Location> {
    let offset = from_proto::offset(ctx, params.text_document_position.position);
    let found = ide::references(ctx.document(), offset, params.context.include_declaration).into_iter();
    let mut found: Vec<Location> = found.filter_map(|range| to_proto::location(ctx, range)).collect();
    if let Some(path) = uris::file_path(&ctx.open.uri)
        && let Some(name) = shared_name(ctx.document(), offset)
    {
        let table = ctx.builds.table(&ctx.folders);
        found.extend(build_files::mentions(ctx, &table, &path, ctx.document(), &name));
    }
    found
}
