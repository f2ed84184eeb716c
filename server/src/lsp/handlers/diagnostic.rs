//! `textDocument/diagnostic`: the findings, for clients that ask for them.
//!
//! A version of ours is never used twice, so its number tells whether the client has its findings already; that of
//! the generation, whether they would be the same now.

use dockwright_ide as ide;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};

use crate::lsp::dispatch::Ctx;
use crate::lsp::to_proto;

pub(crate) fn diagnostic(ctx: &Ctx, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let result_id = format!("{}.{}", ctx.open.revision, ctx.generation);
    if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        let diagnostics =
            ide::diagnostics_for(ctx.document(), ctx.document().model(), ctx.selection()).into_iter();
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items: diagnostics.map(|diagnostic| to_proto::diagnostic(ctx, diagnostic)).collect(),
            },
        })
    }
}
