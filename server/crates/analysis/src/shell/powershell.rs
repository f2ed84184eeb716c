//! Parses PowerShell scripts.
//!
//! Only environment variables are tracked, `$env:X` and `Env:X`, because PowerShell's own variables
//! never refer to the Dockerfile's. Commands share one process, so assignments in pipelines and
//! script blocks have effects outside of them. Names in calls such as
//! `[Environment]::GetEnvironmentVariable('X')` are plain words.

use std::ops::Range;

use tree_sitter::Node;

use super::{
    build::{Builder, OpenPart, name_length},
    flow::{Access, Block},
    kinds::{PowerShell, field},
    lexemes,
    parser::{Grammar, parse},
    script::Script,
    structure::Joint,
    view::{AssignmentKind, Command, CommandKind, Context, OperatorKind, ShellView},
};

/// Deeper nesting is not read; an operand of an expression is a dozen nodes deep.
const MAX_DEPTH: u32 = 400;

/// The view of a script; `None` if the grammar cannot be used.
pub(super) fn view(script: &Script) -> Option<ShellView> {
    let tree = parse(Grammar::PowerShell, &script.text)?;
    let mut walk =
        Walk { builder: Builder::new(script), context: Context::default(), joint: Joint::First, depth: 0 };
    walk.builder.view.has_error = tree.root_node().has_error();
    walk.visit(tree.root_node());
    lexemes::power_shell(&mut walk.builder, tree.root_node());
    Some(walk.builder.finish())
}

struct Walk<'a> {
    builder: Builder<'a>,
    context: Context,
    joint: Joint,
    depth: u32,
}

impl<'a> Walk<'a> {
    fn text(&self, node: Node<'_>) -> &'a str {
        self.builder.text(node.byte_range())
    }

    fn block(&mut self, block: Block, context: Context, inside: impl FnOnce(&mut Self)) {
        let (outer, joint) = (self.context, self.joint);
        self.context = outer.with(context);
        self.joint = Joint::First;
        let opened = self.builder.open(block);
        inside(self);
        self.builder.close(opened);
        (self.context, self.joint) = (outer, joint);
    }

    fn visit(&mut self, node: Node<'_>) {
        if self.depth >= MAX_DEPTH {
            self.builder.view.has_error = true;
            return;
        }
        self.depth += 1;
        match PowerShell::of(node) {
            PowerShell::Command => self.command(node),
            PowerShell::Assignment => self.assignment(node),
            PowerShell::Variable => self.variable(node),
            PowerShell::StatementBlock => {
                self.block(Block::Possible, Context::CONDITIONAL, |it| it.children(node));
            }
            PowerShell::Foreach
            | PowerShell::For
            | PowerShell::While
            | PowerShell::Do
            | PowerShell::ScriptBlock => {
                self.block(Block::Repeat, Context::CONDITIONAL, |it| it.children(node));
            }
            PowerShell::Function => self.block(Block::Function, Context::FUNCTION, |it| it.children(node)),
            PowerShell::SubExpression => {
                self.block(Block::Sequence, Context::SUBSTITUTION, |it| it.children(node));
            }
            PowerShell::Comment => {
                let span = self.builder.span(node.byte_range());
                self.builder.view.comments.push(span);
            }
            PowerShell::And => self.operator(node, OperatorKind::And, Joint::And),
            PowerShell::Or => self.operator(node, OperatorKind::Or, Joint::Or),
            PowerShell::Pipe => self.operator(node, OperatorKind::Pipe, Joint::Pipe),
            PowerShell::Semicolon => self.operator(node, OperatorKind::Sequence, Joint::First),
            _ if node.child_count() == 0 => self.bare(node),
            _ => self.children(node),
        }
        self.depth -= 1;
    }

    fn children(&mut self, node: Node<'_>) {
        for child in children(node) {
            self.visit(child);
        }
    }

    fn operator(&mut self, node: Node<'_>, kind: OperatorKind, joint: Joint) {
        self.builder.operator(kind, node.byte_range());
        self.joint = joint;
    }

    fn command(&mut self, node: Node<'_>) {
        let mut words = Vec::new();
        for child in children(node) {
            match PowerShell::of(child) {
                PowerShell::Elements => words.extend(
                    children(child)
                        .into_iter()
                        .filter(|&element| PowerShell::of(element) != PowerShell::Separator),
                ),
                PowerShell::InvocationOperator => {}
                _ if child.is_named() => words.push(child),
                _ => {}
            }
        }
        let first = self.builder.view.words.len() as u32;
        for &word in &words {
            self.builder.word(word.byte_range(), self.literal(word));
        }
        let none = self.builder.view.assignments.len() as u32;
        let span = self.builder.span(node.start_byte()..node.end_byte());
        let joint = std::mem::replace(&mut self.joint, Joint::First);
        let part = self.part(node, joint);
        self.builder.view.commands.push(Command {
            span,
            words: first..self.builder.view.words.len() as u32,
            assignments: none..none,
            joint,
            context: self.context,
            kind: CommandKind::Simple,
            part: self.builder.place.part,
        });
        for &word in &words {
            self.visit(word);
        }
        self.drive(&words);
        self.builder.close_part(&part);
    }

    /// Opens a part for a command; after a pipe, it belongs to the preceding statement.
    fn part(&mut self, node: Node<'_>, joint: Joint) -> OpenPart {
        let last = (self.builder.view.statements.len() as u32).checked_sub(1);
        let statement = if let (Joint::Pipe, Some(last)) = (joint, last) {
            last
        } else {
            let list = self.builder.list();
            self.builder.statement(node.byte_range(), list, joint, false)
        };
        let part = self.builder.part(statement, node.byte_range(), None);
        let command = self.builder.view.commands.len() as u32;
        self.builder.view.parts[self.builder.place.part as usize].command = Some(command);
        part
    }

    /// Reads `Env:X` as an item of a drive.
    fn drive(&mut self, words: &[Node<'_>]) {
        let Some((&command, arguments)) = words.split_first() else { return };
        let command = self.text(command).to_ascii_lowercase();
        for &argument in arguments {
            let text = self.text(argument);
            let bare = text.trim_start_matches(['\'', '"']);
            let quote = text.len() - bare.len();
            let Some(name) = env_name(bare) else { continue };
            let at = argument.start_byte() + quote;
            let name = at + name.start..at + name.end;
            match command.as_str() {
                "set-item" | "new-item" | "si" | "ni" | "set-content" | "sc" => {
                    self.builder.assign(name, None, AssignmentKind::Plain, Access::Write);
                }
                "remove-item" | "ri" | "rm" | "del" | "erase" | "clear-item" => {
                    self.mention(name, Access::Unset);
                }
                _ => self.mention(name, Access::Read),
            }
        }
    }

    fn mention(&mut self, name: Range<usize>, access: Access) {
        let id = self.builder.name(self.builder.text(name.clone()));
        let span = self.builder.span(name);
        self.builder.touch(id, span, access);
    }

    fn assignment(&mut self, node: Node<'_>) {
        let value = node.child_by_field_name(field::VALUE);
        let Some(left) = node.child(0) else { return };
        if let Some(value) = value {
            self.visit(value);
        }
        let text = self.text(left);
        let name = text.strip_prefix('$').and_then(|rest| {
            let brace = usize::from(rest.starts_with('{'));
            let name = env_name(rest[brace..].trim_end_matches('}'))?;
            let start = left.start_byte() + 1 + brace;
            Some(start + name.start..start + name.end)
        });
        let Some(name) = name else { return self.visit(left) };
        let is_plain = node.child(1).is_some_and(|operator| self.text(operator) == "=");
        let access = if is_plain { Access::Write } else { Access::Update };
        self.builder.assign(name, value.map(|value| value.byte_range()), AssignmentKind::Plain, access);
    }

    /// Reads a word without quotes, which is a single node in the tree: `C:\sites\$env:NAME`.
    fn bare(&mut self, node: Node<'_>) {
        let text = self.text(node);
        if text.starts_with('\'') {
            return;
        }
        for (at, _) in text.match_indices('$') {
            let braced = usize::from(text[at + 1..].starts_with('{'));
            let start = at + 1 + braced;
            let Some(drive) = text.get(start..start + 4).filter(|drive| drive.eq_ignore_ascii_case("env:"))
            else {
                continue;
            };
            let name = start + drive.len();
            let end = name + name_length(&text[name..]);
            if end > name {
                let base = node.start_byte();
                let whole = base + at..base + end + braced;
                self.builder.expansion(base + name..base + end, whole, None, false);
            }
        }
    }

    fn variable(&mut self, node: Node<'_>) {
        let text = self.text(node);
        let sign = if text.starts_with("${") || text.starts_with("@{") { 2 } else { 1 };
        let Some(name) = text.get(sign..).and_then(|rest| env_name(rest.trim_end_matches('}'))) else {
            return;
        };
        let start = node.start_byte() + sign;
        self.builder.expansion(start + name.start..start + name.end, node.byte_range(), None, false);
    }

    /// The text of a word, if it contains no variables.
    fn literal(&self, node: Node<'_>) -> Option<Box<str>> {
        let text = self.text(node);
        let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
        let inner = inner.or_else(|| {
            let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))?;
            (!inner.contains(['$', '`', '"'])).then_some(inner)
        });
        match inner {
            Some(inner) => Some(inner.into()),
            None => (!text.contains(['$', '`', '"', '\'', '(', '{', '@'])).then(|| text.into()),
        }
    }
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).collect()
}

/// The range of the name in `env:X`, which must be the whole text.
fn env_name(text: &str) -> Option<Range<usize>> {
    let drive = text.get(..4)?;
    if !drive.eq_ignore_ascii_case("env:") {
        return None;
    }
    let rest = &text[4..];
    let start = 4 + (rest.len() - rest.trim_start_matches(['\\', '/']).len());
    let length = name_length(&text[start..]);
    let is_all = text[start + length..].trim_end_matches(['\'', '"']).is_empty();
    (length > 0 && is_all).then_some(start..start + length)
}
