//! Collects the text around the cursor: the lines before it, the rest of its line, and the lines
//! after its instruction.

use std::borrow::Cow;

use super::{file_words::FileWords, reader::WordReader};
use dockwright_analysis::{
    document::{Document, Placed},
    model::place::Spot,
    spec::Instruction,
};

/// The text around a cursor, up to a limit.
pub(super) struct Site<'a> {
    document: &'a Document,
    offset: usize,
    /// The whole lines before it, from the start of an instruction if that is near enough.
    before: Cow<'a, str>,
    /// The line up to the cursor.
    pub(super) line: Cow<'a, str>,
    /// The closing brackets and quotes after the cursor.
    closing: String,
    /// Whether the line already ends with a continuation.
    is_continued: bool,
    /// Whole instructions after the current one.
    after: Cow<'a, str>,
    /// The base image of the stage, if the text starts in the middle of a file.
    base: Option<String>,
    resumed: Option<Resumed>,
}

/// An instruction that starts too far before the cursor.
struct Resumed {
    keyword: String,
    /// The delimiter of the heredoc that the text starts in, and whether it is a script.
    heredoc: Option<(String, bool)>,
}

impl Resumed {
    /// The state of the instruction at an offset in it.
    fn new(placed: &Placed<'_>, offset: usize) -> Self {
        let facts = placed.facts;
        let inner = facts.trigger.as_deref().unwrap_or(facts);
        let body = facts.heredocs.iter().rev().find(|it| placed.start + it.content_start <= offset);
        let heredoc = body.map(|body| {
            let is_script = inner.instruction == Some(Instruction::Run) && body.range == inner.args_range;
            (body.marker.name.clone(), is_script)
        });
        Self { keyword: inner.word.clone(), heredoc }
    }
}

/// How many bytes are read before the cursor, and after its instruction.
const BEFORE: usize = 8 << 10;
const AFTER: usize = 4 << 10;
/// Lines longer than this are not handwritten.
const LONG_LINE: usize = 2 << 10;
/// The characters that editors insert when a bracket or a quote is opened.
const CLOSING: [char; 5] = [')', ']', '}', '"', '\''];

impl<'a> Site<'a> {
    /// The text around an offset; `None` if anything but closing brackets and a continuation follows on
    /// its line.
    pub(super) fn new(document: &'a Document, offset: usize) -> Option<Self> {
        let text = document.text();
        let line_start = line_start(document, offset)?;
        let line = text.slice(line_start..offset);
        let near = text.slice(offset..text.len().min(offset + LONG_LINE));
        let rest = near.split(['\n', '\r']).next().unwrap_or_default();
        let closing = rest.trim_end();
        let continued = closing.strip_suffix(document.escape());
        let closing = continued.unwrap_or(closing).trim();
        if !closing.chars().all(|c| CLOSING.contains(&c)) {
            return None;
        }
        let (closing, is_continued) = (closing.to_owned(), continued.is_some());
        let current = Spot::before(document, offset).map(|spot| spot.placed);
        let mut site = Self {
            document,
            offset,
            before: Cow::Borrowed(""),
            line,
            closing,
            is_continued,
            after: Cow::Borrowed(""),
            base: None,
            resumed: None,
        };
        site.take_before(line_start, current.as_ref());
        site.take_after(current.as_ref());
        Some(site)
    }

    fn take_before(&mut self, line_start: usize, current: Option<&Placed<'_>>) {
        let document = self.document;
        let far = line_start.saturating_sub(BEFORE);
        let mut start = 0;
        if let Some(Spot { stage, placed, .. }) = Spot::before(document, far).filter(|_| far > 0) {
            self.base = stage.and_then(|stage| base_of(document, stage));
            if current.is_some_and(|current| current.start == placed.start) {
                start = after_line(document, far);
                self.resumed = Some(Resumed::new(&placed, start));
            } else {
                start = after_line(document, placed.start + placed.facts.len);
            }
        }
        self.before = document.text().slice(start.min(line_start)..line_start);
    }

    fn take_after(&mut self, current: Option<&Placed<'_>>) {
        let text = self.document.text();
        let end = current.map_or(self.offset, |placed| placed.start + placed.facts.len).max(self.offset);
        let start = after_line(self.document, end).min(text.len());
        let mut after = text.slice(start..text.len().min(start + AFTER));
        if start + after.len() < text.len() {
            let whole = after.rfind('\n').map_or(0, |at| at + 1);
            after = Cow::Owned(after[..whole].to_owned());
        }
        self.after = after;
    }

    /// Removes the part of a suggestion that already follows the cursor; `None` if too little is left.
    pub(super) fn fitted(&self, mut text: String) -> Option<String> {
        if let Some(end) = text.find(|c| self.closing.contains(c)) {
            text.truncate(end);
        }
        if self.is_continued {
            text.truncate(text.trim_end_matches(self.document.escape()).len());
        }
        if self.is_continued || !self.closing.is_empty() {
            text.truncate(text.trim_end().len());
        }
        (text.chars().count() > 1).then_some(text)
    }

    /// Reads the text: returns the state at the start of the cursor's line, and the words of the file.
    pub(super) fn read(&self) -> (WordReader<'_>, FileWords<'_>) {
        let mut words = FileWords::default();
        let mut after = WordReader::new(self.document.escape());
        words.read(&mut after, &self.after);
        let mut reader = WordReader::new(self.document.escape());
        if let Some(base) = &self.base {
            reader.set_base(base);
        }
        if let Some(Resumed { keyword, heredoc }) = &self.resumed {
            reader.resume(keyword, heredoc.as_ref().map(|(name, is_script)| (name.as_str(), *is_script)));
        }
        let before = without_mark(&self.before);
        if !before.is_empty() {
            words.read(&mut reader, before.strip_suffix('\n').unwrap_or(before));
        }
        words.finish();
        (reader, words)
    }
}

/// A text without a byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The base image of a stage, followed through the stages that it is based on.
fn base_of(document: &Document, stage: usize) -> Option<String> {
    let froms: Vec<_> =
        document.stages().take(stage + 1).filter_map(|stage| stage.instructions().next()).collect();
    let mut image = froms.last()?.facts.args.first()?;
    for from in froms.iter().rev() {
        if let [base, _, name] = &*from.facts.args
            && name.eq_ignore_ascii_case(image)
        {
            image = base;
        }
    }
    Some(image.clone())
}

/// The start of the line that contains an offset; `None` if it is too far away.
fn line_start(document: &Document, offset: usize) -> Option<usize> {
    let near = offset.saturating_sub(LONG_LINE);
    let text = document.text().slice(near..offset);
    match text.rfind('\n') {
        Some(at) => Some(offset - (text.len() - at - 1)),
        None => (near == 0).then_some(0),
    }
}

/// The start of the line after an offset.
fn after_line(document: &Document, offset: usize) -> usize {
    let text = document.text();
    let mut start = offset.saturating_sub(1);
    while start < text.len() {
        let part = text.slice(start..text.len().min(start + 512));
        if let Some(at) = part.find('\n') {
            return start + at + 1;
        }
        start += part.len().max(1);
    }
    text.len()
}
