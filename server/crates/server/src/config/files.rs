//! Finds the configuration files that apply to a Dockerfile, and combines all settings.
//!
//! These are the nearest `dockwright.toml` above the file and the nearest `.hadolint.yaml`. Neither
//! is searched for in the user's home folder, so that a project has the same findings everywhere.
//! Nearer settings win: the command line or editor, then `dockwright.toml`, then hadolint's file.

use std::{
    collections::BTreeMap,
    io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{document::DocumentContext, known_builds::KnownBuild, spec::Engine};
use dockwright_context::build::{BuildRoot, Provenance};
use dockwright_format::FormatOptions;
use dockwright_lint::{
    preset::{Choice, Selection, names_refusal},
    rule::{Preset, Severity},
};
use dockwright_texts::{Message, settings as texts};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{
    checks::{Build, Checks, ContextChoice, FailOn},
    file_patterns::{FilePatterns, matcher},
    format::apply_editorconfig,
    node,
};
use crate::{regular_file, repository::repository};

/// The name of our configuration file.
pub(crate) const CONFIGURATION_FILE: &str = "dockwright.toml";
/// The names of our configuration file.
const OURS: &[&str] = &[CONFIGURATION_FILE];
const HADOLINT: &[&str] = &[".hadolint.yaml", ".hadolint.yml"];

/// Whether a file with this name is a configuration file.
pub(crate) fn is_configuration(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    OURS.contains(&name) || HADOLINT.contains(&name)
}

/// The configuration files of a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Configuration {
    /// The files, the farthest first.
    layers: Vec<ConfigurationLayer>,
    /// Messages about invalid settings, with the names of their files.
    pub(crate) complaints: Vec<Message>,
}

/// The settings of one file.
#[derive(Debug, Clone)]
struct ConfigurationLayer {
    checks: Checks,
    /// The matchers of `per-file-ignores`, with the rules that are ignored in matching files.
    per_file_ignores: Vec<(Gitignore, Choice)>,
    patterns: Arc<FilePatterns>,
    /// Matchers of Dockerfiles, with their contexts.
    builds: Vec<(Gitignore, PathBuf)>,
}

impl ConfigurationLayer {
    fn new(folder: &Path, checks: Checks) -> Self {
        // A single matcher for all patterns with the same names, since there may be thousands of patterns.
        let mut patterns: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
        for (pattern, names) in
            checks.per_file_ignores.iter().filter(|(pattern, _)| !pattern.starts_with('!'))
        {
            patterns.entry(names).or_default().push(pattern);
        }
        let per_file_ignores = patterns.into_iter().filter_map(|(names, patterns)| {
            let mut builder = GitignoreBuilder::new(folder);
            for pattern in patterns {
                let _ = builder.add_line(None, pattern);
            }
            let choice = Choice { ignore: names.to_vec(), ..Choice::default() };
            Some((builder.build().ok()?, choice))
        });
        let per_file_ignores = per_file_ignores.collect();
        let patterns = FilePatterns::new(folder, &checks.include, &checks.exclude).into();
        let builds = checks.stated_builds.iter().map(|build| {
            let dockerfiles = matcher(folder, std::slice::from_ref(&build.dockerfile));
            (dockerfiles, normalized(&folder.join(&build.context)))
        });
        let builds = builds.filter(|(_, root)| is_near(folder, root)).collect();
        Self { checks, per_file_ignores, patterns, builds }
    }

    /// The contexts that it specifies for a Dockerfile.
    fn contexts_of<'a>(&'a self, dockerfile: &'a Path) -> impl Iterator<Item = &'a Path> {
        let is_of = move |matcher: &Gitignore| {
            // The library panics for a file outside of the folder.
            dockerfile.starts_with(matcher.path())
                && matcher.matched_path_or_any_parents(dockerfile, false).is_ignore()
        };
        self.builds.iter().filter(move |(matcher, _)| is_of(matcher)).map(|(_, root)| root.as_path())
    }

    /// The rules that `per-file-ignores` ignores in a file.
    fn ignored_in(&self, file: &Path) -> Choice {
        let mut choice = Choice::default();
        for (matcher, ignored) in &self.per_file_ignores {
            // The library panics for a file that is not in the folder.
            if file.starts_with(matcher.path())
                && matcher.matched_path_or_any_parents(file, false).is_ignore()
            {
                choice.ignore.extend(ignored.ignore.iter().cloned());
            }
        }
        choice
    }
}

/// Whether a configuration file may specify this context: it must be in the file's own folder or in
/// the same repository. A file written by others must not make Dockwright read other folders.
fn is_near(folder: &Path, root: &Path) -> bool {
    let repository = repository(folder);
    root.starts_with(folder) || repository.is_some_and(|repository| root.starts_with(repository))
}

/// A path with `.` and `..` resolved lexically.
fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// Whether a folder has a `dockwright.toml`.
pub(crate) fn has_own_configuration(folder: &Path) -> bool {
    OURS.iter().any(|name| folder.join(name).is_file())
}

impl Configuration {
    /// Finds the files in a folder and the folders above it.
    pub(crate) fn find(folder: &Path) -> Self {
        Self::of_files(&Self::files(folder))
    }

    /// The paths of the files that apply in a folder, the farthest first.
    pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let nearest = |names: &&[&str]| {
            let mut candidates =
                folder.ancestors().flat_map(|folder| names.iter().map(move |name| folder.join(name)));
            candidates.find(|path| path.is_file())
        };
        [HADOLINT, OURS].iter().filter_map(nearest).collect()
    }

    /// Reads files that were found.
    pub(crate) fn of_files(paths: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for path in paths {
            if let Err(error) = found.read(path) {
                found.complaints.push(
                    texts::InFile { file: shown(path), problem: regular_file::reason(&error) }.message(),
                );
            }
        }
        found
    }

    /// Reads a single file, wherever it is.
    pub(crate) fn of_file(path: &Path) -> io::Result<Self> {
        let mut found = Self::default();
        found.read(&std::path::absolute(path)?)?;
        Ok(found)
    }

    fn read(&mut self, path: &Path) -> io::Result<()> {
        let text = regular_file::configuration_or_error(path)?;
        let mut checks = Checks::default();
        let mut complaints = Vec::new();
        if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            match node::from_yaml(&text) {
                Ok(root) => checks.take_hadolint(root, &mut complaints),
                Err(complaint) => complaints.push(complaint),
            }
        } else {
            let (root, errors) = node::from_toml(&text);
            complaints = errors;
            checks.take(root, &mut complaints);
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        for build in &checks.stated_builds {
            if !is_near(folder, &normalized(&folder.join(&build.context))) {
                complaints.push((build.line, texts::context_is_elsewhere(&build.context)));
            }
        }
        let name = shown(path);
        self.complaints.extend(complaints.into_iter().map(|(line, message)| match line {
            Some(line) => texts::OnLine { file: &name, line: line.to_string(), problem: message }.message(),
            None => texts::InFile { file: &name, problem: message }.message(),
        }));
        self.layers.push(ConfigurationLayer::new(path.parent().unwrap_or(Path::new("")), checks));
        Ok(())
    }

    /// Whether the selected rules depend on the file.
    pub(crate) fn tells_files_apart(&self) -> bool {
        self.layers.iter().any(|layer| !layer.per_file_ignores.is_empty())
    }

    /// The files that it adds to the Dockerfiles in its folder, and those that it removes.
    pub(crate) fn patterns(&self) -> Arc<FilePatterns> {
        // Only `dockwright.toml` has patterns, and there is at most one.
        self.layers.last().map(|layer| Arc::clone(&layer.patterns)).unwrap_or_default()
    }

    /// The selected rules for a file, given the nearest settings.
    pub(crate) fn selection(&self, own: &Checks, file: Option<&Path>) -> Selection {
        let file = file.and_then(|file| std::path::absolute(file).ok());
        let layers = || self.layers.iter().map(|layer| &layer.checks).chain([own]);
        let mut choices = Vec::new();
        for layer in &self.layers {
            choices.push(layer.checks.choice.clone());
            choices.extend(file.as_deref().map(|file| layer.ignored_in(file)));
        }
        choices.push(own.choice.clone());
        let mut selection = Selection::layered(self.preset(own), &choices);
        selection.shellcheck.clone_from(&own.shellcheck);
        for checks in layers() {
            for (name, severity) in &checks.severity {
                selection.set_severity(name, *severity);
            }
            selection.is_deaf_to_hadolint |= checks.is_deaf_to_hadolint;
            let options = &checks.options;
            if !options.trusted_registries.is_empty() {
                selection.options.trusted_registries.clone_from(&options.trusted_registries);
            }
            if !options.label_schema.is_empty() {
                selection.options.label_schema.clone_from(&options.label_schema);
            }
            if !options.secret_mounts.is_empty() {
                selection.options.secret_mounts.clone_from(&options.secret_mounts);
            }
            selection.options.strict_labels |= options.strict_labels;
            selection.options.ignores_dockerfile |= options.ignores_dockerfile;
        }
        selection
    }

    /// The effective preset.
    fn preset(&self, own: &Checks) -> Preset {
        let layers = self.layers.iter().map(|layer| &layer.checks).chain([own]);
        layers.filter_map(|checks| checks.preset).next_back().unwrap_or(Preset::Default)
    }

    /// The information about a file besides its text, given the nearest settings and the builds defined
    /// by other files.
    pub(crate) fn context(
        &self,
        own: &Checks,
        file: Option<&Path>,
        builds: Vec<KnownBuild>,
    ) -> DocumentContext {
        let file_name = file.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let by_name = file_name.as_deref().map(Engine::of_file_name).unwrap_or_default();
        let mut context = DocumentContext { file_name, ..DocumentContext::default() };
        let (mut chosen, mut has_platform) = (None, false);
        for checks in self.layers.iter().map(|layer| &layer.checks).chain([own]) {
            let Build { engine, args, target, platform, frontends, .. } = &checks.build;
            let inputs = &mut context.inputs;
            chosen = engine.or(chosen);
            inputs.build_args.extend(args.iter().cloned());
            inputs.target = target.clone().or(inputs.target.take());
            if let Some(platform) = platform {
                inputs.platform = platform.clone();
                has_platform = true;
            }
            context.frontends.extend(frontends.iter().cloned());
        }
        // These presets reproduce other programs, which know only the file.
        if !matches!(self.preset(own), Preset::Buildkit | Preset::Hadolint) {
            let inputs = std::mem::take(&mut context.inputs).with_builds(&builds);
            context.inputs = if has_platform { inputs } else { inputs.for_platform_of(&builds) };
            context.builds = builds;
        }
        // That preset reproduces BuildKit, regardless of the engine that builds the file.
        let is_buildkits = self.preset(own) == Preset::Buildkit;
        context.inputs.engine = if is_buildkits { Engine::Docker } else { chosen.unwrap_or(by_name) };
        context
    }

    /// The contexts that a file is built with: from the nearest settings, else from the files that
    /// define its builds, else its own folder. Empty if they cannot be known, which `of_files` reports
    /// as `None`.
    pub(crate) fn build_roots(
        &self,
        own: &Checks,
        file: &Path,
        of_files: impl FnOnce(&Path) -> Option<Vec<BuildRoot>>,
    ) -> Vec<BuildRoot> {
        let Ok(dockerfile) = std::path::absolute(file) else { return Vec::new() };
        match &own.build.contexts {
            ContextChoice::Nothing => Vec::new(),
            ContextChoice::Folder(root) => {
                let root = std::path::absolute(root).unwrap_or_else(|_| root.clone());
                vec![BuildRoot { root, dockerfile, provenance: Provenance::CommandLine }]
            }
            ContextChoice::Found => {
                let mut stated: Vec<BuildRoot> = Vec::new();
                for root in self.layers.iter().flat_map(|layer| layer.contexts_of(&dockerfile)) {
                    let (root, dockerfile) = (root.to_owned(), dockerfile.clone());
                    let place = BuildRoot { root, dockerfile, provenance: Provenance::Settings };
                    if !stated.contains(&place) {
                        stated.push(place);
                    }
                }
                if !stated.is_empty() {
                    return stated;
                }
                match of_files(&dockerfile) {
                    Some(roots) if roots.is_empty() => BuildRoot::inferred(&dockerfile).into_iter().collect(),
                    roots => roots.unwrap_or_default(),
                }
            }
        }
    }

    /// Messages about names in `ignore` and `severity` that have no effect, because BuildKit's preset
    /// does not allow changes.
    pub(crate) fn without_effect(&self, own: &Checks) -> Vec<Message> {
        let layers = || self.layers.iter().map(|layer| &layer.checks).chain([own]);
        if self.preset(own) != Preset::Buildkit {
            return Vec::new();
        }
        let names = layers().flat_map(|checks| {
            let per_file = checks.per_file_ignores.iter().flat_map(|(_, names)| names);
            let severities = checks.severity.iter().map(|(name, _)| name);
            checks.choice.ignore.iter().chain(per_file).chain(severities)
        });
        let kept = names.filter(|name| names_refusal(name));
        kept.map(texts::always_reported).collect()
    }

    /// The format of a file, given its editor's options and the nearest settings. The editor's
    /// indentation has the lowest precedence, since it was rarely chosen for Dockerfiles.
    pub(crate) fn format(
        &self,
        own: &Checks,
        file: Option<&Path>,
        mut options: FormatOptions,
    ) -> FormatOptions {
        if let Some(file) = file {
            apply_editorconfig(file, &mut options);
        }
        for checks in self.layers.iter().map(|layer| &layer.checks).chain([own]) {
            checks.format.apply(&mut options);
        }
        options
    }

    /// The failure level, given the nearest settings.
    pub(crate) fn fail_on(&self, own: &Checks) -> FailOn {
        let layers = self.layers.iter().map(|layer| &layer.checks).chain([own]);
        layers.filter_map(|checks| checks.fail_on).next_back().unwrap_or(FailOn::AtLeast(Severity::Warning))
    }
}

/// A path as shown to users: relative to the current folder.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}
