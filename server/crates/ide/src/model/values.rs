//! The values that BuildKit checks after expansion: ports, modes, signals, sources, mounts.

pub(crate) mod modes;
pub(crate) mod mounts;
pub(crate) mod ports;
pub(crate) mod signals;
pub(crate) mod sources;
mod urls;

use crate::go::parse_bool;
pub(crate) use crate::go::quote;

/// The words that Go reads as truth values.
pub(super) fn is_bool(text: &str) -> bool {
    parse_bool(text).is_some()
}
