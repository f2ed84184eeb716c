//! Explains well-known names: variables that the builder sets, and environment variables that
//! programs read.

use super::card::short;
use dockwright_analysis::{model::place::Spot, spec::Instruction};
use dockwright_texts::{Language, Topic};

/// The explanation of a variable, by its name and the instruction that reads it.
pub(super) fn about_at(name: &str, spot: &Spot<'_>, language: Language) -> Option<String> {
    // Where it selects an image, its effect on the stage matters.
    if spot.facts().instruction == Some(Instruction::From)
        && let Some(entry) = Topic::From.entry(language, &format!("--platform=${name}"))
    {
        return Some(short(entry).to_owned());
    }
    about(name, language).map(str::to_owned)
}

/// The explanation of a variable, by its name alone.
fn about(name: &str, language: Language) -> Option<&'static str> {
    let upper = name.to_ascii_uppercase();
    // The proxy variables also work in lower case.
    let predefined = if upper.ends_with("_PROXY") { &upper } else { name };
    let entry = Topic::Predefined.entry(language, predefined);
    entry.or_else(|| Topic::Environment.entry(language, name)).map(short)
}
