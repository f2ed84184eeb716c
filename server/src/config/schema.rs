//! The JSON schema of `dockwright.toml`, which editors use to complete and check it. The file is
//! generated from the tables of the settings and committed; with `UPDATE_EXPECT` set, the test here
//! updates it.

use dockwright_analysis::spec::engine::ENGINES;
use dockwright_lint::{rule::Group, rules::RULES};
use serde_json::{Value, json};

use super::{
    checks::{FILE_KEYS, KEYS, fail_levels, presets, severities},
    format::{self, SettingKind},
    settings_reader::LABEL_FORMS,
};

fn schema() -> Value {
    let mut properties = serde_json::Map::new();
    for key in KEYS.iter().chain(FILE_KEYS) {
        properties.insert((*key).to_owned(), property(key));
    }
    let rules: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
    let aliases: Vec<_> = RULES.iter().flat_map(|rule| rule.aliases).collect();
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

fn property(key: &str) -> Value {
    let names = json!({"$ref": "#/definitions/names"});
    let (description, mut property) = match key {
        "build" => (
            "From where Dockerfiles are built. `dockerfile` is a pattern as in a .gitignore, `context` the folder that COPY and \
             ADD take files from, relative to this file.",
            json!({"type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["context"],
                "properties": {"context": {"type": "string"}, "dockerfile": {"type": "string"}},
            }}),
        ),
        "build-args" => (
            "Build arguments to check the files with.",
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ),
        "disable-hadolint-comments" => ("Ignore `# hadolint ignore=…` comments.", json!({"type": "boolean"})),
        "dockerfile-knowledge" => (
            "In scripts in RUN, use what the Dockerfile says: the shell, and the values of ENV and ARG. If `false`, report \
             what ShellCheck alone reports.",
            json!({"type": "boolean"}),
        ),
        "engine" => (
            "Program that builds the files: `podman` also accepts Podman's options. Unless set, Podman builds files named \
             `Containerfile` and Docker builds all others.",
            json!({"enum": words(&ENGINES)}),
        ),
        "extend-select" => ("Rules to enable as well, by name, alias or group.", names),
        "exclude" => (
            "Files and folders to skip when searching for Dockerfiles, as patterns of a .gitignore.",
            json!({"type": "array", "items": {"type": "string"}}),
        ),
        "fail-on" => ("Lowest severity that makes `check` fail.", json!({"enum": words(&fail_levels())})),
        "format" => ("How files are formatted.", format_property()),
        "frontends" => (
            "Images for `# syntax=` that support the Dockerfile language, in addition to `docker/dockerfile`.",
            json!({"type": "array", "items": {"type": "string"}}),
        ),
        "ignore" => ("Rules to disable.", names),
        "include" => (
            "Files to treat as Dockerfiles whatever their names, as patterns of a .gitignore.",
            json!({"type": "array", "items": {"type": "string"}}),
        ),
        "label-schema" => (
            "Labels that are allowed, and the form of their values.",
            json!({"type": "object", "additionalProperties": {"enum": words(LABEL_FORMS)}}),
        ),
        "per-file-ignores" => (
            "Rules to disable in some files, which are given as patterns of a .gitignore.",
            json!({"type": "object", "additionalProperties": names}),
        ),
        "preset" => ("Set of rules to start from.", json!({"enum": words(&presets())})),
        "secret-mounts" => (
            "Secret mounts that programs in RUN need, without `type=secret`.",
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ),
        "select" => ("Rules to enable instead of those of the preset.", names),
        "severity" => (
            "Severity per rule. `off` disables a rule.",
            json!({"type": "object", "additionalProperties": {"$ref": "#/definitions/severity"}}),
        ),
        "strict-labels" => ("Report labels that are not in label-schema.", json!({"type": "boolean"})),
        "trusted-registries" => {
            ("Registries that images may come from.", json!({"type": "array", "items": {"type": "string"}}))
        }
        _ => panic!("{key} is not described"),
    };
    property["description"] = description.into();
    property
}

fn format_property() -> Value {
    let mut properties = serde_json::Map::new();
    for (key, kind, description) in format::KEYS {
        let mut property = match kind {
            SettingKind::Word(words) => json!({"enum": words}),
            SettingKind::Count(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
            SettingKind::Switch => json!({"type": "boolean"}),
        };
        property["description"] = (*description).into();
        properties.insert((*key).to_owned(), property);
    }
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn words<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

#[test]
fn the_schema_is_that_of_the_settings() {
    let mut schema = schema();
    // Whether objects keep their order depends on features that other crates enable.
    schema.sort_all_objects();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    expect_test::expect_file!["../../../editors/dockwright.schema.json"].assert_eq(&text);
    the_manifest_of_vs_code_has_all_rules();
}

/// The extension's own script makes its manifest from the schema. This test updates it, if Node is
/// available, and checks that it lists all rules.
#[cfg(test)]
fn the_manifest_of_vs_code_has_all_rules() {
    use std::{env, fs, path::Path, process::Command};

    let extension = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/vscode");
    if env::var_os("UPDATE_EXPECT").is_some() {
        let status = Command::new("node").arg("scripts/manifest.mjs").current_dir(&extension).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "`npm run generate` in editors/vscode needs Node"
        );
    }
    let manifest = fs::read_to_string(extension.join("package.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let names: Vec<_> = RULES.iter().map(|rule| Value::from(rule.name)).collect();
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
