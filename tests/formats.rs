//! The formats of `check` for other programs, tested against what these programs require.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use dockwright_tests::dockwright_binary;
use serde_json::{Value, json};

const SOURCE: &str = "FROM alpine as Base\nMAINTAINER \"me\" <a@b>\nCMD a & b\nCMD c\nWROKDIR /app\n";

fn check(format: &str, source: &str) -> String {
    let mut child = Command::new(dockwright_binary())
        .args(["check", "--isolated", "--stdin-filename", "web/a, b.Dockerfile", "--format", format, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn parsed(format: &str, source: &str) -> Value {
    let text = check(format, source);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Fails unless a log is valid against the schema of SARIF 2.1.0.
#[track_caller]
fn conform(log: &Value) {
    let schema = include_str!("schemas/sarif-2.1.0.json");
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("sarif.json", serde_json::from_str(schema).unwrap()).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    let checked = schemas.validate(log, index).map_err(|error| error.to_string());
    assert_eq!(checked, Ok(()), "{log}");
}

#[test]
fn sarif_conforms_to_its_schema() {
    for source in [SOURCE, "", "FROM scratch\n"] {
        conform(&parsed("sarif", source));
    }
    let mut log = parsed("sarif", SOURCE);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let find = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).unwrap();
    let fix = find("StageNameCasing");
    assert_eq!(fix["level"], "warning");
    let region = json!({"startLine": 1, "startColumn": 16, "endLine": 1, "endColumn": 20});
    let artifact = json!({"uri": "web/a,%20b.Dockerfile"});
    assert_eq!(
        fix["locations"],
        json!([{"physicalLocation": {"artifactLocation": artifact, "region": region}}])
    );
    assert_eq!(
        fix["fixes"][0]["artifactChanges"],
        json!([{"artifactLocation": artifact,
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": "base"}}]}])
    );
    assert_eq!(fix["fixes"][0]["properties"]["safe"], true);
    let related = &find("MultipleInstructionsDisallowed")["relatedLocations"][0];
    assert!(related["id"] == 1 && related["message"]["text"].is_string(), "{related}");
    // The check can fail.
    log["runs"][0]["results"][0]["line"] = 1.into();
    assert!(std::panic::catch_unwind(|| conform(&log)).is_err());
}

#[test]
fn github_commands_are_lines() {
    let text = check("github", SOURCE);
    let line = text.lines().find(|line| line.contains("StageNameCasing")).unwrap();
    let expected = "::warning file=web/a%2C b.Dockerfile,line=1,endLine=1,col=16,endColumn=20,\
                    title=dockwright%3A StageNameCasing::web/a, b.Dockerfile:1:16: StageNameCasing: ";
    assert!(line.starts_with(expected), "{line}");
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
    assert_eq!(check("github", "FROM scratch\n"), "");
}

#[test]
fn gitlab_findings_have_what_is_required() {
    let report = parsed("gitlab", SOURCE);
    let mut fingerprints = Vec::new();
    for finding in report.as_array().unwrap() {
        assert!(finding["description"].is_string() && finding["check_name"].is_string());
        assert!(["info", "minor", "major"].contains(&finding["severity"].as_str().unwrap()));
        assert_eq!(finding["location"]["path"], "web/a, b.Dockerfile");
        assert!(finding["location"]["positions"]["begin"]["line"].as_u64() > Some(0));
        fingerprints.push(finding["fingerprint"].as_str().unwrap());
    }
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), report.as_array().unwrap().len());
    assert_eq!(parsed("gitlab", "FROM scratch\n"), json!([]));
}

/// The tags balance and attributes are quoted: enough of XML for what we write.
fn assert_xml(text: &str) {
    let mut open = Vec::new();
    let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    for part in text.split('<').skip(1) {
        let (tag, rest) = part.split_once('>').unwrap();
        assert!(!rest.contains(['>', '"', '\'']) && tag.matches('"').count() % 2 == 0, "{part}");
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn checkstyle_and_junit_are_xml() {
    let text = check("checkstyle", SOURCE);
    assert_xml(&text);
    assert!(text.contains(
        "<file name=\"web/a, b.Dockerfile\">\n<error line=\"1\" column=\"13\" severity=\"warning\" message=\""
    ));
    assert!(text.contains("source=\"dockwright.UnknownInstruction\"/>"), "{text}");
    assert!(check("checkstyle", "FROM scratch\n").ends_with("<checkstyle version=\"4.3\">\n</checkstyle>\n"));
    let text = check("junit", SOURCE);
    assert_xml(&text);
    assert!(text.contains("<testcase name=\"StageNameCasing at 1:16\" classname=\"web/a, b.Dockerfile\" line=\"1\"><failure type=\"warning\""), "{text}");
    let text = check("junit", "FROM scratch\n");
    assert_xml(&text);
    assert!(text.contains("tests=\"1\" failures=\"0\""), "{text}");
}
