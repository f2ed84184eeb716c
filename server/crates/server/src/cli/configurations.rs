//! The configuration of each file of a run. It is read once per folder, and each problem is
//! reported once.

use std::{
    collections::{BTreeSet, HashMap},
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::anyhow;
use dockwright_analysis::{document::DocumentContext, known_builds::KnownBuild};
use dockwright_context::build::{BuildContext, BuildContexts};
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
use crate::{
    contexts::{FolderContext, SharedFolders},
    regular_file::reason,
};

/// Where the configuration comes from, on the command line of all commands that have one.
#[derive(Debug, clap::Args)]
pub(super) struct Origin {
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}

impl Origin {
    /// The configuration file given by the user.
    fn given(&self) -> anyhow::Result<Option<Configuration>> {
        let Some(path) = &self.config else { return Ok(None) };
        Configuration::of_file(path).map(Some).map_err(|error| {
            anyhow!(texts::CannotRead { file: path.display().to_string(), reason: reason(&error) }.message())
        })
    }

    /// The patterns for the search, unless each folder has its own.
    pub(super) fn patterns(&self) -> anyhow::Result<Option<Arc<FilePatterns>>> {
        let given = self.given()?.map(|it| it.patterns());
        Ok(given.or_else(|| self.isolated.then(Arc::default)))
    }
}

/// The settings that apply to the files of a run.
#[derive(Debug)]
pub(super) struct Configurations {
    /// The settings of the command line.
    own: Checks,
    /// The settings in folders without configuration files.
    given: Arc<FolderConfiguration>,
    folders: HashMap<PathBuf, Arc<FolderConfiguration>>,
    /// The builds defined by other files; `None` if they are not used.
    builds: Option<NearbyBuilds>,
    /// What is known about the folders of build contexts.
    shared: Arc<SharedFolders>,
}

/// A configuration, with the rules that it selects if they are the same for all of its files.
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
    /// Reads the configuration files and reports invalid settings. `own` are those of the command line.
    pub(super) fn new(
        own: Checks,
        origin: &Origin,
        found: &Selected,
        language: Language,
    ) -> anyhow::Result<Self> {
        let builds = (!origin.isolated).then(NearbyBuilds::default);
        let mut all =
            Self { own, given: Arc::default(), folders: HashMap::new(), builds, shared: Arc::default() };
        let given = origin.given()?;
        if given.is_none() && !origin.isolated {
            // A folder without Dockerfiles may be empty because of its configuration, so that is read too.
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

    /// The format of a file. Without configuration files, `.editorconfig` is ignored too.
    pub(super) fn format(&self, input: &Input, is_isolated: bool) -> FormatOptions {
        let FolderConfiguration { configuration, .. } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        let name = input.name();
        let file = (!is_isolated).then(|| Path::new(&name));
        configuration.format(&self.own, file, FormatOptions::default())
    }

    /// The information about a file besides its text, including the files that its builds send.
    pub(super) fn context_with_files(&self, input: &Input) -> Arc<DocumentContext> {
        let context = self.context(input);
        let FolderConfiguration { configuration, .. } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        let name = input.name();
        // Standard input without a name has no folder.
        let is_nowhere =
            matches!(input, Input::Stdin(_)) && !Path::new(&name).parent().is_some_and(Path::is_dir);
        let of_files = |path: &Path| match (&self.builds, input) {
            (Some(builds), Input::File(_) | Input::Link(_)) => builds.roots(path),
            (None, _) | (_, Input::Stdin(_)) => Some(Vec::new()),
        };
        let roots = configuration.build_roots(&self.own, Path::new(&name), of_files);
        let roots = roots.into_iter().filter(|place| !is_nowhere || place.provenance.is_stated());
        let contexts = roots.map(|place| -> Arc<dyn BuildContext> {
            let outermost = self.outermost(&place.root);
            let context = FolderContext::reading(place, context.inputs.engine, outermost);
            Arc::new(context.sharing(Arc::clone(&self.shared)))
        });
        let contexts = BuildContexts::new(contexts);
        DocumentContext { contexts, ..DocumentContext::clone(&context) }.into()
    }

    /// The outermost folder that may be the context of a Dockerfile: the repository or, without one,
    /// the current folder.
    fn outermost(&self, root: &Path) -> Option<PathBuf> {
        let repository = self.shared.repository(root).map(|folder| folder.to_path_buf());
        repository.or_else(|| env::current_dir().ok().filter(|current| root.starts_with(current)))
    }

    /// The information about a file besides its text.
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

    /// The information about a Dockerfile inside a build file.
    pub(super) fn context_with(&self, input: &Input, builds: Vec<KnownBuild>) -> Arc<DocumentContext> {
        let FolderConfiguration { configuration, .. } =
            &**self.folders.get(&folder(input)).unwrap_or(&self.given);
        configuration.context(&self.own, Some(Path::new("Dockerfile")), builds).into()
    }

    /// The rules for a file, and its failure level.
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
