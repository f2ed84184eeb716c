//! What `dockwright.stageGraph` answers with: JSON of our own, with the protocol's ranges.

use dockwright_ide as ide;
use serde_json::{Value, json};

use super::{Ctx, range};

/// `{target, stages, edges}`; `null` stands for what there is none of.
pub(crate) fn stage_graph(ctx: &Ctx, graph: ide::StageGraph) -> Value {
    let stages = graph.stages.into_iter().enumerate().map(|(index, stage)| {
        json!({
            "index": index,
            "name": stage.name,
            "image": stage.image,
            "base": stage.base,
            "platform": stage.platform,
            "isNeeded": stage.is_needed,
            "range": range(ctx, stage.range),
            "selectionRange": range(ctx, stage.selection),
        })
    });
    let edges = graph.edges.into_iter().map(|edge| {
        json!({
            "from": edge.from,
            "to": edge.to,
            "kind": kind(edge.kind),
            "range": range(ctx, edge.range),
            "image": edge.image,
        })
    });
    json!({
        "target": graph.target,
        "stages": stages.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    })
}

fn kind(kind: ide::NeedKind) -> &'static str {
    match kind {
        ide::NeedKind::From => "from",
        ide::NeedKind::Copy => "copy",
        ide::NeedKind::Add => "add",
        ide::NeedKind::Mount => "mount",
        ide::NeedKind::After => "after",
    }
}
