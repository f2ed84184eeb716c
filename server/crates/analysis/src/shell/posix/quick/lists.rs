//! Reads lists, pipelines and redirections, with the grammar's nesting.

use super::Quick;
use crate::shell::{kinds::Bash, tree::Field};

/// A list that is being read. The grammar nests it in three ways, each time a statement follows an
/// operator:
///
/// - to the left: `a && b && c` is `(a && b) && c`;
/// - after the first pipe of a longer pipeline with nothing before it: `a | b | c && d` is `a | ((b
///   | c) && d)`;
/// - under redirections, which apply to everything before them: `a && b > f` is `(a && b) > f`.
struct List {
    /// The index in `open` at which it starts.
    from: usize,
    /// The start of the list that the next operator continues.
    start: usize,
    /// The start of the current pipeline.
    pipeline: usize,
    /// The start of its second part.
    second: usize,
    /// The number of its parts.
    parts: usize,
    /// Whether nothing precedes it except the lists that contain it.
    is_fresh: bool,
    /// Whether the pipeline around it has so many parts that the nesting depends on the following text.
    is_long: bool,
    /// The lists and pipelines around it.
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

impl Quick<'_> {
    /// Reads a list of pipelines, with the grammar's nesting: see [`List`].
    pub(super) fn list(&mut self) -> Option<()> {
        let mut list = List::at(self.open.len());
        loop {
            self.loses_line_end = false;
            self.command()?;
            self.blanks()?;
            if self.is_redirection() {
                // The grammar has its own view of what these apply to.
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

    /// Makes one statement of the list as read so far.
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

    /// Whether a redirection starts at this start of a word.
    pub(super) fn is_redirection(&self) -> bool {
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

    /// Reads a redirection. In the grammar, it includes the words after its target.
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
