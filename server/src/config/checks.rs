//! What is checked and with which severity: the settings that editors, `dockwright.toml` and `.hadolint.yaml` share.
//!
//! A value that cannot be used is reported and ignored; the rest applies.

use std::collections::HashSet;

use dockwright_analysis::{
    platform::Platform,
    spec::{Engine, engine::ENGINES},
};
use dockwright_lint::{
    preset::{Choice, is_known_name},
    rule::{Preset, RuleOptions, Severity},
};

use dockwright_texts::settings as texts;

use super::{
    file_patterns::is_glob,
    format::FormatSettings,
    node::{Complaint, Node, Value},
    settings_reader::SettingsReader,
};

/// When `check` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FailOn {
    /// When there is a finding of this severity or a worse one.
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

/// The settings from one source; what it does not set is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Checks {
    pub(crate) preset: Option<Preset>,
    pub(crate) choice: Choice,
    /// By name; rules without a severity do not run.
    pub(crate) severity: Vec<(String, Option<Severity>)>,
    pub(crate) fail_on: Option<FailOn>,
    /// Patterns as in a `.gitignore`, and what is ignored in the files they match.
    pub(crate) per_file_ignores: Vec<(String, Vec<String>)>,
    /// Patterns of files that are Dockerfiles whatever their names, and of files and folders that are not searched.
    pub(crate) include: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) options: RuleOptions,
    pub(crate) is_deaf_to_hadolint: bool,
    pub(crate) format: FormatSettings,
    pub(crate) build: Build,
}

/// The build that files are checked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Build {
    /// The program that builds; without one, the name of the file decides.
    pub(crate) engine: Option<Engine>,
    pub(crate) args: Vec<(String, String)>,
    pub(crate) target: Option<String>,
    pub(crate) platform: Option<Platform>,
    /// Images that read the Dockerfile language, besides Docker's.
    pub(crate) frontends: Vec<String>,
}

/// The keys of `dockwright.toml`, in an editor in camel case.
pub(crate) const KEYS: &[&str] = &[
    "build-args",
    "disable-hadolint-comments",
    "engine",
    "extend-select",
    "fail-on",
    "format",
    "frontends",
    "ignore",
    "label-schema",
    "per-file-ignores",
    "preset",
    "select",
    "severity",
    "strict-labels",
    "trusted-registries",
];
/// The keys that only a file can have, because they are relative to its folder.
#[cfg_attr(not(test), expect(dead_code, reason = "only the schema names them"))]
pub(crate) const FILE_KEYS: &[&str] = &["exclude", "include"];
/// Each preset with its name.
pub(crate) fn presets() -> [(&'static str, Preset); 4] {
    Preset::EVERY.map(|preset| (preset.name(), preset))
}

/// What a rule's severity can be set to; `off` disables the rule.
pub(crate) fn severities() -> Vec<(&'static str, Option<Severity>)> {
    let named = Severity::ALL.map(|severity| (severity.name(), Some(severity)));
    named.into_iter().chain([("off", None)]).collect()
}

/// What `fail-on` can be set to.
pub(crate) fn fail_levels() -> Vec<(&'static str, FailOn)> {
    let named = Severity::ALL.map(|severity| (severity.name(), FailOn::AtLeast(severity)));
    named.into_iter().chain([("never", FailOn::Never)]).collect()
}

pub(crate) const LABEL_FORMS: &[(&str, ())] =
    &[("text", ()), ("url", ()), ("rfc3339", ()), ("spdx", ()), ("hash", ()), ("semver", ()), ("email", ())];
/// hadolint's levels. Its lowest severity corresponds to our hint.
fn hadolint_levels() -> Vec<(&'static str, FailOn)> {
    let style = ["style", "ignore"].map(|name| (name, FailOn::AtLeast(Severity::Hint)));
    let mut levels = fail_levels();
    levels.retain(|(_, level)| *level < FailOn::AtLeast(Severity::Hint));
    levels.into_iter().chain(style).chain([("none", FailOn::Never)]).collect()
}

impl Checks {
    /// Takes over a table in the form of `dockwright.toml`.
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
            "strict-labels" => self.options.strict_labels = reader.switch(key, &node),
            "disable-hadolint-comments" => self.is_deaf_to_hadolint = reader.switch(key, &node),
            _ => reader.unknown(key, node.line),
        }
    }

    /// Takes over hadolint's configuration. Source: the section *Configure* of hadolint's README, and what hadolint 2.15 does.
    pub(crate) fn take_hadolint(&mut self, root: Node, complaints: &mut Vec<Complaint>) {
        let mut reader = SettingsReader { complaints };
        for (key, node) in reader.root(root) {
            match key.as_str() {
                "ignored" => self.choice.ignore = reader.names(&key, node),
                "override" => {
                    for (severity, node) in reader.table(&key, node) {
                        let line = node.line;
                        let path = format!("{key}.{severity}");
                        let names = reader.names(&path, node);
                        let word = Node { line, value: Value::Text(severity.replace("style", "hint")) };
                        if let Some(severity) = reader.word(&path, word, &severities()[..4]) {
                            self.severity.extend(names.into_iter().map(|name| (name, severity)));
                        }
                    }
                }
                "failure-threshold" => {
                    let level = reader.word(&key, node, &hadolint_levels());
                    self.fail_on = self.fail_on.filter(|_| level.is_none()).or(level);
                }
                "no-fail" if reader.switch(&key, &node) => self.fail_on = Some(FailOn::Never),
                "trustedRegistries" | "trusted-registries" => {
                    self.options.trusted_registries = reader.texts(&key, node);
                }
                "label-schema" => self.options.label_schema = reader.label_schema(&key, node),
                "strict-labels" => self.options.strict_labels = reader.switch(&key, &node),
                "disable-ignore-pragma" => self.is_deaf_to_hadolint = reader.switch(&key, &node),
                // How it prints is none of our business.
                "format" | "no-color" | "no-fail" => {}
                _ => reader.unknown(&key, node.line),
            }
        }
    }
}

impl SettingsReader<'_> {
    /// Names of rules and groups.
    fn names(&mut self, key: &str, node: Node) -> Vec<String> {
        let Value::List(list) = node.value else {
            self.wrong(&node, |kind| texts::is_not_list(key, kind));
            return Vec::new();
        };
        let mut names = Vec::new();
        // Each is compared with every rule, so it counts once.
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

    /// Whether something is called so. The codes that only hadolint has are no mistake, and name nothing.
    fn is_rule(&mut self, name: &str, line: Option<u64>) -> bool {
        let is_known = is_known_name(name);
        if !is_known && !name.starts_with("DL") && !name.starts_with("SC") {
            self.complain(line, texts::no_rule(name));
        }
        is_known
    }

    /// Patterns as in a `.gitignore`.
    fn globs(&mut self, key: &str, node: Node) -> Vec<String> {
        let Value::List(list) = node.value else {
            self.wrong(&node, |kind| texts::is_not_list(key, kind));
            return Vec::new();
        };
        let mut globs = Vec::new();
        for node in list {
            let line = node.line;
            let Some(glob) = self.text(key, node) else { continue };
            if is_glob(&glob) {
                globs.push(glob);
            } else {
                self.complain(line, texts::not_a_glob(glob, key));
            }
        }
        globs
    }

    fn label_schema(&mut self, key: &str, node: Node) -> Vec<(String, String)> {
        let mut schema = Vec::new();
        for (label, node) in self.table(key, node) {
            let form = match &node.value {
                Value::Text(form) => form.clone(),
                _ => String::new(),
            };
            if self.word(&format!("{key}.{label}"), node, LABEL_FORMS).is_some() {
                schema.push((label, form));
            }
        }
        schema
    }
}
