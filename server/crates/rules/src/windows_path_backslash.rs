//! Backslash in a Windows path disappears.
//!
//! # What it does
//! Reports paths such as `C:\app` in WORKDIR, COPY, ADD, VOLUME and ENV in which Docker takes the backslash as its
//! escape character.
//!
//! # Why it matters
//! Docker removes an escape character and keeps what follows it: `C:\app` becomes `C:app`, a path relative to the
//! current directory of the drive. Put ``# escape=` `` on the first line, which makes the backtick the escape character
//! instead, or write the path with `/`.
//!
//! # Example
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! WORKDIR C:\app
//! ```
//!
//! # Use instead
//! ```dockerfile
//! # escape=`
//! FROM mcr.microsoft.com/windows/servercore:ltsc2022
//! WORKDIR C:\app
//! ```
//!
//! # Limits
//! In stages that are not for Windows, and in ENV, only paths with a drive letter are checked. The fix also replaces
//! the backslashes at the ends of lines. There is no fix if the file already has a backtick, or a backslash that
//! escapes something on purpose.
//!
//! # References
//! - <https://docs.docker.com/reference/dockerfile/#escape>

use dockwright_syntax::logical::continuation;

use super::{Acc, Check, Role, StageContext};
use dockwright_analysis::{
    document::{Document, Placed},
    facts::{
        Facts,
        operands::Operands,
        template::{Part, Template},
    },
    fix::{Fix, TextEdit},
    shell::dialect::is_windows_image,
    spec::Instruction,
};
use dockwright_lint::finding::{Finding, Mending};
use dockwright_texts::{Message, rules::windows_path_backslash as texts};

rule! {
    checks: [Check::Stage(check)],
    replaces: [copy_relative_destination, workdir_relative_path],
    group: Variables, presets: &[Default],
}

fn check(ctx: &StageContext<'_>, acc: &mut Acc) {
    let evaluated = ctx.evaluated;
    let mut windows = None;
    for (at, item) in ctx.items.iter().enumerate().filter(|(_, item)| item.facts.problems.is_empty()) {
        let facts = item.facts.trigger.as_deref().unwrap_or(&item.facts);
        let is_path = EXPANDED.contains(&facts.instruction);
        let has_paths = is_path && facts.args.iter().any(|word| word.contains('\\'));
        if !has_paths {
            continue;
        }
        let is_windows = *windows.get_or_insert_with(|| {
            evaluated.exit.is_windows() || evaluated.base_image().is_some_and(is_windows_image)
        });
        for path in paths(facts) {
            let text: String = path.parts.iter().map(literal).collect();
            let is_folder = is_windows && facts.instruction != Some(Instruction::Env);
            let is_lost = has_folder(&path.text) && !has_folder(&text)
                || is_folder && has_separator(&path.text) && !text.contains('\\');
            if is_lost {
                let finding = Finding::own(&RULE, path.range.clone(), message(path, &text));
                acc.push_at(at, Role::Own, Finding { mend: Some(fix), mends_document: true, ..finding });
            }
        }
    }
}

/// Instructions whose arguments the builder expands and that may have paths.
const EXPANDED: [Option<Instruction>; 5] = [
    Some(Instruction::Add),
    Some(Instruction::Copy),
    Some(Instruction::Env),
    Some(Instruction::Volume),
    Some(Instruction::Workdir),
];

fn paths(facts: &Facts) -> Vec<&Template> {
    match &facts.operands {
        Operands::Whole(path) => vec![path],
        Operands::List(paths) => paths.iter().collect(),
        Operands::Copy(operands) => operands.sources.iter().chain(&operands.destination).collect(),
        Operands::Pairs(pairs) => pairs.iter().map(|pair| &pair.value).collect(),
        _ => Vec::new(),
    }
}

fn message(path: &Template, read: &str) -> Message {
    let is_known = path.parts.iter().all(|part| matches!(part, Part::Literal { .. }));
    if is_known && read.len() < 40 {
        texts::Known { path: &path.text, read }.message()
    } else {
        texts::finding()
    }
}

fn literal(part: &Part) -> &str {
    match part {
        Part::Literal { text, .. } => text,
        _ => "",
    }
}

/// Whether a backslash is between the parts of a path.
fn has_separator(text: &str) -> bool {
    text.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Whether a drive letter is followed by a backslash and a name.
fn has_folder(text: &str) -> bool {
    text.match_indices(":\\").any(|(at, _)| {
        let before = &text.as_bytes()[..at];
        let is_drive = before.last().is_some_and(u8::is_ascii_alphabetic)
            && before.iter().rev().nth(1).is_none_or(|b| !b.is_ascii_alphanumeric());
        is_drive && text[at + 2..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// The directive on the first line, and the backtick at the ends of lines.
fn fix(ctx: &Mending<'_>) -> Option<Fix> {
    let document = ctx.document;
    let text = document.text().slice(0..document.text().len());
    if text.contains('`')
        || text.starts_with("#!")
        || document.directives().iter().any(|it| it.name == "escape")
    {
        return None;
    }
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut edits = vec![TextEdit { range: start..start, text: format!("# escape=`{}", ctx.line_ending()) }];
    for placed in document.instructions() {
        edits.extend(continuations(document, &placed)?);
    }
    Some(Fix { title: texts::fix(), safe: false, edits })
}

/// The escape characters at the ends of an instruction's lines; `None` if a backslash escapes
/// anything else.
fn continuations(document: &Document, placed: &Placed<'_>) -> Option<Vec<TextEdit>> {
    let source = document.source(placed);
    let (mut edits, mut start) = (Vec::new(), 0);
    for (row, line) in source.split_inclusive('\n').take(placed.facts.header_rows as usize + 1).enumerate() {
        let content = line.trim_end_matches(['\r', '\n']);
        let is_comment = row > 0 && content.trim_start().starts_with('#');
        let kept = if is_comment { None } else { continuation(content, '\\') };
        if let Some(kept) = kept {
            let at = placed.start + start + kept.len();
            edits.push(TextEdit { range: at..at + 1, text: "`".to_owned() });
        }
        let is_last = row == placed.facts.header_rows as usize;
        if is_last && kept.is_some() || !is_comment && escapes(placed, kept.unwrap_or(content)) {
            return None;
        }
        start += line.len();
    }
    Some(edits)
}

/// Whether a backslash in a line is a deliberate escape for the builder.
fn escapes(placed: &Placed<'_>, line: &str) -> bool {
    let facts = placed.facts.trigger.as_deref().unwrap_or(placed.facts);
    let is_expanded = facts.instruction.is_some_and(Instruction::is_expanded);
    let mut after = line.split('\\').skip(1);
    let is_path = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || "_.*%-".contains(c));
    is_expanded && facts.json.is_none() && !after.all(is_path)
}

cases! {
    found: [r#"
FROM mcr.microsoft.com/windows/servercore
WORKDIR C:\app
        ^^^^^^ warning: Docker reads `C:\app` as `C:app`
COPY a \
  c:\app\bin/
  ^^^^^^^^^^^ warning: Docker reads `c:\app\bin/` as `c:appbin/`
ENV A="C:\a" B='C:\a' C=C:\\a D=${A};C:\tools
                                ^^^^^^^^^^^^^ warning: Docker removes the backslashes in this path
ONBUILD VOLUME ["C:\\data"]
                ^^^^^^^^^^ warning: Docker reads `C:\data` as `C:data`
WORKDIR C:/app
RUN dir C:\app
LABEL a=C:\app
COPY bin\a \b
     ^^^^^ warning: Docker reads `bin\a` as `bina`
           ^^ warning: Docker reads `\b` as `b`
FROM a
COPY bin\a \b
"#],
    quiet: {
        "{}" => ["# escape=`\nFROM a\nWORKDIR C:\\app\n"],
    },
}

#[cfg(test)]
mod tests {
    use super::super::testing::check_fix;
    use super::RULE;

    #[test]
    fn only_this_is_said_of_it() {
        let text = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\app\n";
        let found = dockwright_lint::diagnostics::diagnostics(&dockwright_analysis::document::Document::new(
            dockwright_syntax::Text::new(text),
        ));
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["WindowsPathBackslash"], "{found:?}");
    }

    #[test]
    fn the_backtick_takes_over() {
        check_fix(
            RULE.name,
            "# syntax=docker/dockerfile:1\r\nFROM a\r\nRUN dir \\\r\n# note \\\r\n  C:\\x\\\\y && \\\r\n  b\r\nWORKDIR C:\\app\r\n",
            "# escape=`\r\n# syntax=docker/dockerfile:1\r\nFROM a\r\nRUN dir `\r\n# note \\\r\n  C:\\x\\\\y && `\r\n  b\r\nWORKDIR C:\\app\r\n",
        );
        for text in ["ENV A=\"\\\"\"\nWORKDIR C:\\app\n", "RUN echo `date`\nWORKDIR C:\\app\n"] {
            let text = format!("FROM a\n{text}");
            check_fix(RULE.name, &text, &text);
        }
    }
}
