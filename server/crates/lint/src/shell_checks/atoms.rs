//! The pieces of a word in a script: literal text, escapes, quoted texts and expansions.
//!
//! All checks share one scan of a word. The inside of a substitution is not scanned, because its
//! commands have their own words.

use std::ops::Range;

use dockwright_analysis::shell::{ShellView, quotes};

/// A piece of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) kind: AtomKind,
    /// Its place in the text.
    pub(super) range: Range<usize>,
    /// It is between double quotes.
    pub(super) is_quoted: bool,
}

/// What a piece of a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtomKind {
    /// Literal text, and characters that form patterns.
    Text,
    /// A backslash that the shell removes, and the character after it.
    Escape,
    /// `'…'`
    Single,
    /// `$'…'`
    Ansi,
    /// `"…"`; what is between the quotes follows.
    Double,
    /// `$X`, `$1`, `$?`
    Parameter,
    /// `${…}`
    Braced,
    /// `$(…)`
    Command,
    /// `` `…` ``
    Backticks,
    /// `$((…))`
    Arithmetic,
    /// `<(…)`
    Process,
}

impl AtomKind {
    /// Whether the shell splits its value into words where it is not quoted.
    pub(super) fn is_expansion(self) -> bool {
        matches!(self, Self::Parameter | Self::Braced | Self::Command | Self::Backticks)
    }
}

/// Reads the pieces of a word into a list.
pub(super) fn scan(view: &ShellView, text: &str, range: Range<usize>, atoms: &mut Vec<Atom>) {
    scan_in(view, text, range, false, atoms);
}

/// Like [`scan`], for a word in backticks, where `\$` is `$` to the shell that reads it.
pub(super) fn scan_in(
    view: &ShellView,
    text: &str,
    range: Range<usize>,
    in_backticks: bool,
    atoms: &mut Vec<Atom>,
) {
    if range.end <= text.len() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
        Scan { view, text, in_backticks, atoms }.run(range, false);
    }
}

/// Whether a special piece may begin with a byte.
fn is_special(byte: u8) -> bool {
    const SPECIAL: [bool; 256] = {
        let (mut of, all) = ([false; 256], b"\\'\"`<>$");
        let mut at = 0;
        while at < all.len() {
            of[all[at] as usize] = true;
            at += 1;
        }
        of
    };
    SPECIAL[usize::from(byte)]
}

struct Scan<'a> {
    view: &'a ShellView,
    text: &'a str,
    in_backticks: bool,
    atoms: &'a mut Vec<Atom>,
}

impl Scan<'_> {
    fn run(&mut self, range: Range<usize>, is_quoted: bool) {
        let bytes = self.text.as_bytes();
        let (mut at, mut plain) = (range.start, range.start);
        while at < range.end {
            at += bytes[at..range.end].iter().take_while(|&&byte| !is_special(byte)).count();
            if at >= range.end {
                break;
            }
            let Some((kind, length)) = self.special(at, range.end, is_quoted) else {
                at += 1;
                while at < range.end && bytes[at] & 0xc0 == 0x80 {
                    at += 1;
                }
                continue;
            };
            self.push(AtomKind::Text, plain..at, is_quoted);
            let end = (at + length).min(range.end);
            self.push(kind, at..end, is_quoted);
            if kind == AtomKind::Double && end > at + 1 {
                // The last quote of a half-typed text may not be closed yet.
                let is_closed = bytes[end - 1] == b'"';
                self.run(at + 1..end - usize::from(is_closed), true);
            }
            (at, plain) = (end, end);
        }
        self.push(AtomKind::Text, plain..range.end, is_quoted);
    }

    fn push(&mut self, kind: AtomKind, range: Range<usize>, is_quoted: bool) {
        if !range.is_empty() {
            self.atoms.push(Atom { kind, range, is_quoted });
        }
    }

    /// The special piece that begins at an offset, if there is one, and its length.
    fn special(&self, at: usize, end: usize, is_quoted: bool) -> Option<(AtomKind, usize)> {
        let rest = &self.text[at..end];
        let bytes = rest.as_bytes();
        let first = || quotes::pieces(rest).next().map_or(1, |piece| piece.range.len());
        match bytes[0] {
            b'\\' if self.in_backticks && bytes.get(1) == Some(&b'$') => None,
            b'\\' if is_quoted => {
                let is_removed = matches!(bytes.get(1), Some(b'$' | b'`' | b'"' | b'\\' | b'\n'));
                is_removed.then_some((AtomKind::Escape, 2))
            }
            b'\\' => Some((AtomKind::Escape, 1 + rest[1..].chars().next().map_or(0, char::len_utf8))),
            b'\'' if !is_quoted => Some((AtomKind::Single, first())),
            b'"' if !is_quoted => Some((AtomKind::Double, first())),
            b'`' => Some((AtomKind::Backticks, self.known(at).unwrap_or_else(first))),
            b'<' | b'>' if !is_quoted && bytes.get(1) == Some(&b'(') => {
                self.known(at).map(|length| (AtomKind::Process, length))
            }
            b'$' => match bytes.get(1)? {
                b'\'' if !is_quoted => Some((AtomKind::Ansi, first())),
                b'(' if bytes.get(2) == Some(&b'(') && self.known(at).is_none() => {
                    Some((AtomKind::Arithmetic, first()))
                }
                b'(' => Some((AtomKind::Command, self.known(at).unwrap_or_else(first))),
                b'{' => Some((AtomKind::Braced, first())),
                b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0'..=b'9' => {
                    Some((AtomKind::Parameter, 2))
                }
                _ => {
                    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
                    let length = bytes[1..].iter().take_while(is_name).count();
                    (length > 0).then_some((AtomKind::Parameter, length + 1))
                }
            },
            _ => None,
        }
    }

    /// The length of the substitution that begins at an offset.
    fn known(&self, at: usize) -> Option<usize> {
        let all = &self.view.substitutions;
        let index = all.partition_point(|found| (found.span.start as usize) < at);
        let found = all.get(index).filter(|found| found.span.start as usize == at)?;
        Some((found.span.end - found.span.start) as usize)
    }
}

/// The parts of `${…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Braced<'a> {
    /// `#` or `!` before the name.
    pub(super) prefix: Option<char>,
    /// The name, a number or a sign.
    pub(super) name: &'a str,
    /// `[…]` after the name.
    pub(super) index: Option<&'a str>,
    /// The operator and its word.
    pub(super) rest: &'a str,
}

impl<'a> Braced<'a> {
    /// Reads `${…}` as a whole.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix("${")?.strip_suffix('}')?;
        let (prefix, inner) = match inner.chars().next()? {
            sign @ ('#' | '!') if inner.len() > 1 && !inner[1..].starts_with([':', '%', '-', '?', '=']) => {
                (Some(sign), &inner[1..])
            }
            _ => (None, inner),
        };
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = match inner.bytes().take_while(is_name).count() {
            0 => inner.chars().next().map_or(0, char::len_utf8),
            length => length,
        };
        let (name, rest) = inner.split_at(length);
        let index = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (index, rest) = index.map_or((None, rest), |(index, rest)| (Some(index), rest));
        Some(Self { prefix, name, index, rest })
    }

    /// Whether the expansion handles a missing value: `${X:-a}`, `${X:?}`, `${X:=a}`.
    pub(super) fn has_default(&self) -> bool {
        self.rest.strip_prefix(':').unwrap_or(self.rest).starts_with(['-', '?', '='])
    }

    /// `${X:=a}`
    pub(super) fn assigns(&self) -> bool {
        self.rest.strip_prefix(':').unwrap_or(self.rest).starts_with('=')
    }

    /// `${X:+a}`
    pub(super) fn is_alternative(&self) -> bool {
        self.rest.strip_prefix(':').unwrap_or(self.rest).starts_with('+')
    }
}
