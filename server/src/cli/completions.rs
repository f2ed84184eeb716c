//! `dockwright completions SHELL`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Arguments, Status, unwritable};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The shell to complete in.
    shell: Shell,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Status> {
    // Write to memory first, because the generator panics if it cannot write, for example to a closed
    // pipe.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "dockwright", &mut script);
    io::stdout().lock().write_all(&script).map_err(unwritable)?;
    Ok(Status::Fine)
}
