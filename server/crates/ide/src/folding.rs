//! Ranges that an editor can collapse.
//!
//! Folds are stages, instructions and heredoc bodies over several lines, blocks of comment lines,
//! and the lines between `# region` and `# endregion`. A fold never hides blank lines at its end.
//! Folds are nested, and no two begin on the same line, since editors show only one per line; the
//! outer one is kept.

use std::{cmp::Reverse, ops::Range};

use dockwright_syntax::{
    Position, PositionEncoding, Text,
    kinds::{self, Kind, NodeKind},
};
use tree_sitter::Node;

use dockwright_analysis::document::Document;

/// The kind of a fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// A block of comment lines.
    Comment,
    /// A stage, an instruction over several lines or a heredoc body.
    Region,
}

/// A collapsible range: from the end of its first line to the end of its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldingRange {
    /// Byte range; it spans at least two lines.
    pub range: Range<usize>,
    /// The kind of fold.
    pub kind: FoldKind,
}

/// All folds, outer before inner.
pub fn folding_ranges(document: &Document) -> Vec<FoldingRange> {
    let text = document.text();
    let mut folds = Folds { text, all: Vec::new(), stage: None, comments: None, regions: Vec::new() };
    let mut cursor = document.tree().root().walk();
    'nodes: loop {
        let node = cursor.node();
        if node.syntax_kind() == Kind::Comment {
            folds.add_comment(node);
        } else if is_over_lines(node) {
            // First the root, the preamble and the stages, then the instructions.
            match cursor.depth() {
                _ if node.is_extra() => {}
                1 if node.syntax_kind() == Kind::Stage => folds.add_stage(node),
                2 => folds.add_instruction(node),
                _ if node.syntax_kind() == Kind::HeredocBlock => folds.add_heredoc(node),
                _ => {}
            }
            if cursor.goto_first_child() {
                continue;
            }
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'nodes;
            }
        }
    }
    folds.finish_comments();
    nested(folds.all)
}

/// Whether a node can contain folds or comment lines. Most nodes cannot and are skipped.
fn is_over_lines(node: Node<'_>) -> bool {
    // A body of one line folds too, since the line above it stays visible.
    node.start_position().row != node.end_position().row || node.syntax_kind() == Kind::HeredocBlock
}

/// A fold with its first and last line.
struct Lines {
    first: u32,
    last: u32,
    fold: FoldingRange,
}

/// Consecutive comment lines, with the rows of the first and the last.
struct CommentBlock {
    range: Range<usize>,
    first: usize,
    last: usize,
}

struct Folds<'text> {
    text: &'text Text,
    all: Vec<Lines>,
    /// The fold of the last stage so far.
    stage: Option<usize>,
    /// The current block of consecutive comment lines.
    comments: Option<CommentBlock>,
    /// The starts of the regions that are still open.
    regions: Vec<usize>,
}

impl Folds<'_> {
    fn add(&mut self, range: Range<usize>, kind: FoldKind) -> Option<usize> {
        let end = self.text.trim_end(range.clone()).end;
        let line = |offset| self.text.position(offset, PositionEncoding::Utf8).line;
        let (first, last) = (line(range.start), line(end));
        let first_end = Position { line: first, column: u32::MAX };
        let start = self.text.offset(first_end, PositionEncoding::Utf8);
        (first < last).then(|| {
            self.all.push(Lines { first, last, fold: FoldingRange { range: start..end, kind } });
            self.all.len() - 1
        })
    }

    fn add_stage(&mut self, stage: Node<'_>) {
        self.stage = self.add(stage.byte_range(), FoldKind::Region);
    }

    fn add_instruction(&mut self, instruction: Node<'_>) {
        self.add(instruction.byte_range(), FoldKind::Region);
    }

    /// Adds a region and extends the stage around it: the end marker of a region often follows the
    /// stage's last instruction and then belongs to the stage.
    fn add_region(&mut self, range: Range<usize>) {
        let region = self.add(range, FoldKind::Region);
        let (Some(region), Some(stage)) = (region, self.stage) else { return };
        let region = &self.all[region];
        let (first, last, end) = (region.first, region.last, region.fold.range.end);
        let stage = &mut self.all[stage];
        if (stage.first + 1..=stage.last).contains(&first) && stage.last < last {
            stage.last = last;
            stage.fold.range.end = end;
        }
    }

    /// Adds the body alone, from the end of the line above it, so that the terminator stays visible.
    fn add_heredoc(&mut self, block: Node<'_>) {
        let Some(body) = block.child_by_field_name(kinds::field::BODY) else { return };
        let above = body.start_byte().saturating_sub(1);
        self.add(above..body.end_byte(), FoldKind::Region);
    }

    fn add_comment(&mut self, comment: Node<'_>) {
        let range = comment.byte_range();
        let row = comment.start_position().row;
        match Marker::of(self.text, &range) {
            Some(Marker::Start) => {
                self.finish_comments();
                self.regions.push(range.start);
            }
            Some(Marker::End) => {
                self.finish_comments();
                if let Some(start) = self.regions.pop() {
                    self.add_region(start..range.end);
                }
            }
            None => {
                if let Some(block) = &mut self.comments
                    && block.last + 1 == row
                {
                    block.range.end = range.end;
                    block.last = row;
                    return;
                }
                self.finish_comments();
                self.comments = Some(CommentBlock { range, first: row, last: row });
            }
        }
    }

    fn finish_comments(&mut self) {
        let block = self.comments.take();
        if let Some(block) = block.filter(|block| block.first < block.last) {
            self.add(block.range, FoldKind::Comment);
        }
    }
}

/// A comment that begins or ends a region, in the form that editors recognize in shell scripts.
enum Marker {
    Start,
    End,
}

impl Marker {
    fn of(text: &Text, comment: &Range<usize>) -> Option<Self> {
        const READ: usize = 64;
        let text = text.slice(comment.start..comment.end.min(comment.start + READ));
        let words = text.strip_prefix('#')?.trim_start();
        let end = words.find(|character: char| !character.is_alphanumeric()).unwrap_or(words.len());
        match &words[..end] {
            "region" => Some(Self::Start),
            "endregion" => Some(Self::End),
            _ => None,
        }
    }
}

/// Removes the folds that begin on the same line as an outer one, and those that extend past the
/// end of the fold they begin in.
fn nested(mut all: Vec<Lines>) -> Vec<FoldingRange> {
    all.sort_by_key(|lines| (lines.first, Reverse(lines.last)));
    // The first and last lines of the folds around the current one.
    let mut around: Vec<(u32, u32)> = Vec::new();
    let mut kept = Vec::new();
    for Lines { first, last, fold } in all {
        while around.last().is_some_and(|(_, outer_last)| *outer_last < first) {
            around.pop();
        }
        let fits =
            around.last().is_none_or(|(outer_first, outer_last)| *outer_first < first && last <= *outer_last);
        if fits {
            around.push((first, last));
            kept.push(fold);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
