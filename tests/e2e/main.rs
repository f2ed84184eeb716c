//! The real binary over real pipes: a file per subject, one client for all.
//!
//! Features are tested where they are implemented. These tests are about what only the whole can
//! show: order, lifecycle, robustness, and that each method is wired. Expected results are computed
//! in this process by the same analysis on the text that the client has sent. No test asserts a
//! time; the ceilings only turn a hang into a failure.

mod actions;
mod bounds;
mod builds;
mod cancellation;
mod client;
mod commands;
mod completion;
mod configuration;
mod contexts;
mod diagnostics;
mod explanations;
mod file_renames;
mod formatting;
mod hints;
mod ignore_files;
mod inline_completion;
mod lifecycle;
mod links;
mod malformed;
mod names;
mod order;
#[cfg(debug_assertions)]
mod panics;
#[cfg(target_os = "linux")]
mod resources;
mod selection;
mod semantic_tokens;
mod settings;
#[cfg(unix)]
mod shellcheck;
mod sync;
mod typing_pause;
mod workspace;
mod workspace_diagnostics;
