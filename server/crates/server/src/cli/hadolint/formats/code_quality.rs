//! The formats of Code Climate and of GitLab, which also has a fingerprint.

use dockwright_lint::rule::Severity;
use serde_json::{Map, Value, json};

use super::{Look, PARSE_ERROR, json::each};
use crate::cli::hadolint::{
    report::{FileReport, Finding, ParseError},
    sha1,
};

/// JSON objects, each followed by a zero byte.
pub(super) fn codeclimate(files: &[FileReport], look: &Look<'_>) -> String {
    issues(files, look).iter().flat_map(|issue| [issue.to_string(), "\0".to_owned()]).collect()
}

/// A JSON array. The fingerprint of an object is the SHA-1 of the object without it.
pub(super) fn gitlab(files: &[FileReport], look: &Look<'_>) -> String {
    let with_fingerprint = |issue: Value| {
        let fingerprint = sha1::hex(issue.to_string().as_bytes());
        let Value::Object(members) = issue else { return issue };
        let mut out = Map::new();
        for (key, value) in members {
            if key == "location" {
                out.insert("fingerprint".to_owned(), fingerprint.clone().into());
            }
            out.insert(key, value);
        }
        Value::Object(out)
    };
    Value::Array(issues(files, look).into_iter().map(with_fingerprint).collect()).to_string()
}

fn issues(files: &[FileReport], look: &Look<'_>) -> Vec<Value> {
    let error = |_: &FileReport, error: &ParseError| {
        let place = json!({"column": error.column, "line": error.line});
        let location = json!({"path": error.name, "positions": {"begin": place.clone(), "end": place}});
        issue(PARSE_ERROR, &error.excerpt, &location, "blocker")
    };
    let finding = |file: &FileReport, finding: &Finding| {
        let lines = json!({"begin": finding.line, "end": finding.line});
        let location = json!({"lines": lines, "path": look.path(file)});
        let severity = match finding.level {
            Severity::Error => "blocker",
            Severity::Warning => "major",
            Severity::Info => "info",
            Severity::Hint => "minor",
        };
        issue(finding.code, &finding.message, &location, severity)
    };
    each(files, error, finding)
}

fn issue(code: &str, message: &str, location: &Value, severity: &str) -> Value {
    json!({
        "categories": ["Bug Risk"],
        "check_name": code,
        "description": message,
        "location": location,
        "severity": severity,
        "type": "issue",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_made_as_hadolint_makes_it() {
        let finding = Finding {
            code: "DL3049",
            level: Severity::Info,
            line: 1,
            message: "Label `a` is missing.".to_owned(),
        };
        let file = FileReport { name: "F12".to_owned(), error: None, findings: vec![finding] };
        let report = gitlab(&[file], &Look { is_coloured: false, path: None });
        assert!(report.contains("\"fingerprint\":\"ed2fbb8d260a5923e072fb3a1ea42fa0d319cbc7\""), "{report}");
    }
}
