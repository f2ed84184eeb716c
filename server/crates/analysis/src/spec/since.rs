//! The versions of the Dockerfile syntax that introduced a feature.

use std::fmt;

/// The versions of `docker/dockerfile` that have a feature, all with major version 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The minor version and patch level in the stable channel; `None` if only the labs channel has the
    /// feature.
    pub stable: Option<(u32, u32)>,
    /// The minor version in the labs channel, if that had the feature earlier.
    pub labs: Option<u32>,
}

impl Since {
    /// Introduced in a version of the stable channel.
    pub const fn stable(minor: u32) -> Self {
        Self { stable: Some((minor, 0)), labs: None }
    }

    /// Introduced in a version of the stable channel, and in an earlier one of the labs channel.
    pub const fn with_labs(minor: u32, labs: u32) -> Self {
        Self { stable: Some((minor, 0)), labs: Some(labs) }
    }

    /// Available only in the labs channel.
    pub const fn labs(minor: u32) -> Self {
        Self { stable: None, labs: Some(minor) }
    }
}

/// The tag that has the feature.
impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.stable, self.labs) {
            (Some((minor, 0)), _) => write!(f, "1.{minor}"),
            (Some((minor, patch)), _) => write!(f, "1.{minor}.{patch}"),
            (None, labs) => write!(f, "1.{}-labs", labs.unwrap_or_default()),
        }
    }
}
