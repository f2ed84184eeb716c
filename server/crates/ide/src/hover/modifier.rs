//! Explains in one line how a modifier in `${NAME…}` affects the value.
//!
//! Source: Docker's reference on environment replacement.

use super::markdown::{code, value};
use dockwright_analysis::{
    any_platform::{Known, Seen},
    facts::template::{Operator, Part, Reference},
    model::{Value, expansion::expand_parts, flow::look_up},
};
use dockwright_texts::{
    Language, Message,
    ide::hover::{common, modifier as texts},
};

/// Why a reference has its result; nothing for a plain one.
pub(super) fn why(reference: &Reference, seen: Seen<'_>, language: Language) -> Option<String> {
    let operator = reference.operator.as_ref()?;
    let name = code(&reference.name);
    let variable = seen.variable(&reference.name);
    let (state, counts) = match (&variable, operator) {
        (Known::Value(value), operator) if value.is_empty() => {
            (common::is_empty(name), !is_or_empty(operator))
        }
        (Known::Value(_), _) => (texts::is_set(name), true),
        (Known::Platform, _) => (texts::is_set_by_builder(name), true),
        (Known::Unset, _) => (common::is_not_set(name), false),
        (Known::Open | Known::Refused(_), operator) => return Some(open(operator, name)?.text(language)),
    };
    let message = match operator {
        Operator::Default { .. } if counts => texts::default_counts_not(state),
        Operator::Default { .. } => texts::default_counts(state),
        Operator::Alternative { .. } if counts => texts::alternative_counts(state),
        Operator::Alternative { .. } => texts::alternative_counts_not(state),
        Operator::Required { .. } if counts => texts::required_met(state),
        Operator::Required { .. } => texts::required_unmet(state),
        Operator::RemovePrefix | Operator::RemoveSuffix => {
            return removed(reference, &variable, seen, language);
        }
        Operator::Replace { all } => return replaced(reference, *all, &variable, seen, language),
        Operator::Unsupported(_) => return None,
    };
    Some(message.text(language))
}

/// The result of expanding an operand.
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
    let (value, pattern) = (code(value), code(pattern));
    let message = match (is_same, is_prefix, longest.is_some()) {
        (true, true, _) => texts::NoPrefix { value, pattern }.message(),
        (true, false, _) => texts::NoSuffix { value, pattern }.message(),
        (false, true, true) => texts::LongestPrefix { value, pattern }.message(),
        (false, true, false) => texts::ShortestPrefix { value, pattern }.message(),
        (false, false, true) => texts::LongestSuffix { value, pattern }.message(),
        (false, false, false) => texts::ShortestSuffix { value, pattern }.message(),
    };
    Some(message.text(language))
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
        Known::Unset | Known::Platform | Known::Open | Known::Refused(_) => texts::that().text(language),
    };
    let replacement = operand(&reference.replacement, seen);
    let is_same = matches!(seen.reference(reference), Known::Value(result) if result == *before);
    let is_empty = matches!(&replacement, Known::Value(text) if text.is_empty());
    let (value, pattern) = (code(before), shown(&operand(&reference.operand, seen)));
    let message = match (is_same, is_all, is_empty) {
        (true, _, _) => texts::NothingReplaced { value, pattern }.message(),
        (false, true, true) => texts::EveryRemoved { pattern, value }.message(),
        (false, true, false) => {
            texts::EveryReplaced { pattern, value, replacement: shown(&replacement) }.message()
        }
        (false, false, true) => texts::FirstRemoved { pattern, value }.message(),
        (false, false, false) => {
            texts::FirstReplaced { pattern, value, replacement: shown(&replacement) }.message()
        }
    };
    Some(message.text(language))
}

fn is_or_empty(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::Default { or_empty: true }
            | Operator::Alternative { or_empty: true }
            | Operator::Required { or_empty: true }
    )
}

/// The result without a value, where the base image may provide one.
fn open(operator: &Operator, name: String) -> Option<Message> {
    match operator {
        Operator::Default { .. } => Some(texts::without_value_default(name)),
        Operator::Alternative { .. } => Some(texts::without_value_alternative(name)),
        Operator::Required { .. } => Some(texts::without_value_required(name)),
        Operator::RemovePrefix
        | Operator::RemoveSuffix
        | Operator::Replace { .. }
        | Operator::Unsupported(_) => None,
    }
}
