//! Names that mean the same in many files: variables that the builder brings along, environment variables that
//! programs read.

use super::card::short;
use dockwright_analysis::{model::place::Spot, spec::Instruction};
use dockwright_texts::{Language, Topic};

/// What is known of a variable by its name, and by the instruction that reads it.
pub(super) fn about_at(name: &str, spot: &Spot<'_>, language: Language) -> Option<String> {
    // Where an image is chosen by it, what matters is what that does to the stage.
    if spot.facts().instruction == Some(Instruction::From)
        && let Some(entry) = Topic::From.entry(language, &format!("--platform=${name}"))
    {
        return Some(short(entry).to_owned());
    }
    about(name, language).map(str::to_owned)
}

/// What is known of a variable by its name alone.
fn about(name: &str, language: Language) -> Option<&'static str> {
    let upper = name.to_ascii_uppercase();
    // The proxy variables are taken in lower case too.
    let predefined = if upper.ends_with("_PROXY") { &upper } else { name };
    let entry = Topic::Predefined.entry(language, predefined);
    entry.or_else(|| Topic::Environment.entry(language, name)).map(short)
}
