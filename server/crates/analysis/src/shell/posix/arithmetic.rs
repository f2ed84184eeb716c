//! Reads arithmetic, in which names are variables with or without `$`.

use std::ops::Range;

use super::Posix;
use crate::shell::{
    build::name_length,
    flow::{Access, Block},
    kinds::Bash,
    structure::PlaceKind,
    tree::{Field, Node},
    view::AssignmentKind,
};

impl Posix<'_> {
    /// The parts of `$((…))` or `((…))`.
    pub(super) fn arithmetic_parts(&mut self, node: Node<'_>) {
        for child in node.children() {
            self.arithmetic(child);
        }
    }

    pub(super) fn arithmetic(&mut self, node: Node<'_>) {
        self.placed(PlaceKind::Arithmetic, None, |it| it.arithmetic_node(node));
    }

    fn arithmetic_node(&mut self, node: Node<'_>) {
        match node.kind() {
            Bash::VariableName | Bash::Word => self.arithmetic_name(node),
            Bash::Subscript => {
                if let Some(name) = node.field(Field::Name) {
                    self.arithmetic_name(name);
                }
                if let Some(index) = node.field(Field::Index) {
                    self.arithmetic(index);
                }
            }
            Bash::BinaryExpression => self.binary(node),
            Bash::UnaryExpression | Bash::PostfixExpression => {
                let changes =
                    node.children().any(|child| matches!(child.kind(), Bash::Increment | Bash::Decrement));
                let operand = node.children().find(Node::is_named);
                match operand.and_then(|operand| self.arithmetic_target(operand)) {
                    Some(name) if changes => {
                        self.builder.assign(name, None, AssignmentKind::Arithmetic, Access::Update);
                    }
                    _ => self.arithmetic_parts(node),
                }
            }
            Bash::VariableAssignment => {
                let value = node.field(Field::Value);
                if let Some(value) = value {
                    self.arithmetic(value);
                }
                if let Some(name) = node.field(Field::Name) {
                    let value = value.map(|value| self.range(value));
                    self.builder.assign(self.range(name), value, AssignmentKind::Arithmetic, Access::Write);
                }
            }
            Bash::TernaryExpression => {
                for (index, child) in node.children().enumerate() {
                    let block = if index == 0 { Block::Sequence } else { Block::Possible };
                    self.block(block, |it| it.arithmetic(child));
                }
            }
            Bash::SimpleExpansion
            | Bash::Expansion
            | Bash::CommandSubstitution
            | Bash::Str
            | Bash::RawString
            | Bash::Comment
            | Bash::ArithmeticExpansion => self.visit(node),
            // In an array index, `(i + 1)` and `i + 1` are statements in the tree.
            _ if self.depth < super::MAX_DEPTH => {
                self.depth += 1;
                self.arithmetic_parts(node);
                self.depth -= 1;
            }
            _ => self.builder.view.has_error = true,
        }
    }

    /// `let X=1`, whose argument is a word in the tree.
    pub(super) fn arithmetic_word(&mut self, word: Node<'_>) {
        let Some((name, rest)) = self.name_in(word) else { return };
        let access = match self.builder.text(rest.clone()).as_bytes() {
            [b'=', b'=', ..] | [] => Access::Read,
            [b'=', ..] => Access::Write,
            [b'+', b'+', ..] | [b'-', b'-', ..] | [_, b'=', ..] | [_, _, b'=', ..] => Access::Update,
            _ => Access::Read,
        };
        for name in names(self.builder.text(rest.clone()), rest.start) {
            self.builder.expansion(name.clone(), name, None, true);
        }
        match access {
            Access::Read => self.builder.expansion(name.clone(), name, None, true),
            access => self.builder.assign(name, None, AssignmentKind::Arithmetic, access),
        }
    }

    fn binary(&mut self, node: Node<'_>) {
        let (Some(left), Some(operator), Some(right)) =
            (node.field(Field::Left), node.field(Field::Operator), node.field(Field::Right))
        else {
            return self.arithmetic_parts(node);
        };
        let text = self.text(operator);
        let access = match text {
            "=" => Some(Access::Write),
            "==" | "!=" | "<=" | ">=" => None,
            text if text.ends_with('=') => Some(Access::Update),
            _ => None,
        };
        if let (Some(access), Some(name)) = (access, self.arithmetic_target(left)) {
            self.arithmetic(right);
            let value = self.range(right);
            let access = if left.kind() == Bash::Subscript { Access::Update } else { access };
            return self.builder.assign(name, Some(value), AssignmentKind::Arithmetic, access);
        }
        self.arithmetic(left);
        let block = if matches!(text, "&&" | "||") { Block::Possible } else { Block::Sequence };
        self.block(block, |it| it.arithmetic(right));
    }

    fn arithmetic_target(&self, node: Node<'_>) -> Option<Range<usize>> {
        match node.kind() {
            Bash::VariableName | Bash::Word => self.name_in(node).map(|(name, _)| name),
            Bash::Subscript => node.field(Field::Name).map(|name| self.range(name)),
            _ => None,
        }
    }

    fn arithmetic_name(&mut self, node: Node<'_>) {
        let range = self.range(node);
        let text = self.builder.text(range.clone());
        // The grammar includes the `$` in the name, see `mend`.
        let sign = usize::from(text.starts_with('$'));
        if text.len() > sign && sign + name_length(&text[sign..]) == text.len() {
            self.builder.expansion(range.start + sign..range.end, range, None, true);
        } else {
            self.word(node);
        }
    }
}

/// The names in arithmetic text without `$`; those with `$` have already been read as expansions.
fn names(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let length = name_length(&text[at..]);
        if length > 0 {
            if !text[..at].ends_with(['$', '{']) {
                names.push(start + at..start + at + length);
            }
            at += length;
        } else {
            // Letters in a number belong to it: `0x1F`.
            let digits = text[at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - at);
            at += digits.max(c.len_utf8());
        }
    }
    names
}
