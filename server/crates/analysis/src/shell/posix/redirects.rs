//! Reads redirections, and the heredocs for the shell.

use std::ops::Range;

use super::Posix;
use crate::shell::{
    kinds::Bash,
    structure::{PlaceKind, Redirection, RedirectionKind},
    tree::{Field, Node},
    view::{Heredoc, OperatorKind},
};

impl Posix<'_> {
    /// Reads a statement with redirections.
    pub(super) fn redirected(&mut self, node: Node<'_>) {
        let body = node.field(Field::Body);
        let redirects: Vec<Node<'_>> = node.children().filter(|&child| Some(child) != body).collect();
        self.redirected_body(body, &redirects);
    }

    /// Redirections take effect before their statement runs. In the tree, words after a redirection, as
    /// in `echo > f word`, belong to the redirection; in fact they belong to the command.
    pub(super) fn redirected_body(&mut self, body: Option<Node<'_>>, redirects: &[Node<'_>]) {
        let words: Vec<Node<'_>> =
            redirects.iter().flat_map(|&redirect| destinations(redirect).skip(1)).collect();
        let joint = self.joint;
        for &redirect in redirects {
            self.visit(redirect);
        }
        self.joint = joint;
        match body {
            Some(body) if body.kind() == Bash::Command => self.command(body, &words),
            body => {
                for node in words {
                    self.visit(node);
                }
                if let Some(body) = body {
                    self.alone(body);
                }
            }
        }
    }

    pub(super) fn redirect(&mut self, node: Node<'_>) {
        let range = node.range();
        let found = self.heredocs.iter().find(|found| range.contains(&found.operator.start)).cloned();
        if let Some(found) = found {
            return self.heredoc(&found);
        }
        let destination = destinations(node).next();
        let (mut kind, mut descriptor) = (RedirectionKind::Output, None);
        for child in node.children() {
            if !child.is_named() {
                kind = kind_of(child.kind()).unwrap_or(kind);
                self.visit(child);
            } else if child.kind() == Bash::FileDescriptor {
                descriptor = self.text(child).parse().ok();
            }
        }
        let end = destination.map_or(node.end(), Node::end);
        let mut target = None;
        if let Some(destination) = destination {
            let first = self.push_words(&[destination]).start;
            target = Some(first);
            self.visit_words(PlaceKind::Redirection, &[destination], first);
        }
        self.push_redirection(self.base + node.start()..self.base + end, kind, descriptor, target, None);
    }

    fn push_redirection(
        &mut self,
        range: Range<usize>,
        kind: RedirectionKind,
        descriptor: Option<u32>,
        target: Option<u32>,
        heredoc: Option<u32>,
    ) {
        let (span, part) = (self.builder.span(range), self.builder.place.part);
        let redirection = Redirection { span, kind, descriptor, target, heredoc, part };
        self.builder.view.redirections.push(redirection);
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
        let index = self.builder.view.heredocs.len() as u32;
        self.builder.view.heredocs.push(heredoc);
        let whole = placed(&(found.operator.start..found.delimiter.end));
        self.push_redirection(whole, RedirectionKind::Heredoc, None, None, Some(index));
        if found.is_expanded {
            self.heredoc_text(placed(&found.body));
        }
    }
}

fn kind_of(operator: Bash) -> Option<RedirectionKind> {
    Some(match operator {
        Bash::Less => RedirectionKind::Input,
        Bash::Greater | Bash::Clobber => RedirectionKind::Output,
        Bash::Append => RedirectionKind::Append,
        Bash::AndGreater => RedirectionKind::OutputAndErrors,
        Bash::AndAppend => RedirectionKind::AppendOutputAndErrors,
        Bash::GreaterAnd | Bash::LessAnd | Bash::CloseOut | Bash::CloseIn => RedirectionKind::Duplicate,
        Bash::Herestring => RedirectionKind::Herestring,
        _ => return None,
    })
}

fn destinations(redirect: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    redirect
        .children()
        .filter(|child| child.is_named() && !matches!(child.kind(), Bash::FileDescriptor | Bash::Comment))
}

/// A heredoc in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// `<<` or `<<-`.
    pub(super) operator: Range<usize>,
    /// The delimiter after it, including quotes.
    pub(super) delimiter: Range<usize>,
    /// The lines of the body.
    pub(super) body: Range<usize>,
    /// The terminator; empty at the script's end if there is none.
    pub(super) end: Range<usize>,
    /// Whether no part of the delimiter is quoted, so that the body is expanded.
    pub(super) is_expanded: bool,
}
