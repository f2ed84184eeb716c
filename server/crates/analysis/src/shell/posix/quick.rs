//! Reads the common kind of script without the bash grammar, and gives up on any other.
//!
//! Nearly all scripts of Dockerfiles are lists of simple commands. The grammar takes many times as long for such a
//! script as everything that is asked of it afterwards, so it is kept for the rest. What the two make of a script must
//! be one thing, the oddities of the grammar included: this reader builds the grammar's tree, node by node, and the tests
//! compare the trees of both for any text that this one reads. Where the grammar is known to err, or where it is not worth
//! while to find out what it does, the answer is `None`, and the grammar reads the script.
//!
//! Read here: lists, pipelines, comments, simple commands, assignments before and without them, declarations,
//! redirections, quotes, `${…}` with plain words, `$( … )`, `( … )`, `{ … }`, `if`, `for`, `while`, `until`, functions
//! and the common tests. Left to the grammar: `case`, arithmetic, arrays, backticks in words, here-strings, redirections
//! before a command, and all that is wrong or not finished.
//!
//! The text is what [`mend`](super::mend) makes of a script: ASCII, `$X` outside braces a plain name, heredocs gone.
//! Nodes that nothing looks at are left out: the quotes of a string and the plain text in it.

mod compound;
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
    quick.statements(0)?;
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
    fn statements(&mut self, mut count: usize) -> Option<Statements> {
        let mut is_ended = true;
        loop {
            self.gap()?;
            let ends_here = match self.peek() {
                None | Some(b')' | b'}') => true,
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
        let read = self.statements(0)?;
        if field != Field::None {
            self.are(from, field);
        }
        read.is_ended.then_some(read.count)
    }

    /// A list of pipelines, in the nesting of the grammar: see [`List`].
    fn list(&mut self) -> Option<()> {
        let mut list = List::at(self.open.len());
        loop {
            self.loses_line_end = false;
            self.command()?;
            self.blanks()?;
            if self.is_redirection() {
                // What these are about is another question to the grammar.
                let is_glued = !matches!(self.bytes[self.at - 1], b' ' | b'\t' | b'\n');
                let is_first = list.parts == 1 && list.pipeline == list.from;
                if list.parts > 3 || is_glued && !is_first {
                    return None;
                }
                self.end_list(&mut list);
                self.is(Field::Body);
                while self.is_redirection() {
                    self.redirection()?;
                    self.is(Field::Redirect);
                    self.blanks()?;
                }
                self.close(Bash::RedirectedStatement, list.from);
            }
            match (self.peek(), self.peek_at(1)) {
                (Some(b'&'), Some(b'&')) => self.operator(&mut list, Bash::And)?,
                (Some(b'|'), Some(b'|')) => self.operator(&mut list, Bash::Or)?,
                (Some(b'|'), Some(b'&')) => return None,
                (Some(b'|'), _) => {
                    self.token(Bash::Pipe, 1);
                    self.gap()?;
                    list.parts += 1;
                    if list.parts == 2 {
                        list.second = self.open.len();
                    }
                }
                _ => {
                    self.loses_line_end |= list.parts > 2;
                    self.end_list(&mut list);
                    return Some(());
                }
            }
        }
    }

    fn operator(&mut self, list: &mut List, kind: Bash) -> Option<()> {
        if list.is_long
            || list.parts > 4 && !list.is_fresh
            || !list.outer.is_empty() && list.is_fresh && list.parts > 2
        {
            return None;
        }
        if list.is_fresh && list.parts > 2 {
            list.is_long = list.parts > 3;
            self.close(Bash::Pipeline, list.second);
            list.outer.push((list.start, list.pipeline));
            list.start = list.second;
        } else {
            self.end_list(list);
            list.is_fresh = false;
        }
        self.token(kind, 2);
        self.gap()?;
        list.pipeline = self.open.len();
        list.parts = 1;
        Some(())
    }

    /// Makes one statement of what is read of a list so far.
    fn end_list(&mut self, list: &mut List) {
        if list.parts > 1 {
            self.close(Bash::Pipeline, list.pipeline);
        }
        loop {
            if list.pipeline > list.start {
                self.close(Bash::List, list.start);
            }
            let Some((start, pipeline)) = list.outer.pop() else { break };
            self.close(Bash::Pipeline, pipeline);
            (list.start, list.pipeline) = (start, pipeline);
        }
        *list = List::at(list.from);
    }

    fn command(&mut self) -> Option<()> {
        match self.peek()? {
            b'(' => self.subshell(),
            b'{' => self.group(),
            b'[' => self.test(),
            b'!' if matches!(self.peek_at(1), Some(b' ' | b'\t')) => self.negated(),
            b'a'..=b'z' => match self.keyword() {
                b"if" => self.if_statement(),
                b"while" => self.while_loop(Bash::While),
                b"until" => self.while_loop(Bash::Until),
                b"for" => self.for_loop(),
                b"export" | b"readonly" | b"local" | b"declare" | b"typeset" => {
                    self.declaration(Bash::DeclarationCommand)
                }
                b"unset" | b"unsetenv" => self.declaration(Bash::UnsetCommand),
                b"case" | b"select" | b"function" | b"do" | b"done" | b"then" | b"else" | b"elif" | b"fi"
                | b"esac" | b"in" => None,
                _ => self.simple_command(),
            },
            _ => self.simple_command(),
        }
    }

    fn negated(&mut self) -> Option<()> {
        let from = self.open.len();
        self.token(Bash::Not, 1);
        self.blanks()?;
        match self.peek()? {
            b'{' | b'!' => return None,
            b'a'..=b'z' => match self.keyword() {
                b"if" | b"while" | b"until" | b"for" | b"export" | b"readonly" | b"local" | b"declare"
                | b"typeset" | b"unset" | b"unsetenv" => return None,
                _ => self.command()?,
            },
            _ => self.command()?,
        }
        let inside = self.open.last().map(|&inside| self.tree.kind(inside));
        if matches!(inside, Some(Bash::VariableAssignments | Bash::FunctionDefinition)) {
            return None;
        }
        self.close(Bash::NegatedCommand, from);
        Some(())
    }

    fn simple_command(&mut self) -> Option<()> {
        let from = self.open.len();
        let mut assignments = 0;
        while self.assignment(assignments > 0)? {
            assignments += 1;
            self.blanks()?;
        }
        if assignments > 0 {
            if self.is_redirection() {
                return None;
            }
            if self.is_end() {
                if assignments > 1 {
                    self.loses_line_end = true;
                    self.close(Bash::VariableAssignments, from);
                }
                return Some(());
            }
        }
        let name = self.open.len();
        // Other characters may be parts of names to the grammar here.
        let is_usual =
            |byte: u8| is_name(byte) || matches!(byte, b'/' | b'.' | b'~' | b':' | b'$' | b'"' | b'\'');
        if !is_usual(self.peek()?) || self.is_reserved() {
            return None;
        }
        self.literal()?;
        if self.peek() == Some(b'(') {
            return if assignments == 0 { self.function(from) } else { None };
        }
        self.close(Bash::CommandName, name);
        self.is(Field::Name);
        loop {
            self.blanks()?;
            if self.is_end() || self.is_redirection() {
                break;
            }
            let start = self.at;
            self.literal()?;
            // What may stand behind these is no word.
            if matches!(self.bytes[start..self.at], [b'=', b'=' | b'~', ..]) {
                return None;
            }
        }
        self.close(Bash::Command, from);
        Some(())
    }

    /// Whether a reserved word stands here, alone or with something glued to it that is no part of a plain word.
    fn is_reserved(&self) -> bool {
        const RESERVED: [&[u8]; 22] = [
            b"if",
            b"then",
            b"else",
            b"elif",
            b"fi",
            b"for",
            b"while",
            b"until",
            b"do",
            b"done",
            b"case",
            b"esac",
            b"in",
            b"select",
            b"function",
            b"export",
            b"readonly",
            b"local",
            b"declare",
            b"typeset",
            b"unset",
            b"unsetenv",
        ];
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        (2..9).contains(&length)
            && !rest.get(length).is_some_and(|&byte| PLAIN[byte as usize])
            && RESERVED.contains(&&rest[..length])
    }

    /// Whether no word of the command follows.
    fn is_end(&self) -> bool {
        match self.peek() {
            None | Some(b'\n' | b';' | b'|' | b')' | b'#') => true,
            Some(b'&') => self.peek_at(1) != Some(b'>'),
            _ => false,
        }
    }

    /// Whether a redirection starts here, at the start of a word.
    fn is_redirection(&self) -> bool {
        match self.peek() {
            Some(b'<' | b'>') => true,
            Some(b'&') => self.peek_at(1) == Some(b'>'),
            Some(b'1'..=b'9') => {
                let rest = &self.bytes[self.at..];
                let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                matches!(rest.get(length), Some(b'<' | b'>'))
            }
            _ => false,
        }
    }

    /// A redirection. The words behind its target are its own to the grammar.
    fn redirection(&mut self) -> Option<()> {
        let from = self.open.len();
        let digits = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 {
            self.leaf(Bash::FileDescriptor, true, digits);
        }
        let (kind, length) = match &self.bytes[self.at..] {
            [b'&', b'>', b'>', ..] if digits == 0 => (Bash::AndAppend, 3),
            [b'&', b'>', ..] if digits == 0 => (Bash::AndGreater, 2),
            [b'>', b'>', ..] => (Bash::Append, 2),
            [b'>' | b'<', b'(' | b'|' | b'<' | b'>', ..] | [b'>' | b'<', b'&', b'-', ..] => return None,
            [b'>', b'&', ..] => (Bash::GreaterAnd, 2),
            [b'<', b'&', ..] => (Bash::LessAnd, 2),
            [b'>', ..] => (Bash::Greater, 1),
            [b'<', ..] => (Bash::Less, 1),
            _ => return None,
        };
        self.token(kind, length);
        let mut targets = 0;
        loop {
            self.blanks()?;
            if self.is_end() || self.is_redirection() {
                break;
            }
            self.literal()?;
            targets += 1;
        }
        if targets == 0 {
            return None;
        }
        self.close(Bash::FileRedirect, from);
        Some(())
    }
}

/// A list that is being read. The grammar nests it in three ways, each time a statement behind an operator:
///
/// - to the left: `a && b && c` is `(a && b) && c`;
/// - behind the first pipe of a longer pipeline that nothing stands before: `a | b | c && d` is `a | ((b | c) && d)`;
/// - under redirections, which take all that stands before them: `a && b > f` is `(a && b) > f`.
struct List {
    /// Where it starts in what is open.
    from: usize,
    /// Where the list that the next operator goes on with starts.
    start: usize,
    /// Where the pipeline that is being read starts.
    pipeline: usize,
    /// Its second part.
    second: usize,
    /// The number of its parts.
    parts: usize,
    /// Nothing stands before it, or only what it is nested in.
    is_fresh: bool,
    /// The pipeline that it is nested in has so many parts that the nesting depends on what follows.
    is_long: bool,
    /// The lists and pipelines that this one is nested in.
    outer: Vec<(usize, usize)>,
}

impl List {
    fn at(from: usize) -> Self {
        Self {
            from,
            start: from,
            pipeline: from,
            second: from,
            parts: 1,
            is_fresh: true,
            is_long: false,
            outer: Vec::new(),
        }
    }
}

/// What was read of a sequence of statements.
struct Statements {
    count: usize,
    /// Something ends the last one, or there are none.
    is_ended: bool,
}
