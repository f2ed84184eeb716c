//! hadolint's recorded answers for files with a configuration: the codes and their lines.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use crate::folder::Folder;

#[derive(Deserialize)]
struct Case {
    id: String,
    dockerfile: String,
    config: String,
    hadolint: Vec<(String, u64)>,
}

/// hadolint's codes that some rule has.
fn known_codes(folder: &Folder) -> BTreeSet<String> {
    let rules: Value = serde_json::from_str(&folder.run(&["rules", "--format", "json"]).stdout).unwrap();
    let aliases = rules.as_array().unwrap().iter().flat_map(|rule| rule["aliases"].as_array().unwrap());
    aliases.filter_map(Value::as_str).filter(|name| name.starts_with("DL")).map(str::to_owned).collect()
}

#[test]
fn codes_and_lines_are_hadolints() {
    let folder = Folder::new([]);
    let known = known_codes(&folder);
    assert!(known.contains("DL3026") && known.contains("DL3050"), "{known:?}");
    let mut problems = Vec::new();
    for line in include_str!("configured.jsonl").lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        folder.write("Dockerfile", &case.dockerfile);
        folder.write("c.yaml", &case.config);
        let run = folder.hadolint(&["-c", "c.yaml", "-f", "json", "Dockerfile"]);
        let found: Value =
            serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        let found = found.as_array().unwrap().iter();
        let found: BTreeSet<_> = found
            .map(|it| (it["code"].as_str().unwrap().to_owned(), it["line"].as_u64().unwrap()))
            .filter(|(code, _)| code.starts_with("DL"))
            .collect();
        let expected: BTreeSet<_> =
            case.hadolint.into_iter().filter(|(code, _)| known.contains(code)).collect();
        if found != expected {
            problems.push(format!("{}: {found:?}, not {expected:?}", case.id));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
