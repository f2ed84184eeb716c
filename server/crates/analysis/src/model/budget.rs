//! How much work the values of a document may cost.
//!
//! A few lines can describe values of any size: `ENV A=$A$A`, sixty times, is more text than any memory holds. So work
//! is counted in steps, one for each byte that is copied and for each character that a pattern looks at. Once the steps
//! of a document are used up, what is expanded after that is unknown, as values are that only the base image knows.
//! Counting, unlike a clock, gives the same answer on every machine.

/// Linux passes no longer string to a program (`MAX_ARG_STRLEN`): no container starts with a longer variable.
pub(super) const MAX_VALUE: usize = 128 << 10;
/// Linux opens no longer path (`PATH_MAX`).
pub(super) const MAX_PATH: usize = 4 << 10;
/// For all values of a document. Real files use some thousands; so many take a few milliseconds.
const STEPS: usize = 4 << 20;
/// What a name of an image may cost. Its parts are limited to a few hundred bytes.
pub const IMAGE_STEPS: usize = 2 << 10;
/// What it costs to run an instruction ONBUILD, besides its values.
pub(super) const TRIGGER_STEPS: usize = 256;
/// What it costs to add a port to those of an image.
pub(super) const PORT_STEPS: usize = 16;

/// The steps that are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    left: usize,
    /// Some value became too long, or took too many steps.
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

    /// Takes steps; false if there are not as many left, and from then on.
    pub(super) const fn spend(&mut self, steps: usize) -> bool {
        if steps < self.left {
            self.left -= steps;
            return true;
        }
        self.left = 0;
        self.lose();
        false
    }

    /// Notes that nothing is known of a value.
    pub(super) const fn lose(&mut self) {
        self.has_lost = true;
    }

    /// Whether nothing is known of some value, for its length or the steps that it takes.
    pub(super) const fn has_lost(self) -> bool {
        self.has_lost
    }

    pub(super) const fn is_used_up(self) -> bool {
        self.left == 0
    }

    /// What remains after the same work as that which led from `start` to `end`, if it would end in the same way.
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
