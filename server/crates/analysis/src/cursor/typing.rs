//! Determines what the user is typing in an instruction: a flag, or a word of the arguments.

use std::ops::Range;

use dockwright_syntax::{
    logical::{is_list_space, is_space},
    words::extract_flags,
};

use super::{KeywordTyping, Line, Place, Token, Words, words::end_of_word};
use crate::{
    parts::{Parts, split_flag},
    spec::{Engine, FlagSpec, Instruction},
};

/// An instruction after its keyword, read only up to the cursor: in a half-typed line, the text
/// after it may belong to something else.
#[derive(Debug)]
pub struct Typing<'a> {
    /// The line. Ranges are in its text unless documented otherwise.
    pub line: Line<'a>,
    /// The instruction; inside ONBUILD, the trigger once its keyword is complete.
    pub instruction: Instruction,
    /// The keyword as written.
    pub keyword: String,
    /// The flags before the cursor, without the one at the cursor.
    pub flags: Vec<String>,
    /// The flag at the cursor.
    pub flag: Option<FlagTyping>,
    /// Where the arguments start.
    pub args_start: usize,
    /// The words of the arguments.
    pub words: Words,
    /// The word of the arguments at the cursor.
    pub token: Token,
}

/// A flag that is being typed, or dashes that may become one.
#[derive(Debug)]
pub struct FlagTyping {
    /// The flag, as far as it is typed.
    pub range: Range<usize>,
    /// The name without dashes.
    pub name: String,
    /// The text between `=` and the cursor.
    pub value: Option<String>,
    /// Where the value starts.
    pub value_start: usize,
    /// The whole flag.
    pub token: Token,
    /// The value up to the cursor, as a token of the document.
    pub value_token: Token,
}

impl<'a> Line<'a> {
    /// Determines what the user is typing, from the text before the cursor.
    pub fn typing(self) -> Place<'a> {
        let mut chain = Parts::chain(self.before(), self.document.escape());
        let is_keyword = |parts: &Parts| parts.rest == parts.keyword.end;
        if chain.len() > 1 && chain.last().is_some_and(is_keyword) {
            // While it is being typed, the trigger's keyword is an argument of ONBUILD.
            chain.pop();
        }
        let Some(parts) = chain.pop().filter(|parts| !is_keyword(parts)) else {
            return if self.is_after_escape { Place::Nowhere } else { Place::Keyword(keyword(&self)) };
        };
        match parts.instruction {
            Some(instruction) => Place::Instruction(Box::new(Typing::of(self, &parts, instruction))),
            None => Place::Nowhere,
        }
    }
}

impl<'a> Typing<'a> {
    fn of(line: Line<'a>, parts: &Parts, instruction: Instruction) -> Self {
        let before = line.before();
        let spec = instruction.spec();
        let takes_flags = spec.checks_flags && !spec.flags.is_empty();
        let open = if takes_flags { open_flag(before, parts) } else { None };
        let mut flags: Vec<String> =
            parts.flags().filter(|_| takes_flags).map(|flag| flag.text().to_owned()).collect();
        let args_from = match open {
            Some(start) => {
                if parts.flags().next_back().is_some_and(|last| last.range().start == start) {
                    flags.pop();
                }
                before.len()
            }
            None if takes_flags => parts.args.start,
            None => parts.rest,
        };
        let arguments = before[args_from..].trim_start_matches(is_space);
        let args_start = before.len() - arguments.len();
        let words = Words::of(arguments, instruction, line.document.escape());
        Self {
            instruction,
            keyword: before[parts.keyword.clone()].to_owned(),
            flags,
            flag: open.map(|start| flag(&line, parts, start)),
            args_start,
            token: token(&line, args_start, &words),
            words,
            line,
        }
    }

    /// The arguments up to the cursor.
    pub fn text(&self) -> &str {
        &self.line.text[self.args_start..self.line.cursor]
    }

    /// The value of a flag that is being typed, including the text after the cursor.
    pub fn whole_value(&self, flag: &FlagTyping) -> String {
        let (flags, _) = extract_flags(&self.line.text[flag.range.start..], self.line.document.escape());
        let value = flags.first().and_then(|whole| split_flag(&whole.text).1);
        value.or(flag.value.as_deref()).unwrap_or_default().to_owned()
    }

    /// The program that builds the file.
    pub fn engine(&self) -> Engine {
        self.line.document.context().inputs.engine
    }

    /// The flag with this name, if the instruction has one.
    pub fn flag_spec(&self, name: &str) -> Option<&'static FlagSpec> {
        self.instruction.spec().flag_of(self.engine(), name)
    }
}

fn keyword(line: &Line<'_>) -> KeywordTyping {
    let before = line.before();
    let word = before.trim_start_matches(is_space);
    let start = line.source_offset(before.len() - word.len());
    let end = line.offset + end_of_word(&line.rest);
    let spot = &line.spot;
    let instruction_end = spot.placed.start + spot.placed.facts.len.max(1);
    let rest = line.document.text().slice(end..instruction_end.max(end));
    KeywordTyping {
        token: Token::new(start..end, word),
        has_rest: !rest.trim().is_empty(),
        is_in_stage: spot.stage.is_some_and(|stage| stage > 0 || spot.item > 0),
    }
}

/// The start of the flag that the text ends with.
fn open_flag(before: &str, parts: &Parts) -> Option<usize> {
    let last = parts.flags().next_back().map(|flag| flag.range());
    if let Some(last) = last.clone().filter(|last| last.end == before.len()) {
        return Some(last.start);
    }
    // A single dash is an argument, and two dashes end the flags, but both may be the beginning of a
    // flag.
    let from = last.map_or(parts.rest, |last| last.end);
    let dashes = before[from..].trim_start();
    matches!(dashes, "-" | "--").then(|| before.len() - dashes.len())
}

fn flag(line: &Line<'_>, parts: &Parts, start: usize) -> FlagTyping {
    let before = line.before();
    let raw = &before[start..];
    let written = parts.flags().find(|flag| flag.range().start == start).map_or(raw, |flag| flag.text());
    let written = written.trim_start_matches('-');
    let (name, value) = match written.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (written, None),
    };
    let value_start = raw.find('=').map_or(before.len(), |equals| start + equals + 1);
    let end = line.offset + end_of_word(&line.rest);
    FlagTyping {
        range: start..before.len(),
        name: name.to_owned(),
        value_token: Token::new(line.source_offset(value_start)..end, value.as_deref().unwrap_or_default()),
        token: Token::new(line.source_offset(start)..end, raw),
        value,
        value_start,
    }
}

/// The word at the cursor.
fn token(line: &Line<'_>, args_start: usize, words: &Words) -> Token {
    let prefix = &line.before()[args_start + words.start..];
    let stops: &[char] = if words.is_array { &['"', ',', ']'] } else { &[] };
    let end = line.rest.find(|c: char| is_list_space(c) || stops.contains(&c)).unwrap_or(line.rest.len());
    let rest = &line.rest[..end];
    // An escape character at the end of the line is not part of the word.
    let is_last = line.rest[end..].trim().is_empty();
    let end = match rest.strip_suffix(line.document.escape()) {
        Some(rest) if is_last => rest.len(),
        _ => end,
    };
    // Keep the quote that opens an element.
    let lead = usize::from(words.is_array && prefix.starts_with('"'));
    let start = line.source_offset(args_start + words.start + lead);
    Token::new(start.min(line.offset)..line.offset + end, &prefix[lead..])
}
