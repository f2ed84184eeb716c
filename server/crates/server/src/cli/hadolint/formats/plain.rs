//! The formats with one line per finding: `tty` and `gnu`.

use std::borrow::Cow;

use dockwright_lint::rule::Severity;

use super::level;
use crate::cli::{
    hadolint::report::{FileReport, Finding, ParseError},
    printable,
};

/// The colours of the levels, from the terminal's bright ones; the two most severe levels are bold.
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
    let error = |error: &ParseError| format!("{} {}", place(error), text_of(error));
    lines(files, error, |file, finding| {
        let (start, end) = if is_coloured { (colour(finding.level), "\x1b[0m") } else { ("", "") };
        let Finding { line, code, .. } = finding;
        format!(
            "{file}:{line} {code} {start}{}{end}: {}",
            level(finding.level),
            in_one_line(&finding.message)
        )
    })
}

/// `hadolint:FILE:LINE: CODE LEVEL: TEXT`, and for errors `hadolint:FILE:LINE:COLUMN: TEXT`.
pub(super) fn gnu(files: &[FileReport]) -> String {
    let error = |error: &ParseError| format!("hadolint:{}: {}", place(error), text_of(error));
    lines(files, error, |file, finding| {
        let Finding { line, code, .. } = finding;
        format!("hadolint:{file}:{line}: {code} {}: {}", level(finding.level), in_one_line(&finding.message))
    })
}

/// One line for the error of each file and for each finding, after the displayed file name.
fn lines(
    files: &[FileReport],
    error_line: impl Fn(&ParseError) -> String,
    finding_line: impl Fn(&str, &Finding) -> String,
) -> String {
    let mut out = String::new();
    for file in files {
        let name = printable::line(&file.name).to_string();
        let error = file.error.as_ref().map(&error_line);
        let findings = file.findings.iter().map(|finding| finding_line(&name, finding));
        for line in error.into_iter().chain(findings) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn place(error: &ParseError) -> String {
    format!("{}:{}:{}", printable::line(&error.name), error.line, error.column)
}

/// The text of an error; even the last line end becomes a space.
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
