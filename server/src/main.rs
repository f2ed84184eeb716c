//! The `dockwright` binary: sets up logging, then runs the command given by the arguments.

mod builds;
mod cli;
mod config;
mod contexts;
mod dockerfiles;
mod language;
mod lsp;
mod processes;
mod project_folder;
mod regular_file;
mod repository;
mod shellcheck;

use std::{io, process::ExitCode};

use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

/// Facts, views of scripts and findings consist of many small values: allocating them takes a sixth
/// of the time of a check with glibc's allocator, and far more with that of musl, which the
/// released archives use.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == "lsp" || argument == "--stdio") {
        lsp::use_small_pages();
    }
    // Only warnings, because editors show everything on stderr as errors of the server.
    let filter = EnvFilter::try_from_env("DOCKWRIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(io::stderr).init();
    cli::run()
}
