//! The configuration of each file of a run: read once for each folder, told of once.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
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
    given: Configuration,
    folders: HashMap<PathBuf, Configuration>,
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
        let mut all = Self { own, given: Configuration::default(), folders: HashMap::new() };
        if let Some(path) = &options.config {
            all.given = Configuration::of_file(path)
                .map_err(|error| anyhow!("cannot read {}: {}", path.display(), reason(&error)))?;
        } else if !options.isolated {
            for input in inputs {
                let folder = folder(input);
                all.folders.entry(folder).or_insert_with_key(|folder| Configuration::find(folder));
            }
        }
        let complaints = all.folders.values().chain([&all.given]).flat_map(|it| &it.complaints);
        for complaint in complaints.collect::<BTreeSet<_>>() {
            complain(complaint);
        }
        Ok(all)
    }

    /// The rules for a file and its failure level.
    pub(super) fn of(&self, input: &Input) -> (Selection, FailOn) {
        let configuration = self.folders.get(&folder(input)).unwrap_or(&self.given);
        let name = input.name();
        (configuration.selection(&self.own, Some(Path::new(&name))), configuration.fail_on(&self.own))
    }
}

fn folder(input: &Input) -> PathBuf {
    let name = input.name();
    Path::new(&name).parent().unwrap_or(Path::new("")).to_owned()
}
