//! Code actions: the fixes of findings, all safe fixes at once, and comments that silence a
//! finding.
//!
//! A comment is inserted where it changes nothing else: above the instruction, after the parser
//! directives, or in an existing list. Errors that Docker itself reports cannot be silenced.

use std::ops::Range;

use dockwright_analysis::{document::Document, fix::TextEdit};
use dockwright_lint::{
    diagnostic::Diagnostic,
    diagnostics::diagnostics_for,
    fix_all::{Applied, fix_all},
    preset::Selection,
    registry,
    rule::{Preset, Rule},
    shellcheck::codes as shellcheck,
    suppression::comments::{Comment, Reach, Tool, comments, source},
};
use dockwright_texts::{Message, ide::code_actions as texts};

/// The maximum number of findings that get code actions: no one reads a longer list, and a line may
/// have thousands.
const SHOWN: usize = 100;

/// The purpose of a code action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Fixes a finding.
    Fix,
    /// Silences a finding.
    Silence,
}

/// A change that is offered for a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeAction {
    /// The title, in the imperative.
    pub title: Message,
    /// The kind of action.
    pub kind: ActionKind,
    /// The finding.
    pub diagnostic: Diagnostic,
    /// The change.
    pub edits: Vec<TextEdit>,
}

/// The actions for findings that touch a range.
pub fn code_actions(document: &Document, selection: &Selection, range: &Range<usize>) -> Vec<CodeAction> {
    let found = diagnostics_for(document, document.model(), selection);
    let touches = |it: &Range<usize>| it.start <= range.end && range.start <= it.end;
    let found: Vec<_> = found.into_iter().filter(|it| touches(&it.range)).take(SHOWN).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let source = source(document);
    let comments = comments(document, &source);
    let mut actions = Vec::new();
    for diagnostic in &found {
        for fix in diagnostic.fix.iter().chain(&diagnostic.alternative) {
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: ActionKind::Fix,
                diagnostic: diagnostic.clone(),
                edits: fix.edits.clone(),
            });
        }
    }
    for diagnostic in found {
        let own = registry::rules().iter().find(|rule| rule.name == diagnostic.code).copied();
        let Some(rule) = own.or_else(|| shellcheck::named(diagnostic.code)) else { continue };
        if rule.rejection.is_some() || rule.is_about_comments {
            continue;
        }
        let places = [
            (
                here(document, &source, &comments, rule, diagnostic.range.start),
                texts::silence_here(rule.name),
            ),
            (in_file(document, &source, &comments, rule), texts::silence_in_file(rule.name)),
        ];
        for (edit, title) in places {
            let Some(edit) = edit else { continue };
            actions.push(CodeAction {
                title,
                kind: ActionKind::Silence,
                diagnostic: diagnostic.clone(),
                edits: vec![edit],
            });
        }
    }
    actions
}

/// All safe fixes as one edit of the part that changes; `None` if there is nothing to fix.
pub fn fix_all_edit(document: &Document, selection: &Selection) -> Option<TextEdit> {
    let before = source(document);
    let after = fix_all(document, selection, Applied::Safe)?.source;
    let is_boundary = |at: usize| before.is_char_boundary(at) && after.is_char_boundary(at);
    let mut head = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    while !is_boundary(head) {
        head -= 1;
    }
    let (old, new) = (&before[head..], &after[head..]);
    let mut tail = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - tail) {
        tail -= 1;
    }
    let text = new[..new.len() - tail].to_owned();
    Some(TextEdit { range: head..before.len() - tail, text })
}

/// Inserts a comment above the instruction at an offset.
fn here(
    document: &Document,
    source: &str,
    comments: &[Comment],
    rule: &Rule,
    offset: usize,
) -> Option<TextEdit> {
    let instructions = document.instructions();
    let placed = instructions.take_while(|placed| placed.start <= offset).last()?;
    let known = comments.iter().rfind(|comment| {
        comment.tool == Tool::Dockwright
            && comment.reach == Reach::Instruction
            && comment.scope.start == placed.start
            && !comment.scope.is_empty()
    });
    if let Some(known) = known {
        return appended(known, rule);
    }
    let line = &source[..placed.start];
    let indent = &line[line.trim_end_matches([' ', '\t']).len()..];
    let text = format!("# dockwright ignore={}{}{indent}", rule.name, document.text().line_ending());
    Some(TextEdit { range: placed.start..placed.start, text })
}

/// Inserts a comment for the whole file, or extends BuildKit's `check` directive if there is one.
fn in_file(document: &Document, source: &str, comments: &[Comment], rule: &Rule) -> Option<TextEdit> {
    let of_file = |tool: Tool| {
        comments.iter().find(move |comment| comment.tool == tool && comment.reach == Reach::File)
    };
    if let Some(check) =
        document.header_check().filter(|_| Preset::Buildkit.has(rule) && !rule.is_experimental)
    {
        if let Some(list) = of_file(Tool::Buildkit) {
            return appended(list, rule);
        }
        // A directive that skips all checks leaves nothing to silence, so this one has only other options.
        let at = check.value_range.start;
        return Some(TextEdit { range: at..at, text: format!("skip={};", rule.name) });
    }
    if let Some(list) = of_file(Tool::Dockwright) {
        return appended(list, rule);
    }
    let first = document.instructions().next();
    let at = match (document.directives().last(), first) {
        (Some(last), _) => source[last.range.end..].find('\n').map(|end| last.range.end + end + 1)?,
        // After a shebang, BuildKit searches for directives line by line.
        (None, Some(first)) if source.starts_with("#!") => first.start,
        (None, _) if source.starts_with('\u{feff}') => '\u{feff}'.len_utf8(),
        (None, _) => 0,
    };
    let text = format!("# dockwright file ignore={}{}", rule.name, document.text().line_ending());
    Some(TextEdit { range: at..at, text })
}

/// Adds a name to an existing list.
fn appended(comment: &Comment, rule: &Rule) -> Option<TextEdit> {
    let at = comment.names.last()?.end;
    Some(TextEdit { range: at..at, text: format!(",{}", rule.name) })
}

#[cfg(test)]
mod tests {
    use dockwright_syntax::Text;

    use super::*;

    fn applied(text: &str, edits: &[TextEdit]) -> String {
        let mut text = text.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.range.clone(), &edit.text);
        }
        text
    }

    /// Checks the text after applying the action with this title to the first finding of a rule, and
    /// that the rule no longer reports it.
    #[track_caller]
    fn check(rule: &str, title: &str, before: &str, after: &str) {
        let document = Document::new(Text::new(before));
        let found = dockwright_lint::diagnostics::diagnostics(&document);
        let range = found.iter().find(|it| it.code == rule).unwrap().range.clone();
        let actions = code_actions(&document, Selection::default_preset(), &range);
        let action = actions.iter().find(|it| it.diagnostic.code == rule && it.title == title);
        let text = applied(before, &action.unwrap_or_else(|| panic!("{actions:?}")).edits);
        assert_eq!(text, after);
        let left = dockwright_lint::diagnostics::diagnostics(&Document::new(Text::new(&text)));
        assert!(left.iter().all(|it| it.code != rule && it.code != "UnusedSuppression"), "{left:?}");
    }

    #[test]
    fn findings_are_silenced_here() {
        let check =
            |before, after| check("JSONArgsRecommended", "Suppress JSONArgsRecommended here", before, after);
        check("FROM a\n  CMD a\n", "FROM a\n  # dockwright ignore=JSONArgsRecommended\n  CMD a\n");
        check("FROM a\r\nCMD a\r\n", "FROM a\r\n# dockwright ignore=JSONArgsRecommended\r\nCMD a\r\n");
        check(
            "FROM a\n# dockwright ignore=DL3008;reason=x\nCMD a\n",
            "FROM a\n# dockwright ignore=DL3008,JSONArgsRecommended;reason=x\nCMD a\n",
        );
    }

    #[test]
    fn findings_are_silenced_in_the_file() {
        let check =
            |before, after| check("FromAsCasing", "Suppress FromAsCasing in this file", before, after);
        check("FROM a as b\n", "# dockwright file ignore=FromAsCasing\nFROM a as b\n");
        check(
            "# syntax=docker/dockerfile:1\nFROM a as b\n",
            "# syntax=docker/dockerfile:1\n# dockwright file ignore=FromAsCasing\nFROM a as b\n",
        );
        check("\u{feff}FROM a as b\n", "\u{feff}# dockwright file ignore=FromAsCasing\nFROM a as b\n");
        check("# check=error=false\nFROM a as b\n", "# check=skip=FromAsCasing;error=false\nFROM a as b\n");
        check(
            "# check=skip=CopyIgnoredFile;error=false\nFROM a as b\n",
            "# check=skip=CopyIgnoredFile,FromAsCasing;error=false\nFROM a as b\n",
        );
        check(
            "#!/x\n# syntax=docker/dockerfile:1\n# escape=\\\nFROM a as b\n",
            "#!/x\n# syntax=docker/dockerfile:1\n# escape=\\\n# dockwright file ignore=FromAsCasing\nFROM a as b\n",
        );
    }

    #[test]
    fn what_docker_refuses_is_not_silenced() {
        let document = Document::new(Text::new("FROM a\nWROKDIR /x\n"));
        let actions = code_actions(&document, Selection::default_preset(), &(7..7));
        assert_eq!(actions.iter().map(|it| it.kind).collect::<Vec<_>>(), [ActionKind::Fix]);
        assert_eq!(code_actions(&document, Selection::default_preset(), &(0..0)), []);
    }

    #[test]
    fn all_fixes_are_one_edit() {
        let text = "# é\nFROM a as Bold\nRUN é\n";
        let edit = fix_all_edit(&Document::new(Text::new(text)), Selection::default_preset()).unwrap();
        assert!(edit.range.end <= text.find("\nRUN").unwrap());
        assert_eq!(applied(text, &[edit]), "# é\nFROM a AS bold\nRUN é\n");
        assert_eq!(fix_all_edit(&Document::new(Text::new("FROM a\n")), Selection::default_preset()), None);
    }
}
