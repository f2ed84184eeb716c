//! The `dockwright` binary: puts the rules and the server together.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Facts, views of scripts and findings consist of many small values: allocating them takes a sixth
/// of the time of a check with glibc's allocator, and far more with that of musl, which the
/// released archives use.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dockwright_rules::install();
    dockwright_server::main()
}
