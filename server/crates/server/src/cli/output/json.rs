//! `check --format json`: one array with one finding per line.
//!
//! Lines and columns are those of [`super::super::lines`]; `end` is exclusive. `aliases` is always
//! present; `fix`, `url` and `related` only if they are not empty.

use std::ops::Range;

use dockwright_analysis::fix::TextEdit;
use dockwright_lint::diagnostic::Diagnostic;
use dockwright_texts::Language;
use serde::Serialize;

use super::{File, objects};
use crate::cli::lines::{LineColumn, Lines};

#[derive(Serialize)]
struct Finding<'a> {
    file: &'a str,
    rule: &'a str,
    aliases: &'a [&'a str],
    severity: &'static str,
    message: String,
    start: LineColumn,
    end: LineColumn,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: String,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: LineColumn,
    end: LineColumn,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    file: &'a str,
    start: LineColumn,
    end: LineColumn,
}

pub(super) fn render(file: &File<'_>) -> String {
    let lines = Lines::new(file.source);
    objects(file, |diagnostic| finding(file.name, &lines, diagnostic, file.language))
}

fn finding<'a>(
    file: &'a str,
    lines: &Lines<'_>,
    diagnostic: &'a Diagnostic,
    language: Language,
) -> Finding<'a> {
    let (start, end) = places(lines, &diagnostic.range);
    Finding {
        file,
        rule: diagnostic.code,
        aliases: diagnostic.aliases,
        severity: diagnostic.severity.name(),
        message: diagnostic.text(language),
        start,
        end,
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: fix.title.text(language),
            safe: fix.safe,
            edits: fix.edits.iter().map(|edit| self::edit(lines, edit)).collect(),
        }),
        url: diagnostic.url.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|related| {
                let (start, end) = places(lines, &related.range);
                Related { message: related.message.text(language), file, start, end }
            })
            .collect(),
    }
}

fn edit<'a>(lines: &Lines<'_>, edit: &'a TextEdit) -> Edit<'a> {
    let (start, end) = places(lines, &edit.range);
    Edit { start, end, text: &edit.text }
}

fn places(lines: &Lines<'_>, range: &Range<usize>) -> (LineColumn, LineColumn) {
    (lines.place(range.start), lines.place(range.end))
}

#[cfg(test)]
mod tests {
    use dockwright_analysis::fix::Fix;
    use dockwright_lint::{diagnostic::Related, rule::Severity};
    use dockwright_texts::Message;
    use serde_json::{Value, json};

    use super::*;

    fn parsed(source: &str, diagnostic: Diagnostic) -> Value {
        let file = File {
            name: "web/Dockerfile",
            source,
            diagnostics: &[diagnostic],
            language: dockwright_texts::Language::English,
            is_coloured: false,
        };
        serde_json::from_str(&render(&file)).unwrap()
    }

    fn plain(range: Range<usize>) -> Diagnostic {
        Diagnostic {
            code: "JSONArgsRecommended",
            aliases: &["DL3025"],
            severity: Severity::Warning,
            range,
            lines: None,
            message: Message::verbatim("m"),
            notes: Vec::new(),
            related: Vec::new(),
            tags: Vec::new(),
            fix: None,
            alternative: None,
            url: None,
        }
    }

    #[test]
    fn keys_without_content_are_absent() {
        assert_eq!(
            parsed("FROM a\nCMD 가나 b\n", plain(11..17)),
            json!({"file": "web/Dockerfile", "rule": "JSONArgsRecommended", "aliases": ["DL3025"],
                "severity": "warning", "message": "m",
                "start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 7}})
        );
    }

    #[test]
    fn fix_url_and_related_are_there_when_known() {
        let mut diagnostic = plain(11..12);
        diagnostic.fix = Some(Fix {
            title: Message::verbatim("Write it as JSON"),
            safe: true,
            edits: vec![TextEdit { range: 11..12, text: "[\"x\"]".to_owned() }],
        });
        diagnostic.url = Some("https://example.org".to_owned());
        diagnostic.related = vec![Related { range: 0..4, message: Message::verbatim("stage") }];
        let value = parsed("FROM a\nCMD x\n", diagnostic);
        assert_eq!(
            value["fix"],
            json!({"title": "Write it as JSON", "safe": true, "edits":
                [{"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 6}, "text": "[\"x\"]"}]})
        );
        assert_eq!(value["url"], "https://example.org");
        assert_eq!(
            value["related"],
            json!([{"message": "stage", "file": "web/Dockerfile",
                "start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 5}}])
        );
    }
}
