//! The ids of results that a client pulls.
//!
//! The id of a result consists of the number of the version, which is never used twice, and that of
//! the generation, which changes when the findings of the same text may change. If findings are
//! held back, the result has a different id, so that the next request gets the whole result
//! although the text is the same. The id for a build file is a hash of its findings.

use std::hash::{DefaultHasher, Hasher};

use tower_lsp::ls_types::Diagnostic;

use super::{ctx::Ctx, document_kind::DocumentKind};

/// The ids of the results for the current state of a document.
pub(crate) struct ResultIds {
    /// If all findings are sent.
    whole: String,
    /// If some are held back.
    held: String,
}

impl ResultIds {
    pub(crate) fn new(ctx: &Ctx) -> Self {
        let known = ctx.open.context().contexts.version();
        let whole = format!("{}.{}.{known}", ctx.open.revision, ctx.generation());
        Self { held: format!("{whole}.held"), whole }
    }

    /// Whether a result that the client has is known to be the current one. The findings of a build
    /// file depend on other files, so this is known only once they have been computed.
    pub(crate) fn is_current(&self, ctx: &Ctx, previous: &str) -> bool {
        ctx.open.kind != DocumentKind::BuildFile
            && (previous == self.whole || previous == self.held && ctx.open.last_edit().is_typing())
    }

    /// The id of the result.
    pub(crate) fn id(self, ctx: &Ctx, holds_back: bool, diagnostics: &[Diagnostic]) -> String {
        match ctx.open.kind {
            DocumentKind::BuildFile => content_id(diagnostics),
            _ if holds_back => self.held,
            _ => self.whole,
        }
    }
}

/// The id of a result that depends on nothing but the findings.
pub(crate) fn content_id(diagnostics: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(&serde_json::to_vec(diagnostics).unwrap_or_default());
    format!("{:016x}", hasher.finish())
}
