//! The handlers, one file per method: each converts the parameters, calls `dockwright-ide`, and
//! converts the result.

mod code_action;
mod code_lens;
mod completion;
#[cfg(debug_assertions)]
pub(crate) mod debug;
mod definition;
mod diagnostic;
mod document_highlight;
mod document_link;
mod document_symbol;
mod execute_command;
mod folding_range;
mod formatting;
mod hover;
pub(crate) mod ignore_file;
mod inlay_hint;
mod inline_completion;
mod linked_editing_range;
mod prepare_rename;
mod references;
mod rename;
mod selection_range;
mod semantic_tokens;
mod signature_help;
mod will_rename_files;
mod workspace_diagnostic;
mod workspace_symbol;

pub(crate) use code_action::{code_action, code_action_resolve, code_action_without_files};
pub(crate) use code_lens::code_lens;
pub(crate) use completion::{CompletionTrigger, completion, completion_resolve, completion_without_files};
pub(crate) use definition::goto_definition;
pub(crate) use diagnostic::diagnostic;
pub(crate) use document_highlight::document_highlight;
pub(crate) use document_link::document_link;
pub(crate) use document_symbol::document_symbol;
pub(crate) use execute_command::execute_command;
pub(crate) use folding_range::folding_range;
pub(crate) use formatting::{formatting, on_type_formatting, range_formatting};
pub(crate) use hover::{hover, hover_place, hover_without_files};
pub(crate) use inlay_hint::inlay_hint;
pub(crate) use inline_completion::inline_completion;
pub(crate) use linked_editing_range::linked_editing_range;
pub(crate) use prepare_rename::prepare_rename;
pub(crate) use references::references;
pub(crate) use rename::rename;
pub(crate) use selection_range::selection_range;
pub(crate) use semantic_tokens::{semantic_tokens_full, semantic_tokens_full_delta, semantic_tokens_range};
pub(crate) use signature_help::signature_help;
pub(crate) use will_rename_files::will_rename_files;
pub(crate) use workspace_diagnostic::workspace_diagnostic;
pub(crate) use workspace_symbol::workspace_symbol;
