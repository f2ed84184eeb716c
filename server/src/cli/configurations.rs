//! The configuration of each file of a run: read once for each folder, told of once.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::anyhow;
use dockwright_ide::{DocumentContext, FormatOptions, Selection};

use super::{complain, files::Input, reason};
use crate::config::{
    checks::{Checks, FailOn},
    files::Configuration,
};

/// Where the configuration comes from, on the command line of all commands that have one.
#[derive(Debug, clap::Args)]
pub(super) struct Origin {
    /// Read this configuration file and look for no other.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no configuration files.
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}

/// What applies to the files of a run.
#[derive(Debug)]
pub(super) struct Configurations {
    /// The command line.
    own: Checks,
    /// What applies where no folder has files of its own.
    given: Known,
    folders: HashMap<PathBuf, Known>,
}

/// A configuration, and the rules that it selects where they are the same for all of its files.
#[derive(Debug, Default)]
struct Known {
    configuration: Configuration,
    selection: Option<Arc<Selection>>,
}

impl Known {
    fn new(configuration: Configuration, own: &Checks) -> Self {
        let selection =
            (!configuration.tells_files_apart()).then(|| configuration.selection(own, None).into());
        Self { configuration, selection }
    }
}

impl Configurations {
    /// Reads what there is, and tells of what cannot be taken. `own` is what the command line says.
    pub(super) fn new(own: Checks, origin: &Origin, inputs: &[Input]) -> anyhow::Result<Self> {
        let mut all = Self { own, given: Known::default(), folders: HashMap::new() };
        let mut given = Configuration::default();
        if let Some(path) = &origin.config {
            given = Configuration::of_file(path)
                .map_err(|error| anyhow!("cannot read {}: {}", path.display(), reason(&error)))?;
        } else if !origin.isolated {
            for input in inputs {
                let folder = folder(input);
                let own = &all.own;
                all.folders
                    .entry(folder)
                    .or_insert_with_key(|folder| Known::new(Configuration::find(folder), own));
            }
        }
        all.given = Known::new(given, &all.own);
        let configurations = || all.folders.values().chain([&all.given]).map(|it| &it.configuration);
        let mut complaints: BTreeSet<_> = configurations().flat_map(|it| it.complaints.clone()).collect();
        complaints.extend(configurations().flat_map(|it| it.without_effect(&all.own)));
        for complaint in &complaints {
            complain(complaint);
        }
        Ok(all)
    }

    /// How a file is formatted; without configuration files, `.editorconfig` is none either.
    pub(super) fn format(&self, input: &Input, is_isolated: bool) -> FormatOptions {
        let Known { configuration, .. } = self.folders.get(&folder(input)).unwrap_or(&self.given);
        let name = input.name();
        let file = (!is_isolated).then(|| Path::new(&name));
        configuration.format(&self.own, file, FormatOptions::default())
    }

    /// What is known of a file besides its text.
    pub(super) fn context(&self, input: &Input) -> Arc<DocumentContext> {
        let Known { configuration, .. } = self.folders.get(&folder(input)).unwrap_or(&self.given);
        configuration.context(&self.own, Some(Path::new(&input.name()))).into()
    }

    /// The rules for a file and its failure level.
    pub(super) fn of(&self, input: &Input) -> (Arc<Selection>, FailOn) {
        let Known { configuration, selection } = self.folders.get(&folder(input)).unwrap_or(&self.given);
        let own = || configuration.selection(&self.own, Some(Path::new(&input.name()))).into();
        (selection.clone().unwrap_or_else(own), configuration.fail_on(&self.own))
    }
}

fn folder(input: &Input) -> PathBuf {
    let name = input.name();
    Path::new(&name).parent().unwrap_or(Path::new("")).to_owned()
}
