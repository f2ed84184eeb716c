//! Finds the flaws of text that begins like a JSON array but is not a valid one, and the edits that
//! fix them.
//!
//! A tolerant reader reads the text once. Its repair counts only if Docker then reads the result as
//! an array, so a wrong guess gives no fix instead of a wrong one.

use std::ops::Range;

use dockwright_syntax::exec_form::{ExecForm, exec_form};
use dockwright_texts::analysis::array as texts;

use crate::{
    facts::{ArrayText, Facts},
    fix::{Fix, TextEdit},
    spec::Instruction,
    words::{json, plain_words, shell_line},
};

/// What is wrong with an array. Of several flaws, the first in this order is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    SmartQuotes,
    SingleQuotes,
    Unquoted,
    MissingQuote,
    WrongSeparator,
    ExtraComma,
    MissingComma,
    BadEscape,
    RawControl,
    Remark,
    Operator,
    TextAfter,
    ExtraBracket,
    WrongBracket,
    Unterminated,
    MissingBrackets,
}

/// Text that was meant to be an array.
#[derive(Debug)]
pub struct Broken {
    pub flaw: Flaw,
    /// The range of the flaw in the text.
    pub place: Range<usize>,
    /// The edits that fix all flaws.
    pub edits: Vec<(Range<usize>, String)>,
}

/// The flawed array of an instruction, if its text was meant to be one.
pub fn broken(facts: &Facts) -> Option<(Broken, &ArrayText)> {
    let array = facts.broken_array.as_deref()?;
    let reader = ArrayReader::read(&array.text);
    reader.is_array(facts.instruction?).then(|| (reader.finish(), array))
}

/// Recognises `"a", "b"` and `("a", "b")`, an array without its brackets.
pub fn bare_list(text: &str) -> Option<Broken> {
    let inner = text.strip_prefix(['(', '{']).unwrap_or(text);
    let opens = inner.len() != text.len();
    if !inner.starts_with(['"', '\'']) || !inner.contains(',') {
        return None;
    }
    let closes = inner.ends_with([']', ')', '}']);
    let open = if opens { (0..1, "[") } else { (0..0, "[") };
    let end = text.len();
    let close = if closes { (end - 1..end, "]") } else { (end..end, "]") };
    let list = format!("[{}]", &inner[..inner.len() - usize::from(closes)]);
    let is_list = |text: &str| matches!(exec_form(text), ExecForm::Strings(all) if all.len() > 1);
    let mut edits = vec![(open.0, open.1.to_owned())];
    if !is_list(&list) {
        let reader = ArrayReader::read(&list);
        let is_other_quote = !reader.flaws.is_empty()
            && reader.flaws.iter().all(|(flaw, _)| matches!(flaw, Flaw::SingleQuotes | Flaw::SmartQuotes));
        if !is_other_quote || !is_list(&apply(&list, &reader.edits)) {
            return None;
        }
        // The list has a bracket that the text lacks, unless the text begins with a different bracket.
        let shift = usize::from(!opens);
        edits.extend(
            reader.edits.into_iter().map(|(range, text)| (range.start - shift..range.end - shift, text)),
        );
    }
    edits.push((close.0, close.1.to_owned()));
    Some(Broken { flaw: Flaw::MissingBrackets, place: 0..end, edits })
}

/// Puts quotes around the numbers and words of a valid JSON array whose elements are not all
/// strings.
pub(crate) fn quoted(text: &str, place: &dyn Fn(Range<usize>) -> Range<usize>) -> Option<Fix> {
    let mut now = text.to_owned();
    let mut edits = Vec::new();
    while let ExecForm::NotStrings(range) = exec_form(&now) {
        let element = &now[range.clone()];
        if element.starts_with(['[', '{']) || element == "null" {
            return None;
        }
        let shift = edits.len();
        let whole = place(range.start - shift..range.end - shift);
        edits.push(TextEdit { range: whole.start..whole.start, text: "\"".to_owned() });
        edits.push(TextEdit { range: whole.end..whole.end, text: "\"".to_owned() });
        now.insert(range.end, '"');
        now.insert(range.start, '"');
    }
    Some(Fix { title: texts::fix_quotes(), safe: false, edits })
}

/// Applies edits, which are in ascending order.
pub fn apply(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut out = text.to_owned();
    for (range, new) in edits.iter().rev() {
        out.replace_range(range.clone(), new);
    }
    out
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
/// Typographic quotes, opening and closing.
const SMART: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

struct ArrayReader<'a> {
    text: &'a str,
    pos: usize,
    flaws: Vec<(Flaw, Range<usize>)>,
    edits: Vec<(Range<usize>, String)>,
    is_mendable: bool,
    commas: usize,
    /// Words without quotes.
    bare: Vec<Range<usize>>,
    values: usize,
    is_first_quoted: bool,
    is_closed: bool,
}

impl<'a> ArrayReader<'a> {
    fn read(text: &'a str) -> Self {
        let mut reader = Self {
            text,
            pos: 1,
            flaws: Vec::new(),
            edits: Vec::new(),
            is_mendable: true,
            commas: 0,
            bare: Vec::new(),
            values: 0,
            is_first_quoted: false,
            is_closed: false,
        };
        reader.sequence();
        reader
    }

    fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn flaw(&mut self, flaw: Flaw, range: Range<usize>) {
        self.flaws.push((flaw, range));
    }

    fn edit(&mut self, range: Range<usize>, text: &str) {
        self.edits.push((range, text.to_owned()));
    }

    fn sequence(&mut self) {
        let mut last_end = None;
        let mut pending: Option<Range<usize>> = None;
        loop {
            let rest = self.rest();
            self.pos += rest.len() - rest.trim_start_matches(BLANKS).len();
            let at = self.pos;
            let Some(c) = self.peek() else {
                self.flaw(Flaw::Unterminated, 0..self.text.len());
                match pending {
                    Some(comma) => self.edit(comma.start..self.text.len(), "]"),
                    None => self.edit(at..at, "]"),
                }
                return;
            };
            let next = at + c.len_utf8();
            match c {
                ']' => {
                    if let Some(comma) = pending {
                        self.flaw(Flaw::ExtraComma, comma.clone());
                        self.edit(comma, "");
                    }
                    self.pos = next;
                    self.is_closed = true;
                    self.behind(at);
                    return;
                }
                '}' | ')' if next == self.text.len() => {
                    self.flaw(Flaw::WrongBracket, at..next);
                    self.edit(at..next, "]");
                    return;
                }
                ',' => {
                    self.commas += 1;
                    if pending.is_some() || last_end.is_none() {
                        self.flaw(Flaw::ExtraComma, at..next);
                        self.edit(at..next, "");
                    } else {
                        pending = Some(at..next);
                    }
                    self.pos = next;
                }
                ';' | ':' if pending.is_none() && last_end.is_some() => {
                    self.flaw(Flaw::WrongSeparator, at..next);
                    self.edit(at..next, ",");
                    pending = Some(at..next);
                    self.pos = next;
                }
                _ => {
                    if let Some(end) = last_end.filter(|_| pending.is_none()) {
                        self.flaw(Flaw::MissingComma, end..at);
                        self.edit(end..end, if end == at { ", " } else { "," });
                    }
                    pending = None;
                    self.value(c);
                    last_end = Some(self.pos);
                }
            }
        }
    }

    fn value(&mut self, c: char) {
        let is_quoted = c == '"' || c == '\'' || SMART.contains(&c);
        if self.values == 0 {
            self.is_first_quoted = is_quoted;
        }
        self.values += 1;
        match c {
            '"' => self.double_quoted(),
            '\'' => self.other_quoted(Flaw::SingleQuotes, &['\'']),
            _ if is_quoted => self.other_quoted(Flaw::SmartQuotes, &SMART),
            _ => self.bare_word(),
        }
    }

    /// Whether a string may end before `rest`.
    fn is_end(rest: &str) -> bool {
        let rest = rest.trim_start_matches(BLANKS);
        rest.is_empty() || rest.starts_with([',', ']', '}', ')'])
    }

    fn double_quoted(&mut self) {
        let start = self.pos;
        let mut chars = self.text[start + 1..].char_indices().map(|(at, c)| (start + 1 + at, c)).peekable();
        let mut backslashes = Vec::new();
        let mut is_bad = false;
        while let Some((at, c)) = chars.next() {
            let behind = at + c.len_utf8();
            match c {
                '"' => {
                    self.pos = behind;
                    if is_bad {
                        self.flaw(Flaw::BadEscape, start..behind);
                        for at in backslashes {
                            self.edit(at..at, "\\");
                        }
                    }
                    let next = self.peek();
                    let is_odd =
                        |c: char| !BLANKS.contains(&c) && !",;:]})\"'".contains(c) && !SMART.contains(&c);
                    if next.is_some_and(is_odd) {
                        // `["a, "b"]`: it is unknown which quote is missing.
                        self.flaw(Flaw::MissingQuote, start..behind);
                        self.is_mendable = false;
                    }
                    return;
                }
                '\\' => match chars.next() {
                    Some((_, '"' | '\\')) => {}
                    Some((_, '/' | 'b' | 'f' | 'n' | 'r' | 't')) => backslashes.push(at),
                    Some((_, 'u')) if is_hex4(&self.text[at + 2..]) => backslashes.push(at),
                    Some(_) => {
                        backslashes.push(at);
                        is_bad = true;
                    }
                    None => break,
                },
                '\0'..='\x1f' => {
                    self.flaw(Flaw::RawControl, at..behind);
                    let escape = if c == '\t' { "\\t".to_owned() } else { format!("\\u{:04x}", c as u32) };
                    self.edit(at..behind, &escape);
                }
                _ if SMART.contains(&c) && Self::is_end(&self.text[behind..]) => {
                    self.flaw(Flaw::SmartQuotes, at..behind);
                    self.edit(at..behind, "\"");
                    self.pos = behind;
                    return;
                }
                _ => {}
            }
        }
        // The string extends to the end of the text.
        self.flaw(Flaw::MissingQuote, start..self.text.len());
        let inner = &self.text[start + 1..];
        if inner.contains(',') || backslashes.last().is_some_and(|at| at + 1 == self.text.len()) {
            self.is_mendable = false;
        }
        self.pos = if inner.ends_with(']') { self.text.len() - 1 } else { self.text.len() };
        // `["a']`: the other quote was meant to end the string.
        let before = &self.text[start + 1..self.pos];
        let other = before.chars().next_back().filter(|&c| c == '\'' || SMART.contains(&c));
        let is_odd = other.is_some_and(|quote| before.matches(quote).count() == 1);
        let len = if is_odd { other.map_or(0, char::len_utf8) } else { 0 };
        self.edit(self.pos - len..self.pos, "\"");
    }

    fn other_quoted(&mut self, flaw: Flaw, closers: &[char]) {
        let start = self.pos;
        let open = self.peek().map_or(0, char::len_utf8);
        let inner = &self.text[start + open..];
        let closes = |&(at, c): &(usize, char)| {
            let is_closer = closers.contains(&c) || (c == '"' && flaw == Flaw::SmartQuotes);
            is_closer && !inner[..at].ends_with('\\')
        };
        let found = inner
            .char_indices()
            .filter(closes)
            .find(|&(at, c)| Self::is_end(&inner[at + c.len_utf8()..]))
            .or_else(|| inner.char_indices().find(closes));
        let Some((at, close)) = found else {
            self.flaw(Flaw::MissingQuote, start..self.text.len());
            self.is_mendable = false;
            self.pos = self.text.len();
            return;
        };
        let end = start + open + at;
        self.edit(start..start + open, "\"");
        self.escape_inner(start + open..end);
        self.edit(end..end + close.len_utf8(), "\"");
        self.pos = end + close.len_utf8();
        self.flaw(flaw, start..self.pos);
    }

    /// Escapes text in other quotes for JSON.
    fn escape_inner(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let at = range.start + at;
            match c {
                '\\' if chars.peek().is_some_and(|(_, next)| *next == '\'') => self.edit(at..at + 1, ""),
                '"' | '\\' => self.edit(at..at, "\\"),
                '\t' => self.edit(at..at + 1, "\\t"),
                _ => {}
            }
        }
    }

    fn bare_word(&mut self) {
        let start = self.pos;
        let rest = self.rest();
        let len = rest.find(|c: char| BLANKS.contains(&c) || c == ',' || c == ']').unwrap_or(rest.len());
        // A bracket or comma that is the word itself.
        let len = len.max(rest.chars().next().map_or(0, char::len_utf8));
        let end = start + len;
        let word = &self.text[start..end];
        self.pos = end;
        self.bare.push(start..end);
        let closing = word.chars().next_back().filter(|&c| c == '"' || c == '\'' || SMART.contains(&c));
        if let Some(quote) = closing {
            self.flaw(Flaw::MissingQuote, start..end);
            self.is_mendable &= word.matches(['"', '\'']).count() < 2 && !word.contains('\\');
            self.edit(start..start, "\"");
            self.edit(end - quote.len_utf8()..end, "\"");
            return;
        }
        self.is_mendable &= !word.contains(['"', '\'']);
        self.flaw(Flaw::Unquoted, start..end);
        self.edit(start..start, "\"");
        self.escape_inner(start..end);
        self.edit(end..end, "\"");
    }

    /// Reads the text after the bracket at `close`.
    fn behind(&mut self, close: usize) {
        let rest = self.rest();
        let behind = rest.trim_start_matches(BLANKS);
        let Some(first) = behind.chars().next() else { return };
        let range = self.text.len() - behind.len()..self.text.len();
        let elements = match exec_form(&self.text[..=close]) {
            ExecForm::Strings(elements) => Some(elements),
            ExecForm::No | ExecForm::NotStrings(_) => None,
        };
        match first {
            '#' => {
                self.flaw(Flaw::Remark, range.clone());
                self.edit(close + 1..range.end, "");
            }
            ']' | '}' if behind.trim_end_matches([']', '}']).is_empty() => {
                self.flaw(Flaw::ExtraBracket, range.clone());
                self.edit(close + 1..range.end, "");
            }
            ',' | ';' | '.' if behind.len() == 1 => {
                self.flaw(Flaw::ExtraComma, range.clone());
                self.edit(close + 1..range.end, "");
            }
            '[' => {
                self.flaw(Flaw::ExtraBracket, range.clone());
                self.edit(close..range.start + 1, ", ");
            }
            '&' | '|' | ';' | '<' | '>' | '(' => {
                self.flaw(Flaw::Operator, range.clone());
                if let Some(elements) = elements {
                    let words: Vec<&str> = elements.iter().map(|element| element.text.as_str()).collect();
                    self.edit(0..range.start, &format!("{} ", shell_line(&words)));
                } else {
                    self.is_mendable = false;
                }
            }
            _ => {
                self.flaw(Flaw::TextAfter, range.clone());
                if let Some(words) = plain_words(behind) {
                    let words: Vec<String> = words.into_iter().map(json).collect();
                    let comma = if self.values == 0 { "" } else { ", " };
                    self.edit(close..range.end, &format!("{comma}{}]", words.join(", ")));
                } else {
                    self.is_mendable = false;
                }
            }
        }
    }

    /// Whether the text was meant to be an array, not a test command, a pattern or plain text.
    fn is_array(&self, instruction: Instruction) -> bool {
        if self.text.starts_with("[[") {
            return false;
        }
        match instruction {
            Instruction::Volume => true,
            Instruction::Copy | Instruction::Add => {
                let first = self.text.split(BLANKS).next().unwrap_or_default();
                let is_pattern = first.len() > 1
                    && first.trim_end_matches(',').find(']').is_some_and(|at| at + 1 < first.len());
                self.is_first_quoted || (!is_pattern && self.text.ends_with(']') && self.values > 1)
            }
            Instruction::Run => {
                self.is_first_quoted && !self.is_test() && (self.commas > 0 || self.is_closed)
            }
            _ => {
                !self.is_test()
                    && (self.is_first_quoted || self.is_closed || self.commas > 0 || self.values == 0)
            }
        }
    }

    /// Whether it is a test command such as `[ -f x ]` or `[ "$x" = y ] && z`.
    fn is_test(&self) -> bool {
        let is_operator = |word: &str| {
            let is_switch = word.starts_with('-') && (2..4).contains(&word.len());
            matches!(word, "=" | "==" | "!=" | "!" | "<" | ">" | "=~" | "&&" | "||") || is_switch
        };
        let inner = self.text[1..].trim_start_matches(BLANKS);
        let is_apart = self.text[1..].starts_with(BLANKS);
        let bare = |range: &Range<usize>| &self.text[range.clone()];
        // In `['a "b" || c']`, the bracket has no space after it, unlike a test command.
        let is_wrapped = self.text.starts_with("['") && self.text.ends_with("']");
        self.commas == 0
            && !is_wrapped
            && (self.bare.iter().map(bare).any(is_operator)
                || inner.starts_with("$(")
                || inner.starts_with("\"$(")
                || inner.starts_with('`')
                || (is_apart && (inner.starts_with('$') || inner.starts_with("\"$"))))
    }

    fn finish(mut self) -> Broken {
        self.flaws.sort_by_key(|(flaw, range)| (*flaw, range.start));
        let (flaw, place) = self.flaws.first().cloned().unwrap_or((Flaw::Unterminated, 0..self.text.len()));
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let is_apart = self.edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start);
        let mut edits = self.edits;
        let is_shell = flaw == Flaw::Operator;
        if !self.is_mendable
            || !is_apart
            || !(is_shell || matches!(exec_form(&apply(self.text, &edits)), ExecForm::Strings(_)))
        {
            edits.clear();
        }
        Broken { flaw, place, edits }
    }
}

fn is_hex4(text: &str) -> bool {
    text.get(..4).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
