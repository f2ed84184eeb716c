//! What `${NAME…}` did to a value, in one line.
//!
//! Source: language.md 5.2.

use super::markdown::{code, value};
use dockwright_analysis::{
    any_platform::{Known, Seen},
    facts::template::{Operator, Part, Reference},
    model::{Value, expansion::expand_parts, flow::look_up},
};
use dockwright_texts::{Language, phrase};

/// Why a reference becomes what it does; nothing for a plain one.
pub(super) fn why(reference: &Reference, seen: Seen<'_>, language: Language) -> Option<String> {
    let operator = reference.operator.as_ref()?;
    let name = code(&reference.name);
    let variable = seen.variable(&reference.name);
    let (state, counts) = match (&variable, operator) {
        (Known::Value(value), operator) if value.is_empty() => ("is-empty", !is_or_empty(operator)),
        (Known::Value(_), _) => ("is-set", true),
        (Known::Platform, _) => ("is-set-by-builder", true),
        (Known::Unset, _) => ("is-not-set", false),
        (Known::Open | Known::Refused(_), operator) => {
            return Some(phrase(language, open(operator)?, &[("name", &name)]));
        }
    };
    let id = match operator {
        Operator::Default { .. } if counts => "default-counts-not",
        Operator::Default { .. } => "default-counts",
        Operator::Alternative { .. } if counts => "alternative-counts",
        Operator::Alternative { .. } => "alternative-counts-not",
        Operator::Required { .. } if counts => "required-met",
        Operator::Required { .. } => "required-unmet",
        Operator::RemovePrefix | Operator::RemoveSuffix => {
            return removed(reference, &variable, seen, language);
        }
        Operator::Replace { all } => return replaced(reference, *all, &variable, seen, language),
        Operator::Unsupported(_) => return None,
    };
    let state = phrase(language, state, &[("name", &name)]);
    Some(phrase(language, id, &[("state", &state)]))
}

/// What an operand becomes.
fn operand(parts: &[Part], seen: Seen<'_>) -> Known {
    seen.worked_out(|state, budget| {
        let expansion = expand_parts(parts, budget, &mut |reference| look_up(state, &reference.name).0)?;
        Ok(Some(Value {
            text: expansion.text.into(),
            is_certain: expansion.is_certain,
            argument: expansion.argument,
        }))
    })
}

fn removed(reference: &Reference, variable: &Known, seen: Seen<'_>, language: Language) -> Option<String> {
    let Known::Value(value) = variable else { return None };
    let is_prefix = matches!(reference.operator, Some(Operator::RemovePrefix));
    let Known::Value(written) = operand(&reference.operand, seen) else { return None };
    let longest = written.strip_prefix(if is_prefix { '#' } else { '%' });
    let pattern = longest.unwrap_or(&written);
    let is_same = matches!(seen.reference(reference), Known::Value(result) if result == *value);
    let id = match (is_same, is_prefix, longest.is_some()) {
        (true, true, _) => "no-prefix",
        (true, false, _) => "no-suffix",
        (false, true, true) => "longest-prefix",
        (false, true, false) => "shortest-prefix",
        (false, false, true) => "longest-suffix",
        (false, false, false) => "shortest-suffix",
    };
    Some(phrase(language, id, &[("value", &code(value)), ("pattern", &code(pattern))]))
}

fn replaced(
    reference: &Reference,
    is_all: bool,
    variable: &Known,
    seen: Seen<'_>,
    language: Language,
) -> Option<String> {
    let Known::Value(before) = variable else { return None };
    let shown = |known: &Known| match known {
        Known::Value(text) => value(text, language),
        Known::Unset | Known::Platform | Known::Open | Known::Refused(_) => phrase(language, "that", &[]),
    };
    let replacement = operand(&reference.replacement, seen);
    let is_same = matches!(seen.reference(reference), Known::Value(result) if result == *before);
    let is_empty = matches!(&replacement, Known::Value(text) if text.is_empty());
    let id = match (is_same, is_all, is_empty) {
        (true, _, _) => "nothing-replaced",
        (false, true, true) => "every-removed",
        (false, true, false) => "every-replaced",
        (false, false, true) => "first-removed",
        (false, false, false) => "first-replaced",
    };
    let pattern = shown(&operand(&reference.operand, seen));
    let values = [("value", &*code(before)), ("pattern", &pattern), ("replacement", &shown(&replacement))];
    Some(phrase(language, id, &values))
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
fn open(operator: &Operator) -> Option<&'static str> {
    match operator {
        Operator::Default { .. } => Some("without-value-default"),
        Operator::Alternative { .. } => Some("without-value-alternative"),
        Operator::Required { .. } => Some("without-value-required"),
        Operator::RemovePrefix
        | Operator::RemoveSuffix
        | Operator::Replace { .. }
        | Operator::Unsupported(_) => None,
    }
}
