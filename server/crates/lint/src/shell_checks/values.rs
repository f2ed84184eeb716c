//! What is known about the value of a variable where a script expands it: whether it stays one word
//! without quotes.

use std::cell::OnceCell;

use super::{
    atoms::{AtomKind, Braced, scan},
    script::Script,
};
use dockwright_analysis::shell::{
    Assignment, AssignmentKind, KnownValue, Loop, NameId, ShellView, Span, ValueSource,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// What is known about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// One word that is not a pattern.
    Plain,
    /// Whatever this variable of the environment is.
    Outer(Box<str>),
    /// Unknown.
    Open,
}

/// The values of a script's variables at the places that read them.
#[derive(Default)]
pub(super) struct Values {
    /// The variables that the script assigns.
    assigned: FxHashSet<NameId>,
    /// The variables by the places of their names.
    names: FxHashMap<Span, NameId>,
    /// The values, found when one of them is first needed.
    known: OnceCell<Known>,
}

struct Known {
    /// The values in a build.
    certain: FxHashMap<Span, KnownValue>,
    /// What `ShellCheck` assumes: after `a && b`, it does not see that `b` has run.
    possible: FxHashMap<Span, KnownValue>,
}

/// Whether an assignment stays in force after its command.
fn is_kept(assignment: &Assignment) -> bool {
    assignment.kind != AssignmentKind::Prefix
}

impl Values {
    pub(super) fn new(script: &Script<'_>) -> Self {
        let view = script.view;
        let assigned: FxHashSet<NameId> =
            view.assignments.iter().filter(|it| is_kept(it)).map(|it| it.name).collect();
        if assigned.is_empty() {
            return Self::default();
        }
        let names = view.expansions.iter().map(|it| (it.name_span, it.name)).collect();
        Self { assigned, names, known: OnceCell::new() }
    }

    /// The values of all variables that the script assigns.
    fn known(&self, script: &Script<'_>) -> Known {
        let view = script.view;
        let loops: FxHashMap<Span, &Loop> =
            view.loops.iter().filter_map(|it| Some((it.variable?, it))).collect();
        let sources: FxHashMap<Span, ValueSource> = view
            .assignments
            .iter()
            .filter(|it| is_kept(it))
            .map(|it| (it.name_span, self.source(script, it, &loops)))
            .collect();
        let source = |place: Span| sources.get(&place).cloned().unwrap_or(ValueSource::Open);
        Known { certain: view.known_values(source, true), possible: view.known_values(source, false) }
    }

    /// The value of an expansion at a place, in a build and as `ShellCheck` sees it.
    pub(super) fn of(&self, script: &Script<'_>, text: &str, at: usize) -> [Value; 2] {
        let Expanded { name, place, is_changed } = match Expanded::read(text, at) {
            Ok(expanded) => expanded,
            Err(value) => return [value.clone(), value],
        };
        let is_own = self.names.get(&place).is_some_and(|name| self.assigned.contains(name));
        if is_changed {
            return [Value::Open, Value::Open];
        }
        if !is_own {
            let value = if is_number(name) { Value::Plain } else { Value::Outer(name.into()) };
            return [value.clone(), value];
        }
        let Known { certain, possible } = self.known.get_or_init(|| self.known(script));
        [certain, possible].map(|known| match known.get(&place) {
            Some(KnownValue::Plain) => Value::Plain,
            Some(KnownValue::Outer(name)) => Value::Outer(name_in(script.view, *name)),
            Some(KnownValue::Open) | None => Value::Open,
        })
    }

    /// The source of the value of an assignment.
    fn source(
        &self,
        script: &Script<'_>,
        assignment: &Assignment,
        loops: &FxHashMap<Span, &Loop>,
    ) -> ValueSource {
        match assignment.kind {
            AssignmentKind::Arithmetic => return ValueSource::Plain,
            AssignmentKind::For => {
                let words = loops.get(&assignment.name_span).map_or(0..0, |it| it.words.clone());
                let words = &script.view.words[words.start as usize..words.end as usize];
                let is_plain = |span: Span| self.text(script, span) == ValueSource::Plain;
                let all_plain = !words.is_empty() && words.iter().all(|word| is_plain(word.span));
                return if all_plain { ValueSource::Plain } else { ValueSource::Open };
            }
            AssignmentKind::Read | AssignmentKind::Getopts | AssignmentKind::Default => {
                return ValueSource::Open;
            }
            _ => {}
        }
        assignment.value.map_or(ValueSource::Open, |value| self.text(script, value))
    }

    /// The source of the value of a text.
    fn text(&self, script: &Script<'_>, span: Span) -> ValueSource {
        let mut atoms = Vec::new();
        scan(script.view, script.text, span.range(), &mut atoms);
        let has_breaks = |text: &str| text.contains([' ', '\t', '\n', '*', '?', '[', '{', '(']);
        let (mut is_empty, mut names) = (true, Vec::new());
        for atom in &atoms {
            let text = script.at(&atom.range);
            let is_plain = match atom.kind {
                AtomKind::Double => continue,
                AtomKind::Single if text.len() == 2 => continue,
                AtomKind::Arithmetic => true,
                AtomKind::Text | AtomKind::Single => !has_breaks(text),
                AtomKind::Escape => !has_breaks(&text[1..]),
                AtomKind::Parameter | AtomKind::Braced => match Expanded::read(text, atom.range.start) {
                    Ok(Expanded { is_changed: true, .. }) => false,
                    Ok(Expanded { name, place, .. }) => match self.names.get(&place) {
                        Some(id) if self.assigned.contains(id) || !is_number(name) => {
                            names.push(*id);
                            true
                        }
                        found => found.is_some(),
                    },
                    Err(value) => value == Value::Plain,
                },
                _ => false,
            };
            if !is_plain {
                return ValueSource::Open;
            }
            is_empty = false;
        }
        match (is_empty, names.is_empty()) {
            (true, _) => ValueSource::Open,
            (false, true) => ValueSource::Plain,
            (false, false) => ValueSource::Of(names),
        }
    }
}

/// An expansion of a variable.
struct Expanded<'a> {
    name: &'a str,
    /// The place of the name.
    place: Span,
    /// It may give something else than the value, or a part of that.
    is_changed: bool,
}

impl<'a> Expanded<'a> {
    /// Reads an expansion. If it expands something other than a variable, it has a value by itself.
    fn read(text: &'a str, at: usize) -> Result<Self, Value> {
        let (name, start, is_changed) = match Braced::read(text) {
            Some(braced) if braced.prefix == Some('#') => return Err(Value::Plain),
            Some(braced) if braced.index.is_some() || braced.prefix.is_some() => return Err(Value::Open),
            Some(braced) => (braced.name, at + 2, braced.is_alternative() || braced.assigns()),
            None => (&text[1..], at + 1, false),
        };
        if matches!(name, "?" | "#" | "$" | "!" | "-") {
            return Err(Value::Plain);
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return Err(Value::Open);
        }
        Ok(Self { name, place: (start..start + name.len()).into(), is_changed })
    }
}

/// Whether a shell sets a variable to a number.
fn is_number(name: &str) -> bool {
    const NUMBERS: [&str; 12] = [
        "BASHPID",
        "COLUMNS",
        "EPOCHSECONDS",
        "EUID",
        "LINENO",
        "LINES",
        "PPID",
        "RANDOM",
        "SECONDS",
        "SHLVL",
        "SRANDOM",
        "UID",
    ];
    NUMBERS.contains(&name)
}

fn name_in(view: &ShellView, name: NameId) -> Box<str> {
    view.name(name).into()
}
