//! Reads simple commands, declarations and tests: their words and assignments, in the order in
//! which they take effect.

use std::ops::Range;

use super::{Posix, children};
use crate::shell::{
    build::name_length,
    flow::{Access, Block},
    kinds::Bash,
    quotes::{Mark, has_mark},
    structure::Joint,
    structure::PlaceKind,
    tree::{Field, Node},
    view::{AssignmentKind, Command, CommandKind, Context},
};

/// In POSIX, assignments before these commands stay in force; in bash only in POSIX mode.
const SPECIAL_BUILTINS: &[&str] =
    &[":", ".", "eval", "set", "shift", "times", "trap", "return", "break", "continue"];

impl Posix<'_> {
    /// `more` holds words of the command that the grammar assigned to a redirection.
    pub(super) fn command(&mut self, node: Node<'_>, more: &[Node<'_>]) {
        let Some(name) = node.children().find(|child| child.kind() == Bash::CommandName) else {
            return self.assignments(node);
        };
        let mut words: Vec<Node<'_>> = name.first().into_iter().collect();
        let mut after = name.next();
        while let Some(child) = after {
            if child.is_named() && !is_redirect(child) {
                words.push(child);
            }
            after = child.next();
        }
        words.extend(more);
        let first = self.builder.view.assignments.len() as u32;
        let mut targets = Vec::new();
        let prefixes = node.children().take_while(|&child| child != name);
        for prefix in prefixes.filter(|child| child.kind() == Bash::VariableAssignment) {
            targets.extend(self.target(prefix).map(|(name, is_update)| {
                let value = prefix.field(Field::Value).map(|value| self.range(value));
                (prefix, self.builder.assignment(name, value, AssignmentKind::Prefix, is_update))
            }));
        }
        let assignments = first..self.builder.view.assignments.len() as u32;
        let first = self.push_command(node, &words, assignments, CommandKind::Simple);
        self.visit_words(PlaceKind::Word, &words, first);
        for redirect in node.children().filter(|&child| is_redirect(child)) {
            self.visit(redirect);
        }
        // It is read again only after the command.
        let text = words.first().and_then(|_| self.builder.view.words[first as usize].text.take());
        let name = text.as_deref().unwrap_or_default();
        if !targets.is_empty() {
            let stays = SPECIAL_BUILTINS.contains(&name);
            let is_call = self.functions.contains(&name);
            self.block(if stays { Block::Possible } else { Block::Isolated }, |it| {
                for (prefix, (id, span)) in targets {
                    it.value(prefix);
                    it.builder.touch(id, span, if stays { Access::Write } else { Access::Prefix });
                    if is_call {
                        it.builder.touch(id, span, Access::Call);
                    }
                }
            });
        }
        self.effects(name, words.get(1..).unwrap_or_default());
        if text.is_some() {
            self.builder.view.words[first as usize].text = text;
        }
    }

    /// `export`, `readonly`, `local`, `declare` and `typeset`: all values are expanded before any is
    /// assigned.
    pub(super) fn declaration(&mut self, node: Node<'_>) {
        let words = children(node);
        let none = self.builder.view.assignments.len() as u32;
        let first = self.push_command(node, &words, none..none, CommandKind::Declaration);
        let keyword = words.first().map(|&keyword| self.text(keyword)).unwrap_or_default();
        let kind = match keyword {
            "export" => AssignmentKind::Export,
            "readonly" => AssignmentKind::Readonly,
            _ => AssignmentKind::Declare,
        };
        let options: Vec<&str> =
            words.iter().map(|&word| self.text(word)).filter(|word| word.starts_with('-')).collect();
        let has = |letter: char| options.iter().any(|option| option.contains(letter));
        let is_scoped =
            kind == AssignmentKind::Declare && self.context.has(Context::FUNCTION) && !has('g') && !has('p');
        let write = if is_scoped { Access::Local } else { Access::Write };
        for (index, &word) in (first..).zip(&words).skip(1) {
            match word.kind() {
                Bash::VariableAssignment => self.value(word),
                _ => self.placed(PlaceKind::Word, Some(index), |it| it.visit(word)),
            }
        }
        for &word in words.iter().skip(1) {
            if word.kind() == Bash::VariableAssignment {
                if let Some((name, is_update)) = self.target(word) {
                    let value = word.field(Field::Value).map(|value| self.range(value));
                    self.builder.assign(name, value, kind, if is_update { Access::Update } else { write });
                }
                continue;
            }
            let Some((name, rest)) = self.name_in(word) else { continue };
            if let Some(value) = self.builder.text(rest.clone()).strip_prefix('=') {
                self.builder.assign(name, Some(rest.end - value.len()..rest.end), kind, write);
            } else if is_scoped {
                self.builder.assign(name, None, kind, write);
            } else {
                self.mention(name, Access::Read);
            }
        }
    }

    pub(super) fn unset(&mut self, node: Node<'_>) {
        let words = children(node);
        let none = self.builder.view.assignments.len() as u32;
        let first = self.push_command(node, &words, none..none, CommandKind::Declaration);
        self.visit_words(PlaceKind::Word, words.get(1..).unwrap_or_default(), first + 1);
        if words.iter().any(|&word| self.text(word) == "-f") {
            return;
        }
        for &word in words.iter().skip(1) {
            if let Some((name, rest)) = self.name_in(word) {
                let access = if rest.is_empty() { Access::Unset } else { Access::Read };
                self.mention(name, access);
            }
        }
    }

    /// `[ … ]` and `[[ … ]]`: they look like commands, but are expressions in the grammar.
    pub(super) fn test(&mut self, node: Node<'_>) {
        let mut words: Vec<Node<'_>> = node.first().into_iter().collect();
        let is_double = words.first().is_some_and(|&bracket| bracket.kind() == Bash::DoubleBracket);
        operands(node, &mut words);
        let none = self.builder.view.assignments.len() as u32;
        let (kind, place) = if is_double {
            (CommandKind::DoubleTest, PlaceKind::DoubleTest)
        } else {
            (CommandKind::Test, PlaceKind::Test)
        };
        self.push_command(node, &words, none..none, kind);
        self.placed(place, None, |it| it.test_parts(node, is_double));
    }

    fn test_parts(&mut self, node: Node<'_>, is_double: bool) {
        let operator = node.field(Field::Operator).map(|operator| self.text(operator));
        let is_number = is_double && matches!(operator, Some("-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge"));
        for child in node.children() {
            match child.kind() {
                Bash::Word if is_number => self.arithmetic(child),
                Bash::Word if operator == Some("-v") => {
                    if let Some((name, _)) = self.name_in(child) {
                        self.mention(name, Access::Read);
                    }
                }
                Bash::BinaryExpression | Bash::UnaryExpression | Bash::ParenthesizedExpression => {
                    self.test_parts(child, is_double);
                }
                _ if child.is_named() => self.visit(child),
                // `<`, `&&` and `||` are not shell operators here.
                _ => {}
            }
        }
    }

    pub(super) fn assignment(&mut self, node: Node<'_>, kind: AssignmentKind, access: Access) {
        self.value(node);
        if let Some((name, is_update)) = self.target(node) {
            let value = node.field(Field::Value).map(|value| self.range(value));
            self.builder.assign(name, value, kind, if is_update { Access::Update } else { access });
        }
    }

    /// Visits the value of an assignment and the index of its target.
    fn value(&mut self, node: Node<'_>) {
        if let Some(name) = node.field(Field::Name)
            && let Some(index) = name.field(Field::Index)
        {
            self.arithmetic(index);
        }
        if let Some(value) = node.field(Field::Value) {
            self.builder.quotes(self.range(value));
            self.placed(PlaceKind::Value, None, |it| it.visit(value));
        }
    }

    /// The name that an assignment sets, and whether it keeps the old value.
    fn target(&self, node: Node<'_>) -> Option<(Range<usize>, bool)> {
        let name = node.field(Field::Name)?;
        let inner = name.field(Field::Name);
        let is_append = self.builder.text(self.base + name.end()..self.base + node.end());
        Some((self.range(inner.unwrap_or(name)), inner.is_some() || is_append.starts_with("+=")))
    }

    /// Adds an access that is neither an expansion nor an assignment: `export X`, `unset X`.
    pub(super) fn mention(&mut self, name: Range<usize>, access: Access) {
        let id = self.builder.name(self.builder.text(name.clone()));
        let span = self.builder.span(name);
        self.builder.touch(id, span, access);
    }

    /// Adds a command, and returns the index of its first word.
    fn push_command(
        &mut self,
        node: Node<'_>,
        words: &[Node<'_>],
        assignments: Range<u32>,
        kind: CommandKind,
    ) -> u32 {
        let words = self.push_words(words);
        let span = self.builder.span(self.range(node));
        let (joint, context) = (std::mem::replace(&mut self.joint, Joint::First), self.context);
        let (part, first) = (self.builder.place.part, words.start);
        let view = &mut self.builder.view;
        if let Some(open) = view.parts.get_mut(part as usize) {
            open.command.get_or_insert(view.commands.len() as u32);
        }
        view.commands.push(Command { span, words, assignments, joint, context, kind, part });
        first
    }

    pub(super) fn push_words(&mut self, words: &[Node<'_>]) -> Range<u32> {
        let first = self.builder.view.words.len() as u32;
        for &word in words {
            let text = self.literal(word).map(String::into_boxed_str);
            self.builder.word(self.range(word), text);
        }
        first..self.builder.view.words.len() as u32
    }

    /// The name that a word starts with, quoted or not, and the rest after it.
    pub(super) fn name_in(&self, node: Node<'_>) -> Option<(Range<usize>, Range<usize>)> {
        let mut range = self.range(node);
        let text = self.builder.text(range.clone());
        if let Some(quote @ ('"' | '\'')) = text.chars().next() {
            range.start += 1;
            if text.len() > 1 && text.ends_with(quote) {
                range.end -= 1;
            }
        }
        let text = self.builder.text(range.clone());
        let length = name_length(text);
        let end = range.start + length;
        (length > 0).then_some((range.start..end, end..range.end))
    }

    /// Whether the shell expands anything in a word that is a single node.
    fn expands(&self, node: Node<'_>) -> bool {
        if !node.is_leaf() && node.kind() != Bash::Str
            || matches!(node.kind(), Bash::RawString | Bash::AnsiCString)
        {
            return false;
        }
        let text = self.text(node);
        text.match_indices(['$', '`']).any(|(at, _)| {
            let escapes = text[..at].len() - text[..at].trim_end_matches('\\').len();
            let is_lone =
                !text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || "_{(*@#?-$!'".contains(c));
            escapes.is_multiple_of(2) && !(is_lone && text[at..].starts_with('$'))
        })
    }

    /// The text of a word, without quotes and escapes; `None` if the shell expands something in it.
    pub(super) fn literal(&self, node: Node<'_>) -> Option<String> {
        let text = self.text(node);
        let is_plain = node.is_leaf() && matches!(node.kind(), Bash::Word | Bash::Number);
        if is_plain && !has_mark(text, Mark::EXPANSION | Mark::ESCAPE) {
            return Some(text.to_owned());
        }
        if self.expands(node) {
            return None;
        }
        match node.kind() {
            Bash::RawString => Some(text.trim_matches('\'').to_owned()),
            Bash::Str => {
                let is_plain =
                    node.children().all(|child| !child.is_named() || child.kind() == Bash::StringContent);
                let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))?;
                is_plain.then(|| unescaped(inner, |c| matches!(c, '$' | '`' | '"' | '\\' | '\n')))
            }
            Bash::Concatenation => {
                node.children().map(|child| self.literal(child)).collect::<Option<String>>()
            }
            Bash::AnsiCString => {
                let inner = text.strip_prefix("$'").and_then(|text| text.strip_suffix('\''))?;
                (!inner.contains('\\')).then(|| inner.to_owned())
            }
            _ if node.is_leaf() => Some(unescaped(text, |_| true)),
            Bash::CommandName => self.literal(node.first()?),
            Bash::VariableAssignment => {
                let parts = children(node);
                let is_plain = parts.iter().skip(1).all(|&part| self.literal(part).is_some());
                is_plain.then(|| parts.iter().filter_map(|&part| self.literal(part)).collect())
            }
            // `{1..3}` and a number with a base are text, and so is the node that follows `=~`.
            _ => None,
        }
    }
}

fn is_redirect(node: Node<'_>) -> bool {
    matches!(node.kind(), Bash::FileRedirect | Bash::HerestringRedirect)
}

/// The words of a test's expression.
fn operands<'tree>(node: Node<'tree>, words: &mut Vec<Node<'tree>>) {
    for child in node.children() {
        match child.kind() {
            Bash::BinaryExpression | Bash::UnaryExpression | Bash::ParenthesizedExpression => {
                operands(child, words);
            }
            _ if child.is_named() => words.push(child),
            _ => {}
        }
    }
}

/// `text` without the backslashes before characters for which `is_special` holds, and without
/// escaped line ends.
fn unescaped(text: &str, is_special: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && is_special(next) => {
                chars.next();
                if next != '\n' {
                    out.push(next);
                }
            }
            _ => out.push(c),
        }
    }
    out
}
