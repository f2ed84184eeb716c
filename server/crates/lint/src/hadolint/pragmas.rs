//! hadolint's comments, read as strictly as hadolint reads them.
//!
//! A comment applies to the very next line, `global` ones to the file, and `stage` ones to what
//! follows the next line, up to and including the next FROM. hadolint ignores a comment with
//! anything odd in it. The default preset reads them more leniently, see `suppression`.

use std::ops::Range;

use dockwright_analysis::document::{Document, Mark};

use super::file::File;

/// How far a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The next line.
    Line,
    /// The lines after the next one, up to the next FROM.
    Stage,
    /// The file.
    File,
}

/// A comment that silences codes.
#[derive(Debug)]
struct Pragma {
    reach: Reach,
    codes: Vec<String>,
    /// Its place without the spaces around it.
    range: Range<usize>,
    /// Where the next line starts.
    next: usize,
}

/// The comments of a file.
#[derive(Debug, Default)]
pub(super) struct Pragmas(Vec<Pragma>);

impl Pragmas {
    /// The comments between the instructions of a document.
    pub(super) fn of(document: &Document) -> Self {
        let mut found = Vec::new();
        if !document.has(Mark::Suppression) {
            return Self(found);
        }
        let text = document.text();
        let mut start = 0;
        let extents = document.instructions().map(|placed| (placed.start, placed.start + placed.facts.len));
        for (next, end) in extents.chain([(text.len(), text.len())]) {
            if start < next {
                let between = text.slice(start..next);
                for line in between.split_inclusive('\n') {
                    let range = start..start + line.len();
                    start = range.end;
                    found.extend(Pragma::read(line, range));
                }
            }
            start = start.max(end);
        }
        Self(found)
    }

    /// Whether a code is silenced for an instruction.
    pub(super) fn silence(&self, file: &File<'_>, line: usize, code: &str) -> bool {
        self.0.iter().filter(|pragma| pragma.codes.iter().any(|it| it == code)).any(|pragma| {
            match pragma.reach {
                Reach::Line => first_line(file, line) == pragma.next,
                Reach::Stage => {
                    // Not the next line itself, which is the FROM of the stage that the comment is for, but the
                    // FROM after it.
                    let starts = file.stages.iter().map(|stage| first_line(file, stage.line));
                    let next = starts.into_iter().find(|&start| start > pragma.next);
                    let start = first_line(file, line);
                    start > pragma.next && next.is_none_or(|next| start <= next)
                }
                Reach::File => true,
            }
        })
    }

    /// The places of those that silence an instruction.
    pub(super) fn places(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.iter().filter(|pragma| pragma.reach == Reach::Line).map(|pragma| pragma.range.clone())
    }

    /// Whether a code is silenced in the whole file.
    pub(super) fn silence_everywhere(&self, code: &str) -> bool {
        let mut global = self.0.iter().filter(|pragma| pragma.reach == Reach::File);
        global.any(|pragma| pragma.codes.iter().any(|it| it == code))
    }
}

/// Where the first line of an instruction starts.
fn first_line(file: &File<'_>, line: usize) -> usize {
    let start = file.lines[line].placed.start;
    start - file.document.text().point(start).column
}

impl Pragma {
    fn read(line: &str, range: Range<usize>) -> Option<Self> {
        let comment = line.trim();
        let (reach, codes) = read(comment)?;
        let start = range.start + (line.len() - line.trim_start().len());
        Some(Self { reach, codes, range: start..start + comment.len(), next: range.end })
    }
}

/// `# hadolint [global|stage] ignore=CODE,… [# reason]`
fn read(comment: &str) -> Option<(Reach, Vec<String>)> {
    let text = comment.strip_prefix('#')?.trim_start();
    let text = after_blanks(text.strip_prefix("hadolint")?)?;
    let (reach, text) = if let Some(rest) = text.strip_prefix("global") {
        (Reach::File, after_blanks(rest)?)
    } else if let Some(rest) = text.strip_prefix("stage") {
        (Reach::Stage, after_blanks(rest)?)
    } else {
        (Reach::Line, text)
    };
    let list = text.strip_prefix("ignore")?.trim_start().strip_prefix('=')?;
    let list = list.split('#').next().unwrap_or_default();
    let codes: Vec<String> = list.split(',').map(|code| code.trim().to_owned()).collect();
    codes.iter().all(|code| is_code(code)).then_some((reach, codes))
}

fn after_blanks(text: &str) -> Option<&str> {
    text.starts_with([' ', '\t']).then(|| text.trim_start())
}

/// `DL` or `SC` and a number, whether there is such a rule or not.
fn is_code(text: &str) -> bool {
    let number = text.strip_prefix("DL").or_else(|| text.strip_prefix("SC"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Reach, read};

    #[test]
    fn comments_are_read_strictly() {
        for (text, reach, count) in [
            ("# hadolint ignore=DL3004", Reach::Line, 1),
            ("#hadolint  ignore = DL3004 , SC1", Reach::Line, 2),
            ("# hadolint\tignore=DL9999# why", Reach::Line, 1),
            ("# hadolint global ignore=DL3004 # why", Reach::File, 1),
            ("# hadolint stage ignore=DL3004", Reach::Stage, 1),
        ] {
            let (found, codes) = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found, codes.len()), (reach, count), "{text}");
        }
        for text in [
            "# hadolint ignore=DL3004 why",
            "# hadolint ignore=DL3004,",
            "# hadolint ignore=,DL3004",
            "# hadolint ignore=DL3004 DL3003",
            "# hadolint ignore=DL3004;DL3003",
            "# hadolint ignore=dl3004",
            "# hadolint ignore=XX1,DL3004",
            "# hadolint ignore:DL3004",
            "# hadolint ignore DL3004",
            "# hadolint ignore=",
            "## hadolint ignore=DL3004",
            "# hadolintignore=DL3004",
            "# hadolint file ignore=DL3004",
            "# Hadolint ignore=DL3004",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
