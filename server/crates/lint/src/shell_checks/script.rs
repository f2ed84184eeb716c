//! A script with its words and their pieces, and the lookups that the checks need.

use std::ops::Range;

use super::{
    ShellFound, Unless,
    atoms::{Atom, AtomKind, scan, scan_in},
    places::Places,
};
use crate::shells::Shells;
use dockwright_analysis::shell::{
    Assignment, AssignmentKind, CommandKind, Loop, OperatorKind, PipelinePart, RedirectionKind,
    ShellStatement, ShellView, Span, Substitution,
};
use rustc_hash::FxHashSet;

/// A word, wherever it appears.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) range: Range<usize>,
    pub(super) role: Role,
    /// The command that it belongs to, and its number there: the name is 0.
    pub(super) command: Option<usize>,
    pub(super) number: usize,
    /// Its pieces in [`Script::atoms`].
    pub(super) atoms: Range<usize>,
    /// It is in backticks, where a backslash may be intended for them.
    pub(super) in_backticks: bool,
}

/// The role of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The name of a command.
    Name,
    /// Another word of a command.
    Argument,
    /// `X=1` after `export` and similar commands.
    Declared,
    /// A word of `[ … ]`.
    Test,
    /// A word of `[[ … ]]`.
    DoubleTest,
    /// The value of an assignment.
    Value,
    /// The target of a redirection.
    Target,
    /// A word of `for`.
    Loop,
}

/// A script that is being checked, and its findings so far.
pub(super) struct Script<'a> {
    pub(super) view: &'a ShellView,
    pub(super) text: &'a str,
    pub(super) words: Vec<Word>,
    pub(super) atoms: Vec<Atom>,
    /// The words of each command in [`Script::words`].
    by_command: Vec<Range<usize>>,
    /// The outermost texts in backticks, in their order.
    pub(super) backticks: Vec<Range<usize>>,
    places: Places,
    /// The statements of each scope.
    by_scope: Vec<Vec<usize>>,
    /// `set -e`, wherever it is.
    pub(super) ends_at_failure: bool,
    /// Where a shell stops reading, and whether it reads what comes before.
    pub(super) broken: Option<(usize, bool)>,
    /// The keywords and variables of `for x in a do`, which is not a loop to the tree.
    pub(super) unseparated: Vec<(Range<usize>, Range<usize>)>,
    /// What the strict reading has found: the checks and their places.
    pub(super) noted: FxHashSet<(u16, usize)>,
    pub(super) found: Vec<ShellFound>,
}

impl<'a> Script<'a> {
    pub(super) fn new(view: &'a ShellView, text: &'a str) -> Self {
        let is_backticks =
            |found: &&Substitution| text.as_bytes().get(found.span.start as usize) == Some(&b'`');
        let mut backticks: Vec<Range<usize>> = Vec::new();
        for found in view.substitutions.iter().filter(is_backticks) {
            if backticks.last().is_none_or(|last| last.end <= found.span.start as usize) {
                backticks.push(found.span.range());
            }
        }
        let mut by_scope = vec![Vec::new(); view.scopes.len()];
        for (at, statement) in view.statements.iter().enumerate() {
            by_scope[statement.scope as usize].push(at);
        }
        let mut script = Self {
            view,
            text,
            words: Vec::with_capacity(view.words.len()),
            atoms: Vec::with_capacity(2 * view.words.len()),
            by_command: Vec::with_capacity(view.commands.len()),
            backticks,
            places: Places::of(view),
            by_scope,
            ends_at_failure: text.starts_with("#!") && {
                let line = text.lines().next().unwrap_or_default();
                dockwright_analysis::shell::ends_at_failure(line.split_ascii_whitespace().skip(1))
            },
            broken: None,
            unseparated: Vec::new(),
            noted: FxHashSet::default(),
            found: Vec::new(),
        };
        for at in 0..view.commands.len() {
            script.add_command(at);
        }
        for redirection in &view.redirections {
            if let Some(target) = redirection.target {
                script.add(view.words[target as usize].span.range(), Role::Target, None, 0);
            }
        }
        for repeat in &view.loops {
            for word in repeat.words.clone() {
                script.add(view.words[word as usize].span.range(), Role::Loop, None, 0);
            }
        }
        for assignment in &view.assignments {
            let is_alone = matches!(assignment.kind, AssignmentKind::Plain | AssignmentKind::Prefix);
            if let Some(value) = assignment.value.filter(|_| is_alone) {
                script.add(value.range(), Role::Value, None, 0);
            }
        }
        script.ends_at_failure |= (0..view.commands.len()).any(|at| {
            let words = script.command_words(at);
            script.name(at) == Some("set")
                && dockwright_analysis::shell::ends_at_failure(
                    words.iter().skip(1).map(|word| script.slice(word)),
                )
        });
        script
    }

    fn add_command(&mut self, at: usize) {
        let (view, first) = (self.view, self.words.len());
        let command = &view.commands[at];
        let words = &view.words[command.words.start as usize..command.words.end as usize];
        match command.kind {
            CommandKind::Test | CommandKind::DoubleTest => {
                let role = if command.kind == CommandKind::Test { Role::Test } else { Role::DoubleTest };
                for (number, range) in split(view, self.text, command.span.range()).into_iter().enumerate() {
                    self.add(range, role, Some(at), number);
                }
            }
            CommandKind::Simple | CommandKind::Declaration => {
                for (number, word) in words.iter().enumerate() {
                    let range = word.span.range();
                    let is_declared = command.kind == CommandKind::Declaration
                        && self.text.get(range.clone()).is_some_and(|text| {
                            let name = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                            name.is_some_and(|end| end > 0 && text[end..].starts_with('='))
                        });
                    let role = match number {
                        0 => Role::Name,
                        _ if is_declared => Role::Declared,
                        _ => Role::Argument,
                    };
                    self.add(range, role, Some(at), number);
                }
            }
        }
        self.by_command.push(first..self.words.len());
    }

    fn add(&mut self, range: Range<usize>, role: Role, command: Option<usize>, number: usize) {
        let first = self.atoms.len();
        let is_in = |around: &Range<usize>| around.start < range.start && range.end <= around.end;
        let before = self.backticks.partition_point(|around| around.start < range.start);
        let in_backticks = before.checked_sub(1).is_some_and(|at| is_in(&self.backticks[at]));
        scan_in(self.view, self.text, range.clone(), in_backticks, &mut self.atoms);
        self.words.push(Word { range, role, command, number, atoms: first..self.atoms.len(), in_backticks });
    }

    /// The words of a command, its name first.
    pub(super) fn command_words(&self, command: usize) -> &[Word] {
        &self.words[self.by_command[command].clone()]
    }

    /// The pieces of a word.
    pub(super) fn atoms_of(&self, word: &Word) -> &[Atom] {
        &self.atoms[word.atoms.clone()]
    }

    /// The text at a place.
    pub(super) fn at(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// A word as it is written.
    pub(super) fn slice(&self, word: &Word) -> &'a str {
        self.at(&word.range)
    }

    /// The name of a command, if it is written out; the word after `command`, `builtin` or `exec` counts as well.
    pub(super) fn name(&self, command: usize) -> Option<&'a str> {
        let found = &self.view.commands[command];
        if !matches!(found.kind, CommandKind::Simple | CommandKind::Declaration) || found.words.is_empty() {
            return None;
        }
        let text = |at: usize| self.view.words.get(at).and_then(|word| word.text.as_deref());
        let first = found.words.start as usize;
        let name = text(first)?;
        if matches!(name, "command" | "builtin" | "exec" | "time") && first + 1 < found.words.end as usize {
            return text(first + 1).filter(|next| !next.starts_with('-')).or(Some(name));
        }
        Some(name)
    }

    /// The first word of a command as it is written.
    pub(super) fn command_name(&self, word: &Word) -> Option<&'a str> {
        word.command.and_then(|command| self.command_name_of(command))
    }

    /// The first word of a command as it is written, if nothing in it is expanded.
    pub(super) fn command_name_of(&self, command: usize) -> Option<&'a str> {
        let found = &self.view.commands[command];
        let first = self.view.words.get(found.words.start as usize).filter(|_| !found.words.is_empty());
        first.and_then(|word| word.text.as_deref())
    }

    /// The words after the name of a command, and after `command` and similar builtins.
    pub(super) fn arguments(&self, command: usize) -> &[Word] {
        let words = self.command_words(command);
        let first = words.first().map(|word| self.slice(word)).unwrap_or_default();
        let is_wrapper =
            matches!(first, "command" | "builtin" | "exec" | "time") && self.name(command) != Some(first);
        words.get(1 + usize::from(is_wrapper)..).unwrap_or_default()
    }

    /// The text of a word without quotes and backslashes; `None` if the shell expands something in it.
    pub(super) fn literal(&self, word: &Word) -> Option<String> {
        let mut out = String::new();
        for atom in self.atoms_of(word) {
            match atom.kind {
                AtomKind::Double => {}
                AtomKind::Text => out.push_str(self.at(&atom.range)),
                AtomKind::Escape => {
                    let escaped = &self.at(&atom.range)[1..];
                    out.push_str(if escaped == "\n" { "" } else { escaped });
                }
                AtomKind::Single => out.push_str(self.at(&atom.range).trim_matches('\'')),
                _ => return None,
            }
        }
        Some(out)
    }

    /// Whether nothing of a word is quoted, escaped or expanded.
    pub(super) fn is_bare(&self, word: &Word) -> bool {
        self.atoms_of(word).iter().all(|atom| atom.kind == AtomKind::Text)
    }

    /// The part that a command is, redirections included.
    pub(super) fn part(&self, command: usize) -> &'a PipelinePart {
        &self.view.parts[self.view.commands[command].part as usize]
    }

    /// The place of a command with its redirections.
    pub(super) fn whole(&self, command: usize) -> Range<usize> {
        let found = &self.view.commands[command];
        let mut range = found.span.range();
        let last = found.words.end.checked_sub(1).filter(|last| *last >= found.words.start);
        if let Some(last) =
            last.filter(|_| matches!(found.kind, CommandKind::Simple | CommandKind::Declaration))
        {
            // The grammar may give a separator to a declaration.
            range.end = self.view.words[last as usize].span.end as usize;
        }
        for at in self.redirections_of(found.part) {
            let redirection = &self.view.redirections[*at];
            range.start = range.start.min(redirection.span.start as usize);
            range.end = range.end.max(redirection.span.end as usize);
        }
        self.with_continuation(range)
    }

    /// A place that ends with a word, with the end of the line if the backslash before it belongs to that word.
    pub(super) fn with_continuation(&self, range: Range<usize>) -> Range<usize> {
        let is_continued = self.text.get(range.end..).is_some_and(|rest| rest.starts_with("\\\n"));
        range.start..range.end + if is_continued { 2 } else { 0 }
    }

    /// The redirections of a part, in [`ShellView::redirections`].
    pub(super) fn redirections_of(&self, part: u32) -> &[usize] {
        self.places.redirections.get(&part).map_or(&[], Vec::as_slice)
    }

    /// The loop over words that has a variable at a place.
    pub(super) fn loop_of(&self, variable: Span) -> Option<&'a Loop> {
        self.places.loops.get(&variable).map(|at| &self.view.loops[*at])
    }

    /// The assignment whose name is at a place.
    pub(super) fn assignment_at(&self, name: usize) -> Option<&'a Assignment> {
        self.places.assignments.get(&(name as u32)).map(|at| &self.view.assignments[*at])
    }

    /// The substitutions in a place.
    pub(super) fn substitutions_in(&self, place: &Range<usize>) -> impl Iterator<Item = &'a Substitution> {
        let all = &self.view.substitutions;
        let (start, end) = (place.start as u32, place.end as u32);
        let first = all.partition_point(|it| it.span.start < start);
        all[first..].iter().take_while(move |it| it.span.start < end).filter(move |it| it.span.end <= end)
    }

    /// The statement that a command is in.
    pub(super) fn statement(&self, command: usize) -> usize {
        self.part(command).statement as usize
    }

    /// The statements of the same list after a statement, in its scope.
    pub(super) fn next_in_list(&self, statement: usize) -> Option<&'a ShellStatement> {
        let own = &self.view.statements[statement];
        let all = &self.by_scope[own.scope as usize];
        let at = all.binary_search(&statement).ok()?;
        let next = &self.view.statements[*all.get(at + 1)?];
        (next.list == own.list).then_some(next)
    }

    /// The statements of a scope.
    pub(super) fn statements_of(&self, scope: usize) -> &[usize] {
        &self.by_scope[scope]
    }

    /// Whether a statement is the last one of its scope.
    pub(super) fn is_last(&self, statement: usize) -> bool {
        self.by_scope[self.view.statements[statement].scope as usize].last() == Some(&statement)
    }

    /// The scope that a substitution is.
    pub(super) fn scope_of(&self, substitution: &Range<usize>) -> Option<usize> {
        let span: Span = substitution.clone().into();
        self.places.substitutions.get(&span).copied()
    }

    /// The parts of the only statement of a substitution; `None` if it has several, or only reads a
    /// file.
    pub(super) fn single_pipeline(&self, substitution: &Range<usize>) -> Option<&'a [u32]> {
        let [only] = self.by_scope[self.scope_of(substitution)?].as_slice() else { return None };
        Some(&self.view.statements[*only].parts)
    }

    /// The statements of a substitution with a single list, such as `a && b`.
    pub(super) fn single_list(&self, substitution: &Range<usize>) -> Option<&[usize]> {
        let statements = self.by_scope[self.scope_of(substitution)?].as_slice();
        let list = self.view.statements[*statements.first()?].list;
        statements.iter().all(|at| self.view.statements[*at].list == list).then_some(statements)
    }

    /// The simple command that a part is.
    pub(super) fn command_of(&self, part: u32) -> Option<usize> {
        let part = &self.view.parts[part as usize];
        let command = part.command? as usize;
        let found = &self.view.commands[command];
        let (start, end) = (part.span.start, part.span.end);
        // A part may begin inside something else, as in `( a )`.
        let is_itself = &self.view.parts[found.part as usize] == part
            && found.span.start >= start
            && found.span.end <= end
            && !self.places.opened.contains(&(found.part, start));
        is_itself.then_some(command)
    }

    /// The simple command that a part is, or negates.
    pub(super) fn command_after_not(&self, part: u32) -> Option<usize> {
        let Some(scope) = self.places.negated.get(&part) else { return self.command_of(part) };
        let [only] = self.by_scope[*scope].as_slice() else { return None };
        let [inner] = self.view.statements[*only].parts.as_slice() else { return None };
        self.command_of(*inner)
    }

    /// The operator between two statements.
    pub(super) fn operator_between(&self, start: u32, end: u32, kind: OperatorKind) -> Option<Range<usize>> {
        let first = self.view.operators.partition_point(|operator| operator.span.start < start);
        let mut between =
            self.view.operators[first..].iter().take_while(|operator| operator.span.start < end);
        between.find(|operator| operator.kind == kind).map(|operator| operator.span.range())
    }

    /// Records a finding that is true in all shells.
    pub(super) fn push(&mut self, code: u16, range: Range<usize>) -> &mut ShellFound {
        let subject = short(self.at(&range));
        self.push_about(code, range, subject)
    }

    /// Records a finding about a text.
    pub(super) fn push_about(&mut self, code: u16, range: Range<usize>, subject: String) -> &mut ShellFound {
        self.found.push(ShellFound {
            code,
            range,
            subject: subject.into(),
            edits: Vec::new(),
            shells: Shells::ALL,
            is_minor: false,
            unless: Unless::Never,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

impl ShellFound {
    /// Puts the place into double quotes.
    pub(super) fn quoted(&mut self) -> &mut Self {
        let range = self.range.clone();
        self.edits = vec![(range.start..range.start, "\"".into()), (range.end..range.end, "\"".into())];
        self
    }
}

/// A text that fits into a message.
pub(super) fn short(text: &str) -> String {
    const LENGTH: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

/// The words of a text, split as the shell splits it.
pub(super) fn split(view: &ShellView, text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut atoms = Vec::new();
    scan(view, text, range.clone(), &mut atoms);
    for atom in atoms.iter().filter(|atom| !atom.is_quoted) {
        if atom.kind == AtomKind::Escape && text[atom.range.clone()].ends_with('\n') {
            words.extend(open.take().map(|start| start..atom.range.start));
            continue;
        }
        if atom.kind != AtomKind::Text {
            open.get_or_insert(atom.range.start);
            continue;
        }
        for (at, c) in text[atom.range.clone()].char_indices() {
            let at = atom.range.start + at;
            if c.is_ascii_whitespace() {
                words.extend(open.take().map(|start| start..at));
            } else {
                open.get_or_insert(at);
            }
        }
    }
    words.extend(open.map(|start| start..range.end));
    words
}

/// Whether a redirection is a here-string.
pub(super) fn is_herestring(kind: RedirectionKind) -> bool {
    kind == RedirectionKind::Herestring
}

/// Whether a piece of a word has `*` or `?` that the shell expands.
pub(super) fn has_wildcard(script: &Script<'_>, atom: &Atom) -> bool {
    atom.kind == AtomKind::Text && !atom.is_quoted && script.at(&atom.range).contains(['*', '?'])
}

/// Whether a piece of a word has a list of characters in brackets.
pub(super) fn is_class(script: &Script<'_>, atom: &Atom) -> bool {
    let text = script.at(&atom.range);
    let is_text = atom.kind == AtomKind::Text && !atom.is_quoted;
    is_text && text.find('[').is_some_and(|open| text[open + 1..].find(']').is_some_and(|length| length > 0))
}

/// Whether the shell replaces a word with the names of files.
pub(super) fn is_pattern(script: &Script<'_>, word: &Word) -> bool {
    script.atoms_of(word).iter().any(|atom| has_wildcard(script, atom) || is_class(script, atom))
}

/// Whether the shell makes several words of a word with braces.
pub(super) fn is_list(script: &Script<'_>, word: &Word) -> bool {
    script.atoms_of(word).iter().any(|atom| {
        let text = script.at(&atom.range);
        let inside =
            text.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(inside, _)| inside);
        let is_text = atom.kind == AtomKind::Text && !atom.is_quoted;
        is_text && inside.is_some_and(|inside| inside.contains(',') || inside.contains(".."))
    })
}
