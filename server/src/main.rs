//! The `dockwright` binary: logging, then the command that the arguments name.

mod builds;
mod cli;
mod config;
mod disk_context;
mod dockerfiles;
mod language;
mod lsp;
mod processes;
mod project_folder;
mod regular_file;
mod shellcheck;

use std::{io, process::ExitCode};

use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

/// Facts, views of scripts and findings are many small values: allocating them takes a sixth of the time of a check with
/// glibc's allocator, and far more with that of musl, for which the archives are built.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Warnings only: a quiet stderr matters, because editors log it as errors of the server.
    let filter = EnvFilter::try_from_env("DOCKWRIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(io::stderr).init();
    cli::run()
}
