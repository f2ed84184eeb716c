//! Finds likely mistakes that Docker does not report: comments after arguments, continuations that
//! include too many lines, characters that look like others.
//!
//! The search uses the joined line, because only there is it known what is quoted and where lines
//! were joined. Most instructions have no such mistakes, which searching for a single byte usually
//! shows.

use std::ops::Range;

use dockwright_syntax::logical::{LogicalLine, is_list_space};
use memchr::memchr;

use super::{
    Facts,
    unread_marker::{self, UnreadMarker},
};
use crate::spec::Instruction;

/// Likely mistakes in one instruction; ranges are relative to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mistakes {
    /// Text from a `#` after a space to the end of its line, outside of quotes, in text that no shell
    /// reads.
    pub remarks: Vec<Range<usize>>,
    /// An escape character at the end of the instruction's last line, with no further line after it.
    pub open_escape: Option<Range<usize>>,
    /// A backtick or backslash at the end that is not the escape character, but was probably meant to
    /// be.
    pub other_escape: Option<(Range<usize>, char)>,
    /// A Windows path whose trailing backslash continues the line.
    pub open_path: Option<Range<usize>>,
    /// A keyword at the start of a continued line.
    pub swallowed: Option<Range<usize>>,
    /// Unusual Unicode spaces, characters without width, long dashes before a flag, typographic quotes:
    /// runs of them, each with its first character.
    pub lookalikes: Vec<(Range<usize>, char)>,
    /// Text that looks like a heredoc marker but is not one.
    pub unread_marker: Option<UnreadMarker>,
}

/// The mistakes of an instruction, if it has any. `header` is its text without heredocs.
pub(super) fn of(
    facts: &Facts,
    line: &LogicalLine,
    header: &str,
    has_heredocs: bool,
    escape: char,
) -> Option<Box<Mistakes>> {
    let scan = MistakeScan { facts, line, escape, inner: facts.trigger.as_deref().unwrap_or(facts) };
    let mistakes = Mistakes {
        remarks: scan.remarks(),
        open_escape: scan.open_escape(header),
        other_escape: scan.other_escape(),
        open_path: scan.open_path(),
        swallowed: scan.swallowed(header),
        lookalikes: if line.text.is_ascii() { Vec::new() } else { scan.lookalikes() },
        unread_marker: if has_heredocs { None } else { scan.unread_marker() },
    };
    (mistakes != Mistakes::default()).then(|| Box::new(mistakes))
}

struct MistakeScan<'a> {
    facts: &'a Facts,
    /// The instruction, or the trigger of an ONBUILD.
    inner: &'a Facts,
    line: &'a LogicalLine,
    escape: char,
}

/// Tracks whether the characters of a text are in quotes, using BuildKit's escape character: the
/// text is not for a shell, or that is not known yet.
struct Quotes {
    open: Option<char>,
    is_escaped: bool,
    escape: char,
}

impl Quotes {
    fn new(escape: char) -> Self {
        Self { open: None, is_escaped: false, escape }
    }

    /// Processes a character; returns whether it is outside of quotes.
    fn take(&mut self, c: char) -> bool {
        if std::mem::take(&mut self.is_escaped) {
            return self.open.is_none();
        }
        if let Some(quote) = self.open {
            if c == quote {
                self.open = None;
            } else if c == self.escape && quote == '"' {
                self.is_escaped = true;
            }
            return false;
        }
        if matches!(c, '"' | '\'') {
            self.open = Some(c);
        } else if c == self.escape {
            self.is_escaped = true;
        }
        true
    }
}

impl MistakeScan<'_> {
    /// Whether a shell reads the arguments and treats `#` as a comment.
    fn is_for_shell(&self) -> bool {
        matches!(
            self.inner.instruction,
            Some(Instruction::Run | Instruction::Cmd | Instruction::Entrypoint | Instruction::Healthcheck)
        )
    }

    fn remarks(&self) -> Vec<Range<usize>> {
        let text = self.line.text.as_str();
        let is_array = self.inner.json.is_some() || self.inner.broken_array.is_some();
        let is_read = match self.inner.instruction {
            None | Some(Instruction::Maintainer | Instruction::Onbuild) => false,
            Some(Instruction::Shell) => true,
            Some(_) => !self.is_for_shell() && !is_array,
        };
        if !is_read || memchr(b'#', text.as_bytes()).is_none() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut quotes = Quotes::new(self.escape);
        let mut before = ' ';
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            let is_plain = quotes.take(c);
            let is_remark = is_plain && c == '#' && is_list_space(before);
            before = c;
            if !is_remark || self.line.source_range(at..at + 1).start <= self.inner.args_range.start {
                continue;
            }
            let end = self.line.map.run_end(at, text.len()).min(text.len());
            let remark = text[at..end].trim_end();
            if remark.trim_start_matches('#').trim().is_empty() {
                continue;
            }
            found.push(self.line.source_range(at..at + remark.len()));
            // The next line is read independently.
            quotes = Quotes::new(self.escape);
            before = ' ';
            while chars.offset() < end && chars.next().is_some() {}
        }
        found
    }

    fn open_escape(&self, header: &str) -> Option<Range<usize>> {
        let len = self.line.text.len() + self.line.trailing.len();
        let (run, source) = self.line.map.runs(len).last()?;
        let end = source + run.len();
        header.get(end..)?.starts_with(self.escape).then(|| end..end + self.escape.len_utf8())
    }

    fn open_path(&self) -> Option<Range<usize>> {
        if self.escape != '\\' || self.facts.header_rows == 0 {
            return None;
        }
        let text = self.line.text.as_str();
        let mut runs = self.line.map.runs(text.len()).map(|(run, _)| run).peekable();
        while let Some(run) = runs.next() {
            runs.peek()?;
            let line = text.get(run.clone())?;
            let word = line.rsplit(is_list_space).next().unwrap_or_default();
            let has_drive = matches!(word.as_bytes(), [drive, b':', ..] if drive.is_ascii_alphabetic());
            if has_drive && !word.contains(['/', '"', '\'']) {
                let place = self.line.source_range(run.end - word.len()..run.end);
                return Some(place.start..place.end + 1);
            }
        }
        None
    }

    fn unread_marker(&self) -> Option<UnreadMarker> {
        if !self.line.text.contains("<<") {
            return None;
        }
        // Heredocs are found with a backslash as the escape character, whatever the file's own is.
        let mut quotes = Quotes::new('\\');
        self.line.text.chars().for_each(|c| {
            quotes.take(c);
        });
        unread_marker::find(self.inner, self.line, quotes.open.is_some())
    }

    fn other_escape(&self) -> Option<(Range<usize>, char)> {
        let text = self.line.text.as_str();
        let is_other = if self.escape == '`' {
            text.ends_with('\\') && !text.ends_with("\\\\")
        } else {
            // An even number of backticks encloses a command.
            text.ends_with('`') && text.bytes().filter(|&b| b == b'`').count() % 2 == 1
        };
        let other = if self.escape == '`' { '\\' } else { '`' };
        is_other.then(|| (self.line.source_range(text.len() - 1..text.len()), other))
    }

    fn swallowed(&self, header: &str) -> Option<Range<usize>> {
        let text = self.line.text.as_str();
        for (run, source) in self.line.map.runs(text.len()).skip(1) {
            let Some(rest) = text.get(run.start..) else { continue };
            let word = rest.split(is_list_space).next().unwrap_or_default();
            let is_keyword = word.len() > 2
                && word.bytes().all(|b| b.is_ascii_uppercase())
                && rest.len() > word.len()
                && Instruction::from_keyword(word).is_some();
            let is_at_line_start = header.get(..source).is_some_and(|before| before.ends_with('\n'));
            if !is_keyword || !is_at_line_start || self.is_expected(source) {
                continue;
            }
            let mut quotes = Quotes::new(self.escape);
            for c in text[..run.start].chars() {
                quotes.take(c);
            }
            if quotes.open.is_none() {
                return Some(source..source + word.len());
            }
        }
        None
    }

    /// Whether a keyword may be here: HEALTHCHECK and ONBUILD have one after them.
    fn is_expected(&self, at: usize) -> bool {
        let is_first = |facts: &Facts| {
            matches!(facts.instruction, Some(Instruction::Healthcheck | Instruction::Onbuild))
                && at <= facts.args_range.start
        };
        at <= self.facts.keyword_range.end || is_first(self.facts) || is_first(self.inner)
    }

    fn lookalikes(&self) -> Vec<(Range<usize>, char)> {
        let instruction = self.inner.instruction;
        if instruction == Some(Instruction::Maintainer) || self.inner.broken_array.is_some() {
            return Vec::new();
        }
        let is_text = matches!(instruction, Some(Instruction::Env | Instruction::Label | Instruction::Arg));
        let text = self.line.text.as_str();
        let mut found: Vec<(Range<usize>, char)> = Vec::new();
        let mut quotes = Quotes::new(self.escape);
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let is_plain = quotes.take(c);
            let is_slip = is_plain
                && match c {
                    '\u{a0}'
                    | '\u{ad}'
                    | '\u{2000}'..='\u{200b}'
                    | '\u{202f}'
                    | '\u{205f}'
                    | '\u{2060}'
                    | '\u{3000}'
                    | '\u{feff}'
                    | '“'
                    | '”'
                    | '„' => true,
                    '–' | '—' | '‒' | '−' => {
                        let next = text[at + c.len_utf8()..].chars().next();
                        !is_text
                            && (before.is_whitespace() || before == '-')
                            && next.is_some_and(|next| next.is_ascii_alphabetic() || is_dash(next))
                    }
                    _ => false,
                };
            before = c;
            if !is_slip {
                continue;
            }
            let range = self.line.source_range(at..at + c.len_utf8());
            match found.last_mut() {
                Some((last, first)) if last.end == range.start && *first == c => last.end = range.end,
                _ => found.push((range, c)),
            }
        }
        found
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‒' | '−')
}
