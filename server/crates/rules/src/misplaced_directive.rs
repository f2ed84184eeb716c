//! Parser directive that is not at the top of the file.
//!
//! # What it does
//! Reports `# syntax=` and `# escape=` above the first instruction if a different comment or a blank line comes before
//! them.
//!
//! # Why it matters
//! Docker stops reading directives at the first line that is not one. After that line they are plain comments, so
//! Docker uses a different frontend or escape character than the file says.
//!
//! # Example
//! ```dockerfile
//! # The web server of the shop
//! # syntax=docker/dockerfile:1
//! FROM nginx:1.29
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! # The web server of the shop
//! FROM nginx:1.29
//! ```
//!
//! # Limits
//! Only comments above the first instruction are checked. They are reported only if Docker would accept the value and
//! it would change something. The position of `# check=` is not checked, because it may also be above an instruction. A
//! directive is not reported if the file already has it at the top. At the top, `# syntax=` and `# check=` are reported
//! if they or a directive before them are indented.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#parser-directives>

use super::{Check, FileContext, FileFound};
use dockwright_analysis::{
    document::{Document, directive_shape},
    fix::{Fix, TextEdit},
    model::image_reference::ImageReference,
};
use dockwright_lint::finding::{Finding, Mend, Mending};
use dockwright_texts::rules::misplaced_directive as texts;

rule! {
    checks: [Check::File(check)],
    group: Syntax, presets: &[Default],
}

fn check(ctx: &FileContext<'_>, found: &mut Vec<FileFound>) {
    let document = ctx.document;
    let text = document.text();
    each_comment(document, |start, comment, is_directive_block| {
        let Some((name, value)) = directive_shape(comment.trim_start_matches('#')) else { return };
        let is_value = match name.as_str() {
            "syntax" => value.contains('/') && ImageReference::parse(value).is_ok(),
            "escape" => matches!(value, "\\" | "`") && !value.starts_with(document.escape()),
            _ => false,
        };
        let is_given = || document.directives().iter().any(|directive| directive.name == name);
        // After a first line with `#!` this directive is found all the same.
        let is_found = || name == "syntax" && text.slice(0..text.len().min(2)) == "#!";
        if is_directive_block || !is_value || is_given() || is_found() {
            return;
        }
        let message = texts::finding(name);
        let finding =
            Finding { mend: Some(fix), ..Finding::own(&RULE, start..start + comment.len(), message) };
        found.extend(FileFound::in_header(document, finding));
    });
    let is_read = |row: u32| document.header().iter().any(|directive| directive.row == row);
    let has_shebang = text.slice(0..text.len().min(2)) == "#!";
    let hidden =
        document.directives().iter().filter(|it| it.name != "escape" && !is_read(it.row) && !has_shebang);
    for directive in hidden {
        let indent = indentation(document, directive.range.start);
        let (name, is_indented) = (&directive.name, indent < directive.range.start);
        let message = if is_indented { texts::indented(name) } else { texts::after_indented(name) };
        let mut finding = Finding::own(&RULE, directive.range.clone(), message);
        finding.note = Some(texts::indented_note());
        finding.mend = is_indented.then_some(unindent as Mend);
        found.extend(FileFound::in_header(document, finding));
    }
}

/// Where the spaces before a place in a line begin.
fn indentation(document: &Document, at: usize) -> usize {
    let before = document.text().slice(0..at);
    before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n').len()
}

/// Moves the comment sign to the start of the line.
fn unindent(ctx: &Mending<'_>) -> Option<Fix> {
    let start = ctx.finding.range.start;
    let range = indentation(ctx.document, start)..start;
    (!range.is_empty()).then(|| Fix::replace(&texts::UNINDENT, range, String::new()).unsafe_choice())
}

/// Calls `visit` with each comment above the first instruction: where it starts, its text, and
/// whether only directives precede it.
pub(super) fn each_comment(document: &Document, mut visit: impl FnMut(usize, &str, bool)) {
    /// Longer heads are rare and hold licences.
    const MAX: usize = 16 * 1024;
    let Some(first) = document.instructions().next() else { return };
    let head = document.text().slice(0..first.start.min(MAX));
    if !head.contains('=') {
        return;
    }
    let directives = document.directives();
    let mut start = 0;
    let mut is_block = true;
    for line in head.split_inclusive('\n') {
        let shown = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let at = start
            + (line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len());
        let is_directive = directives.iter().any(|directive| directive.range.contains(&at));
        if shown.starts_with('#') {
            visit(at, shown, is_block);
        }
        is_block &= is_directive;
        start += line.len();
    }
}

/// Moves the line to the top.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let text = ctx.document.text();
    let range = ctx.finding.range.clone();
    let head = text.slice(0..text.len().min(range.end + 2));
    let bom = if head.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let eol = text.line_end_at(range.end)?;
    let before = head.get(..range.start)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let top = ctx.document.directives().last().map_or(bom, |last| {
        let end = last.range.end;
        end + head.get(end..).and_then(|rest| rest.find('\n')).map_or(0, |at| at + 1)
    });
    let edits = vec![
        TextEdit { range: top..top, text: format!("{}{eol}", head.get(range.clone())?) },
        TextEdit { range: start..range.end + eol.len(), text: String::new() },
    ];
    Some(Fix { title: texts::fix(), safe: false, edits })
}

cases! {
    found: [r#"
# A remark
# syntax=docker/dockerfile:1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: The directive `syntax` must be at the top of the file

#escape=`
^^^^^^^^^ warning: The directive `escape` must be at the top of the file
FROM a
"#],
    quiet: {
        "{}\n" => [
            "# syntax=docker/dockerfile:1\n# escape=`\nFROM a",
            "#!/usr/bin/env docker\n# syntax=docker/dockerfile:1\nFROM a",
            "# a\n# syntax = the way it is\nFROM a",
            "# a\n# check=skip=all\nFROM a",
            "# syntax=docker/dockerfile:1\n\n# syntax=docker/dockerfile:1\nFROM a",
            "FROM a\n# syntax=docker/dockerfile:1\n",
        ],
    },
    fixed: {
        "\u{feff}# a\r\n\r\n# syntax=docker/dockerfile:1\r\nFROM b\r\n"
            => "\u{feff}# syntax=docker/dockerfile:1\r\n# a\r\n\r\nFROM b\r\n",
        "# syntax=docker/dockerfile:1\n# a\n# escape=`\nFROM b\n"
            => "# syntax=docker/dockerfile:1\n# escape=`\n# a\nFROM b\n",
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, check_fix, find};
    use super::RULE;

    #[test]
    fn indented_ones_are_ignored() {
        check(
            RULE.name,
            r#"
# escape=`
  # check=skip=all
  ^^^^^^^^^^^^^^^^ warning: The directive `check` is indented, so Docker ignores it
  ^^^^^^^^^^^^^^^^ note: Docker reads `# syntax=` and `# check=` only if no directive is indented
# syntax=docker/dockerfile:1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: The directive `syntax` follows an indented one, so Docker ignores it
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: Docker reads `# syntax=` and `# check=` only if no directive is indented
FROM a
"#,
        );
        for text in [
            "  # escape=`\nFROM a\n",
            "#!/x\n# check=skip=all\nFROM a\n",
            "\u{feff}# check=skip=all\nFROM a\n",
        ] {
            assert!(find(RULE.name, text).is_empty(), "{text}");
        }
        check_fix(RULE.name, "  # check=skip=all\nFROM a\n", "# check=skip=all\nFROM a\n");
    }
}
