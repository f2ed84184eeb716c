//! Limits the work that computing the values of a document may cost.
//!
//! A few lines can describe values of any size: `ENV A=$A$A`, sixty times, makes more text than any
//! memory can hold. So work is counted in steps, one for each byte that is copied and for each
//! character that a pattern visits. Once a document has used up its steps, the results of further
//! expansions are unknown, like values that only the base image determines. Unlike a time limit,
//! counting gives the same result on every machine.

/// The longest string that Linux passes to a program (`MAX_ARG_STRLEN`): no container starts with a
/// longer variable.
pub(super) const MAX_VALUE: usize = 128 << 10;
/// The longest path that Linux opens (`PATH_MAX`).
pub(super) const MAX_PATH: usize = 4 << 10;
/// The steps for all values of a document. Real files need a few thousand; this many take a few
/// milliseconds.
const STEPS: usize = 4 << 20;
/// The steps for an image name, whose parts are limited to a few hundred bytes.
pub const IMAGE_STEPS: usize = 2 << 10;
/// The cost of running an ONBUILD trigger, in addition to its values.
pub(super) const TRIGGER_STEPS: usize = 256;
/// The cost of adding a port to those of an image.
pub(super) const PORT_STEPS: usize = 16;

/// The steps that are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    left: usize,
    /// Whether some value became too long, or took too many steps.
    has_lost: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(STEPS)
    }
}

impl Budget {
    pub const fn of(steps: usize) -> Self {
        Self { left: steps, has_lost: false }
    }

    /// Takes steps; false if there are not enough left, then and on all later calls.
    pub(super) const fn spend(&mut self, steps: usize) -> bool {
        if steps < self.left {
            self.left -= steps;
            return true;
        }
        self.left = 0;
        self.lose();
        false
    }

    /// Records that a value is unknown.
    pub(super) const fn lose(&mut self) {
        self.has_lost = true;
    }

    /// Whether a value is unknown because of its length or the steps that it takes.
    pub(super) const fn has_lost(self) -> bool {
        self.has_lost
    }

    pub(super) const fn is_used_up(self) -> bool {
        self.left == 0
    }

    /// What remains after repeating the work between `start` and `end`; `None` if it might not end in
    /// the same way.
    pub(super) const fn after(self, start: Self, end: Self) -> Option<Self> {
        let has_lost = self.has_lost || end.has_lost;
        if self.left == start.left {
            return Some(Self { has_lost, ..end });
        }
        let spent = start.left - end.left;
        if end.is_used_up() || self.left <= spent {
            None
        } else {
            Some(Self { left: self.left - spent, has_lost })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_stays_so() {
        let mut budget = Budget::of(10);
        assert!(budget.spend(9) && !budget.spend(1) && !budget.spend(0));
        assert!(budget.is_used_up());
    }

    #[test]
    fn work_is_repeated_only_if_it_ends_the_same() {
        let of = Budget::of;
        assert_eq!(of(100).after(of(50), of(40)), Some(of(90)));
        assert_eq!(of(11).after(of(50), of(40)), Some(of(1)));
        assert_eq!(of(10).after(of(50), of(40)), None);
        assert_eq!(of(100).after(of(50), of(0)), None);
        assert_eq!(of(50).after(of(50), of(0)), Some(of(0)));
    }
}
