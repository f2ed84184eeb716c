//! `workspace/executeCommand`: features that have no method in the protocol.
//!
//! The first argument is the URI of a document.

use std::collections::BTreeMap;

use dockwright_analysis::{build_inputs::BuildInputs, model::Model, platform::Platform};
use dockwright_ide as ide;
use dockwright_texts::lsp::commands as texts;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use tower_lsp::{
    jsonrpc::{Error, Result},
    ls_types::ExecuteCommandParams,
};

use crate::lsp::{
    capabilities::{RESOLVED_DOCKERFILE, STAGE_GRAPH},
    ctx::Ctx,
    to_proto,
};

/// The second argument of [`RESOLVED_DOCKERFILE`].
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    target: Option<String>,
    build_args: BTreeMap<String, String>,
    platform: Option<String>,
}

/// The second argument of [`STAGE_GRAPH`].
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GraphOptions {
    /// The format of a drawing to include in the answer.
    format: Option<DrawingFormat>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum DrawingFormat {
    Text,
    Svg,
    Dot,
    Mermaid,
}

pub(crate) fn execute_command(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    match params.command.as_str() {
        RESOLVED_DOCKERFILE => resolved_dockerfile(ctx, params),
        STAGE_GRAPH => stage_graph(ctx, params),
        command => Err(Error::invalid_params(texts::unknown(command).text(ctx.language))),
    }
}

/// The second argument of a command, which is optional.
fn options<T: DeserializeOwned + Default>(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<T> {
    let options = params.arguments.get(1).cloned().unwrap_or_default();
    let options = serde_json::from_value::<Option<T>>(options)
        .map_err(|error| Error::invalid_params(texts::options(error.to_string()).text(ctx.language)))?;
    Ok(options.unwrap_or_default())
}

fn stage_graph(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    let options: GraphOptions = options(ctx, params)?;
    let graph = ide::stage_graph(ctx.document());
    let drawing = options.format.map(|format| {
        let format = match format {
            DrawingFormat::Text => ide::DrawingFormat::Text,
            DrawingFormat::Svg => ide::DrawingFormat::Svg,
            DrawingFormat::Dot => ide::DrawingFormat::Dot,
            DrawingFormat::Mermaid => ide::DrawingFormat::Mermaid,
        };
        ide::draw_stage_graph(&graph, format, ctx.language)
    });
    Ok(Some(to_proto::stage_graph(ctx, graph, drawing)))
}

fn resolved_dockerfile(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    let options: Options = options(ctx, params)?;
    let document = ctx.document();
    let mut inputs = BuildInputs {
        engine: document.context().inputs.engine,
        target: options.target,
        build_args: options.build_args.into_iter().collect(),
        ..BuildInputs::default()
    };
    if let Some(platform) = options.platform {
        inputs.platform = Platform::parse(&platform).map_err(Error::invalid_params)?;
    }
    let model = Model::new(document, &inputs, None);
    if let Some(target) = inputs.target.filter(|_| model.target().is_none()) {
        return Err(Error::invalid_params(texts::no_stage(target).text(ctx.language)));
    }
    Ok(Some(Value::String(ide::resolve(document, &model).text)))
}
