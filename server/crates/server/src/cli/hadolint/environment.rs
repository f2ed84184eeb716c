//! Reads hadolint's environment variables. Invalid values are ignored silently.

use std::env;

use crate::config::hadolint::{HadolintFormat, HadolintSettings, LEVELS, Threshold, is_label_form};

/// The settings from the environment, and whether it requests that they are printed.
pub(super) fn settings() -> (HadolintSettings, bool) {
    read(|name| env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
}

fn read(variable: impl Fn(&str) -> Option<String>) -> (HadolintSettings, bool) {
    let own = |name: &str| variable(&format!("HADOLINT_{name}"));
    let is_on = |name: &str| own(name).is_some_and(|value| is_true(&value)).then_some(true);
    let list = |name: &str| -> Vec<String> {
        own(name).map(|value| value.split(',').map(str::to_owned).collect()).unwrap_or_default()
    };
    let formats = list("FORMAT").into_iter().filter_map(|word| named(&word, &HadolintFormat::NAMES));
    let overrides = LEVELS.iter().flat_map(|(name, severity)| {
        let codes = list(&format!("OVERRIDE_{}", name.to_ascii_uppercase()));
        codes.into_iter().map(|code| (*severity, code))
    });
    let mut settings = HadolintSettings {
        no_fail: is_on("NOFAIL"),
        // The variable counts even if it is empty.
        no_color: variable("NO_COLOR").map(|_| true),
        formats: formats.collect(),
        threshold: own("FAILURE_THRESHOLD").and_then(|word| named(&word, &Threshold::ALL)),
        overrides: overrides.collect(),
        ignored: list("IGNORE"),
        strict_labels: is_on("STRICT_LABELS"),
        label_schema: Vec::new(),
        disable_ignore_pragma: is_on("DISABLE_IGNORE_PRAGMA"),
        trusted_registries: list("TRUSTED_REGISTRIES"),
    };
    let labels = list("REQUIRE_LABELS").into_iter().filter_map(|text| label(&text).ok()).collect();
    settings.overlay(HadolintSettings { label_schema: labels, ..HadolintSettings::default() });
    (settings, is_on("VERBOSE").is_some())
}

fn is_true(value: &str) -> bool {
    ["1", "y", "yes", "on", "true"].iter().any(|word| word.eq_ignore_ascii_case(value))
}

fn named<T: Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// Parses `LABEL`, `LABEL:` or `LABEL:FORM`; the error is an unknown form.
pub(super) fn label(text: &str) -> Result<(String, String), String> {
    let (name, form) = text.split_once(':').unwrap_or((text, ""));
    let form = if form.is_empty() { "text" } else { form };
    if is_label_form(form) { Ok((name.to_owned(), form.to_owned())) } else { Err(form.to_owned()) }
}

#[cfg(test)]
mod tests {
    use dockwright_lint::rule::Severity;

    use super::*;

    fn of(variables: &[(&str, &str)]) -> HadolintSettings {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        read(|name| find(name).map(|(_, value)| (*value).to_owned())).0
    }

    #[test]
    fn lists_are_split_at_commas_and_nothing_else() {
        let settings = of(&[
            ("HADOLINT_OVERRIDE_ERROR", "DL3006,DL3003"),
            ("HADOLINT_OVERRIDE_STYLE", "DL4000, DL3007"),
            ("HADOLINT_IGNORE", ""),
            ("HADOLINT_FORMAT", "gnu,bad,json"),
            ("HADOLINT_REQUIRE_LABELS", "a:spdx,b,c:bad,a:url"),
        ]);
        let overrides = [
            (Severity::Error, "DL3006"),
            (Severity::Error, "DL3003"),
            (Severity::Hint, "DL4000"),
            (Severity::Hint, " DL3007"),
        ];
        assert_eq!(settings.overrides, overrides.map(|(level, code)| (level, code.to_owned())));
        assert_eq!(settings.ignored, [""]);
        assert_eq!(settings.formats, [HadolintFormat::Gnu, HadolintFormat::Json]);
        let labels = [("a", "spdx"), ("b", "text")];
        assert_eq!(settings.label_schema, labels.map(|(label, form)| (label.to_owned(), form.to_owned())));
    }

    #[test]
    fn switches_are_words_for_yes() {
        for (value, is_on) in [("1", true), ("tRuE", true), ("yes", true), ("Y", true), ("on", true)]
            .into_iter()
            .chain(["0", "", "t", "2", "1 ", "false"].map(|value| (value, false)))
        {
            let settings = of(&[("HADOLINT_NOFAIL", value)]);
            assert_eq!(settings.no_fail, is_on.then_some(true), "{value:?}");
        }
        assert_eq!(of(&[("NO_COLOR", "")]).no_color, Some(true));
    }
}
