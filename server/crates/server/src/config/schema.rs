//! The JSON schema of `dockwright.toml`, which editors use to complete and check it. The file is
//! generated from the tables of the settings and their texts, and committed; with `UPDATE_EXPECT` set,
//! the test here updates it.

use dockwright_analysis::spec::engine::ENGINES;
use dockwright_lint::{registry, rule::Group};
use dockwright_texts::{Language, Topic};
use serde_json::{Value, json};

use super::{
    LOCALE, OF_THE_EDITOR, SHELLCHECK, SWITCHES,
    checks::{FILE_KEYS, KEYS, fail_levels, presets, severities},
    format::{self, SettingKind},
    settings_reader::LABEL_FORMS,
};

fn schema() -> Value {
    let mut properties = serde_json::Map::new();
    for key in KEYS.iter().chain(FILE_KEYS) {
        properties.insert((*key).to_owned(), property(key));
    }
    let rules: Vec<_> = registry::rules().iter().map(|rule| rule.name).collect();
    let aliases: Vec<_> = registry::rules().iter().flat_map(|rule| rule.aliases).collect();
    let groups: Vec<_> = Group::ALL.iter().map(|group| group.name()).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "dockwright.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "definitions": {
            "name": {"anyOf": [{"enum": rules}, {"enum": groups}, {"enum": aliases}, {"type": "string"}]},
            "names": {"type": "array", "items": {"$ref": "#/definitions/name"}},
            "severity": {"enum": words(&severities())},
        },
    })
}

/// The description of a setting.
fn description(key: &str) -> String {
    let entry = Topic::Settings.entry(Language::English, key);
    let text = entry.unwrap_or_else(|| panic!("{key} is not described")).text;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn property(key: &str) -> Value {
    let names = json!({"$ref": "#/definitions/names"});
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let mut property = match key {
        "build" => json!({"type": "array", "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["context"],
            "properties": {"context": {"type": "string"}, "dockerfile": {"type": "string"}},
        }}),
        "build-args" | "secret-mounts" => {
            json!({"type": "object", "additionalProperties": {"type": "string"}})
        }
        "disable-hadolint-comments" | "dockerfile-knowledge" | "strict-labels" => json!({"type": "boolean"}),
        "engine" => json!({"enum": words(&ENGINES)}),
        "exclude" | "frontends" | "include" | "trusted-registries" => texts,
        "extend-select" | "ignore" | "select" => names,
        "fail-on" => json!({"enum": words(&fail_levels())}),
        "format" => format_property(),
        "label-schema" => json!({"type": "object", "additionalProperties": {"enum": words(LABEL_FORMS)}}),
        "per-file-ignores" => json!({"type": "object", "additionalProperties": names}),
        "preset" => json!({"enum": words(&presets())}),
        "severity" => {
            json!({"type": "object", "additionalProperties": {"$ref": "#/definitions/severity"}})
        }
        _ => panic!("{key} has no type"),
    };
    property["description"] = description(key).into();
    property
}

fn format_property() -> Value {
    let mut properties = serde_json::Map::new();
    for (key, kind) in format::KEYS {
        let mut property = match kind {
            SettingKind::Word(words) => json!({"enum": words}),
            SettingKind::Count(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
            SettingKind::Switch => json!({"type": "boolean"}),
        };
        property["description"] = description(&format!("format.{key}")).into();
        properties.insert((*key).to_owned(), property);
    }
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn words<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

#[test]
fn every_text_is_that_of_a_setting() {
    let mut keys: Vec<_> = KEYS.iter().chain(FILE_KEYS).map(|key| (*key).to_owned()).collect();
    keys.extend(format::KEYS.iter().map(|(key, _)| format!("format.{key}")));
    keys.extend(SWITCHES.iter().map(|(key, _)| (*key).to_owned()));
    keys.extend([LOCALE, SHELLCHECK].map(str::to_owned));
    for id in Topic::Settings.ids() {
        let is_of_editors = OF_THE_EDITOR.contains(&id.split('.').next().unwrap_or_default());
        assert!(is_of_editors || keys.iter().any(|key| key == id), "{id} is not a setting");
    }
    for key in keys {
        assert!(!description(&key).is_empty());
    }
}

#[test]
fn the_schema_is_that_of_the_settings() {
    let mut schema = schema();
    // Whether objects keep their order depends on features that other crates enable.
    schema.sort_all_objects();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    expect_test::expect_file!["../../../../../editors/dockwright.schema.json"].assert_eq(&text);
    the_manifest_of_vs_code_has_all_rules();
}

/// The extension's own script makes its manifest from the schema. This test updates it, if Node is
/// available, and checks that it lists all rules.
#[cfg(test)]
fn the_manifest_of_vs_code_has_all_rules() {
    use std::{env, fs, path::Path, process::Command};

    let extension = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../editors/vscode");
    if env::var_os("UPDATE_EXPECT").is_some() {
        let status = Command::new("node").arg("scripts/manifest.mjs").current_dir(&extension).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "`npm run generate` in editors/vscode needs Node"
        );
    }
    let manifest = fs::read_to_string(extension.join("package.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let names: Vec<_> = registry::rules().iter().map(|rule| Value::from(rule.name)).collect();
    let mut count = 0;
    let mut values = vec![&manifest];
    while let Some(value) = values.pop() {
        match value {
            Value::Array(list) if list.contains(&names[0]) => {
                assert!(*list == names, "package.json is stale: set UPDATE_EXPECT=1");
                count += 1;
            }
            Value::Array(list) => values.extend(list),
            Value::Object(fields) => values.extend(fields.values()),
            _ => {}
        }
    }
    assert_eq!(count, 4, "settings with names of rules");
}
