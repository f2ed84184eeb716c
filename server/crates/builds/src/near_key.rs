//! Finds misspelt keys in build files.

use dockwright_analysis::suggest::typing_errors;

use crate::{build::UnknownKey, spanned::Text};

/// Finds a key that is not in `keys` but nearly one of them. Other unknown keys are left to
/// programs that know the whole schema.
pub(crate) fn near_key(key: &Text, keys: &[&'static str]) -> Option<UnknownKey> {
    let name = key.text.as_str();
    if keys.contains(&name) || name.starts_with("x-") {
        return None;
    }
    let limit = if name.len() <= 4 { 1 } else { 2 };
    let near = keys.iter().map(|known| (typing_errors(name, known), *known));
    let (_, meant) = near.filter(|(errors, _)| *errors <= limit).min()?;
    Some(UnknownKey { key: key.clone(), meant })
}
