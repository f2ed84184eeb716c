//! Reads `$X` and `${X…}` with all its operators.

use super::Posix;
use crate::shell::{
    build::name_length,
    flow::{Access, Block},
    kinds::Bash,
    tree::{Field, Node},
    view::AssignmentKind,
};

impl Posix<'_> {
    pub(super) fn simple_expansion(&mut self, node: Node<'_>) {
        let Some(name) = node.children().nth(1) else { return };
        let (name, whole) = (self.range(name), self.range(node));
        let text = self.builder.text(name.clone());
        if name_length(text) == name.len() {
            self.builder.expansion(name, whole, None, false);
        } else if text.starts_with(|c: char| c.is_ascii_digit() || "@*#".contains(c)) {
            let span = self.builder.span(whole);
            self.builder.view.parameters.push(span);
        }
    }

    pub(super) fn expansion(&mut self, node: Node<'_>) {
        let is_name = |child: &Node<'_>| {
            matches!(child.kind(), Bash::VariableName | Bash::Subscript | Bash::SpecialVariableName)
        };
        let mut children = node.children();
        let Some(named) = children.find(is_name) else {
            // `${#}` and `${@}`, which consist only of operators in the tree.
            if self.text(node).trim_start_matches("${").starts_with(['#', '@', '*']) {
                let span = self.builder.span(self.range(node));
                self.builder.view.parameters.push(span);
            }
            return self.sequence(node);
        };
        let behind = children;
        let subscript = (named.kind() == Bash::Subscript).then_some(named);
        let name = subscript.and_then(|it| it.field(Field::Name)).unwrap_or(named);
        let operators: Vec<Node<'_>> =
            node.fields(Field::Operator).filter(|it| it.end() > it.start()).collect();
        let is_prefix = subscript.is_none()
            && operators.first().is_some_and(|&it| self.text(it) == "!")
            && operators.last().is_some_and(|&it| matches!(self.text(it), "@" | "*"));
        if let Some(index) = subscript.and_then(|it| it.field(Field::Index)) {
            self.arithmetic(index);
        }
        let range = self.range(name);
        let text = self.builder.text(range.clone());
        let is_variable = !text.is_empty() && name_length(text) == text.len();
        if text.starts_with(|c: char| c.is_ascii_digit() || "@*#".contains(c)) {
            let span = self.builder.span(self.range(node));
            self.builder.view.parameters.push(span);
        }
        // `${!X@}` lists names and reads no variable.
        if is_variable && !is_prefix {
            let operator = operators
                .first()
                .map(|&it| self.range(it))
                .or_else(|| subscript.map(|it| self.base + name.end()..self.base + it.end()));
            self.builder.expansion(range.clone(), self.range(node), operator, false);
        }
        let assigns = is_variable && operators.iter().any(|&it| matches!(self.text(it), "=" | ":="));
        // The word after an operator is evaluated only if the operator needs it.
        self.block(Block::Possible, |it| {
            for child in behind.clone() {
                match child.kind() {
                    // `${X:OFFSET:LENGTH}`
                    Bash::VariableName | Bash::BinaryExpression | Bash::ParenthesizedExpression => {
                        it.arithmetic(child);
                    }
                    _ if child.is_named() => it.visit(child),
                    _ => {}
                }
            }
            if assigns {
                let value = behind.clone().find(Node::is_named).map(|child| it.range(child));
                it.builder.assign(range, value, AssignmentKind::Default, Access::Write);
            }
        });
    }
}
