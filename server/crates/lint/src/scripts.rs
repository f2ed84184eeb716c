//! What shells read in the instructions of a stage, for rules that ask.
//!
//! Views are made when first asked for and kept with the facts of their instructions, the shells in force with the
//! stage: a stage without a rule that asks costs nothing, and an edit costs the instructions that it changes.

use std::{borrow::Cow, sync::Arc};

use crate::{powershell, shell_checks::ShellFindings};
use dockwright_analysis::{
    commands::Commands,
    document::{BlockView, Document},
    facts::Form,
    memo::Memoized,
    model::Evaluated,
    shell::{self, Dialect, Script, ShellView},
    usage::Shells,
};

/// What is found in the script of an instruction if PowerShell runs it.
struct PowerShellFindings(ShellFindings);

impl Memoized for PowerShellFindings {}

/// The text of an instruction with a backslash at the end of each line that continues, as a shell would have it. All
/// places stay the same.
fn with_backslashes(source: Cow<'_, str>, escape: char) -> Cow<'_, str> {
    if escape == '\\' || !source.contains(escape) {
        return source;
    }
    let lines = source.split_inclusive('\n').map(|line| {
        let text = line.trim_end_matches([' ', '\t', '\r', '\n']);
        match text.strip_suffix(escape) {
            Some(before) if line.ends_with('\n') => {
                Cow::Owned(format!("{before}\\{}", &line[before.len() + escape.len_utf8()..]))
            }
            _ => Cow::Borrowed(line),
        }
    });
    Cow::Owned(lines.collect())
}

/// The scripts of a stage, or of what comes before the first one.
#[derive(Clone, Copy)]
pub(crate) struct Scripts<'a> {
    document: &'a Document,
    block: BlockView<'a>,
    evaluated: Option<&'a Evaluated>,
}

impl<'a> Scripts<'a> {
    pub(crate) fn new(
        document: &'a Document,
        block: BlockView<'a>,
        evaluated: Option<&'a Evaluated>,
    ) -> Self {
        Self { document, block, evaluated }
    }

    /// What the shell that runs an instruction, or its trigger, reads.
    pub(crate) fn dialect(self, item: usize) -> Dialect {
        let is_trigger = self.block.items()[item].facts.trigger.is_some();
        Shells::of_some(self.evaluated).dialect(item, is_trigger)
    }

    /// The words of the SHELL that runs an instruction, or its trigger; none where there is no SHELL.
    pub(crate) fn shell(self, item: usize) -> impl Iterator<Item = &'a str> {
        let is_trigger = self.block.items()[item].facts.trigger.is_some();
        Shells::of_some(self.evaluated).words(item, is_trigger)
    }

    /// What a shell reads in an instruction or its trigger: the shell form, a script in a heredoc, or that of
    /// `["sh", "-c", "…"]`. Places are relative to the instruction.
    pub(crate) fn view(self, item: usize) -> Option<Arc<ShellView>> {
        let placed = self.block.placed(item);
        let facts = placed.facts.trigger.as_deref().unwrap_or(placed.facts);
        if facts.form == Some(Form::Exec) {
            return shell::exec_view(placed.facts, || self.document.source(&placed));
        }
        shell::view(self.document, &placed, self.dialect(item))
    }

    /// The script of an instruction or its trigger as text, if it is for PowerShell.
    pub(crate) fn power_shell(self, item: usize) -> Option<Script> {
        let placed = self.block.placed(item);
        let source = self.document.source(&placed);
        let script = shell::script(placed.facts, &source, self.document.escape(), self.dialect(item))?;
        (script.dialect == Dialect::PowerShell).then_some(script)
    }

    /// The text of an instruction.
    pub(crate) fn source(self, item: usize) -> Cow<'a, str> {
        self.document.source(&self.block.placed(item))
    }

    /// What is found in the script of an instruction or its trigger, made once for its text and the shell in force.
    pub(crate) fn shell_findings(self, item: usize) -> &'a ShellFindings {
        static NONE: ShellFindings = ShellFindings { found: Vec::new() };
        let placed = self.block.placed(item);
        let dialect = self.dialect(item);
        match dialect {
            Dialect::Posix => placed.facts.memo.get_or_init(|| {
                let view = self.view(item);
                let source = self.document.source(&placed);
                let text = with_backslashes(source, self.document.escape());
                ShellFindings::of(view.as_deref(), &text)
            }),
            Dialect::PowerShell => {
                let found = || self.power_shell(item).and_then(|script| powershell::found(&script));
                let make = || PowerShellFindings(ShellFindings { found: found().into_iter().collect() });
                let PowerShellFindings(findings) = placed.facts.memo.get_or_init(make);
                findings
            }
            Dialect::Other => &NONE,
        }
    }

    /// The block, and its evaluation if it is a stage.
    pub(crate) fn surroundings(self) -> (BlockView<'a>, Option<&'a Evaluated>) {
        (self.block, self.evaluated)
    }

    /// The commands of an instruction or its trigger, whatever its form.
    pub(crate) fn commands(self, item: usize) -> Arc<Commands> {
        let placed = self.block.placed(item);
        let source = || self.document.source(&placed);
        Commands::of(placed.facts, self.document.escape(), self.dialect(item), source)
    }
}
