//! `check --format sarif`: SARIF 2.1.0, one run with all rules, and one result per line.
//!
//! Source: the OASIS standard, sections 3.13 (log) to 3.57 (replacement). Columns count Unicode
//! scalar values, which the run declares. SARIF cannot express that a fix needs review, so our
//! fixes have a `safe` property.

use std::{borrow::Cow, ops::Range};

use dockwright_lint::{
    diagnostic::Diagnostic,
    registry,
    rule::{Rule, Severity},
};
use dockwright_texts::Language;
use serde::Serialize;
use serde_json::json;

use super::{File, Frame, fingerprint::Fingerprints, objects};
use crate::cli::lines::Lines;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
    partial_fingerprints: PartialFingerprints,
}

#[derive(Serialize)]
struct Message<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize, Clone, Copy)]
struct Artifact<'a> {
    uri: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Message<'static>,
    artifact_changes: [Change<'a>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    safe: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

#[derive(Serialize)]
struct PartialFingerprints {
    #[serde(rename = "dockwright/v1")]
    own: String,
}

/// The log without its results.
pub(super) fn frame() -> Frame {
    let rules: Vec<_> = registry::rules().iter().map(|rule| described(rule)).collect();
    let driver = json!({
        "name": "dockwright",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let before = format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
         \"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    );
    Frame::new(before, ",\n", "\n]}]}\n")
}

fn described(rule: &Rule) -> serde_json::Value {
    let mut described = json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.group.name()], "aliases": rule.aliases},
    });
    let page = rule.page;
    if !page.is_empty() {
        described["help"] = json!({"text": page, "markdown": page});
    }
    if let Some(url) = rule.url {
        described["helpUri"] = url.into();
    }
    described
}

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let uri = uri(file.name);
    let mut fingerprints = Fingerprints::new(file);
    objects(file, |diagnostic| {
        let own = fingerprints.of(diagnostic);
        result(&uri, &lines, diagnostic, file.language, own)
    })
}

fn result<'a>(
    uri: &'a str,
    lines: &Lines<'_>,
    diagnostic: &'a Diagnostic,
    language: Language,
    own: String,
) -> Result<'a> {
    let artifact = Artifact { uri };
    let location = |id, range: &Range<usize>, message| Location {
        id,
        physical: PhysicalLocation { artifact_location: artifact, region: region(lines, range) },
        message,
    };
    let related = diagnostic.related.iter().enumerate().map(|(index, related)| {
        location(
            Some(index + 1),
            &related.range,
            Some(Message { text: related.message.text(language).into() }),
        )
    });
    let fixes = diagnostic.fix.iter().map(|fix| Fix {
        description: Message { text: fix.title.text(language).into() },
        artifact_changes: [Change {
            artifact_location: artifact,
            replacements: fix
                .edits
                .iter()
                .map(|edit| Replacement {
                    deleted_region: region(lines, &edit.range),
                    inserted_content: Message { text: Cow::Borrowed(&edit.text) },
                })
                .collect(),
        }],
        properties: FixProperties { safe: fix.safe },
    });
    Result {
        rule_id: diagnostic.code,
        rule_index: registry::rules().iter().position(|rule| rule.name == diagnostic.code),
        level: level(diagnostic.severity),
        message: Message { text: diagnostic.text(language).into() },
        locations: [location(None, &diagnostic.range, None)],
        related_locations: related.collect(),
        fixes: fixes.collect(),
        partial_fingerprints: PartialFingerprints { own },
    }
}

fn region(lines: &Lines<'_>, range: &Range<usize>) -> Region {
    let (start, end) = (lines.place(range.start), lines.place(range.end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// A path as a URI reference; relative paths stay relative.
fn uri(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let mut uri = String::with_capacity(name.len());
    if name.starts_with('/') {
        uri.push_str("file://");
    } else if name.as_bytes().get(1) == Some(&b':') && cfg!(windows) {
        uri.push_str("file:///");
    }
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let hex = |digit: u8| char::from(b"0123456789ABCDEF"[usize::from(digit)]);
            uri.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_references() {
        assert_eq!(uri("web/Docker file"), "web/Docker%20file");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
        #[cfg(unix)]
        assert_eq!(uri("/é"), "file:///%C3%A9");
    }
}
