//! Parses the values that BuildKit checks after expansion: ports, modes, signals, sources, mounts.

pub mod modes;
pub mod mounts;
pub mod ports;
pub mod signals;
pub mod sources;
mod urls;

use crate::go::parse_bool;
pub(crate) use crate::go::quote;

/// Whether Go parses a text as a boolean.
pub(super) fn is_bool(text: &str) -> bool {
    parse_bool(text).is_some()
}
