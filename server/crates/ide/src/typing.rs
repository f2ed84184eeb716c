//! Edits made while the user types: what to insert or remove after a line end, a quote or a
//! bracket.
//!
//! Edits change only the instruction or comment being typed, and only if the user's intent is
//! clear. A line end at the end of an instruction starts a new one, so it causes no edit.
//!
//! Editors put the cursor after an edit that ends at it, and leave it before one that starts at it
//! and is not empty; for an insertion at the cursor they differ. So whitespace before the cursor is
//! inserted together with the line end before it, and text after the cursor together with the
//! character that follows.

mod pairs;
#[cfg(test)]
mod tests;

use std::ops::Range;

use dockwright_syntax::{
    Edit,
    logical::{BLANKS, continuation},
};

use dockwright_analysis::{
    document::{Document, Placed},
    fix::TextEdit,
    model::place::Spot,
    spec::Instruction,
};
use dockwright_format::{FormatOptions, IndentStyle};

/// Up to this many bytes between two escape characters may still be spaces.
const LONGEST_GAP: usize = 64;

/// The characters that may cause edits.
pub const TYPING_TRIGGERS: [char; 5] = ['\n', '"', '[', '\\', '`'];

/// The edits after a character was typed right before the byte `offset`. They are in the order of
/// the text and do not overlap.
pub fn typing_edits(
    document: &Document,
    offset: usize,
    typed: char,
    options: &FormatOptions,
) -> Vec<TextEdit> {
    match typed {
        '\n' => line_end(document, offset, options),
        '"' | '[' => pairs::closing(document, offset, typed).into_iter().collect(),
        _ if typed == document.escape() => second_escape(document, offset).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Removes the escape character that an earlier line end inserted, once the user types one before
/// it.
fn second_escape(document: &Document, offset: usize) -> Option<TextEdit> {
    let text = document.text();
    let rest = text.slice(offset..text.len().min(offset + LONGEST_GAP));
    let rest = rest.split(['\r', '\n']).next().unwrap_or_default();
    let mut escape = [0; 4];
    let is_second = rest.trim_matches(BLANKS) == document.escape().encode_utf8(&mut escape);
    is_second.then(|| TextEdit { range: offset..offset + rest.len(), text: String::new() })
}

/// Inserts a text after the cursor, as part of an edit that includes the character or line end that
/// follows.
fn behind_cursor(source: &str, cursor: usize, mut text: String) -> TextEdit {
    let rest = &source[cursor..];
    let next = if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) };
    text.push_str(&rest[..next]);
    TextEdit { range: cursor..cursor + next, text }
}

/// The two lines around a line end that was typed.
struct Lines<'a> {
    document: &'a Document,
    source: &'a str,
    options: &'a FormatOptions,
    /// The line that was ended, without its line end.
    above: Range<usize>,
    /// The line that begins after it, without its line end.
    own: Range<usize>,
    /// The cursor in that line, after whitespace at most.
    cursor: usize,
}

fn line_end(document: &Document, offset: usize, options: &FormatOptions) -> Vec<TextEdit> {
    let source = document.text().slice(0..document.text().len());
    let start = source[..offset].rfind('\n').map_or(0, |at| at + 1);
    let Some(before) = start.checked_sub(1) else { return Vec::new() };
    // Editors may have indented the line already; other text before the cursor does not come from a
    // line end.
    if !source[start..offset].trim_matches(BLANKS).is_empty() {
        return Vec::new();
    }
    let above_start = source[..before].rfind('\n').map_or(0, |at| at + 1);
    let above_end = above_start + source[above_start..before].trim_end_matches('\r').len();
    let end = source[start..].find('\n').map_or(source.len(), |at| start + at);
    let end = start + source[start..end].trim_end_matches('\r').len();
    let lines = Lines {
        document,
        source: &source,
        options,
        above: above_start..above_end,
        own: start..end,
        cursor: offset,
    };
    let edits = lines.comment().or_else(|| lines.terminator()).or_else(|| lines.continued());
    edits.unwrap_or_default()
}

impl Lines<'_> {
    fn above(&self) -> &str {
        &self.source[self.above.clone()]
    }

    /// The text after the cursor on its line, without surrounding whitespace.
    fn rest(&self) -> &str {
        self.source[self.own.clone()].trim_matches(BLANKS)
    }

    fn line_end(&self) -> &'static str {
        self.document.text().line_ending()
    }

    /// Replaces the range from the end of the text above to the start of the line's text.
    fn join(&self, end_of_above: &str, indent: &str) -> Vec<TextEdit> {
        let kept = self.above().trim_end_matches(BLANKS).len();
        let start = if end_of_above.is_empty() { self.above.end } else { self.above.start + kept };
        let behind = &self.source[self.cursor..self.own.end];
        let text = format!("{end_of_above}{}{indent}", self.line_end());
        let mut edits = Vec::new();
        if self.source[start..self.cursor] != text {
            edits.push(TextEdit { range: start..self.cursor, text });
        }
        let blanks = behind.len() - behind.trim_start_matches(BLANKS).len();
        if blanks > 0 {
            edits.push(TextEdit { range: self.cursor..self.cursor + blanks, text: String::new() });
        }
        edits
    }

    /// The instruction at an offset, and the index of the offset's line in it.
    fn instruction_at(&self, offset: usize) -> Option<(Placed<'_>, u32)> {
        let spot = Spot::at(self.document, offset)?;
        let between = &self.source[spot.placed.start..offset];
        let row = between.bytes().filter(|&byte| byte == b'\n').count() as u32;
        Some((spot.placed, row))
    }

    /// The instruction that contains the line above (but not in a heredoc body), and the index of that
    /// line in it.
    fn instruction_above(&self) -> Option<(Placed<'_>, u32)> {
        let blanks = self.above().len() - self.above().trim_start_matches(BLANKS).len();
        self.instruction_at(self.above.start + blanks)
            .filter(|(placed, row)| *row <= placed.facts.header_rows)
    }

    /// Continues a comment that was split or has several lines; a line with only `#` ends it.
    fn comment(&self) -> Option<Vec<TextEdit>> {
        let text = self.above().trim_start_matches(BLANKS);
        let is_text = text.starts_with('#') && !self.is_in_heredoc();
        let is_directive = self
            .document
            .directives()
            .iter()
            .any(|it| it.range.contains(&(self.above.end.saturating_sub(1))));
        if !is_text || is_directive {
            return None;
        }
        let indent = &self.above()[..self.above().len() - text.len()];
        if !self.rest().is_empty() {
            if self.rest().starts_with('#') {
                return Some(Vec::new());
            }
            return Some(self.join("", &format!("{indent}# ")));
        }
        let before = self.source[..self.above.start].trim_end_matches(['\n', '\r']);
        let line_before = before.rsplit('\n').next().unwrap_or_default();
        let has_comment_before = self.source[..self.above.start].len() - before.len() <= 2
            && line_before.trim_start_matches(BLANKS).starts_with('#')
            && !self
                .document
                .directives()
                .iter()
                .any(|it| it.range.contains(&before.len().saturating_sub(1)));
        if !has_comment_before {
            return None;
        }
        if text.trim_end_matches(BLANKS) == "#" {
            // The previous line end inserted this `#`.
            let is_ours = text == "# ";
            let range = self.above.start..self.own.end;
            let text = format!("{}{}", self.line_end(), indent);
            return Some(if is_ours { vec![TextEdit { range, text }] } else { Vec::new() });
        }
        Some(self.join("", &format!("{indent}# ")))
    }

    fn is_in_heredoc(&self) -> bool {
        let Some((placed, row)) = self.instruction_at(self.above.start) else { return false };
        row > placed.facts.header_rows
    }

    /// Inserts the missing terminator after the first line of a heredoc.
    fn terminator(&self) -> Option<Vec<TextEdit>> {
        let (placed, row) = self.instruction_above()?;
        let open = placed.facts.heredocs.iter().filter(|heredoc| !heredoc.is_terminated);
        let names: Vec<&str> = open.map(|heredoc| heredoc.marker.name.as_str()).collect();
        if names.is_empty() || row != placed.facts.header_rows || !self.rest().is_empty() {
            return None;
        }
        // With several heredocs, an unterminated first one swallows the terminators of the others.
        let all = placed.facts.heredocs.len() == names.len();
        let line_end = self.line_end();
        let after = self.own.end + self.source[self.own.end..].find('\n').map_or(0, |at| at + 1);
        let is_last = after == self.own.end;
        let between = names.join(line_end);
        let text = format!("{}{between}{line_end}", if is_last { line_end } else { "" });
        let at = if is_last { self.own.end } else { after };
        Some(if all { vec![TextEdit { range: at..at, text }] } else { Vec::new() })
    }

    /// Continues an instruction on the next line if it was split or is not complete.
    fn continued(&self) -> Option<Vec<TextEdit>> {
        let (placed, row) = self.instruction_above()?;
        let facts = placed.facts;
        facts.instruction?;
        let above = self.above();
        if continuation(above, self.document.escape()).is_some() {
            if row > 0 && above.trim_start().starts_with('#') {
                return None;
            }
            let mut edits = self.join("", &self.indent(row));
            if self.rest().is_empty() && facts.header_rows > row + 1 && self.goes_on_below(&placed) {
                // Otherwise the new line would end the instruction.
                edits.push(behind_cursor(self.source, self.own.end, format!(" {}", self.document.escape())));
            }
            return Some(edits);
        }
        if row != facts.header_rows || !facts.heredocs.is_empty() {
            return None;
        }
        // The end of the text that continues the instruction.
        let end = if !self.rest().is_empty() {
            (!is_another(self.rest(), &placed)).then_some(self.own.end)?
        } else if row > 0 {
            self.end_of_piece_below()?
        } else {
            return None;
        };
        let edits = self.join(&format!(" {}", self.document.escape()), &self.indent(row));
        self.keeps_behind(end, &edits).then_some(edits)
    }

    /// Whether the number of instructions after an offset stays the same: joining a quote with its
    /// other half may open a heredoc.
    fn keeps_behind(&self, place: usize, edits: &[TextEdit]) -> bool {
        let mut text = self.document.text().clone();
        let changes: Vec<Edit> =
            edits.iter().rev().map(|edit| text.replace(edit.range.clone(), &edit.text)).collect();
        let grown: usize = edits.iter().map(|edit| edit.text.len()).sum();
        let shrunk: usize = edits.iter().map(|edit| edit.range.len()).sum();
        let behind = |document: &Document, end: usize| {
            document.instructions().filter(|placed| placed.start >= end).count()
        };
        let edited = self.document.edited(text, &changes);
        behind(self.document, place) == behind(&edited, place + grown - shrunk)
    }

    /// The end of the rest of an instruction that starts on the line after the new one: the former
    /// continuation of the line above.
    fn end_of_piece_below(&self) -> Option<usize> {
        let next = self.own.end + self.source[self.own.end..].find('\n')? + 1;
        let line = self.source[next..].lines().next().unwrap_or_default();
        let at = next + (line.len() - line.trim_start_matches(BLANKS).len());
        let piece = self.document.instructions().find(|placed| placed.start == at)?;
        (at > next && piece.facts.instruction.is_none()).then_some(at + piece.facts.len)
    }

    /// Whether the instruction's own text follows the line, rather than a different instruction that it
    /// swallowed by mistake.
    fn goes_on_below(&self, placed: &Placed<'_>) -> bool {
        let lines = self.source[self.own.end..].lines().skip(1).map(|line| line.trim_matches(BLANKS));
        let mut texts = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        texts.next().is_some_and(|text| !is_another(text, placed))
    }

    /// The indentation of the next line of an instruction: that of the current line, or one level if it
    /// is the first.
    fn indent(&self, row: u32) -> String {
        if row > 0 {
            let above = self.above();
            return above[..above.len() - above.trim_start_matches(BLANKS).len()].to_owned();
        }
        match self.options.indent_style {
            Some(IndentStyle::Tab) => "\t".to_owned(),
            Some(IndentStyle::Space) | None => " ".repeat(self.options.indent_width),
        }
    }
}

/// Whether a part of an instruction's text is really a separate instruction or a comment.
fn is_another(text: &str, placed: &Placed<'_>) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let is_part = match placed.facts.instruction {
        Some(Instruction::Onbuild) => placed.facts.trigger.is_none(),
        Some(Instruction::Healthcheck) => ["CMD", "NONE"].iter().any(|it| word.eq_ignore_ascii_case(it)),
        _ => false,
    };
    text.starts_with('#') || (Instruction::from_keyword(word).is_some() && !is_part)
}
