//! Methods that only debug builds have, for the end-to-end tests: a handler that panics, one that keeps a
//! thread of the pool busy, and one that tells the text it sees.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::Result;

use crate::lsp::dispatch::{Ctx, Dispatch, guarded, on_document, pooled};

/// Where `dockwright/panic` panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Place {
    /// In the code around the analysis.
    Handler,
    /// In an analysis in the read loop.
    Analysis,
    /// In an analysis in the pool.
    Pool,
}

/// The parameters of `dockwright/panic`.
#[derive(Debug, Deserialize)]
pub(crate) struct PanicParams {
    place: Place,
}

/// The parameters of `dockwright/wait`.
#[derive(Debug, Deserialize)]
pub(crate) struct WaitParams {
    milliseconds: u64,
}

impl Dispatch {
    pub(crate) async fn panic(&self, params: PanicParams) -> Result<Value> {
        match params.place {
            Place::Handler => panic!("asked to panic in a handler"),
            Place::Analysis => guarded(|| panic!("asked to panic in an analysis")),
            Place::Pool => pooled(|| panic!("asked to panic in the pool")).await,
        }
    }

    pub(crate) async fn wait(&self, params: WaitParams) -> Result<Value> {
        pooled(move || {
            std::thread::sleep(Duration::from_millis(params.milliseconds));
            Ok(Value::Bool(true))
        })
        .await
    }

    pub(crate) async fn source(&self, params: Value) -> Result<Value> {
        on_document(params, |ctx: &Ctx, _| {
            let text = ctx.document().text();
            Value::String(text.slice(0..text.len()).into_owned())
        })
        .await
    }
}
