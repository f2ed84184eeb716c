//! Indexes of what is where in a script, so that no check has to search for it.

use dockwright_analysis::shell::{ScopeKind, ShellView, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// Indexes of a script.
pub(super) struct Places {
    pub(super) redirections: FxHashMap<u32, Vec<usize>>,
    /// The scopes of substitutions.
    pub(super) substitutions: FxHashMap<Span, usize>,
    /// The parts that begin with a scope, and where.
    pub(super) opened: FxHashSet<(u32, u32)>,
    /// The scopes after `!`, by their parts.
    pub(super) negated: FxHashMap<u32, usize>,
    /// The loops by the places of their variables.
    pub(super) loops: FxHashMap<Span, usize>,
    /// The assignments by the places of their names.
    pub(super) assignments: FxHashMap<u32, usize>,
}

impl Places {
    pub(super) fn of(view: &ShellView) -> Self {
        let mut redirections: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, redirection) in view.redirections.iter().enumerate() {
            redirections.entry(redirection.part).or_default().push(at);
        }
        let (mut substitutions, mut opened) = (FxHashMap::default(), FxHashSet::default());
        let mut negated = FxHashMap::default();
        for (at, scope) in view.scopes.iter().enumerate() {
            if scope.kind == ScopeKind::Substitution {
                substitutions.entry(scope.span).or_insert(at);
            } else if let Some(part) = scope.part {
                opened.insert((part, scope.span.start));
                if scope.kind == ScopeKind::Negation {
                    negated.insert(part, at);
                }
            }
        }
        let loops = view.loops.iter().enumerate().filter_map(|(at, it)| Some((it.variable?, at)));
        let assignments = view.assignments.iter().enumerate().map(|(at, it)| (it.name_span.start, at));
        Self {
            redirections,
            substitutions,
            opened,
            negated,
            loops: loops.collect(),
            assignments: assignments.collect(),
        }
    }
}
