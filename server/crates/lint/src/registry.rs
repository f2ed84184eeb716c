//! All rules, which the program names once when it starts.
//!
//! The rules are in a crate above this one, so that a change of a rule compiles that crate and the
//! program, not everything that uses findings. A program calls `dockwright_rules::install` before
//! it checks anything. Deliberately not done: rules cannot be added or removed later.

use std::sync::{LazyLock, OnceLock};

use dockwright_analysis::problem::Refusal;

use crate::{check::Check, rule::Rule};

/// The rules and what each of them checks, in the order of their names.
#[derive(Debug)]
pub struct Registry {
    /// The rules.
    pub rules: &'static [&'static Rule],
    /// The checks of each rule.
    pub checks: &'static [&'static [Check]],
}

static REGISTRY: OnceLock<&'static Registry> = OnceLock::new();

/// Makes the rules known. Only the first call counts.
pub fn install(registry: &'static Registry) {
    debug_assert_eq!(registry.rules.len(), registry.checks.len());
    // Tests install the same rules many times.
    let _ = REGISTRY.set(registry);
}

fn registry() -> &'static Registry {
    REGISTRY.get().expect("`dockwright_rules::install` is called first")
}

/// Every rule, by name.
pub fn rules() -> &'static [&'static Rule] {
    registry().rules
}

/// The rules and their checks, in the order in which they run.
pub(crate) fn checks() -> impl Iterator<Item = (&'static Rule, &'static Check)> {
    let Registry { rules, checks } = registry();
    rules.iter().zip(*checks).flat_map(|(rule, checks)| checks.iter().map(|check| (*rule, check)))
}

/// The rule about something that Docker rejects.
pub fn about(refusal: Refusal) -> &'static Rule {
    static BY_REFUSAL: LazyLock<Vec<&Rule>> = LazyLock::new(|| {
        let of = |refusal: &Refusal| rules().iter().find(|rule| rule.rejection == Some(*refusal)).copied();
        Refusal::ALL.iter().map(|refusal| of(refusal).expect("a test asks for each")).collect()
    });
    BY_REFUSAL[refusal as usize]
}

/// The rule of this name, in any letter case: its own name or that of another tool.
pub fn named(name: &str) -> Option<&'static Rule> {
    let own = rules().iter().find(|rule| rule.name.eq_ignore_ascii_case(name));
    own.or_else(|| rules().iter().find(|rule| rule.is_called(name))).copied()
}
