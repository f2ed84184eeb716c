//! The configuration of each file of a run. It is read once for each folder, and problems are reported once.

use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::anyhow;
use dockwright_analysis::{document::DocumentContext, known_builds::KnownBuild};
use dockwright_format::FormatOptions;
use dockwright_lint::preset::Selection;
use dockwright_texts::{Language, cli::errors as texts};

use super::{
    complain_line,
    files::{Input, Selected},
};
use crate::builds::NearbyBuilds;
use crate::config::{
    checks::{Checks, FailOn},
    file_patterns::FilePatterns,
    files::Configuration,
};
use crate::regular_file::reason;

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

impl Origin {
    /// The file that is named.
    fn given(&self) -> anyhow::Result<Option<Configuration>> {
        let Some(path) = &self.config else { return Ok(None) };
        Configuration::of_file(path).map(Some).map_err(|error| {
            anyhow!(texts::CannotRead { file: path.display().to_string(), reason: reason(&error) }.message())
        })
    }

    /// Which files a search takes, unless each folder decides for itself.
    pub(super) fn patterns(&self) -> anyhow::Result<Option<Arc<FilePatterns>>> {
        let given = self.given()?.map(|it| it.patterns());
        Ok(given.or_else(|| self.isolated.then(Arc::default)))
    }
}

/// What applies to the files of a run.
#[derive(Debug)]
pub(super) struct Configurations {
    /// The command line.
    own: Checks,
    /// What applies in folders without configuration files.
    given: Arc<FolderConfiguration>,
    folders: HashMap<PathBuf, Arc<FolderConfiguration>>,
    /// The builds that other files state; `None` if they do not count.
    builds: Option<NearbyBuilds>,
}

/// A configuration, and the rules that it selects where they are the same for all of its files.
#[derive(Debug, Default)]
struct FolderConfiguration {
    configuration: Configuration,
    selection: Option<Arc<Selection>>,
}

impl FolderConfiguration {
    fn new(configuration: Configuration, own: &Checks) -> Self {
        let selection =
            (!configuration.tells_files_apart()).then(|| configuration.selection(own, None).into());
        Self { configuration, selection }
    }
}

impl Configurations {
    /// Reads the configuration files and reports settings that cannot be used. `own` are those of the command line.
    pub(super) fn new(
        own: Checks,
        origin: &Origin,
        found: &Selected,
        language: Language,
    ) -> anyhow::Result<Self> {
        let builds = (!origin.isolated).then(NearbyBuilds::default);
        let mut all = Self { own, given: Arc::default(), folders: HashMap::new(), builds };
        let given = origin.given()?;
        if given.is_none() && !origin.isolated {
            // A folder without Dockerfiles has a configuration, too, that may be the reason.
            let folders = found.inputs.iter().map(folder).chain(found.folders.iter().cloned());
            let mut read: HashMap<Vec<PathBuf>, Arc<FolderConfiguration>> = HashMap::new();
            for folder in folders.collect::<BTreeSet<_>>() {
                let files = Configuration::files(&folder);
                let known = read.entry(files).or_insert_with_key(|files| {
                    FolderConfiguration::new(Configuration::of_files(files), &all.own).into()
                });
                all.folders.insert(folder, Arc::clone(known));
            }
        }
        all.given = FolderConfiguration::new(given.unwrap_or_default(), &all.own).into();
        let configurations = || all.folders.values().chain([&all.given]).map(|it| &it.configuration);
        let complaints = configurations().flat_map(|it| it.complaints.clone());
        let complaints = complaints.chain(configurations().flat_map(|it| it.without_effect(&all.own)));
        let complaints: BTreeSet<_> = complaints.map(|complaint| complaint.text(language)).collect();
        for complaint in &complaints {
            complain_line(complaint);
        }
        Ok(all)
    }

    /// How a file is formatted; without configuration files, `.editorconfig` is none either.
    pub(super) fn format(&self, input: &Input, is_isolated: bool) -> FormatOptions {
        let FolderConfiguration { configuration, .. } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        let name = input.name();
        let file = (!is_isolated).then(|| Path::new(&name));
        configuration.format(&self.own, file, FormatOptions::default())
    }

    /// What is known of a file besides its text.
    pub(super) fn context(&self, input: &Input) -> Arc<DocumentContext> {
        let FolderConfiguration { configuration, .. } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        let name = input.name();
        let builds = match (&self.builds, input) {
            (Some(builds), Input::File(path) | Input::Link(path)) => builds.of(path),
            (None, _) | (_, Input::Stdin(_)) => Vec::new(),
        };
        configuration.context(&self.own, Some(Path::new(&name)), builds).into()
    }

    /// What is known of a Dockerfile inside a build file.
    pub(super) fn context_with(&self, input: &Input, builds: Vec<KnownBuild>) -> Arc<DocumentContext> {
        let FolderConfiguration { configuration, .. } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        configuration.context(&self.own, Some(Path::new("Dockerfile")), builds).into()
    }

    /// The rules for a file and its failure level.
    pub(super) fn of(&self, input: &Input) -> (Arc<Selection>, FailOn) {
        let FolderConfiguration { configuration, selection } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        let own = || configuration.selection(&self.own, Some(Path::new(&input.name()))).into();
        (selection.clone().unwrap_or_else(own), configuration.fail_on(&self.own))
    }
}

fn folder(input: &Input) -> PathBuf {
    let name = input.name();
    Path::new(&name).parent().unwrap_or(Path::new("")).to_owned()
}
