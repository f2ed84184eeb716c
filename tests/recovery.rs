//! A line that is being typed leaves the other instructions alone.
//!
//! In every sample the tail of every line is deleted from every column and typed again. The edited
//! lines themselves are not checked here. Whether the edit may reach beyond them (a lost heredoc
//! terminator or continuation does) is decided without the file: their text is parsed alone,
//! followed by another instruction.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{ops::Range, path::Path};

use dockwright_syntax::{SyntaxTree, Text};
use dockwright_tests::samples;
use tree_sitter::Node;

mod trees;

use trees::{difference, top_level};

/// How many edits there were, and after how many of them all other instructions were compared.
#[derive(Default)]
struct Counts {
    all: u32,
    strong: u32,
}

struct File<'a> {
    path: &'a Path,
    source: &'a str,
    text: Text,
    tree: SyntaxTree,
    /// The directives, up to the end of the last one's line.
    head: &'a str,
    /// The lines of each instruction.
    lines: Vec<Range<usize>>,
}

impl<'a> File<'a> {
    fn new(path: &'a Path, source: &'a str) -> Self {
        let text = Text::new(source);
        let tree = SyntaxTree::parse(&text);
        // A node that ends with a line end takes nothing of the next line.
        let line_end = |offset: usize| {
            if source[..offset].ends_with('\n') {
                return offset;
            }
            source[offset..].find('\n').map_or(source.len(), |length| offset + length + 1)
        };
        let line_start = |offset: usize| source[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let nodes = top_level(tree.root());
        let directives = nodes.iter().filter(|node| node.kind() == "directive");
        let head = &source[..directives.map(|node| line_end(node.end_byte())).max().unwrap_or(0)];
        let lines = instructions(tree.root())
            .iter()
            .map(|node| line_start(node.start_byte())..line_end(node.end_byte()))
            .collect();
        Self { path, source, text, tree, head, lines }
    }

    /// Deletes a part of a line and types it again.
    fn check(&self, tail: Range<usize>, counts: &mut Counts) {
        let mut text = self.text.clone();
        let edit = text.replace(tail.clone(), "");
        let tree = self.tree.reparse(&text, &[edit]);
        counts.all += 1;
        if let Some(own) = self.own_instructions(&tail) {
            counts.strong += 1;
            self.check_after(tree.root(), &tail, own);
        } else {
            let fresh = SyntaxTree::parse(&text);
            assert_eq!(difference(fresh.root(), tree.root(), 0), None, "{} {tail:?}", self.path.display());
        }
        self.check_before(tree.root(), &tail);
        let edit = text.replace(tail.start..tail.start, &self.source[tail.clone()]);
        let again = tree.reparse(&text, &[edit]);
        assert_eq!(difference(self.tree.root(), again.root(), 0), None, "{} {tail:?}", self.path.display());
    }

    /// The instruction whose lines hold this line.
    fn instruction_at(&self, offset: usize) -> Option<usize> {
        self.lines
            .iter()
            .position(|lines| lines.contains(&offset) || lines.end == offset && offset == self.source.len())
    }

    /// How many instructions the lines of the edited one contain without this tail; `None` if that
    /// changes how the following lines are read.
    fn own_instructions(&self, tail: &Range<usize>) -> Option<usize> {
        const PROBE: &str = "\nUSER probe\n";
        if tail.start < self.head.len() {
            return None;
        }
        let Some(edited) = self.instruction_at(tail.start) else { return Some(0) };
        let lines = &self.lines[edited];
        let own = [&self.source[lines.start..tail.start], &self.source[tail.end..lines.end]].concat();
        let source = [self.head, &own, PROBE].concat();
        let tree = SyntaxTree::parse(&Text::new(&source));
        let nodes = instructions(tree.root());
        let probe = nodes.last()?;
        let is_whole = probe.kind() == "user_instruction" && source[probe.byte_range()] == *PROBE.trim();
        is_whole.then(|| nodes.len() - 1)
    }

    fn check_after(&self, root: Node<'_>, tail: &Range<usize>, own: usize) {
        let old = instructions(self.tree.root());
        let new = instructions(root);
        let first = match self.instruction_at(tail.start) {
            Some(edited) => edited + 1,
            None => old.iter().filter(|node| node.start_byte() < tail.end).count(),
        };
        let before = first - usize::from(self.instruction_at(tail.start).is_some());
        assert_eq!(new.len(), before + own + old[first..].len(), "{} {tail:?} {root}", self.path.display());
        let shift = tail.start.cast_signed() - tail.end.cast_signed();
        for (old, new) in old[first..].iter().zip(&new[before + own..]) {
            assert_eq!(difference(*old, *new, shift), None, "{} {tail:?}", self.path.display());
        }
    }

    fn check_before(&self, root: Node<'_>, tail: &Range<usize>) {
        let edited = self.instruction_at(tail.start);
        let new = instructions(root);
        let before = instructions(self.tree.root());
        let count =
            edited.unwrap_or_else(|| before.iter().filter(|node| node.end_byte() <= tail.start).count());
        if tail.start < self.head.len() {
            return; // a directive is before all
        }
        for (old, new) in before[..count].iter().zip(&new) {
            assert_eq!(difference(*old, *new, 0), None, "{} {tail:?}", self.path.display());
        }
    }
}

/// The instructions of a file in their order, those of ONBUILD not counted.
fn instructions(root: Node<'_>) -> Vec<Node<'_>> {
    top_level(root).into_iter().filter(|node| node.kind().ends_with("_instruction")).collect()
}

#[test]
fn a_line_typed_halfway_leaves_the_other_instructions_whole() {
    let mut counts = Counts::default();
    let samples = samples();
    assert!(samples.len() >= 20);
    for (path, source) in &samples {
        let file = File::new(path, source);
        let mut start = 0;
        for line in source.split_inclusive('\n') {
            let content = line.trim_end_matches(['\r', '\n']);
            let end = start + content.len();
            for (column, _) in content.char_indices() {
                file.check(start + column..end, &mut counts);
            }
            start += line.len();
        }
    }
    // If an edit affects other instructions, it is at a heredoc's opener or its end, a continuation or
    // a directive.
    assert!(counts.strong * 100 > counts.all * 80, "{} of {}", counts.strong, counts.all);
}
