//! `textDocument/diagnostic`: the findings, for clients that pull them.
//!
//! The id of a result consists of the number of the version, which is never used twice, and that of
//! the generation, which changes when the findings of the same text may change. If findings are
//! held back, the result has a different id, so that the next request gets the whole result
//! although the text is the same.

use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use crate::lsp::{
    ctx::Ctx,
    findings::{Findings, findings},
};

pub(crate) fn diagnostic(ctx: &Ctx, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReportResult {
    let report = report(ctx, params);
    // Only after the report, so that the same findings are sent whether the disk is slow or fast.
    ctx.look_up_sources(None);
    report.into()
}

fn report(ctx: &Ctx, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let known = ctx.open.context().contexts.version();
    let whole = format!("{}.{}.{known}", ctx.open.revision, ctx.generation());
    let held = format!("{whole}.held");
    let is_known =
        |previous: &&String| **previous == whole || **previous == held && ctx.open.last_edit().is_typing();
    if let Some(previous) = params.previous_result_id.as_ref().filter(is_known) {
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                result_id: previous.clone(),
            },
        });
    }
    let Findings { diagnostics, held_until } = findings(ctx);
    if let Some(until) = held_until {
        ctx.refresher.refresh_at(&ctx.open, until);
    }
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(if held_until.is_some() { held } else { whole }),
            items: diagnostics,
        },
    })
}
