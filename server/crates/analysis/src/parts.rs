//! Splits an instruction into its keyword, its flags and its arguments.
//!
//! No other module splits instructions. Facts split whole instructions; a [cursor](crate::cursor)
//! also splits the text before it, which may be half typed. All ranges are in the joined line.

use std::ops::Range;

use dockwright_syntax::{
    logical::is_space,
    unicode,
    words::{FlagWord, extract_flags, split_keyword},
};

use crate::spec::Instruction;

/// An instruction, or the instruction after an ONBUILD.
#[derive(Debug)]
pub struct Parts {
    /// The instruction, `None` for an unknown keyword.
    pub instruction: Option<Instruction>,
    /// The keyword.
    pub keyword: Range<usize>,
    /// Where the text after the keyword starts, flags included.
    pub rest: usize,
    /// The flags as BuildKit extracts them; their ranges are relative to `rest`.
    flags: Vec<FlagWord>,
    /// The arguments, without surrounding whitespace.
    pub args: Range<usize>,
}

impl Parts {
    /// Splits the instruction that starts at `from` in a joined line.
    pub fn of(line: &str, from: usize, escape: char) -> Self {
        let start = from + (line.len() - from - line[from..].trim_start_matches(is_space).len());
        let (word, behind) = split_keyword(&line[start..]);
        let rest = start + behind;
        let (flags, args_at) = extract_flags(&line[rest..], escape);
        let args = &line[rest + args_at..];
        let args_start = line.len() - args.trim_start_matches(is_space).len();
        Self {
            instruction: Instruction::from_keyword(&unicode::lower(word)),
            keyword: start..start + word.len(),
            rest,
            flags,
            args: args_start..args_start + args.trim_matches(is_space).len(),
        }
    }

    /// The instruction in a joined line, followed by the one inside each ONBUILD.
    pub fn chain(line: &str, escape: char) -> Vec<Self> {
        let mut found = Vec::new();
        let mut from = 0;
        // BuildKit rejects much shorter chains of ONBUILD.
        while found.len() < 16 {
            let parts = Self::of(line, from, escape);
            let is_chain = parts.instruction == Some(Instruction::Onbuild) && !parts.args.is_empty();
            from = parts.args.start;
            found.push(parts);
            if !is_chain {
                break;
            }
        }
        found
    }

    /// The flags, with their ranges in the joined line.
    pub fn flags(&self) -> impl DoubleEndedIterator<Item = FlagPart<'_>> {
        self.flags.iter().map(|word| FlagPart { word, base: self.rest })
    }

    /// The flags as extracted from the text that starts at [`Self::rest`].
    pub fn flag_words(&self) -> &[FlagWord] {
        &self.flags
    }
}

/// A flag of an instruction.
#[derive(Debug, Clone, Copy)]
pub struct FlagPart<'a> {
    word: &'a FlagWord,
    base: usize,
}

impl<'a> FlagPart<'a> {
    /// The flag as BuildKit sees it, without quotes and escapes.
    pub fn text(&self) -> &'a str {
        &self.word.text
    }

    /// The whole flag.
    pub fn range(&self) -> Range<usize> {
        self.base + self.word.range.start..self.base + self.word.range.end
    }

    /// Its name without the dashes, and its value.
    pub fn split(&self) -> (&'a str, Option<&'a str>) {
        split_flag(&self.word.text)
    }

    /// Maps a range of [`Self::text`] to the joined line.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let found = self.word.map.range(&self.word.text, range);
        self.base + found.start..self.base + found.end
    }
}

/// Splits `--name=value` into name and value.
pub fn split_flag(text: &str) -> (&str, Option<&str>) {
    let text = text.strip_prefix("--").unwrap_or(text);
    text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triggers_follow_onbuild() {
        let line = "  ONBUILD run --net'wor'k=none  a b ";
        let chain = Parts::chain(line, '\\');
        let [onbuild, run] = &chain[..] else { panic!("{chain:?}") };
        assert_eq!(onbuild.instruction, Some(Instruction::Onbuild));
        assert_eq!(&line[run.keyword.clone()], "run");
        let flag = run.flags().next().unwrap();
        assert_eq!(flag.split(), ("network", Some("none")));
        assert_eq!(&line[flag.place(10..14)], "none");
        assert_eq!(&line[run.args.clone()], "a b");
    }

    #[test]
    fn half_typed_instructions_have_parts() {
        let parts = |line: &str| {
            let parts = Parts::of(line, 0, '\\');
            (parts.keyword, parts.flags.len(), parts.args)
        };
        assert_eq!(parts(""), (0..0, 0, 0..0));
        assert_eq!(parts("RU"), (0..2, 0, 2..2));
        assert_eq!(parts("RUN "), (0..3, 0, 4..4));
        assert_eq!(parts("RUN --mount=ty"), (0..3, 1, 14..14));
        assert_eq!(parts("RUN --a \u{a0} b"), (0..3, 1, 11..12));
    }
}
