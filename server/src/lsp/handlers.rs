//! One file per method: the parameters in our terms, the call of `dockwright-ide`, the result in the protocol's.

#[cfg(debug_assertions)]
pub(crate) mod debug;
mod diagnostic;
mod document_symbol;
mod folding_range;

pub(crate) use diagnostic::diagnostic;
pub(crate) use document_symbol::document_symbol;
pub(crate) use folding_range::folding_range;
