//! `dockwright completions SHELL`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use dockwright_texts::Language;

use super::{Arguments, Status, help::localized, unwritable};
use crate::language::Locale;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    shell: Shell,
    #[command(flatten)]
    pub(super) locale: Locale,
}

pub(super) fn run(options: &Options, language: Language) -> anyhow::Result<Status> {
    let mut command = localized(Arguments::command(), language);
    // Write to memory first, because the generator panics if it cannot write, for example to a closed
    // pipe.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "dockwright", &mut script);
    io::stdout().lock().write_all(&script).map_err(unwritable)?;
    Ok(Status::Fine)
}
