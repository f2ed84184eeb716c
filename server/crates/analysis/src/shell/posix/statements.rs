//! Reads lists and pipelines of statements.
//!
//! The grammar's nesting differs from the shell's: it nests lists to the left, once per operator,
//! and puts the text after a redirection around the text before it, so `a && b > f | c` is a
//! pipeline of a list. In the shell, redirections bind more tightly than pipes, and pipes more
//! tightly than `&&` and `||`, so all of it is taken apart and reassembled.

use std::ops::Range;

use super::{MAX_DEPTH, Posix, children, mend};
use crate::shell::{
    flow::{Access, Block},
    kinds::Bash,
    structure::Joint,
    structure::ScopeKind,
    tree::{Field, Node},
    view::{AssignmentKind, Context},
};

/// A statement of a list.
struct Link<'tree> {
    /// The `&&` or `||` before it.
    operator: Option<Node<'tree>>,
    /// The parts between its pipes.
    parts: Vec<Piped<'tree>>,
}

/// A part of a pipeline.
struct Piped<'tree> {
    pipe: Option<Node<'tree>>,
    node: Node<'tree>,
    /// Redirections that belong to an outer node in the tree.
    redirects: Vec<Node<'tree>>,
}

impl Piped<'_> {
    fn range(&self, base: usize) -> Range<usize> {
        let end = self.redirects.iter().map(|node| node.end()).fold(self.node.end(), usize::max);
        base + self.node.start()..base + end
    }
}

/// What is to the right of a node on the left side of the tree.
enum Right<'tree> {
    Statement(Node<'tree>, Node<'tree>),
    Redirects(Vec<Node<'tree>>),
    Pipes(Vec<Node<'tree>>),
}

/// Whether a node is a statement.
pub(super) fn is_statement(kind: Bash) -> bool {
    matches!(
        kind,
        Bash::List
            | Bash::Pipeline
            | Bash::RedirectedStatement
            | Bash::NegatedCommand
            | Bash::Subshell
            | Bash::CompoundStatement
            | Bash::IfStatement
            | Bash::WhileStatement
            | Bash::ForStatement
            | Bash::CForStatement
            | Bash::CaseStatement
            | Bash::FunctionDefinition
            | Bash::Command
            | Bash::TestCommand
            | Bash::DeclarationCommand
            | Bash::UnsetCommand
            | Bash::VariableAssignment
            | Bash::VariableAssignments
    )
}

impl Posix<'_> {
    /// Reads a statement or a list of statements.
    pub(super) fn statement(&mut self, node: Node<'_>) {
        let is_background = std::mem::take(&mut self.is_background);
        if !matches!(node.kind(), Bash::List | Bash::Pipeline | Bash::RedirectedStatement) {
            let list = self.builder.list();
            let part = Piped { pipe: None, node, redirects: Vec::new() };
            self.link(None, &[part], list, true, is_background);
            self.joint = Joint::First;
            return;
        }
        let mut comments = Vec::new();
        let links = links(node, 0, &mut comments);
        for comment in comments {
            self.visit(comment);
        }
        let list = self.builder.list();
        let is_single = links.len() == 1;
        let each = |it: &mut Self| {
            for link in links {
                it.link(link.operator, &link.parts, list, is_single, is_background);
            }
        };
        if is_single {
            each(self);
        } else {
            self.block(Block::List, each);
        }
        self.joint = Joint::First;
    }

    fn link(
        &mut self,
        operator: Option<Node<'_>>,
        parts: &[Piped<'_>],
        list: u32,
        is_single: bool,
        is_background: bool,
    ) {
        let (block, joint, context) = match operator.map(Node::kind) {
            None => (Block::Sequence, self.joint, Context::default()),
            Some(Bash::Or) => (Block::Or, Joint::Or, Context::CONDITIONAL),
            Some(_) => (Block::And, Joint::And, Context::default()),
        };
        if let Some(operator) = operator {
            self.visit(operator);
        }
        let range = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.range(self.base).start..last.range(self.base).end,
            _ => return,
        };
        let tie = if joint == Joint::Pipe { Joint::First } else { joint };
        let statement = self.builder.statement(range, list, tie, is_background);
        let outer = self.context;
        self.context = outer.with(context);
        self.joint = joint;
        if is_single {
            self.pipeline(statement, parts);
        } else {
            self.block(block, |it| it.pipeline(statement, parts));
        }
        self.context = outer;
        self.joint = Joint::First;
    }

    fn pipeline(&mut self, statement: u32, parts: &[Piped<'_>]) {
        if let [part] = parts {
            return self.part(statement, part);
        }
        let mut joint = self.joint;
        for part in parts {
            if let Some(pipe) = part.pipe {
                self.visit(pipe);
            }
            self.block(Block::Isolated, |it| {
                it.within(Context::PIPELINE, |it| {
                    it.joint = joint;
                    it.part(statement, part);
                });
            });
            joint = Joint::Pipe;
        }
    }

    fn part(&mut self, statement: u32, part: &Piped<'_>) {
        let pipe = part.pipe.map(|pipe| self.range(pipe));
        let open = self.builder.part(statement, part.range(self.base), pipe);
        let range = part.range(self.base);
        match mend::negation(self.builder.text(0..range.end), range.start) {
            Some(start) => self.negated_as(start..range.end, |it| it.body(part)),
            None => self.body(part),
        }
        self.builder.close_part(&open);
    }

    fn body(&mut self, part: &Piped<'_>) {
        if part.redirects.is_empty() {
            self.alone(part.node);
        } else {
            self.redirected_body(Some(part.node), &part.redirects);
        }
    }

    /// Reads a statement that is neither a list nor a pipeline, in its own part.
    pub(super) fn alone(&mut self, node: Node<'_>) {
        match node.kind() {
            Bash::RedirectedStatement => self.redirected(node),
            Bash::NegatedCommand => self.negated(node),
            Bash::Subshell => self.scoped(ScopeKind::Subshell, self.range(node), |it| {
                it.block(Block::Isolated, |it| it.within(Context::SUBSHELL, |it| it.sequence(node)));
            }),
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
            Bash::VariableAssignments => self.assignments(node),
            // It is nested too deeply to be read.
            Bash::List | Bash::Pipeline => self.builder.view.has_error = true,
            _ => self.visit(node),
        }
    }

    /// `A=1 B=2`, and other commands without a name.
    pub(super) fn assignments(&mut self, node: Node<'_>) {
        for child in node.children() {
            match child.kind() {
                Bash::VariableAssignment => self.assignment(child, AssignmentKind::Plain, Access::Write),
                _ => self.visit(child),
            }
        }
    }

    fn negated(&mut self, node: Node<'_>) {
        self.negated_as(self.range(node), |it| it.sequence(node));
    }

    fn negated_as(&mut self, range: Range<usize>, inside: impl FnOnce(&mut Self)) {
        self.scoped(ScopeKind::Negation, range, |it| {
            it.block(Block::Not, |it| it.within(Context::NEGATED, inside));
        });
    }
}

/// The statements of a list, in the order of the text.
fn links<'tree>(node: Node<'tree>, depth: u32, comments: &mut Vec<Node<'tree>>) -> Vec<Link<'tree>> {
    let mut behind = Vec::new();
    let mut rest = node;
    // Deeper nesting stays whole.
    let mut next = |node| (depth < MAX_DEPTH).then(|| split(node, comments)).flatten();
    while let Some((left, right)) = next(rest) {
        behind.push(right);
        rest = left;
    }
    let first = Piped { pipe: None, node: rest, redirects: Vec::new() };
    let mut links = vec![Link { operator: None, parts: vec![first] }];
    for right in behind.into_iter().rev() {
        match right {
            Right::Statement(operator, statement) => {
                let from = links.len();
                links.extend(self::links(statement, depth + 1, comments));
                links[from].operator = Some(operator);
            }
            Right::Redirects(redirects) => {
                if let Some(last) = links.last_mut().and_then(|link| link.parts.last_mut()) {
                    last.redirects.extend(redirects);
                }
            }
            Right::Pipes(nodes) => {
                let mut pipe = None;
                for node in nodes {
                    if !node.is_named() {
                        pipe = Some(node);
                        continue;
                    }
                    let mut more = self::links(node, depth + 1, comments).into_iter();
                    if let (Some(link), Some(last)) = (more.next(), links.last_mut()) {
                        let first = last.parts.len();
                        last.parts.extend(link.parts);
                        last.parts[first].pipe = pipe.take();
                    }
                    links.extend(more);
                }
            }
        }
    }
    links
}

/// The first node of a list, a pipeline or a redirected one of these, and what is to the right of
/// it.
fn split<'tree>(node: Node<'tree>, comments: &mut Vec<Node<'tree>>) -> Option<(Node<'tree>, Right<'tree>)> {
    let is_comment = |node: &Node<'_>| node.kind() == Bash::Comment;
    match node.kind() {
        Bash::List => {
            let all = children(node);
            let at = all.iter().position(|&it| matches!(it.kind(), Bash::And | Bash::Or))?;
            // There may be comments between them.
            let is_statement = |node: &&Node<'_>| node.is_named() && !is_comment(node);
            let left = *all[..at].iter().rfind(is_statement)?;
            let right = *all[at + 1..].iter().find(is_statement)?;
            comments.extend(all.iter().filter(|node| is_comment(node)));
            Some((left, Right::Statement(all[at], right)))
        }
        Bash::Pipeline => {
            let mut all = children(node);
            comments.extend(all.iter().filter(|node| is_comment(node)));
            all.retain(|node| !is_comment(node));
            let at = all.iter().position(Node::is_named)?;
            let behind = all.split_off(at + 1);
            Some((all[at], Right::Pipes(behind)))
        }
        Bash::RedirectedStatement => {
            let body = node.field(Field::Body)?;
            let is_list = matches!(body.kind(), Bash::List | Bash::Pipeline);
            let redirects = || node.children().filter(|&child| child != body).collect();
            is_list.then(|| (body, Right::Redirects(redirects())))
        }
        _ => None,
    }
}
