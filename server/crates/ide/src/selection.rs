//! Expands a selection step by step: the word, the parts around it, the instruction, the stage, the
//! file.
//!
//! The steps follow the syntax tree. Text that is a single node, such as a shell command, is
//! divided into words and lines here, without parsing the shell's grammar.

use std::ops::Range;

use dockwright_syntax::{
    Position, PositionEncoding, Text,
    kinds::{Kind, NodeKind},
};
use rustc_hash::FxHashSet;
use tree_sitter::Node;

use dockwright_analysis::document::{Document, is_instruction};

/// The maximum number of steps; real lines have fewer, and some editors process them recursively.
const MAX_STEPS: usize = 100;

/// The ranges around `offset`, the innermost first; each one is larger than the one before and
/// contains it. The last one is the whole text.
pub fn selection_ranges(document: &Document, offset: usize) -> Vec<Range<usize>> {
    let text = document.text();
    let mut offset = offset.min(text.len());
    while text.chunk_at(offset).first().is_some_and(|byte| (0x80..0xC0).contains(byte)) {
        offset -= 1;
    }
    let root = document.tree().root();
    let mut steps = Steps { text, root, offset, ranges: Vec::new() };
    let pivot = pivot(text, offset);
    let path = path(root, pivot);
    steps.words(&path, pivot);
    for node in path.iter().rev() {
        steps.node(*node, pivot);
    }
    steps.add(0..text.len());
    let mut ranges = steps.ranges;
    if ranges.is_empty() {
        ranges.push(0..text.len());
    }
    if ranges.len() > MAX_STEPS {
        ranges.drain(MAX_STEPS / 2..ranges.len() - MAX_STEPS / 2);
    }
    ranges
}

/// The byte of the character that a cursor at `offset` refers to: in the word that it touches, else
/// the next character, else the previous one.
fn pivot(text: &Text, offset: usize) -> usize {
    let after = text.slice(offset..(offset + 4).min(text.len())).chars().next();
    let line = line(text, offset);
    let before = text.slice(line.start.min(offset)..offset).chars().next_back();
    let behind = before.map(|before| offset - before.len_utf8());
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match behind {
        Some(behind) if !after.is_some_and(is_word) && before.is_some_and(is_word) => behind,
        Some(behind) if is_blank(after) && !is_blank(before) => behind,
        Some(_) | None => offset,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The nodes around a byte, the outermost first. Found by descending from the root, since asking a
/// node for its parent does the same each time.
fn path(root: Node<'_>, byte: usize) -> Vec<Node<'_>> {
    let mut cursor = root.walk();
    let mut path = vec![root];
    while cursor.goto_first_child_for_byte(byte).is_some() && cursor.node().start_byte() <= byte {
        path.push(cursor.node());
    }
    path
}

/// The line that contains an offset, without its line end.
fn line(text: &Text, offset: usize) -> Range<usize> {
    let line = text.position(offset, PositionEncoding::Utf8).line;
    whole_line(text, line)
}

fn whole_line(text: &Text, line: u32) -> Range<usize> {
    let at = |column| text.offset(Position { line, column }, PositionEncoding::Utf8);
    at(0)..at(u32::MAX)
}

/// A part of the text without surrounding whitespace.
fn without_blanks(text: &Text, range: Range<usize>) -> Range<usize> {
    let part = text.slice(range.clone());
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

struct Steps<'text> {
    text: &'text Text,
    root: Node<'text>,
    offset: usize,
    ranges: Vec<Range<usize>>,
}

impl Steps<'_> {
    /// Adds a range as a step if it is larger than the last one and contains it.
    fn add(&mut self, range: Range<usize>) {
        let contains = |inner: &Range<usize>| range.start <= inner.start && inner.end <= range.end;
        let is_step = match self.ranges.last() {
            Some(last) => contains(last) && *last != range,
            None => !range.is_empty(),
        };
        if is_step && contains(&(self.offset..self.offset)) {
            self.ranges.push(range);
        }
    }

    /// Adds the word at the pivot, and the units around it in text without nodes.
    fn words(&mut self, path: &[Node<'_>], pivot: usize) {
        let Some(leaf) = path.last() else { return };
        let line = line(self.text, pivot);
        let written = self.text.slice(line.clone());
        let at = pivot.saturating_sub(line.start).min(written.len());
        let run = |is_part: fn(char) -> bool| {
            let start = written[..at].char_indices().rev().take_while(|(_, c)| is_part(*c)).last();
            let end = written[at..].find(|c| !is_part(c)).map_or(written.len(), |end| at + end);
            start.map_or(at, |(start, _)| start)..end
        };
        let placed = |range: Range<usize>| line.start + range.start..line.start + range.end;
        let word = run(is_word);
        self.add(placed(word.clone()));
        match leaf.syntax_kind() {
            Kind::ShellCommand | Kind::ShellFragment | Kind::RawText | Kind::HeredocBody => {
                if let Some(variable) = variable(&written, &word) {
                    self.add(placed(variable));
                }
                let argument = run(|c| !c.is_whitespace());
                let within = leaf.start_byte().max(line.start)..leaf.end_byte().min(line.end);
                let argument = placed(argument);
                self.add(argument.start.max(within.start)..argument.end.min(within.end));
                if leaf.syntax_kind() == Kind::HeredocBody {
                    self.add(without_blanks(self.text, within));
                    self.add(line);
                } else {
                    let mut shown = without_blanks(self.text, within);
                    let is_joined =
                        written.ends_with(['\\', '`']) && shown.end == line.end && line.end > pivot + 1;
                    shown.end -= usize::from(is_joined);
                    self.add(without_blanks(self.text, shown));
                }
            }
            _ => {}
        }
    }

    fn node(&mut self, node: Node<'_>, pivot: usize) {
        let range = node.byte_range();
        match node.syntax_kind() {
            Kind::Comment => {
                self.add(range);
                self.comment_block(node);
            }
            Kind::DoubleQuotedString | Kind::SingleQuotedString | Kind::JsonString => {
                self.add(self.inside(&range, &['"', '\'']));
                self.add(range);
            }
            Kind::JsonArray => {
                self.add(without_blanks(self.text, self.inside(&range, &[']'])));
                self.add(range);
            }
            Kind::ShellFragment => self.add(without_blanks(self.text, range)),
            _ if is_instruction(node) => self.instruction(node),
            _ => {
                if let Some(pair) = value_in_quotes(node, pivot) {
                    self.add(pair);
                }
                self.add(self.text.trim_end(range.clone()));
                self.add(range);
            }
        }
    }

    /// The range between an opening character and a closing one.
    fn inside(&self, range: &Range<usize>, closing: &[char]) -> Range<usize> {
        let start = (range.start + 1).min(range.end);
        let last = self.text.slice(range.end.saturating_sub(1).max(start)..range.end);
        start..range.end - usize::from(last.starts_with(closing))
    }

    /// Adds the arguments, then the instruction without and with its heredocs.
    fn instruction(&mut self, node: Node<'_>) {
        let mut arguments: Option<Range<usize>> = None;
        let mut end = node.start_byte();
        let mut cursor = node.walk();
        // The first child is the keyword.
        for (index, child) in node.children(&mut cursor).enumerate() {
            if child.syntax_kind() == Kind::HeredocBlock {
                break;
            }
            if child.is_extra() {
                continue;
            }
            end = child.end_byte();
            if index > 0 && child.syntax_kind() != Kind::Flag && child.end_byte() > child.start_byte() {
                let start = arguments.map_or(child.start_byte(), |arguments| arguments.start);
                arguments = Some(start..end);
            }
        }
        if let Some(arguments) = arguments {
            self.add(self.text.trim_end(arguments));
        }
        self.add(self.text.trim_end(node.start_byte()..end));
        self.add(self.text.trim_end(node.byte_range()));
        self.add(node.byte_range());
    }

    /// The comment lines directly above and below a comment.
    fn comment_block(&mut self, comment: Node<'_>) {
        let mut starts: Option<FxHashSet<usize>> = None;
        let mut is_comment = |line: &Range<usize>| {
            let start = without_blanks(self.text, line.clone()).start;
            let is_sign = start < line.end && self.text.slice(start..start + 1) == "#";
            is_sign && starts.get_or_insert_with(|| comment_starts(self.root)).contains(&start)
        };
        let row = self.text.position(comment.start_byte(), PositionEncoding::Utf8).line;
        let mut block = comment.byte_range();
        let above = (0..row).rev().map(|row| whole_line(self.text, row));
        if let Some(first) = above.take_while(&mut is_comment).last() {
            block.start = without_blanks(self.text, first).start;
        }
        let below = (row + 1..self.text.line_count()).map(|row| whole_line(self.text, row));
        if let Some(last) = below.take_while(&mut is_comment).last() {
            block.end = last.end;
        }
        self.add(block);
    }
}

/// The starts of comments. Searching for the node of each line would take quadratic time.
fn comment_starts(root: Node<'_>) -> FxHashSet<usize> {
    let mut starts = FxHashSet::default();
    let mut cursor = root.walk();
    loop {
        if cursor.node().syntax_kind() == Kind::Comment {
            starts.insert(cursor.node().start_byte());
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return starts;
            }
        }
    }
}

/// The `$name` or `${name…}` around a name in a line.
fn variable(line: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let before = &line[..name.start];
    if before.ends_with('$') {
        return Some(name.start - 1..name.end);
    }
    let end = line[name.end..].find('}')?;
    before.ends_with("${").then(|| name.start - 2..name.end + end + 1)
}

/// The options of a mount without their quotes, as in `--mount="type=cache,target=/x"`.
fn value_in_quotes(node: Node<'_>, pivot: usize) -> Option<Range<usize>> {
    if node.syntax_kind() != Kind::MountValue {
        return None;
    }
    let mut cursor = node.walk();
    let options = node.children(&mut cursor).filter(|child| child.syntax_kind() == Kind::MountOption);
    let ranges: Vec<_> = options.map(|option| option.byte_range()).collect();
    let range = ranges.first()?.start..ranges.last()?.end;
    range.contains(&pivot).then_some(range)
}

#[cfg(test)]
mod tests;
