//! The formats with a line for each finding: `tty` and `gnu`.

use std::{borrow::Cow, fmt::Write as _};

use dockwright_lint::rule::Severity;

use super::level;
use crate::cli::{
    hadolint::report::{FileReport, ParseError},
    printable,
};

/// The colours of the levels, from the terminal's brighter ones; the more severe two are bold.
fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\x1b[1m\x1b[91m",
        Severity::Warning => "\x1b[1m\x1b[93m",
        Severity::Info => "\x1b[92m",
        Severity::Hint => "\x1b[96m",
    }
}

/// `FILE:LINE CODE LEVEL: TEXT`, and for errors `FILE:LINE:COLUMN TEXT`.
pub(super) fn tty(files: &[FileReport], is_coloured: bool) -> String {
    let mut out = String::new();
    for file in files {
        if let Some(error) = &file.error {
            let _ = writeln!(out, "{} {}", place(error), text_of(error));
        }
        for finding in &file.findings {
            let (start, end) = if is_coloured { (colour(finding.level), "\x1b[0m") } else { ("", "") };
            let _ = writeln!(
                out,
                "{}:{} {} {start}{}{end}: {}",
                printable::line(&file.name),
                finding.line,
                finding.code,
                level(finding.level),
                in_one_line(&finding.message),
            );
        }
    }
    out
}

/// `hadolint:FILE:LINE: CODE LEVEL: TEXT`, and for errors `hadolint:FILE:LINE:COLUMN: TEXT`.
pub(super) fn gnu(files: &[FileReport]) -> String {
    let mut out = String::new();
    for file in files {
        if let Some(error) = &file.error {
            let _ = writeln!(out, "hadolint:{}: {}", place(error), text_of(error));
        }
        for finding in &file.findings {
            let _ = writeln!(
                out,
                "hadolint:{}:{}: {} {}: {}",
                printable::line(&file.name),
                finding.line,
                finding.code,
                level(finding.level),
                in_one_line(&finding.message),
            );
        }
    }
    out
}

fn place(error: &ParseError) -> String {
    format!("{}:{}:{}", printable::line(&error.name), error.line, error.column)
}

/// The text of an error, whose last line end becomes a space as well.
fn text_of(error: &ParseError) -> String {
    format!("{} ", in_one_line(&error.message))
}

fn in_one_line(message: &str) -> Cow<'_, str> {
    if message.contains('\n') {
        Cow::Owned(printable::line(&message.replace('\n', " ")).into_owned())
    } else {
        printable::line(message)
    }
}
