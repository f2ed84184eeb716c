//! `textDocument/hover`.
//!
//! Only the sources of COPY, ADD and bind mounts need files: those in the build context are
//! counted, up to a limit.

use std::time::Duration;

use dockwright_context::{build::IgnoreLine, sources::count};
use dockwright_ide::{self as ide, ContextSource, SourceSummary};
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

use crate::{
    contexts::FolderContext,
    lsp::{build_context, ctx::Ctx, from_proto, to_proto},
};

/// The maximum time for counting files, and the maximum number of entries.
const PATIENCE: Duration = Duration::from_millis(50);
const MAX_ENTRIES: usize = 20_000;

/// The offset of the request.
pub(crate) fn hover_place(ctx: &Ctx, params: &HoverParams) -> usize {
    from_proto::offset(ctx, params.text_document_position_params.position)
}

/// The answer, unless it needs files.
#[expect(clippy::option_option, reason = "there may be nothing to answer")]
pub(crate) fn hover_without_files(ctx: &Ctx, offset: usize) -> Option<Option<Hover>> {
    if ide::context_source_at(ctx.document(), offset).is_some() {
        return None;
    }
    Some(ide::hover(ctx.document(), offset, ctx.language).map(|hover| shown(ctx, hover)))
}

/// The answer, including what a source uses from the build context.
pub(crate) fn hover(ctx: &Ctx, offset: usize) -> Option<Hover> {
    let other = ide::hover(ctx.document(), offset, ctx.language);
    let Some(source) = ide::context_source_at(ctx.document(), offset) else {
        return other.map(|hover| shown(ctx, hover));
    };
    let builds = build_context::builds(ctx);
    let summaries: Vec<_> = builds.iter().filter_map(|context| summary(ctx, context, &source)).collect();
    ide::source_hover(&source, &summaries, other, ctx.language).map(|hover| shown(ctx, hover))
}

fn shown(ctx: &Ctx, hover: ide::Hover) -> Hover {
    Hover {
        contents: HoverContents::Markup(to_proto::markup(ctx, hover.markdown)),
        range: Some(to_proto::range(ctx, hover.range)),
    }
}

fn summary(ctx: &Ctx, context: &FolderContext, source: &ContextSource) -> Option<SourceSummary> {
    let view = context.view()?;
    let ignore = context.find_ignore_file();
    let facts = context.fresh(&source.path, Some(PATIENCE))?;
    view.take_time(Some(PATIENCE));
    let mut left = MAX_ENTRIES;
    let mut goes_on = || {
        left = left.saturating_sub(1);
        left > 0 && view.has_time()
    };
    let count = count(&view, &ignore.file, &source.path, &mut goes_on);
    let rule = count.ignored_by.and_then(|rule| ignore.file.rules.get(rule));
    let line = rule.map(|rule| IgnoreLine {
        file: ignore.name.clone(),
        line: rule.line + 1,
        pattern: ignore.text[rule.range.clone()].to_owned(),
    });
    Some(SourceSummary {
        folder: build_context::shown(ctx, &context.place.root),
        found: facts.found,
        count,
        ignored_by: line,
    })
}
