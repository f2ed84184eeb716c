//! Finds what is wrong with a Dockerfile: the rules, the comments that silence them, findings and
//! their fixes.
//!
//! It knows no protocol and does no input or output. Places are byte offsets into the document's
//! text.

pub mod build_files;
pub mod build_report;
pub mod cache_mounts;
pub(crate) mod check;
pub mod diagnostic;
pub mod diagnostics;
pub mod engine;
pub mod finding;
pub mod fix_all;
pub(crate) mod hadolint;
pub(crate) mod hadolint_codes;
mod ignore_context;
pub mod ignore_file;
mod installers;
mod powershell;
pub mod preset;
pub mod problems;
pub mod rule;
pub mod rule_texts;
pub mod rules;
pub mod run_fixes;
pub mod script_run;
pub mod scripts;
mod shell_checks;
pub mod shellcheck;
mod shells;
pub(crate) mod statements;
pub mod suppression;
pub(crate) mod surroundings;
#[cfg(test)]
mod tests;
