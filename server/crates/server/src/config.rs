//! The user's settings, their defaults, and how they are read.
//!
//! A setting has the same name as in editors, `inlayHints.enabled`, either as nested objects or as
//! one dotted key. Unknown settings and values of the wrong type are reported and ignored; the
//! others apply. The sources of settings are determined elsewhere in the server.

pub(crate) mod checks;
pub(crate) mod file_patterns;
pub(crate) mod files;
pub(crate) mod format;
pub(crate) mod hadolint;
mod node;
pub(crate) mod renamed_paths;
#[cfg(test)]
mod schema;
mod settings_reader;

use checks::{Checks, KEYS};
use dockwright_ide::HintKinds;
use dockwright_texts::{Language, Message, settings as texts};
use serde_json::{Value, json};

/// The name under which editors keep our settings.
pub(crate) const SECTION: &str = "dockwright";

/// Keys in the section that only editors use.
const OF_THE_EDITOR: &[&str] = &["ignoreFiles", "server", "trace"];

/// Our part of the settings sent by an editor: the section itself, or the section within an object.
pub(crate) fn section(sent: &Value) -> &Value {
    sent.get(SECTION).unwrap_or(sent)
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `locale`: the language of messages; `None` for `auto`.
    pub(crate) locale: Option<Language>,
    /// Inlay hints.
    pub(crate) inlay_hints: InlayHints,
    /// Inline completion.
    pub(crate) inline_completion: InlineCompletion,
    /// Code lenses.
    pub(crate) code_lens: CodeLens,
    /// Compose, Bake and devcontainer files.
    pub(crate) compose: ComposeFiles,
    /// The rules and other settings of checks.
    pub(crate) checks: Checks,
    /// `shellcheck`: the program that also checks scripts.
    pub(crate) shellcheck: Option<String>,
}

/// `inlayHints`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InlayHints {
    /// Whether they are shown.
    pub(crate) enabled: bool,
    /// The kinds to show.
    pub(crate) kinds: HintKinds,
}

/// `inlineCompletion`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InlineCompletion {
    /// Whether it is shown.
    pub(crate) enabled: bool,
}

/// `compose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ComposeFiles {
    /// Whether build files get diagnostics and other features.
    pub(crate) enabled: bool,
}

/// `codeLens`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodeLens {
    /// Whether they are shown.
    pub(crate) enabled: bool,
}

impl Default for Settings {
    fn default() -> Self {
        // Few files refer to stages by number.
        let kinds = HintKinds { image: true, value: true, workdir: true, stage_index: false };
        Self {
            locale: None,
            inlay_hints: InlayHints { enabled: true, kinds },
            inline_completion: InlineCompletion { enabled: true },
            code_lens: CodeLens { enabled: true },
            compose: ComposeFiles { enabled: true },
            checks: Checks::default(),
            shellcheck: None,
        }
    }
}

/// The key for a program to run, which therefore no file of a workspace may set.
const SHELLCHECK: &str = "shellcheck";

/// The key for the language. It is the user's choice, so no file of a workspace has it.
const LOCALE: &str = "locale";
/// The value of [`LOCALE`] that leaves the choice to `--locale`, the environment and the editor.
const AUTO: &str = "auto";

/// The field of a boolean setting.
type Switch = fn(&mut Settings) -> &mut bool;

/// All boolean settings.
const SWITCHES: &[(&str, Switch)] = &[
    ("codeLens.enabled", |settings| &mut settings.code_lens.enabled),
    ("compose.enable", |settings| &mut settings.compose.enabled),
    ("inlayHints.enabled", |settings| &mut settings.inlay_hints.enabled),
    ("inlayHints.image", |settings| &mut settings.inlay_hints.kinds.image),
    ("inlayHints.stageIndex", |settings| &mut settings.inlay_hints.kinds.stage_index),
    ("inlayHints.values", |settings| &mut settings.inlay_hints.kinds.value),
    ("inlayHints.workdir", |settings| &mut settings.inlay_hints.kinds.workdir),
    ("inlineCompletion.enabled", |settings| &mut settings.inline_completion.enabled),
];

impl Settings {
    /// Applies a section; `null` changes nothing. Returns messages about the values that are ignored.
    pub(crate) fn overlay(&mut self, section: &Value) -> Vec<Message> {
        let mut complaints = Vec::new();
        match section {
            Value::Null => {}
            Value::Object(_) => self.take("", section, &mut complaints),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                complaints
                    .push(texts::SectionIsNotObject { section: SECTION, kind: kind(section) }.message());
            }
        }
        complaints
    }

    fn take(&mut self, path: &str, value: &Value, complaints: &mut Vec<Message>) {
        let is_inside =
            |key: &str| path.is_empty() || key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        if let Some(key) = path.split('.').next().map(kebab_case)
            && KEYS.contains(&&*key)
        {
            self.take_check(path, value, complaints);
            return;
        }
        if [LOCALE, SHELLCHECK].contains(&path) {
            match value {
                Value::Null => {}
                Value::String(locale) if path == LOCALE => self.take_locale(locale.trim(), complaints),
                // Editors send an empty text if nothing is set.
                Value::String(program) => {
                    self.shellcheck = (!program.trim().is_empty()).then(|| program.trim().to_owned());
                }
                other => {
                    complaints.push(
                        texts::SettingIsNotText { setting: format!("{SECTION}.{path}"), kind: kind(other) }
                            .message(),
                    );
                }
            }
            return;
        }
        let switch = SWITCHES.iter().find(|(key, _)| *key == path);
        match (switch, value) {
            (_, Value::Null) => {}
            (Some((_, switch)), Value::Bool(value)) => *switch(self) = *value,
            (Some(_), other) => {
                complaints.push(
                    texts::SettingIsNotSwitch { setting: format!("{SECTION}.{path}"), kind: kind(other) }
                        .message(),
                );
            }
            (None, Value::Object(members)) if SWITCHES.iter().any(|(key, _)| is_inside(key)) => {
                for (key, value) in members {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.take(&path, value, complaints);
                }
            }
            (None, _) => {
                let first = path.split('.').next().unwrap_or_default();
                if !OF_THE_EDITOR.contains(&first) {
                    complaints.push(texts::no_setting(format!("{SECTION}.{path}")));
                }
            }
        }
    }
}

impl Settings {
    /// Applies `locale`.
    fn take_locale(&mut self, locale: &str, complaints: &mut Vec<Message>) {
        let language = Language::known(locale);
        if language.is_some() || locale.is_empty() || locale == AUTO {
            self.locale = language;
            return;
        }
        let words: Vec<_> = std::iter::once(AUTO).chain(Language::all().map(Language::code)).collect();
        let problem = texts::IsNotOneOf { key: LOCALE, value: locale, words: words.join(", ") }.message();
        complaints.push(texts::BadSetting { setting: format!("{SECTION}.{LOCALE}"), problem }.message());
    }

    /// Applies a setting of [`Checks`], which may be in a nested table.
    fn take_check(&mut self, path: &str, value: &Value, complaints: &mut Vec<Message>) {
        let (key, part) = path.split_once('.').map_or((path, None), |(key, part)| (key, Some(part)));
        let value = part.map_or_else(|| value.clone(), |part| json!({part: value}));
        let mut told = Vec::new();
        if !value.is_null() {
            self.checks.take(node::from_json(&json!({kebab_case(key): value})), &mut told);
        }
        complaints.extend(told.into_iter().map(|(_, problem)| {
            texts::BadSetting { setting: format!("{SECTION}.{path}"), problem }.message()
        }));
    }
}

/// Converts `extendSelect` to `extend-select`.
fn kebab_case(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn kind(value: &Value) -> Message {
    match value {
        Value::Null => texts::empty(),
        Value::Bool(_) => texts::switch(),
        Value::Number(_) => texts::number(),
        Value::String(_) => texts::text(),
        Value::Array(_) => texts::list(),
        Value::Object(_) => texts::object(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(section: &Value, changes: &[&str], complaints: &[&str]) {
        let mut settings = Settings::default();
        assert_eq!(settings.overlay(section), complaints);
        let mut expected = Settings::default();
        for (key, switch) in SWITCHES {
            if changes.contains(key) {
                let value = switch(&mut expected);
                *value = !*value;
            }
        }
        assert_eq!(settings, expected, "{section}");
    }

    #[test]
    fn takes_nested_and_dotted_keys() {
        check(&json!(null), &[], &[]);
        check(&json!({}), &[], &[]);
        check(&json!({"inlayHints": {"enabled": false}}), &["inlayHints.enabled"], &[]);
        check(
            &json!({"inlayHints.stageIndex": true, "codeLens": {"enabled": false}}),
            &["inlayHints.stageIndex", "codeLens.enabled"],
            &[],
        );
        check(&json!({"inlayHints": {"enabled": null}, "codeLens": null}), &[], &[]);
    }

    #[test]
    fn takes_what_is_checked() {
        let mut settings = Settings::default();
        let section = json!({"preset": "all", "extendSelect": ["DL3025"], "severity.UndefinedVar": "off", "ignore": ["Nothing"]});
        let told = settings.overlay(&section);
        assert_eq!(told, ["Invalid setting `dockwright.ignore`: unknown rule `Nothing`."]);
        assert_eq!(settings.checks.preset, Some(dockwright_lint::rule::Preset::All));
        assert_eq!(settings.checks.choice.extend_select, ["DL3025"]);
        assert_eq!(settings.checks.severity, [("UndefinedVar".to_owned(), None)]);
    }

    #[test]
    fn takes_the_users_shellcheck() {
        let mut settings = Settings::default();
        assert!(settings.overlay(&json!({"shellcheck": " /usr/bin/shellcheck"})).is_empty());
        assert_eq!(settings.shellcheck.as_deref(), Some("/usr/bin/shellcheck"));
        assert!(settings.overlay(&json!({"shellcheck": null})).is_empty() && settings.shellcheck.is_some());
        let complaints = settings.overlay(&json!({"shellcheck": true}));
        assert_eq!(complaints, ["The setting `dockwright.shellcheck` is `true` or `false`, not a text."]);
        assert!(settings.overlay(&json!({"shellcheck": ""})).is_empty() && settings.shellcheck.is_none());
    }

    #[test]
    fn takes_the_users_language() {
        let mut settings = Settings::default();
        for (value, locale) in
            [("ko", Some(Language::Korean)), ("en-US", Some(Language::English)), ("auto", None)]
        {
            assert!(settings.overlay(&json!({"locale": value})).is_empty());
            assert_eq!(settings.locale, locale);
        }
        let complaints = settings.overlay(&json!({"locale": "xx"}));
        assert_eq!(
            complaints,
            ["Invalid setting `dockwright.locale`: `locale` is `xx`, not one of auto, en, ko."]
        );
        let complaints = settings.overlay(&json!({"locale": 7}));
        assert_eq!(complaints, ["The setting `dockwright.locale` is a number, not a text."]);
    }

    #[test]
    fn tells_what_it_cannot_take_and_takes_the_rest() {
        check(
            &json!({
                "codeLens": {"enabled": "no"},
                "colour": {"of": {"the": "bikeshed"}},
                "inlayHints": {"values": false, "valeus": true},
                "server": {"path": "/bin/dockwright"},
                "trace.server": "off",
            }),
            &["inlayHints.values"],
            &[
                "The setting `dockwright.codeLens.enabled` is a string, not `true` or `false`.",
                "Unknown setting `dockwright.colour`.",
                "Unknown setting `dockwright.inlayHints.valeus`.",
            ],
        );
        check(&json!({"codeLens": true}), &[], &["Unknown setting `dockwright.codeLens`."]);
        check(&json!([]), &[], &["The settings `dockwright` are a list, not an object."]);
    }
}
