//! `textDocument/diagnostic`: the findings, for clients that pull them.

use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use crate::lsp::{
    ctx::Ctx,
    findings::{Findings, findings},
    result_ids::ResultIds,
};

pub(crate) fn diagnostic(ctx: &Ctx, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReportResult {
    let report = report(ctx, params);
    // Only after the report, so that the same findings are sent whether the disk is slow or fast.
    ctx.look_up_sources(None);
    report.into()
}

fn report(ctx: &Ctx, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let ids = ResultIds::new(ctx);
    let previous = params.previous_result_id.as_ref();
    if let Some(previous) = previous.filter(|it| ids.is_current(ctx, it)) {
        return unchanged(previous.clone());
    }
    let Findings { diagnostics, held_until } = findings(ctx);
    if let Some(until) = held_until {
        ctx.refresher.refresh_at(&ctx.open, until);
    }
    let id = ids.id(ctx, held_until.is_some(), &diagnostics);
    if previous == Some(&id) {
        return unchanged(id);
    }
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(id),
            items: diagnostics,
        },
    })
}

fn unchanged(result_id: String) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
        related_documents: None,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
}
