//! `check --format gitlab`: a Code Quality report, one JSON array.
//!
//! Source: GitLab's "Code Quality report format". It has severities above our highest one; a
//! failing build is `major`.

use dockwright_lint::rule::Severity;
use serde::Serialize;

use super::{File, fingerprint::Fingerprints, objects};
use crate::cli::lines::{LineColumn, Lines};

#[derive(Serialize)]
struct Finding<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: LineColumn,
    end: LineColumn,
}

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let mut fingerprints = Fingerprints::new(file);
    objects(file, |diagnostic| {
        let range = &diagnostic.range;
        let positions = Positions { begin: lines.place(range.start), end: lines.place(range.end) };
        Finding {
            description: diagnostic.text(file.language),
            check_name: diagnostic.code,
            fingerprint: fingerprints.of(diagnostic),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info | Severity::Hint => "info",
            },
            location: Location { path: file.name, positions },
        }
    })
}
