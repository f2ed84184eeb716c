//! BuildKit's recorded answers, and what Dockwright says of the same files.
//!
//! `conformance.jsonl` was recorded from BuildKit itself. The parse and instruction phases are compared here in full;
//! of a file that only the convert phase refuses, the instruction list.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{fmt::Write as _, fs};

use dockwright_ide::{BuildError, Document, Form, InstructionReport, Phase, Report, SubReport, report};
use dockwright_syntax::Text;
use serde_json::{Map, Value, json};

/// Cases where the recorded words are the parser's own, while `docker build` prints others.
const OTHER_WORDS: [&str; 1] = ["file-019"];

#[test]
fn answers_equal_those_of_buildkit() {
    let path = dockwright_tests::root().join("tests/conformance/conformance.jsonl");
    let cases = fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    let mut count = 0;
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let source = case["dockerfile"].as_str().unwrap();
        let answer = report(&Document::new(Text::new(source)));
        count += 1;
        for difference in differences(case["id"].as_str().unwrap(), &case["expect"], &answer) {
            writeln!(wrong, "{}: {source:?}\n    {difference}", case["id"]).unwrap();
        }
    }
    assert!(count > 900, "only {count} cases were read");
    assert!(wrong.is_empty(), "{wrong}");
}

fn differences(id: &str, expect: &Value, answer: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let early: Vec<&BuildError> =
        answer.errors.iter().filter(|error| error.phase != Phase::Convert).collect();
    if expect["ok"] == true || expect["phase"] == "convert" {
        if !early.is_empty() {
            found.push(format!("BuildKit parses it, we say {early:?}"));
        }
    } else {
        found.extend(missing_error(id, expect, &early));
    }
    if let Some(instructions) = expect.get("instructions") {
        let ours = Value::Array(answer.instructions.iter().map(instruction).collect());
        if ours != *instructions {
            found.push(format!("instructions\n    ours     {ours}\n    BuildKit {instructions}"));
        }
        let escape = expect.get("escape").and_then(Value::as_str).and_then(|escape| escape.chars().next());
        if escape != answer.escape {
            found.push(format!("escape {:?}, BuildKit {escape:?}", answer.escape));
        }
    }
    if expect.get("syntax").and_then(Value::as_str) != answer.syntax.as_deref() {
        found.push(format!("syntax {:?}", answer.syntax));
    }
    found
}

/// BuildKit's one error must be among ours: phase, lines and words.
fn missing_error(id: &str, expect: &Value, errors: &[&BuildError]) -> Option<String> {
    let phase = if expect["phase"] == "parse" { Phase::Parse } else { Phase::Instruction };
    let line =
        |key: &str| expect.get(key).and_then(Value::as_u64).filter(|&line| line > 0).map(|line| line as u32);
    // For directives BuildKit counts from zero; the case then has the real line too. An empty file has no line.
    let first = line("source_line").or_else(|| line("error_line"));
    let last = line("source_line").or_else(|| line("error_end_line"));
    let words = expect["error_contains"].as_str().unwrap_or_default();
    let suggestion = expect.get("suggestion").and_then(Value::as_str).unwrap_or_default();
    let is_it = |error: &&&BuildError| {
        error.phase == phase
            && (first.is_none() || error.line == first)
            && (last.is_none() || error.end_line == last)
            && (OTHER_WORDS.contains(&id) || error.message.contains(words))
            && error.message.contains(suggestion)
    };
    errors.iter().find(is_it).is_none().then(|| format!("BuildKit says {expect}, we say {errors:?}"))
}

fn instruction(report: &InstructionReport) -> Value {
    let mut out = Map::new();
    out.insert("line".into(), json!(report.line));
    out.insert("end_line".into(), json!(report.end_line));
    out.insert("keyword".into(), json!(report.keyword));
    out.insert("form".into(), form(report.form));
    out.insert("flags".into(), json!(report.flags));
    out.insert("heredocs".into(), report.heredocs.iter().map(|heredoc| json!(heredoc.name)).collect());
    out.insert("args".into(), json!(report.args));
    if !report.heredocs.is_empty() {
        let info = report.heredocs.iter().map(|heredoc| {
            json!({ "fd": heredoc.fd, "expand": heredoc.expand, "chomp": heredoc.chomp, "content": heredoc.content })
        });
        out.insert("heredoc_info".into(), info.collect());
    }
    if let Some(json) = &report.json {
        out.insert("json".into(), json!(json));
    }
    if !report.comments.is_empty() {
        out.insert("comments".into(), json!(report.comments));
    }
    if let Some(report) = &report.sub {
        out.insert("sub".into(), sub(report));
    }
    Value::Object(out)
}

fn sub(report: &SubReport) -> Value {
    let mut out = Map::new();
    out.insert("keyword".into(), json!(report.keyword));
    out.insert("form".into(), form(report.form));
    out.insert("flags".into(), json!(report.flags));
    out.insert("args".into(), json!(report.args));
    if let Some(json) = &report.json {
        out.insert("json".into(), json!(json));
    }
    if let Some(inner) = &report.sub {
        out.insert("sub".into(), sub(inner));
    }
    Value::Object(out)
}

fn form(form: Option<Form>) -> Value {
    match form {
        Some(Form::Exec) => json!("exec"),
        Some(Form::Shell) => json!("shell"),
        None => Value::Null,
    }
}
