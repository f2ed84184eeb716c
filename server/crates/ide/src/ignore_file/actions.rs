//! Code actions of an ignore file: the fixes of findings, and comments that silence them.

use std::ops::Range;

use dockwright_analysis::fix::TextEdit;
use dockwright_lint::{
    fix_all::Applied,
    ignore_file::{fix_ignore_file, ignore_file_diagnostics},
    preset::Selection,
};
use dockwright_texts::ide::code_actions as texts;

use super::IgnoreDocument;
use crate::{ActionKind, CodeAction};

/// The maximum number of findings that get code actions.
const SHOWN: usize = 100;

/// The actions for findings that touch a range.
pub fn ignore_file_actions(
    document: &IgnoreDocument,
    selection: &Selection,
    range: &Range<usize>,
) -> Vec<CodeAction> {
    let found = ignore_file_diagnostics(&document.source, &document.file, selection);
    let touches = |it: &Range<usize>| it.start <= range.end && range.start <= it.end;
    let found: Vec<_> = found.into_iter().filter(|it| touches(&it.range)).take(SHOWN).collect();
    let fixes = found.iter().filter_map(|diagnostic| {
        let fix = diagnostic.fix.as_ref()?;
        let edits = in_line_ends_of(document, fix.edits.clone());
        let title = fix.title.clone();
        Some(CodeAction { title, kind: ActionKind::Fix, diagnostic: diagnostic.clone(), edits })
    });
    let comments =
        found.iter().filter(|it| document.rule_at(it.range.start).is_some()).flat_map(|diagnostic| {
            let line = document.line_at(diagnostic.range.start).start;
            let start = document.line_at(0).start;
            [
                (line, "", texts::silence_here(diagnostic.code)),
                (start, "file ", texts::silence_in_file(diagnostic.code)),
            ]
            .map(|(at, reach, title)| {
                let text = format!("# dockwright {reach}ignore={}\n", diagnostic.code);
                let edits = in_line_ends_of(document, vec![TextEdit { range: at..at, text }]);
                CodeAction { title, kind: ActionKind::Silence, diagnostic: diagnostic.clone(), edits }
            })
        });
    fixes.chain(comments).collect()
}

/// All safe fixes as one edit of the whole text; `None` if there is nothing to fix.
pub fn fix_all_ignore_file(document: &IgnoreDocument, selection: &Selection) -> Option<TextEdit> {
    let fixed = fix_ignore_file(&document.source, selection, Applied::Safe)?;
    Some(TextEdit { range: 0..document.source.len(), text: fixed.source })
}

fn in_line_ends_of(document: &IgnoreDocument, mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if document.source.contains("\r\n") {
        for edit in &mut edits {
            edit.text = edit.text.replace('\n', "\r\n");
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use dockwright_analysis::fix::edited;
    use dockwright_texts::Language;

    use super::*;

    #[test]
    fn findings_can_be_fixed_and_silenced() {
        let document = IgnoreDocument::new("\u{feff}x\r\n[!a]\r\n".to_owned());
        let at = document.source.find('[').unwrap();
        let actions = ignore_file_actions(&document, Selection::default_preset(), &(at..at));
        let changed: Vec<_> = actions
            .iter()
            .map(|it| (it.title.text(Language::English), edited(&document.source, &it.edits)))
            .collect();
        let expected = [
            ("Change to `[^a]`", "\u{feff}x\r\n[^a]\r\n"),
            ("Suppress IgnoreBang here", "\u{feff}x\r\n# dockwright ignore=IgnoreBang\r\n[!a]\r\n"),
            (
                "Suppress IgnoreBang in this file",
                "\u{feff}# dockwright file ignore=IgnoreBang\r\nx\r\n[!a]\r\n",
            ),
        ];
        assert_eq!(changed, expected.map(|(title, text)| (title.to_owned(), text.to_owned())));
        for (_, text) in &changed {
            let document = IgnoreDocument::new(text.clone());
            assert_eq!(ignore_file_diagnostics(text, &document.file, Selection::default_preset()), []);
        }
        assert_eq!(ignore_file_actions(&document, Selection::default_preset(), &(3..3)), []);
    }

    #[test]
    fn safe_fixes_are_one_edit() {
        let document = IgnoreDocument::new("a\na\n!b\n".to_owned());
        let edit = fix_all_ignore_file(&document, Selection::default_preset()).unwrap();
        assert_eq!(edit.text, "a\n!b\n");
        let document = IgnoreDocument::new("a\n".to_owned());
        assert_eq!(fix_all_ignore_file(&document, Selection::default_preset()), None);
    }
}
