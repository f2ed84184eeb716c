//! The two XML formats, Checkstyle and `JUnit`.
//!
//! Both consist of attributes and little text, so no XML library is needed. Control characters,
//! which XML cannot contain, become U+FFFD.

use dockwright_ide::xml::escaped;
use std::fmt::Write as _;

use dockwright_lint::rule::Severity;

use super::{File, Frame};
use crate::cli::lines::Lines;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

pub(super) fn checkstyle_frame() -> Frame {
    Frame::new(format!("{DECLARATION}<checkstyle version=\"4.3\">\n"), "", "</checkstyle>\n")
}

/// `--format checkstyle`: a `file` element with an `error` for each finding.
pub(super) fn checkstyle(file: &File<'_>) -> String {
    if file.diagnostics.is_empty() {
        return String::new();
    }
    let lines = Lines::new(file.source);
    let mut out = format!("<file name=\"{}\">\n", escaped(file.name));
    for diagnostic in file.diagnostics {
        let place = lines.place(diagnostic.range.start);
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            // Checkstyle has no level for hints.
            Severity::Info | Severity::Hint => "info",
        };
        let _ = writeln!(
            out,
            "<error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"dockwright.{}\"/>",
            place.line,
            place.column,
            escaped(&diagnostic.text(file.language)),
            diagnostic.code
        );
    }
    out.push_str("</file>\n");
    out
}

pub(super) fn junit_frame() -> Frame {
    Frame::new(format!("{DECLARATION}<testsuites name=\"dockwright\">\n"), "", "</testsuites>\n")
}

/// `--format junit`: a suite per file, with a failed case for each finding, or a passed case if
/// there are none.
pub(super) fn junit(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    let name = escaped(file.name);
    let failures = file.diagnostics.len();
    let tests = failures.max(1);
    let mut out =
        format!("<testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n");
    if failures == 0 {
        let _ = writeln!(out, "<testcase name=\"{name}\" classname=\"{name}\"/>");
    }
    for diagnostic in file.diagnostics {
        let place = lines.place(diagnostic.range.start);
        let (code, message) = (diagnostic.code, escaped(&diagnostic.text(file.language)));
        let _ = writeln!(
            out,
            "<testcase name=\"{code} at {line}:{column}\" classname=\"{name}\" line=\"{line}\">\
             <failure type=\"{}\" message=\"{message}\">{name}:{line}:{column}: {code}: {message}</failure></testcase>",
            diagnostic.severity.name(),
            line = place.line,
            column = place.column,
        );
    }
    out.push_str("</testsuite>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_file_is_a_case_that_passed() {
        let file = File {
            name: "a",
            source: "",
            diagnostics: &[],
            language: dockwright_texts::Language::English,
            is_coloured: false,
        };
        assert_eq!(checkstyle(&file), "");
        assert_eq!(
            junit(&file),
            "<testsuite name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\">\n\
             <testcase name=\"a\" classname=\"a\"/>\n</testsuite>\n"
        );
    }
}
