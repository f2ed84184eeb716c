//! A line that ends up right shows no error while it is typed.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use dockwright_analysis::document::Document;
use dockwright_ide::editor_diagnostics;
use dockwright_lint::{diagnostic::Diagnostic, preset::Selection, rule::Severity};
use dockwright_syntax::Text;
use dockwright_tests::samples;

/// Lines with an error that the finished line does not have, per 1,000 lines.
const ACCEPTED: usize = 5;
/// How many characters of each line are typed; more would not show more.
const TYPED: usize = 100;

/// A document that is edited as in an editor.
struct Editor {
    document: Document,
    cursor: usize,
}

impl Editor {
    fn open(source: &str) -> Self {
        Self { document: Document::new(Text::new(source)), cursor: source.len() }
    }

    fn replace(&mut self, range: std::ops::Range<usize>, new: &str) {
        let mut text = self.document.text().clone();
        let edit = text.replace(range, new);
        self.cursor = edit.new_end;
        self.document = self.document.edited(text, &[edit]);
    }

    fn insert(&mut self, new: &str) {
        self.replace(self.cursor..self.cursor, new);
    }

    /// The error that an editor shows on a line.
    fn error(&self, row: usize) -> Option<Diagnostic> {
        let document = &self.document;
        let selection = Selection::default_preset();
        let shown = editor_diagnostics(document, document.model(), selection, &[self.cursor]).shown;
        let is_here = |found: &Diagnostic| document.text().point(found.range.start).row == row;
        shown.into_iter().find(|found| found.severity == Severity::Error && is_here(found))
    }
}

/// Types each line, at the end of those before it or at its position among all lines.
fn type_lines(is_within: bool) {
    let (mut count, mut red) = (0, Vec::new());
    for (path, source) in samples() {
        let mut editor = Editor::open(if is_within { &source } else { "" });
        let mut start = 0;
        for (row, line) in source.split('\n').enumerate() {
            if is_within {
                editor.replace(start..start + line.len(), "");
            }
            let mut shown: Option<(usize, &str)> = None;
            for (at, c) in line.char_indices() {
                editor.insert(c.encode_utf8(&mut [0; 4]));
                if shown.is_none() && at < TYPED {
                    shown = editor.error(row).map(|found| (at + c.len_utf8(), found.code));
                }
            }
            if !is_within {
                editor.insert("\n");
            }
            if let Some((end, code)) = shown
                && editor.error(row).is_none()
            {
                red.push(format!("{}:{}: {code} at {:?}", path.display(), row + 1, &line[..end]));
            }
            count += 1;
            start += line.len() + 1;
        }
    }
    assert!(count > 300);
    assert!(red.len() * 1000 <= ACCEPTED * count, "{} of {count} lines\n{}", red.len(), red.join("\n"));
}

#[test]
fn lines_typed_at_the_end_are_quiet() {
    type_lines(false);
}

#[test]
fn lines_typed_within_a_file_are_quiet() {
    type_lines(true);
}

#[test]
fn an_error_is_shown_once_the_cursor_is_elsewhere() {
    let mut editor = Editor::open("FROM alpine\nCOPY a");
    assert_eq!(editor.error(1), None);
    editor.insert("\n");
    assert_eq!(editor.error(1).unwrap().code, "MissingArgument");
    editor.insert("RUN b");
    assert_eq!(editor.error(1).unwrap().code, "MissingArgument");
    editor.replace(18..18, " ");
    assert_eq!(editor.error(1), None);
}
