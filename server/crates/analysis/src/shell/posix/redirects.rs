//! Redirections, and the heredocs that the shell reads.

use std::ops::Range;

use tree_sitter::Node;

use super::{Posix, children};
use crate::shell::{
    kinds::{Bash, field},
    view::{Heredoc, OperatorKind},
};

impl Posix<'_> {
    /// A statement with redirections.
    pub(super) fn redirected(&mut self, node: Node<'_>) {
        let body = node.child_by_field_name(field::BODY);
        if body.is_some_and(|body| Bash::of(body) == Bash::List) {
            return self.list(node);
        }
        let redirects: Vec<Node<'_>> =
            children(node).into_iter().filter(|&child| Some(child) != body).collect();
        self.redirected_body(body, &redirects);
    }

    /// Redirections take place before their statement runs. Words behind one, as in `echo > f word`, the grammar gives
    /// to the redirection; they are the command's.
    pub(super) fn redirected_body(&mut self, body: Option<Node<'_>>, redirects: &[Node<'_>]) {
        let words: Vec<Node<'_>> =
            redirects.iter().flat_map(|&redirect| destinations(redirect).skip(1)).collect();
        let joint = self.joint;
        for &redirect in redirects {
            self.visit(redirect);
        }
        self.joint = joint;
        match body {
            Some(body) if Bash::of(body) == Bash::Command => self.command(body, &words),
            body => {
                for node in words.into_iter().chain(body) {
                    self.visit(node);
                }
            }
        }
    }

    pub(super) fn redirect(&mut self, node: Node<'_>) {
        let range = node.byte_range();
        let found = self.heredocs.iter().find(|found| range.contains(&found.operator.start)).cloned();
        if let Some(found) = found {
            return self.heredoc(&found);
        }
        let destination = destinations(node).next();
        for child in children(node) {
            if !child.is_named() {
                self.visit(child);
            }
        }
        if let Some(destination) = destination {
            self.push_words(&[destination]);
            self.visit(destination);
        }
    }

    fn heredoc(&mut self, found: &Found) {
        let base = self.base;
        let placed = |range: &Range<usize>| base + range.start..base + range.end;
        self.builder.operator(OperatorKind::Redirection, placed(&found.operator));
        let heredoc = Heredoc {
            start: self.builder.span(placed(&found.delimiter)),
            body: self.builder.span(placed(&found.body)),
            end: self.builder.span(placed(&found.end)),
            is_expanded: found.is_expanded,
        };
        self.builder.view.heredocs.push(heredoc);
        if found.is_expanded {
            self.heredoc_text(placed(&found.body));
        }
    }
}

fn destinations(redirect: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    children(redirect)
        .into_iter()
        .filter(|child| child.is_named() && !matches!(Bash::of(*child), Bash::FileDescriptor | Bash::Comment))
}

/// A heredoc in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// `<<` or `<<-`.
    pub(super) operator: Range<usize>,
    /// The delimiter behind it, quotes included.
    pub(super) delimiter: Range<usize>,
    /// The lines of the body.
    pub(super) body: Range<usize>,
    /// The terminator; empty at the script's end where there is none.
    pub(super) end: Range<usize>,
    /// No part of the delimiter is quoted.
    pub(super) is_expanded: bool,
}
