//! Fingerprints by which servers recognize a finding after lines have moved.
//!
//! They depend on the file, the rule, the text of the line, and a number that distinguishes equal
//! ones. They do not depend on the line number, nor on the message text, which may change in a
//! newer version. The hash is FNV-1a and must never change.

use std::collections::HashMap;

use dockwright_lint::diagnostic::Diagnostic;

use super::File;
use crate::cli::lines::Lines;

/// Computes the fingerprints of the findings of a file, in order.
pub(super) struct Fingerprints<'a> {
    file: &'a File<'a>,
    lines: Lines<'a>,
    seen: HashMap<u64, u64>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn new(file: &'a File<'a>) -> Self {
        Self { file, lines: Lines::new(file.source), seen: HashMap::new() }
    }

    pub(super) fn of(&mut self, diagnostic: &Diagnostic) -> String {
        let line = self.lines.range(self.lines.line(diagnostic.range.start));
        let text = self.file.source[line].trim();
        let hash = [self.file.name, diagnostic.code, text].iter().fold(OFFSET, |hash, part| {
            // Separated by a zero byte, which no name contains.
            fnv(fnv(hash, part.as_bytes()), &[0])
        });
        let number = self.seen.entry(hash).and_modify(|number| *number += 1).or_default();
        format!("{:016x}", fnv(hash, &number.to_le_bytes()))
    }
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use dockwright_analysis::document::Document;
    use dockwright_lint::diagnostics::diagnostics;
    use dockwright_syntax::Text;

    use super::*;

    fn fingerprints(source: &str) -> Vec<String> {
        let diagnostics = diagnostics(&Document::new(Text::new(source)));
        let file = File {
            name: "Dockerfile",
            source,
            diagnostics: &diagnostics,
            language: dockwright_texts::Language::English,
            is_coloured: false,
        };
        let mut fingerprints = Fingerprints::new(&file);
        diagnostics.iter().map(|diagnostic| fingerprints.of(diagnostic)).collect()
    }

    #[test]
    fn findings_are_known_again_and_told_apart() {
        let twice = fingerprints("FROM a as b\nFROM a as b\n");
        let moved = fingerprints("# new\n\nFROM a as b\n  FROM a as b\n");
        assert_eq!(twice, moved);
        let mut different = twice.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), twice.len());
    }
}
