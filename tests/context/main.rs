//! BuildKit's recorded answers about build contexts: what the rules report for whole Dockerfiles.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::BTreeSet, sync::Arc};

// Installs the rules.
use dockwright_tests as _;

use dockwright_analysis::{
    document::{Document, DocumentContext},
    suggest::typing_errors,
};
use dockwright_context::{
    build::{BuildContext, BuildContexts},
    listing::{ListedContext, ListedFiles},
    sources::Kind,
};
use dockwright_lint::{
    diagnostics::diagnostics_for,
    preset::{Choice, Selection},
    rule::Preset,
};
use dockwright_syntax::Text;
use serde_json::Value;

const CASES: &str = include_str!("cases.jsonl");

fn context(case: &Value) -> ListedContext {
    let files = case["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap());
    let mut listing = ListedFiles::new(files);
    for (path, target) in case["links"].as_object().into_iter().flatten() {
        listing.add(path, &Kind::Link(target.as_str().unwrap().to_owned()));
    }
    let ignore = match case["uses"].as_str() {
        Some(name) => &case["ignore_files"][name],
        None => &case["dockerignore"],
    };
    let ignore = ignore.as_str().unwrap_or_default().to_owned();
    ListedContext { listing, ignore, is_stated: true, slips: typing_errors }
}

/// The lines of a key of a case, and the sources in them.
fn lines(case: &Value, keys: &[&str]) -> Vec<u64> {
    let entries = keys.iter().flat_map(|key| case[*key].as_array().into_iter().flatten());
    let mut lines: Vec<u64> = entries.map(|entry| entry[0].as_u64().unwrap()).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn rules_report_what_builds_do() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in CASES.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        count += 1;
        // No build gets as far as its sources.
        if case["error"].is_string() {
            continue;
        }
        let build: Arc<dyn BuildContext> = Arc::new(context(&case));
        let contexts = BuildContexts::new([build]);
        let context = DocumentContext { contexts, ..DocumentContext::default() };
        let document =
            Document::with_context(Text::new(case["dockerfile"].as_str().unwrap()), context.into());
        let found = |preset: Preset, rule: &str| {
            let found =
                diagnostics_for(&document, document.model(), &Selection::new(preset, &Choice::default()));
            let found = found.iter().filter(|it| it.code == rule);
            found.map(|it| document.text().point(it.range.start).row as u64 + 1).collect::<Vec<_>>()
        };
        let unique = |lines: Vec<u64>| lines.into_iter().collect::<BTreeSet<_>>();
        let first_lines = |lines: Vec<u64>| -> BTreeSet<u64> {
            // The cases name the first line of an instruction.
            let starts = document.instructions().map(|placed| u64::from(placed.row) + 1).collect::<Vec<_>>();
            lines.into_iter().map(|line| *starts.iter().rfind(|start| **start <= line).unwrap()).collect()
        };
        if case["check"].is_array() && found(Preset::Buildkit, "CopyIgnoredFile") != lines(&case, &["check"])
        {
            wrong.push(format!("{} check", case["id"]));
        }
        for (rule, keys) in
            [("CopyIgnoredFile", &["ignored", "empty"][..]), ("CopyMissingSource", &["missing"])]
        {
            if first_lines(found(Preset::All, rule)) != unique(lines(&case, keys)) {
                wrong.push(format!("{} {rule}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
    assert_eq!(count, 239);
}
