//! What is known of the value of a variable where a script expands it: whether it stays one word without quotes.

use super::{
    atoms::{AtomKind, Braced, scan},
    script::Script,
};
use dockwright_analysis::shell::{Assignment, AssignmentKind, Joint, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// How deep values are followed from variable to variable.
const MAX_DEPTH: usize = 6;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// One word that is no pattern.
    Plain,
    /// As this variable of the environment is.
    Outer(Box<str>),
    /// Nothing.
    Open,
}

/// The assignments of a script by name, and the places that may read the environment.
pub(super) struct Values<'a> {
    assigned: FxHashMap<&'a str, Vec<&'a Assignment>>,
    outer: FxHashSet<Span>,
}

impl<'a> Values<'a> {
    pub(super) fn new(script: &Script<'a>) -> Self {
        let view = script.view;
        let mut assigned: FxHashMap<&str, Vec<&Assignment>> = FxHashMap::default();
        for assignment in view.assignments.iter().filter(|it| it.kind != AssignmentKind::Prefix) {
            assigned.entry(view.name(assignment.name)).or_default().push(assignment);
        }
        let outer = if assigned.is_empty() {
            FxHashSet::default()
        } else {
            view.reads().into_iter().map(|(_, span)| span).collect()
        };
        Self { assigned, outer }
    }

    /// The value of an expansion at a place.
    pub(super) fn of(&self, script: &Script<'a>, text: &str, at: usize) -> Value {
        self.expansion(script, text, at, 0)
    }

    fn expansion(&self, script: &Script<'a>, text: &str, at: usize, depth: usize) -> Value {
        let (name, name_at, is_changed) = match Braced::read(text) {
            Some(braced) if braced.prefix == Some('#') => return Value::Plain,
            Some(braced) if braced.index.is_some() || braced.prefix.is_some() => return Value::Open,
            Some(braced) => (
                braced.name,
                at + 2,
                !braced.rest.is_empty() && braced.rest.starts_with([':', '-', '=', '?', '/', '^', ',', '@']),
            ),
            None => (&text[1..], at + 1, false),
        };
        if matches!(name, "?" | "#" | "$" | "!" | "-") {
            return Value::Plain;
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return Value::Open;
        }
        let value = self.variable(script, name, name_at, depth);
        if is_changed && text.contains(['-', '=', '/', '+']) && !text.contains(":?") {
            Value::Open
        } else {
            value
        }
    }

    fn variable(&self, script: &Script<'a>, name: &str, at: usize, depth: usize) -> Value {
        if matches!(name, "UID" | "EUID" | "BASHPID" | "PPID" | "RANDOM" | "SECONDS" | "LINENO" | "SHLVL")
            && !self.assigned.contains_key(name)
        {
            return Value::Plain;
        }
        let Some(assigned) = self.assigned.get(name) else { return Value::Outer(name.into()) };
        let span: Span = (at..at + name.len()).into();
        if depth > MAX_DEPTH {
            return Value::Open;
        }
        let is_outer = self.outer.contains(&span);
        let mut reaching: Vec<&Assignment> = Vec::new();
        for assignment in assigned {
            let is_before = (assignment.name_span.end as usize) < at || in_same_loop(script, assignment, at);
            if !is_before && !in_function(script, at) {
                continue;
            }
            let holds_it =
                assignment.value.is_some_and(|value| (value.start as usize) <= at && at < value.end as usize);
            if holds_it {
                continue;
            }
            if is_certain(script, assignment) && !in_same_loop(script, assignment, at) {
                reaching.clear();
            }
            reaching.push(assignment);
        }
        if reaching.is_empty() {
            return if is_outer { Value::Outer(name.into()) } else { Value::Open };
        }
        if is_outer {
            return Value::Open;
        }
        let all_plain =
            reaching.iter().all(|assignment| self.assigned_value(script, assignment, depth) == Value::Plain);
        if all_plain {
            return Value::Plain;
        }
        if let [only] = reaching.as_slice()
            && let Value::Outer(name) = self.assigned_value(script, only, depth)
        {
            return Value::Outer(name);
        }
        Value::Open
    }

    fn assigned_value(&self, script: &Script<'a>, assignment: &Assignment, depth: usize) -> Value {
        match assignment.kind {
            AssignmentKind::Arithmetic => return Value::Plain,
            AssignmentKind::For => return self.loop_value(script, assignment, depth),
            AssignmentKind::Read | AssignmentKind::Getopts | AssignmentKind::Default => return Value::Open,
            _ => {}
        }
        let Some(value) = assignment.value.filter(|_| !assignment.is_update) else { return Value::Open };
        self.text(script, value, depth)
    }

    fn loop_value(&self, script: &Script<'a>, assignment: &Assignment, depth: usize) -> Value {
        let mut loops = script.view.loops.iter();
        let Some(found) = loops.find(|it| it.variable == Some(assignment.name_span)) else {
            return Value::Open;
        };
        let words = &script.view.words[found.words.start as usize..found.words.end as usize];
        let plain =
            !words.is_empty() && words.iter().all(|word| self.text(script, word.span, depth) == Value::Plain);
        if plain { Value::Plain } else { Value::Open }
    }

    /// What a text is after the shell has expanded it.
    fn text(&self, script: &Script<'a>, span: Span, depth: usize) -> Value {
        let range = span.range();
        let mut atoms = Vec::new();
        scan(script.view, script.text, range.clone(), &mut atoms);
        let mut value = Value::Plain;
        let mut is_empty = true;
        for atom in &atoms {
            let text = script.at(&atom.range);
            let has_breaks = |text: &str| text.contains([' ', '\t', '\n', '*', '?', '[', '{', '(']);
            let next = match atom.kind {
                AtomKind::Double => continue,
                AtomKind::Arithmetic => Value::Plain,
                AtomKind::Text => {
                    if has_breaks(text) {
                        Value::Open
                    } else {
                        Value::Plain
                    }
                }
                AtomKind::Single => {
                    if text.len() == 2 {
                        continue;
                    }
                    if has_breaks(text) { Value::Open } else { Value::Plain }
                }
                AtomKind::Escape => {
                    if has_breaks(&text[1..]) {
                        Value::Open
                    } else {
                        Value::Plain
                    }
                }
                AtomKind::Parameter | AtomKind::Braced => {
                    self.expansion(script, text, atom.range.start, depth + 1)
                }
                _ => Value::Open,
            };
            is_empty = false;
            value = match (value, next) {
                (Value::Plain, next) => next,
                (value, Value::Plain) => value,
                _ => Value::Open,
            };
        }
        if is_empty { Value::Open } else { value }
    }
}

fn in_function(script: &Script<'_>, at: usize) -> bool {
    use dockwright_analysis::shell::ScopeKind;
    let is_around = |span: Span| (span.start as usize) <= at && at < span.end as usize;
    script.view.scopes.iter().any(|scope| scope.kind == ScopeKind::Function && is_around(scope.span))
}

/// Whether an assignment after a place may come before it in the next turn of a loop.
fn in_same_loop(script: &Script<'_>, assignment: &Assignment, at: usize) -> bool {
    use dockwright_analysis::shell::ScopeKind;
    let holds = |span: Span, place: usize| (span.start as usize) <= place && place < span.end as usize;
    let place = assignment.name_span.start as usize;
    place > at
        && script.view.scopes.iter().any(|scope| {
            scope.kind == ScopeKind::LoopBody && holds(scope.span, place) && holds(scope.span, at)
        })
}

/// Whether an assignment is made on every way through the script.
fn is_certain(script: &Script<'_>, assignment: &Assignment) -> bool {
    let place = assignment.name_span;
    let holds = |span: Span| span.start <= place.start && place.end <= span.end;
    let inner = script
        .view
        .statements
        .iter()
        .filter(|statement| holds(statement.span))
        .min_by_key(|it| it.span.end - it.span.start);
    inner.is_some_and(|statement| {
        statement.scope == 0 && statement.joint == Joint::First && statement.parts.len() == 1
    })
}
