//! BuildKit's recorded answers, and what Dockwright says about the same files.
//!
//! `conformance.jsonl` was recorded from BuildKit itself. All three phases are compared: the
//! verdict, the place and text of the error, the instruction list, and the configuration of the
//! image.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod unknowns;

use std::{fmt::Write as _, fs, io::Read as _, thread};

use dockwright_analysis::{
    build_inputs::{BaseConfig, BuildInputs},
    document::Document,
    facts::Form,
    model::{DEFAULT_PATH, ImageConfig, Model},
    platform::Platform,
    problem::Phase,
};
use dockwright_lint::{
    build_report::{BuildError, InstructionReport, Report, SubReport, report_for},
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    preset::Selection,
    rule::Preset,
};
use dockwright_syntax::Text;
use flate2::read::GzDecoder;
use serde_json::{Map, Value, json};

/// Cases where the recorded text is the parser's own, while `docker build` prints a different one.
const OTHER_WORDS: [&str; 1] = ["file-019"];

/// Answers that still differ from BuildKit's, by kind: why, and the cases.
const OPEN: &[(&str, &[&str])] = &[(
    "a keyword with the sign for kelvin in place of its K: who recorded it knew no such keyword, and so no form",
    &["f-no-instruction-0968"],
)];

#[test]
fn answers_equal_those_of_buildkit() {
    let path = dockwright_tests::root().join("tests/conformance/conformance.jsonl");
    let cases = fs::read_to_string(path).unwrap();
    let wrong = wrong_cases(&cases);
    assert!(cases.lines().count() > 900, "too few cases were read");
    assert!(wrong.is_empty(), "{}", text_of(&wrong));
}

/// About 12,000 files from a generator, most of them odd.
#[test]
fn answers_to_generated_files_equal_those_of_buildkit() {
    let cases = generated();
    let count = cases.lines().count();
    assert!(count > 11_000, "only {count} cases were read");
    let (open, wrong): (Vec<_>, Vec<_>) = wrong_cases(&cases)
        .into_iter()
        .partition(|case| OPEN.iter().any(|(_, ids)| ids.contains(&case.id.as_str())));
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), text_of(&wrong));
    let listed = OPEN.iter().map(|(_, ids)| ids.len()).sum::<usize>();
    assert_eq!(open.len(), listed, "a case that is listed as open is right: take it off the list");
    assert!(listed * 1000 <= count, "more than one case in a thousand is open");
}

#[test]
fn errors_depend_on_nothing_unknown() {
    let found = in_parts(&generated(), unknowns::unfounded_errors);
    assert!(found.is_empty(), "{} of them\n{}", found.len(), found.join("\n"));
}

fn generated() -> String {
    let path = dockwright_tests::root().join("tests/conformance/generated.jsonl.gz");
    let mut cases = String::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_string(&mut cases).unwrap();
    cases
}

/// A case whose answer differs, and how.
struct Wrong {
    id: String,
    /// The file and the inputs of the build, as JSON.
    case: String,
    differences: Vec<String>,
}

fn text_of(wrong: &[Wrong]) -> String {
    let mut out = String::new();
    for case in wrong {
        for difference in &case.differences {
            writeln!(out, "{}: {}\n    {difference}", case.id, case.case).unwrap();
        }
    }
    out
}

/// The cases whose answers differ, in their order.
fn wrong_cases(cases: &str) -> Vec<Wrong> {
    in_parts(cases, |line| wrong_case(line).into_iter().collect())
}

/// The findings in each line, in the order of the lines, which a few threads share.
fn in_parts<T: Send>(cases: &str, find: impl Fn(&str) -> Vec<T> + Sync) -> Vec<T> {
    let lines: Vec<&str> = cases.lines().collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    let part = lines.len().div_ceil(threads).max(1);
    let find = &find;
    thread::scope(|scope| {
        let parts: Vec<_> = lines
            .chunks(part)
            .map(|lines| scope.spawn(move || lines.iter().flat_map(|line| find(line)).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

fn wrong_case(line: &str) -> Option<Wrong> {
    let case: Value = serde_json::from_str(line).unwrap();
    let source = case["dockerfile"].as_str().unwrap();
    let document = Document::new(Text::new(source));
    let model = Model::new(&document, &inputs(&case), None);
    let (id, expect) = (case["id"].as_str().unwrap(), &case["expect"]);
    let mut found = differences(id, expect, &report_for(&document, &model));
    if expect["ok"] == true {
        let selection = Selection::of_preset(Preset::Buildkit);
        found.extend(different_checks(expect, &diagnostics_for(&document, &model, selection)));
    }
    if let Some(image) = expect.get("image").filter(|image| !image.is_null()) {
        let ours = model.target().map(|target| image_json(&model.image(&document, target)));
        if ours.as_ref() != Some(image) {
            found.push(format!("image\n    ours     {ours:?}\n    BuildKit {image}"));
        }
    }
    let told: Map<String, Value> = ["dockerfile", "build_args", "target", "platform"]
        .into_iter()
        .filter_map(|key| Some((key.to_owned(), case.get(key)?.clone())))
        .collect();
    (!found.is_empty()).then(|| Wrong {
        id: id.to_owned(),
        case: Value::Object(told).to_string(),
        differences: found,
    })
}

type Check = (String, Option<(u32, u32)>, String);

/// The checks that are in one list and not in the other.
fn only<'a>(of: &'a [Check], other: &[Check]) -> Vec<&'a Check> {
    of.iter().filter(|check| !other.contains(check)).collect()
}

/// BuildKit's checks: rule, lines and message, in any order.
fn different_checks(expect: &Value, ours: &[Diagnostic]) -> Option<String> {
    let mut theirs: Vec<_> = expect
        .get("checks")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|check| {
            let line = |key: &str| check[key].as_u64().map(|line| line as u32).unwrap();
            let text = |key: &str| check[key].as_str().unwrap().to_owned();
            (text("rule"), Some((line("line"), line("end_line"))), text("message"))
        })
        .collect();
    let mut ours: Vec<_> =
        ours.iter().map(|check| (check.code.to_owned(), check.lines, check.message.to_string())).collect();
    theirs.sort();
    ours.sort();
    (ours != theirs).then(|| {
        format!(
            "checks\n    ours alone {:?}\n    BuildKit's {:?}",
            only(&ours, &theirs),
            only(&theirs, &ours)
        )
    })
}

fn differences(id: &str, expect: &Value, answer: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let errors: Vec<&BuildError> = answer.errors.iter().collect();
    if expect["ok"] == true {
        if !errors.is_empty() {
            found.push(format!("BuildKit builds it, we say {errors:?}"));
        }
    } else {
        found.extend(missing_error(id, expect, &errors));
    }
    if let Some(instructions) = expect.get("instructions") {
        let ours: Vec<_> = answer.instructions.iter().map(instruction).collect();
        let theirs = instructions.as_array().unwrap();
        if ours != *theirs {
            let first = ours.iter().zip(theirs).find(|(ours, theirs)| ours != theirs);
            found.push(match first {
                Some((ours, theirs)) => format!("instructions\n    ours     {ours}\n    BuildKit {theirs}"),
                None => format!("{} instructions, BuildKit has {}", ours.len(), theirs.len()),
            });
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

/// The inputs of the case's build.
fn inputs(case: &Value) -> BuildInputs {
    let text = |key: &str| case.get(key).and_then(Value::as_str);
    let mut inputs = BuildInputs { target: text("target").map(str::to_owned), ..BuildInputs::default() };
    inputs.base_platform = Some(Platform::linux("amd64"));
    if let Some(platform) = text("platform") {
        inputs.platform = Platform::parse(platform).unwrap();
    }
    for (name, value) in case.get("build_args").and_then(Value::as_object).into_iter().flatten() {
        inputs.build_args.push((name.clone(), value.as_str().unwrap().to_owned()));
    }
    inputs.base = case.get("base_config").map(|config| BaseConfig {
        env: config["Env"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| pair.as_str().unwrap().split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        cmd: config.get("Cmd").map(|cmd| serde_json::from_value(cmd.clone()).unwrap()),
    });
    inputs
}

/// The image in the shape of the cases, which leave out the default search path and what is not set.
fn image_json(image: &ImageConfig) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(items) => items.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !is_empty {
            out.insert(key.to_owned(), value);
        }
    };
    let env = image.env.iter().filter(|(name, value)| &**name != "PATH" || &*value.text != DEFAULT_PATH);
    put("env", env.map(|(name, value)| json!(format!("{name}={}", value.text))).collect());
    put("labels", image.labels.iter().map(|(key, value)| (key.clone(), json!(&*value.text))).collect());
    put("workdir", json!(&*image.workdir.text));
    put("user", json!(&*image.user.text));
    put("ports", json!(image.ports));
    put("volumes", json!(image.volumes));
    put("stopsignal", json!(image.stop_signal));
    put("entrypoint", json!(image.entrypoint));
    put("cmd", json!(image.cmd));
    put("shell", json!(image.shell));
    put("onbuild", json!(image.onbuild));
    if let Some(check) = &image.healthcheck {
        let mut health = Map::new();
        health.insert("Test".into(), json!(check.test));
        for (key, value) in [
            ("Interval", check.interval),
            ("Timeout", check.timeout),
            ("StartPeriod", check.start_period),
            ("StartInterval", check.start_interval),
            ("Retries", check.retries),
        ] {
            if value != 0 {
                health.insert(key.into(), json!(value));
            }
        }
        put("healthcheck", Value::Object(health));
    }
    Value::Object(out)
}

/// BuildKit's one error must be among ours: phase, lines and message.
fn missing_error(id: &str, expect: &Value, errors: &[&BuildError]) -> Option<String> {
    let phase = match expect["phase"].as_str() {
        Some("parse") => Phase::Parse,
        Some("instruction") => Phase::Instruction,
        _ => Phase::Convert,
    };
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
    errors.iter().find(is_it).is_none().then(|| {
        format!("BuildKit refuses {phase:?} {first:?}-{last:?} {words}{suggestion}, we say {errors:?}")
    })
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
