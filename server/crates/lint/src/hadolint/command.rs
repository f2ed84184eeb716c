//! A command as hadolint sees it: its flags, and the words that are left without them.

use std::ops::Range;

/// A command with a name.
#[derive(Debug)]
pub(super) struct Command {
    /// Its name, quotes removed.
    pub(super) name: Box<str>,
    /// Where the name is in the instruction.
    pub(super) range: Range<usize>,
    /// The words after the name.
    pub(super) args: Vec<Arg>,
}

/// An argument.
#[derive(Debug)]
pub(super) struct Arg {
    /// Its text, with quotes removed and expansions kept as text.
    pub(super) text: Box<str>,
    /// Where it is in the instruction.
    pub(super) range: Range<usize>,
}

impl Arg {
    /// The names of the flags in it: `--x=v` has `x`, `-abc` has `a`, `b` and `c`.
    pub(super) fn flags(&self) -> impl Iterator<Item = &str> {
        let text = &*self.text;
        let (long, short) = match text.strip_prefix("--") {
            Some("") => (None, ""),
            Some(long) => (Some(before_equals(long)), ""),
            None => (None, text.strip_prefix('-').map_or("", before_equals)),
        };
        long.into_iter().chain(short.char_indices().map(|(at, c)| &short[at..at + c.len_utf8()]))
    }

    /// Whether it is a flag. `-` and `--` are not.
    pub(super) fn is_flag(&self) -> bool {
        self.text.starts_with('-') && &*self.text != "--" && self.text.len() > 1
    }
}

fn before_equals(text: &str) -> &str {
    text.split('=').next().unwrap_or_default()
}

impl Command {
    /// Whether a word is among the arguments.
    pub(super) fn has(&self, word: &str) -> bool {
        self.args.iter().any(|arg| &*arg.text == word)
    }

    /// The first argument that is one of these words.
    pub(super) fn word(&self, words: &[&str]) -> Option<&Arg> {
        self.args.iter().find(|arg| words.contains(&&*arg.text))
    }

    /// Whether it has one of these flags.
    pub(super) fn has_flag(&self, names: &[&str]) -> bool {
        self.args.iter().any(|arg| arg.flags().any(|flag| names.contains(&flag)))
    }

    /// How many times a flag is given.
    pub(super) fn count(&self, name: &str) -> usize {
        self.args.iter().flat_map(Arg::flags).filter(|flag| *flag == name).count()
    }

    /// The arguments without flags, and without the words that follow one of `valued`.
    pub(super) fn operands<'a>(&'a self, valued: &'a [&str]) -> impl Iterator<Item = &'a Arg> {
        self.operands_from(0, valued)
    }

    /// Like [`operands`](Self::operands), from an argument on.
    pub(super) fn operands_from<'a>(
        &'a self,
        from: usize,
        valued: &'a [&str],
    ) -> impl Iterator<Item = &'a Arg> {
        let args = &self.args[from..];
        let takes_next = |arg: &Arg| {
            arg.is_flag() && !arg.text.contains('=') && arg.flags().any(|flag| valued.contains(&flag))
        };
        let is_value = move |at: usize| at > 0 && takes_next(&args[at - 1]);
        let all = args.iter().enumerate();
        all.filter(move |(at, arg)| !arg.is_flag() && !is_value(*at)).map(|(_, arg)| arg)
    }
}
