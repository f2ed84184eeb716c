//! Names that mean the same in many files: variables that the builder brings along, environment variables that
//! programs read.

use super::card::short;
use crate::spec::{Language, Topic};

/// What is known of a variable by its name alone.
pub(super) fn about(name: &str, language: Language) -> Option<&'static str> {
    let upper = name.to_ascii_uppercase();
    // The proxy variables are taken in lower case too.
    let predefined = if upper.ends_with("_PROXY") { &upper } else { name };
    let entry = Topic::Predefined.entry(language, predefined);
    entry.or_else(|| Topic::Environment.entry(language, name)).map(short)
}
