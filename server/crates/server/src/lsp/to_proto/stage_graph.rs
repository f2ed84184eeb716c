//! Encodes the result of `dockwright.stageGraph`: JSON in our own format, with the protocol's
//! ranges.

use dockwright_ide as ide;
use serde_json::{Value, json};

use super::{Ctx, range};

/// `{target, stages, edges}`, with `null` for absent values. If a drawing was requested, also
/// `drawing`, and `drawn`: the indices of the stages that it shows.
pub(crate) fn stage_graph(ctx: &Ctx, graph: ide::StageGraph, drawing: Option<ide::Drawing>) -> Value {
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
            "kind": edge.kind.name(),
            "range": range(ctx, edge.range),
            "image": edge.image,
        })
    });
    let mut answer = json!({
        "target": graph.target,
        "stages": stages.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    });
    if let Some(drawing) = drawing {
        answer["drawing"] = drawing.text.into();
        answer["drawn"] = drawing.stages.into();
    }
    answer
}
