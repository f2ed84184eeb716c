//! What `${NAME…}` did to a value, in one line.
//!
//! Source: language.md 5.2.

use super::markdown::{code, value};
use crate::{
    everywhere::{Known, Seen},
    facts::template::{Operator, Part, Reference},
    model::{Value, expansion::expand_parts, flow::look_up},
};

/// Why a reference becomes what it does; nothing for a plain one.
pub(super) fn why(reference: &Reference, seen: Seen<'_>) -> Option<String> {
    let operator = reference.operator.as_ref()?;
    let name = code(&reference.name);
    let variable = seen.variable(&reference.name);
    let operand = |parts: &[Part]| {
        seen.known(|state| {
            let expansion = expand_parts(parts, &mut |reference| look_up(state, &reference.name).0)?;
            Ok(Some(Value { text: expansion.text.into(), is_certain: expansion.is_certain }))
        })
    };
    let text = |parts: &[Part]| match operand(parts) {
        Known::Value(text) => value(&text),
        Known::Unset | Known::Platform | Known::Open | Known::Refused(_) => "that".to_owned(),
    };
    let (state, counts) = match (&variable, operator) {
        (Known::Value(value), operator) if value.is_empty() => ("empty", !is_or_empty(operator)),
        (Known::Value(_), _) => ("set", true),
        (Known::Platform, _) => ("set by the builder", true),
        (Known::Unset, _) => ("not set", false),
        (Known::Open | Known::Refused(_), operator) => return open(operator, &name),
    };
    Some(match operator {
        Operator::Default { .. } if counts => format!("{name} is {state}, so the default does not count."),
        Operator::Default { .. } => format!("{name} is {state}, so the default counts."),
        Operator::Alternative { .. } if counts => {
            format!("{name} is {state}, so what stands behind the `+` counts.")
        }
        Operator::Alternative { .. } => format!("{name} is {state}, so nothing is left."),
        Operator::Required { .. } if counts => {
            format!("{name} is {state}; without a value the build would stop.")
        }
        Operator::Required { .. } => format!("{name} is {state}."),
        Operator::RemovePrefix | Operator::RemoveSuffix => {
            let Known::Value(value) = &variable else { return None };
            let end = if matches!(operator, Operator::RemovePrefix) { "prefix" } else { "suffix" };
            let sign = if end == "prefix" { '#' } else { '%' };
            let Known::Value(written) = operand(&reference.operand) else { return None };
            let (pattern, longest) = match written.strip_prefix(sign) {
                Some(pattern) => (pattern, "Longest"),
                None => (written.as_str(), "Shortest"),
            };
            match seen.reference(reference) {
                Known::Value(result) if result == *value => {
                    format!("No {end} of {} matches {}.", code(value), code(pattern))
                }
                _ => format!("{longest} {end} of {} matching {} removed.", code(value), code(pattern)),
            }
        }
        Operator::Replace { all } => {
            let Known::Value(value) = &variable else { return None };
            let pattern = text(&reference.operand);
            match seen.reference(reference) {
                Known::Value(result) if result == *value => {
                    format!("In {} nothing changes by replacing {pattern}.", code(value))
                }
                _ => {
                    let which = if *all { "Every" } else { "First" };
                    let replacement = match text(&reference.replacement).as_str() {
                        "empty" => "removed".to_owned(),
                        replacement => format!("replaced by {replacement}"),
                    };
                    format!("{which} match of {pattern} in {} {replacement}.", code(value))
                }
            }
        }
        Operator::Unsupported(_) => return None,
    })
}

fn is_or_empty(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::Default { or_empty: true }
            | Operator::Alternative { or_empty: true }
            | Operator::Required { or_empty: true }
    )
}

/// What would happen without a value, where the base image may give one.
fn open(operator: &Operator, name: &str) -> Option<String> {
    let otherwise = match operator {
        Operator::Default { .. } => "the default counts",
        Operator::Alternative { .. } => "nothing is left",
        Operator::Required { .. } => "the build stops",
        Operator::RemovePrefix
        | Operator::RemoveSuffix
        | Operator::Replace { .. }
        | Operator::Unsupported(_) => return None,
    };
    Some(format!("If {name} has no value, {otherwise}."))
}
