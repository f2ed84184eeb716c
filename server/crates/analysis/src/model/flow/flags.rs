//! Checks the values of flags once variables are expanded.

use std::ops::Range;

use super::{
    super::{image_reference::check_digest, values::modes::check_mode},
    Expansion, Flow,
};
use crate::{
    facts::{
        Facts,
        operands::{FlagOperand, Operands},
    },
    platform::Platform,
    problem::Refusal,
    spec::FlagValue,
};

impl Flow<'_> {
    /// Expands and checks the values of flags. Returns the digest of ADD and its range: its valid
    /// formats depend on the sources.
    pub(super) fn flags(&mut self, facts: &Facts) -> Option<(Range<usize>, Expansion)> {
        let mut digest = None;
        for flag in facts.expanded_flags() {
            let range = &flag.value.range;
            let Some(value) = self.expand(&flag.value).filter(|value| !value.text.is_empty()) else {
                continue;
            };
            if flag.spec.value == FlagValue::Digest && matches!(facts.operands, Operands::Copy(_)) {
                digest = Some((range.clone(), value));
            } else {
                self.check_flag(flag, &value);
            }
        }
        digest
    }

    fn check_flag(&mut self, flag: &FlagOperand, value: &Expansion) {
        let (rule, checked) = match flag.spec.value {
            FlagValue::Mode => (Refusal::InvalidChmod, check_mode(&value.text)),
            FlagValue::Digest => (Refusal::InvalidChecksum, check_digest(&value.text)),
            FlagValue::Platform => {
                let parsed = Platform::parse(&value.text).map(|_| ());
                let fault = |error| format!("failed to parse platform {}: {error}", flag.value.text);
                (Refusal::InvalidPlatform, parsed.map_err(fault))
            }
            // Owners are looked up while the image is built, and mounts are operands of RUN. In the other types
            // no variables are expanded, so they are checked with the text of the instruction.
            FlagValue::Owner
            | FlagValue::Mount
            | FlagValue::Bool
            | FlagValue::Duration
            | FlagValue::Count
            | FlagValue::Choice(_)
            | FlagValue::From
            | FlagValue::Stage
            | FlagValue::Pattern
            | FlagValue::Device
            | FlagValue::Path
            | FlagValue::Text => return,
        };
        if let Err(message) = checked {
            self.refuse_unless(value.unless(), rule, flag.value.range.clone(), message);
        }
    }
}
