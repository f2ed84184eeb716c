//! Methods that only debug builds have, for the end-to-end tests: a handler that panics, one that keeps a thread of the
//! pool busy, and one that returns the text it sees.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types::request::Request;

use crate::lsp::{
    ctx::{Ctx, Snapshot},
    dispatch::Reply,
};

/// `dockwright/panic`.
pub(crate) enum PanicRequest {}

impl Request for PanicRequest {
    type Params = PanicParams;
    type Result = Value;
    const METHOD: &'static str = "dockwright/panic";
}

/// The place where `dockwright/panic` panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PanicPlace {
    /// In the code around the analysis.
    Handler,
    /// In an analysis in the read loop.
    Analysis,
    /// In an analysis in the pool.
    Pool,
}

/// The parameters of `dockwright/panic`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct PanicParams {
    place: PanicPlace,
}

pub(crate) fn panic(_: Snapshot, params: PanicParams) -> Reply {
    match params.place {
        PanicPlace::Handler => panic!("asked to panic in a handler"),
        PanicPlace::Analysis => Reply::now::<()>(|| panic!("asked to panic in an analysis")),
        PanicPlace::Pool => Reply::pooled::<()>(|| panic!("asked to panic in the pool")),
    }
}

/// `dockwright/wait`.
pub(crate) enum WaitRequest {}

impl Request for WaitRequest {
    type Params = WaitParams;
    type Result = Value;
    const METHOD: &'static str = "dockwright/wait";
}

/// The parameters of `dockwright/wait`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct WaitParams {
    milliseconds: u64,
}

pub(crate) fn wait(_: Snapshot, params: WaitParams) -> Reply {
    Reply::pooled(move || {
        std::thread::sleep(Duration::from_millis(params.milliseconds));
        Ok(true)
    })
}

/// `dockwright/source`.
pub(crate) enum SourceRequest {}

impl Request for SourceRequest {
    type Params = Value;
    type Result = String;
    const METHOD: &'static str = "dockwright/source";
}

pub(crate) fn source(ctx: &Ctx, _: &Value) -> String {
    let text = ctx.text();
    text.slice(0..text.len()).into_owned()
}
