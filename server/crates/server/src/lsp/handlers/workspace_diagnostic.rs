//! `workspace/diagnostic`: the findings of all Dockerfiles, build files and ignore files of the
//! workspace.
//!
//! The work is done in short steps. Between two of them, requests about the document being edited
//! have their turn, and a cancelled request ends.

use std::{sync::Arc, time::Duration};

use dockwright_texts::lsp::documents as texts;
use futures::FutureExt as _;
use serde::Serialize;
use serde_json::{Value, json};
use tower_lsp::{
    jsonrpc::Result,
    ls_types::{WorkspaceDiagnosticParams, WorkspaceDiagnosticReport},
};

use crate::lsp::{
    ctx::Snapshot,
    dispatch::{Reply, to_json},
    outbound::Outbound,
    pool::pooled,
    progress::{PartialResults, Progress},
    workspace_findings::WorkspaceFindings,
    workspace_pass::{Pass, Step},
};

/// How long a pass waits at most for a user who types without a pause, before each of its steps.
const PATIENCE: Duration = Duration::from_millis(200);

pub(crate) fn workspace_diagnostic(
    snapshot: Snapshot,
    outbound: Outbound,
    params: WorkspaceDiagnosticParams,
) -> Reply {
    Reply::Later(async move { to_json(&report(snapshot, outbound, params).await?) }.boxed())
}

async fn report(
    snapshot: Snapshot,
    outbound: Outbound,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReport> {
    const WARNING: u8 = 2;
    let Snapshot { session, documents, .. } = snapshot;
    let (findings, title) = (Arc::clone(&session.findings), texts::checking().text(session.language));
    let mut pass = Pass::new(session, documents.all(), params.previous_result_ids);
    let mut progress =
        Progress::begin(outbound.clone(), token(params.work_done_progress_params.work_done_token), &title);
    let token = token(params.partial_result_params.partial_result_token);
    let mut results = PartialResults::new(outbound.clone(), token);
    let _turn = findings.turn.lock().await;
    loop {
        wait_for_user(&findings).await;
        let (continued, Step { reports, complaints, done, is_last }) = pooled(move || {
            let step = pass.step();
            Ok((pass, step))
        })
        .await?;
        pass = continued;
        for message in complaints {
            outbound.notify("window/logMessage", json!({"type": WARNING, "message": message}));
        }
        results.add(reports);
        if let Some((done, all)) = done {
            progress.report(done, all);
        }
        if is_last {
            return Ok(WorkspaceDiagnosticReport { items: results.rest() });
        }
    }
}

/// Waits until no message about a document has arrived for a moment.
async fn wait_for_user(findings: &WorkspaceFindings) {
    let mut waited = Duration::ZERO;
    while waited < PATIENCE {
        let pause = findings.pause();
        if pause.is_zero() {
            return;
        }
        tokio::time::sleep(pause).await;
        waited += pause;
    }
}

fn token(token: Option<impl Serialize>) -> Option<Value> {
    token.and_then(|token| serde_json::to_value(token).ok())
}
