//! What a rule checks, and where its findings go.

use std::{
    cell::OnceCell,
    ops::{Deref, Range},
    sync::Arc,
};

use crate::{
    build_file_context::BuildFileContext,
    diagnostic::Diagnostic,
    finding::{BuildPlace, Finding, Found, Mend},
    ignore_context::IgnoreContext,
    rule::{Pass, Rule, RuleOptions},
    scripts::{OwnScript, Scripts},
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
    usage::ShellInForce,
};
use dockwright_texts::Message;

/// What a rule checks.
#[derive(Debug)]
pub enum Check {
    /// Instructions of these kinds, each alone; all kinds if the list is empty. The findings are kept
    /// until the instruction or its setting changes.
    Instruction(&'static [Instruction], fn(&InstructionContext<'_>, &mut Acc)),
    /// Instructions of these kinds, each with what its stage says about it.
    InStage(&'static [Instruction], fn(&InStageContext<'_>, &mut Acc)),
    /// Like [`Self::InStage`], but only instructions in exec form.
    ExecForm(&'static [Instruction], fn(&InStageContext<'_>, &mut Acc)),
    /// The scripts of RUN, which all of these rules share: what is found in them with these codes.
    Shell(&'static [ShellCheck]),
    /// Instructions that Docker rejects, each alone, including those with an unknown keyword.
    Refused(fn(&InstructionContext<'_>, &mut Acc)),
    /// A stage.
    Stage(fn(&StageContext<'_>, &mut Acc)),
    /// The whole file.
    File(fn(&FileContext<'_>, &mut Vec<FileFound>)),
    /// An ignore file.
    IgnoreFile(fn(&IgnoreContext<'_>, &mut Vec<Diagnostic>)),
    /// A Compose file, a Bake file or a dev container.
    BuildFile(fn(&BuildFileContext<'_>, &mut Vec<Diagnostic>)),
    /// The comments that silence rules, once everything else is known.
    Comments(fn(&CommentsContext<'_>, &mut Vec<Diagnostic>)),
}

/// The findings in scripts that a rule reports.
#[derive(Debug, Clone, Copy)]
pub struct ShellCheck {
    /// The codes of the findings.
    pub codes: &'static [u16],
    /// Makes the message from the text that a finding is about.
    pub message: fn(&str) -> Message,
    /// Makes the fix.
    pub mend: Option<Mend>,
}

/// Instructions that run a command.
pub const COMMANDS: &[Instruction] =
    &[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck, Instruction::Run];
/// Instructions that define what a container starts.
pub const STARTS: &[Instruction] = &[Instruction::Cmd, Instruction::Entrypoint];
/// Instructions that do not accept a JSON array, except MAINTAINER and FROM.
pub const TEXTS: &[Instruction] = &[
    Instruction::Arg,
    Instruction::Env,
    Instruction::Expose,
    Instruction::Label,
    Instruction::Stopsignal,
    Instruction::User,
    Instruction::Workdir,
];
/// Instructions in which `~` may refer to the home directory, as in a shell.
pub const PATHS: &[Instruction] = &[
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
/// Instructions that accept a JSON array, except SHELL, which accepts nothing else.
pub const ARRAYS: &[Instruction] = &[
    Instruction::Add,
    Instruction::Cmd,
    Instruction::Copy,
    Instruction::Entrypoint,
    Instruction::Healthcheck,
    Instruction::Run,
    Instruction::Volume,
];

/// The role in which an instruction is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The instruction itself.
    Own,
    /// A trigger inherited from the base image or base stage, which runs at the FROM.
    Inherited,
    /// The trigger in an ONBUILD of this stage, which does not run here.
    Inner,
}

/// An instruction to check, and its setting. Nothing here depends on other instructions in any other
/// way, because findings are kept as long as the instruction and the setting are the same: what
/// looks further is in [`InStageContext`].
pub struct InstructionContext<'a> {
    /// Its facts; ranges are relative to the instruction, or to the ONBUILD for a trigger.
    pub facts: &'a Facts,
    pub setting: Setting<'a>,
    /// Its shell script, or that of its trigger.
    pub script: OwnScript<'a>,
    /// Its commands, filled when a rule first asks for them.
    pub known: OnceCell<Arc<Commands>>,
}

/// What the findings in an instruction may depend on besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<'a> {
    pub role: Role,
    /// It comes before the first FROM.
    pub is_preamble: bool,
    /// A SHELL instruction is in effect.
    pub has_shell: bool,
    /// The shell that runs it, or its trigger.
    pub shell: ShellInForce<'a>,
}

/// An instruction to check with what its stage says about it.
pub struct InStageContext<'a> {
    pub instruction: InstructionContext<'a>,
    /// The state at the end of the stage; `None` for the trigger of an ONBUILD, which runs in a
    /// different stage.
    pub exit: Option<&'a State>,
    /// The instruction of the same kind before it in its stage.
    pub previous: Option<Earlier>,
    /// The shell scripts of its block. `item` is its index in the block.
    pub scripts: Scripts<'a>,
    pub item: usize,
}

impl<'a> Deref for InStageContext<'a> {
    type Target = InstructionContext<'a>;

    fn deref(&self) -> &InstructionContext<'a> {
        &self.instruction
    }
}

impl<'a> Deref for InstructionContext<'a> {
    type Target = Setting<'a>;

    fn deref(&self) -> &Setting<'a> {
        &self.setting
    }
}

/// An earlier instruction of a stage.
#[derive(Debug, Clone)]
pub struct Earlier {
    pub item: usize,
    pub role: Role,
    pub keyword_range: Range<usize>,
}

/// A stage to check.
pub struct StageContext<'a> {
    pub items: &'a [Item],
    pub evaluated: &'a Evaluated,
    pub inputs: &'a BuildInputs,
    /// The shell scripts in it.
    pub scripts: Scripts<'a>,
}

impl StageContext<'_> {
    /// The operands of FROM, if Docker can read it.
    pub fn from(&self) -> Option<&FromOperands> {
        let facts = &self.items.first()?.facts;
        match &facts.operands {
            Operands::From(operands) if facts.problems.is_empty() => Some(operands),
            _ => None,
        }
    }

    /// `--platform` of FROM, if Docker can read it.
    pub fn platform(&self) -> Option<&Template> {
        self.from()?;
        self.items.first()?.facts.flag_value(FlagValue::Platform)
    }
}

impl<'a> StageContext<'a> {
    /// Calls `visit` with each problem that the evaluation recorded: first those of inherited triggers,
    /// then the stage's own.
    pub fn each_remark(&self, mut visit: impl FnMut(usize, Role, &'a Remark)) {
        for remark in &self.evaluated.remarks_in_triggers {
            visit(0, Role::Inherited, remark);
        }
        for (item, remark) in &self.evaluated.remarks {
            visit(*item, Role::Own, remark);
        }
    }
}

/// The value of a template in FROM; `None` if expanding it fails.
pub fn global_expansion(template: &Template, scope: &Scope) -> Option<Expansion> {
    let mut lookup = |reference: &Reference| match scope.value(&reference.name) {
        Some(value) => Lookup::Set(value.clone()),
        None => Lookup::Unset { is_certain: true, is_argument: scope.get(&reference.name).is_some() },
    };
    expand(template, &mut Budget::of(IMAGE_STEPS), &mut lookup).ok()
}

/// The file to check.
pub struct FileContext<'a> {
    pub document: &'a Document,
    pub model: &'a Model,
    /// The stages in order, with the summaries that rules keep of each.
    pub stages: &'a [(BlockView<'a>, Summaries<'a>)],
    /// Whether any experimental rule may run.
    pub is_experimental: bool,
    /// The options of the rules.
    pub options: &'a RuleOptions,
}

impl<'a> FileContext<'a> {
    /// The shell scripts of a stage.
    pub fn scripts(&self, stage: usize) -> Scripts<'a> {
        Scripts::new(self.document, self.stages[stage].0, Some(&self.model.stages[stage].evaluated))
    }
}

impl InstructionContext<'_> {
    /// The commands of the instruction; `None` for an inherited trigger, whose text is in a different
    /// stage.
    pub fn commands(&self) -> Option<&Commands> {
        let known = || self.known.get_or_init(|| self.script.commands());
        (self.role != Role::Inherited).then(|| &**known())
    }

    /// Whether the script of an exec form that calls a shell is a single simple command.
    pub fn is_simple_script(&self, call: &ShellCall, script: &str) -> bool {
        // The view of `["sh", "-c", "…"]` is cached, so that an edit elsewhere in the stage does not read
        // it again.
        let view = if call.shell == 0 { self.script.view() } else { None };
        view.map_or_else(|| is_simple_command(script), |view| is_simple(&view))
    }

    /// Whether the script of a shell form, or of `["sh", "-c", "…"]`, may use the arguments it is
    /// started with.
    pub fn uses_arguments(&self) -> bool {
        let text = shell_text(self.facts);
        let Some(commands) = self.commands().filter(|commands| !commands.scripts.is_empty()) else {
            // A different shell reads it.
            return text.is_none_or(uses_arguments);
        };
        // The commands of an exec form itself are scripts[0]; those of the script inside it follow.
        let script = commands.scripts.get(usize::from(text.is_none()));
        script.is_none_or(|script| script.view.uses_arguments())
    }
}

/// A finding of a rule for the whole file, and its stage; `None` before the first one.
pub struct FileFound {
    pub stage: Option<usize>,
    pub found: Found,
}

impl FileFound {
    /// A finding in a comment above the first instruction; `None` in a file without instructions.
    pub fn in_header(document: &Document, finding: Finding) -> Option<Self> {
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

/// What a whole-file rule needs to know about each stage. It is computed when the rule first asks
/// for it, and cached with the stage until the stage changes.
pub trait Summary: Memoized {
    /// The summary of a stage.
    fn of(ctx: &StageContext<'_>) -> Self;
}

/// The summaries that rules keep of a stage.
#[derive(Clone, Copy)]
pub struct Summaries<'a> {
    pub evaluated: &'a Evaluated,
    pub inputs: &'a BuildInputs,
    pub scripts: Scripts<'a>,
}

impl<'a> Summaries<'a> {
    /// A rule's summary.
    pub fn get<T: Summary>(self) -> &'a T {
        let Self { evaluated, inputs, scripts } = self;
        evaluated
            .memo
            .get_or_init(|| T::of(&StageContext { items: &evaluated.items, evaluated, inputs, scripts }))
    }
}

/// The comments that silence rules, once everything else is known.
pub struct CommentsContext<'a> {
    pub source: &'a str,
    pub comments: &'a [Comment],
    /// The names that silenced something: the comment's index and the name's.
    pub used: &'a [(usize, usize)],
    /// The comments are those of an ignore file.
    pub is_ignore_file: bool,
    /// Whether a rule runs.
    pub selects: &'a dyn Fn(&Rule) -> bool,
    /// Whether a check of BuildKit finds something that a comment covers.
    pub finds: &'a dyn Fn(&str, &Comment) -> bool,
}

/// Collects what rules find in an instruction or a stage.
pub struct Acc {
    pub found: Vec<Found>,
    /// The index of the checked instruction; for checks of a stage, of its FROM. Checks of an
    /// instruction alone see 0, and their findings are moved to its place.
    pub item: usize,
    pub role: Role,
    /// The range at which findings in triggers are shown.
    pub from_range: Range<usize>,
}

impl Acc {
    /// Adds a finding in the checked instruction; for checks of a stage, in its FROM.
    pub fn push(&mut self, finding: Finding) {
        self.push_at(self.item, self.role, finding);
    }

    /// Adds a finding in an instruction of the stage.
    pub fn push_at(&mut self, item: usize, role: Role, mut finding: Finding) {
        if finding.build != BuildPlace::Nowhere
            && finding.silenced_at.is_none()
            && !finding.rule.moment.pass.is_of_file()
        {
            // The comment above the checked instruction silences the finding, wherever the finding is. Triggers
            // have no such comment.
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

/// Whether BuildKit makes the finding while it builds the stage. It does not make it in a stage
/// that the build does not need.
pub fn is_dispatched(found: &Found) -> bool {
    let pass = found.finding.rule.moment.pass;
    pass == Pass::Platforms || (found.item > 0 && pass > Pass::Instructions)
}
