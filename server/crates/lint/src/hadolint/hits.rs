//! The findings of hadolint's checks.

use std::ops::Range;

use crate::hadolint_codes::Code;

/// A finding.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// The index of its instruction.
    pub(super) line: usize,
    pub(super) code: &'static Code,
    /// Which of the labels it is about, for codes that are reported for each.
    label: usize,
    /// The word concerned, in the instruction.
    pub(super) place: Range<usize>,
}

/// The findings.
#[derive(Debug, Default)]
pub(super) struct Hits(Vec<Hit>);

impl Hits {
    pub(super) fn push(&mut self, line: usize, code: &'static str, place: Range<usize>) {
        self.push_label(line, code, 0, place);
    }

    /// Adds one finding for each label.
    pub(super) fn push_label(&mut self, line: usize, code: &'static str, label: usize, place: Range<usize>) {
        if let Some(code) = Code::named(code) {
            self.0.push(Hit { line, code, label, place });
        }
    }

    /// In the order of the text, one of a code in an instruction, or one for each label.
    pub(super) fn sorted(mut self) -> Vec<Hit> {
        self.0.sort_by_key(|hit| (hit.line, hit.code.index(), hit.label));
        self.0.dedup_by_key(|hit| (hit.line, hit.code.index(), hit.label));
        self.0
    }
}
