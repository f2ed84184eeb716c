//! The formats in XML: `checkstyle` and `junit`.

use std::{
    fmt::Write as _,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{Look, PARSE_ERROR, VERSION, level};
use crate::cli::hadolint::report::FileReport;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

pub(super) fn checkstyle(files: &[FileReport], look: &Look<'_>) -> String {
    let mut out = format!("{DECLARATION}<checkstyle version=\"4.3\">");
    for file in files {
        let name = attribute(look.path(file));
        if file.error.is_none() && file.findings.is_empty() {
            let _ = write!(out, "<file name=\"{name}\"/>");
            continue;
        }
        let _ = write!(out, "<file name=\"{name}\">");
        if let Some(error) = &file.error {
            let _ = write!(
                out,
                "<error column=\"{}\" line=\"{}\" message=\"{}\" severity=\"error\"/>",
                error.column,
                error.line,
                attribute(&error.excerpt),
            );
        }
        for finding in &file.findings {
            let _ = write!(
                out,
                "<error column=\"1\" line=\"{}\" message=\"{}\" severity=\"{}\" source=\"{}\"/>",
                finding.line,
                attribute(&finding.message),
                level(finding.level),
                finding.code,
            );
        }
        out.push_str("</file>");
    }
    out.push_str("</checkstyle>");
    out
}

pub(super) fn junit(files: &[FileReport], look: &Look<'_>) -> String {
    /// hadolint reports this constant time for every run.
    const TIME: &str = "time=\"0.001\"";
    let (day, clock) = now();
    let mut out = format!(
        "{DECLARATION}<testsuites id=\"{}_{}\" name=\"Hadolint run at {day} {clock}\" {TIME}>",
        day.replace('-', ""),
        clock.replace(':', ""),
    );
    for file in files {
        let errors = usize::from(file.error.is_some());
        let failures = errors + file.findings.len();
        let _ = write!(
            out,
            "<testsuite errors=\"{errors}\" failures=\"{failures}\" id=\"hadolint\" name=\"Hadolint {VERSION}\" {TIME}"
        );
        if failures == 0 {
            out.push_str("/>");
            continue;
        }
        out.push('>');
        let name = content(look.path(file));
        if let Some(error) = &file.error {
            let (line, column) = (error.line, error.column);
            let _ = write!(
                out,
                "<testcase id=\"hadolint.error\" name=\"{PARSE_ERROR}\" {TIME}>\
                 <failure message=\"parse error at line {line}, column {column}\" type=\"error\">\
                 Parse Error in {name}\nLine: {line}\nColumn: {column}\nParse Error: {}\n</failure></testcase>",
                content(&error.excerpt),
            );
        }
        for finding in &file.findings {
            let (code, level) = (finding.code, level(finding.level));
            let _ = write!(
                out,
                "<testcase id=\"hadolint.rule.{code}\" {TIME}>\
                 <failure id=\"{code}\" message=\"{}\" type=\"{level}\">\
                 File: {name}\nLine: {}\nCategory: Hadolint - Dockerfile Static Analysis\n{level}: {}\n\
                 </failure></testcase>",
                attribute(&finding.message),
                finding.line,
                content(&finding.message),
            );
        }
        out.push_str("</testsuite>");
    }
    out.push_str("</testsuites>");
    out
}

/// An attribute value. Only characters with a special meaning there are escaped.
fn attribute(text: &str) -> String {
    escaped(text, |c| (c == '"').then_some("&quot;"))
}

/// Text between tags.
fn content(text: &str) -> String {
    escaped(text, |c| (c == '>').then_some("&gt;"))
}

/// Replaces characters that XML cannot contain with U+FFFD. hadolint writes them, so that no reader
/// accepts its file.
fn escaped(text: &str, special: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => match special(c) {
                Some(entity) => out.push_str(entity),
                None => out.push(c),
            },
        }
    }
    out
}

/// The date and the time of day, in UTC.
fn now() -> (String, String) {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let (year, month, day) = date(seconds / 86_400);
    let second = seconds % 86_400;
    let clock = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    (format!("{year:04}-{month:02}-{day:02}"), clock)
}

/// The Gregorian date of a day since 1970.
fn date(days: u64) -> (u64, u64, u64) {
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut rest) = (1970, days);
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if rest < length {
            break;
        }
        rest -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    (year, month, rest + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(59), (1970, 3, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(20_787), (2026, 11, 30));
    }

    #[test]
    fn little_is_escaped() {
        assert_eq!(attribute("a\"<&>'\n\x07"), "a&quot;&lt;&amp;>'\n\u{fffd}");
        assert_eq!(content("a\"<&>'"), "a\"&lt;&amp;&gt;'");
    }
}
