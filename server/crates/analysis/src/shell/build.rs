//! What the readers of all dialects share: names, spans and the flow, filled while a tree is walked.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{
    dialect::Dialect,
    flow::{Access, Block, Flow, Touch},
    script::Script,
    view::{Assignment, AssignmentKind, Expansion, NameId, Operator, OperatorKind, ShellView, Span},
};

/// A view that is being made of a script.
pub(super) struct Builder<'a> {
    pub(super) script: &'a Script,
    pub(super) view: ShellView,
    names: FxHashMap<String, NameId>,
    /// The variables of the function that is being read.
    pub(super) locals: Vec<NameId>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(script: &'a Script) -> Self {
        let view = ShellView {
            dialect: script.dialect,
            has_error: false,
            commands: Vec::new(),
            words: Vec::new(),
            assignments: Vec::new(),
            expansions: Vec::new(),
            operators: Vec::new(),
            comments: Vec::new(),
            heredocs: Vec::new(),
            lexemes: Vec::new(),
            names: Vec::new(),
            flow: Flow::default(),
            touched: Vec::new(),
        };
        Self { script, view, names: FxHashMap::default(), locals: Vec::new() }
    }

    /// The view, its lists in order and no larger than they must be.
    pub(super) fn finish(self) -> ShellView {
        let mut view = self.view;
        view.operators.sort_unstable_by_key(|operator| operator.span);
        view.comments.sort_unstable();
        view.expansions.sort_by_key(|expansion| expansion.span);
        view.commands.shrink_to_fit();
        view.words.shrink_to_fit();
        view.assignments.shrink_to_fit();
        view.expansions.shrink_to_fit();
        view.operators.shrink_to_fit();
        view.lexemes.shrink_to_fit();
        view.touched.shrink_to_fit();
        view
    }

    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.script.text.get(range).unwrap_or_default()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.script.source_range(range).into()
    }

    pub(super) fn name(&mut self, name: &str) -> NameId {
        // Windows asks for variables in any letter case.
        let key = match self.script.dialect {
            Dialect::PowerShell => name.to_ascii_lowercase(),
            Dialect::Posix | Dialect::Other => name.to_owned(),
        };
        if let Some(&id) = self.names.get(&key) {
            return id;
        }
        let id = NameId(self.view.names.len() as u32);
        self.view.names.push(name.into());
        self.names.insert(key, id);
        id
    }

    pub(super) fn touch(&mut self, name: NameId, span: Span, access: Access) {
        self.view.flow.touch(Touch { name: name.0, access });
        self.view.touched.push(span);
    }

    /// Runs `inside` in a block of the flow.
    pub(super) fn open(&mut self, block: Block) -> usize {
        self.view.flow.open(block)
    }

    pub(super) fn close(&mut self, opened: usize) {
        self.view.flow.close(opened);
    }

    /// An expansion that reads; `name` and `whole` are places in the script.
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
        };
        self.view.expansions.push(expansion);
        self.touch(id, name_span, Access::Read);
    }

    /// Notes an assignment without its touch.
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

    /// An assignment and its touch.
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

    pub(super) fn operator(&mut self, kind: OperatorKind, range: Range<usize>) {
        let span = self.span(range);
        self.view.operators.push(Operator { kind, span });
    }
}

/// How many bytes at the start of a text are a variable's name.
pub(super) fn name_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}
