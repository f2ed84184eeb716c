//! `check --format concise`: one line per finding, for `grep` and for editors that parse errors.

use std::fmt::Write as _;

use super::File;
use crate::cli::{lines::Lines, printable};

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let name = printable::line(file.name);
    let mut out = String::new();
    for diagnostic in file.diagnostics {
        let place = lines.place(diagnostic.range.start);
        let severity = diagnostic.severity.name();
        // Separate paragraphs become further sentences on the line.
        let message = diagnostic
            .text(file.language)
            .split('\n')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let (line, column, message) = (place.line, place.column, printable::line(&message));
        let _ = writeln!(out, "{name}:{line}:{column}: {severity} [{}] {message}", diagnostic.code);
    }
    out
}
