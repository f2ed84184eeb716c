//! The tables of settings, in each language.

use std::{collections::BTreeMap, fmt::Write as _, sync::PoisonError};

use serde_json::Value;

use super::{RENEWING, expect_part, read};

/// The parts of a page that the tests write, between these lines.
const SETTINGS: (&str, &str) = ("<!-- settings: generated -->\n", "<!-- end of settings -->\n");
const EDITOR_SETTINGS: (&str, &str) =
    ("<!-- settings of editors: generated -->\n", "<!-- end of settings of editors -->\n");

/// The words of a language in the tables of settings.
struct Words {
    page: &'static str,
    head: &'static str,
    editor_head: &'static str,
    names: &'static str,
    severities: &'static str,
    number: &'static str,
    text: &'static str,
    list: fn(&str) -> String,
    table: fn(&str) -> String,
    tables: fn(&str) -> String,
    default: &'static str,
    /// The file with the descriptions of all keys, and the texts of VS Code's manifest.
    descriptions: &'static str,
    manifest: &'static str,
}

const LANGUAGES: [Words; 2] = [
    Words {
        page: "server/docs/settings.md",
        head: "| in `dockwright.toml` | in an editor | values | |",
        editor_head: "| in an editor | values | default | |",
        names: "names of rules, aliases and groups",
        severities: "severities",
        number: "a number",
        text: "text",
        list: |of| format!("a list of {of}"),
        table: |of| format!("a table of {of}"),
        tables: |of| format!("tables of {of}"),
        default: "Default",
        descriptions: "server/crates/texts/docs/en/settings.md",
        manifest: "editors/vscode/package.nls.json",
    },
    Words {
        page: "server/docs/ko/settings.md",
        head: "| `dockwright.toml` | 편집기 | 값 | |",
        editor_head: "| 편집기 | 값 | 기본값 | |",
        names: "규칙, 별칭, 그룹의 이름",
        severities: "심각도",
        number: "숫자",
        text: "텍스트",
        list: |of| format!("목록: {of}"),
        table: |of| format!("테이블: {of}"),
        tables: |of| format!("테이블({of})"),
        default: "기본값",
        descriptions: "server/crates/texts/docs/ko/settings.md",
        manifest: "editors/vscode/package.nls.ko.json",
    },
];

/// The description of each key.
fn descriptions(words: &Words) -> BTreeMap<String, String> {
    let text = read(words.descriptions);
    let sections = text.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
    sections
        .map(|(key, text)| (key.to_owned(), text.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

/// The possible values of a setting, in words.
fn kind(schema: &Value, words: &Words) -> String {
    let several = |values: &Value| {
        let words = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    match (schema["$ref"].as_str(), schema["type"].as_str()) {
        (Some("#/definitions/names"), _) => words.names.to_owned(),
        (Some("#/definitions/severity"), _) => words.severities.to_owned(),
        (Some(other), _) => panic!("{other} has no words"),
        (None, Some("boolean")) => "`true`, `false`".to_owned(),
        (None, Some("integer")) => words.number.to_owned(),
        (None, Some("string")) if schema.get("enum").is_none() => words.text.to_owned(),
        (None, Some("array")) => (words.list)(&kind(&schema["items"], words)),
        (None, Some("object")) if schema["properties"].is_object() => {
            let keys = schema["properties"].as_object().into_iter().flatten();
            let keys =
                keys.map(|(key, value)| format!("`{key}`: {}", kind(value, words))).collect::<Vec<_>>();
            (words.tables)(&keys.join(", "))
        }
        (None, Some("object")) => (words.table)(&kind(&schema["additionalProperties"], words)),
        (None, _) => several(&schema["enum"]),
    }
}

/// `a-b.c-d` as editors write it, `aB.cD`.
fn camel_case(key: &str) -> String {
    let mut words = key.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let mut chars = word.chars();
        all + &chars.next().unwrap_or_default().to_uppercase().to_string() + chars.as_str()
    })
}

/// `aB.cD` as `dockwright.toml` writes it, `a-b.c-d`.
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

fn rows(
    prefix: &str,
    schema: &Value,
    words: &Words,
    descriptions: &BTreeMap<String, String>,
    table: &mut String,
) {
    let properties = schema["properties"].as_object().unwrap();
    let is_leaf = |(_, schema): &(&String, &Value)| schema.get("properties").is_none();
    let (leaves, tables): (Vec<_>, Vec<_>) = properties.iter().partition(is_leaf);
    for (key, schema) in leaves {
        let default = match &schema["default"] {
            Value::Null => String::new(),
            Value::String(text) => format!(" {}: `{text}`.", words.default),
            other => format!(" {}: `{other}`.", words.default),
        };
        let key = format!("{prefix}{key}");
        let description = descriptions.get(&key).unwrap_or_else(|| panic!("{key} is not described"));
        // Globs are relative to the folder of the file.
        let is_only_in_files = ["build", "exclude", "include"].contains(&&*key);
        let editor =
            if is_only_in_files { "–".to_owned() } else { format!("`dockwright.{}`", camel_case(&key)) };
        writeln!(table, "| `{key}` | {editor} | {} | {description}{default} |", kind(schema, words)).unwrap();
    }
    for (key, schema) in tables {
        rows(&format!("{prefix}{key}."), schema, words, descriptions, table);
    }
}

#[test]
fn the_settings_are_those_of_the_schema() {
    let _guard = RENEWING.lock().unwrap_or_else(PoisonError::into_inner);
    let schema: Value = serde_json::from_str(&read("editors/dockwright.schema.json")).unwrap();
    for words in &LANGUAGES {
        let mut table = format!("{}\n|---|---|---|---|\n", words.head);
        rows("", &schema, words, &descriptions(words), &mut table);
        expect_part(words.page, SETTINGS, &table);
    }
}

#[test]
fn the_settings_of_editors_are_those_of_the_manifest() {
    let _guard = RENEWING.lock().unwrap_or_else(PoisonError::into_inner);
    let manifest: Value = serde_json::from_str(&read("editors/vscode/package.json")).unwrap();
    let schema = read("editors/dockwright.schema.json");
    let groups = manifest["contributes"]["configuration"].as_array().unwrap();
    for words in &LANGUAGES {
        let texts: Value = serde_json::from_str(&read(words.manifest)).unwrap();
        let properties = groups.iter().flat_map(|group| group["properties"].as_object().unwrap());
        let mut rows = Vec::new();
        for (name, property) in properties {
            let key = name.trim_start_matches("dockwright.");
            let is_in_files = schema.contains(&format!("\"{}\": {{", kebab_case(key)));
            let is_of_vs_code = ["format.", "ignoreFiles.", "server.", "trace."];
            if is_in_files || is_of_vs_code.iter().any(|group| key.starts_with(group)) {
                continue;
            }
            let values = match property["enum"].as_array() {
                Some(values) => values.iter().map(|value| format!("`{}`", value.as_str().unwrap())).collect(),
                None if property["type"] == "boolean" => vec!["`true`".to_owned(), "`false`".to_owned()],
                None => vec![words.text.to_owned()],
            };
            let default = match &property["default"] {
                Value::String(text) if text.is_empty() => "–".to_owned(),
                Value::String(text) => format!("`{text}`"),
                other => format!("`{other}`"),
            };
            let text = texts[format!("{name}.description")].as_str().unwrap();
            rows.push(format!("| `{name}` | {} | {default} | {text} |\n", values.join(", ")));
        }
        rows.sort();
        assert!(rows.len() >= 10, "{rows:?}");
        let table = format!("{}\n|---|---|---|---|\n{}", words.editor_head, rows.concat());
        expect_part(words.page, EDITOR_SETTINGS, &table);
    }
}
