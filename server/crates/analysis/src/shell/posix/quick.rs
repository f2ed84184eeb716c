//! Parses common scripts without the bash grammar, and gives up on all others.
//!
//! Nearly all scripts in Dockerfiles are lists of simple commands. For such a script, the grammar
//! takes many times as long as all later analysis, so it is used only for the rest. Both must give
//! the same result, including the grammar's oddities: this reader builds the grammar's tree, node
//! by node, and tests compare both trees for every text that it can read. If the grammar is known
//! to be wrong, or its result is not worth finding out, this reader returns `None` and the grammar
//! parses the script.
//!
//! It reads lists, pipelines, comments, simple commands, assignments with and without a command,
//! declarations, redirections, quotes, `${…}` with plain words, `$( … )`, backticks around a whole
//! word or in quotes, `( … )`, `{ … }`, `if`, `for`, `while`, `until`, `case` with plain patterns,
//! functions and the common tests. It leaves to the grammar: arithmetic, arrays, other backticks,
//! redirections before a command, and everything that is invalid or incomplete; of a longer script,
//! only the statements that need it ([`detour`]).
//!
//! Its input is a script after [`mend`](super::mend): ASCII, with plain names for `$X` outside of
//! braces, and without heredocs. Nodes that are never used are left out: the quotes of a string and
//! the plain text in it.

mod commands;
mod compound;
mod conditions;
mod detour;
mod lists;
#[cfg(test)]
mod tests;
mod words;

use crate::shell::{
    kinds::Bash,
    tree::{Field, Tree},
};

/// Deeper nesting is left to the grammar, because this reader is recursive and stacks are small.
const MAX_DEPTH: u32 = 24;

/// The tree of a mended script; `None` if the grammar must parse it.
pub(super) fn tree(text: &str) -> Option<Tree> {
    // Offsets must fit into 32 bits.
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
        in_backticks: false,
        statement: Reading::default(),
    };
    while quick.statements().is_none() || quick.at < text.len() {
        quick.detour(text)?;
    }
    let root = quick.tree.add(Bash::Program, true, 0..text.len());
    quick.tree.adopt(root, &quick.open);
    quick.tree.root = root;
    Some(quick.tree)
}

/// The reader. Nodes that do not belong to a parent yet are in `open`, in the order of the text.
struct Quick<'a> {
    bytes: &'a [u8],
    at: usize,
    tree: Tree,
    open: Vec<u32>,
    /// The end of the last token that ended a statement.
    ended: usize,
    /// Whether the grammar may read a line end here as a space, depending on the following text.
    loses_line_end: bool,
    depth: u32,
    /// Between backticks, where a backslash has more meanings.
    in_backticks: bool,
    /// The start of the last statement that is not in another one.
    statement: Reading,
}

/// How far the reader was: the offset, and the numbers of open nodes and of all nodes.
#[derive(Clone, Copy, Default)]
struct Reading {
    at: usize,
    open: usize,
    nodes: usize,
}

/// Whether a byte can be part of a plain word.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'!' | b'#' | b'%' | b'*'..=b':' | b'=' | b'?'..=b'Z' | b'^' | b'_' | b'a'..=b'z' | b'~')
}

/// [`is_plain`] for all bytes.
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

    /// Skips a byte that must be here.
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Skips whitespace, including a line end that is escaped by a backslash after whitespace.
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

    /// Skips whitespace, line ends and comments.
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

    /// Skips whitespace and line ends where nothing else is allowed.
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

    /// Adds a node of this length without children, and returns its number.
    fn leaf(&mut self, kind: Bash, is_named: bool, length: usize) -> u32 {
        let node = self.tree.add(kind, is_named, self.at..self.at + length);
        self.at += length;
        self.open.push(node);
        node
    }

    fn token(&mut self, kind: Bash, length: usize) {
        self.leaf(kind, false, length);
    }

    /// Makes one node of all open nodes from an index on, and returns its number.
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

    /// Sets the field of the last node.
    fn is(&mut self, field: Field) {
        if let Some(&last) = self.open.last() {
            self.tree.set_field(last, field);
        }
    }

    /// Sets the field of all open nodes from an index on.
    fn are(&mut self, from: usize, field: Field) {
        for &node in &self.open[from..] {
            if self.tree.kind(node) != Bash::Comment {
                self.tree.set_field(node, field);
            }
        }
    }

    /// The word of lower-case letters that is here, if nothing else belongs to it.
    fn keyword(&self) -> &[u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        match rest.get(length) {
            None | Some(b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' | b'`') => &rest[..length],
            _ => &[],
        }
    }

    /// Notes where a statement begins that is not in another one.
    fn mark(&mut self) {
        if self.depth == 0 {
            self.statement = Reading { at: self.at, open: self.open.len(), nodes: self.tree.size() };
        }
    }

    /// Reads statements up to something that cannot begin one. A statement that nothing ends is the
    /// last one.
    fn statements(&mut self) -> Option<Statements> {
        let (mut count, mut is_ended) = (0, true);
        loop {
            self.mark();
            self.gap()?;
            self.mark();
            let ends_here = match self.peek() {
                None | Some(b')' | b'}' | b'`') => true,
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
                // The end of a `case` item.
                Some(b';') => return Some(Statements { count, is_ended }),
                None | Some(b')' | b'`') => is_ended = false,
                _ => return None,
            }
            if !is_ended {
                return Some(Statements { count, is_ended });
            }
            self.ended = self.at;
        }
    }

    /// Reads statements between keywords, each with its end. `field` is their field in the parent.
    fn terminated(&mut self, field: Field) -> Option<usize> {
        let from = self.open.len();
        let read = self.statements()?;
        if field != Field::None {
            self.are(from, field);
        }
        read.is_ended.then_some(read.count)
    }
}

/// The result of reading a sequence of statements.
struct Statements {
    count: usize,
    /// Whether the last one is terminated, or there are none.
    is_ended: bool,
}
