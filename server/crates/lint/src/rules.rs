//! The rules and the order in which they run.
//!
//! A rule is a file below `rules/` and a line in [`CHECKS`]. It looks at facts and at the model, never at raw text,
//! and says on what: an instruction, a stage, or the whole file. What is found in a stage is kept with the stage's
//! evaluation until that changes, so that a keystroke checks one stage; only checks of the whole file run each time,
//! over counts and names that the stages keep.
//!
//! ONBUILD: BuildKit checks a trigger in each stage that runs it, on the line of its FROM; people see it where it is
//! written. So a trigger is looked at twice, in the roles [`Role::Inherited`] and [`Role::Inner`].
//!
//! BuildKit's `CopyIgnoredFile` is missing: it needs the names in the build context and the ignore file, which are no
//! input of a document yet.

macro_rules! rule {
    ($($key:ident: $value:expr),* $(,)?) => {
        /// What the rule is.
        pub(crate) static RULE: $crate::rule::Rule =
            $crate::rule::Rule { $($key: $value,)* ..$crate::rule::Rule::PLAIN };
    };
}

mod add_remote_without_checksum;
mod arg_shadowed_by_env;
mod array_on_non_json_instruction;
mod background_process;
mod cmd_inherits_nothing;
mod cmd_looks_like_arguments_only;
mod consistent_instruction_casing;
mod copy_after_user_without_chown;
mod copy_destination_slash;
mod copy_dockerfile_secrets;
mod copy_from_empty_scratch;
mod copy_from_image;
mod copy_path_with_spaces;
mod copy_relative_destination;
mod copy_source_outside_context;
mod copy_whole_filesystem;
mod dangling_continuation;
mod dangling_operator;
mod deprecated_frontend;
mod directive_casing;
mod directive_typo;
mod dropped_by_oci_format;
mod duplicate_stage_name;
mod empty_command;
mod env_self_reference;
mod env_spaces_around_equals;
mod exec_argument_with_flag_and_value;
mod exec_empty_argument;
mod exec_env_assignment;
pub(crate) mod exec_form;
mod exec_glob_not_expanded;
mod exec_quoted_element;
mod exec_relative_program;
mod exec_shell_builtin;
mod exec_shell_command_split;
mod exec_shell_missing_c;
mod exec_shell_operator;
mod exec_shell_wrapper_no_exec;
mod exec_single_string_with_spaces;
mod exec_tilde_not_expanded;
mod exec_variable_not_expanded;
mod expose_invalid_format;
mod expose_loses_text;
mod expose_proto_casing;
mod expose_ssh;
#[cfg(test)]
mod forms_tests;
mod from_as_casing;
mod from_platform_flag_const_disallowed;
mod global_arg_in_stage;
mod healthcheck_missing;
mod healthcheck_shell_in_shellless_image;
mod healthcheck_tool_missing;
mod heredoc_inside_json;
mod heredoc_marker_ignored;
mod heredoc_not_supported;
mod heredoc_without_set_e;
mod ignore_pragma_used;
mod invalid_base_image_platform;
mod invalid_default_arg_in_from;
mod invalid_definition_description;
mod invisible_character;
mod json_args_recommended;
mod label_duplicate_key;
mod label_empty;
mod label_format;
mod label_key_invalid;
mod label_required;
mod label_superfluous;
mod last_user_root;
mod latest_tag;
mod legacy_key_value_format;
mod maintainer_deprecated;
mod malformed_json_array;
mod misplaced_directive;
mod misplaced_flag;
mod missing_line_continuation;
mod missing_user;
mod multiple_instructions_disallowed;
mod needs_newer_syntax;
mod no_empty_continuation;
mod onbuild_shell_form;
mod onbuild_trigger_fails;
mod other_frontend;
mod platform_arg_default;
mod platform_on_stage;
mod quoted_pair;
mod redundant_shell_wrapper;
mod redundant_target_platform;
mod reserved_stage_name;
mod secret_in_text;
mod secrets_used_in_arg_or_env;
mod shell_cmd_with_exec_entrypoint;
mod shell_entrypoint_drops_arguments;
mod shell_entrypoint_ignores_cmd;
mod shell_form_in_scratch;
mod shell_form_string_of_json;
mod shell_missing_command_flag;
mod single_quoted_no_expand;
mod stage_name_casing;
mod stop_signal_style;
mod suspicious_json_escape;
mod template_file;
#[cfg(test)]
pub(crate) mod testing;
mod trailing_comment;
mod trusted_registry;
mod undefined_arg_in_from;
pub mod undefined_var;
mod unknown_stage_typo;
mod unreachable_stage;
mod untagged_image;
mod unused_arg;
mod unused_suppression;
mod use_copy_not_add;
mod user_non_numeric;
mod volume_comma_list;
mod windows_only;
mod windows_path_backslash;
mod windows_shell_form_path;
mod workdir_in_system_dir;
mod workdir_relative_path;
mod workdir_with_spaces;
mod wrong_escape_character;

use std::{
    ops::Range,
    sync::{Arc, LazyLock},
};

use crate::{
    finding::{BuildPlace, Finding, Found},
    refusals::REFUSALS,
    rule::{Rule, RuleOptions},
    scripts::Scripts,
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
    programs::{shell_text, uses_arguments},
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
}

use Check::{File, Instruction as Each, Refused, Stage};

/// What runs a command.
const COMMANDS: &[Instruction] =
    &[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck, Instruction::Run];
/// What a container starts.
const STARTS: &[Instruction] = &[Instruction::Cmd, Instruction::Entrypoint];
/// What takes no JSON array, MAINTAINER and FROM left out.
const TEXTS: &[Instruction] = &[
    Instruction::Arg,
    Instruction::Env,
    Instruction::Expose,
    Instruction::Label,
    Instruction::Stopsignal,
    Instruction::User,
    Instruction::Workdir,
];
/// Where a shell's `~` may be meant.
const PATHS: &[Instruction] = &[
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
const ARRAYS: &[Instruction] = &[
    Instruction::Add,
    Instruction::Cmd,
    Instruction::Copy,
    Instruction::Entrypoint,
    Instruction::Healthcheck,
    Instruction::Run,
    Instruction::Volume,
];

/// The checks in the order in which they run.
pub(crate) static CHECKS: &[(&Rule, Check)] = &[
    (&add_remote_without_checksum::RULE, Each(&[Instruction::Add], add_remote_without_checksum::check)),
    (&arg_shadowed_by_env::RULE, Stage(arg_shadowed_by_env::check)),
    (&array_on_non_json_instruction::RULE, Each(TEXTS, array_on_non_json_instruction::check)),
    (&background_process::RULE, Each(STARTS, background_process::check)),
    (&cmd_inherits_nothing::RULE, File(cmd_inherits_nothing::check)),
    (&cmd_looks_like_arguments_only::RULE, Each(&[Instruction::Cmd], cmd_looks_like_arguments_only::check)),
    (&consistent_instruction_casing::RULE, File(consistent_instruction_casing::check)),
    (&copy_after_user_without_chown::RULE, Stage(copy_after_user_without_chown::check)),
    (
        &copy_destination_slash::RULE,
        Each(&[Instruction::Add, Instruction::Copy], copy_destination_slash::check),
    ),
    (
        &copy_dockerfile_secrets::RULE,
        Each(&[Instruction::Add, Instruction::Copy], copy_dockerfile_secrets::check),
    ),
    (&copy_from_empty_scratch::RULE, File(copy_from_empty_scratch::check)),
    (&copy_from_image::RULE, File(copy_from_image::check)),
    (
        &copy_path_with_spaces::RULE,
        Each(&[Instruction::Add, Instruction::Copy, Instruction::Volume], copy_path_with_spaces::check),
    ),
    (&copy_relative_destination::RULE, Stage(copy_relative_destination::check)),
    (
        &copy_source_outside_context::RULE,
        Each(&[Instruction::Add, Instruction::Copy], copy_source_outside_context::check),
    ),
    (&copy_whole_filesystem::RULE, File(copy_whole_filesystem::check)),
    (&dangling_continuation::RULE, Each(&[], dangling_continuation::check)),
    (&dangling_continuation::RULE, Refused(dangling_continuation::check)),
    (&dangling_operator::RULE, File(dangling_operator::check)),
    (&deprecated_frontend::RULE, File(deprecated_frontend::check)),
    (&directive_casing::RULE, File(directive_casing::check)),
    (&directive_typo::RULE, File(directive_typo::check)),
    (&dropped_by_oci_format::RULE, File(dropped_by_oci_format::check)),
    (&duplicate_stage_name::RULE, File(duplicate_stage_name::check)),
    (
        &empty_command::RULE,
        Each(&[Instruction::Cmd, Instruction::Entrypoint, Instruction::Run], empty_command::check),
    ),
    (&env_self_reference::RULE, Stage(env_self_reference::check)),
    (
        &env_spaces_around_equals::RULE,
        Each(&[Instruction::Env, Instruction::Label], env_spaces_around_equals::check),
    ),
    (&exec_argument_with_flag_and_value::RULE, Each(COMMANDS, exec_argument_with_flag_and_value::check)),
    (&exec_empty_argument::RULE, Each(COMMANDS, exec_empty_argument::check)),
    (&exec_env_assignment::RULE, Each(COMMANDS, exec_env_assignment::check)),
    (&exec_glob_not_expanded::RULE, Each(COMMANDS, exec_glob_not_expanded::check)),
    (&exec_quoted_element::RULE, Each(COMMANDS, exec_quoted_element::check)),
    (&exec_relative_program::RULE, Each(STARTS, exec_relative_program::check)),
    (&exec_shell_builtin::RULE, Each(COMMANDS, exec_shell_builtin::check)),
    (&exec_shell_command_split::RULE, Each(COMMANDS, exec_shell_command_split::check)),
    (&exec_shell_missing_c::RULE, Each(COMMANDS, exec_shell_missing_c::check)),
    (&exec_shell_operator::RULE, Each(COMMANDS, exec_shell_operator::check)),
    (
        &exec_shell_wrapper_no_exec::RULE,
        Each(&[Instruction::Cmd, Instruction::Entrypoint], exec_shell_wrapper_no_exec::check),
    ),
    (&exec_single_string_with_spaces::RULE, Each(COMMANDS, exec_single_string_with_spaces::check)),
    (&exec_tilde_not_expanded::RULE, Each(PATHS, exec_tilde_not_expanded::check)),
    (&exec_variable_not_expanded::RULE, Each(COMMANDS, exec_variable_not_expanded::check)),
    (&expose_invalid_format::RULE, Stage(expose_invalid_format::check)),
    (&expose_loses_text::RULE, Stage(expose_loses_text::check)),
    (&expose_proto_casing::RULE, Stage(expose_proto_casing::check)),
    (&expose_ssh::RULE, Each(&[Instruction::Expose], expose_ssh::check)),
    (&from_as_casing::RULE, Each(&[Instruction::From], from_as_casing::check)),
    (&from_platform_flag_const_disallowed::RULE, Stage(from_platform_flag_const_disallowed::check)),
    (&global_arg_in_stage::RULE, File(global_arg_in_stage::check)),
    (&healthcheck_missing::RULE, File(healthcheck_missing::check)),
    (&healthcheck_shell_in_shellless_image::RULE, Stage(healthcheck_shell_in_shellless_image::check)),
    (&healthcheck_tool_missing::RULE, Stage(healthcheck_tool_missing::check)),
    (&heredoc_inside_json::RULE, Each(&[], heredoc_inside_json::check)),
    (&heredoc_inside_json::RULE, Refused(heredoc_inside_json::check)),
    (&heredoc_marker_ignored::RULE, Stage(heredoc_marker_ignored::check)),
    (&heredoc_not_supported::RULE, Stage(heredoc_not_supported::check)),
    (&heredoc_without_set_e::RULE, File(heredoc_without_set_e::check)),
    (&ignore_pragma_used::RULE, File(ignore_pragma_used::check)),
    (&invalid_base_image_platform::RULE, Stage(invalid_base_image_platform::check)),
    (&invalid_base_image_platform::RULE, File(invalid_base_image_platform::check_copies)),
    (&invalid_default_arg_in_from::RULE, Stage(invalid_default_arg_in_from::check)),
    (&invalid_definition_description::RULE, File(invalid_definition_description::check)),
    (&invisible_character::RULE, Each(&[], invisible_character::check)),
    (&invisible_character::RULE, Refused(invisible_character::check)),
    (
        &json_args_recommended::RULE,
        Each(&[Instruction::Cmd, Instruction::Entrypoint], json_args_recommended::check),
    ),
    (&label_duplicate_key::RULE, Stage(label_duplicate_key::check)),
    (&label_empty::RULE, File(label_empty::check)),
    (&label_format::RULE, File(label_format::check)),
    (&label_key_invalid::RULE, Each(&[Instruction::Label], label_key_invalid::check)),
    (&label_required::RULE, File(label_required::check)),
    (&label_superfluous::RULE, File(label_superfluous::check)),
    (&last_user_root::RULE, File(last_user_root::check)),
    (&latest_tag::RULE, Stage(latest_tag::check)),
    (
        &legacy_key_value_format::RULE,
        Each(&[Instruction::Env, Instruction::Label], legacy_key_value_format::check),
    ),
    (&maintainer_deprecated::RULE, Each(&[Instruction::Maintainer], maintainer_deprecated::check)),
    (&malformed_json_array::RULE, Each(ARRAYS, malformed_json_array::check)),
    (&misplaced_directive::RULE, File(misplaced_directive::check)),
    (
        &misplaced_flag::RULE,
        Each(&[Instruction::Add, Instruction::Copy, Instruction::Healthcheck], misplaced_flag::check),
    ),
    (&misplaced_flag::RULE, Refused(misplaced_flag::check)),
    (&missing_line_continuation::RULE, Stage(missing_line_continuation::check)),
    (&missing_user::RULE, File(missing_user::check)),
    (
        &multiple_instructions_disallowed::RULE,
        Each(
            &[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck],
            multiple_instructions_disallowed::check,
        ),
    ),
    (&needs_newer_syntax::RULE, File(needs_newer_syntax::check)),
    (&no_empty_continuation::RULE, Each(&[], no_empty_continuation::check)),
    (&onbuild_shell_form::RULE, Each(STARTS, onbuild_shell_form::check)),
    (&onbuild_trigger_fails::RULE, Each(&[Instruction::Onbuild], onbuild_trigger_fails::check)),
    (&other_frontend::RULE, File(other_frontend::check)),
    (&platform_arg_default::RULE, Each(&[Instruction::Arg], platform_arg_default::check)),
    (&platform_on_stage::RULE, Stage(platform_on_stage::check)),
    (&quoted_pair::RULE, Each(&[Instruction::Env, Instruction::Label], quoted_pair::check)),
    (&redundant_shell_wrapper::RULE, Each(COMMANDS, redundant_shell_wrapper::check)),
    (&redundant_target_platform::RULE, Stage(redundant_target_platform::check)),
    (&reserved_stage_name::RULE, Each(&[Instruction::From], reserved_stage_name::check)),
    (&secret_in_text::RULE, Each(&[], secret_in_text::check)),
    (
        &secrets_used_in_arg_or_env::RULE,
        Each(&[Instruction::Arg, Instruction::Env], secrets_used_in_arg_or_env::check),
    ),
    (&secrets_used_in_arg_or_env::RULE, Stage(secrets_used_in_arg_or_env::check_expanded)),
    (&shell_cmd_with_exec_entrypoint::RULE, Each(&[Instruction::Cmd], shell_cmd_with_exec_entrypoint::check)),
    (
        &shell_entrypoint_drops_arguments::RULE,
        Each(&[Instruction::Entrypoint], shell_entrypoint_drops_arguments::check),
    ),
    (
        &shell_entrypoint_ignores_cmd::RULE,
        Each(&[Instruction::Entrypoint], shell_entrypoint_ignores_cmd::check),
    ),
    (&shell_form_in_scratch::RULE, Stage(shell_form_in_scratch::check)),
    (
        &shell_form_string_of_json::RULE,
        Each(
            &[Instruction::Cmd, Instruction::Entrypoint, Instruction::Healthcheck],
            shell_form_string_of_json::check,
        ),
    ),
    (&shell_missing_command_flag::RULE, Each(&[Instruction::Shell], shell_missing_command_flag::check)),
    (&single_quoted_no_expand::RULE, Stage(single_quoted_no_expand::check)),
    (&stage_name_casing::RULE, Each(&[Instruction::From], stage_name_casing::check)),
    (&stop_signal_style::RULE, Each(&[Instruction::Stopsignal], stop_signal_style::check)),
    (&suspicious_json_escape::RULE, Each(ARRAYS, suspicious_json_escape::check)),
    (&template_file::RULE, File(template_file::check)),
    (&trailing_comment::RULE, Each(&[], trailing_comment::check)),
    (&trailing_comment::RULE, Refused(trailing_comment::check)),
    (&trusted_registry::RULE, File(trusted_registry::check)),
    (&undefined_arg_in_from::RULE, Stage(undefined_arg_in_from::check)),
    (&undefined_var::RULE, Stage(undefined_var::check)),
    (&unknown_stage_typo::RULE, File(unknown_stage_typo::check)),
    (&unreachable_stage::RULE, File(unreachable_stage::check)),
    (&untagged_image::RULE, File(untagged_image::check)),
    (&unused_arg::RULE, File(unused_arg::check)),
    (&use_copy_not_add::RULE, Each(&[Instruction::Add], use_copy_not_add::check)),
    (&user_non_numeric::RULE, Each(&[Instruction::User], user_non_numeric::check)),
    (&volume_comma_list::RULE, Each(&[Instruction::Volume], volume_comma_list::check)),
    (&windows_only::RULE, Stage(windows_only::check)),
    (&windows_path_backslash::RULE, Stage(windows_path_backslash::check)),
    (&windows_shell_form_path::RULE, Stage(windows_shell_form_path::check)),
    (&workdir_in_system_dir::RULE, Each(&[Instruction::Workdir], workdir_in_system_dir::check)),
    (&workdir_relative_path::RULE, Stage(workdir_relative_path::check)),
    (&workdir_with_spaces::RULE, Each(&[Instruction::Workdir], workdir_with_spaces::check)),
    (&wrong_escape_character::RULE, Stage(wrong_escape_character::check)),
];

/// The rules about files that are no Dockerfiles, and what else is said of such files.
pub(crate) static OTHER_FRONTEND: &Rule = &other_frontend::RULE;
pub(crate) static TEMPLATE_FILE: &Rule = &template_file::RULE;
pub(crate) static DIRECTIVE_TYPO: &Rule = &directive_typo::RULE;
/// It is found when all others are known.
pub(crate) static UNUSED_SUPPRESSION: &Rule = &unused_suppression::RULE;
pub(crate) static NEEDS_NEWER_SYNTAX: &Rule = &needs_newer_syntax::RULE;

/// Every rule, by name: what Docker refuses, and the checks.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&Rule> = REFUSALS.to_vec();
    rules.extend(CHECKS.iter().map(|(rule, _)| *rule));
    rules.push(UNUSED_SUPPRESSION);
    rules.sort_unstable_by_key(|rule| rule.name);
    // A rule may have several checks.
    rules.dedup();
    rules
});

/// The rule that is called so, in any letter case: by its own name or that of another tool.
pub fn named(name: &str) -> Option<&'static Rule> {
    let own = RULES.iter().find(|rule| rule.name.eq_ignore_ascii_case(name));
    own.or_else(|| RULES.iter().find(|rule| rule.is_called(name))).copied()
}

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
    /// What each stage keeps, in their order.
    pub(crate) stages: &'a [(BlockView<'a>, &'a StageFindings)],
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
    pub(crate) fn commands(&self) -> Option<Arc<Commands>> {
        (self.role != Role::Inherited).then(|| self.scripts.commands(self.item))
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

/// What is found in a stage, or before the first one.
#[derive(Debug, Default)]
pub(crate) struct StageFindings {
    pub(crate) found: Vec<Found>,
    pub(crate) casing: Casing,
    /// The ARGs that nothing in the stage can use.
    pub(crate) unused: Vec<Unused>,
    /// The instructions whose text for the shell may have an operator without a command.
    pub(crate) dangling: Vec<usize>,
    /// The instructions whose heredoc goes on after a failure, if a POSIX shell reads it.
    pub(crate) lossy: Vec<usize>,
    /// The uses of arguments that it does not see.
    pub(crate) hidden_uses: Vec<global_arg_in_stage::HiddenUse>,
}

impl Memoized for StageFindings {}

impl StageFindings {
    /// What the checks of a stage found, and what those of the whole file want to know of it.
    pub(crate) fn of(ctx: &StageContext<'_>, found: Vec<Found>, casing: Casing) -> Self {
        Self {
            found,
            casing,
            unused: unused_arg::of_stage(ctx),
            dangling: dangling_operator::of_stage(ctx),
            lossy: heredoc_without_set_e::of_stage(ctx),
            hidden_uses: global_arg_in_stage::of_stage(ctx),
        }
    }
}

/// An ARG that nothing in its stage can use.
#[derive(Debug)]
pub(crate) struct Unused {
    pub(crate) item: usize,
    pub(crate) range: Range<usize>,
    pub(crate) name: String,
}

/// How many keywords of a stage are written how.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Casing {
    pub(crate) upper: usize,
    pub(crate) lower: usize,
    pub(crate) mixed: usize,
}

impl Casing {
    /// Counts a keyword.
    pub(crate) fn add(&mut self, word: &str) {
        match consistent_instruction_casing::case_of(word) {
            Some(consistent_instruction_casing::Case::Upper) => self.upper += 1,
            Some(consistent_instruction_casing::Case::Lower) => self.lower += 1,
            None => self.mixed += 1,
        }
    }
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
            && !is_whole_file(finding.rule)
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

/// BuildKit's checks that no comment above an instruction silences. Source: rules.md 12.1.
fn is_whole_file(rule: &Rule) -> bool {
    [
        &consistent_instruction_casing::RULE,
        &duplicate_stage_name::RULE,
        &invalid_base_image_platform::RULE,
        &invalid_default_arg_in_from::RULE,
        &no_empty_continuation::RULE,
        &reserved_stage_name::RULE,
    ]
    .contains(&rule)
}

/// Whether a finding is made while a stage is built, so that one which no build needs has none.
pub(crate) fn is_dispatched(found: &Found) -> bool {
    let at_parse = [&maintainer_deprecated::RULE, &no_empty_continuation::RULE];
    let rule = &found.finding.rule;
    *rule == &invalid_base_image_platform::RULE || (found.item > 0 && !at_parse.contains(rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Group, Preset};

    #[test]
    fn rules_are_sorted_and_unique() {
        assert!(RULES.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(CHECKS.windows(2).all(|pair| pair[0].0.name <= pair[1].0.name));
    }

    #[test]
    fn every_check_has_its_page() {
        for (rule, _) in CHECKS {
            let page = rule.page();
            let text: String = page.split("```").step_by(2).collect();
            let headings: Vec<_> = text.lines().filter(|line| line.starts_with("# ")).collect();
            assert_eq!(
                headings,
                [
                    "# What it does",
                    "# Why it matters",
                    "# Example",
                    "# Use instead",
                    "# Limits",
                    "# References"
                ],
                "{}",
                rule.name
            );
            assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}", rule.name);
        }
    }

    #[test]
    fn examples_of_pages_are_true() {
        let is_ours = |rule: &Rule| rule.group != Group::Forms && !rule.presets.contains(&Preset::Buildkit);
        for (rule, _) in CHECKS.iter().filter(|(rule, _)| is_ours(rule)) {
            // They need to be told the registries and the labels.
            let needs_options =
                ["LabelEmpty", "LabelFormat", "LabelRequired", "LabelSuperfluous", "TrustedRegistry"];
            if needs_options.contains(&rule.name) {
                continue;
            }
            let page = rule.page();
            let mut blocks =
                page.split("```dockerfile\n").skip(1).filter_map(|rest| rest.split("```").next());
            let (bad, good) = (blocks.next().unwrap(), blocks.next().unwrap());
            let find = match rule.name {
                "DroppedByOciFormat" => testing::find_with_podman,
                _ => testing::find,
            };
            assert!(!find(rule.name, bad).is_empty(), "{}: {bad}", rule.name);
            assert!(find(rule.name, good).is_empty(), "{}: {good}", rule.name);
        }
    }
}
