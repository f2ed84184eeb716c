//! The text that the shell gets, and the origin of each part of it.
//!
//! BuildKit joins the lines of an instruction and drops comment and blank lines in it before any
//! shell sees the text. A heredoc that is RUN's whole argument is the script itself; other heredocs
//! are passed to the shell with the command line, as assembled by BuildKit's `dispatchRun`. Exec
//! forms have no script: `["sh", "-c", "…"]` would need a mapping back through JSON's escapes.

use std::{cell::Cell, ops::Range};

use dockwright_syntax::{
    logical::{LogicalLine, is_space},
    source_map::SourceMap,
    words::{extract_flags, split_keyword},
};

use super::{
    dialect::{Dialect, of_command, of_shebang},
    quotes,
};
use crate::{
    facts::{Facts, Form, Heredoc},
    spec::Instruction,
};

/// A script that maps back to its instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The text that the shell reads.
    pub text: String,
    /// Its language.
    pub dialect: Dialect,
    map: SourceMap,
}

impl Script {
    /// A script for `sh` and related shells that is not part of an instruction: its ranges are in
    /// itself.
    pub fn of_text(text: &str) -> Self {
        let mut script = Self { text: String::new(), dialect: Dialect::Posix, map: SourceMap::default() };
        script.push(text, 0);
        script
    }

    /// The range in the instruction of a range of the text, from its first character to after its last.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.range(&self.text, range)
    }

    /// Like [`source_range`](Self::source_range) for one of many ranges, most of which are near the
    /// preceding one: `near` says where that was.
    pub(super) fn source_range_near(&self, range: Range<usize>, near: &Cell<usize>) -> Range<usize> {
        self.map.range_near(&self.text, range, near)
    }

    /// The parts of the text that are contiguous in the instruction, each with its offset there. Each
    /// joined line is one part.
    pub fn runs(&self) -> impl Iterator<Item = (Range<usize>, usize)> {
        self.map.runs(self.text.len())
    }

    /// The script inside a word or a heredoc of this one; `span` is its range in the instruction.
    /// Expansions are kept as written, although the outer shell performs them.
    pub fn inner(&self, span: Range<usize>) -> Option<Self> {
        let at = |source: usize| {
            let mut runs = self.runs();
            runs.find_map(|(run, start)| {
                (start <= source && source < start + run.len()).then(|| run.start + source - start)
            })
        };
        let range = at(span.start)?..at(span.end.checked_sub(1)?)? + 1;
        let text = self.text.get(range.clone())?;
        let mut inner = Self { text: String::new(), dialect: Dialect::Posix, map: SourceMap::default() };
        if text.contains('\n') && !text.starts_with(['"', '\'']) {
            inner.push_part(self, range);
            return Some(inner);
        }
        for (offset, content) in quotes::contents(text) {
            let start = range.start + offset;
            inner.push_part(self, start..start + content?.len());
        }
        Some(inner)
    }

    fn push_part(&mut self, outer: &Self, range: Range<usize>) {
        for (run, source) in outer.runs() {
            let part = run.start.max(range.start)..run.end.min(range.end);
            if part.start < part.end {
                self.push(&outer.text[part.clone()], source + (part.start - run.start));
            }
        }
    }

    fn push(&mut self, text: &str, source: usize) {
        if !text.is_empty() {
            self.map.push(self.text.len(), source);
            self.text.push_str(text);
        }
    }
}

/// The script of a shell form, or of a trigger in shell form; `None` if no shell runs the
/// instruction.
///
/// `source` is the instruction's text including heredocs, `dialect` that of the shell in force.
pub fn script(facts: &Facts, source: &str, escape: char, dialect: Dialect) -> Option<Script> {
    let line = LogicalLine::join(source, escape);
    let (inner, command) = command(facts, &line.text, escape)?;
    let is_run = inner.instruction == Some(Instruction::Run);
    let mut script = Script { text: String::new(), dialect, map: SourceMap::default() };
    if !is_run || facts.heredocs.is_empty() {
        script.push_joined(&line, command);
        return Some(script);
    }
    let is_whole = facts.heredocs.len() == 1 && facts.heredocs[0].range == inner.args_range;
    if is_whole {
        script.push_body(&facts.heredocs[0]);
        // BuildKit writes such a body to a file and runs it as a program.
        script.dialect = of_shebang(&script.text).unwrap_or(dialect);
        return Some(script);
    }
    let end = line.source_range(command.clone()).end;
    script.push_joined(&line, command);
    for heredoc in &facts.heredocs {
        let body = heredoc.content_start..heredoc.content_start + heredoc.content.len();
        script.push("\n", end);
        // The shell strips the tabs of `<<-` itself. The terminator is written without tabs.
        script.push(&heredoc.content, body.start);
        if heredoc.is_terminated {
            let terminator = &source[body.end..];
            let tabs = terminator.len() - terminator.trim_start_matches('\t').len();
            script.push(&heredoc.marker.name, body.end + tabs);
        }
    }
    Some(script)
}

/// The script in an exec form such as `["sh", "-c", "…"]`; `None` if its JSON contains escapes such
/// as `\u0041`.
pub(crate) fn exec_script(facts: &Facts, source: &str) -> Option<Script> {
    let elements = facts.json.as_deref()?;
    let [program, switch, text, ..] = elements else { return None };
    let is_switch = switch.starts_with('-') && !switch.starts_with("--") && switch.ends_with('c');
    if !is_switch || text.starts_with('-') || of_command(program, elements) != Dialect::Posix {
        return None;
    }
    element_script(facts, source, 2)
}

/// The text of an element of an exec form, as a script.
pub fn element_script(facts: &Facts, source: &str, element: usize) -> Option<Script> {
    let text = facts.json.as_deref()?.get(element)?;
    let range = facts.elements.get(element)?;
    let written = source.get(range.start + 1..range.end.checked_sub(1)?)?;
    let mut script = Script { text: String::new(), dialect: Dialect::Posix, map: SourceMap::default() };
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &written.as_bytes()[at..]) {
        let slash = at + found;
        script.push(&written[at..slash], range.start + 1 + at);
        let means = match written.as_bytes().get(slash + 1)? {
            b'n' => "\n",
            b't' => "\t",
            b'r' => "\r",
            b'"' | b'\\' | b'/' => &written[slash + 1..slash + 2],
            _ => return None,
        };
        script.push(means, range.start + 2 + slash);
        at = slash + 2;
    }
    script.push(&written[at..], range.start + 1 + at);
    (script.text == *text).then_some(script)
}

impl Script {
    fn push_joined(&mut self, line: &LogicalLine, range: Range<usize>) {
        self.text.reserve(range.len());
        for (run, source) in line.map.runs(line.text.len()) {
            let part = run.start.max(range.start)..run.end.min(range.end);
            if part.start < part.end {
                self.push(&line.text[part.clone()], source + (part.start - run.start));
            }
        }
    }

    fn push_body(&mut self, heredoc: &Heredoc) {
        if !heredoc.marker.chomp {
            self.push(&heredoc.content, heredoc.content_start);
            return;
        }
        let mut at = heredoc.content_start;
        for line in heredoc.content.split_inclusive('\n') {
            let kept = line.trim_start_matches('\t');
            self.push(kept, at + (line.len() - kept.len()));
            at += line.len();
        }
    }
}

/// The facts of the instruction that a shell runs, and the range of its command in the joined text.
fn command<'a>(facts: &'a Facts, joined: &str, escape: char) -> Option<(&'a Facts, Range<usize>)> {
    let trimmed = |from: usize| {
        let rest = &joined[from..];
        from + (rest.len() - rest.trim_start_matches(is_space).len())
    };
    let mut facts = facts;
    let mut start = trimmed(0);
    loop {
        start += split_keyword(&joined[start..]).1;
        start = trimmed(start + extract_flags(&joined[start..], escape).1);
        let Some(trigger) = &facts.trigger else { break };
        facts = trigger;
    }
    match facts.instruction? {
        Instruction::Run | Instruction::Cmd | Instruction::Entrypoint => {}
        // `CMD` itself is the first word of the arguments.
        Instruction::Healthcheck => {
            let end = joined[start..].find(is_space)?;
            if !joined[start..start + end].eq_ignore_ascii_case("cmd") {
                return None;
            }
            start = trimmed(start + end);
        }
        _ => return None,
    }
    (facts.form == Some(Form::Shell)).then_some((facts, start..joined.len()))
}
