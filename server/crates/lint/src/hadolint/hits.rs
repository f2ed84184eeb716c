//! What the checks find.

use std::ops::Range;

use crate::hadolint_codes::Code;

/// Something found.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The index of its instruction.
    pub(super) line: usize,
    pub(super) code: &'static Code,
    /// The word concerned, in the instruction.
    pub(super) place: Range<usize>,
}

/// What is found.
#[derive(Debug, Default)]
pub(super) struct Hits(Vec<Hit>);

impl Hits {
    pub(super) fn push(&mut self, line: usize, code: &'static str, place: Range<usize>) {
        if let Some(code) = Code::named(code) {
            self.0.push(Hit { line, code, place });
        }
    }

    /// In the order of the text, one of a code in an instruction.
    pub(super) fn sorted(mut self) -> Vec<Hit> {
        self.0.sort_by_key(|hit| (hit.line, hit.code.index()));
        self.0.dedup_by_key(|hit| (hit.line, hit.code.index()));
        self.0
    }
}
