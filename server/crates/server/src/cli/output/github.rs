//! `check --format github`: workflow commands, which GitHub shows as annotations of a change.
//!
//! Source: GitHub's "Workflow commands for GitHub Actions". The log shows only the message, so the
//! message repeats the position. A column is valid only for a range within one line.

use std::fmt::Write as _;

use dockwright_lint::rule::Severity;

use super::File;
use crate::cli::{lines::Lines, printable};

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let mut out = String::new();
    for diagnostic in file.diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let (start, end) = (lines.place(diagnostic.range.start), lines.place(diagnostic.range.end));
        let name = property(file.name);
        let _ = write!(out, "::{command} file={name},line={},endLine={}", start.line, end.line);
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
        let title = property(&format!("dockwright: {}", diagnostic.code));
        let place = format!("{}:{}:{}", file.name, start.line, start.column);
        let message = format!("{place}: {}: {}", diagnostic.code, diagnostic.text(file.language));
        let _ = writeln!(out, ",title={title}::{}", data(&message));
    }
    out
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    printable::line(&text).into_owned()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
