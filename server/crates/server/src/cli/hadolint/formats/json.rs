//! The JSON formats: `json`, `codacy`, `sonarqube` and `sarif`. The keys of every object are in
//! alphabetical order, and nothing follows the last bracket, not even a line end.

use dockwright_lint::rule::Severity;
use serde_json::{Value, json};

use super::{Look, PARSE_ERROR, VERSION, level};
use crate::cli::hadolint::report::{FileReport, Finding, ParseError};

/// A JSON array.
pub(super) fn json(files: &[FileReport]) -> String {
    let error = |_: &FileReport, error: &ParseError| {
        json!({
            "code": PARSE_ERROR,
            "column": error.column,
            "file": error.name,
            "level": level(Severity::Error),
            "line": error.line,
            "message": error.message,
        })
    };
    let finding = |file: &FileReport, finding: &Finding| {
        json!({
            "code": finding.code,
            "column": 1,
            "file": file.name,
            "level": level(finding.level),
            "line": finding.line,
            "message": finding.message,
        })
    };
    Value::Array(each(files, error, finding)).to_string()
}

/// JSON objects, one after the other.
pub(super) fn codacy(files: &[FileReport]) -> String {
    let error = |_: &FileReport, error: &ParseError| {
        json!({
            "filename": error.name,
            "line": error.line,
            "message": error.excerpt,
            "patternId": PARSE_ERROR,
        })
    };
    let finding = |file: &FileReport, finding: &Finding| {
        json!({
            "filename": file.name,
            "line": finding.line,
            "message": finding.message,
            "patternId": finding.code,
        })
    };
    each(files, error, finding).iter().map(Value::to_string).collect()
}

/// An object with all issues.
pub(super) fn sonarqube(files: &[FileReport], look: &Look<'_>) -> String {
    let issue = |file: &FileReport,
                 message: &str,
                 columns: (usize, usize),
                 line,
                 rule: &str,
                 severity: &str,
                 kind: &str| {
        json!({
            "engineId": "Hadolint",
            "primaryLocation": {
                "filePath": look.path(file),
                "message": message,
                "textRange": {
                    "endColumn": columns.1,
                    "endLine": line,
                    "startColumn": columns.0,
                    "startLine": line,
                },
            },
            "ruleId": rule,
            "severity": severity,
            "type": kind,
        })
    };
    let error = |file: &FileReport, error: &ParseError| {
        issue(file, &error.message, (error.column, error.column), error.line, PARSE_ERROR, "BLOCKER", "BUG")
    };
    let finding = |file: &FileReport, finding: &Finding| {
        let (severity, kind) = match finding.level {
            Severity::Error => ("CRITICAL", "BUG"),
            Severity::Warning => ("MAJOR", "CODE_SMELL"),
            Severity::Info => ("MINOR", "CODE_SMELL"),
            Severity::Hint => ("INFO", "CODE_SMELL"),
        };
        issue(file, &finding.message, (0, 1), finding.line, finding.code, severity, kind)
    };
    json!({"issues": each(files, error, finding)}).to_string()
}

/// SARIF 2.1.0. The tool is called hadolint, so that servers recognize earlier findings.
pub(super) fn sarif(files: &[FileReport]) -> String {
    let result =
        |name: &str, message: &str, column: usize, line: usize, language: &str, rule: &str, level: &str| {
            json!({
                "level": level,
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": {"uri": name},
                        "region": {
                            "endColumn": column,
                            "endLine": line,
                            "sourceLanguage": language,
                            "startColumn": column,
                            "startLine": line,
                        },
                    },
                }],
                "message": {"text": message},
                "ruleId": rule,
            })
        };
    let error = |_: &FileReport, error: &ParseError| {
        result(&error.name, &error.message, error.column, error.line, "dockerfile", PARSE_ERROR, "error")
    };
    let finding = |file: &FileReport, finding: &Finding| {
        let language = if finding.code.starts_with("SC") { "sh" } else { "dockerfile" };
        let level = match finding.level {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "note",
        };
        result(&file.name, &finding.message, 1, finding.line, language, finding.code, level)
    };
    let driver = json!({
        "downloadUri": "https://github.com/hadolint/hadolint",
        "fullName": "Haskell Dockerfile Linter",
        "name": "Hadolint",
        "shortDescription": {"text": "Dockerfile linter, validate inline bash, written in Haskell"},
        "version": VERSION,
    });
    json!({
        "$schema": "http://json.schemastore.org/sarif-2.1.0",
        "runs": [{
            "defaultSourceLanguage": "dockerfile",
            "results": each(files, error, finding),
            "tool": {"driver": driver},
        }],
        "version": "2.1.0",
    })
    .to_string()
}

/// One value for each error and finding of all files.
pub(super) fn each(
    files: &[FileReport],
    of_error: impl Fn(&FileReport, &ParseError) -> Value,
    of_finding: impl Fn(&FileReport, &Finding) -> Value,
) -> Vec<Value> {
    let mut values = Vec::new();
    for file in files {
        values.extend(file.error.iter().map(|error| of_error(file, error)));
        values.extend(file.findings.iter().map(|finding| of_finding(file, finding)));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_in_scripts_are_in_their_language() {
        let finding =
            |code| Finding { code, level: Severity::Hint, line: 4, message: "Odd quotes".to_owned() };
        let findings = vec![finding("SC2006"), finding("DL3048")];
        let file = FileReport { name: "Dockerfile".to_owned(), error: None, findings };
        let log: Value = serde_json::from_str(&sarif(&[file])).unwrap();
        let languages = [0, 1].map(|index| {
            let place = &log["runs"][0]["results"][index]["locations"][0]["physicalLocation"];
            place["region"]["sourceLanguage"].clone()
        });
        assert_eq!(languages, ["sh", "dockerfile"]);
    }
}
