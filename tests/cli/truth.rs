//! Files that were once read differently from BuildKit, with what BuildKit does with each.
//!
//! `truth-cases.jsonl` has a case on each line. `buildkit` begins with `accepts` or `refuses, line N` (0 for no line); fields
//! of instructions and of the image, and BuildKit's checks, may follow in parentheses.

use serde_json::Deserializer;

use super::*;

/// Cases that cannot be equal, each with its reason.
const EXCEPTIONS: [(&str, &str); 2] = [
    // All other recorded cases give the line of the source, which is the next one here.
    ("directive-blank-value-3", "the recorded line is one less than the source's"),
    // All other recorded triggers without an array leave the key out.
    ("escape-blank-continuation-3", "the recorded trigger has `json: null`"),
];

/// The difference from BuildKit.
fn difference(case: &Value) -> Option<String> {
    let (source, said) = (case["dockerfile"].as_str().unwrap(), case["buildkit"].as_str().unwrap());
    let folder = Folder::new(&[("Dockerfile", source)]);
    let parsed = folder.run(&["parse", "--format", "json", "Dockerfile"]).json();
    let checked = |preset: &str| {
        let options = ["check", "--isolated", "--format", "json", "--fail-on", "never", "--preset", preset];
        folder.run(&[&options[..], &["Dockerfile"]].concat()).json().as_array().unwrap().clone()
    };
    match case["kind"].as_str().unwrap() {
        // If the base image or the frontend is not known, a problem that depends on it is not an error for
        // a user.
        "unknown-base" | "labs-device" => {
            let errors = checked("default").into_iter().filter(|it| it["severity"] == "error");
            return errors.map(|it| it["message"].to_string()).next();
        }
        "empty-exec-run" => return checked("default").is_empty().then(|| "nothing is said".to_owned()),
        _ => {}
    }
    let lines: Vec<u64> = parsed["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["line"].as_u64().unwrap_or(0))
        .collect();
    if said.starts_with("accepts") && parsed["ok"] != true {
        return Some(format!("rejected: {}", parsed["errors"][0]["message"]));
    }
    if let Some(rest) = said.strip_prefix("refuses, line ") {
        let line = rest.split(':').next().unwrap().parse().unwrap_or(0);
        if parsed["ok"] == true || line > 0 && !lines.contains(&line) {
            return Some(format!("errors on lines {lines:?}"));
        }
    }
    let object = |kind: &str| -> Option<Value> {
        let rest = said.split_once(kind)?.1;
        Deserializer::from_str(&rest[rest.find('{')?..]).into_iter().next()?.ok()
    };
    let is_equal = |found: &Value, wanted: &Value| {
        let is_empty = |it: &Value| it.is_null() || it.as_array().is_some_and(Vec::is_empty);
        found == wanted || is_empty(found) && is_empty(wanted)
    };
    if let Some(wanted) = object("(instr:") {
        let mut instructions = parsed["instructions"].as_array().unwrap().iter();
        let has_all =
            |found: &Value| wanted.as_object().unwrap().iter().all(|(key, it)| is_equal(&found[key], it));
        if !instructions.any(has_all) {
            return Some(format!("no instruction with {wanted}"));
        }
    }
    if let Some(wanted) = object("(image:") {
        let resolved = folder.run(&["resolve", "--format", "json", "Dockerfile"]).json();
        for (key, wanted) in wanted.as_object().unwrap() {
            let mut found = resolved["image"][key].clone();
            if let Some(variables) = found.as_array_mut() {
                variables.retain(|it| !it.as_str().is_some_and(|it| it.starts_with("PATH=")));
            }
            if !is_equal(&found, wanted) {
                return Some(format!("{key} of the image: {found}"));
            }
        }
    }
    if let Some((_, check)) = said.split_once("(checks:") {
        let (sign, rest) = check.split_at(1);
        let rule = rest.split([':', ';']).next().unwrap();
        let is_found = checked("buildkit").iter().any(|it| it["rule"] == rule);
        return (is_found != (sign == "-")).then(|| format!("{rule}: {is_found}"));
    }
    None
}

#[test]
fn recorded_differences_are_gone() {
    let cases =
        include_str!("truth-cases.jsonl").lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut wrong = Vec::new();
    let mut exceptions = 0;
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let is_exception = EXCEPTIONS.iter().any(|(exception, _)| *exception == id);
        match difference(&case) {
            Some(_) if is_exception => exceptions += 1,
            Some(difference) => wrong.push(format!("{id}: {difference}")),
            None => assert!(!is_exception, "{id} is no exception any more"),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(exceptions, EXCEPTIONS.len());
}
