//! `workspace/executeCommand`: what has no method of its own in the protocol.
//!
//! The arguments begin with the address of a document.

use std::collections::BTreeMap;

use dockwright_ide::{self as ide, ResolveOptions};
use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::ExecuteCommandParams;

use crate::lsp::capabilities::RESOLVED_DOCKERFILE;
use crate::lsp::dispatch::Ctx;

/// The second argument of [`RESOLVED_DOCKERFILE`].
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    target: Option<String>,
    build_args: BTreeMap<String, String>,
    platform: Option<String>,
}

pub(crate) fn execute_command(ctx: &Ctx, params: &ExecuteCommandParams) -> Result<Option<Value>> {
    if params.command != RESOLVED_DOCKERFILE {
        return Err(Error::invalid_params(format!("there is no command {}", params.command)));
    }
    let options = params.arguments.get(1).cloned().unwrap_or_default();
    let options = serde_json::from_value::<Option<Options>>(options)
        .map_err(|error| Error::invalid_params(format!("the options: {error}")))?
        .unwrap_or_default();
    let Options { target, build_args, platform } = options;
    let options = ResolveOptions { target, build_args: build_args.into_iter().collect(), platform };
    Ok(Some(Value::String(ide::resolved_text(ctx.document(), &options))))
}
