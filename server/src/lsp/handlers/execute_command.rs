//! `workspace/executeCommand`: features that the protocol has no method for.
//!
//! The first argument is the URI of a document.

use std::collections::BTreeMap;

use dockwright_analysis::{build_inputs::BuildInputs, model::Model, platform::Platform};
use dockwright_ide as ide;
use serde::Deserialize;
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

pub(crate) fn execute_command(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    match params.command.as_str() {
        RESOLVED_DOCKERFILE => resolved_dockerfile(ctx, params),
        STAGE_GRAPH => Ok(Some(to_proto::stage_graph(ctx, ide::stage_graph(ctx.document())))),
        command => Err(Error::invalid_params(format!("there is no command {command}"))),
    }
}

fn resolved_dockerfile(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    let options = params.arguments.get(1).cloned().unwrap_or_default();
    let options = serde_json::from_value::<Option<Options>>(options)
        .map_err(|error| Error::invalid_params(format!("the options: {error}")))?
        .unwrap_or_default();
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
        return Err(Error::invalid_params(format!("there is no stage {target}")));
    }
    Ok(Some(Value::String(ide::resolve(document, &model).text)))
}
