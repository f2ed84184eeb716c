//! Which rules presets and choices select.

use dockwright_lint::{
    preset::*,
    registry,
    rule::{Preset, Severity},
};

fn has(preset: Preset, choice: &Choice, name: &str) -> bool {
    Selection::new(preset, choice).has(registry::named(name).unwrap())
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
fn the_last_choice_counts() {
    let far = Choice { ignore: names(&["FromAsCasing", "UndefinedVar"]), ..Choice::default() };
    let near = Choice { extend_select: names(&["UndefinedVar"]), ..Choice::default() };
    let mut selection = Selection::layered(Preset::Default, &[far, near]);
    let rule = |name: &str| registry::named(name).unwrap();
    assert!(selection.has(rule("UndefinedVar")) && !selection.has(rule("FromAsCasing")));
    selection.set_severity("variables", Some(Severity::Info));
    selection.set_severity("dl3025", None);
    assert_eq!(selection.severity_of("UndefinedVar"), Some(Severity::Info));
    assert!(!selection.has(rule("JSONArgsRecommended")));
}

#[test]
fn only_the_preset_of_buildkit_keeps_its_verdict() {
    let choice =
        Choice { ignore: names(&["UnknownInstruction", "JSONArgsRecommended"]), ..Choice::default() };
    assert!(has(Preset::Buildkit, &choice, "UnknownInstruction"));
    assert!(!has(Preset::Buildkit, &choice, "JSONArgsRecommended"));
    for preset in [Preset::Default, Preset::Hadolint, Preset::All] {
        assert!(!has(preset, &choice, "UnknownInstruction"));
    }
    assert!(names_refusal("unknowninstruction") && names_refusal("DL3061") && !names_refusal("DL3025"));
}

#[test]
fn what_docker_refuses_is_in_every_preset() {
    for preset in [Preset::Buildkit, Preset::Default, Preset::Hadolint, Preset::All] {
        assert!(has(preset, &Choice::default(), "UnknownInstruction"));
    }
}
