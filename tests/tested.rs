//! The program as the tests run it, with the features and the profile that the tests are built with.
//! Cargo builds a program only for tests of its own package, and would build that of another package
//! anew, with other features of its dependencies.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dockwright_rules::install();
    dockwright_server::main()
}
