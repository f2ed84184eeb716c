//! The outline: stages, and the instructions in them.
//!
//! A stage is shown by its name or its image, an instruction by its keyword and its most important
//! argument. An instruction that declares several names has a child entry for each. Parser
//! directives are not in the outline. No name is empty, since clients reject the whole outline if
//! one is.

use std::ops::Range;

use dockwright_syntax::{
    Text,
    kinds::{self, Kind, NodeKind},
};
use tree_sitter::Node;

use dockwright_analysis::document::Document;
use dockwright_texts::{Message, ide::stages as texts};
use line::{WIDTH, shown};

mod declared;
mod line;
mod name;

pub use declared::{Declared, declared_names};

/// The kind of a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A build stage.
    Stage,
    /// An ARG or ENV name.
    Variable,
    /// Any other instruction.
    Instruction,
}

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The text that the list shows: the instruction and its most important argument.
    pub name: String,
    /// Further details, shown dimmed.
    pub detail: Option<Message>,
    /// The kind of the symbol.
    pub kind: SymbolKind,
    /// Byte range of the whole symbol.
    pub range: Range<usize>,
    /// Byte range to select when jumping to it; inside `range`.
    pub selection: Range<usize>,
    /// The symbols that it contains.
    pub children: Vec<Symbol>,
}

/// The outline in the order of the text.
pub fn symbols(document: &Document) -> Vec<Symbol> {
    let text = document.text();
    let root = document.tree().root();
    let mut acc = Vec::new();
    let mut stages = 0;
    let mut cursor = root.walk();
    for part in root.children(&mut cursor) {
        if part.syntax_kind() == Kind::Stage {
            acc.push(stage(text, part, stages));
            stages += 1;
        } else if part.syntax_kind() == Kind::Preamble {
            instructions(text, &mut acc, part);
        }
    }
    acc
}

fn stage(text: &Text, stage: Node<'_>, index: usize) -> Symbol {
    let mut children = Vec::new();
    instructions(text, &mut children, stage);
    let from = stage.child(0).unwrap_or(stage);
    let part = |field| {
        let node = from.child_by_field_name(field)?;
        Some((shown(text, node, WIDTH), node)).filter(|(shown, _)| !shown.is_empty())
    };
    let image = part(kinds::field::IMAGE);
    let name = part(kinds::field::NAME);
    let (name, selected, detail) = match (name, image) {
        (Some((name, node)), image) => (name, node, image.map(|(image, _)| Message::verbatim(image))),
        (None, Some((image, node))) => (image, node, Some(texts::number(index))),
        (None, None) => (name::keyword(text, from), name::keyword_node(from), Some(texts::number(index))),
    };
    symbol(text, stage, selected, SymbolKind::Stage, name, detail, children)
}

fn instructions(text: &Text, acc: &mut Vec<Symbol>, parent: Node<'_>) {
    let mut cursor = parent.walk();
    let children = parent.children(&mut cursor);
    let children = children.filter(|child| !child.is_extra() && child.syntax_kind() != Kind::Directive);
    acc.extend(children.map(|child| instruction(text, child, child)));
}

/// One instruction. `owner` is the node that holds its heredocs: itself, or its ONBUILD.
fn instruction(text: &Text, node: Node<'_>, owner: Node<'_>) -> Symbol {
    match node.syntax_kind() {
        Kind::EnvInstruction => declaration(text, node, Kind::EnvPair, SymbolKind::Variable),
        Kind::ArgInstruction => declaration(text, node, Kind::ArgDeclaration, SymbolKind::Variable),
        Kind::LabelInstruction => declaration(text, node, Kind::LabelPair, SymbolKind::Instruction),
        Kind::OnbuildInstruction => onbuild(text, node, owner),
        _ => plain(text, node, owner),
    }
}

fn plain(text: &Text, node: Node<'_>, owner: Node<'_>) -> Symbol {
    let name::Name { name, detail } = name::name(text, node, owner);
    let detail = detail.map(Message::verbatim);
    symbol(text, node, name::keyword_node(node), SymbolKind::Instruction, name, detail, Vec::new())
}

/// `ONBUILD RUN make`, with the triggered instruction as its child.
fn onbuild(text: &Text, node: Node<'_>, owner: Node<'_>) -> Symbol {
    let trigger = node.child_by_field_name(kinds::field::INSTRUCTION);
    // BuildKit rejects ONBUILD ONBUILD, and a line full of them must not become a tree as deep as the
    // line is long.
    let Some(trigger) = trigger.filter(|trigger| trigger.syntax_kind() != Kind::OnbuildInstruction) else {
        return plain(text, node, owner);
    };
    let trigger = instruction(text, trigger, owner);
    let name = format!("{} {}", name::keyword(text, node), trigger.name);
    let detail = trigger.detail.clone();
    symbol(text, node, name::keyword_node(node), SymbolKind::Instruction, name, detail, vec![trigger])
}

/// ENV, ARG or LABEL: one entry if it declares one name, else an additional one per name.
fn declaration(text: &Text, node: Node<'_>, pair: Kind, kind: SymbolKind) -> Symbol {
    let mut cursor = node.walk();
    let pairs = node.children(&mut cursor).filter(|child| child.syntax_kind() == pair);
    let mut declared: Vec<Symbol> = pairs.map(|pair| declared(text, pair, kind)).collect();
    let keyword = name::keyword(text, node);
    if let [one] = &mut declared[..] {
        let selection = one.selection.clone();
        let name = format!("{keyword} {}", one.name);
        let detail = one.detail.take();
        return Symbol { selection, ..symbol(text, node, node, kind, name, detail, Vec::new()) };
    }
    let mut name = keyword;
    for declared in &declared {
        if name.chars().count() > WIDTH {
            break;
        }
        name.push(' ');
        name.push_str(&declared.name);
    }
    symbol(
        text,
        node,
        name::keyword_node(node),
        SymbolKind::Instruction,
        line::cut(&name, WIDTH),
        None,
        declared,
    )
}

fn declared(text: &Text, pair: Node<'_>, kind: SymbolKind) -> Symbol {
    let key = pair.child_by_field_name(kinds::field::KEY).or(pair.child_by_field_name(kinds::field::NAME));
    let value =
        pair.child_by_field_name(kinds::field::VALUE).or(pair.child_by_field_name(kinds::field::DEFAULT));
    let shown = |node| Some(shown(text, node, WIDTH)).filter(|shown| !shown.is_empty());
    let name = key.and_then(shown).or_else(|| shown(pair)).unwrap_or_else(|| "…".to_owned());
    let detail = value.and_then(shown).map(Message::verbatim);
    symbol(text, pair, key.unwrap_or(pair), kind, name, detail, Vec::new())
}

fn symbol(
    text: &Text,
    node: Node<'_>,
    selected: Node<'_>,
    kind: SymbolKind,
    name: String,
    detail: Option<Message>,
    children: Vec<Symbol>,
) -> Symbol {
    let mut range = text.trim_end(node.byte_range());
    if let Some(last) = children.last() {
        range.end = range.end.max(last.range.end);
    }
    let start = selected.start_byte().clamp(range.start, range.end);
    let selection = start..selected.end_byte().clamp(start, range.end);
    Symbol { name, detail, kind, range, selection, children }
}

#[cfg(test)]
mod tests;
