//! Expands templates under given variables.
//!
//! Source: `processStopOn` and `processDollar` in BuildKit's `frontend/dockerfile/shell`. Operands
//! are always expanded, even if their value is not used, so errors and undefined names in them
//! count.

use std::{ops::Deref, sync::Arc};

use super::{
    budget::{Budget, MAX_VALUE},
    pattern::{Pattern, reversed},
};
use crate::{
    facts::template::{Operator, Part, Reference, SyntaxError, Template},
    problem::Unless,
};

/// The value of a variable, as far as the file determines it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// The text. If it is not certain, the text that results if the base image changes nothing.
    pub text: Arc<str>,
    /// Whether nothing that only the base image determines went into it.
    pub is_certain: bool,
    /// An ARG without a value that went into it.
    pub argument: Option<Arc<str>>,
}

impl Value {
    /// A value that the file determines.
    pub fn certain(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), is_certain: true, argument: None }
    }

    /// The default of a build argument that is set to an unknown value.
    pub(super) fn given_by(self, name: &str) -> Self {
        Self { is_certain: false, argument: Some(name.into()), ..self }
    }
}

/// The result of looking up a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It has a value.
    Set(Value),
    /// It has no value, as far as the file shows.
    Unset {
        /// Whether the base image cannot set it either.
        is_certain: bool,
        /// Whether an ARG declares it, so that the build may set it.
        is_argument: bool,
    },
}

/// The result of expanding a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expansion {
    /// The text.
    pub text: String,
    /// Whether nothing that only the base image determines went into it.
    pub is_certain: bool,
    /// An ARG without a value that went into it.
    pub argument: Option<Arc<str>>,
}

impl Expansion {
    /// The expansion of a text without variables.
    pub(super) fn certain(text: &str) -> Self {
        Self { text: text.to_owned(), is_certain: true, argument: None }
    }

    /// The input that could change the text.
    pub(crate) fn unless(&self) -> Option<Unless> {
        unless(self.is_certain, self.argument.as_ref())
    }

    /// Appends text. If the text becomes too long or the steps are used up, the whole text becomes
    /// unknown.
    fn push(&mut self, text: &str, budget: &mut Budget) -> bool {
        let fits = self.text.len() + text.len() <= MAX_VALUE && budget.spend(text.len());
        if fits {
            self.text.push_str(text);
        } else {
            self.lose();
            budget.lose();
        }
        fits
    }

    /// Makes the text unknown.
    fn lose(&mut self) {
        self.text = String::new();
        self.is_certain = false;
    }

    /// Adds the dependencies of another text.
    fn depend_on(&mut self, other: &Self) {
        self.is_certain &= other.is_certain;
        if self.argument.is_none() {
            self.argument.clone_from(&other.argument);
        }
    }

    /// Adds the dependencies of a variable, and returns its value.
    fn take(&mut self, name: &str, lookup: Lookup) -> Option<Arc<str>> {
        match lookup {
            Lookup::Set(value) => {
                self.is_certain &= value.is_certain;
                self.argument = self.argument.take().or(value.argument);
                Some(value.text)
            }
            Lookup::Unset { is_certain, is_argument } => {
                self.is_certain &= is_certain;
                if is_argument && self.argument.is_none() {
                    self.argument = Some(name.into());
                }
                None
            }
        }
    }
}

/// The input that could change a text with these dependencies.
pub(crate) fn unless(is_certain: bool, argument: Option<&Arc<str>>) -> Option<Unless> {
    match argument {
        Some(name) => Some(Unless::BuildArg(Arc::clone(name))),
        None => (!is_certain).then_some(Unless::Base),
    }
}

/// Expands a template; `lookup` returns the value of each variable.
pub fn expand(
    template: &Template,
    budget: &mut Budget,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Expansion, SyntaxError> {
    expand_parts(&template.parts, budget, lookup)
}

/// The value of a single reference, with its operator applied.
pub fn expand_reference(
    reference: &Reference,
    budget: &mut Budget,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Value, SyntaxError> {
    let mut known = Expansion::certain("");
    if budget.is_used_up() {
        return Ok(Value::default());
    }
    let text = value(reference, budget, lookup, &mut known)?;
    // The caller will copy it.
    let text = text.filter(|text| budget.spend(text.len()));
    if text.is_none() {
        known.lose();
    }
    let text = text.map_or_else(|| "".into(), Text::into_shared);
    Ok(Value { text, is_certain: known.is_certain, argument: known.argument })
}

/// The cost of a part, in addition to its text.
const PART_STEPS: usize = 4;
/// A byte of a word costs more than other text: each word becomes a string and is parsed as a port.
const WORD_STEPS: usize = 16;

/// The words of an expanded template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The words.
    pub texts: Vec<String>,
    /// Whether text at the start of a word was lost to an operator after it.
    pub has_lost_text: bool,
    /// The input that could change the words.
    pub unless: Option<Unless>,
}

/// Expands a template into words: unquoted whitespace separates them, and empty words are dropped.
///
/// BuildKit collects the word and the operand of `${NAME-operand}` in the same buffer, so the text
/// of the word before the reference is lost, except for text in the same quotes.
pub fn expand_to_words(
    template: &Template,
    budget: &mut Budget,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Words, SyntaxError> {
    let (mut words, mut word) = (Words::default(), String::new());
    let mut known = Expansion::certain("");
    // The length of the word before each part.
    let mut lengths = Vec::with_capacity(template.parts.len());
    for part in &template.parts {
        lengths.push(word.len());
        match part {
            Part::Literal { text, is_raw } => push_words(text, *is_raw, &mut word, &mut words.texts),
            Part::Reference(reference) => {
                let text = value(reference, budget, lookup, &mut known)?;
                let text = text.filter(|text| budget.spend(WORD_STEPS * text.len()));
                if text.is_none() {
                    known.lose();
                }
                let text = text.as_deref().unwrap_or_default();
                if reference.operator.is_some() {
                    let kept = lengths[lengths.len() - 1 - reference.quoted_before].min(word.len());
                    words.has_lost_text |= kept > 0;
                    word.drain(..kept);
                }
                push_words(text, reference.is_raw, &mut word, &mut words.texts);
            }
            Part::Error(error) => return Err(error.clone()),
        }
    }
    if !word.is_empty() {
        words.texts.push(word);
    }
    words.unless = known.unless();
    Ok(words)
}

/// Expands the operand of a reference.
pub fn expand_parts(
    parts: &[Part],
    budget: &mut Budget,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
) -> Result<Expansion, SyntaxError> {
    let mut out = Expansion::certain("");
    // Once text is lost, the following parts are expanded only for their names and errors.
    let mut is_lost = false;
    for part in parts {
        budget.spend(PART_STEPS);
        match part {
            Part::Literal { text, .. } => is_lost |= !is_lost && !out.push(text, budget),
            Part::Reference(reference) => {
                if let Some(text) = value(reference, budget, lookup, &mut out)? {
                    is_lost |= !is_lost && !out.push(&text, budget);
                } else {
                    out.lose();
                    budget.lose();
                    is_lost = true;
                }
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

/// The text of a reference: the variable's own, or one derived from it.
enum Text {
    Shared(Arc<str>),
    Made(String),
}

impl Text {
    fn into_shared(self) -> Arc<str> {
        match self {
            Self::Shared(text) => text,
            Self::Made(text) => text.into(),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Shared(text) => text,
            Self::Made(text) => text,
        }
    }
}

/// The text of a reference; `None` if computing it takes too many steps.
fn value(
    reference: &Reference,
    budget: &mut Budget,
    lookup: &mut dyn FnMut(&Reference) -> Lookup,
    known: &mut Expansion,
) -> Result<Option<Text>, SyntaxError> {
    if reference.operator.is_none() {
        let text = known.take(&reference.name, lookup(reference));
        return Ok(Some(text.map_or_else(|| Text::Made(String::new()), Text::Shared)));
    }
    let fail = |message: String, unless| SyntaxError { message, at_end: reference.at_end, unless };
    let unclosed = |error: SyntaxError, message: &str| {
        if error.at_end { SyntaxError { message: message.to_owned(), ..error } } else { error }
    };
    let is_replacement = matches!(reference.operator, Some(Operator::Replace { .. }));
    let end = if is_replacement { "syntax error: missing '/' in ${}" } else { "syntax error: missing '}'" };
    let operand = expand_parts(&reference.operand, budget, lookup).map_err(|error| unclosed(error, end))?;
    let replacement = expand_parts(&reference.replacement, budget, lookup)
        .map_err(|error| unclosed(error, "syntax error: missing '}'"))?;
    if let Some(Operator::Unsupported(error)) = &reference.operator {
        return Err(error.clone());
    }
    let mut own = Expansion::certain("");
    let set = own.take(&reference.name, lookup(reference));
    known.depend_on(&own);
    let counts = |or_empty: bool| set.as_ref().is_some_and(|value| !(or_empty && value.is_empty()));
    let text = |set: Option<Arc<str>>| set.map_or_else(|| Text::Made(String::new()), Text::Shared);
    let pattern = |text: &str| {
        Pattern::new(text).map_err(|error| {
            fail(format!("invalid pattern ({text}) in substitution: {error}"), operand.unless())
        })
    };
    Ok(match &reference.operator {
        None | Some(Operator::Unsupported(_)) => Some(text(set)),
        Some(Operator::Default { or_empty }) => {
            if counts(*or_empty) {
                Some(text(set))
            } else {
                known.depend_on(&operand);
                Some(Text::Made(operand.text))
            }
        }
        Some(Operator::Alternative { or_empty }) => {
            if counts(*or_empty) {
                known.depend_on(&operand);
                Some(Text::Made(operand.text))
            } else {
                Some(Text::Made(String::new()))
            }
        }
        Some(Operator::Required { or_empty }) => {
            if counts(*or_empty) {
                Some(text(set))
            } else {
                let state = if set.is_none() { "unset" } else { "empty" };
                let message = if operand.text.is_empty() {
                    format!("{}: is not allowed to be {state}", reference.name)
                } else {
                    format!("{}: {}", reference.name, operand.text)
                };
                return Err(fail(message, own.unless()));
            }
        }
        Some(operator @ (Operator::RemovePrefix | Operator::RemoveSuffix)) => {
            known.depend_on(&operand);
            let is_prefix = matches!(operator, Operator::RemovePrefix);
            let (word, longest) = match operand.text.strip_prefix(if is_prefix { '#' } else { '%' }) {
                Some(word) => (word, true),
                None => (operand.text.as_str(), false),
            };
            let value = set.as_deref().unwrap_or_default();
            let rest = if is_prefix {
                pattern(word)?.strip_prefix(value, longest, budget)
            } else {
                pattern(&reversed(word))?.strip_suffix(value, longest, budget)
            };
            rest.map(|rest| Text::Made(rest.to_owned()))
        }
        Some(Operator::Replace { all }) => {
            known.depend_on(&operand);
            known.depend_on(&replacement);
            let (pattern, value) = (pattern(&operand.text)?, set.as_deref().unwrap_or_default());
            let replaced = if *all {
                pattern.replace_all(value, &replacement.text, budget)
            } else {
                pattern.replace_first(value, &replacement.text, budget)
            };
            replaced.map(Text::Made)
        }
    })
}
