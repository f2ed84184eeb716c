//! The configuration files that apply to a Dockerfile, and what all settings together select.
//!
//! The nearest `dockwright.toml` above the file and the nearest `.hadolint.yaml`; neither is looked for in the user's
//! home, so that a project gives the same findings everywhere. Nearer settings win: command line or editor, then
//! `dockwright.toml`, then hadolint's.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use dockwright_analysis::{document::DocumentContext, known_builds::KnownBuild, spec::Engine};
use dockwright_format::FormatOptions;
use dockwright_lint::{
    preset::{Choice, Selection, names_refusal},
    rule::{Preset, Severity},
};
use dockwright_texts::{Message, settings as texts};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{
    checks::{Build, Checks, FailOn},
    file_patterns::FilePatterns,
    format::apply_editorconfig,
    node,
};
use crate::regular_file;

/// The names of the files: ours, and hadolint's.
const OURS: &[&str] = &["dockwright.toml"];
const HADOLINT: &[&str] = &[".hadolint.yaml", ".hadolint.yml"];

/// Whether a file of this name is one of them.
pub(crate) fn is_configuration(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    OURS.contains(&name) || HADOLINT.contains(&name)
}

/// The configuration files of a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Configuration {
    /// The farthest first.
    layers: Vec<ConfigurationLayer>,
    /// What cannot be taken, as lines that name the file.
    pub(crate) complaints: Vec<Message>,
}

/// What one file says.
#[derive(Debug, Clone)]
struct ConfigurationLayer {
    checks: Checks,
    /// The matchers of `per-file-ignores`, with what is ignored in the files they match.
    per_file_ignores: Vec<(Gitignore, Choice)>,
    patterns: Arc<FilePatterns>,
}

impl ConfigurationLayer {
    fn new(folder: &Path, checks: Checks) -> Self {
        // One matcher for all patterns with the same names: there may be thousands of patterns.
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
        Self { checks, per_file_ignores, patterns }
    }

    /// What `per-file-ignores` says of a file.
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

/// Whether a folder has a `dockwright.toml`.
pub(crate) fn has_own_configuration(folder: &Path) -> bool {
    OURS.iter().any(|name| folder.join(name).is_file())
}

impl Configuration {
    /// The files that are found from a folder upwards.
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

    /// Files that were found.
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

    /// One file, whatever its folder.
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
        let name = shown(path);
        self.complaints.extend(complaints.into_iter().map(|(line, message)| match line {
            Some(line) => texts::OnLine { file: &name, line: line.to_string(), problem: message }.message(),
            None => texts::InFile { file: &name, problem: message }.message(),
        }));
        self.layers.push(ConfigurationLayer::new(path.parent().unwrap_or(Path::new("")), checks));
        Ok(())
    }

    /// Whether what is selected depends on the file.
    pub(crate) fn tells_files_apart(&self) -> bool {
        self.layers.iter().any(|layer| !layer.per_file_ignores.is_empty())
    }

    /// Which files it adds to the Dockerfiles below its folder, and which it removes.
    pub(crate) fn patterns(&self) -> Arc<FilePatterns> {
        // Only `dockwright.toml` has any, and there is at most one.
        self.layers.last().map(|layer| Arc::clone(&layer.patterns)).unwrap_or_default()
    }

    /// What is selected for a file, given the nearest settings.
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

    /// The preset that is in force.
    fn preset(&self, own: &Checks) -> Preset {
        let layers = self.layers.iter().map(|layer| &layer.checks).chain([own]);
        layers.filter_map(|checks| checks.preset).next_back().unwrap_or(Preset::Default)
    }

    /// What is known of a file besides its text, given the nearest settings and the builds that other files state.
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
            let Build { engine, args, target, platform, frontends } = &checks.build;
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
        // Those presets say what other programs say of the file alone.
        if !matches!(self.preset(own), Preset::Buildkit | Preset::Hadolint) {
            let inputs = std::mem::take(&mut context.inputs).with_builds(&builds);
            context.inputs = if has_platform { inputs } else { inputs.for_platform_of(&builds) };
            context.builds = builds;
        }
        // That preset is BuildKit's verdict, whoever builds the file.
        let is_buildkits = self.preset(own) == Preset::Buildkit;
        context.inputs.engine = if is_buildkits { Engine::Docker } else { chosen.unwrap_or(by_name) };
        context
    }

    /// Names in `ignore` and `severity` that have no effect, because the preset of BuildKit keeps its verdict.
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

    /// How a file is formatted, given what its editor says and the nearest settings. The editor's indentation counts
    /// least: it was rarely chosen for this kind of file.
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

/// A path as people know it: from where they are.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}
