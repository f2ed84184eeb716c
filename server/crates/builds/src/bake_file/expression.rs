//! Expressions of Bake files with the places of their elements: those of HCL, and JSON, whose texts are templates of HCL.

use std::ops::Range;

use hcl_edit::{
    Decorated, Span,
    expr::{Expression, ObjectKey},
    parser::parse_template,
    template::StringTemplate,
};

use super::Source;
use crate::{
    node::{Node, Style, Value},
    spanned::{Place, Text},
};

/// An expression.
#[derive(Debug)]
pub(crate) struct Expr {
    /// Where it is, without quotes.
    pub(crate) place: Place,
    /// The text, if it is one without variables.
    pub(crate) literal: Option<Text>,
    /// Its kind and its parts.
    pub(crate) shape: Shape,
}

/// The kind of an expression, with its parts.
#[derive(Debug)]
pub(crate) enum Shape {
    /// An expression that is evaluated as a whole.
    Leaf(Box<Expression>),
    /// A heredoc, with the parts of its text.
    Heredoc(Box<Expression>),
    /// A list of expressions.
    List(Vec<Expr>),
    /// Keys and expressions.
    Map(Vec<(Expr, Expr)>),
}

impl Source<'_> {
    fn place(&self, range: Option<Range<usize>>) -> Place {
        Place { file: std::sync::Arc::clone(self.file), range: range.unwrap_or_default() }
    }

    fn leaf(&self, expression: &Expression) -> Expr {
        let literal = expression.as_str().map(|text| self.name(text, expression.span()));
        let mut place =
            literal.as_ref().map_or_else(|| self.place(expression.span()), |text| text.place.clone());
        let source = self.text.get(place.range.clone()).unwrap_or_default();
        if literal.is_none() && source.len() >= 2 && source.starts_with('"') && source.ends_with('"') {
            place.range = place.range.start + 1..place.range.end - 1;
        }
        let is_heredoc = matches!(expression, Expression::HeredocTemplate(_)) || source.starts_with("<<");
        let expression = Box::new(expression.clone());
        let shape = if is_heredoc { Shape::Heredoc(expression) } else { Shape::Leaf(expression) };
        Expr { place, literal, shape }
    }

    /// An expression of HCL.
    pub(super) fn expression(&self, expression: &Expression) -> Expr {
        let shape = match expression {
            Expression::Array(array) => Shape::List(array.iter().map(|it| self.expression(it)).collect()),
            Expression::Object(object) => {
                let entry = |(key, value): (&ObjectKey, &hcl_edit::expr::ObjectValue)| {
                    let key = match key {
                        ObjectKey::Ident(ident) => {
                            let text = self.name(ident.as_str(), ident.span());
                            let string = Expression::String(Decorated::new(ident.as_str().to_owned()));
                            let place = text.place.clone();
                            Expr { place, literal: Some(text), shape: Shape::Leaf(Box::new(string)) }
                        }
                        ObjectKey::Expression(expression) => self.leaf(expression),
                    };
                    (key, self.expression(value.expr()))
                };
                Shape::Map(object.iter().map(entry).collect())
            }
            Expression::Parenthesis(inner) => return self.expression(inner.inner()),
            expression => return self.leaf(expression),
        };
        Expr { place: self.place(expression.span()), literal: None, shape }
    }
}

impl Expr {
    /// A value of JSON.
    pub(super) fn json(node: &Node) -> Self {
        let place = node.place.clone();
        let (literal, shape) = match &node.value {
            Value::Null => (None, Shape::Leaf(Box::new(Expression::null()))),
            Value::Scalar(text, Style::Quoted) if text.text.contains("${") || text.text.contains("%{") => {
                let template = parse_template(&text.text).ok();
                let expression = template.map_or_else(Expression::null, |template| {
                    Expression::StringTemplate(template.into_iter().collect::<StringTemplate>())
                });
                (None, Shape::Leaf(Box::new(expression)))
            }
            Value::Scalar(text, Style::Quoted) => {
                (Some(text.clone()), Shape::Leaf(Box::new(Expression::from(text.text.as_str()))))
            }
            Value::Scalar(text, _) => {
                let expression = match (text.text.as_str(), text.text.parse::<f64>()) {
                    ("true", _) => Expression::from(true),
                    ("false", _) => Expression::from(false),
                    (_, Ok(number)) => {
                        hcl_edit::Number::from_f64(number).map_or_else(Expression::null, Expression::from)
                    }
                    (other, Err(_)) => Expression::from(other),
                };
                (None, Shape::Leaf(Box::new(expression)))
            }
            Value::List(elements) => (None, Shape::List(elements.iter().map(Self::json).collect())),
            Value::Map(entries) => {
                let entry = |(key, value): &(Text, Node)| {
                    let shape = Shape::Leaf(Box::new(Expression::from(key.text.as_str())));
                    let key = Self { place: key.place.clone(), literal: Some(key.clone()), shape };
                    (key, Self::json(value))
                };
                (None, Shape::Map(entries.iter().map(entry).collect()))
            }
        };
        Self { place, literal, shape }
    }
}

/// The names in a list such as `[a, b]`, or a single one.
pub(super) fn names(expression: &Expression) -> Vec<String> {
    let name = |expression: &Expression| {
        expression
            .as_variable()
            .map(|ident| ident.as_str().to_owned())
            .or_else(|| expression.as_str().map(str::to_owned))
    };
    match expression {
        Expression::Array(array) => array.iter().filter_map(name).collect(),
        expression => name(expression).into_iter().collect(),
    }
}
