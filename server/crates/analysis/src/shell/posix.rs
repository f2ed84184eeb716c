//! Parses scripts for `sh` and related shells with the bash grammar: statements here, their parts
//! in the submodules.
//!
//! The tree is walked once, in the order in which the shell evaluates it. Text that other programs
//! evaluate (`eval`, `trap`, `sh -c`, sourced files) is treated as plain words.

mod arithmetic;
mod builtins;
mod commands;
mod expansions;
mod heredocs;
mod mend;
mod opaque;
mod outline;
mod quick;
mod redirects;
mod statements;

use std::ops::Range;

pub(crate) use outline::outline_of;
pub use outline::{Outline, Part, Statement, ends_firmly, outline};

use super::{
    build::Builder,
    flow::{Access, Block},
    kinds::Bash,
    lexemes,
    script::Script,
    structure::Joint,
    structure::{PlaceKind, Scope, ScopeKind, Substitution, SubstitutionKind},
    tree::{Field, Node, Tree},
    view::{AssignmentKind, Context, Loop, OperatorKind, ShellView},
};

/// Deeper nesting is not read: the walk is recursive, and stacks are small.
const MAX_DEPTH: u32 = 150;

/// The tree of a script without heredocs; offsets are in the script.
pub(super) fn tree(text: &str) -> Option<Tree> {
    let has_brackets = memchr::memmem::find(text.as_bytes(), b"((").is_some();
    let text = mend::mended(text);
    let mut tree = quick::tree(&text).or_else(|| Tree::of_grammar(&text))?;
    // The brackets may have been replaced.
    tree.is_plain &= !has_brackets;
    Some(tree)
}

/// Whether a word begins with an escaped space, which is easily mistaken for a space between words.
pub(super) fn has_escaped_blanks(text: &str) -> bool {
    mend::escaped_blanks(text).next().is_some()
}

/// The view of a script; `None` if the grammar cannot be used.
pub(super) fn view(script: &Script) -> Option<ShellView> {
    let heredocs = heredocs::heredocs(&script.text);
    let tree = tree(&heredocs::replaced(&script.text, &heredocs))?;
    Some(view_of(script, heredocs, &tree))
}

fn view_of(script: &Script, heredocs: Vec<redirects::Found>, tree: &Tree) -> ShellView {
    let mut posix = Posix {
        builder: Builder::new(script),
        base: 0,
        context: Context::default(),
        joint: Joint::First,
        depth: 0,
        is_backtick: false,
        is_background: false,
        functions: Vec::new(),
        heredocs,
    };
    posix.builder.make_room(tree.size());
    posix.builder.view.has_error = tree.has_error;
    posix.builder.view.is_plain = tree.is_plain;
    posix.visit(tree.root());
    lexemes::bash(&mut posix.builder, tree.root(), 0);
    posix.builder.finish()
}

/// Compares the results of the quick reader and the grammar for a script, for tests: the
/// difference, if there is one. `None` if only the grammar can read the script, or if both find
/// errors, which they may place differently.
pub fn readings(script: &Script) -> Option<Result<(), String>> {
    let heredocs = heredocs::heredocs(&script.text);
    let text = heredocs::replaced(&script.text, &heredocs);
    let text = mend::mended(&text);
    let quick = quick::tree(&text)?;
    let mut grammar = Tree::of_grammar(&text)?;
    if quick.has_error && grammar.has_error {
        return None;
    }
    let difference = quick.difference(&grammar).or_else(|| {
        grammar.is_plain = quick.is_plain;
        let views = [&quick, &grammar].map(|tree| view_of(script, heredocs.clone(), tree));
        (views[0] != views[1]).then(|| "the views differ".to_owned())
    });
    Some(difference.map_or(Ok(()), Err))
}

/// The walk over a tree.
struct Posix<'a> {
    builder: Builder<'a>,
    /// The offset of the tree's text in the script, since fragments are parsed separately.
    base: usize,
    context: Context,
    joint: Joint,
    depth: u32,
    /// Whether it is in backticks, where the inner shell reads `\$` as `$`.
    is_backtick: bool,
    /// Whether the next statement runs in the background.
    is_background: bool,
    /// The functions defined so far.
    functions: Vec<&'a str>,
    /// The heredocs in the text that is being walked.
    heredocs: Vec<redirects::Found>,
}

impl<'a> Posix<'a> {
    fn range(&self, node: Node<'_>) -> Range<usize> {
        self.base + node.start()..self.base + node.end()
    }

    /// The range from the first node to the last.
    fn span_of(&self, nodes: &[Node<'_>]) -> Range<usize> {
        let (first, last) = (nodes.first(), nodes.last());
        first.zip(last).map_or(0..0, |(first, last)| self.range(*first).start..self.range(*last).end)
    }

    fn text(&self, node: Node<'_>) -> &'a str {
        self.builder.text(self.range(node))
    }

    fn block(&mut self, block: Block, inside: impl FnOnce(&mut Self)) {
        let opened = self.builder.open(block);
        inside(self);
        self.builder.close(opened);
    }

    /// Runs `inside` with additional context flags, at the start of a list.
    fn within(&mut self, context: Context, inside: impl FnOnce(&mut Self)) {
        let (outer, joint) = (self.context, self.joint);
        self.context = outer.with(context);
        self.joint = Joint::First;
        inside(self);
        self.context = outer;
        self.joint = joint;
    }

    /// Runs `inside` in a new scope of the current part.
    fn scoped(&mut self, kind: ScopeKind, range: Range<usize>, inside: impl FnOnce(&mut Self)) {
        self.scoped_as(kind, range, None, inside);
    }

    fn scoped_as(
        &mut self,
        kind: ScopeKind,
        range: Range<usize>,
        name: Option<Box<str>>,
        inside: impl FnOnce(&mut Self),
    ) {
        let span = self.builder.span(range);
        let has_part = (self.builder.place.part as usize) < self.builder.view.parts.len();
        let part = has_part.then_some(self.builder.place.part);
        let scope = self.builder.view.scopes.len() as u32;
        self.builder.view.scopes.push(Scope { kind, span, part, name });
        let outer = std::mem::replace(&mut self.builder.scope, scope);
        inside(self);
        self.builder.scope = outer;
    }

    /// Runs `inside` with this kind of place for expansions.
    fn placed(&mut self, kind: PlaceKind, word: Option<u32>, inside: impl FnOnce(&mut Self)) {
        let outer = self.builder.place;
        self.builder.place.kind = kind;
        self.builder.place.word = word;
        inside(self);
        self.builder.place = outer;
    }

    /// Visits words and the expansions in them.
    fn visit_words(&mut self, kind: PlaceKind, words: &[Node<'_>], first: u32) {
        for (index, &word) in (first..).zip(words) {
            self.placed(kind, Some(index), |it| it.visit(word));
        }
    }

    fn visit(&mut self, node: Node<'_>) {
        if self.depth >= MAX_DEPTH {
            self.builder.view.has_error = true;
            return;
        }
        self.depth += 1;
        self.visit_kind(node.kind(), node);
        self.depth -= 1;
    }

    fn visit_kind(&mut self, kind: Bash, node: Node<'_>) {
        match kind {
            kind if statements::is_statement(kind) => self.statement(node),
            Bash::CommandSubstitution | Bash::ProcessSubstitution => self.substitution(node),
            Bash::ArithmeticExpansion => self.arithmetic_parts(node),
            Bash::SimpleExpansion => self.simple_expansion(node),
            Bash::Expansion => self.expansion(node),
            Bash::FileRedirect | Bash::HerestringRedirect => self.redirect(node),
            Bash::RawString | Bash::AnsiCString => {}
            Bash::Concatenation | Bash::Str | Bash::TranslatedString => self.word(node),
            Bash::Comment => {
                let span = self.builder.span(self.range(node));
                self.builder.view.comments.push(span);
            }
            _ if !node.is_leaf() => self.sequence(node),
            _ if node.is_named() => self.word(node),
            token => self.token(token, node),
        }
    }

    fn token(&mut self, token: Bash, node: Node<'_>) {
        let kind = match token {
            Bash::And => OperatorKind::And,
            Bash::Or => OperatorKind::Or,
            Bash::Semicolon => OperatorKind::Sequence,
            Bash::Pipe | Bash::PipeAll => OperatorKind::Pipe,
            Bash::Background => OperatorKind::Background,
            Bash::Less
            | Bash::Greater
            | Bash::Append
            | Bash::Clobber
            | Bash::GreaterAnd
            | Bash::LessAnd
            | Bash::AndGreater
            | Bash::AndAppend
            | Bash::CloseOut
            | Bash::CloseIn
            | Bash::Herestring => OperatorKind::Redirection,
            _ => return,
        };
        self.builder.operator(kind, self.range(node));
    }

    /// Visits the children in order; one followed by `&` runs in a separate process.
    fn sequence(&mut self, node: Node<'_>) {
        let mut children = node.children().peekable();
        while let Some(child) = children.next() {
            let is_before = |next: &Node<'_>| next.kind() == Bash::Background;
            self.item(child, children.peek().is_some_and(is_before));
        }
    }

    fn items(&mut self, items: &[Node<'_>]) {
        for (index, &item) in items.iter().enumerate() {
            self.item(item, items.get(index + 1).is_some_and(|next| next.kind() == Bash::Background));
        }
    }

    fn item(&mut self, item: Node<'_>, is_background: bool) {
        if is_background && item.is_named() {
            self.is_background = true;
            self.block(Block::Isolated, |it| it.within(Context::SUBSHELL, |it| it.visit(item)));
        } else {
            self.visit(item);
        }
    }

    fn compound(&mut self, node: Node<'_>) {
        if node.first().is_some_and(|child| child.kind() == Bash::DoubleParen) {
            self.arithmetic_parts(node);
        } else {
            self.scoped(ScopeKind::Group, self.range(node), |it| {
                it.within(Context::default(), |it| it.sequence(node));
            });
        }
    }

    /// Visits `if` or `elif` and what follows, in an open block of branches.
    fn branches(&mut self, node: Node<'_>) {
        let children = children(node);
        let is_at = |kind: Bash| children.iter().position(|&child| child.kind() == kind);
        let Some(then) = is_at(Bash::Then) else { return self.sequence(node) };
        let behind = children[then..]
            .iter()
            .position(|&child| matches!(child.kind(), Bash::ElifClause | Bash::ElseClause))
            .map_or(children.len(), |at| then + at);
        self.block(Block::Sequence, |it| {
            it.scoped(ScopeKind::IfCondition, it.span_of(&children[1..then]), |it| {
                it.within(Context::CONDITION, |it| it.items(&children[1..then]));
            });
        });
        self.block(Block::Sequence, |it| {
            it.scoped(ScopeKind::Branch, it.span_of(&children[then + 1..behind]), |it| {
                it.within(Context::CONDITIONAL, |it| it.items(&children[then + 1..behind]));
            });
        });
        for &clause in &children[behind..] {
            match clause.kind() {
                Bash::ElifClause => self.branches(clause),
                Bash::ElseClause => self.block(Block::Sequence, |it| {
                    it.scoped(ScopeKind::Branch, it.range(clause), |it| {
                        it.within(Context::CONDITIONAL, |it| it.sequence(clause));
                    });
                }),
                _ => {}
            }
        }
    }

    fn while_loop(&mut self, node: Node<'_>) {
        let is_until = node.first().is_some_and(|child| child.kind() == Bash::Until);
        let Some(body) = node.field(Field::Body) else { return self.sequence(node) };
        let condition: Vec<Node<'_>> = node.children().skip(1).take_while(|&child| child != body).collect();
        self.block(if is_until { Block::Until } else { Block::While }, |it| {
            it.scoped(ScopeKind::LoopCondition, it.span_of(&condition), |it| {
                it.block(Block::Sequence, |it| it.within(Context::CONDITION, |it| it.items(&condition)));
            });
            it.block(Block::Sequence, |it| it.loop_body(body));
        });
    }

    fn for_loop(&mut self, node: Node<'_>) {
        let Some(body) = node.field(Field::Body) else { return self.sequence(node) };
        let variable = node.field(Field::Variable);
        let words: Vec<Node<'_>> = node
            .children()
            .skip_while(|&child| child.kind() != Bash::In)
            .take_while(|&child| child != body)
            .filter(Node::is_named)
            .collect();
        let pushed = self.push_words(&words);
        let span = self.builder.span(self.range(node));
        let name = variable.map(|variable| self.builder.span(self.range(variable)));
        self.builder.view.loops.push(Loop { span, variable: name, words: pushed.clone() });
        self.visit_words(PlaceKind::ForWord, &words, pushed.start);
        // A word without an expansion is always present, so the body runs for it.
        let runs = words.iter().any(|&word| self.literal(word).is_some());
        self.block(if runs { Block::RepeatSome } else { Block::Repeat }, |it| {
            if let Some(variable) = variable {
                it.builder.assign(it.range(variable), None, AssignmentKind::For, Access::Write);
            }
            it.loop_body(body);
        });
    }

    fn loop_body(&mut self, body: Node<'_>) {
        self.scoped(ScopeKind::LoopBody, self.range(body), |it| {
            it.within(Context::CONDITIONAL, |it| it.visit(body));
        });
    }

    /// Visits `for ((i = 0; i < 3; i++))`.
    fn c_for_loop(&mut self, node: Node<'_>) {
        let part = |it: &mut Self, field: Field| {
            for part in node.fields(field) {
                it.arithmetic(part);
            }
        };
        part(self, Field::Initializer);
        self.block(Block::While, |it| {
            it.block(Block::Sequence, |it| part(it, Field::Condition));
            it.block(Block::Sequence, |it| {
                if let Some(body) = node.field(Field::Body) {
                    it.loop_body(body);
                }
                part(it, Field::Update);
            });
        });
    }

    fn case(&mut self, node: Node<'_>) {
        let items: Vec<Node<'_>> = node.children().filter(|&child| child.kind() == Bash::CaseItem).collect();
        if let Some(value) = node.field(Field::Value) {
            let first = self.push_words(&[value]).start;
            self.visit_words(PlaceKind::CaseWord, &[value], first);
        }
        let mut is_exhaustive = false;
        for &item in &items {
            for pattern in item.fields(Field::Value) {
                is_exhaustive |= self.text(pattern) == "*";
                self.placed(PlaceKind::Pattern, None, |it| it.visit(pattern));
            }
        }
        let falls = items.iter().any(|item| item.field(Field::Fallthrough).is_some());
        let (whole, arm) = match (falls, is_exhaustive) {
            // The preceding arm may fall through into this one.
            (true, _) => (Block::Sequence, Block::Possible),
            (false, true) => (Block::CaseExhaustive, Block::Sequence),
            (false, false) => (Block::Case, Block::Sequence),
        };
        self.block(whole, |it| {
            for item in items {
                let children = children(item);
                let start = children.iter().position(|&child| child.kind() == Bash::CloseParen);
                it.block(arm, |it| {
                    let commands = &children[start.map_or(0, |at| at + 1)..];
                    it.scoped(ScopeKind::Arm, it.span_of(commands), |it| {
                        it.within(Context::CONDITIONAL, |it| it.items(commands));
                    });
                });
            }
        });
    }

    fn function(&mut self, node: Node<'_>) {
        let name = node.field(Field::Name).map(|name| self.text(name));
        self.functions.extend(name);
        let Some(body) = node.field(Field::Body) else { return };
        let locals = std::mem::take(&mut self.builder.locals);
        self.block(Block::Function, |it| {
            it.scoped_as(ScopeKind::Function, it.range(body), name.map(Into::into), |it| {
                it.within(Context::FUNCTION, |it| it.visit(body));
            });
            if let Some(redirect) = node.field(Field::Redirect) {
                it.visit(redirect);
            }
        });
        self.builder.locals = locals;
    }

    fn substitution(&mut self, node: Node<'_>) {
        let is_backtick = self.is_backtick;
        self.is_backtick |= self.text(node).starts_with('`');
        let kind = match self.text(node).as_bytes().first() {
            Some(b'`') => SubstitutionKind::Backticks,
            Some(b'$') => SubstitutionKind::Dollar,
            _ => SubstitutionKind::Process,
        };
        let (range, place) = (self.range(node), self.builder.place);
        let first = self.builder.view.commands.len() as u32;
        self.builder.place.is_quoted = false;
        self.scoped(ScopeKind::Substitution, range.clone(), |it| {
            it.block(Block::Isolated, |it| it.within(Context::SUBSTITUTION, |it| it.sequence(node)));
        });
        self.builder.place = place;
        let (span, commands) = (self.builder.span(range), first..self.builder.view.commands.len() as u32);
        self.builder.view.substitutions.push(Substitution { span, kind, place, commands });
        self.is_backtick = is_backtick;
    }
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.children().collect()
}
