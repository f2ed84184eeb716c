//! The program as the tests run it, with the features and the profile that the tests are built with.
//! Cargo builds a program for tests of the same package only. The program of a different package would be
//! compiled again, with other features of its dependencies.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dockwright_rules::install();
    dockwright_server::main()
}
