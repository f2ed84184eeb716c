//! Paints the text for a shell: commands, options, strings, variables and operators.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{
    TokenModifiers, TokenType,
    canvas::{Canvas, Style},
    header::{Header, is_number},
    strings,
};
use dockwright_analysis::{
    document::{Document, Placed},
    shell::{self, Dialect, Expansion, LexemeKind, ShellView, Span},
    usage::{is_read_at_build, is_read_by_shell},
};

/// Paints the part of an instruction that the current shell reads, if there is one.
pub(super) fn paint(
    canvas: &mut Canvas<'_>,
    document: &Document,
    placed: &Placed<'_>,
    dialect: Dialect,
    header: &Header,
) {
    let facts = placed.facts.triggered();
    if !is_read_by_shell(facts) {
        return;
    }
    // A heredoc that is the whole command is itself the script.
    let script = match &*placed.facts.heredocs {
        [heredoc] if heredoc.range == facts.args_range => {
            Some(heredoc.content_start..heredoc.content_start + heredoc.content.len())
        }
        _ => header.command.clone(),
    };
    if facts.broken_array.is_some() {
        if let Some(script) = script {
            broken_array(canvas, script, header);
        }
        return;
    }
    let Some(view) = shell::view(document, placed, dialect) else { return };
    let mut painter = Painter { canvas, view: &view };
    painter.heredoc_bodies();
    painter.words();
    painter.lexemes();
    if view.dialect == Dialect::Posix {
        painter.strings(script, header);
    }
    painter.heredoc_delimiters();
    painter.expansions(is_read_at_build(facts));
    painter.assignments();
    for operator in &view.operators {
        painter.token(operator.span, TokenType::Operator);
    }
    for comment in &view.comments {
        painter.token(*comment, TokenType::Comment);
    }
}

struct Painter<'p, 'a> {
    canvas: &'p mut Canvas<'a>,
    view: &'p ShellView,
}

impl Painter<'_, '_> {
    fn token(&mut self, span: Span, token_type: TokenType) {
        self.canvas.paint(span.range(), Style::new(token_type));
    }

    fn heredoc_bodies(&mut self) {
        for heredoc in &self.view.heredocs {
            self.token(heredoc.body, TokenType::String);
        }
    }

    fn heredoc_delimiters(&mut self) {
        for heredoc in &self.view.heredocs {
            self.token(heredoc.start, TokenType::Macro);
            self.token(heredoc.end, TokenType::Macro);
        }
    }

    /// Numbers, and the names of commands.
    fn words(&mut self) {
        let is_digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        for word in &self.view.words {
            if is_number(self.canvas.text(word.span.range())) {
                self.token(word.span, TokenType::Number);
            }
        }
        for command in &self.view.commands {
            let name =
                self.view.words.get(command.words.start as usize).filter(|_| !command.words.is_empty());
            // PowerShell's grammar parses some expressions as commands.
            if let Some(name) = name.filter(|name| name.text.as_deref().is_some_and(|text| !is_digits(text)))
            {
                self.token(name.span, TokenType::Function);
            }
        }
    }

    fn strings(&mut self, script: Option<Range<usize>>, header: &Header) {
        let Some(script) = script else { return };
        let comments = self.view.comments.iter().map(|comment| comment.range());
        let bodies =
            self.view.heredocs.iter().map(|heredoc| heredoc.body.start as usize..heredoc.end.end as usize);
        let mut skipped: Vec<Range<usize>> = comments.chain(bodies).collect();
        skipped.sort_unstable_by_key(|range| range.start);
        let bytes = header.joined(self.canvas.source);
        strings::each(&bytes, script, &skipped, &mut |range, token_type| {
            self.canvas.paint(range, Style::new(token_type));
        });
    }

    fn lexemes(&mut self) {
        for lexeme in &self.view.lexemes {
            let style = match lexeme.kind {
                LexemeKind::Keyword => Style::new(TokenType::Keyword),
                LexemeKind::Operator => Style::new(TokenType::Operator),
                LexemeKind::Function => Style::new(TokenType::Function).with(TokenModifiers::DECLARATION),
                LexemeKind::Number => Style::new(TokenType::Number),
                LexemeKind::String => Style::new(TokenType::String),
                LexemeKind::Variable => Style::new(TokenType::Variable),
                LexemeKind::Option => Style::new(TokenType::Parameter),
                LexemeKind::Type => Style::new(TokenType::Class),
            };
            self.canvas.paint(lexeme.span.range(), style);
        }
    }

    /// Paints variables. During the build, they may be variables of the Dockerfile; the environment of
    /// a container contains no arguments.
    fn expansions(&mut self, is_at_build: bool) {
        let view = self.view;
        if view.expansions.is_empty() {
            return;
        }
        let outer: FxHashSet<u32> = if is_at_build {
            view.reads().into_iter().map(|(_, span)| span.start).collect()
        } else {
            FxHashSet::default()
        };
        for expansion in &view.expansions {
            let (lead, end) = self.parts(expansion);
            for range in [lead, end] {
                if outer.contains(&expansion.name_span.start) {
                    self.canvas.variable(range, view.name(expansion.name));
                } else {
                    self.canvas.paint(range, Style::new(TokenType::Variable));
                }
            }
            if let Some(operator) = expansion.operator {
                self.token(operator, TokenType::Operator);
            }
        }
    }

    /// The parts of an expansion to highlight as a variable: all of it, or the text before the operator
    /// and the closing brace.
    fn parts(&self, expansion: &Expansion) -> (Range<usize>, Range<usize>) {
        let whole = expansion.span.range();
        let name = expansion.name_span.range();
        if expansion.operator.is_none() || whole == name {
            let end = whole.end;
            return (whole, end..end);
        }
        let is_braced = whole.end > name.end && self.canvas.text(whole.clone()).ends_with('}');
        (whole.start..name.end, whole.end - usize::from(is_braced)..whole.end)
    }

    fn assignments(&mut self) {
        for assignment in &self.view.assignments {
            let style = Style::new(TokenType::Variable).with(TokenModifiers::MODIFICATION);
            self.canvas.paint(assignment.name_span.range(), style);
        }
    }
}

/// Paints an invalid array like a valid one, although a shell would read it as text, since the user
/// is probably typing an array.
fn broken_array(canvas: &mut Canvas<'_>, range: Range<usize>, header: &Header) {
    let bytes = header.joined(canvas.source);
    let mut at = range.start;
    let mut punctuation = Vec::new();
    let mut note = |range: Range<usize>| {
        let part = bytes.get(range.clone()).unwrap_or_default().iter().zip(range);
        let signs = part.filter(|(byte, _)| matches!(byte, b'[' | b',' | b']'));
        punctuation.extend(signs.map(|(_, at)| at));
    };
    strings::each(&bytes, range.clone(), &[], &mut |found, token_type| match token_type {
        TokenType::String => {
            note(at..found.start);
            at = found.end;
            canvas.paint(found, Style::new(token_type));
        }
        TokenType::EscapeSequence => canvas.paint(found, Style::new(token_type)),
        _ => {}
    });
    note(at..range.end);
    for at in punctuation {
        canvas.paint(at..at + 1, Style::new(TokenType::Punctuation));
    }
}
