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

#[test]
fn codes_and_lines_are_hadolints() {
    let folder = Folder::new([]);
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
        let expected: BTreeSet<_> = case.hadolint.into_iter().collect();
        if found != expected {
            problems.push(format!("{}: {found:?}, not {expected:?}", case.id));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
