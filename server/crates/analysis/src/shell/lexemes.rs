//! What a script is made of for the eye: keywords, numbers, strings and the like, taken from the tree as it is.
//!
//! This adds to what the readers of the dialects understand; commands, words, operators between commands, expansions
//! and comments are in the other lists of a view. Strings and options of POSIX shells are no lexemes: their grammar
//! leaves many of them whole, and words tell them better.

use super::{
    build::Builder,
    kinds::{Bash, PowerShell},
    tree::{Field, Node},
    view::{Lexeme, LexemeKind},
};

/// The lexemes of a tree of bash, which stands at `base` in the script.
pub(super) fn bash(builder: &mut Builder<'_>, root: Node<'_>, base: usize) {
    root.walk(|node, parent| {
        if let Some(kind) = of_bash(node, parent) {
            let span = builder.span(base + node.start()..base + node.end());
            builder.view.lexemes.push(Lexeme { kind, span });
        }
        true
    });
}

/// The lexemes of a tree of PowerShell.
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
        // Statements that are nothing but their keyword are nodes of interest elsewhere.
        _ => None,
    }
}
