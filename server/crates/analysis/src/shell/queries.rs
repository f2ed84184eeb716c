//! Queries of a view for rules: the scope, the statement and the redirections of a command, the
//! quotes in a word.

use super::{
    span::Span,
    structure::{Place, Quote, Redirection, Scope, Statement},
    view::{Command, ShellView},
};

impl ShellView {
    /// The scope that contains a command.
    pub fn scope_of(&self, command: &Command) -> &Scope {
        let part = &self.parts[command.part as usize];
        &self.scopes[self.statements[part.statement as usize].scope as usize]
    }

    /// The scopes around a command, from the innermost to the script.
    pub fn scopes_around(&self, command: &Command) -> impl Iterator<Item = &Scope> {
        let outer = |scope: &&Scope| {
            let part = &self.parts[scope.part? as usize];
            Some(&self.scopes[self.statements[part.statement as usize].scope as usize])
        };
        std::iter::successors(Some(self.scope_of(command)), outer)
    }

    /// The statement that a command is, or is part of.
    pub fn statement_of(&self, command: &Command) -> &Statement {
        &self.statements[self.parts[command.part as usize].statement as usize]
    }

    /// The redirections of a command.
    pub fn redirections_of(&self, command: &Command) -> impl Iterator<Item = &Redirection> {
        let part = command.part;
        self.redirections.iter().filter(move |redirection| redirection.part == part)
    }

    /// The simple command that contains an expansion or a substitution.
    pub fn command_at(&self, place: Place) -> Option<&Command> {
        self.commands.get(self.parts.get(place.part as usize)?.command? as usize)
    }

    /// The pipelines with at least two parts.
    pub fn pipelines(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| statement.parts.len() > 1)
    }

    /// Whether the word of a place contains only the text at `span`, apart from quotes.
    pub fn is_whole_word(&self, place: Place, span: Span) -> bool {
        let Some(word) = place.word.and_then(|word| self.words.get(word as usize)) else { return false };
        let quotes = u32::from(place.is_quoted);
        word.span.start + quotes == span.start && word.span.end == span.end + quotes
    }

    /// The quoted parts of a word, including the quotes, in the order of the text.
    pub fn quotes_in(&self, span: Span) -> impl Iterator<Item = &Quote> {
        let first = self.quotes.partition_point(|quote| quote.span.start < span.start);
        let mut end = span.start;
        // Quotes inside a quoted substitution do not belong to the word.
        self.quotes[first..].iter().take_while(move |quote| quote.span.start < span.end).filter(
            move |quote| {
                let is_outer = quote.span.start >= end;
                end = end.max(quote.span.end);
                is_outer
            },
        )
    }
}
