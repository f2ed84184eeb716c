//! The rules and what they check.
//!
//! A rule is a file in `rules/`. The file begins with the rule's page and has one record: `rule!`,
//! with everything that the engine needs to know about it, or `rejection!` for what Docker rejects,
//! which facts and the model find. The rule's name comes from the name of the file, its summary
//! from the first line of the page.
//!
//! A check reads facts and the model, and its record says for what: an instruction, a stage, or the
//! whole file. The findings of a stage are cached with the stage's evaluation until that changes,
//! so that a keystroke checks one stage; only checks of the whole file run each time, over the
//! summaries that they keep of each stage ([`Summary`]).
//!
//! ONBUILD: BuildKit checks a trigger in each stage that runs it, and reports it on the line of its
//! FROM. Users see it where it is written. So a trigger is checked twice, in the roles
//! [`Role::Inherited`] and [`Role::Inner`].
//!
//! The build script makes the registry from the folder and checks that the `pub mod` lines below
//! name its files.
//!
//! Rules read no files: the document's context has the answers about sources in the build context.

#[macro_use]
mod record;

mod downloads;
mod environment;
pub(crate) mod exec_form;
#[cfg(test)]
mod forms_tests;
#[cfg(test)]
mod ignore_file_testing;
mod installers;
pub(crate) mod package_caches;
pub(crate) mod package_lists;
pub(crate) mod package_pins;
pub(crate) mod run_calls;
mod run_fixes;
mod surroundings;
pub(crate) mod suspects;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub mod add_remote_without_checksum;
pub mod apk_no_cache;
pub mod apk_pin;
pub mod apk_virtual;
pub mod apt_clean_lists;
pub mod apt_get_no_install_recommends;
pub mod apt_get_pin;
pub mod apt_get_yes;
pub mod apt_instead_of_apt_get;
pub mod apt_update_alone;
pub mod arg_shadowed_by_env;
pub mod array_on_non_json_instruction;
pub mod background_process;
pub mod builds;
pub mod cache_mounts;
pub mod cmd_inherits_nothing;
pub mod cmd_looks_like_arguments_only;
pub mod consecutive_run;
pub mod consistent_instruction_casing;
pub mod copy_after_user_without_chown;
pub mod copy_destination_slash;
pub mod copy_dockerfile_secrets;
pub mod copy_empty_source;
pub mod copy_from_empty_scratch;
pub mod copy_from_image;
pub mod copy_ignored_file;
pub mod copy_missing_source;
pub mod copy_path_with_spaces;
pub mod copy_relative_destination;
pub mod copy_source_outside_context;
pub mod copy_whole_filesystem;
pub mod curl_fail;
pub mod curl_follow_redirects;
pub mod curl_pipe_shell;
pub mod dangling_continuation;
pub mod dangling_operator;
pub mod deprecated_frontend;
pub mod directive_casing;
pub mod directive_typo;
pub mod dist_upgrade;
pub mod dnf_clean;
pub mod dnf_pin;
pub mod dnf_yes;
pub mod dropped_by_oci_format;
pub mod duplicate_stage_name;
pub mod empty_command;
pub mod env_self_reference;
pub mod env_spaces_around_equals;
pub mod exec_argument_with_flag_and_value;
pub mod exec_empty_argument;
pub mod exec_env_assignment;
pub mod exec_glob_not_expanded;
pub mod exec_quoted_element;
pub mod exec_relative_program;
pub mod exec_shell_builtin;
pub mod exec_shell_command_split;
pub mod exec_shell_missing_c;
pub mod exec_shell_operator;
pub mod exec_shell_wrapper_no_exec;
pub mod exec_single_string_with_spaces;
pub mod exec_tilde_not_expanded;
pub mod exec_variable_not_expanded;
pub mod expose_invalid_format;
pub mod expose_loses_text;
pub mod expose_proto_casing;
pub mod expose_ssh;
pub mod from_as_casing;
pub mod from_platform_flag_const_disallowed;
pub mod gem_pin;
pub mod global_arg_in_stage;
pub mod go_pin;
pub mod healthcheck_missing;
pub mod healthcheck_shell_in_shellless_image;
pub mod healthcheck_tool_missing;
pub mod heredoc_inside_json;
pub mod heredoc_marker_ignored;
pub mod heredoc_not_supported;
pub mod heredoc_without_set_e;
pub mod ignore_files;
pub mod ignore_pragma_used;
pub mod invalid_base_image_platform;
pub mod invalid_default_arg_in_from;
pub mod invalid_definition_description;
pub mod invisible_character;
pub mod json_args_recommended;
pub mod label_duplicate_key;
pub mod label_empty;
pub mod label_format;
pub mod label_key_invalid;
pub mod label_required;
pub mod label_superfluous;
pub mod last_user_root;
pub mod latest_tag;
pub mod legacy_key_value_format;
pub mod maintainer_deprecated;
pub mod malformed_json_array;
pub mod misplaced_directive;
pub mod misplaced_flag;
pub mod missing_line_continuation;
pub mod missing_user;
pub mod multiple_instructions_disallowed;
pub mod needs_newer_syntax;
pub mod no_empty_continuation;
pub mod no_sudo;
pub mod npm_pin;
pub mod onbuild_shell_form;
pub mod onbuild_trigger_fails;
pub mod other_frontend;
pub mod pip_no_cache_dir;
pub mod pip_pin;
pub mod pipefail_missing;
pub mod platform_arg_default;
pub mod platform_on_stage;
pub mod pointless_command;
pub mod prefer_add_git;
pub mod prefer_copy_chmod;
pub mod quoted_pair;
pub mod redundant_shell_wrapper;
pub mod redundant_target_platform;
pub mod rejections;
pub mod require_secret_mount;
pub mod reserved_stage_name;
pub mod secret_in_text;
pub mod secrets_used_in_arg_or_env;
pub mod shell;
pub mod shell_cmd_with_exec_entrypoint;
pub mod shell_entrypoint_drops_arguments;
pub mod shell_entrypoint_ignores_cmd;
pub mod shell_form_in_scratch;
pub mod shell_form_string_of_json;
pub mod shell_missing_command_flag;
pub mod single_quoted_no_expand;
pub mod sort_sources;
pub mod stage_name_casing;
pub mod stop_signal_style;
pub mod suspicious_json_escape;
pub mod telemetry_opt_out;
pub mod template_file;
pub mod trailing_comment;
pub mod trusted_registry;
pub mod undefined_arg_in_from;
pub mod undefined_var;
pub mod unknown_stage_typo;
pub mod unreachable_stage;
pub mod untagged_image;
pub mod unused_arg;
pub mod unused_suppression;
pub mod use_add_for_archive;
pub mod use_copy_not_add;
pub mod use_shell_instruction;
pub mod use_workdir_not_cd;
pub mod user_created_not_used;
pub mod user_non_numeric;
pub mod useradd_large_uid;
pub mod volume_comma_list;
pub mod wget_and_curl;
pub mod wget_progress;
pub mod windows_only;
pub mod windows_path_backslash;
pub mod windows_shell_form_path;
pub mod workdir_in_system_dir;
pub mod workdir_relative_path;
pub mod workdir_with_spaces;
pub mod world_writable;
pub mod wrong_escape_character;
pub mod yarn_cache_clean;
pub mod yum_clean;
pub mod yum_pin;
pub mod yum_yes;
pub mod zypper_clean;
pub mod zypper_pin;
pub mod zypper_yes;

#[allow(
    clippy::wildcard_imports,
    reason = "a record names rules by their modules, in whichever folder these are"
)]
pub(crate) use self::rejections::*;
use dockwright_analysis::problem::Refusal;
pub(crate) use dockwright_lint::check::{
    ARRAYS, Acc, COMMANDS, Check, CommentsContext, FileContext, FileFound, InStageContext,
    InstructionContext, PATHS, Role, STARTS, ShellCheck, StageContext, Summaries, Summary, TEXTS,
    global_expansion,
};
use dockwright_lint::registry::Registry;
use dockwright_lint::rule::Rule;
use dockwright_texts::RuleTexts;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

static REGISTRY: Registry = Registry { rules: RULES, checks: CHECKS };

/// Makes the rules known to the engine; a program calls it before it checks anything.
pub fn install() {
    dockwright_lint::registry::install(&REGISTRY);
}

// Rules are found by the engine only after this; a test should not have to think of it.
#[cfg(test)]
ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn install_rules() {
        install();
    }
}

/// The name and the page of a rule, from its file.
struct Page {
    module: &'static str,
    name: &'static str,
    summary: &'static str,
    text: &'static str,
    translations: &'static [(&'static str, &'static str)],
    texts: RuleTexts,
}

/// A record with what the file of a module says.
const fn recorded(record: Rule, module: &str) -> Rule {
    let module = module.as_bytes();
    let mut at = 0;
    while at < PAGES.len() {
        let page = &PAGES[at];
        let start = module.len().saturating_sub(page.module.len());
        if start > 0
            && module[start - 1] == b':'
            && is_equal(module.split_at(start).1, page.module.as_bytes())
        {
            return Rule {
                name: page.name,
                summary: page.summary,
                page: page.text,
                translations: page.translations,
                texts: page.texts,
                ..record
            };
        }
        at += 1;
    }
    panic!("the module has no page")
}

/// A record with the rejection of its name.
const fn rejected(record: Rule) -> Rule {
    let mut at = 0;
    while at < Refusal::ALL.len() {
        if is_equal(Refusal::ALL[at].name().as_bytes(), record.name.as_bytes()) {
            return Rule { rejection: Some(Refusal::ALL[at]), ..record };
        }
        at += 1;
    }
    panic!("nothing that Docker rejects has this name")
}

const fn is_equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
