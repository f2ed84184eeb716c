//! Reads scripts of `sh` and its kin with the bash grammar: statements here, what they consist of in the modules.
//!
//! The tree is walked once, in the order in which the shell evaluates. Nothing is looked up in other programs' text:
//! `eval`, `trap`, `sh -c` and sourced files stay what they are, words.

mod arithmetic;
mod builtins;
mod commands;
mod expansions;
mod heredocs;
mod mend;
mod opaque;
mod outline;
mod redirects;

use std::ops::Range;

use tree_sitter::{Node, Tree};

pub(crate) use outline::outline_of;
pub use outline::{Outline, Part, Statement, ends_firmly, outline};

use super::{
    build::Builder,
    flow::{Access, Block},
    kinds::{Bash, field},
    lexemes,
    parser::{Grammar, parse},
    script::Script,
    view::{AssignmentKind, Context, Joint, OperatorKind, ShellView},
};

/// Deeper nesting is not looked into: the walk is recursive, and stacks are small.
const MAX_DEPTH: u32 = 150;

/// The tree of a script without heredocs, in the script's own offsets.
pub(super) fn tree(text: &str) -> Option<Tree> {
    parse(Grammar::Bash, &mend::mended(text))
}

/// The view of a script; `None` where the grammar cannot be used.
pub(super) fn view(script: &Script) -> Option<ShellView> {
    let heredocs = heredocs::heredocs(&script.text);
    let tree = tree(&heredocs::replaced(&script.text, &heredocs))?;
    let mut posix = Posix {
        builder: Builder::new(script),
        base: 0,
        context: Context::default(),
        joint: Joint::First,
        depth: 0,
        is_backtick: false,
        functions: Vec::new(),
        heredocs,
    };
    posix.builder.view.has_error = tree.root_node().has_error();
    posix.visit(tree.root_node());
    lexemes::bash(&mut posix.builder, tree.root_node(), 0);
    Some(posix.builder.finish())
}

/// The walk over a tree.
struct Posix<'a> {
    builder: Builder<'a>,
    /// Where the text of the tree starts in the script: a fragment is parsed alone.
    base: usize,
    context: Context,
    joint: Joint,
    depth: u32,
    /// In backticks, where `\$` is `$` to the inner shell.
    is_backtick: bool,
    /// The functions defined so far.
    functions: Vec<&'a str>,
    /// The heredocs of the text that is walked over.
    heredocs: Vec<redirects::Found>,
}

impl<'a> Posix<'a> {
    fn range(&self, node: Node<'_>) -> Range<usize> {
        self.base + node.start_byte()..self.base + node.end_byte()
    }

    fn text(&self, node: Node<'_>) -> &'a str {
        self.builder.text(self.range(node))
    }

    fn block(&mut self, block: Block, inside: impl FnOnce(&mut Self)) {
        let opened = self.builder.open(block);
        inside(self);
        self.builder.close(opened);
    }

    /// Runs `inside` with more flags of context, at the start of a list.
    fn within(&mut self, context: Context, inside: impl FnOnce(&mut Self)) {
        let (outer, joint) = (self.context, self.joint);
        self.context = outer.with(context);
        self.joint = Joint::First;
        inside(self);
        self.context = outer;
        self.joint = joint;
    }

    fn visit(&mut self, node: Node<'_>) {
        if self.depth >= MAX_DEPTH {
            self.builder.view.has_error = true;
            return;
        }
        self.depth += 1;
        self.visit_kind(Bash::of(node), node);
        self.depth -= 1;
    }

    fn visit_kind(&mut self, kind: Bash, node: Node<'_>) {
        match kind {
            Bash::List => self.list(node),
            Bash::RedirectedStatement => self.redirected(node),
            Bash::Pipeline => self.pipeline(node),
            Bash::NegatedCommand => {
                self.block(Block::Not, |it| it.within(Context::NEGATED, |it| it.sequence(node)));
            }
            Bash::Subshell => {
                self.block(Block::Isolated, |it| it.within(Context::SUBSHELL, |it| it.sequence(node)));
            }
            Bash::CompoundStatement => self.compound(node),
            Bash::IfStatement => self.block(Block::If, |it| it.branches(node)),
            Bash::WhileStatement => self.while_loop(node),
            Bash::ForStatement => self.for_loop(node),
            Bash::CForStatement => self.c_for_loop(node),
            Bash::CaseStatement => self.case(node),
            Bash::FunctionDefinition => self.function(node),
            Bash::Command => self.command(node, &[]),
            Bash::TestCommand => self.test(node),
            Bash::DeclarationCommand => self.declaration(node),
            Bash::UnsetCommand => self.unset(node),
            Bash::VariableAssignment => self.assignment(node, AssignmentKind::Plain, Access::Write),
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
            _ if node.child_count() > 0 => self.sequence(node),
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

    /// The children one after the other; one with `&` behind it runs in a process of its own.
    fn sequence(&mut self, node: Node<'_>) {
        self.items(&children(node));
    }

    fn items(&mut self, items: &[Node<'_>]) {
        for (index, &item) in items.iter().enumerate() {
            let is_background = item.is_named()
                && items.get(index + 1).is_some_and(|&next| Bash::of(next) == Bash::Background);
            if is_background {
                self.block(Block::Isolated, |it| it.within(Context::SUBSHELL, |it| it.visit(item)));
            } else {
                self.visit(item);
            }
        }
    }

    /// `a && b || c`, which the grammar nests to the left, once for each operator.
    fn list(&mut self, node: Node<'_>) {
        // Operator, statement, and redirections that the grammar ties to the list up to here.
        let mut parts: Vec<(Option<Node<'_>>, Node<'_>, Vec<Node<'_>>)> = Vec::new();
        let mut redirects = Vec::new();
        let mut rest = node;
        loop {
            let nodes = children(rest);
            for &comment in nodes.iter().filter(|&&child| Bash::of(child) == Bash::Comment) {
                self.visit(comment);
            }
            let body = rest.child_by_field_name(field::BODY);
            let operator = nodes.iter().copied().find(|&it| matches!(Bash::of(it), Bash::And | Bash::Or));
            match (Bash::of(rest), operator, body) {
                (Bash::List, Some(operator), _) => {
                    // Asking the operator for its sibling would go down to it from the root each time.
                    let is_left = |node: &&Node<'_>| {
                        node.is_named()
                            && node.end_byte() <= operator.start_byte()
                            && Bash::of(**node) != Bash::Comment
                    };
                    let (Some(&left), Some(right)) =
                        (nodes.iter().rfind(is_left), last_statement(rest, operator))
                    else {
                        return self.sequence(node);
                    };
                    parts.push((Some(operator), right, std::mem::take(&mut redirects)));
                    rest = left;
                }
                (Bash::RedirectedStatement, _, Some(body)) if Bash::of(body) == Bash::List => {
                    redirects.extend(children(rest).into_iter().filter(|&child| child != body));
                    rest = body;
                }
                _ => break,
            }
        }
        parts.push((None, rest, redirects));
        self.block(Block::List, |it| {
            for (operator, statement, redirects) in parts.into_iter().rev() {
                it.part(operator, statement, &redirects);
            }
        });
    }

    fn part(&mut self, operator: Option<Node<'_>>, statement: Node<'_>, redirects: &[Node<'_>]) {
        let (block, joint, context) = match operator.map(Bash::of) {
            None => (Block::Sequence, self.joint, Context::default()),
            Some(Bash::Or) => (Block::Or, Joint::Or, Context::CONDITIONAL),
            Some(_) => (Block::And, Joint::And, Context::default()),
        };
        if let Some(operator) = operator {
            self.visit(operator);
        }
        let outer = self.context;
        self.context = outer.with(context);
        self.block(block, |it| {
            it.joint = joint;
            it.redirected_body(Some(statement), redirects);
        });
        self.context = outer;
        self.joint = Joint::First;
    }

    fn pipeline(&mut self, node: Node<'_>) {
        let mut joint = self.joint;
        for child in children(node) {
            if !child.is_named() {
                self.visit(child);
                continue;
            }
            self.block(Block::Isolated, |it| {
                it.within(Context::PIPELINE, |it| {
                    it.joint = joint;
                    it.visit(child);
                });
            });
            joint = Joint::Pipe;
        }
        self.joint = Joint::First;
    }

    fn compound(&mut self, node: Node<'_>) {
        if node.child(0).is_some_and(|child| Bash::of(child) == Bash::DoubleParen) {
            self.arithmetic_parts(node);
        } else {
            self.within(Context::default(), |it| it.sequence(node));
        }
    }

    /// `if` or `elif` and what follows, in an open block of branches.
    fn branches(&mut self, node: Node<'_>) {
        let children = children(node);
        let is_at = |kind: Bash| children.iter().position(|&child| Bash::of(child) == kind);
        let Some(then) = is_at(Bash::Then) else { return self.sequence(node) };
        let behind = children[then..]
            .iter()
            .position(|&child| matches!(Bash::of(child), Bash::ElifClause | Bash::ElseClause))
            .map_or(children.len(), |at| then + at);
        self.block(Block::Sequence, |it| {
            it.within(Context::CONDITION, |it| it.items(&children[1..then]));
        });
        self.block(Block::Sequence, |it| {
            it.within(Context::CONDITIONAL, |it| it.items(&children[then + 1..behind]));
        });
        for &clause in &children[behind..] {
            match Bash::of(clause) {
                Bash::ElifClause => self.branches(clause),
                Bash::ElseClause => self.block(Block::Sequence, |it| {
                    it.within(Context::CONDITIONAL, |it| it.sequence(clause));
                }),
                _ => {}
            }
        }
    }

    fn while_loop(&mut self, node: Node<'_>) {
        let is_until = node.child(0).is_some_and(|child| Bash::of(child) == Bash::Until);
        let Some(body) = node.child_by_field_name(field::BODY) else { return self.sequence(node) };
        let condition: Vec<Node<'_>> =
            children(node).into_iter().skip(1).take_while(|&child| child != body).collect();
        self.block(if is_until { Block::Until } else { Block::While }, |it| {
            it.block(Block::Sequence, |it| it.within(Context::CONDITION, |it| it.items(&condition)));
            it.block(Block::Sequence, |it| it.within(Context::CONDITIONAL, |it| it.visit(body)));
        });
    }

    fn for_loop(&mut self, node: Node<'_>) {
        let Some(body) = node.child_by_field_name(field::BODY) else { return self.sequence(node) };
        let variable = node.child_by_field_name(field::VARIABLE);
        let words: Vec<Node<'_>> = children(node)
            .into_iter()
            .skip_while(|&child| Bash::of(child) != Bash::In)
            .take_while(|&child| child != body)
            .filter(tree_sitter::Node::is_named)
            .collect();
        self.push_words(&words);
        for &word in &words {
            self.visit(word);
        }
        // A word without an expansion is always there, and the body runs for it.
        let runs = words.iter().any(|&word| self.literal(word).is_some());
        self.block(if runs { Block::RepeatSome } else { Block::Repeat }, |it| {
            if let Some(variable) = variable {
                it.builder.assign(it.range(variable), None, AssignmentKind::For, Access::Write);
            }
            it.within(Context::CONDITIONAL, |it| it.visit(body));
        });
    }

    /// `for ((i = 0; i < 3; i++))`
    fn c_for_loop(&mut self, node: Node<'_>) {
        let part = |it: &mut Self, name: &str| {
            let mut cursor = node.walk();
            for part in node.children_by_field_name(name, &mut cursor) {
                it.arithmetic(part);
            }
        };
        part(self, field::INITIALIZER);
        self.block(Block::While, |it| {
            it.block(Block::Sequence, |it| part(it, field::CONDITION));
            it.block(Block::Sequence, |it| {
                if let Some(body) = node.child_by_field_name(field::BODY) {
                    it.within(Context::CONDITIONAL, |it| it.visit(body));
                }
                part(it, field::UPDATE);
            });
        });
    }

    fn case(&mut self, node: Node<'_>) {
        let items: Vec<Node<'_>> =
            children(node).into_iter().filter(|&child| Bash::of(child) == Bash::CaseItem).collect();
        if let Some(value) = node.child_by_field_name(field::VALUE) {
            self.push_words(&[value]);
            self.visit(value);
        }
        let mut is_exhaustive = false;
        for &item in &items {
            let mut cursor = item.walk();
            for pattern in item.children_by_field_name(field::VALUE, &mut cursor) {
                is_exhaustive |= self.text(pattern) == "*";
                self.visit(pattern);
            }
        }
        let falls = items.iter().any(|item| item.child_by_field_name(field::FALLTHROUGH).is_some());
        let (whole, arm) = match (falls, is_exhaustive) {
            // An arm may start with what the one before it did.
            (true, _) => (Block::Sequence, Block::Possible),
            (false, true) => (Block::CaseExhaustive, Block::Sequence),
            (false, false) => (Block::Case, Block::Sequence),
        };
        self.block(whole, |it| {
            for item in items {
                let children = children(item);
                let start = children.iter().position(|&child| Bash::of(child) == Bash::CloseParen);
                it.block(arm, |it| {
                    it.within(Context::CONDITIONAL, |it| it.items(&children[start.map_or(0, |at| at + 1)..]));
                });
            }
        });
    }

    fn function(&mut self, node: Node<'_>) {
        if let Some(name) = node.child_by_field_name(field::NAME) {
            self.functions.push(self.text(name));
        }
        let Some(body) = node.child_by_field_name(field::BODY) else { return };
        let locals = std::mem::take(&mut self.builder.locals);
        self.block(Block::Function, |it| {
            it.within(Context::FUNCTION, |it| it.visit(body));
            if let Some(redirect) = node.child_by_field_name(field::REDIRECT) {
                it.visit(redirect);
            }
        });
        self.builder.locals = locals;
    }

    fn substitution(&mut self, node: Node<'_>) {
        let is_backtick = self.is_backtick;
        self.is_backtick |= self.text(node).starts_with('`');
        self.block(Block::Isolated, |it| it.within(Context::SUBSTITUTION, |it| it.sequence(node)));
        self.is_backtick = is_backtick;
    }
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).collect()
}

/// The statement behind the operator of a list; comments may stand between.
fn last_statement<'tree>(list: Node<'tree>, operator: Node<'tree>) -> Option<Node<'tree>> {
    children(list)
        .into_iter()
        .filter(|child| child.is_named() && child.start_byte() >= operator.end_byte())
        .find(|&child| Bash::of(child) != Bash::Comment)
}
