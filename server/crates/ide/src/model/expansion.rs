//! Expansion: what a template becomes under given variables.
//!
//! Source: `processStopOn` and `processDollar` in BuildKit's `frontend/dockerfile/shell`; language.md 5. Operands are
//! always expanded, also where their value is not used, so that errors and unknown names in them count.

use std::sync::Arc;

use super::pattern::Pattern;
use crate::facts::template::{Operator, Part, Reference, SyntaxError, Template};

/// A variable's value, as far as the file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// The text; what the builder would use if the base image had nothing to say where `is_certain` does not hold.
    pub text: Arc<str>,
    /// Nothing that only the base image knows went into it.
    pub is_certain: bool,
}

impl Value {
    /// A value that the file determines.
    pub fn certain(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), is_certain: true }
    }
}

/// What is known of a variable where it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It has a value.
    Set(Value),
    /// It has none; certainly so, or as far as the file tells.
    Unset {
        /// The base image cannot set it either.
        is_certain: bool,
    },
}

/// What a template becomes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expansion {
    /// The text.
    pub text: String,
    /// Nothing that only the base image knows went into it.
    pub is_certain: bool,
}

/// Expands a template; `lookup` tells what is known of each variable.
pub fn expand(
    template: &Template,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Expansion, SyntaxError> {
    expand_parts(&template.parts, lookup)
}

/// The value of a single reference, its operator applied.
pub fn expand_reference(
    reference: &Reference,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Value, SyntaxError> {
    let mut is_certain = true;
    let text = value(reference, lookup, &mut is_certain)?;
    Ok(Value { text: text.into(), is_certain })
}

/// Expands a template to words: blanks separate them, but for those in quotes, and empty words vanish.
pub fn expand_to_words(
    template: &Template,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Vec<String>, SyntaxError> {
    let (mut words, mut word) = (Vec::new(), String::new());
    for part in &template.parts {
        match part {
            Part::Literal { text, is_raw } => push_words(text, *is_raw, &mut word, &mut words),
            Part::Reference(reference) => {
                let text = value(reference, lookup, &mut true)?;
                push_words(&text, reference.is_raw, &mut word, &mut words);
            }
            Part::Error(error) => return Err(error.clone()),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

/// Expands the operand of a reference.
pub(crate) fn expand_parts(
    parts: &[Part],
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Expansion, SyntaxError> {
    let mut out = Expansion { text: String::new(), is_certain: true };
    for part in parts {
        match part {
            Part::Literal { text, .. } => out.text.push_str(text),
            Part::Reference(reference) if reference.operator.is_none() => match lookup(reference) {
                Lookup::Set(value) => {
                    out.is_certain &= value.is_certain;
                    out.text.push_str(&value.text);
                }
                Lookup::Unset { is_certain } => out.is_certain &= is_certain,
            },
            Part::Reference(reference) => {
                out.text.push_str(&value(reference, lookup, &mut out.is_certain)?);
            }
            Part::Error(error) => return Err(error.clone()),
        }
    }
    Ok(out)
}

fn push_words(text: &str, is_raw: bool, word: &mut String, words: &mut Vec<String>) {
    if is_raw {
        word.push_str(text);
        return;
    }
    for c in text.chars() {
        if !c.is_whitespace() {
            word.push(c);
        } else if !word.is_empty() {
            words.push(std::mem::take(word));
        }
    }
}

fn value(
    reference: &Reference,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
    is_certain: &mut bool,
) -> Result<String, SyntaxError> {
    let fail = |message: String| SyntaxError { message, at_end: reference.at_end };
    let unclosed = |error: SyntaxError, message: &str| {
        if error.at_end { SyntaxError { message: message.to_owned(), at_end: true } } else { error }
    };
    let is_replacement = matches!(reference.operator, Some(Operator::Replace { .. }));
    let end = if is_replacement { "syntax error: missing '/' in ${}" } else { "syntax error: missing '}'" };
    let operand = expand_parts(&reference.operand, lookup).map_err(|error| unclosed(error, end))?;
    let replacement = expand_parts(&reference.replacement, lookup)
        .map_err(|error| unclosed(error, "syntax error: missing '}'"))?;
    if let Some(Operator::Unsupported(error)) = &reference.operator {
        return Err(error.clone());
    }
    let set = match lookup(reference) {
        Lookup::Set(value) => {
            *is_certain &= value.is_certain;
            Some(value.text)
        }
        Lookup::Unset { is_certain: known } => {
            *is_certain &= known;
            None
        }
    };
    let counts = |or_empty: bool| set.as_ref().is_some_and(|value| !(or_empty && value.is_empty()));
    let text = |set: &Option<Arc<str>>| set.as_deref().unwrap_or_default().to_owned();
    let pattern = |text: &str| {
        Pattern::new(text).map_err(|error| fail(format!("invalid pattern ({text}) in substitution: {error}")))
    };
    Ok(match &reference.operator {
        None | Some(Operator::Unsupported(_)) => text(&set),
        Some(Operator::Default { or_empty }) => {
            if counts(*or_empty) {
                text(&set)
            } else {
                *is_certain &= operand.is_certain;
                operand.text
            }
        }
        Some(Operator::Alternative { or_empty }) => {
            if counts(*or_empty) {
                *is_certain &= operand.is_certain;
                operand.text
            } else {
                String::new()
            }
        }
        Some(Operator::Required { or_empty }) => {
            if counts(*or_empty) {
                text(&set)
            } else {
                let state = if set.is_none() { "unset" } else { "empty" };
                return Err(fail(if operand.text.is_empty() {
                    format!("{}: is not allowed to be {state}", reference.name)
                } else {
                    format!("{}: {}", reference.name, operand.text)
                }));
            }
        }
        Some(operator @ (Operator::RemovePrefix | Operator::RemoveSuffix)) => {
            *is_certain &= operand.is_certain;
            let is_prefix = matches!(operator, Operator::RemovePrefix);
            let (word, longest) = match operand.text.strip_prefix(if is_prefix { '#' } else { '%' }) {
                Some(word) => (word, true),
                None => (operand.text.as_str(), false),
            };
            let (pattern, value) = (pattern(word)?, text(&set));
            if is_prefix {
                pattern.strip_prefix(&value, longest).to_owned()
            } else {
                pattern.strip_suffix(&value, longest).to_owned()
            }
        }
        Some(Operator::Replace { all }) => {
            *is_certain &= operand.is_certain && replacement.is_certain;
            let (pattern, value) = (pattern(&operand.text)?, text(&set));
            if *all {
                pattern.replace_all(&value, &replacement.text)
            } else {
                pattern.replace_first(&value, &replacement.text)
            }
        }
    })
}
