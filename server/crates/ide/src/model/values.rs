//! The values that BuildKit checks after expansion: ports, modes, signals, sources, mounts.

pub(crate) mod modes;
pub(crate) mod mounts;
pub(crate) mod ports;
pub(crate) mod signals;
pub(crate) mod sources;
mod urls;

pub(crate) use crate::go::quote;

/// The words that Go reads as truth values.
pub(super) fn is_bool(text: &str) -> bool {
    parse_bool(text).is_some()
}

/// A truth value as Go reads it.
pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}
