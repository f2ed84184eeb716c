//! Collects the parts of a script that matter only for highlighting, such as keywords, numbers and
//! strings, directly from the tree.
//!
//! The other lists of a view contain commands, words, operators between commands, expansions and
//! comments. Strings and options of POSIX shells are not lexemes: their grammar leaves many of them
//! whole, and words describe them better.

use super::{
    build::Builder,
    kinds::{Bash, PowerShell},
    tree::{Field, Node},
    view::{Lexeme, LexemeKind},
};

/// Adds the lexemes of a bash tree that starts at `base` in the script.
pub(super) fn bash(builder: &mut Builder<'_>, root: Node<'_>, base: usize) {
    root.walk(|node, parent| {
        if let Some(kind) = of_bash(node, parent) {
            let span = builder.span(base + node.start()..base + node.end());
            builder.view.lexemes.push(Lexeme { kind, span });
        }
        true
    });
}

/// Adds the lexemes of a PowerShell tree.
pub(super) fn power_shell(builder: &mut Builder<'_>, root: tree_sitter::Node<'_>) {
    let mut cursor = root.walk();
    let mut parents = Vec::new();
    loop {
        let node = cursor.node();
        if let Some(kind) = of_power_shell(node, parents.last().copied()) {
            let span = builder.span(node.byte_range());
            builder.view.lexemes.push(Lexeme { kind, span });
        }
        if cursor.goto_first_child() {
            parents.push(PowerShell::of(node));
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
            parents.pop();
        }
    }
}

fn of_bash(node: Node<'_>, parent: Option<Node<'_>>) -> Option<LexemeKind> {
    let within = |kinds: &[Bash]| parent.is_some_and(|parent| kinds.contains(&parent.kind()));
    match node.kind() {
        Bash::If
        | Bash::Then
        | Bash::Elif
        | Bash::Else
        | Bash::Fi
        | Bash::For
        | Bash::Select
        | Bash::In
        | Bash::Do
        | Bash::Done
        | Bash::While
        | Bash::Until
        | Bash::Case
        | Bash::Esac
        | Bash::FunctionKeyword => Some(LexemeKind::Keyword),
        Bash::OpenBracket | Bash::CloseBracket | Bash::DoubleBracket | Bash::CloseDoubleBracket
            if within(&[Bash::TestCommand]) =>
        {
            Some(LexemeKind::Keyword)
        }
        Bash::CaseEnd | Bash::CaseFallThrough | Bash::CaseContinue => Some(LexemeKind::Operator),
        Bash::Semicolon if within(&[Bash::ForStatement, Bash::CForStatement]) => Some(LexemeKind::Operator),
        Bash::Not if within(&[Bash::NegatedCommand]) => Some(LexemeKind::Operator),
        Bash::Assign | Bash::AddAssign if within(&[Bash::VariableAssignment]) => Some(LexemeKind::Operator),
        Bash::Number | Bash::FileDescriptor => Some(LexemeKind::Number),
        Bash::Word if within(&[Bash::FunctionDefinition]) => {
            let name = parent?.field(Field::Name)?;
            (name == node).then_some(LexemeKind::Function)
        }
        Bash::OpenParen | Bash::CloseParen | Bash::OpenBracket | Bash::CloseBracket => None,
        _ if !node.is_named()
            && within(&[Bash::BinaryExpression, Bash::UnaryExpression, Bash::PostfixExpression]) =>
        {
            Some(LexemeKind::Operator)
        }
        _ => None,
    }
}

fn of_power_shell(node: tree_sitter::Node<'_>, parent: Option<PowerShell>) -> Option<LexemeKind> {
    match PowerShell::of(node) {
        PowerShell::StringLiteral => Some(LexemeKind::String),
        PowerShell::IntegerLiteral | PowerShell::RealLiteral => Some(LexemeKind::Number),
        PowerShell::Variable | PowerShell::BracedVariable => Some(LexemeKind::Variable),
        PowerShell::Parameter => Some(LexemeKind::Option),
        PowerShell::TypeName if parent == Some(PowerShell::TypeName) => None,
        PowerShell::TypeName => Some(LexemeKind::Type),
        PowerShell::FunctionName => Some(LexemeKind::Function),
        PowerShell::AssignmentOperator
        | PowerShell::ComparisonOperator
        | PowerShell::FormatOperator
        | PowerShell::InvocationOperator
        | PowerShell::FileRedirection
        | PowerShell::MergingRedirection => Some(LexemeKind::Operator),
        PowerShell::Token if !node.is_named() => {
            let kind = node.kind();
            let is_word = kind.bytes().all(|b| b.is_ascii_lowercase());
            let is_operator = kind
                .strip_prefix('-')
                .is_some_and(|rest| rest.len() > 1 && rest.bytes().all(|b| b.is_ascii_lowercase()));
            match (is_word, is_operator) {
                (true, _) => Some(LexemeKind::Keyword),
                (_, true) => Some(LexemeKind::Operator),
                _ => None,
            }
        }
        // Statements that consist only of their keyword are handled elsewhere.
        _ => None,
    }
}
