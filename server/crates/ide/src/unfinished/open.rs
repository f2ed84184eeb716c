//! Finds constructs that are open at the cursor: quotes, substitutions, arrays, and continued
//! lines.

use std::ops::Range;

use dockwright_syntax::exec_form::{ExecForm, exec_form};

use super::place::TypedPlace;

/// Texts that may complete an unfinished substitution before its end: a name, an operator, a word.
const FILLINGS: [&str; 5] = ["", "A", "-", "-A", "x/y"];
/// Texts that may complete an unfinished array: the rest of an escape sequence, …
const ESCAPES: [&str; 5] = ["\\", "0", "00", "000", "0000"];
/// … and the end of a string, the next one, and the end of the array.
const ENDINGS: [&str; 12] =
    ["", "\"", "\"]", "]", "\"\"]", "\"\"", "\",", ",", "\"\",", ",\"\"", ",\"\"]", "\",\""];
/// Longer text is not examined.
const LONGEST: usize = 16 << 10;

impl TypedPlace<'_> {
    /// Whether a quote or a substitution is open that text typed at the cursor can close.
    pub(super) fn is_open(&self) -> bool {
        if self.cursor <= self.range.start || !self.is_at_end() {
            return false;
        }
        let body = self.body();
        let has_quotes = body.is_none();
        let range = match body {
            // A body is expanded as a whole; only the cursor's line is examined.
            Some(body) => {
                let start = self.source[..self.cursor].rfind('\n').map_or(body.start, |at| at + 1);
                let len = self.source[self.cursor..].find('\n');
                start..len.map_or(self.source.len(), |len| self.cursor + len)
            }
            None => self.range.start..self.range.end.max(self.cursor),
        };
        if range.len() > LONGEST {
            return false;
        }
        let (before, after) = (self.joined(range.start..self.cursor), self.joined(self.cursor..range.end));
        let can_expand =
            |ending: &str| self.expanded(&format!("{before}{ending}{after}"), has_quotes).is_some();
        let closers = closers(&before, self.document.escape(), has_quotes);
        // If this text is valid, the error is elsewhere.
        !can_expand("")
            && FILLINGS.iter().any(|filling| {
                (0..=closers.len()).any(|len| can_expand(&format!("{filling}{}", &closers[..len])))
            })
    }

    /// The body of the heredoc at the cursor.
    fn body(&self) -> Option<Range<usize>> {
        let heredocs = self.facts().heredocs.iter();
        let mut bodies = heredocs.map(|it| it.content_start..it.content_start + it.content.len());
        bodies.find(|body| body.start <= self.cursor && self.cursor <= body.end)
    }

    /// Whether the cursor is between the brackets of an array.
    pub(super) fn is_in_array(&self) -> bool {
        let range = &self.facts().command_range;
        range.start < self.cursor && self.cursor < range.end
    }

    /// Whether the cursor is between the quotes of the element that the finding is about.
    pub(super) fn is_in_element(&self) -> bool {
        self.range.start < self.cursor && self.cursor < self.range.end
    }

    /// Whether the finding is in an unfinished array.
    pub(super) fn is_in_open_array(&self) -> bool {
        self.range.start >= self.run_facts().command_range.start
            && *self.is_in_open_array.get_or_init(|| self.is_array_open())
    }

    /// Whether the text starts like an array and text typed at the cursor can complete it. Until then
    /// Docker reads it as something else, and all findings in it are about that reading.
    fn is_array_open(&self) -> bool {
        let facts = self.run_facts();
        let range = &facts.command_range;
        let end = range.end.max(self.cursor);
        if facts.broken_array.is_none()
            || self.cursor <= range.start
            || end - range.start > LONGEST
            || !self.is_blank(range.end..end)
        {
            return false;
        }
        let (before, after) = (self.joined(range.start..self.cursor), self.joined(self.cursor..end));
        let is_array = |before: &str| {
            let with = |ending: &str| exec_form(&format!("{before}{ending}{after}"));
            ENDINGS.iter().any(|ending| matches!(with(ending), ExecForm::Strings(_)))
        };
        // `\u12` is the longest incomplete escape sequence.
        let is_escape = before.rfind('\\').is_some_and(|at| before.len() - at < 6);
        is_array(&before)
            || is_escape && ESCAPES.iter().any(|escape| is_array(&format!("{before}{escape}")))
            // The escape character may be the start of a continuation.
            || before.strip_suffix(self.document.escape()).is_some_and(is_array)
    }

    /// Whether the cursor's line is continued, so that the following instructions are part of it until
    /// text is typed there.
    pub(super) fn is_in_swallowed_lines(&self) -> bool {
        let Some(swallowed) = self.facts().mistakes.as_ref().and_then(|mistakes| mistakes.swallowed.as_ref())
        else {
            return false;
        };
        self.range.end > swallowed.start
            && self.cursor <= swallowed.start
            && self.is_blank(self.cursor..swallowed.start)
    }
}

/// The text that closes the quotes and substitutions open at the end of a text, innermost first.
fn closers(text: &str, escape: char, has_quotes: bool) -> String {
    let mut open: Vec<char> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match open.last() {
            Some('\'') if c != '\'' => {}
            _ if c == escape => drop(chars.next()),
            Some(&last) if c == last => drop(open.pop()),
            _ if c == '$' && chars.next_if_eq(&'{').is_some() => open.push('}'),
            Some('"') if c == '\'' => {}
            _ if has_quotes && matches!(c, '"' | '\'') => open.push(c),
            _ => {}
        }
    }
    open.iter().rev().collect()
}
