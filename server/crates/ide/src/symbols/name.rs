//! Names the instructions in the outline.
//!
//! A name begins with the upper-cased keyword and continues with what distinguishes the instruction
//! from its neighbours; the rest (flags, values) becomes the detail.

use dockwright_analysis::spec::flags::COPY_FROM;
use std::ops::Range;

use dockwright_syntax::{
    Text,
    kinds::{self, Kind, NodeKind},
};
use tree_sitter::Node;

use super::line::{self, WIDTH, shown};

/// The outline's texts for one instruction.
pub(super) struct Name {
    pub(super) name: String,
    pub(super) detail: Option<String>,
}

/// The name of an instruction that does not declare names itself. `owner` is the node that holds
/// its heredocs: the instruction, or its ONBUILD.
pub(super) fn name(text: &Text, instruction: Node<'_>, owner: Node<'_>) -> Name {
    let parts = Parts::new(instruction);
    match instruction.syntax_kind() {
        Kind::CopyInstruction | Kind::AddInstruction => transfer(text, &parts),
        Kind::RunInstruction => command(text, &parts, owner),
        _ => Name {
            name: with_keyword(text, &parts, &arguments(text, &parts)),
            detail: flags(text, &parts, None),
        },
    }
}

/// The upper-cased keyword; never empty.
pub(super) fn keyword(text: &Text, instruction: Node<'_>) -> String {
    let Some(keyword) = instruction.child_by_field_name(kinds::field::KEYWORD) else {
        return "…".to_owned();
    };
    if !keyword.is_named() {
        return keyword.kind().to_owned();
    }
    let shown = shown(text, keyword, WIDTH).to_uppercase();
    if shown.is_empty() { "…".to_owned() } else { shown }
}

/// The keyword, which is the first child; much faster to find than by its field.
pub(super) fn keyword_node(instruction: Node<'_>) -> Node<'_> {
    instruction.child(0).unwrap_or(instruction)
}

/// An instruction's children, grouped by their role.
struct Parts<'tree> {
    instruction: Node<'tree>,
    flags: Vec<Node<'tree>>,
    /// The nodes between the flags and the heredoc bodies.
    arguments: Vec<Node<'tree>>,
}

impl<'tree> Parts<'tree> {
    fn new(instruction: Node<'tree>) -> Self {
        let mut parts = Self { instruction, flags: Vec::new(), arguments: Vec::new() };
        let mut cursor = instruction.walk();
        // The first child is the keyword.
        for child in instruction.children(&mut cursor).filter(|child| !child.is_extra()).skip(1) {
            match child.syntax_kind() {
                Kind::Flag => parts.flags.push(child),
                Kind::HeredocBlock => {}
                _ => parts.arguments.push(child),
            }
        }
        parts
    }
}

/// The text of the arguments.
fn arguments(text: &Text, parts: &Parts<'_>) -> String {
    let range = span(&parts.arguments);
    line::read(text, parts.instruction, range, WIDTH)
}

/// The text of the flags, except one.
fn flags(text: &Text, parts: &Parts<'_>, without: Option<Node<'_>>) -> Option<String> {
    let flags = parts.flags.iter().filter(|flag| Some(**flag) != without);
    joined(flags.map(|flag| shown(text, *flag, WIDTH)))
}

/// `RUN make && …`; for a heredoc, its first command.
fn command(text: &Text, parts: &Parts<'_>, owner: Node<'_>) -> Name {
    // Read more than is shown, since preparations are removed afterwards.
    let written = line::read(text, parts.instruction, span(&parts.arguments), 3 * WIDTH);
    let flags = flags(text, parts, None);
    if let Some(first) = first_of_heredoc(text, parts, owner) {
        let detail = joined(flags.into_iter().chain([line::cut(&written, WIDTH)]));
        return Name { name: with_keyword(text, parts, &first), detail };
    }
    Name { name: with_keyword(text, parts, line::without_preparations(&written)), detail: flags }
}

/// The first command of a RUN that consists only of a heredoc.
fn first_of_heredoc(text: &Text, parts: &Parts<'_>, owner: Node<'_>) -> Option<String> {
    let [command] = parts.arguments[..] else { return None };
    let mut cursor = command.walk();
    let mut openers = command.children(&mut cursor).filter(|child| !child.is_extra());
    let is_opener = openers.next()?.syntax_kind() == Kind::HeredocOpener;
    if !is_opener || openers.next().is_some() {
        return None;
    }
    let mut cursor = owner.walk();
    let block = owner.children(&mut cursor).find(|child| child.syntax_kind() == Kind::HeredocBlock)?;
    let body = block.child_by_field_name(kinds::field::BODY)?;
    line::first_line(text, body.byte_range())
}

/// `COPY --from=build a b → /app`
fn transfer(text: &Text, parts: &Parts<'_>) -> Name {
    // The sources are cut so that the destination stays visible.
    const SOURCES: usize = 36;
    let from = parts.flags.iter().copied().find(|flag| {
        let name = flag.child_by_field_name(kinds::field::NAME);
        name.is_some_and(|name| text.slice(name.byte_range()).strip_prefix("--") == Some(COPY_FROM.name))
    });
    let paths = match parts.arguments[..] {
        [array] if array.syntax_kind() == Kind::JsonArray => {
            let mut cursor = array.walk();
            array.named_children(&mut cursor).filter(|child| !child.is_extra()).collect()
        }
        _ => parts.arguments.clone(),
    };
    let path = |node: Node<'_>| {
        let shown = shown(text, node, SOURCES);
        if node.syntax_kind() == Kind::JsonString { shown.trim_matches('"').to_owned() } else { shown }
    };

    let mut words: Vec<String> = from.into_iter().map(|flag| shown(text, flag, SOURCES)).collect();
    if let [sources @ .., destination] = &paths[..] {
        let mut room = SOURCES;
        for (index, source) in sources.iter().enumerate() {
            let source = path(*source);
            let width = source.chars().count();
            if index > 0 && width > room {
                words.push("…".to_owned());
                break;
            }
            room = room.saturating_sub(width + 1);
            words.push(source);
        }
        if !sources.is_empty() {
            words.push("→".to_owned());
        }
        words.push(path(*destination));
    }
    let keyword = keyword(text, parts.instruction);
    let name = joined([keyword].into_iter().chain(words)).unwrap_or_default();
    Name { name, detail: flags(text, parts, from) }
}

fn with_keyword(text: &Text, parts: &Parts<'_>, rest: &str) -> String {
    let keyword = keyword(text, parts.instruction);
    if rest.is_empty() { keyword } else { format!("{keyword} {}", line::cut(rest, WIDTH)) }
}

fn span(nodes: &[Node<'_>]) -> Range<usize> {
    match nodes {
        [] => 0..0,
        [first, .., last] => first.start_byte()..last.end_byte(),
        [only] => only.byte_range(),
    }
}

fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
