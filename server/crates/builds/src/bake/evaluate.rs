//! Evaluates expressions of Bake files. What depends on the environment, or is not evaluated here, is unknown.

use std::cell::{Cell, RefCell};

use hcl_edit::{
    Decorated, Span,
    expr::{Expression, ForExpr, FuncCall, ObjectKey, Traversal, TraversalOperator},
    template::{Directive, Element, Strip, Template},
};
use rustc_hash::FxHashMap;

use super::{functions, operators, value::Val};
use crate::{
    bake_file::{Block, Expr, File, Function, Shape},
    inline::HeredocPart,
};

/// How many steps the expressions of a folder may take together.
const MAX_STEPS: usize = 200_000;
/// How deep variables and functions may refer to each other.
const MAX_DEPTH: usize = 40;
/// How many elements a list may get.
const MAX_ELEMENTS: usize = 10_000;

/// The variables and functions that expressions refer to.
pub(super) struct Scope<'a> {
    variables: FxHashMap<&'a str, Option<&'a Expr>>,
    functions: FxHashMap<&'a str, &'a Function>,
    targets: FxHashMap<&'a str, Vec<&'a Block>>,
    /// Values of variables; `None` while one is evaluated.
    values: RefCell<FxHashMap<&'a str, Option<Val>>>,
    steps: Cell<usize>,
}

/// Variables of a matrix, a function or a loop.
pub(super) type Locals = Vec<(String, Val)>;

impl<'a> Scope<'a> {
    /// The definitions of files, of which later ones have priority.
    pub(super) fn new(files: impl Iterator<Item = &'a File>) -> Self {
        let mut scope = Self {
            variables: FxHashMap::default(),
            functions: FxHashMap::default(),
            targets: FxHashMap::default(),
            values: RefCell::default(),
            steps: Cell::new(0),
        };
        for file in files {
            for (name, default) in &file.variables {
                let known = scope.variables.entry(name).or_default();
                *known = default.as_ref().or(*known);
            }
            scope.functions.extend(file.functions.iter().map(|function| (function.name.as_str(), function)));
            for target in &file.targets {
                scope.targets.entry(&target.name.text).or_default().push(target);
            }
        }
        scope
    }

    /// The value of an expression.
    pub(super) fn value(&self, expr: &Expr, locals: &Locals) -> Val {
        Evaluation { scope: self, depth: 0 }.expr(expr, locals)
    }

    /// The parts of a heredoc; `None` if it is not a heredoc or a directive in it cannot be evaluated.
    pub(super) fn heredoc(&self, expr: &Expr, locals: &Locals) -> Option<Vec<HeredocPart>> {
        let Shape::Heredoc(expression) = &expr.shape else { return None };
        let evaluation = Evaluation { scope: self, depth: 0 };
        match &**expression {
            Expression::HeredocTemplate(heredoc) => evaluation.parts(&heredoc.template, locals),
            Expression::String(text) => {
                let range = text.span().unwrap_or_default();
                Some(vec![HeredocPart { text: Some(text.to_string()), is_literal: true, range }])
            }
            _ => None,
        }
    }
}

struct Evaluation<'s, 'a> {
    scope: &'s Scope<'a>,
    depth: usize,
}

impl Evaluation<'_, '_> {
    fn spend(&self) -> bool {
        let steps = self.scope.steps.get() + 1;
        self.scope.steps.set(steps);
        steps <= MAX_STEPS && self.depth <= MAX_DEPTH
    }

    fn deeper(&self) -> Self {
        Self { scope: self.scope, depth: self.depth + 1 }
    }

    fn expr(&self, expr: &Expr, locals: &Locals) -> Val {
        match &expr.shape {
            Shape::Leaf(expression) | Shape::Heredoc(expression) => self.expression(expression, locals),
            Shape::List(elements) => Val::List(elements.iter().map(|it| self.expr(it, locals)).collect()),
            Shape::Map(entries) => {
                let entry = |(key, value): &(Expr, Expr)| {
                    Some((self.expr(key, locals).to_text()?, self.expr(value, locals)))
                };
                entries.iter().map(entry).collect::<Option<_>>().map_or(Val::Unknown, Val::Map)
            }
        }
    }

    fn expression(&self, expression: &Expression, locals: &Locals) -> Val {
        if !self.spend() {
            return Val::Unknown;
        }
        match expression {
            Expression::Null(_) => Val::Null,
            Expression::Bool(value) => Val::Bool(*value.value()),
            Expression::Number(number) => number.value().as_f64().map_or(Val::Unknown, Val::Number),
            Expression::String(text) => Val::Text(text.to_string()),
            Expression::Array(array) => {
                Val::List(array.iter().map(|element| self.expression(element, locals)).collect())
            }
            Expression::Object(object) => {
                let entry = |(key, value): (&ObjectKey, &hcl_edit::expr::ObjectValue)| {
                    let key = match key {
                        ObjectKey::Ident(ident) => ident.as_str().to_owned(),
                        ObjectKey::Expression(key) => self.expression(key, locals).to_text()?,
                    };
                    Some((key, self.expression(value.expr(), locals)))
                };
                object.iter().map(entry).collect::<Option<_>>().map_or(Val::Unknown, Val::Map)
            }
            Expression::StringTemplate(template) => {
                let elements: Vec<&Element> = template.iter().collect();
                // A template of one interpolation is the value itself.
                if let [Element::Interpolation(only)] = elements.as_slice() {
                    return self.expression(&only.expr, locals);
                }
                self.template(elements.into_iter(), locals)
            }
            Expression::HeredocTemplate(heredoc) => self.template(heredoc.template.iter(), locals),
            Expression::Parenthesis(inner) => self.expression(inner.inner(), locals),
            Expression::Variable(name) => self.variable(name.as_str(), locals),
            Expression::Conditional(conditional) => {
                let value = |expression: &Expression| self.expression(expression, locals);
                match value(&conditional.cond_expr).to_bool() {
                    Some(true) => value(&conditional.true_expr),
                    Some(false) => value(&conditional.false_expr),
                    None => {
                        let (left, right) = (value(&conditional.true_expr), value(&conditional.false_expr));
                        if left == right { left } else { Val::Unknown }
                    }
                }
            }
            Expression::FuncCall(call) => self.call(call, locals),
            Expression::Traversal(traversal) => self.traversal(traversal, locals),
            Expression::UnaryOp(operation) => {
                operators::unary(*operation.operator.value(), &self.expression(&operation.expr, locals))
            }
            Expression::BinaryOp(operation) => {
                let left = self.expression(&operation.lhs_expr, locals);
                let right = self.expression(&operation.rhs_expr, locals);
                operators::binary(*operation.operator.value(), &left, &right)
            }
            Expression::ForExpr(expression) => self.for_each(expression, locals),
        }
    }

    fn variable(&self, name: &str, locals: &Locals) -> Val {
        if let Some((_, value)) = locals.iter().rev().find(|(local, _)| local == name) {
            return value.clone();
        }
        let Some((&name, default)) = self.scope.variables.get_key_value(name) else { return Val::Unknown };
        if let Some(known) = self.scope.values.borrow().get(name) {
            // A variable that refers to itself has no value.
            return known.clone().unwrap_or(Val::Unknown);
        }
        self.scope.values.borrow_mut().insert(name, None);
        let value = default.map_or(Val::Unknown, |default| self.deeper().expr(default, &Locals::new()));
        self.scope.values.borrow_mut().insert(name, Some(value.clone()));
        value
    }

    fn traversal(&self, traversal: &Traversal, locals: &Locals) -> Val {
        let mut operators = traversal.operators.iter().map(Decorated::value);
        let is_target = traversal.expr.as_variable().is_some_and(|name| name.as_str() == "target");
        let mut value = if is_target && !locals.iter().any(|(name, _)| name == "target") {
            match (operators.next(), operators.next()) {
                (Some(TraversalOperator::GetAttr(name)), Some(TraversalOperator::GetAttr(key))) => {
                    self.attribute_of(name.as_str(), key.as_str())
                }
                _ => Val::Unknown,
            }
        } else {
            self.expression(&traversal.expr, locals)
        };
        while let Some(operator) = operators.next() {
            value = match operator {
                TraversalOperator::GetAttr(name) => value.index(&Val::Text(name.as_str().to_owned())),
                TraversalOperator::Index(key) => value.index(&self.expression(key, locals)),
                TraversalOperator::LegacyIndex(at) => value.index(&Val::Text(at.value().to_string())),
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let Val::List(elements) = value else { return Val::Unknown };
                    let rest: Vec<&TraversalOperator> = operators.by_ref().collect();
                    let inner = |element: &Val| {
                        rest.iter().fold(element.clone(), |value, operator| match operator {
                            TraversalOperator::GetAttr(name) => {
                                value.index(&Val::Text(name.as_str().to_owned()))
                            }
                            TraversalOperator::Index(key) => value.index(&self.expression(key, locals)),
                            _ => Val::Unknown,
                        })
                    };
                    Val::List(elements.iter().map(inner).collect())
                }
            };
        }
        value
    }

    /// The value of a key in a target itself, without inheritance.
    fn attribute_of(&self, target: &str, key: &str) -> Val {
        let blocks = self.scope.targets.get(target).map(Vec::as_slice).unwrap_or_default();
        let expr = blocks.iter().rev().find_map(|block| block.get(key));
        expr.map_or(Val::Unknown, |expr| self.deeper().expr(expr, &Locals::new()))
    }

    fn call(&self, call: &FuncCall, locals: &Locals) -> Val {
        let name = call.name.name.as_str();
        let mut arguments: Vec<Val> =
            call.args.iter().map(|argument| self.expression(argument, locals)).collect();
        if call.args.expand_final() {
            match arguments.pop() {
                Some(Val::List(elements)) => arguments.extend(elements),
                _ => return Val::Unknown,
            }
        }
        let Some(function) = self.scope.functions.get(name) else { return functions::call(name, &arguments) };
        if arguments.len() < function.parameters.len() {
            return Val::Unknown;
        }
        let rest = arguments.split_off(function.parameters.len());
        let mut inner: Locals = function.parameters.iter().cloned().zip(arguments).collect();
        inner.extend(function.variadic.iter().map(|name| (name.clone(), Val::List(rest.clone()))));
        self.deeper().expr(&function.result, &inner)
    }

    fn for_each(&self, expression: &ForExpr, locals: &Locals) -> Val {
        let intro = &expression.intro;
        let Some(entries) = self.expression(&intro.collection_expr, locals).entries() else {
            return Val::Unknown;
        };
        let (mut list, mut map): (Vec<Val>, Vec<(String, Val)>) = (Vec::new(), Vec::new());
        for (key, value) in entries.into_iter().take(MAX_ELEMENTS) {
            let mut inner = locals.clone();
            inner.extend(intro.key_var.as_ref().map(|name| (name.as_str().to_owned(), key)));
            inner.push((intro.value_var.as_str().to_owned(), value));
            match expression.cond.as_ref().map(|condition| self.expression(&condition.expr, &inner).to_bool())
            {
                Some(Some(false)) => continue,
                Some(None) => return Val::Unknown,
                Some(Some(true)) | None => {}
            }
            let value = self.expression(&expression.value_expr, &inner);
            match &expression.key_expr {
                None => list.push(value),
                Some(_) if expression.grouping => return Val::Unknown,
                Some(key) => match self.expression(key, &inner).to_text() {
                    Some(key) => map.push((key, value)),
                    None => return Val::Unknown,
                },
            }
        }
        if expression.key_expr.is_some() { Val::Map(map) } else { Val::List(list) }
    }

    fn template<'t>(&self, elements: impl Iterator<Item = &'t Element>, locals: &Locals) -> Val {
        let parts = self.elements(elements, locals);
        let texts =
            parts.and_then(|parts| parts.into_iter().map(|part| part.text).collect::<Option<String>>());
        texts.map_or(Val::Unknown, Val::text)
    }

    fn parts(&self, template: &Template, locals: &Locals) -> Option<Vec<HeredocPart>> {
        self.elements(template.iter(), locals)
    }

    fn elements<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        locals: &Locals,
    ) -> Option<Vec<HeredocPart>> {
        let mut parts: Vec<HeredocPart> = Vec::new();
        let mut is_stripped = false;
        for element in elements {
            match element {
                Element::Literal(text) => {
                    let range = text.span().unwrap_or_default();
                    let text = text.value();
                    let kept = if std::mem::take(&mut is_stripped) { text.trim_start() } else { text };
                    let is_literal = kept.len() == text.len();
                    parts.push(HeredocPart { text: Some(kept.to_owned()), is_literal, range });
                }
                Element::Interpolation(interpolation) => {
                    let (before, after) = match interpolation.strip {
                        Strip::None => (false, false),
                        Strip::Start => (true, false),
                        Strip::End => (false, true),
                        Strip::Both => (true, true),
                    };
                    if before && let Some(last) = parts.last_mut().and_then(|last| last.text.as_mut()) {
                        last.truncate(last.trim_end().len());
                    }
                    is_stripped = after;
                    let text = self.expression(&interpolation.expr, locals).to_text();
                    let range = interpolation.span().unwrap_or_default();
                    parts.push(HeredocPart { text, is_literal: false, range });
                }
                Element::Directive(directive) => {
                    let text = self.directive(directive, locals)?;
                    parts.push(HeredocPart { text: Some(text), is_literal: false, range: 0..0 });
                }
            }
        }
        Some(parts)
    }

    fn directive(&self, directive: &Directive, locals: &Locals) -> Option<String> {
        let text = |template: &Template, locals: &Locals| -> Option<String> {
            self.parts(template, locals)?.into_iter().map(|part| part.text).collect()
        };
        let is_plain = |strips: &[Strip]| strips.iter().all(|strip| *strip == Strip::None);
        match directive {
            Directive::If(directive) => {
                let other = directive.else_expr.as_ref();
                let strips = [directive.if_expr.strip, directive.endif_expr.strip];
                if !is_plain(&strips) || other.is_some_and(|other| other.strip != Strip::None) {
                    return None;
                }
                if self.expression(&directive.if_expr.cond_expr, locals).to_bool()? {
                    text(&directive.if_expr.template, locals)
                } else {
                    other.map_or(Some(String::new()), |other| text(&other.template, locals))
                }
            }
            Directive::For(directive) => {
                let intro = &directive.for_expr;
                if !is_plain(&[intro.strip, directive.endfor_expr.strip]) {
                    return None;
                }
                let entries = self.expression(&intro.collection_expr, locals).entries()?;
                let mut out = String::new();
                for (key, value) in entries.into_iter().take(MAX_ELEMENTS) {
                    let mut inner = locals.clone();
                    inner.extend(intro.key_var.as_ref().map(|name| (name.as_str().to_owned(), key)));
                    inner.push((intro.value_var.as_str().to_owned(), value));
                    out.push_str(&text(&intro.template, &inner)?);
                }
                Some(out)
            }
        }
    }
}
