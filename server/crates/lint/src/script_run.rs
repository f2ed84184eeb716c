//! A RUN whose script is for a POSIX shell and can be read completely, for edits of whole scripts.

use std::{borrow::Cow, sync::Arc};

use dockwright_analysis::{
    document::Document,
    facts::{Facts, Form},
    model::place::Spot,
    shell::{self, Dialect, Script, ShellView},
    spec::Instruction,
    usage::Shells,
};

/// Longer ones are not written by hand, and each edit would read them again; in bytes.
const MAX: usize = 64 << 10;

/// A RUN, or one after ONBUILD.
pub struct ScriptRun<'a> {
    pub document: &'a Document,
    pub spot: Spot<'a>,
    pub facts: &'a Facts,
    pub view: Arc<ShellView>,
    /// The text of the instruction.
    pub source: Cow<'a, str>,
    pub script: Script,
}

impl<'a> ScriptRun<'a> {
    /// The RUN at a place, if it is one that can be read.
    pub fn at(document: &'a Document, spot: Spot<'a>) -> Option<Self> {
        let facts = spot.facts();
        if facts.instruction != Some(Instruction::Run) || facts.form != Some(Form::Shell) {
            return None;
        }
        let dialect = Shells::of(document, spot.stage).dialect(spot.item, spot.is_trigger());
        if spot.placed.facts.len > MAX || dialect != Dialect::Posix {
            return None;
        }
        let placed = &spot.placed;
        let view = shell::view(document, placed, Dialect::Posix)?;
        let source = document.source(placed);
        let script = shell::script(placed.facts, &source, document.escape(), Dialect::Posix)?;
        let is_whole = view.dialect == Dialect::Posix && !view.has_error && !view.has_escaped_blanks();
        is_whole.then_some(Self { document, spot, facts, view, source, script })
    }

    /// Where the keyword and the flags end, if only whitespace, continuations and comments are between them and the command.
    pub fn head_end(&self) -> Option<usize> {
        let end = self.facts.flags.iter().map(|flag| flag.range.end).max().unwrap_or(0);
        let end = end.max(self.facts.keyword_range.end);
        let start = self.script.runs().next().map(|(_, source)| source)?;
        let is_blank = |line: &str| {
            let line = line.trim_end();
            let line = line.strip_suffix(self.document.escape()).unwrap_or(line).trim();
            line.is_empty() || line.starts_with('#')
        };
        let gap = self.source.get(end..start.max(end))?;
        (self.facts.heredocs.len() == 1 || gap.lines().all(is_blank)).then_some(end)
    }

    /// The whitespace before the instruction on its line.
    pub fn margin(&self) -> String {
        let start = self.spot.placed.start;
        let before = self.document.text().slice(start.saturating_sub(200)..start);
        before[before.trim_end_matches([' ', '\t']).len()..].to_owned()
    }
}
