//! Which rules run: a preset, and what is chosen and left out by name, alias or group.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::{
    rule::{Group, Preset, Rule},
    rules::RULES,
};

/// The rules that a document is checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// What it begins with; BuildKit's has BuildKit's places and words.
    pub preset: Preset,
    rules: FxHashSet<&'static str>,
    /// Chosen by name, which also runs what is experimental.
    chosen: FxHashSet<&'static str>,
}

/// What is chosen: names and aliases of rules and names of groups, in any letter case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// These rules only, instead of those of the preset.
    pub select: Vec<String>,
    /// These as well.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// The rules of a preset as a choice changes them.
    pub fn new(preset: Preset, choice: &Choice) -> Self {
        let chosen: FxHashSet<_> = RULES
            .iter()
            .filter(|rule| is_in(&choice.select, rule) || is_in(&choice.extend_select, rule))
            .map(|rule| rule.name)
            .collect();
        let starts_with = |rule: &Rule| choice.select.is_empty() && preset.has(rule);
        let rules = RULES
            .iter()
            .filter(|rule| starts_with(rule) || chosen.contains(rule.name))
            .filter(|rule| !is_in(&choice.ignore, rule))
            .map(|rule| rule.name)
            .collect();
        Self { preset, rules, chosen }
    }

    /// What an editor shows where nobody says anything.
    pub fn default_preset() -> &'static Self {
        static SELECTION: LazyLock<Selection> =
            LazyLock::new(|| Selection::new(Preset::Default, &Choice::default()));
        &SELECTION
    }

    /// Whether a rule runs. For one that is experimental, the file may ask as well.
    pub fn has(&self, rule: &Rule) -> bool {
        self.rules.contains(rule.name)
    }

    /// Whether an experimental rule runs without the file asking for it.
    pub(crate) fn asks_for(&self, rule: &Rule) -> bool {
        self.preset == Preset::All || self.chosen.contains(rule.name)
    }
}

fn is_in(names: &[String], rule: &Rule) -> bool {
    names.iter().map(|name| name.trim()).any(|name| rule.is_called(name) || is_group(name, rule.group))
}

fn is_group(name: &str, group: Group) -> bool {
    group.name().eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn has(preset: Preset, choice: &Choice, name: &str) -> bool {
        Selection::new(preset, choice).has(rules::named(name).unwrap())
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn rules_are_chosen_by_name_alias_and_group() {
        let choice = Choice { select: names(&["dl3025", "stages"]), ..Choice::default() };
        assert!(has(Preset::Default, &choice, "JSONArgsRecommended"));
        assert!(has(Preset::Default, &choice, "StageNameCasing"));
        assert!(!has(Preset::Default, &choice, "UndefinedVar"));
        let choice = Choice { ignore: names(&["undefinedvar"]), ..Choice::default() };
        assert!(!has(Preset::Default, &choice, "UndefinedVar"));
        assert!(has(Preset::Default, &choice, "FromAsCasing"));
        let choice = Choice { extend_select: names(&["UndefinedVar"]), ..Choice::default() };
        assert!(has(Preset::Hadolint, &choice, "UndefinedVar"));
        assert!(has(Preset::Hadolint, &choice, "MaintainerDeprecated"));
    }

    #[test]
    fn what_docker_refuses_is_in_every_preset() {
        for preset in [Preset::Buildkit, Preset::Default, Preset::Hadolint, Preset::All] {
            assert!(has(preset, &Choice::default(), "UnknownInstruction"));
        }
    }
}
