//! Matches the heredoc markers of an instruction with their bodies.

use dockwright_syntax::kinds::{Kind, NodeKind};
use tree_sitter::Node;

/// The markers of an instruction in order, each with its body. `instruction` must not be a trigger:
/// its bodies belong to the ONBUILD around it.
pub(crate) fn heredocs(instruction: Node<'_>) -> impl Iterator<Item = (Node<'_>, Node<'_>)> + use<'_> {
    let mut openers = Vec::new();
    collect_openers(instruction, &mut openers);
    let mut cursor = instruction.walk();
    let blocks: Vec<_> =
        instruction.children(&mut cursor).filter(|child| child.syntax_kind() == Kind::HeredocBlock).collect();
    openers.into_iter().zip(blocks)
}

/// Markers occur in the instruction, in its command, or in the trigger of an ONBUILD.
fn collect_openers<'tree>(node: Node<'tree>, openers: &mut Vec<Node<'tree>>) {
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        match child.syntax_kind() {
            Kind::HeredocOpener => openers.push(child),
            Kind::ShellCommand | Kind::RunInstruction | Kind::CopyInstruction | Kind::AddInstruction => {
                collect_openers(child, openers);
            }
            _ => {}
        }
    }
}
