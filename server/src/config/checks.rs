//! What is checked and how bad it is: the settings that editors, `dockwright.toml` and `.hadolint.yaml` share.
//!
//! A value that cannot be taken is told and passed over; the rest applies.

use std::collections::HashSet;

use dockwright_analysis::{
    platform::Platform,
    spec::{Engine, podman::ENGINES},
};
use dockwright_lint::{
    preset::{Choice, is_known_name},
    rule::{Preset, RuleOptions, Severity},
};

use super::{
    format::FormatSettings,
    node::{Complaint, Node, Value},
    reader::Reader,
};
use crate::dockerfiles::is_glob;

/// The least severity that counts as a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
    Hint,
    Never,
}

impl FailOn {
    pub(crate) fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity <= Severity::Error,
            Self::Warning => severity <= Severity::Warning,
            Self::Info => severity <= Severity::Info,
            Self::Hint => true,
            Self::Never => false,
        }
    }
}

/// The settings of one origin; what it does not speak of is empty.
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
pub(crate) const PRESETS: &[(&str, Preset)] = &[
    ("default", Preset::Default),
    ("buildkit", Preset::Buildkit),
    ("hadolint", Preset::Hadolint),
    ("all", Preset::All),
];
pub(crate) const SEVERITIES: &[(&str, Option<Severity>)] = &[
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("hint", Some(Severity::Hint)),
    ("off", None),
];
pub(crate) const LEVELS: &[(&str, FailOn)] = &[
    ("error", FailOn::Error),
    ("warning", FailOn::Warning),
    ("info", FailOn::Info),
    ("hint", FailOn::Hint),
    ("never", FailOn::Never),
];
pub(crate) const LABEL_FORMS: &[(&str, ())] =
    &[("text", ()), ("url", ()), ("rfc3339", ()), ("spdx", ()), ("hash", ()), ("semver", ()), ("email", ())];
/// hadolint's levels: its lowest severity is our hint.
const HADOLINT_LEVELS: &[(&str, FailOn)] = &[
    ("error", FailOn::Error),
    ("warning", FailOn::Warning),
    ("info", FailOn::Info),
    ("style", FailOn::Hint),
    ("ignore", FailOn::Hint),
    ("none", FailOn::Never),
];

impl Checks {
    /// Takes over a table in the form of `dockwright.toml`.
    pub(crate) fn take(&mut self, root: Node, complaints: &mut Vec<Complaint>) {
        let mut reader = Reader { complaints };
        for (key, node) in reader.table("the file", root) {
            self.take_key(&key, node, &mut reader);
        }
    }

    fn take_key(&mut self, key: &str, node: Node, reader: &mut Reader<'_>) {
        match key {
            "preset" => self.preset = reader.word(key, node, PRESETS),
            "select" => self.choice.select = reader.names(key, node),
            "extend-select" => self.choice.extend_select = reader.names(key, node),
            "ignore" => self.choice.ignore = reader.names(key, node),
            "fail-on" => self.fail_on = reader.word(key, node, LEVELS),
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
                        && let Some(severity) = reader.word(&format!("{key}.{name}"), node, SEVERITIES)
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

    /// Takes over hadolint's configuration. Source: rules.md 12.3.
    pub(crate) fn take_hadolint(&mut self, root: Node, complaints: &mut Vec<Complaint>) {
        let mut reader = Reader { complaints };
        for (key, node) in reader.table("the file", root) {
            match key.as_str() {
                "ignored" => self.choice.ignore = reader.names(&key, node),
                "override" => {
                    for (severity, node) in reader.table(&key, node) {
                        let line = node.line;
                        let path = format!("{key}.{severity}");
                        let names = reader.names(&path, node);
                        let word = Node { line, value: Value::Text(severity.replace("style", "hint")) };
                        if let Some(severity) = reader.word(&path, word, &SEVERITIES[..4]) {
                            self.severity.extend(names.into_iter().map(|name| (name, severity)));
                        }
                    }
                }
                "failure-threshold" => {
                    let level = reader.word(&key, node, HADOLINT_LEVELS);
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

impl Reader<'_> {
    /// Names of rules and groups.
    fn names(&mut self, key: &str, node: Node) -> Vec<String> {
        let Value::List(list) = node.value else {
            self.wrong(key, &node, "a list");
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
            self.tell(line, format!("there is no rule `{name}`"));
        }
        is_known
    }

    /// Patterns as in a `.gitignore`.
    fn globs(&mut self, key: &str, node: Node) -> Vec<String> {
        let Value::List(list) = node.value else {
            self.wrong(key, &node, "a list");
            return Vec::new();
        };
        let mut globs = Vec::new();
        for node in list {
            let line = node.line;
            let Some(glob) = self.text(key, node) else { continue };
            if is_glob(&glob) {
                globs.push(glob);
            } else {
                self.tell(line, format!("`{glob}` in `{key}` is not a valid glob"));
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
