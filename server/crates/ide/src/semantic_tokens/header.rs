//! Paints everything in an instruction that the grammar parses, that is, all but the text for a
//! shell.

use std::ops::Range;

use dockwright_syntax::{
    kinds::{self, Kind, NodeKind},
    logical::LogicalLine,
};
use tree_sitter::Node;

use super::{
    TokenModifiers, TokenType,
    canvas::{Canvas, Link, Style},
    gaps::each_gap_token,
    names::predefined,
};
use dockwright_analysis::{
    document::Placed,
    facts::{Facts, template::Template},
    spec::{
        Engine, Instruction,
        mounts::{MountKey, MountValue},
    },
    usage::{each_from, image_of},
};

/// How a node of a kind is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Not at all; its children are visited.
    None,
    /// As a token.
    Token(TokenType),
    /// As a part of an image in FROM.
    Image(TokenType),
    /// The path of an image.
    ImagePath,
    /// The keyword `MAINTAINER`.
    Maintainer,
    /// The key of a pair of ENV or LABEL.
    Key,
    /// A name that ARG declares, or the one in an expansion.
    Variable,
    /// A value that may be a number.
    Value,
    /// The flag that contains a name and a value.
    Flag,
    /// The value of a flag.
    FlagValue,
    /// `key=value` of a mount.
    MountOption,
    /// The value of a mount's key.
    MountValue,
    /// A user, and a group after a colon.
    User,
    /// `$NAME`, `${NAME…}`.
    Expansion,
    /// The text that the shell reads.
    Script,
    /// A pair, whose `=` is an operator.
    Pair,
    /// An array, whose brackets and commas are punctuation.
    Array,
    /// The terminator of a heredoc, including the tabs before it.
    HeredocEnd,
    /// The body of a heredoc.
    Body,
    Continuation,
    Comment,
}

impl Role {
    /// The role of a kind of node. The role of punctuation depends on its parent.
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::AddKeyword
            | Kind::ArgKeyword
            | Kind::AsKeyword
            | Kind::CmdKeyword
            | Kind::CopyKeyword
            | Kind::EntrypointKeyword
            | Kind::EnvKeyword
            | Kind::ExposeKeyword
            | Kind::FromKeyword
            | Kind::HealthcheckKeyword
            | Kind::LabelKeyword
            | Kind::NoneKeyword
            | Kind::OnbuildKeyword
            | Kind::RunKeyword
            | Kind::ShellKeyword
            | Kind::StopsignalKeyword
            | Kind::UserKeyword
            | Kind::VolumeKeyword
            | Kind::WorkdirKeyword => Self::Token(TokenType::Keyword),
            Kind::MaintainerKeyword => Self::Maintainer,
            Kind::FlagName => Self::Token(TokenType::Parameter),
            Kind::MountKey => Self::Token(TokenType::Property),
            Kind::Protocol | Kind::Signal => Self::Token(TokenType::EnumMember),
            Kind::Port => Self::Token(TokenType::Number),
            Kind::DoubleQuotedString
            | Kind::SingleQuotedString
            | Kind::JsonString
            | Kind::Operand
            | Kind::Pattern
            | Kind::Replacement => Self::Token(TokenType::String),
            Kind::Operator | Kind::HeredocOperator => Self::Token(TokenType::Operator),
            Kind::EscapeSequence => Self::Token(TokenType::EscapeSequence),
            Kind::HeredocDelimiter => Self::Token(TokenType::Macro),
            Kind::HeredocEnd => Self::HeredocEnd,
            Kind::HeredocBody => Self::Body,
            Kind::ImageRegistry => Self::Image(TokenType::Namespace),
            Kind::ImagePort | Kind::ImageDigest => Self::Image(TokenType::Number),
            Kind::ImagePath => Self::ImagePath,
            Kind::ImageTag => Self::Image(TokenType::EnumMember),
            Kind::StageName => Self::Token(TokenType::Class),
            Kind::Flag => Self::Flag,
            Kind::FlagValue => Self::FlagValue,
            Kind::MountOption => Self::MountOption,
            Kind::MountOptionValue => Self::MountValue,
            Kind::Key => Self::Key,
            Kind::Variable => Self::Variable,
            Kind::Value => Self::Value,
            Kind::User => Self::User,
            Kind::Expansion => Self::Expansion,
            Kind::ShellCommand => Self::Script,
            Kind::ArgDeclaration | Kind::EnvPair | Kind::LabelPair => Self::Pair,
            Kind::JsonArray => Self::Array,
            Kind::LineContinuation => Self::Continuation,
            Kind::Comment => Self::Comment,
            _ => Self::None,
        }
    }
}

/// Results of the visit, as byte ranges relative to the instruction.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The range of the instruction's node; the text before and after it also belongs to the
    /// instruction.
    node: Range<usize>,
    /// Continuations and comments inside the instruction.
    gaps: Vec<(Range<usize>, bool)>,
    /// The command line that a shell reads.
    pub(super) command: Option<Range<usize>>,
}

/// Paints an instruction, given its node.
pub(super) fn paint(canvas: &mut Canvas<'_>, node: Node<'_>, placed: &Placed<'_>, escape: char) -> Header {
    let facts = placed.facts.triggered();
    let base = placed.start;
    let mut painter = Painter {
        canvas,
        base,
        escape,
        facts,
        flag: None,
        mount_key: None,
        header: Header { node: 0..0, ..Header::default() },
    };
    painter.header.node = painter.range(node);
    painter.walk(node);
    painter.stages();
    painter.header
}

impl Header {
    /// The text with zeros instead of continuations and comments, but with the indentation of each
    /// line, which the shell receives. It has the same length.
    pub(super) fn joined(&self, source: &str) -> Vec<u8> {
        let mut bytes = source.as_bytes().to_vec();
        for (gap, is_comment) in &self.gaps {
            for byte in bytes.get_mut(gap.clone()).unwrap_or_default() {
                if *is_comment || !matches!(*byte, b' ' | b'\t') {
                    *byte = 0;
                }
            }
        }
        bytes
    }

    /// Paints continuations and comments over any tokens that span them.
    pub(super) fn paint_gaps(&self, canvas: &mut Canvas<'_>, escape: char) {
        for (gap, is_comment) in &self.gaps {
            let text = canvas.text(gap.clone());
            if *is_comment {
                canvas.paint(gap.start..gap.start + text.trim_end().len(), Style::new(TokenType::Comment));
            } else if let Some(at) = text.find(escape) {
                let at = gap.start + at;
                canvas.clear(gap.clone());
                canvas.paint(at..at + escape.len_utf8(), Style::new(TokenType::EscapeSequence));
            }
        }
        for outside in [0..self.node.start, self.node.end..canvas.source.len()] {
            let text = canvas.text(outside.clone());
            each_gap_token(text, escape, &[], &mut |range, token_type| {
                let range = outside.start + range.start..outside.start + range.end;
                canvas.paint(range, Style::new(token_type));
            });
        }
    }
}

struct Painter<'p, 'a> {
    canvas: &'p mut Canvas<'a>,
    /// The offset of the instruction in the document.
    base: usize,
    escape: char,
    /// The facts of the instruction, or of its trigger.
    facts: &'p Facts,
    /// The name of the current flag, including the dashes.
    flag: Option<&'a str>,
    mount_key: Option<&'static MountKey>,
    header: Header,
}

impl<'a> Painter<'_, 'a> {
    fn range(&self, node: Node<'_>) -> Range<usize> {
        // A node inserted for missing text may start before the instruction.
        node.start_byte().saturating_sub(self.base)..node.end_byte().saturating_sub(self.base)
    }

    fn text(&self, node: Node<'_>) -> &'a str {
        self.canvas.text(self.range(node))
    }

    fn field(&self, node: Node<'_>, field: &str) -> Option<&'a str> {
        Some(self.text(node.child_by_field_name(field)?))
    }

    fn token(&mut self, node: Node<'_>, style: Style) {
        self.canvas.paint(self.range(node), style);
    }

    fn walk(&mut self, root: Node<'_>) {
        let mut cursor = root.walk();
        let mut parents = Vec::new();
        loop {
            let node = cursor.node();
            let role = Role::of(node.syntax_kind());
            self.node(node, role, parents.last().copied().unwrap_or(Role::None));
            if cursor.goto_first_child() {
                parents.push(role);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() || parents.len() <= 1 {
                    return;
                }
                parents.pop();
            }
        }
    }

    fn node(&mut self, node: Node<'_>, role: Role, parent: Role) {
        match role {
            Role::None => self.punctuation(node, parent),
            Role::Token(TokenType::Class) => {
                self.token(node, Style::new(TokenType::Class).with(TokenModifiers::DECLARATION));
            }
            Role::Token(TokenType::EnumMember) if is_number(self.text(node)) => {
                self.token(node, Style::new(TokenType::Number));
            }
            // A quoted key is still a key.
            Role::Token(TokenType::String) if parent == Role::Key => {}
            Role::Token(token_type) => self.token(node, Style::new(token_type)),
            Role::Image(token_type) => self.token(node, image(token_type)),
            Role::ImagePath => {
                let style = image(TokenType::Namespace);
                let is_known = image_of(self.facts).and_then(Template::literal) == Some("scratch");
                self.token(node, if is_known { style.with(TokenModifiers::DEFAULT_LIBRARY) } else { style });
            }
            Role::Maintainer => {
                self.token(node, Style::new(TokenType::Keyword).with(TokenModifiers::DEPRECATED));
            }
            Role::Key if self.facts.instruction == Some(Instruction::Env) => {
                self.token(node, Style::new(TokenType::Variable).with(TokenModifiers::DECLARATION));
            }
            Role::Key => self.token(node, Style::new(TokenType::Property)),
            Role::Variable if parent == Role::Pair => {
                let known = TokenModifiers::DECLARATION.with(TokenModifiers::READONLY);
                let known = known.with(predefined(&self.name(node)));
                self.token(node, Style::new(TokenType::Variable).with(known));
            }
            Role::Expansion => self.expansion(node),
            Role::Value if is_number(self.text(node)) => self.token(node, Style::new(TokenType::Number)),
            Role::Flag => self.flag = self.field(node, kinds::field::NAME),
            Role::FlagValue => {
                let token_type = self.flag_value(self.text(node));
                self.token(node, Style::new(token_type));
            }
            Role::MountOption => {
                // Keys that the engine does not support are highlighted too.
                let key = self.field(node, kinds::field::KEY);
                self.mount_key = key.and_then(|key| MountKey::of(Engine::Podman, key));
            }
            Role::MountValue => {
                let token_type = self.mount_value(self.text(node));
                self.token(node, Style::new(token_type));
            }
            Role::User => self.user(node),
            Role::Script => self.header.command = Some(self.range(node)),
            Role::HeredocEnd => {
                let range = self.range(node);
                let text = self.canvas.text(range.clone());
                let tabs = text.len() - text.trim_start_matches('\t').len();
                self.canvas.paint(range.start + tabs..range.end, Style::new(TokenType::Macro));
            }
            Role::Continuation => self.header.gaps.push((self.range(node), false)),
            Role::Comment => self.header.gaps.push((self.range(node), true)),
            Role::Variable | Role::Value | Role::Pair | Role::Array | Role::Body => {}
        }
    }

    fn punctuation(&mut self, node: Node<'_>, parent: Role) {
        let token_type = match (parent, node.kind()) {
            (Role::Array, "[" | "]" | ",") => TokenType::Punctuation,
            (Role::Pair, "=") => TokenType::Operator,
            _ => return,
        };
        if !node.is_named() {
            self.token(node, Style::new(token_type));
        }
    }

    /// Paints the whole expansion as a variable; nested tokens cover parts of it.
    fn expansion(&mut self, node: Node<'_>) {
        let Some(name) = node.child_by_field_name(kinds::field::NAME) else { return };
        let name = self.name(name);
        self.canvas.variable(self.range(node), &name);
    }

    /// A name, with its lines joined.
    fn name(&self, node: Node<'_>) -> String {
        let text = self.text(node);
        if text.contains('\n') { LogicalLine::join(text, self.escape).text } else { text.to_owned() }
    }

    fn flag_value(&self, text: &str) -> TokenType {
        let name = self.flag.unwrap_or_default().trim_start_matches('-');
        let spec = self.facts.instruction.and_then(|instruction| instruction.spec().flag(name));
        if is_quantity(text) {
            TokenType::Number
        } else if spec.is_some_and(|spec| spec.value.words().contains(&text)) {
            TokenType::EnumMember
        } else {
            TokenType::String
        }
    }

    fn mount_value(&self, text: &str) -> TokenType {
        match self.mount_key.map(|key| key.value) {
            Some(MountValue::Kind | MountValue::Sharing | MountValue::Bool | MountValue::Word(_)) => {
                TokenType::EnumMember
            }
            Some(MountValue::Size | MountValue::Mode | MountValue::Number) if is_quantity(text) => {
                TokenType::Number
            }
            Some(
                MountValue::Size
                | MountValue::Mode
                | MountValue::Number
                | MountValue::Target
                | MountValue::Source
                | MountValue::From
                | MountValue::Id
                | MountValue::Name
                | MountValue::Nothing,
            )
            | None => TokenType::String,
        }
    }

    /// Paints the numeric IDs of users and groups; names get no number token.
    fn user(&mut self, node: Node<'_>) {
        let mut start = self.range(node).start;
        for part in self.text(node).split(':') {
            if is_number(part) {
                self.canvas.paint(start..start + part.len(), Style::new(TokenType::Number));
            }
            start += part.len() + 1;
        }
    }

    /// Paints the texts that name a stage or an image.
    fn stages(&mut self) {
        let is_from = self.facts.instruction == Some(Instruction::From);
        if is_from && let Some(range) = image_of(self.facts).and_then(Template::name_range) {
            self.canvas.other(range, stage(0));
        }
        let mut names = Vec::new();
        each_from(self.facts, &mut |from| names.push(from.name_range()));
        for (at, range) in names.into_iter().enumerate() {
            let Some(range) = range else { continue };
            if is_from {
                self.canvas.clear(range.clone());
                self.canvas.other(range, stage(at as u32 + 1));
                continue;
            }
            self.canvas.clear(range.clone());
            self.canvas.other(range.clone(), stage(at as u32));
            for (part, token_type) in image_parts(self.canvas.text(range.clone())) {
                let style = Style::new(token_type).linked(Link::Image(at as u32));
                self.canvas.paint(range.start + part.start..range.start + part.end, style);
            }
        }
    }
}

const fn image(token_type: TokenType) -> Style {
    Style::new(token_type).linked(Link::Image(0))
}

const fn stage(at: u32) -> Style {
    Style::new(TokenType::Class).linked(Link::Stage(at))
}

/// The parts of `[registry/]path[:tag][@digest]` where the grammar does not parse an image.
fn image_parts(text: &str) -> Vec<(Range<usize>, TokenType)> {
    let digest = text.find('@').unwrap_or(text.len());
    let path_start = match text[..digest].find('/') {
        Some(slash) if text[..slash].contains(['.', ':']) || &text[..slash] == "localhost" => slash + 1,
        _ => 0,
    };
    let tag = text[path_start..digest].find(':').map_or(digest, |at| path_start + at);
    let parts = [
        (0..path_start.saturating_sub(1), TokenType::Namespace),
        (path_start..tag, TokenType::Namespace),
        ((tag + 1).min(digest)..digest, TokenType::EnumMember),
        ((digest + 1).min(text.len())..text.len(), TokenType::Number),
    ];
    parts.into_iter().filter(|(range, _)| !range.is_empty()).collect()
}

/// `8080`, `1.5`
pub(super) fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

/// `3`, `0755`, `64m`, `1m30s`
fn is_quantity(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_digit() || b".nusmhkgb".contains(&b);
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(is_part)
}
