//! What a rule looks at, and where it puts what it finds.

use std::{cell::OnceCell, ops::Range, sync::Arc};

use crate::{
    diagnostic::Diagnostic,
    finding::{BuildPlace, Finding, Found},
    ignore_context::IgnoreContext,
    rule::{Pass, Rule, RuleOptions},
    scripts::Scripts,
    suppression::comments::Comment,
};
use dockwright_analysis::{
    build_inputs::BuildInputs,
    commands::Commands,
    document::{BlockView, Document, Item},
    facts::{
        Facts,
        operands::{FromOperands, Operands},
        template::{Reference, Template},
    },
    memo::Memoized,
    model::{
        Budget, Evaluated, Lookup, Model, Remark, Scope, State,
        budget::IMAGE_STEPS,
        expansion::{Expansion, expand},
    },
    programs::{ShellCall, is_simple, is_simple_command, shell_text, uses_arguments},
    spec::{FlagValue, Instruction},
};

/// What a rule looks at.
pub(crate) enum Check {
    /// Instructions of these kinds, each alone; all kinds where none is named.
    Instruction(&'static [Instruction], fn(&InstructionContext<'_>, &mut Acc)),
    /// Instructions that Docker refuses, each alone, those with an unknown keyword as well.
    Refused(fn(&InstructionContext<'_>, &mut Acc)),
    /// A stage.
    Stage(fn(&StageContext<'_>, &mut Acc)),
    /// The whole file.
    File(fn(&FileContext<'_>, &mut Vec<FileFound>)),
    /// An ignore file.
    IgnoreFile(fn(&IgnoreContext<'_>, &mut Vec<Diagnostic>)),
    /// The comments that silence rules, once everything else is known.
    Comments(fn(&CommentsContext<'_>, &mut Vec<Diagnostic>)),
}

/// What runs a command.
pub(crate) const COMMANDS: &[Instruction] =
    &[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck, Instruction::Run];
/// What a container starts.
pub(crate) const STARTS: &[Instruction] = &[Instruction::Cmd, Instruction::Entrypoint];
/// What does not accept a JSON array, MAINTAINER and FROM left out.
pub(crate) const TEXTS: &[Instruction] = &[
    Instruction::Arg,
    Instruction::Env,
    Instruction::Expose,
    Instruction::Label,
    Instruction::Stopsignal,
    Instruction::User,
    Instruction::Workdir,
];
/// Where a shell's `~` may be meant.
pub(crate) const PATHS: &[Instruction] = &[
    Instruction::Add,
    Instruction::Cmd,
    Instruction::Copy,
    Instruction::Entrypoint,
    Instruction::Env,
    Instruction::Healthcheck,
    Instruction::Run,
    Instruction::Volume,
    Instruction::Workdir,
];
/// What takes a JSON array, SHELL left out, which takes nothing else.
pub(crate) const ARRAYS: &[Instruction] = &[
    Instruction::Add,
    Instruction::Cmd,
    Instruction::Copy,
    Instruction::Entrypoint,
    Instruction::Healthcheck,
    Instruction::Run,
    Instruction::Volume,
];

/// In what role an instruction is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// As it stands.
    Own,
    /// As a trigger that the stage's base left, at the FROM.
    Inherited,
    /// As the trigger behind an ONBUILD of this stage, which does not run here.
    Inner,
}

/// An instruction that is looked at.
pub(crate) struct InstructionContext<'a> {
    /// What it says; ranges are relative to the instruction, for a trigger to the ONBUILD.
    pub(crate) facts: &'a Facts,
    pub(crate) role: Role,
    /// It stands before the first FROM.
    pub(crate) is_preamble: bool,
    /// A SHELL is in force.
    pub(crate) has_shell: bool,
    /// What is in force at the end of the stage; nothing for the trigger of an ONBUILD, which runs in another one.
    pub(crate) exit: Option<&'a State>,
    /// The instruction of the same kind before it in its stage.
    pub(crate) previous: Option<Earlier>,
    /// What shells read in its block, and its index there.
    pub(crate) scripts: Scripts<'a>,
    pub(crate) item: usize,
    /// Its commands, once a rule has asked for them.
    pub(crate) known: OnceCell<Arc<Commands>>,
}

/// An earlier instruction of a stage.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub(crate) item: usize,
    pub(crate) role: Role,
    pub(crate) keyword_range: Range<usize>,
}

/// A stage that is looked at.
pub(crate) struct StageContext<'a> {
    pub(crate) items: &'a [Item],
    pub(crate) evaluated: &'a Evaluated,
    pub(crate) inputs: &'a BuildInputs,
    /// What shells read in it.
    pub(crate) scripts: Scripts<'a>,
}

impl StageContext<'_> {
    /// What FROM works on, if Docker can read it.
    pub(crate) fn from(&self) -> Option<&FromOperands> {
        let facts = &self.items.first()?.facts;
        match &facts.operands {
            Operands::From(operands) if facts.problems.is_empty() => Some(operands),
            _ => None,
        }
    }

    /// `--platform` of FROM, if Docker can read it.
    pub(crate) fn platform(&self) -> Option<&Template> {
        self.from()?;
        self.items.first()?.facts.flag_value(FlagValue::Platform)
    }
}

impl<'a> StageContext<'a> {
    /// Calls `visit` with what the evaluation remarks: first the triggers of the base, then the stage's own.
    pub(crate) fn each_remark(&self, mut visit: impl FnMut(usize, Role, &'a Remark)) {
        for remark in &self.evaluated.remarks_in_triggers {
            visit(0, Role::Inherited, remark);
        }
        for (item, remark) in &self.evaluated.remarks {
            visit(*item, Role::Own, remark);
        }
    }
}

/// What a text in FROM becomes, `None` where that is an error.
pub(crate) fn global_expansion(template: &Template, scope: &Scope) -> Option<Expansion> {
    let mut lookup = |reference: &Reference| match scope.value(&reference.name) {
        Some(value) => Lookup::Set(value.clone()),
        None => Lookup::Unset { is_certain: true, is_argument: scope.get(&reference.name).is_some() },
    };
    expand(template, &mut Budget::of(IMAGE_STEPS), &mut lookup).ok()
}

/// The file that is looked at.
pub(crate) struct FileContext<'a> {
    pub(crate) document: &'a Document,
    pub(crate) model: &'a Model,
    /// The stages in their order, with what rules keep of each.
    pub(crate) stages: &'a [(BlockView<'a>, Summaries<'a>)],
    /// Some experimental rule may run.
    pub(crate) is_experimental: bool,
    /// What rules are told beside the file.
    pub(crate) options: &'a RuleOptions,
}

impl<'a> FileContext<'a> {
    /// What shells read in a stage.
    pub(crate) fn scripts(&self, stage: usize) -> Scripts<'a> {
        Scripts::new(self.document, self.stages[stage].0, Some(&self.model.stages[stage].evaluated))
    }
}

impl InstructionContext<'_> {
    /// The commands of the instruction; none of a trigger that the base left, whose text is elsewhere.
    pub(crate) fn commands(&self) -> Option<&Commands> {
        let known = || self.known.get_or_init(|| self.scripts.commands(self.item));
        (self.role != Role::Inherited).then(|| &**known())
    }

    /// Whether the script of an exec form that calls a shell is a single simple command.
    pub(crate) fn is_simple_script(&self, call: &ShellCall, script: &str) -> bool {
        // The view of `["sh", "-c", "…"]` is kept, so that an edit elsewhere in the stage does not read it again.
        let view = if call.shell == 0 { self.scripts.view(self.item) } else { None };
        view.map_or_else(|| is_simple_command(script), |view| is_simple(&view))
    }

    /// Whether the script of a shell form, or of `["sh", "-c", "…"]`, may use what it is started with.
    pub(crate) fn uses_arguments(&self) -> bool {
        let text = shell_text(self.facts);
        let Some(commands) = self.commands().filter(|commands| !commands.scripts.is_empty()) else {
            // Another shell reads it.
            return text.is_none_or(uses_arguments);
        };
        // The words of an exec form come before its script; what is in that script starts anew.
        let script = commands.scripts.get(usize::from(text.is_none()));
        script.is_none_or(|script| script.view.uses_arguments())
    }
}

/// Something found in the whole file, and its stage, `None` before the first one.
pub(crate) struct FileFound {
    pub(crate) stage: Option<usize>,
    pub(crate) found: Found,
}

impl FileFound {
    /// Something in a comment above the first instruction; nothing in a file without one.
    pub(crate) fn in_header(document: &Document, finding: Finding) -> Option<Self> {
        let stage = if document.preamble().is_some_and(|block| !block.items().is_empty()) {
            None
        } else {
            document.stages().next()?;
            Some(0)
        };
        let finding = Finding { is_in_header: true, ..finding };
        Some(Self { stage, found: Found { item: 0, finding } })
    }
}

/// What a rule about the whole file wants to know of each stage. It is made when the rule first asks for it, and kept with
/// the stage until that changes.
pub(crate) trait Summary: Memoized {
    /// The summary of a stage.
    fn of(ctx: &StageContext<'_>) -> Self;
}

/// What rules keep of a stage.
#[derive(Clone, Copy)]
pub(crate) struct Summaries<'a> {
    pub(crate) evaluated: &'a Evaluated,
    pub(crate) inputs: &'a BuildInputs,
    pub(crate) scripts: Scripts<'a>,
}

impl<'a> Summaries<'a> {
    /// A rule's summary.
    pub(crate) fn get<T: Summary>(self) -> &'a T {
        let Self { evaluated, inputs, scripts } = self;
        evaluated
            .memo
            .get_or_init(|| T::of(&StageContext { items: &evaluated.items, evaluated, inputs, scripts }))
    }
}

/// The comments that silence rules, once everything else is known.
pub(crate) struct CommentsContext<'a> {
    pub(crate) source: &'a str,
    pub(crate) comments: &'a [Comment],
    /// The names that silenced something: the comment's index and the name's.
    pub(crate) used: &'a [(usize, usize)],
    /// The comments are those of an ignore file.
    pub(crate) is_ignore_file: bool,
    /// Whether a rule runs.
    pub(crate) selects: &'a dyn Fn(&Rule) -> bool,
    /// Whether a check of BuildKit finds something that a comment covers.
    pub(crate) finds: &'a dyn Fn(&str, &Comment) -> bool,
}

/// Takes what rules find in an instruction or a stage.
pub(crate) struct Acc {
    pub(crate) found: Vec<Found>,
    /// What is looked at; a check of a stage looks at its FROM.
    pub(crate) item: usize,
    pub(crate) role: Role,
    /// Where a trigger is shown.
    pub(crate) from_range: Range<usize>,
}

impl Acc {
    /// Something in the instruction that is looked at; in the FROM for checks of a stage.
    pub(crate) fn push(&mut self, finding: Finding) {
        self.push_at(self.item, self.role, finding);
    }

    /// Something in an instruction of the stage.
    pub(crate) fn push_at(&mut self, item: usize, role: Role, mut finding: Finding) {
        if finding.build != BuildPlace::Nowhere
            && finding.silenced_at.is_none()
            && !finding.rule.moment.pass.is_of_file()
        {
            // The comment above the instruction that is looked at counts, wherever the finding is. Triggers have none.
            let is_trigger = self.role != Role::Own || (role == Role::Inherited && self.item == 0);
            finding.silenced_at = (!is_trigger).then_some(self.item.max(item));
        }
        match role {
            Role::Own => {}
            Role::Inherited => {
                finding.range = self.from_range.clone();
                (finding.severity, finding.mend, finding.related) = (None, None, Vec::new());
            }
            Role::Inner => finding.build = BuildPlace::Nowhere,
        }
        if finding.severity.is_some() || finding.build != BuildPlace::Nowhere {
            self.found.push(Found { item, finding });
        }
    }
}

/// Whether a finding is made while a stage is built, so that one which no build needs has none.
pub(crate) fn is_dispatched(found: &Found) -> bool {
    let pass = found.finding.rule.moment.pass;
    pass == Pass::Platforms || (found.item > 0 && pass > Pass::Instructions)
}
