//! Splits the words of a command into options, their values, and operands.

use std::ops::Range;

use crate::{
    shell::{ShellView, Span},
    spec::programs::{Letters, OptionStyle},
};

/// The options that have a value.
pub(super) struct Valued<'a> {
    names: &'a [&'a str],
    /// Those with special values, which also have one.
    special: &'a [&'a str],
    letters: Letters,
}

impl<'a> Valued<'a> {
    /// `letters` are those of `names`.
    pub(super) fn new(names: &'a [&'a str], letters: Letters, special: &'a [&'a str]) -> Self {
        Self { names, special, letters: letters.with(Letters::of(special)) }
    }
}

/// An option of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOption {
    /// The word that contains it.
    pub word: usize,
    /// Its name.
    pub name: OptionName,
    /// Its value.
    pub value: OptionValue,
}

/// The name of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionName {
    /// `-y`, alone or in a bundle.
    Letter(char),
    /// `--yes` or `-yes`: the length of the name in its word, in bytes.
    Word(usize),
}

/// The value of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionValue {
    /// It has no value.
    None,
    /// The rest of its word from this byte on: `--a=b`, `-ab`.
    Rest(usize),
    /// The next word.
    Word(usize),
}

impl CallOption {
    /// Whether it has this name, which includes the dashes.
    pub fn is_named(&self, view: &ShellView, name: &str) -> bool {
        is_named(view, self, name)
    }

    /// Whether it has one of these names.
    pub(super) fn is_any_of(&self, view: &ShellView, names: &[&str]) -> bool {
        is_any_of(view, self, names)
    }

    /// The text of its value; `None` if it has none or the shell expands something in it.
    pub fn value<'a>(&self, view: &'a ShellView) -> Option<&'a str> {
        match self.value {
            OptionValue::None => None,
            OptionValue::Rest(from) => view.words[self.word].text.as_deref()?.get(from..),
            OptionValue::Word(word) => view.words[word].text.as_deref(),
        }
    }

    /// From its word to its value.
    pub fn span(&self, view: &ShellView) -> Span {
        let own = view.words[self.word].span;
        match self.value {
            OptionValue::Word(word) => Span { start: own.start, end: view.words[word].span.end },
            OptionValue::None | OptionValue::Rest(_) => own,
        }
    }
}

fn is_named(view: &ShellView, option: &CallOption, name: &str) -> bool {
    is_any_of(view, option, &[name])
}

fn is_any_of(view: &ShellView, option: &CallOption, names: &[&str]) -> bool {
    match option.name {
        OptionName::Letter(letter) => names.iter().any(|name| is_letter(name, letter)),
        OptionName::Word(length) => {
            let own = view.words[option.word].shown().get(..length);
            names.iter().any(|name| name.len() == length && own == Some(*name))
        }
    }
}

/// Whether a name is a dash and this letter.
fn is_letter(name: &str, letter: char) -> bool {
    // Nearly all names and letters are ASCII.
    match name.as_bytes() {
        [b'-', byte] => char::from(*byte) == letter,
        [b'-', byte, ..] if !byte.is_ascii() => name.chars().skip(1).eq([letter]),
        _ => false,
    }
}

/// Reads the words of a command from left to right.
#[derive(Clone)]
pub(super) struct OptionReader<'a> {
    view: &'a ShellView,
    words: Range<usize>,
}

impl<'a> OptionReader<'a> {
    /// `None` if there are no words.
    pub(super) fn new(view: &'a ShellView, words: Range<usize>) -> Option<Self> {
        (words.start < words.end && words.end <= view.words.len()).then_some(Self { view, words })
    }

    pub(super) fn peek(&self) -> Option<usize> {
        (!self.words.is_empty()).then_some(self.words.start)
    }

    pub(super) fn next(&mut self) -> Option<usize> {
        self.words.next()
    }

    pub(super) fn next_if(&mut self, is_it: impl FnOnce(&str) -> bool) -> Option<usize> {
        let word = self.peek().filter(|&word| is_it(self.shown(word)))?;
        self.words.next();
        Some(word)
    }

    pub(super) fn back_to(&mut self, word: usize) {
        self.words.start = word;
    }

    pub(super) fn is_named(&self, option: &CallOption, name: &str) -> bool {
        is_named(self.view, option, name)
    }

    fn shown(&self, word: usize) -> &'a str {
        self.view.words[word].shown()
    }

    /// The options before the first operand, up to and including one with a special value.
    pub(super) fn leading(&mut self, valued: &Valued<'_>) -> Vec<CallOption> {
        let mut found = Vec::new();
        let is_option = |text: &str| text.len() > 1 && text.starts_with('-');
        while let Some(word) = self.next_if(is_option) {
            if self.shown(word) == "--" {
                break;
            }
            let first = found.len();
            self.option(word, OptionStyle::Letters, valued, &mut found);
            let is_last = |option: &CallOption| valued.special.iter().any(|name| self.is_named(option, name));
            if let Some(at) = found[first..].iter().position(is_last) {
                found.truncate(first + at + 1);
                break;
            }
        }
        found
    }

    /// The remaining options, and the words that are neither options nor their values.
    pub(super) fn all(&mut self, style: OptionStyle, valued: &Valued<'_>) -> (Vec<CallOption>, Vec<usize>) {
        let (mut options, mut operands) = (Vec::new(), Vec::new());
        let is_bare = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if style == OptionStyle::Bundle
            && let Some(word) = self.next_if(is_bare)
        {
            // Each letter takes its value from the next word.
            for letter in self.shown(word).chars() {
                let value = if valued.letters.has(letter) { self.next() } else { None };
                let value = value.map_or(OptionValue::None, OptionValue::Word);
                options.push(CallOption { word, name: OptionName::Letter(letter), value });
            }
        }
        let mut is_open = true;
        while let Some(word) = self.next() {
            let text = self.shown(word);
            if is_open && text == "--" {
                is_open = false;
            } else if is_open && text.len() > 1 && text.starts_with('-') {
                self.option(word, style, valued, &mut options);
            } else if is_open && style == OptionStyle::First && text.len() > 1 && text.starts_with('+') {
                // `set` and shells use `+o` to turn options off.
                if text.ends_with(['o', 'O']) {
                    self.next();
                }
            } else {
                is_open &= style != OptionStyle::First;
                operands.push(word);
            }
        }
        (options, operands)
    }

    /// The options in a word.
    fn option(&mut self, word: usize, style: OptionStyle, valued: &Valued<'_>, found: &mut Vec<CallOption>) {
        let text = self.shown(word);
        let is_whole = self.view.words[word].text.is_some();
        let has = |name: &str| valued.names.contains(&name) || valued.special.contains(&name);
        // Programs with this style of options accept two dashes as well as one.
        let is_valued = |text: &str| has(text) || (style == OptionStyle::Words && has(&text[1..]));
        if text.starts_with("--") || style == OptionStyle::Words {
            let length = text.find('=').unwrap_or(text.len());
            let value = if length < text.len() {
                OptionValue::Rest(length + 1)
            } else if is_whole && is_valued(text) {
                self.next().map_or(OptionValue::None, OptionValue::Word)
            } else {
                OptionValue::None
            };
            return found.push(CallOption { word, name: OptionName::Word(length), value });
        }
        for (at, letter) in text.char_indices().skip(1) {
            let name = OptionName::Letter(letter);
            let rest = at + letter.len_utf8();
            if text[rest..].starts_with('=') {
                return found.push(CallOption { word, name, value: OptionValue::Rest(rest + 1) });
            }
            if !valued.letters.has(letter) {
                found.push(CallOption { word, name, value: OptionValue::None });
                continue;
            }
            let value = if rest < text.len() || !is_whole {
                OptionValue::Rest(rest)
            } else {
                self.next().map_or(OptionValue::None, OptionValue::Word)
            };
            return found.push(CallOption { word, name, value });
        }
    }
}
