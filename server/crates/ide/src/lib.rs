//! What Dockwright knows about Dockerfiles: facts, diagnostics and editor features.
//!
//! The façade: everything the server and the command line call stands here. No protocol types, no
//! IO; places are byte offsets into the document's text.

pub mod diagnostics;
pub mod document;
mod extent;
pub mod facts;
pub mod fix;
pub mod folding;
mod linking;
pub mod problem;
pub mod report;
pub mod spec;
mod suggest;
pub mod symbols;

pub use diagnostics::{Diagnostic, Related, Severity, Tag, diagnostics};
pub use document::Document;
pub use facts::Form;
pub use fix::{Fix, TextEdit};
pub use folding::{FoldKind, FoldingRange, folding_ranges};
pub use problem::{Phase, RULES, Rule};
pub use report::{BuildError, HeredocReport, InstructionReport, Report, SubReport, report};
pub use symbols::{Symbol, SymbolKind, symbols};
