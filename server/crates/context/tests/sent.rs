//! Compares with BuildKit's recorded answers: which files of a context are sent, and what sources
//! find.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::collections::{BTreeMap, BTreeSet};

use dockwright_context::{
    ignore_file::IgnoreFile,
    listing::ListedFiles,
    sources::{Found, Kind, reported_by_buildkit, source},
    survey::Listing,
};
use serde_json::Value;

const CASES: &str = include_str!("../../../../tests/context/cases.jsonl");

fn context(case: &Value) -> ListedFiles {
    let mut files = ListedFiles::new(strings(&case["files"]));
    for (path, target) in case["links"].as_object().into_iter().flatten() {
        files.add(path, &Kind::Link(target.as_str().unwrap().to_owned()));
    }
    files
}

fn cases() -> impl Iterator<Item = Value> {
    CASES.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect()
}

fn ignore_file(case: &Value) -> IgnoreFile {
    IgnoreFile::new(case["dockerignore"].as_str().unwrap_or_default())
}

#[test]
fn the_same_files_are_sent() {
    let mut wrong = Vec::new();
    for case in cases().filter(|case| case["kept"].is_array()) {
        let ignore = ignore_file(&case);
        let links = case["links"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
        let files = strings(&case["files"]).into_iter().chain(links);
        let sent: BTreeSet<&str> =
            files.filter(|file| !file.ends_with('/') && !ignore.row_of(file).is_ignored()).collect();
        let kept: BTreeSet<&str> = strings(&case["kept"]).into_iter().collect();
        if sent != kept {
            wrong.push(format!("{} {:?}: {:?}", case["id"], case["dockerignore"], &sent ^ &kept));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_walk_lists_the_same_files() {
    let mut wrong = Vec::new();
    for case in cases().filter(|case| case["dockerfile_path"].is_null()) {
        let ignore = ignore_file(&case);
        let listing = Listing::new(&context(&case), &ignore, &mut |_| true);
        let is_rejected = ignore.fault().is_some() || listing.failed_at.is_some();
        let sent = listing.sent.iter().map(|sent| sent.path.as_str()).filter(|path| !path.ends_with('/'));
        let kept = case["kept"].as_array().map(|_| strings(&case["kept"]).into_iter().collect());
        let is_same = kept.is_none_or(|kept: BTreeSet<&str>| kept == sent.collect());
        if is_rejected != case["error"].is_string() || !is_rejected && !is_same {
            wrong.push(format!("{} {:?}", case["id"], case["dockerignore"]));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_walk_is_in_the_order_of_folders() {
    let mut files = ListedFiles::default();
    for path in ["b/x", "b/a/y", "b.txt", "a", "empty/", "b-"] {
        files.add(path, if path.ends_with('/') { &Kind::Folder } else { &Kind::File });
    }
    let sent = |ignore: &str| {
        let listing = Listing::new(&files, &IgnoreFile::new(ignore), &mut |_| true);
        listing.sent.into_iter().map(|sent| sent.path).collect::<Vec<_>>()
    };
    assert_eq!(sent(""), ["a", "b/", "b/a/", "b/a/y", "b/x", "b-", "b.txt", "empty/"]);
    assert_eq!(sent("*\n!b/a/y"), ["b/", "b/a/", "b/a/y"]);
    let listing = Listing::new(&files, &IgnoreFile::default(), &mut |seen| seen < 3);
    assert!(listing.is_cut && listing.files == 1, "{listing:?}");
}

/// Sources of plain COPY and ADD lines, which make up most cases; `None` if the file contains
/// anything else.
fn plain_sources(dockerfile: &str) -> Option<Vec<(u64, String)>> {
    let mut sources = Vec::new();
    for (line, text) in (1..).zip(dockerfile.lines()) {
        let mut words = text.split(' ');
        match words.next().unwrap() {
            "FROM" => {}
            "COPY" | "ADD" => {
                let words: Vec<_> = words.collect();
                if words
                    .iter()
                    .any(|word| word.contains(['$', '"', '<', '\\', '[', ':']) || word.starts_with("--"))
                {
                    return None;
                }
                sources.extend(words[..words.len() - 1].iter().map(|word| (line, (*word).to_owned())));
            }
            _ => return None,
        }
    }
    Some(sources)
}

#[test]
fn sources_find_the_same() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases().filter(|case| case["dockerfile_path"].is_null() && case["error"].is_null()) {
        let Some(sources) = plain_sources(case["dockerfile"].as_str().unwrap()) else { continue };
        count += 1;
        let (files, ignore) = (context(&case), ignore_file(&case));
        let mut found: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (line, text) in sources {
            let kind = match source(&files, &ignore, &text) {
                Found::Missing => Some("missing"),
                Found::Ignored(_) => Some("ignored"),
                Found::Empty(_) => Some("empty"),
                Found::Sent | Found::Unknown => None,
            };
            let mut push = |key, text| found.entry(key).or_default().push(serde_json::json!([line, text]));
            if let Some(path) = reported_by_buildkit(&ignore, &text) {
                push("check", path);
            }
            if let Some(kind) = kind {
                push(kind, text);
            }
        }
        for key in ["missing", "ignored", "empty", "check"] {
            let ours = found.remove(key).unwrap_or_default();
            if let Some(theirs) = case[key].as_array()
                && ours != *theirs
            {
                wrong.push(format!(
                    "{} {:?} {key}: {ours:?}, BuildKit: {theirs:?}",
                    case["id"], case["dockerignore"]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} in {count}\n{}", wrong.len(), wrong.join("\n"));
}
