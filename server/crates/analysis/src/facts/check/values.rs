//! Checks the flag values that BuildKit reads before variables are expanded.

use std::ops::Range;

use dockwright_texts::{analysis::problems as texts, titles};

use crate::{
    facts::{
        csv,
        mount_from::{VARIABLE_IN_FROM, has_variable},
    },
    fix::{Fix, TextEdit},
    go::{parse_duration, parse_int32, quote},
    problem::{Phase, Problem, Refusal},
    spec::{
        Engine, FlagSpec, FlagValue,
        flags::Choice,
        mounts::{MountKey, MountValue},
    },
    suggest::nearest,
};

/// The problem with a flag's value, if any.
pub(super) fn check(flag: &FlagSpec, value: &str, engine: Engine, range: Range<usize>) -> Option<Problem> {
    match flag.value {
        FlagValue::Choice(choice) => word(choice, value, range),
        FlagValue::Count => count(flag.name, value, range),
        FlagValue::Duration => duration(flag.name, value, range),
        FlagValue::Device => {
            device(value).err().map(|message| problem(Refusal::InvalidDevice, range, message))
        }
        FlagValue::Mount => {
            let message = mount(value, engine).err()?;
            let note = (message == VARIABLE_IN_FROM).then(texts::from_variable);
            Some(Problem { note, ..problem(Refusal::InvalidMount, range, message) })
        }
        // Booleans are checked together with the flag, and values that may contain variables are checked
        // once those are expanded. BuildKit accepts any text for the other types.
        FlagValue::Bool
        | FlagValue::Mode
        | FlagValue::Owner
        | FlagValue::Platform
        | FlagValue::Digest
        | FlagValue::From
        | FlagValue::Stage
        | FlagValue::Pattern
        | FlagValue::Path
        | FlagValue::Text => None,
    }
}

fn problem(refusal: Refusal, range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem::new(refusal, Phase::Instruction, range, message)
}

fn replace(range: Range<usize>, text: String) -> Fix {
    Fix { title: titles::change_to(&text), safe: false, edits: vec![TextEdit { range, text }] }
}

/// An empty word matches no choice.
fn word(choice: Choice, value: &str, range: Range<usize>) -> Option<Problem> {
    let words = choice.words;
    if words.contains(&value) {
        return None;
    }
    let message = choice.message.replace("{}", &quote(value));
    let mut problem = problem(Refusal::InvalidRunMode, range.clone(), message);
    problem.note = Some(texts::one_of(words.join(", ")));
    if let Some(near) = nearest(value, words.iter().copied()) {
        problem.fix = Some(replace(range, near.to_owned()));
    }
    Some(problem)
}

fn count(name: &str, value: &str, range: Range<usize>) -> Option<Problem> {
    let message = match parse_int32(value) {
        _ if value.is_empty() => return None,
        Ok(0..) => return None,
        Ok(number) => format!("--{name} cannot be negative ({number})"),
        Err(message) => message,
    };
    Some(problem(Refusal::InvalidRetries, range, message))
}

fn duration(name: &str, value: &str, range: Range<usize>) -> Option<Problem> {
    let message = match parse_duration(value) {
        _ if value.is_empty() => return None,
        Ok(nanoseconds) if nanoseconds == 0 || nanoseconds >= 1_000_000 => return None,
        Ok(_) => format!("Interval {} cannot be less than 1ms", quote(name)),
        Err(message) => message,
    };
    let mut problem = problem(Refusal::InvalidDuration, range.clone(), message);
    if value.bytes().all(|b| b.is_ascii_digit()) {
        let end = range.end..range.end;
        let title = titles::change_to(format!("{value}s"));
        problem.fix = Some(Fix { title, ..replace(end, "s".to_owned()) });
    }
    Some(problem)
}

/// Checks the parts of a mount that are read before variables are expanded: its syntax, and `from`,
/// in which Podman allows variables.
fn mount(value: &str, engine: Engine) -> Result<(), String> {
    let fields = csv::record(value).map_err(|error| format!("failed to parse csv mounts: {error}"))?;
    for field in fields {
        let Some((key, value)) = field.text.split_once('=') else { continue };
        let is_from = MountKey::named(key).is_some_and(|key| key.value == MountValue::From);
        if engine == Engine::Docker && is_from && has_variable(value) {
            return Err(VARIABLE_IN_FROM.to_owned());
        }
    }
    Ok(())
}

fn device(value: &str) -> Result<(), String> {
    let fields = csv::record(value).map_err(|error| format!("failed to parse csv devices: {error}"))?;
    let mut name = None;
    for field in &fields {
        let field = &field.text;
        let (key, value) =
            field.split_once('=').map_or((field.as_str(), None), |(key, value)| (key, Some(value)));
        match (key.to_lowercase().as_str(), value) {
            ("required", None) => {}
            ("required", Some(value)) => {
                if !matches!(
                    value,
                    "1" | "t"
                        | "T"
                        | "TRUE"
                        | "true"
                        | "True"
                        | "0"
                        | "f"
                        | "F"
                        | "FALSE"
                        | "false"
                        | "False"
                ) {
                    return Err(format!("invalid value for required: {value}"));
                }
            }
            ("name", Some(value)) => match &name {
                Some(old) => return Err(format!("device name already set to {old}")),
                None => name = Some(value.to_owned()),
            },
            // The first other field is the name, whatever it looks like; an empty one leaves the name unset.
            _ if name.is_none() => name = Some(field.clone()).filter(|name| !name.is_empty()),
            (_, None) => return Err(format!("invalid field '{field}' must be a key=value pair")),
            (key, Some(_)) => return Err(format!("unexpected key '{key}' in '{field}'")),
        }
    }
    Ok(())
}
