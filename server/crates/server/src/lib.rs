//! The language server and the command line of Dockwright: the protocol, arguments, settings and
//! files.
//!
//! The program `dockwright` only names the rules and calls [`main`], so that a change of a rule does
//! not compile this crate.

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

use tracing_subscriber::EnvFilter;

// Rules are found by the engine only after this; a test should not have to think of it.
#[cfg(test)]
ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn install_rules() {
        dockwright_rules::install();
    }
}

/// Sets up logging, then runs the command given by the process arguments.
pub fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == "lsp" || argument == "--stdio") {
        lsp::use_small_pages();
    }
    // Only warnings, because editors show everything on stderr as errors of the server.
    let filter = EnvFilter::try_from_env("DOCKWRIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(io::stderr).init();
    cli::run()
}
