//! The contents of a Bake file, in HCL and in JSON.

mod expression;

use std::{path::Path, sync::Arc};

use hcl_edit::{
    Span,
    parser::parse_body,
    structure::{BlockLabel, Body},
};

pub(crate) use expression::{Expr, Shape};

use crate::{
    broken::Broken,
    json,
    node::Node,
    spanned::{Place, Text},
};

/// A Bake file.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Variables and their defaults, and the attributes outside of blocks, which are variables too.
    pub(crate) variables: Vec<(String, Option<Expr>)>,
    pub(crate) functions: Vec<Function>,
    pub(crate) targets: Vec<Block>,
    pub(crate) groups: Vec<Block>,
}

/// A function that the file defines.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) variadic: Option<String>,
    pub(crate) result: Expr,
}

/// A target or group.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) name: Text,
    pub(crate) attributes: Vec<(Text, Expr)>,
}

impl Block {
    pub(crate) fn get(&self, key: &str) -> Option<&Expr> {
        self.attributes.iter().rev().find(|(name, _)| name.text == key).map(|(_, value)| value)
    }
}

impl File {
    /// Reads HCL.
    pub(crate) fn hcl(text: &str, file: &Arc<Path>) -> Result<Self, Broken> {
        let body = parse_body(text).map_err(|error| {
            let line = error.location().line().saturating_sub(1);
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let offset = (start + error.location().column().saturating_sub(1)).min(text.len());
            Broken { offset, message: error.message().replace('\n', ", ") }
        })?;
        Ok(Source { text, file }.file(&body))
    }

    /// Reads JSON: the same blocks as objects.
    pub(crate) fn json(text: &str, file: &Arc<Path>) -> Result<Self, Broken> {
        let Some(root) = json::parse(text, file)? else { return Ok(Self::default()) };
        let section = |name: &str| root.get(name).map(Node::entries).unwrap_or_default();
        let blocks = |name: &str| {
            let block = |(name, node): &(Text, Node)| Block {
                name: name.clone(),
                attributes: node
                    .entries()
                    .iter()
                    .map(|(key, value)| (key.clone(), Expr::json(value)))
                    .collect(),
            };
            section(name).iter().map(block).collect()
        };
        let function = |(name, node): &(Text, Node)| {
            Some(Function {
                name: name.text.clone(),
                parameters: node.get("params")?.texts().map(|text| text.text.clone()).collect(),
                variadic: node
                    .get("variadic_params")
                    .and_then(|node| Some(node.texts().next()?.text.clone())),
                result: Expr::json(node.get("result")?),
            })
        };
        let is_section = |name: &str| matches!(name, "variable" | "function" | "target" | "group");
        let globals = root.entries().iter().filter(|(name, _)| !is_section(&name.text));
        let variables = section("variable")
            .iter()
            .map(|(name, node)| (name.text.clone(), node.get("default").map(Expr::json)))
            .chain(globals.map(|(name, node)| (name.text.clone(), Some(Expr::json(node)))))
            .collect();
        Ok(Self {
            variables,
            functions: section("function").iter().filter_map(function).collect(),
            targets: blocks("target"),
            groups: blocks("group"),
        })
    }
}

/// A text that expressions have places in.
struct Source<'a> {
    text: &'a str,
    file: &'a Arc<Path>,
}

impl Source<'_> {
    fn file(&self, body: &Body) -> File {
        let mut file = File::default();
        for attribute in body.attributes() {
            let value = self.expression(&attribute.value);
            file.variables.push((attribute.key.as_str().to_owned(), Some(value)));
        }
        for block in body.blocks() {
            let name = match block.labels.first() {
                Some(label @ BlockLabel::Ident(ident)) => self.name(label.as_str(), ident.span()),
                Some(label @ BlockLabel::String(string)) => self.name(label.as_str(), string.span()),
                None => continue,
            };
            let attribute = |key: &str| block.body.get_attribute(key);
            let value = |key: &str| attribute(key).map(|attribute| self.expression(&attribute.value));
            match block.ident.as_str() {
                "variable" => file.variables.push((name.text, value("default"))),
                "function" => {
                    let names =
                        |key: &str| attribute(key).map(|it| expression::names(&it.value)).unwrap_or_default();
                    if let Some(result) = value("result") {
                        file.functions.push(Function {
                            name: name.text,
                            parameters: names("params"),
                            variadic: names("variadic_params").pop(),
                            result,
                        });
                    }
                }
                "target" => file.targets.push(self.block(name, &block.body)),
                "group" => file.groups.push(self.block(name, &block.body)),
                _ => {}
            }
        }
        file
    }

    fn block(&self, name: Text, body: &Body) -> Block {
        let attribute = |attribute: &hcl_edit::structure::Attribute| {
            let key = self.name(attribute.key.as_str(), attribute.key.span());
            (key, self.expression(&attribute.value))
        };
        Block { name, attributes: body.attributes().map(attribute).collect() }
    }

    /// A name or a string, without its quotes.
    fn name(&self, text: &str, span: Option<std::ops::Range<usize>>) -> Text {
        let mut range = span.unwrap_or_default();
        let source = self.text.get(range.clone()).unwrap_or_default();
        if source.len() >= 2 && source.starts_with('"') && source.ends_with('"') {
            range = range.start + 1..range.end - 1;
        }
        let is_verbatim = self.text.get(range.clone()) == Some(text);
        Text { text: text.to_owned(), place: Place { file: Arc::clone(self.file), range }, is_verbatim }
    }
}
