//! Builds a view while a tree is walked: names, spans and the flow, for the readers of all
//! dialects.

use std::{borrow::Cow, cell::Cell, ops::Range};

use rustc_hash::FxHashMap;

use super::{
    dialect::Dialect,
    flow::{Access, Block, Flow, Touch},
    quotes,
    script::Script,
    span::Span,
    structure::Joint,
    structure::{Part, Place, Quote, Scope, ScopeKind, Statement},
    view::{Assignment, AssignmentKind, Expansion, NameId, Operator, OperatorKind, ShellView, Word},
};

/// A view that is being built from a script.
pub(super) struct Builder<'a> {
    pub(super) script: &'a Script,
    pub(super) view: ShellView,
    names: FxHashMap<String, NameId>,
    /// The local variables of the function that is being read.
    pub(super) locals: Vec<NameId>,
    /// The place of expansions and substitutions that are read now.
    pub(super) place: Place,
    /// The scope that is being read.
    pub(super) scope: u32,
    /// The number of lists of statements so far.
    lists: u32,
    /// Where the last range was in the script.
    near: Cell<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(script: &'a Script) -> Self {
        let view = ShellView {
            dialect: script.dialect,
            has_error: false,
            is_plain: false,
            commands: Vec::new(),
            words: Vec::new(),
            assignments: Vec::new(),
            expansions: Vec::new(),
            parameters: Vec::new(),
            substitutions: Vec::new(),
            redirections: Vec::new(),
            loops: Vec::new(),
            quotes: Vec::new(),
            scopes: Vec::new(),
            statements: Vec::new(),
            parts: Vec::new(),
            operators: Vec::new(),
            comments: Vec::new(),
            heredocs: Vec::new(),
            lexemes: Vec::new(),
            names: Vec::new(),
            flow: Flow::default(),
            touched: Vec::new(),
        };
        let mut builder = Self {
            script,
            view,
            names: FxHashMap::default(),
            locals: Vec::new(),
            place: Place::default(),
            scope: 0,
            lists: 0,
            near: Cell::new(0),
        };
        let span = builder.span(0..script.text.len());
        builder.view.scopes.push(Scope { kind: ScopeKind::Script, span, part: None, name: None });
        builder
    }

    /// Reserves capacity for a tree with this many nodes, which usually has fewer than half as many
    /// words, and few commands. Lists are shrunk at the end.
    pub(super) fn make_room(&mut self, nodes: usize) {
        self.view.words.reserve(nodes / 2);
        self.view.commands.reserve(nodes / 6);
        self.view.parts.reserve(nodes / 6);
        self.view.statements.reserve(nodes / 6);
        self.view.operators.reserve(nodes / 12);
        self.view.lexemes.reserve(nodes / 24);
        self.view.quotes.reserve(nodes / 24);
        self.view.touched.reserve(nodes / 24);
        self.view.expansions.reserve(nodes / 24);
        self.view.flow.reserve(nodes / 6);
    }

    /// Returns the view, with sorted lists and without spare capacity.
    pub(super) fn finish(self) -> ShellView {
        let mut view = self.view;
        view.operators.sort_unstable_by_key(|operator| operator.span);
        view.comments.sort_unstable();
        view.expansions.sort_by_key(|expansion| expansion.span);
        view.substitutions.sort_by_key(|substitution| substitution.span.start);
        view.redirections.sort_unstable_by_key(|redirection| redirection.span);
        view.quotes.sort_unstable_by_key(|quote| (quote.span.start, std::cmp::Reverse(quote.span.end)));
        view.quotes.dedup();
        view.statements.shrink_to_fit();
        view.parts.shrink_to_fit();
        view.commands.shrink_to_fit();
        view.words.shrink_to_fit();
        view.assignments.shrink_to_fit();
        view.expansions.shrink_to_fit();
        view.operators.shrink_to_fit();
        view.lexemes.shrink_to_fit();
        view.touched.shrink_to_fit();
        view.quotes.shrink_to_fit();
        view.flow.shrink_to_fit();
        view
    }

    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.script.text.get(range).unwrap_or_default()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.script.source_range_near(range, &self.near).into()
    }

    pub(super) fn name(&mut self, name: &str) -> NameId {
        // Environment variables are case-insensitive on Windows.
        let key = match self.script.dialect {
            Dialect::PowerShell => Cow::Owned(name.to_ascii_lowercase()),
            Dialect::Posix | Dialect::Other => Cow::Borrowed(name),
        };
        if let Some(&id) = self.names.get(&*key) {
            return id;
        }
        let id = NameId(self.view.names.len() as u32);
        self.view.names.push(name.into());
        self.names.insert(key.into_owned(), id);
        id
    }

    pub(super) fn touch(&mut self, name: NameId, span: Span, access: Access) {
        self.view.flow.touch(Touch { name: name.0, access });
        self.view.touched.push(span);
    }

    /// Opens a block of the flow.
    pub(super) fn open(&mut self, block: Block) -> usize {
        self.view.flow.open(block)
    }

    pub(super) fn close(&mut self, opened: usize) {
        self.view.flow.close(opened);
    }

    /// Adds an expansion that reads a variable; `name` and `whole` are ranges in the script.
    pub(super) fn expansion(
        &mut self,
        name: Range<usize>,
        whole: Range<usize>,
        operator: Option<Range<usize>>,
        is_arithmetic: bool,
    ) {
        let id = self.name(self.text(name.clone()));
        let name_span = self.span(name);
        let expansion = Expansion {
            name: id,
            name_span,
            span: self.span(whole),
            operator: operator.map(|operator| self.span(operator)),
            is_arithmetic,
            place: self.place,
        };
        self.view.expansions.push(expansion);
        self.touch(id, name_span, Access::Read);
    }

    /// Adds an assignment without its access to the flow.
    pub(super) fn assignment(
        &mut self,
        name: Range<usize>,
        value: Option<Range<usize>>,
        kind: AssignmentKind,
        is_update: bool,
    ) -> (NameId, Span) {
        let id = self.name(self.text(name.clone()));
        let name_span = self.span(name);
        let value = value.map(|value| self.span(value));
        self.view.assignments.push(Assignment { name: id, name_span, value, kind, is_update });
        (id, name_span)
    }

    /// Adds an assignment and its access to the flow.
    pub(super) fn assign(
        &mut self,
        name: Range<usize>,
        value: Option<Range<usize>>,
        kind: AssignmentKind,
        access: Access,
    ) {
        let (id, span) = self.assignment(name, value, kind, access == Access::Update);
        match access {
            Access::Local => self.locals.push(id),
            Access::Update if self.locals.contains(&id) => self.touch(id, span, Access::Read),
            _ => {}
        }
        let access = if self.locals.contains(&id) { Access::Local } else { access };
        self.touch(id, span, access);
    }

    /// Adds a word, and returns its index.
    pub(super) fn word(&mut self, range: Range<usize>, text: Option<Box<str>>) -> u32 {
        let span = self.span(range.clone());
        let lead = if text.is_none() { quotes::lead(self.text(range.clone())) } else { Box::default() };
        let quoting = self.quotes(range);
        self.view.words.push(Word { span, text, lead, quoting });
        self.view.words.len() as u32 - 1
    }

    /// Adds the quoted parts of a text.
    pub(super) fn quotes(&mut self, range: Range<usize>) -> super::structure::Quoting {
        let (text, start) = (self.text(range.clone()), range.start);
        quotes::quoting(text, |kind, piece| {
            let span = self.span(start + piece.start..start + piece.end);
            self.view.quotes.push(Quote { span, kind });
        })
    }

    /// Returns the number of a new list of statements.
    pub(super) fn list(&mut self) -> u32 {
        self.lists += 1;
        self.lists - 1
    }

    /// Adds a statement without its parts, and returns its index.
    pub(super) fn statement(
        &mut self,
        range: Range<usize>,
        list: u32,
        joint: Joint,
        is_background: bool,
    ) -> u32 {
        let span = self.span(range);
        let statement = Statement { span, scope: self.scope, list, joint, is_background, parts: Vec::new() };
        self.view.statements.push(statement);
        self.view.statements.len() as u32 - 1
    }

    /// Opens a new part of a statement.
    pub(super) fn part(
        &mut self,
        statement: u32,
        range: Range<usize>,
        pipe: Option<Range<usize>>,
    ) -> OpenPart {
        let (span, pipe) = (self.span(range), pipe.map(|pipe| self.span(pipe)));
        let first = self.view.commands.len() as u32;
        let part = self.view.parts.len() as u32;
        self.view.parts.push(Part { span, statement, pipe, command: None, commands: first..first });
        self.view.statements[statement as usize].parts.push(part);
        OpenPart { part, outer: std::mem::replace(&mut self.place, Place { part, ..Place::default() }) }
    }

    pub(super) fn close_part(&mut self, open: &OpenPart) {
        self.view.parts[open.part as usize].commands.end = self.view.commands.len() as u32;
        self.place = open.outer;
    }

    pub(super) fn operator(&mut self, kind: OperatorKind, range: Range<usize>) {
        let span = self.span(range);
        self.view.operators.push(Operator { kind, span });
    }
}

/// A part that is being read, and the place outside of it.
pub(super) struct OpenPart {
    part: u32,
    outer: Place,
}

/// The length in bytes of the variable name at the start of a text.
pub(super) fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return 0;
    }
    bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}
