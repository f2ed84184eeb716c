//! Operators of HCL, the language of Bake files.

use hcl_edit::expr::{BinaryOperator, UnaryOperator};

use super::value::Val;

/// An operator with one operand.
pub(super) fn unary(operator: UnaryOperator, value: &Val) -> Val {
    match operator {
        UnaryOperator::Neg => value.to_number().map_or(Val::Unknown, |number| Val::Number(-number)),
        UnaryOperator::Not => value.to_bool().map_or(Val::Unknown, |value| Val::Bool(!value)),
    }
}

/// An operator with two operands.
pub(super) fn binary(operator: BinaryOperator, left: &Val, right: &Val) -> Val {
    let numbers = |compute: fn(f64, f64) -> Val| match (left.to_number(), right.to_number()) {
        (Some(left), Some(right)) => compute(left, right),
        _ => Val::Unknown,
    };
    let switch = |decides: bool| {
        let (left, right) = (left.to_bool(), right.to_bool());
        if left == Some(decides) || right == Some(decides) {
            return Val::Bool(decides);
        }
        if left.is_some() && right.is_some() { Val::Bool(!decides) } else { Val::Unknown }
    };
    let is_known = left.is_known() && right.is_known();
    match operator {
        BinaryOperator::Eq if is_known => Val::Bool(left == right),
        BinaryOperator::NotEq if is_known => Val::Bool(left != right),
        BinaryOperator::Eq | BinaryOperator::NotEq => Val::Unknown,
        BinaryOperator::Plus => numbers(|left, right| Val::Number(left + right)),
        BinaryOperator::Minus => numbers(|left, right| Val::Number(left - right)),
        BinaryOperator::Mul => numbers(|left, right| Val::Number(left * right)),
        BinaryOperator::Div => {
            numbers(|left, right| if right == 0.0 { Val::Unknown } else { Val::Number(left / right) })
        }
        BinaryOperator::Mod => {
            numbers(|left, right| if right == 0.0 { Val::Unknown } else { Val::Number(left % right) })
        }
        BinaryOperator::Less => numbers(|left, right| Val::Bool(left < right)),
        BinaryOperator::LessEq => numbers(|left, right| Val::Bool(left <= right)),
        BinaryOperator::Greater => numbers(|left, right| Val::Bool(left > right)),
        BinaryOperator::GreaterEq => numbers(|left, right| Val::Bool(left >= right)),
        BinaryOperator::And => switch(false),
        BinaryOperator::Or => switch(true),
    }
}
