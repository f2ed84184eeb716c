//! The configuration of each file of a run: read once for each folder, told of once.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::anyhow;
use dockwright_ide::{Choice, Selection};

use super::Options;
use crate::{
    cli::{complain, files::Input, reason},
    config::{
        checks::{Checks, FailOn},
        files::Configuration,
    },
};

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
    /// Reads what there is, and tells of what cannot be taken.
    pub(super) fn new(options: &Options, inputs: &[Input]) -> anyhow::Result<Self> {
        let choice = Choice {
            select: options.select.clone(),
            extend_select: options.extend_select.clone(),
            ignore: options.ignore.clone(),
        };
        let preset = options.preset.map(Into::into);
        let own = Checks { preset, choice, fail_on: options.fail_on, ..Checks::default() };
        let mut all = Self { own, given: Known::default(), folders: HashMap::new() };
        let mut given = Configuration::default();
        if let Some(path) = &options.config {
            given = Configuration::of_file(path)
                .map_err(|error| anyhow!("cannot read {}: {}", path.display(), reason(&error)))?;
        } else if !options.isolated {
            for input in inputs {
                let folder = folder(input);
                let own = &all.own;
                all.folders
                    .entry(folder)
                    .or_insert_with_key(|folder| Known::new(Configuration::find(folder), own));
            }
        }
        all.given = Known::new(given, &all.own);
        let complaints = all.folders.values().chain([&all.given]).flat_map(|it| &it.configuration.complaints);
        for complaint in complaints.collect::<BTreeSet<_>>() {
            complain(complaint);
        }
        Ok(all)
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
