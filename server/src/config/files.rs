//! The configuration files that apply to a Dockerfile, and what all settings together select.
//!
//! The nearest `dockwright.toml` above the file and the nearest `.hadolint.yaml`; neither is looked for in the user's
//! home, so that a project gives the same findings everywhere. Nearer settings win: command line or editor, then
//! `dockwright.toml`, then hadolint's.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use dockwright_ide::{Choice, DocumentContext, FormatOptions, Preset, Selection, names_refusal};
use ignore::gitignore::GitignoreBuilder;

use super::{
    checks::{Build, Checks, FailOn},
    format::apply_editorconfig,
    node,
};

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
    /// The farthest first, each with its folder.
    layers: Vec<(PathBuf, Checks)>,
    /// What cannot be taken, as lines that name the file.
    pub(crate) complaints: Vec<String>,
}

impl Configuration {
    /// The files that are found from a folder upwards.
    pub(crate) fn find(folder: &Path) -> Self {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let mut found = Self::default();
        for names in [HADOLINT, OURS] {
            let mut candidates =
                folder.ancestors().flat_map(|folder| names.iter().map(move |name| folder.join(name)));
            if let Some(path) = candidates.find(|path| path.is_file())
                && let Err(error) = found.read(&path)
            {
                found.complaints.push(format!("{}: {error}", shown(&path)));
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
        let text = fs::read_to_string(path)?;
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
            Some(line) => format!("{name}:{line}: {message}"),
            None => format!("{name}: {message}"),
        }));
        self.layers.push((path.parent().unwrap_or(Path::new("")).to_owned(), checks));
        Ok(())
    }

    /// Whether what is selected depends on the file.
    pub(crate) fn tells_files_apart(&self) -> bool {
        self.layers.iter().any(|(_, checks)| !checks.per_file_ignores.is_empty())
    }

    /// What is selected for a file, given the nearest settings.
    pub(crate) fn selection(&self, own: &Checks, file: Option<&Path>) -> Selection {
        let file = file.and_then(|file| std::path::absolute(file).ok());
        let layers = || self.layers.iter().map(|(_, checks)| checks).chain([own]);
        let mut choices = Vec::new();
        for (folder, checks) in &self.layers {
            choices.push(checks.choice.clone());
            choices.extend(file.as_deref().map(|file| ignored_in(folder, checks, file)));
        }
        choices.push(own.choice.clone());
        let preset = layers().filter_map(|checks| checks.preset).next_back().unwrap_or(Preset::Default);
        let mut selection = Selection::layered(preset, &choices);
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
            selection.options.strict_labels |= options.strict_labels;
        }
        selection
    }

    /// What is known of a file besides its text, given the nearest settings.
    pub(crate) fn context(&self, own: &Checks, file: Option<&Path>) -> DocumentContext {
        let file_name = file.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let mut context = DocumentContext { file_name, ..DocumentContext::default() };
        for checks in self.layers.iter().map(|(_, checks)| checks).chain([own]) {
            let Build { args, target, platform, frontends } = &checks.build;
            let inputs = &mut context.inputs;
            inputs.build_args.extend(args.iter().cloned());
            inputs.target = target.clone().or(inputs.target.take());
            if let Some(platform) = platform {
                inputs.platform = platform.clone();
            }
            context.frontends.extend(frontends.iter().cloned());
        }
        context
    }

    /// Names in `ignore` and `severity` that have no effect, because the preset of BuildKit keeps its verdict.
    pub(crate) fn without_effect(&self, own: &Checks) -> Vec<String> {
        let layers = || self.layers.iter().map(|(_, checks)| checks).chain([own]);
        if layers().filter_map(|checks| checks.preset).next_back() != Some(Preset::Buildkit) {
            return Vec::new();
        }
        let names = layers().flat_map(|checks| {
            let per_file = checks.per_file_ignores.iter().flat_map(|(_, names)| names);
            let severities = checks.severity.iter().map(|(name, _)| name);
            checks.choice.ignore.iter().chain(per_file).chain(severities)
        });
        let kept = names.filter(|name| names_refusal(name));
        kept.map(|name| format!("the buildkit preset always reports {name}: it cannot be ignored or lowered"))
            .collect()
    }

    /// How a file is formatted, given what its editor says and the nearest settings. The editor's indentation counts
    /// least: it is mostly nobody's choice for this kind of file.
    pub(crate) fn format(
        &self,
        own: &Checks,
        file: Option<&Path>,
        mut options: FormatOptions,
    ) -> FormatOptions {
        if let Some(file) = file {
            apply_editorconfig(file, &mut options);
        }
        for checks in self.layers.iter().map(|(_, checks)| checks).chain([own]) {
            checks.format.apply(&mut options);
        }
        options
    }

    /// The failure level, given the nearest settings.
    pub(crate) fn fail_on(&self, own: &Checks) -> FailOn {
        let layers = self.layers.iter().map(|(_, checks)| checks).chain([own]);
        layers.filter_map(|checks| checks.fail_on).next_back().unwrap_or(FailOn::Warning)
    }
}

/// What `per-file-ignores` says of a file.
fn ignored_in(folder: &Path, checks: &Checks, file: &Path) -> Choice {
    let mut choice = Choice::default();
    for (pattern, names) in &checks.per_file_ignores {
        let mut builder = GitignoreBuilder::new(folder);
        let is_pattern = builder.add_line(None, pattern).is_ok();
        let is_ours = file.starts_with(folder) && is_pattern;
        if is_ours && builder.build().is_ok_and(|it| it.matched_path_or_any_parents(file, false).is_ignore())
        {
            choice.ignore.extend(names.iter().cloned());
        }
    }
    choice
}

/// A path as people know it: from where they are.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}
