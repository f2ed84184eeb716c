//! The text of things, and where they end for the eye: without the blanks behind them.
//!
//! An instruction whose heredoc has no terminator reaches to the end of the text, blank lines included.
//! Neither the outline nor a fold wants those.

use std::borrow::Cow;
use std::ops::Range;
use std::str;

use dockwright_syntax::Text;

/// `range` without the white space at its end.
pub(crate) fn trimmed(text: &Text, range: Range<usize>) -> Range<usize> {
    const STEP: usize = 64;
    let mut end = range.end;
    while end > range.start {
        let start = end.saturating_sub(STEP).max(range.start);
        let part = slice(text, start..end);
        let kept = part.trim_end().len();
        if kept > 0 {
            // A step that starts inside a character gives the character whole.
            return range.start..end - (part.len() - kept);
        }
        end -= part.len();
    }
    range.start..range.start
}

/// As [`Text::slice`]; many times faster where one chunk of the rope holds the range, since nothing is counted.
pub(crate) fn slice(text: &Text, range: Range<usize>) -> Cow<'_, str> {
    let chunk = text.chunk_at(range.start).get(..range.end.saturating_sub(range.start));
    match chunk.and_then(|chunk| str::from_utf8(chunk).ok()) {
        Some(source) => Cow::Borrowed(source),
        None => text.slice(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_end_are_left_out() {
        let check = |source: &str, start: usize| trimmed(&Text::new(source), start..source.len());
        assert_eq!(check("RUN a \r\n\n\t", 0), 0..5);
        assert_eq!(check("RUN 가\n", 0), 0..7);
        assert_eq!(check(&format!("RUN 한글{}", " \u{3000}\n".repeat(100)), 1), 1..10);
        assert_eq!(check(" \n \n", 2), 2..2);
        assert_eq!(check("", 0), 0..0);
    }
}
