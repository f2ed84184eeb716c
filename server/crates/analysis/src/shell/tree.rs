//! Syntax trees of scripts, for the readers of `sh` and related shells.
//!
//! [`quick`](super::posix) reads common scripts, and the bash grammar all others; the grammar's
//! trees are copied. Both give the same nodes, so code that walks over a tree need not know where
//! it comes from. The copy is also cheaper to walk over than the grammar's own nodes.

use std::{ops::Range, sync::LazyLock};

use tree_sitter::{Language, TreeCursor};

use super::{
    kinds::{Bash, field},
    parser::{Grammar, parse},
};

/// No node.
const NONE: u32 = u32::MAX;

/// A syntax tree.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    nodes: Vec<Data>,
    pub(super) root: u32,
    /// Whether some of the text could not be parsed.
    pub(super) has_error: bool,
    /// Whether no part of it needed the grammar, which tolerates some errors.
    pub(super) is_plain: bool,
}

#[derive(Debug, Clone, Copy)]
struct Data {
    kind: Bash,
    field: Field,
    is_named: bool,
    start: u32,
    end: u32,
    /// The first child.
    first: u32,
    /// The next node in its parent.
    next: u32,
}

/// The role of a node in its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    None,
    Body,
    Condition,
    Fallthrough,
    Index,
    Initializer,
    Left,
    Name,
    Operator,
    Redirect,
    Right,
    Update,
    Value,
    Variable,
}

impl Field {
    fn of(name: &str) -> Self {
        match name {
            field::BODY => Self::Body,
            field::CONDITION => Self::Condition,
            field::FALLTHROUGH => Self::Fallthrough,
            field::INDEX => Self::Index,
            field::INITIALIZER => Self::Initializer,
            field::LEFT => Self::Left,
            field::NAME => Self::Name,
            field::OPERATOR => Self::Operator,
            field::REDIRECT => Self::Redirect,
            field::RIGHT => Self::Right,
            field::UPDATE => Self::Update,
            field::VALUE => Self::Value,
            field::VARIABLE => Self::Variable,
            _ => Self::None,
        }
    }

    /// The field of the node that a cursor is at.
    fn at(cursor: &TreeCursor<'_>) -> Self {
        static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
            let language: Language = tree_sitter_bash::LANGUAGE.into();
            let ids = 0..=language.field_count() as u16;
            ids.map(|id| language.field_name_for_id(id).map_or(Field::None, Field::of)).collect()
        });
        let id = cursor.field_id();
        id.and_then(|id| FIELDS.get(usize::from(id.get())).copied()).unwrap_or(Self::None)
    }
}

impl Tree {
    /// The tree of a text by the bash grammar; `None` if the grammar cannot be used.
    pub(super) fn of_grammar(text: &str) -> Option<Self> {
        let mut tree = Self::with_room(0);
        tree.root = tree.graft(text, 0..text.len())?;
        Some(tree)
    }

    /// Adds the nodes that the bash grammar has for a part of a text, and returns the number of their
    /// root; `None` if the grammar cannot be used.
    pub(super) fn graft(&mut self, text: &str, part: Range<usize>) -> Option<u32> {
        let parsed = parse(Grammar::Bash, &text[part.clone()])?;
        let root = parsed.root_node();
        let tree = self;
        tree.nodes.reserve(root.descendant_count());
        tree.has_error |= root.has_error();
        tree.is_plain = false;
        let first = tree.size() as u32;
        let mut cursor = root.walk();
        // The nodes around the cursor, each with its last child so far.
        let mut around: Vec<(u32, u32)> = Vec::new();
        loop {
            let node = cursor.node();
            let (kind, field) = (Bash::of(node), Field::at(&cursor));
            let range = part.start + node.start_byte()..part.start + node.end_byte();
            let added = tree.add(kind, node.is_named(), range);
            if !node.is_named() {
                tree.trim(text, added, &around);
            }
            tree.nodes[added as usize].field = field;
            if let Some((parent, last)) = around.last_mut() {
                match *last {
                    NONE => tree.nodes[*parent as usize].first = added,
                    last => tree.nodes[last as usize].next = added,
                }
                *last = added;
            }
            if cursor.goto_first_child() {
                around.push((added, NONE));
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return Some(first);
                }
                around.pop();
            }
        }
    }

    /// Records that there are no nodes for a part of the text.
    pub(super) fn lacks_a_part(&mut self) {
        self.has_error = true;
        self.is_plain = false;
    }

    /// In strings, the grammar includes the whitespace before `$` in the node that `$` begins.
    fn trim(&mut self, text: &str, node: u32, around: &[(u32, u32)]) {
        let range = self.range(node);
        let token = &text[range.clone()];
        let start = range.end - token.trim_start().len();
        if start == range.start || start == range.end {
            return;
        }
        self.nodes[node as usize].start = start as u32;
        // It is the first child of each of these.
        for (parent, _) in around.iter().rev().take_while(|(_, last)| *last == NONE) {
            self.nodes[*parent as usize].start = start as u32;
        }
    }

    /// An empty tree with capacity for this many nodes.
    pub(super) fn with_room(nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes), root: 0, has_error: false, is_plain: true }
    }

    /// Adds a node that has no parent yet.
    pub(super) fn add(&mut self, kind: Bash, is_named: bool, range: Range<usize>) -> u32 {
        let (start, end) = (range.start as u32, range.end as u32);
        self.nodes.push(Data { kind, field: Field::None, is_named, start, end, first: NONE, next: NONE });
        self.nodes.len() as u32 - 1
    }

    /// Makes nodes the children of a node.
    pub(super) fn adopt(&mut self, parent: u32, children: &[u32]) {
        let Some(&first) = children.first() else { return };
        self.nodes[parent as usize].first = first;
        for pair in children.windows(2) {
            self.nodes[pair[0] as usize].next = pair[1];
        }
    }

    /// Drops all nodes from a number on.
    pub(super) fn truncate(&mut self, nodes: usize) {
        self.nodes.truncate(nodes);
    }

    /// The numbers of a node's children.
    pub(super) fn children_of(&self, node: u32) -> impl Iterator<Item = u32> {
        let numbered = |at: u32| (at != NONE).then_some(at);
        std::iter::successors(numbered(self.nodes[node as usize].first), move |&at| {
            numbered(self.nodes[at as usize].next)
        })
    }

    pub(super) fn set_field(&mut self, node: u32, field: Field) {
        self.nodes[node as usize].field = field;
    }

    /// Extends a node to an offset, if it ends earlier.
    pub(super) fn reach(&mut self, node: u32, end: usize) {
        let node = &mut self.nodes[node as usize];
        node.end = node.end.max(end as u32);
    }

    pub(super) fn kind(&self, node: u32) -> Bash {
        self.nodes[node as usize].kind
    }

    pub(super) fn range(&self, node: u32) -> Range<usize> {
        self.nodes[node as usize].start as usize..self.nodes[node as usize].end as usize
    }

    /// The first difference to a different tree. Nodes in strings that [`quick`](super::posix) leaves
    /// out may be missing here, and the kinds of plain patterns are not compared.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        if self.has_error != other.has_error {
            return Some(format!("the grammar finds {} errors", if other.has_error { "" } else { "no" }));
        }
        let mut pending = vec![(self.root(), other.root(), false)];
        while let Some((ours, theirs, is_pattern)) = pending.pop() {
            let is_text = |node: &Node<'_>| !node.is_named() || node.kind() == Bash::StringContent;
            let is_string = ours.kind() == Bash::Str;
            let is_compared = |it: &Node<'_>| !is_string || !is_text(it);
            let (left, right) = (ours.children().filter(is_compared), theirs.children().filter(is_compared));
            let is_alike = |left: Node<'_>, right: Node<'_>| {
                let (left, right) = (left.data(), right.data());
                let range = |it: &Data| (it.start, it.end);
                let is_text = |kind: Bash| is_pattern && matches!(kind, Bash::Word | Bash::Named);
                (left.kind == right.kind || is_text(left.kind) && is_text(right.kind))
                    && left.field == right.field
                    && left.is_named == right.is_named
                    && (range(left) == range(right) || left.kind == Bash::Program)
            };
            if !is_alike(ours, theirs) || left.clone().count() != right.clone().count() {
                return Some(format!("{} and {}", ours.shown(), theirs.shown()));
            }
            let is_item = ours.kind() == Bash::CaseItem;
            pending.extend(left.zip(right).map(|(left, right)| (left, right, is_item && left.is_leaf())));
        }
        None
    }

    /// The number of its nodes.
    pub(super) fn size(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { nodes: &self.nodes, at: self.root }
    }
}

/// A node of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'tree> {
    nodes: &'tree [Data],
    at: u32,
}

impl PartialEq for Node<'_> {
    /// Whether they are the same node of one tree.
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<'tree> Node<'tree> {
    fn data(self) -> &'tree Data {
        &self.nodes[self.at as usize]
    }

    fn optional(self, at: u32) -> Option<Self> {
        (at != NONE).then_some(Self { nodes: self.nodes, at })
    }

    fn shown(self) -> String {
        let kinds: Vec<String> = self
            .children()
            .map(|it| format!("{:?}:{:?} {:?}", it.data().field, it.kind(), it.range()))
            .collect();
        format!("{:?} {:?} {kinds:?}", self.kind(), self.range())
    }

    pub(super) fn kind(self) -> Bash {
        self.data().kind
    }

    pub(super) fn is_named(&self) -> bool {
        self.data().is_named
    }

    pub(super) fn start(self) -> usize {
        self.data().start as usize
    }

    pub(super) fn end(self) -> usize {
        self.data().end as usize
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    pub(super) fn is_leaf(self) -> bool {
        self.data().first == NONE
    }

    pub(super) fn children(self) -> Children<'tree> {
        Children(self.optional(self.data().first))
    }

    pub(super) fn first(self) -> Option<Self> {
        self.optional(self.data().first)
    }

    pub(super) fn next(self) -> Option<Self> {
        self.optional(self.data().next)
    }

    /// Visits the node and all nodes in it, outer before inner, each with its parent. If `visit`
    /// returns `false`, the node's children are skipped.
    pub(super) fn walk(self, mut visit: impl FnMut(Self, Option<Self>) -> bool) {
        let mut parents: Vec<Self> = Vec::new();
        let mut at = Some(self);
        while let Some(node) = at {
            let goes_in = visit(node, parents.last().copied());
            if let Some(first) = node.first().filter(|_| goes_in) {
                parents.push(node);
                at = Some(first);
                continue;
            }
            let mut done = node;
            at = loop {
                if parents.is_empty() {
                    break None;
                }
                match (done.next(), parents.last()) {
                    (Some(next), _) => break Some(next),
                    (None, Some(&parent)) => done = parent,
                    (None, None) => break None,
                }
                parents.pop();
            };
        }
    }

    /// The first child with this field.
    pub(super) fn field(self, field: Field) -> Option<Self> {
        self.fields(field).next()
    }

    /// All children with this field.
    pub(super) fn fields(self, field: Field) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.data().field == field)
    }
}

/// The children of a node, in order.
#[derive(Debug, Clone)]
pub(super) struct Children<'tree>(Option<Node<'tree>>);

impl<'tree> Iterator for Children<'tree> {
    type Item = Node<'tree>;

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.0?;
        self.0 = node.next();
        Some(node)
    }
}
