//! The scripts that shells read in the instructions of a stage, for rules that need them.
//!
//! Views are made on first use and cached with the facts of their instructions, the shells with the
//! stage: a stage costs nothing if no rule needs its scripts, and an edit costs only the
//! instructions that it changes.

use std::{borrow::Cow, ops::Range, sync::Arc};

use crate::{powershell, shell_checks::ShellFindings};
use dockwright_analysis::{
    commands::Commands,
    document::{BlockView, Document, Placed},
    facts::Form,
    memo::Memoized,
    model::Evaluated,
    shell::{self, Dialect, Script, ShellView},
    usage::{ShellInForce, Shells},
};

/// The findings in the script of an instruction if PowerShell runs it.
struct PowerShellFindings(ShellFindings);

impl Memoized for PowerShellFindings {}

/// The text of an instruction as a shell would have it: text that BuildKit drops between the lines
/// becomes `\\` and a line feed, which a shell drops as well. All places stay the same.
fn with_plain_joints<'a>(source: Cow<'a, str>, script: &Script) -> Cow<'a, str> {
    let mut end = usize::MAX;
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for (run, start) in script.runs() {
        // Of several heredocs, one may be before the words that are read ahead of it.
        let gap = end..start;
        let is_later = gaps.last().is_none_or(|last| last.end <= end);
        if is_later && source.get(gap.clone()).is_some_and(|text| text.contains('\n') && text != "\\\n") {
            gaps.push(gap);
        }
        end = start + run.len();
    }
    if gaps.is_empty() {
        return source;
    }
    let mut text = String::with_capacity(source.len());
    for gap in gaps {
        text.push_str(&source[text.len()..gap.start]);
        if gap.len() % 2 == 1 {
            text.push(' ');
        }
        (0..gap.len() / 2).for_each(|_| text.push_str("\\\n"));
    }
    text.push_str(&source[text.len()..]);
    Cow::Owned(text)
}

/// The findings in the script of an instruction or its trigger if a POSIX shell reads it, made once
/// for its text.
pub fn shell_findings<'a>(document: &'a Document, placed: &Placed<'a>) -> &'a ShellFindings {
    placed.facts.memo.get_or_init(|| {
        let Some(view) = shell::view(document, placed, Dialect::Posix) else {
            return ShellFindings::default();
        };
        let source = document.source(placed);
        let script = shell::script(placed.facts, &source, document.escape(), Dialect::Posix);
        let text = script.map_or(Cow::Borrowed(""), |script| with_plain_joints(source, &script));
        ShellFindings::of(&view, &text)
    })
}

/// The scripts of a stage, or of what comes before the first one.
#[derive(Clone, Copy)]
pub struct Scripts<'a> {
    document: &'a Document,
    block: BlockView<'a>,
    evaluated: Option<&'a Evaluated>,
}

impl<'a> Scripts<'a> {
    pub fn new(document: &'a Document, block: BlockView<'a>, evaluated: Option<&'a Evaluated>) -> Self {
        Self { document, block, evaluated }
    }

    /// The script of an instruction or its trigger alone.
    fn own(self, item: usize) -> OwnScript<'a> {
        self.own_in(Shells::of_some(self.evaluated), item)
    }

    /// The script of an instruction or its trigger alone; `shells` are those of the stage.
    pub fn own_in(self, shells: &'a Shells, item: usize) -> OwnScript<'a> {
        let placed = self.block.placed(item);
        let shell = shells.in_force(item, placed.facts.trigger.is_some());
        OwnScript { document: self.document, placed, shell }
    }

    /// Whether there may be a next version of the document, which would use what is kept with this one.
    pub fn may_be_edited(self) -> bool {
        self.document.is_parsed()
    }

    /// The shells in force in the stage.
    pub fn shells(self) -> &'a Shells {
        Shells::of_some(self.evaluated)
    }

    /// The dialect of the shell that runs an instruction, or its trigger.
    pub fn dialect(self, item: usize) -> Dialect {
        self.own(item).dialect()
    }

    /// The words of the SHELL that runs an instruction, or its trigger; none without a SHELL.
    pub fn shell(self, item: usize) -> impl Iterator<Item = &'a str> {
        self.own(item).shell.words()
    }

    /// The view of the script of an instruction or its trigger: the shell form, a script in a heredoc,
    /// or that of `["sh", "-c", "…"]`. Places are relative to the instruction.
    pub fn view(self, item: usize) -> Option<Arc<ShellView>> {
        self.own(item).view()
    }

    /// The text of an instruction.
    pub fn source(self, item: usize) -> Cow<'a, str> {
        self.document.source(&self.block.placed(item))
    }

    /// The block, and its evaluation if it is a stage.
    pub fn surroundings(self) -> (BlockView<'a>, Option<&'a Evaluated>) {
        (self.block, self.evaluated)
    }

    /// The commands of an instruction or its trigger, in any form.
    pub fn commands(self, item: usize) -> Arc<Commands> {
        self.own(item).commands()
    }
}

/// The script of one instruction, or its trigger: only what follows from its text and from the shell
/// that runs it.
#[derive(Clone, Copy)]
pub struct OwnScript<'a> {
    document: &'a Document,
    placed: Placed<'a>,
    /// The shell that runs it.
    pub shell: ShellInForce<'a>,
}

impl<'a> OwnScript<'a> {
    /// The dialect of the shell that runs it.
    pub fn dialect(&self) -> Dialect {
        self.shell.dialect()
    }

    /// The text of the instruction.
    pub fn source(&self) -> Cow<'a, str> {
        self.document.source(&self.placed)
    }

    /// The view of the script: the shell form, a script in a heredoc, or that of `["sh", "-c", "…"]`.
    /// Places are relative to the instruction.
    pub fn view(&self) -> Option<Arc<ShellView>> {
        let facts = self.placed.facts.triggered();
        if facts.form == Some(Form::Exec) {
            return shell::exec_view(self.placed.facts, || self.source());
        }
        shell::view(self.document, &self.placed, self.dialect())
    }

    /// The script as text, if it is for PowerShell.
    pub fn power_shell(&self) -> Option<Script> {
        let script =
            shell::script(self.placed.facts, &self.source(), self.document.escape(), self.dialect())?;
        (script.dialect == Dialect::PowerShell).then_some(script)
    }

    /// The commands, in any form.
    pub fn commands(&self) -> Arc<Commands> {
        Commands::of(self.placed.facts, self.document.escape(), self.dialect(), || self.source())
    }

    /// The findings in the script, made once for its text and its shell.
    pub fn shell_findings(&self) -> &'a ShellFindings {
        static NONE: ShellFindings = ShellFindings { found: Vec::new() };
        match self.dialect() {
            Dialect::Posix => shell_findings(self.document, &self.placed),
            Dialect::PowerShell => {
                let found = || self.power_shell().and_then(|script| powershell::found(&script));
                let make = || PowerShellFindings(ShellFindings { found: found().into_iter().collect() });
                let PowerShellFindings(findings) = self.placed.facts.memo.get_or_init(make);
                findings
            }
            Dialect::Other => &NONE,
        }
    }
}
