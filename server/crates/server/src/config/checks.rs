//! The settings of checks, such as rules and severities, that are shared by editors,
//! `dockwright.toml` and `.hadolint.yaml`.
//!
//! An invalid value is reported and ignored; the others apply.

use std::{collections::HashSet, path::PathBuf};

use dockwright_analysis::{
    platform::Platform,
    spec::{Engine, engine::ENGINES},
};
use dockwright_lint::{
    preset::{Choice, ShellCheck, is_known_name},
    rule::{Preset, RuleOptions, Severity},
};

use dockwright_texts::settings as texts;

use super::{
    file_patterns::is_glob,
    format::FormatSettings,
    hadolint::HadolintFile,
    node::{Complaint, Node, Value},
    settings_reader::SettingsReader,
};

/// The condition under which `check` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FailOn {
    /// If there is a finding of at least this severity.
    AtLeast(Severity),
    Never,
}

impl FailOn {
    pub(crate) fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::AtLeast(least) => severity <= least,
            Self::Never => false,
        }
    }
}

/// The settings from one source; unset ones are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Checks {
    pub(crate) preset: Option<Preset>,
    pub(crate) choice: Choice,
    /// The severities by rule name; a rule without a severity does not run.
    pub(crate) severity: Vec<(String, Option<Severity>)>,
    pub(crate) fail_on: Option<FailOn>,
    /// Patterns as in a `.gitignore`, and the rules that are ignored in matching files.
    pub(crate) per_file_ignores: Vec<(String, Vec<String>)>,
    /// Patterns of files that are Dockerfiles regardless of their names, and of files and folders that
    /// are not searched.
    pub(crate) include: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) options: RuleOptions,
    pub(crate) is_deaf_to_hadolint: bool,
    pub(crate) format: FormatSettings,
    pub(crate) build: Build,
    /// The source of `ShellCheck`'s answers. Only the user's own settings name the program; a file in a
    /// workspace cannot.
    pub(crate) shellcheck: Option<ShellCheck>,
    /// The contexts of Dockerfiles.
    pub(crate) stated_builds: Vec<StatedBuild>,
}

/// The context of some Dockerfiles: an entry of `build`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatedBuild {
    /// A pattern as in a `.gitignore`.
    pub(crate) dockerfile: String,
    /// The folder of the context, relative to that of the configuration file.
    pub(crate) context: String,
    pub(crate) line: Option<u64>,
}

/// The build that files are checked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Build {
    /// The program that builds the files; by default, the file's name determines it.
    pub(crate) engine: Option<Engine>,
    pub(crate) args: Vec<(String, String)>,
    pub(crate) target: Option<String>,
    pub(crate) platform: Option<Platform>,
    /// Images with a frontend for Dockerfiles, besides Docker's.
    pub(crate) frontends: Vec<String>,
    /// The build contexts that are read.
    pub(crate) contexts: ContextChoice,
}

/// The build contexts that are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum ContextChoice {
    /// The contexts given by files and settings, or else the folder of the Dockerfile.
    #[default]
    Found,
    /// This folder.
    Folder(PathBuf),
    /// No context.
    Nothing,
}

/// The keys of `dockwright.toml`; editors use them in camel case.
pub(crate) const KEYS: &[&str] = &[
    "build-args",
    "disable-hadolint-comments",
    "dockerfile-knowledge",
    "engine",
    "extend-select",
    "fail-on",
    "format",
    "frontends",
    "ignore",
    "label-schema",
    "per-file-ignores",
    "preset",
    "secret-mounts",
    "select",
    "severity",
    "strict-labels",
    "trusted-registries",
];
/// The keys that only a file can have, because they are relative to its folder.
#[cfg_attr(not(test), expect(dead_code, reason = "only the schema names them"))]
pub(crate) const FILE_KEYS: &[&str] = &["build", "exclude", "include"];
/// The presets with their names.
pub(crate) fn presets() -> [(&'static str, Preset); 4] {
    Preset::EVERY.map(|preset| (preset.name(), preset))
}

/// The possible severities of a rule; `off` disables the rule.
pub(crate) fn severities() -> Vec<(&'static str, Option<Severity>)> {
    let named = Severity::ALL.map(|severity| (severity.name(), Some(severity)));
    named.into_iter().chain([("off", None)]).collect()
}

/// The possible values of `fail-on`.
pub(crate) fn fail_levels() -> Vec<(&'static str, FailOn)> {
    let named = Severity::ALL.map(|severity| (severity.name(), FailOn::AtLeast(severity)));
    named.into_iter().chain([("never", FailOn::Never)]).collect()
}

impl Checks {
    /// Applies a table in the format of `dockwright.toml`.
    pub(crate) fn take(&mut self, root: Node, complaints: &mut Vec<Complaint>) {
        let mut reader = SettingsReader { complaints };
        for (key, node) in reader.root(root) {
            self.take_key(&key, node, &mut reader);
        }
    }

    fn take_key(&mut self, key: &str, node: Node, reader: &mut SettingsReader<'_>) {
        match key {
            "preset" => self.preset = reader.word(key, node, &presets()),
            "select" => self.choice.select = reader.names(key, node),
            "extend-select" => self.choice.extend_select = reader.names(key, node),
            "ignore" => self.choice.ignore = reader.names(key, node),
            "fail-on" => self.fail_on = reader.word(key, node, &fail_levels()),
            "build" => self.stated_builds = reader.builds(key, node),
            "build-args" => {
                for (name, node) in reader.table(key, node) {
                    let value = reader.plain(&format!("{key}.{name}"), node);
                    self.build.args.extend(value.map(|value| (name, value)));
                }
            }
            "engine" => self.build.engine = reader.word(key, node, &ENGINES),
            "frontends" => self.build.frontends = reader.texts(key, node),
            "format" => self.format.take(key, node, reader),
            "severity" => {
                for (name, node) in reader.table(key, node) {
                    let line = node.line;
                    if reader.is_rule(&name, line)
                        && let Some(severity) = reader.word(&format!("{key}.{name}"), node, &severities())
                    {
                        self.severity.push((name, severity));
                    }
                }
            }
            "per-file-ignores" => {
                for (pattern, node) in reader.table(key, node) {
                    let names = reader.names(&format!("{key}.{pattern}"), node);
                    self.per_file_ignores.push((pattern, names));
                }
            }
            "include" => self.include = reader.globs(key, node),
            "exclude" => self.exclude = reader.globs(key, node),
            "trusted-registries" => self.options.trusted_registries = reader.texts(key, node),
            "label-schema" => self.options.label_schema = reader.label_schema(key, node),
            "secret-mounts" => self.options.secret_mounts = reader.secret_mounts(key, node),
            "strict-labels" => self.options.strict_labels = reader.switch(key, &node),
            "dockerfile-knowledge" => {
                let is_off = !reader.switch(key, &node);
                self.options.ignores_dockerfile = is_off && matches!(node.value, Value::Bool(_));
            }
            "disable-hadolint-comments" => self.is_deaf_to_hadolint = reader.switch(key, &node),
            "shellcheck" => reader.complain(node.line, texts::shellcheck_is_users()),
            _ => reader.unknown(key, node.line),
        }
    }

    /// Applies hadolint's configuration file.
    pub(crate) fn take_hadolint(&mut self, root: Node, complaints: &mut Vec<Complaint>) {
        let mut reader = SettingsReader { complaints };
        let file = HadolintFile::read(root, &mut reader);
        for (key, line) in &file.unknown_keys {
            reader.unknown(key, *line);
        }
        let mut names = HashSet::new();
        // Each name is compared with every rule, so duplicates are skipped.
        let mut known = HashSet::new();
        for (name, line) in &file.codes {
            if known.insert(name.as_str()) && reader.is_rule(name, *line) {
                names.insert(name.as_str());
            }
        }
        let settings = &file.settings;
        let levels = settings.levels().into_iter().filter(|(code, _)| names.contains(code));
        self.severity.extend(levels.map(|(code, level)| (code.to_owned(), Some(level))));
        let mut ignored = HashSet::new();
        self.choice.ignore.clone_from(&settings.ignored);
        self.choice.ignore.retain(|name| names.contains(name.as_str()) && ignored.insert(name.clone()));
        self.fail_on = match (settings.no_fail, settings.threshold) {
            (Some(true), _) => Some(FailOn::Never),
            (_, threshold) => threshold.map(|threshold| FailOn::AtLeast(threshold.least)),
        };
        let registries = [&settings.trusted_registries, &file.kebab_registries];
        self.options.trusted_registries = registries.into_iter().flatten().cloned().collect();
        self.options.label_schema.clone_from(&settings.label_schema);
        self.options.strict_labels = settings.strict_labels == Some(true);
        self.is_deaf_to_hadolint = settings.disable_ignore_pragma == Some(true);
        complaints.sort_by_key(|(line, _)| *line);
    }
}

impl SettingsReader<'_> {
    /// Names of rules and groups.
    fn names(&mut self, key: &str, node: Node) -> Vec<String> {
        let Value::List(list) = node.value else {
            self.wrong(&node, |kind| texts::IsNotList { key, kind }.message());
            return Vec::new();
        };
        let mut names = Vec::new();
        // Each name is compared with every rule, so duplicates are skipped.
        let mut known = HashSet::new();
        for node in list {
            let line = node.line;
            let Some(name) = self.text(key, node) else { continue };
            if known.insert(name.clone()) && self.is_rule(&name, line) {
                names.push(name);
            }
        }
        names
    }

    /// Whether a rule or group has this name. Codes that only hadolint has are not reported as
    /// mistakes, but select nothing.
    pub(super) fn is_rule(&mut self, name: &str, line: Option<u64>) -> bool {
        let is_known = is_known_name(name);
        if !is_known && !name.starts_with("DL") && !name.starts_with("SC") {
            self.complain(line, texts::no_rule(name));
        }
        is_known
    }

    /// Patterns as in a `.gitignore`.
    fn globs(&mut self, key: &str, node: Node) -> Vec<String> {
        let Value::List(list) = node.value else {
            self.wrong(&node, |kind| texts::IsNotList { key, kind }.message());
            return Vec::new();
        };
        let mut globs = Vec::new();
        for node in list {
            let line = node.line;
            let Some(glob) = self.text(key, node) else { continue };
            if is_glob(&glob) {
                globs.push(glob);
            } else {
                self.complain(line, texts::NotAGlob { glob, key }.message());
            }
        }
        globs
    }

    /// Tables, each with a pattern of Dockerfiles and their context.
    fn builds(&mut self, key: &str, node: Node) -> Vec<StatedBuild> {
        let Value::List(list) = node.value else {
            self.wrong(&node, |kind| texts::IsNotList { key, kind }.message());
            return Vec::new();
        };
        let mut builds = Vec::new();
        for node in list {
            let line = node.line;
            let mut build = StatedBuild { dockerfile: String::new(), context: String::new(), line };
            for (name, node) in self.table(key, node) {
                let full = format!("{key}.{name}");
                let place = match name.as_str() {
                    "dockerfile" => &mut build.dockerfile,
                    "context" => &mut build.context,
                    _ => {
                        self.unknown(&full, node.line);
                        continue;
                    }
                };
                *place = self.text(&full, node).unwrap_or_default();
            }
            if build.dockerfile.is_empty() {
                "Dockerfile".clone_into(&mut build.dockerfile);
            }
            if !is_glob(&build.dockerfile) {
                self.complain(line, texts::NotAGlob { glob: build.dockerfile, key }.message());
            } else if !build.context.is_empty() {
                builds.push(build);
            }
        }
        builds
    }

    fn secret_mounts(&mut self, key: &str, node: Node) -> Vec<(String, String)> {
        let table = self.table(key, node);
        table
            .into_iter()
            .filter_map(|(program, node)| {
                let mount = self.text(&format!("{key}.{program}"), node)?;
                let mount = mount.trim_start_matches("type=secret,").to_owned();
                Some((program, mount))
            })
            .collect()
    }
}
