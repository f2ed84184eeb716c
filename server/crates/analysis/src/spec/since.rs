//! The versions of the Dockerfile syntax that introduced something. Source: language.md 9.5.

use std::fmt;

/// The versions of `docker/dockerfile` that have something, all with the major version 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The minor version and the patch level of the stable channel; nothing if only the labs channel has it.
    pub stable: Option<(u32, u32)>,
    /// The minor version of the labs channel, where that had it earlier.
    pub labs: Option<u32>,
}

impl Since {
    /// A version of the stable channel.
    pub const fn stable(minor: u32) -> Self {
        Self { stable: Some((minor, 0)), labs: None }
    }

    /// A version of the stable channel, and an earlier one of the labs channel.
    pub const fn with_labs(minor: u32, labs: u32) -> Self {
        Self { stable: Some((minor, 0)), labs: Some(labs) }
    }

    /// A version of the labs channel alone.
    pub const fn labs(minor: u32) -> Self {
        Self { stable: None, labs: Some(minor) }
    }
}

/// The tag that has it, as far as the channel goes.
impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.stable, self.labs) {
            (Some((minor, 0)), _) => write!(f, "1.{minor}"),
            (Some((minor, patch)), _) => write!(f, "1.{minor}.{patch}"),
            (None, labs) => write!(f, "1.{}-labs", labs.unwrap_or_default()),
        }
    }
}
