//! The shells that a script may be run with.

/// A set of shells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shells(u8);

impl Shells {
    /// What POSIX requires of any `sh`.
    pub const SH: Self = Self(1);
    /// `/bin/sh` of Debian and Ubuntu.
    pub const DASH: Self = Self(2);
    /// `/bin/sh` of `BusyBox`.
    pub const ASH: Self = Self(4);
    pub const BASH: Self = Self(8);
    pub const ALL: Self = Self(15);

    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
