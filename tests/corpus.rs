//! Real files, and what BuildKit's own parser says about each. The files live outside the
//! repository.
//!
//! [`EXCEPTIONS`] lists the files where we differ for a reason; it may only get shorter.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{collections::HashMap, fmt::Write as _, fs, sync::Mutex, thread};

use dockwright_analysis::{document::Document, facts::Form, problem::Phase};
use dockwright_ide::{folding_ranges, symbols};
use dockwright_lint::{
    build_report::{BuildError, Report, report},
    diagnostics::{diagnostics, diagnostics_for},
    preset::{Choice, Selection},
    rule::Preset,
};
use dockwright_syntax::Text;
use dockwright_tests::corpus;
use serde_json::Value;

/// Ids of files where BuildKit and we differ, each with its reason.
const EXCEPTIONS: [(&str, &str); 0] = [];
/// Ids of files where BuildKit's checks find something else, each with its reason.
const CHECK_EXCEPTIONS: [(&str, &str); 0] = [];

#[test]
fn real_files_are_read_as_buildkit_reads_them() {
    let Some(corpus) = corpus() else { return };
    let by_id = |name: &str| -> HashMap<String, Value> {
        let answers = corpus.oracle(name).into_iter();
        answers.map(|answer| (answer["id"].as_str().unwrap().to_owned(), answer)).collect()
    };
    let (oracle, graphs) = (by_id("buildkit-parse"), by_id("buildkit-lint"));
    let files = corpus.files();
    assert!(!files.is_empty());
    let wrong = Mutex::new(String::new());
    thread::scope(|scope| {
        let (oracle, graphs, wrong) = (&oracle, &graphs, &wrong);
        for half in files.chunks(files.len().div_ceil(2)) {
            scope.spawn(move || {
                for (id, path) in half {
                    let Some(answer) = oracle.get(id) else { continue };
                    let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                    let document = Document::new(Text::new(&source));
                    // Nothing may panic on a real file.
                    let _ = (diagnostics(&document), symbols(&document), folding_ranges(&document));
                    let is_accepted = answer.get("err").or(answer.get("instr_err")).is_none();
                    let has_error_nodes = document.tree().root().has_error();
                    let difference = if is_accepted && has_error_nodes {
                        Some("an ERROR node".to_owned())
                    } else {
                        let ours = report(&document);
                        let graph = graphs.get(id).and_then(|answer| answer.get("error"));
                        difference(answer, &ours).or_else(|| verdict(answer, graph, &ours))
                    };
                    if let Some(difference) = difference
                        && !EXCEPTIONS.iter().any(|(exception, _)| exception == id)
                    {
                        writeln!(wrong.lock().unwrap(), "{id}: {difference}").unwrap();
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} files differ:\n{wrong}", wrong.lines().count());
}

/// The verdict of all phases; `graph` is BuildKit's answer if it could not make a build graph.
fn verdict(answer: &Value, graph: Option<&Value>, ours: &Report) -> Option<String> {
    let error = answer.get("err").or(answer.get("instr_err")).or(graph);
    if ours.ok != error.is_none() {
        return Some(format!("BuildKit says {error:?}, we say {:?}", ours.errors));
    }
    let line = error?.get("line")?.as_u64()? as u32;
    let is_on_line = ours.errors.iter().any(|error| error.line == Some(line));
    (!is_on_line).then(|| format!("BuildKit says {error:?}, we say {:?}", ours.errors))
}

#[test]
fn real_files_are_checked_as_buildkit_checks_them() {
    let Some(corpus) = corpus() else { return };
    let oracle: HashMap<String, Value> = corpus
        .oracle("buildkit-lint")
        .into_iter()
        .map(|answer| (answer["id"].as_str().unwrap().to_owned(), answer))
        .collect();
    let selection = Selection::new(Preset::Buildkit, &Choice::default());
    let files = corpus.files();
    let wrong = Mutex::new(String::new());
    thread::scope(|scope| {
        let (oracle, wrong, selection) = (&oracle, &wrong, &selection);
        for half in files.chunks(files.len().div_ceil(2)) {
            scope.spawn(move || {
                for (id, path) in half {
                    let Some(answer) = oracle.get(id).filter(|answer| answer.get("error").is_none()) else {
                        continue;
                    };
                    let source = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                    let document = Document::new(Text::new(&source));
                    let ours = diagnostics_for(&document, document.model(), selection);
                    let mut ours: Vec<_> = ours
                        .iter()
                        .map(|it| (it.code.to_owned(), document.text().point(it.range.start).row as u64 + 1))
                        .collect();
                    let mut theirs: Vec<_> = answer["d"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|it| (it["rule"].as_str().unwrap().to_owned(), it["line"].as_u64().unwrap()))
                        .collect();
                    ours.sort();
                    theirs.sort();
                    if ours != theirs && !CHECK_EXCEPTIONS.iter().any(|(exception, _)| exception == id) {
                        let only = |a: &[(String, u64)], b: &[(String, u64)]| -> Vec<_> {
                            a.iter().filter(|it| !b.contains(it)).cloned().collect()
                        };
                        let (more, less) = (only(&ours, &theirs), only(&theirs, &ours));
                        writeln!(wrong.lock().unwrap(), "{id}: only ours {more:?}, only BuildKit's {less:?}")
                            .unwrap();
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} files differ:\n{wrong}", wrong.lines().count());
}

fn difference(answer: &Value, ours: &Report) -> Option<String> {
    let early: Vec<&BuildError> = ours.errors.iter().filter(|error| error.phase != Phase::Convert).collect();
    match answer.get("err").or(answer.get("instr_err")) {
        None if !early.is_empty() => return Some(format!("accepted by BuildKit, we say {early:?}")),
        Some(error) => {
            let message = error["msg"].as_str().unwrap();
            // The place is repeated in the message, and BuildKit breaks ties between suggestions at random.
            let message =
                message.rsplit_once(": unknown instruction").map_or(message, |_| "unknown instruction");
            let message = message.split(" (did you mean").next().unwrap();
            let message = match message.strip_prefix("dockerfile parse error on line ") {
                Some(rest) => rest.split_once(": ").unwrap().1,
                None => message,
            };
            let (line, end) =
                (error["line"].as_u64().unwrap() as u32, error["end"][0].as_u64().unwrap() as u32);
            let is_it = |ours: &&BuildError| {
                ours.message.contains(message) && ours.line == Some(line) && ours.end_line == Some(end)
            };
            if !early.iter().copied().any(|ours| is_it(&ours)) {
                return Some(format!("BuildKit says {error}, we say {early:?}"));
            }
        }
        None => {}
    }
    let instructions = answer.get("instr")?.as_array().unwrap();
    if instructions.len() != ours.instructions.len() {
        return Some(format!(
            "{} instructions, BuildKit has {}",
            ours.instructions.len(),
            instructions.len()
        ));
    }
    instructions.iter().zip(&ours.instructions).find_map(|(theirs, ours)| {
        let words = |key: &str| -> Vec<&str> {
            theirs
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .map(|word| word.as_str().unwrap())
                .collect()
        };
        let same = theirs["kw"].as_str().unwrap().to_uppercase() == ours.keyword
            && theirs["start"] == ours.line
            && theirs["end"] == ours.end_line
            && (theirs.get("json") == Some(&Value::Bool(true))) == (ours.form == Some(Form::Exec))
            && words("flags") == ours.flags
            && words("heredocs")
                == ours.heredocs.iter().map(|heredoc| heredoc.name.as_str()).collect::<Vec<_>>();
        (!same).then(|| format!("{ours:?}, BuildKit has {theirs}"))
    })
}
