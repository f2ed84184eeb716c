//! hadolint's settings, as given in its configuration file, its environment variables and its
//! command line.
//!
//! `check` copies those that apply to it into its own settings; `dockwright hadolint` uses all of
//! them. Source: the section *Configure* of hadolint's README, and the behaviour of hadolint
//! 2.15.1.

use std::collections::HashMap;

use dockwright_lint::rule::Severity;
use dockwright_texts::settings as texts;

use super::{
    node::{self, Complaint, Node, Value},
    settings_reader::{LABEL_FORMS, SettingsReader},
};

/// hadolint's output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HadolintFormat {
    Tty,
    Json,
    Checkstyle,
    Codeclimate,
    GitlabCodeclimate,
    Gnu,
    Codacy,
    Sonarqube,
    Sarif,
    Junit,
}

impl HadolintFormat {
    /// The formats with their names, in the order of hadolint's help.
    pub(crate) const NAMES: [(&str, Self); 10] = [
        ("tty", Self::Tty),
        ("json", Self::Json),
        ("checkstyle", Self::Checkstyle),
        ("codeclimate", Self::Codeclimate),
        ("gitlab_codeclimate", Self::GitlabCodeclimate),
        ("gnu", Self::Gnu),
        ("codacy", Self::Codacy),
        ("sonarqube", Self::Sonarqube),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }
}

/// A level at which hadolint fails: its name, and the lowest severity that reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold {
    pub(crate) name: &'static str,
    pub(crate) least: Severity,
}

impl Threshold {
    /// hadolint's default.
    pub(crate) const DEFAULT: Self = Self { name: "info", least: Severity::Info };

    /// All levels. Any finding reaches the last three, two of which are the same.
    pub(crate) const ALL: [(&str, Self); 6] = {
        const fn level(name: &'static str, least: Severity) -> (&'static str, Threshold) {
            (name, Threshold { name, least })
        }
        let ignore = level("ignore", Severity::Hint);
        [
            level("error", Severity::Error),
            level("warning", Severity::Warning),
            level("info", Severity::Info),
            level("style", Severity::Hint),
            ignore,
            ("none", ignore.1),
        ]
    };
}

/// The levels of findings, the most severe first. `style` corresponds to our hint.
pub(crate) const LEVELS: [(&str, Severity); 4] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("info", Severity::Info),
    ("style", Severity::Hint),
];

/// hadolint's name of a severity.
pub(crate) fn level_name(severity: Severity) -> &'static str {
    LEVELS.iter().find(|(_, level)| *level == severity).map_or("", |(name, _)| name)
}

/// Whether a form of label values with this name exists.
pub(crate) fn is_label_form(form: &str) -> bool {
    LABEL_FORMS.iter().any(|(known, ())| *known == form)
}

/// The settings from one source; unset ones are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HadolintSettings {
    pub(crate) no_fail: Option<bool>,
    pub(crate) no_color: Option<bool>,
    pub(crate) formats: Vec<HadolintFormat>,
    pub(crate) threshold: Option<Threshold>,
    /// Severities for codes.
    pub(crate) overrides: Vec<(Severity, String)>,
    pub(crate) ignored: Vec<String>,
    pub(crate) strict_labels: Option<bool>,
    /// Labels, each with the form of its value.
    pub(crate) label_schema: Vec<(String, String)>,
    pub(crate) disable_ignore_pragma: Option<bool>,
    pub(crate) trusted_registries: Vec<String>,
}

impl HadolintSettings {
    /// Adds a source of higher precedence. Lists are concatenated, and a label keeps its first form.
    pub(crate) fn overlay(&mut self, nearer: Self) {
        self.no_fail = nearer.no_fail.or(self.no_fail);
        self.no_color = nearer.no_color.or(self.no_color);
        self.formats.extend(nearer.formats);
        self.threshold = nearer.threshold.or(self.threshold);
        self.overrides.extend(nearer.overrides);
        self.ignored.extend(nearer.ignored);
        self.strict_labels = nearer.strict_labels.or(self.strict_labels);
        for (label, form) in nearer.label_schema {
            if !self.label_schema.iter().any(|(known, _)| *known == label) {
                self.label_schema.push((label, form));
            }
        }
        self.disable_ignore_pragma = nearer.disable_ignore_pragma.or(self.disable_ignore_pragma);
        self.trusted_registries.extend(nearer.trusted_registries);
    }

    /// The severity configured for a code, if any. If there are several, the highest one counts.
    pub(crate) fn level_of(&self, code: &str) -> Option<Severity> {
        self.overrides.iter().filter(|(_, other)| other == code).map(|(level, _)| *level).min()
    }

    /// The codes with a configured severity, in the order in which they were first named.
    pub(crate) fn levels(&self) -> Vec<(&str, Severity)> {
        let mut levels: Vec<(&str, Severity)> = Vec::new();
        let mut places = HashMap::new();
        for (level, code) in &self.overrides {
            let place = *places.entry(code.as_str()).or_insert_with(|| {
                levels.push((code, *level));
                levels.len() - 1
            });
            levels[place].1 = levels[place].1.min(*level);
        }
        levels
    }
}

/// A configuration file.
#[derive(Debug, Default)]
pub(crate) struct HadolintFile {
    pub(crate) settings: HadolintSettings,
    /// The codes in `ignored` and `override`, with their lines.
    pub(crate) codes: Vec<(String, Option<u64>)>,
    /// Keys that hadolint silently ignores, with their lines.
    pub(crate) unknown_keys: Vec<(String, Option<u64>)>,
    /// `trusted-registries`, a spelling that hadolint ignores and `check` accepts.
    pub(crate) kebab_registries: Vec<String>,
}

impl HadolintFile {
    /// Parses a file like hadolint, which rejects the whole file for a single invalid value. The error
    /// is the first complaint.
    pub(crate) fn parse(text: &str) -> Result<Self, Complaint> {
        let root = node::from_yaml(text)?;
        if root.value == Value::Null {
            return Err((None, texts::file_is_empty()));
        }
        let mut complaints = Vec::new();
        let file = Self::read(root, &mut SettingsReader { complaints: &mut complaints });
        complaints.into_iter().next().map_or(Ok(file), Err)
    }

    /// Reads a file and reports values of the wrong type.
    pub(super) fn read(root: Node, reader: &mut SettingsReader<'_>) -> Self {
        let mut file = Self::default();
        for (key, node) in reader.root(root) {
            // A key without a value is the same as no key.
            if node.value != Value::Null {
                file.take(&key, node, reader);
            }
        }
        file
    }

    fn take(&mut self, key: &str, node: Node, reader: &mut SettingsReader<'_>) {
        let settings = &mut self.settings;
        match key {
            "ignored" => settings.ignored = codes(key, node, &mut self.codes, reader),
            "override" => {
                for (level, node) in reader.table(key, node) {
                    let path = format!("{key}.{level}");
                    match LEVELS.iter().find(|(name, _)| *name == level) {
                        Some(&(_, severity)) if node.value != Value::Null => {
                            let named = codes(&path, node, &mut self.codes, reader);
                            settings.overrides.extend(named.into_iter().map(|code| (severity, code)));
                        }
                        Some(_) => {}
                        None => self.unknown_keys.push((path, node.line)),
                    }
                }
            }
            "failure-threshold" => settings.threshold = reader.word(key, node, &Threshold::ALL),
            "format" => settings.formats.extend(reader.word(key, node, &HadolintFormat::NAMES)),
            "label-schema" => settings.label_schema = reader.label_schema(key, node),
            "trustedRegistries" => settings.trusted_registries = reader.texts(key, node),
            "no-fail" => settings.no_fail = Some(reader.switch(key, &node)),
            "no-color" => settings.no_color = Some(reader.switch(key, &node)),
            "strict-labels" => settings.strict_labels = Some(reader.switch(key, &node)),
            "disable-ignore-pragma" => settings.disable_ignore_pragma = Some(reader.switch(key, &node)),
            "trusted-registries" => self.kebab_registries = reader.texts(key, node),
            _ => self.unknown_keys.push((key.to_owned(), node.line)),
        }
    }
}

/// A list of codes; `read` stores them with their lines.
fn codes(
    key: &str,
    node: Node,
    read: &mut Vec<(String, Option<u64>)>,
    reader: &mut SettingsReader<'_>,
) -> Vec<String> {
    let Value::List(list) = node.value else {
        reader.wrong(&node, |kind| texts::IsNotList { key, kind }.message());
        return Vec::new();
    };
    let before = read.len();
    for node in list {
        let line = node.line;
        read.extend(reader.text(key, node).map(|code| (code, line)));
    }
    read[before..].iter().map(|(code, _)| code.clone()).collect()
}
