//! Finds what is wrong with a Dockerfile: runs the rules, applies the comments that silence them,
//! and makes findings and their fixes.
//!
//! The rules are in the crate `dockwright-rules`, which a program makes known with its `install`.
//!
//! It knows no protocol and does no input or output. Places are byte offsets into the document's
//! text.

pub mod build_file_context;
pub mod build_files;
pub mod build_report;
pub mod cache_mounts;
pub mod check;
pub mod context_sources;
pub mod diagnostic;
pub mod diagnostics;
pub mod engine;
pub mod finding;
pub mod fix_all;
pub(crate) mod hadolint;
pub mod hadolint_codes;
pub mod ignore_context;
pub mod ignore_file;
pub mod powershell;
pub mod preset;
pub mod problems;
pub mod registry;
pub mod rule;
pub mod rule_texts;
pub mod script_run;
pub mod scripts;
pub mod shell_checks;
pub mod shell_report;
pub mod shellcheck;
pub mod shells;
pub mod statements;
pub mod suppression;
