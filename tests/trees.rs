//! Helpers for the tests of syntax trees.

use tree_sitter::{Node, TreeCursor};

/// The first difference of two trees; the places in `right` are those in `left` plus `shift`.
pub(crate) fn difference(left: Node<'_>, right: Node<'_>, shift: isize) -> Option<String> {
    let (mut a, mut b) = (left.walk(), right.walk());
    loop {
        if let Some(difference) = node_difference(&a, &b, shift) {
            return Some(difference);
        }
        if step(&mut a, TreeCursor::goto_first_child, &mut b) {
            continue;
        }
        while !step(&mut a, TreeCursor::goto_next_sibling, &mut b) {
            if !step(&mut a, TreeCursor::goto_parent, &mut b) {
                return None;
            }
        }
    }
}

/// Moves both; nodes with equally many children move alike.
fn step<'a>(a: &mut TreeCursor<'a>, by: fn(&mut TreeCursor<'a>) -> bool, b: &mut TreeCursor<'a>) -> bool {
    let moved = by(a);
    assert_eq!(moved, by(b), "{} {}", a.node(), b.node());
    moved
}

fn node_difference(a: &TreeCursor<'_>, b: &TreeCursor<'_>, shift: isize) -> Option<String> {
    let (left, right) = (a.node(), b.node());
    let shifted = |offset: usize| offset.saturating_add_signed(shift);
    let same = left.kind_id() == right.kind_id()
        && shifted(left.start_byte()) == right.start_byte()
        && shifted(left.end_byte()) == right.end_byte()
        && left.child_count() == right.child_count()
        // The root has no field, but that of an instruction compared alone depends on its parent.
        && (a.depth() == 0 || a.field_id() == b.field_id())
        && (shift != 0 || (left.start_position(), left.end_position()) == (right.start_position(), right.end_position()));
    (!same).then(|| format!("{:?} {left}\n{:?} {right}", left.byte_range(), right.byte_range()))
}

/// The children of the preamble and of the stages, and the nodes next to those.
pub(crate) fn top_level(root: Node<'_>) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for node in root.children(&mut root.walk()) {
        if matches!(node.kind(), "preamble" | "stage") {
            nodes.extend(node.children(&mut node.walk()));
        } else {
            nodes.push(node);
        }
    }
    nodes
}
