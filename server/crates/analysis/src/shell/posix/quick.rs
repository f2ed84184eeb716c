//! Reads the common kind of script without the bash grammar, and gives up on any other.
//!
//! Nearly all scripts of Dockerfiles are lists of simple commands. The grammar takes many times as long for such a
//! script as everything that is asked of it afterwards, so it is kept for the rest. What the two make of a script must
//! be one thing, the oddities of the grammar included: this reader builds the grammar's tree, node by node, and the tests
//! compare the trees of both for any text that this one reads. Where the grammar is known to err, or where it is not worth
//! while to find out what it does, the answer is `None`, and the grammar reads the script.
//!
//! Read here: lists, pipelines, comments, simple commands, assignments before and without them, declarations,
//! redirections, quotes, `${…}` with plain words, `$( … )`, `( … )`, `{ … }`, `if`, `for`, `while`, `until`, `case`
//! with plain patterns, functions and the common tests. Left to the grammar: arithmetic, arrays, backticks in words, here-strings, redirections
//! before a command, and all that is wrong or not finished.
//!
//! The text is what [`mend`](super::mend) makes of a script: ASCII, `$X` outside braces a plain name, heredocs gone.
//! Nodes that nothing looks at are left out: the quotes of a string and the plain text in it.

mod commands;
mod compound;
mod conditions;
mod lists;
#[cfg(test)]
mod tests;
mod words;

use crate::shell::{
    kinds::Bash,
    tree::{Field, Tree},
};

/// Deeper nesting is left to the grammar: this is recursive, and stacks are small.
const MAX_DEPTH: u32 = 24;

/// The tree of a mended script; `None` where the grammar must read it.
pub(super) fn tree(text: &str) -> Option<Tree> {
    // Smaller numbers do for places.
    u32::try_from(text.len()).ok()?;
    let room = text.len() / 3 + 8;
    let tree = Tree::with_room(room);
    let mut quick = Quick {
        bytes: text.as_bytes(),
        at: 0,
        tree,
        open: Vec::with_capacity(room / 2),
        ended: 0,
        loses_line_end: false,
        depth: 0,
    };
    quick.statements()?;
    if quick.at < quick.bytes.len() {
        return None;
    }
    let root = quick.tree.add(Bash::Program, true, 0..text.len());
    quick.tree.adopt(root, &quick.open);
    quick.tree.root = root;
    Some(quick.tree)
}

/// The reader. What it has read and what belongs to no node yet is `open`, in the order of the text.
struct Quick<'a> {
    bytes: &'a [u8],
    at: usize,
    tree: Tree,
    open: Vec<u32>,
    /// The end of what ended a statement last.
    ended: usize,
    /// The grammar may take a line end here for a blank, depending on what follows.
    loses_line_end: bool,
    depth: u32,
}

/// Whether a byte is a part of a plain word.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'!' | b'#' | b'%' | b'*'..=b':' | b'=' | b'?'..=b'Z' | b'^' | b'_' | b'a'..=b'z' | b'~')
}

/// [`is_plain`] of all bytes.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = is_plain(byte as u8);
        byte += 1;
    }
    plain
};

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Quick<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Passes over a text that must be here.
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Passes over blanks. A line end that a backslash takes away is one, where a blank stands before it.
    fn blanks(&mut self) -> Option<()> {
        let mut has_joined = false;
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\\') if self.peek_at(1) == Some(b'\n') => {
                    let before = self.at.checked_sub(1).map(|before| self.bytes[before]);
                    let is_joined = matches!(before, Some(b' ' | b'\t'));
                    if !is_joined {
                        return None;
                    }
                    has_joined = true;
                    self.at += 2;
                }
                None | Some(b'\n') if has_joined => return None,
                _ => return Some(()),
            }
        }
    }

    /// Passes over blanks, line ends and comments.
    fn gap(&mut self) -> Option<()> {
        loop {
            self.blanks()?;
            match self.peek() {
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.comment(),
                _ => return Some(()),
            }
        }
    }

    /// Passes over blanks and line ends where nothing else may stand.
    fn white(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n')) {
            self.at += 1;
        }
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        self.leaf(Bash::Comment, true, length);
    }

    /// A node without children, as long as that from here on; its number.
    fn leaf(&mut self, kind: Bash, is_named: bool, length: usize) -> u32 {
        let node = self.tree.add(kind, is_named, self.at..self.at + length);
        self.at += length;
        self.open.push(node);
        node
    }

    fn token(&mut self, kind: Bash, length: usize) {
        self.leaf(kind, false, length);
    }

    /// Makes one node of all that is open from a place on; its number.
    fn close(&mut self, kind: Bash, from: usize) -> u32 {
        let children = &self.open[from..];
        let (first, last) = (children[0], children[children.len() - 1]);
        let range = self.tree.range(first).start..self.tree.range(last).end;
        let node = self.tree.add(kind, true, range);
        self.tree.adopt(node, children);
        self.open.truncate(from);
        self.open.push(node);
        node
    }

    /// Gives the node that was read last its field.
    fn is(&mut self, field: Field) {
        if let Some(&last) = self.open.last() {
            self.tree.set_field(last, field);
        }
    }

    /// Gives all nodes that are open from a place on a field.
    fn are(&mut self, from: usize, field: Field) {
        for &node in &self.open[from..] {
            if self.tree.kind(node) != Bash::Comment {
                self.tree.set_field(node, field);
            }
        }
    }

    /// The word of letters that stands here alone, if that is all of it.
    fn keyword(&self) -> &[u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        match rest.get(length) {
            None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')') => &rest[..length],
            _ => &[],
        }
    }

    /// Statements up to something that can begin none; how many there were. A statement with nothing to end it is the
    /// last one.
    fn statements(&mut self) -> Option<Statements> {
        let (mut count, mut is_ended) = (0, true);
        loop {
            self.gap()?;
            let ends_here = match self.peek() {
                None | Some(b')' | b'}') => true,
                Some(b';') => self.peek_at(1) == Some(b';'),
                Some(b'd' | b't' | b'e' | b'f') => {
                    matches!(self.keyword(), b"do" | b"done" | b"then" | b"else" | b"elif" | b"fi" | b"esac")
                }
                _ => false,
            };
            if ends_here {
                return Some(Statements { count, is_ended });
            }
            self.list()?;
            count += 1;
            self.blanks()?;
            if self.peek() == Some(b'#') {
                self.comment();
            }
            is_ended = true;
            match self.peek() {
                Some(b'\n') if self.loses_line_end && self.at + 1 < self.bytes.len() => return None,
                Some(b'\n') => self.at += 1,
                Some(b';') if self.peek_at(1) != Some(b';') => self.token(Bash::Semicolon, 1),
                Some(b'&') => self.token(Bash::Background, 1),
                // An item of `case` ends.
                Some(b';') => return Some(Statements { count, is_ended }),
                None | Some(b')') => is_ended = false,
                _ => return None,
            }
            if !is_ended {
                return Some(Statements { count, is_ended });
            }
            self.ended = self.at;
        }
    }

    /// Statements that keywords are around, each with its end. `field` is what they are to what they are in.
    fn terminated(&mut self, field: Field) -> Option<usize> {
        let from = self.open.len();
        let read = self.statements()?;
        if field != Field::None {
            self.are(from, field);
        }
        read.is_ended.then_some(read.count)
    }
}

/// What was read of a sequence of statements.
struct Statements {
    count: usize,
    /// Something ends the last one, or there are none.
    is_ended: bool,
}
