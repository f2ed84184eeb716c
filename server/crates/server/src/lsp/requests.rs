//! The table of the requests that the server answers: one row per method, with its handler.

use tower_lsp::ls_types::request::{
    CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, Completion, DocumentDiagnosticRequest,
    DocumentHighlightRequest, DocumentLinkRequest, DocumentSymbolRequest, ExecuteCommand,
    FoldingRangeRequest, Formatting, GotoDefinition, HoverRequest, InlayHintRequest, InlineCompletionRequest,
    LinkedEditingRange, OnTypeFormatting, PrepareRenameRequest, RangeFormatting, References, Rename,
    ResolveCompletionItem, SelectionRangeRequest, SemanticTokensFullDeltaRequest, SemanticTokensFullRequest,
    SemanticTokensRangeRequest, SignatureHelpRequest, WillRenameFiles, WorkspaceDiagnosticRequest,
    WorkspaceSymbolRequest,
};

use super::{dispatch::Dispatch, handlers as on, outbound::Outbound};

/// The table. The functions it calls determine where and when a handler runs; see [`Dispatch`].
///
/// `outbound` is for progress and partial results.
pub(crate) fn requests(outbound: &Outbound) -> Dispatch {
    let outbound = outbound.clone();
    let requests = Dispatch::default()
        .on::<CodeLensRequest, _>(on::code_lens)
        .on::<DocumentDiagnosticRequest, _>(on::diagnostic)
        .on::<DocumentHighlightRequest, _>(on::document_highlight)
        .on::<DocumentSymbolRequest, _>(on::document_symbol)
        .on::<ExecuteCommand, _>(on::execute_command)
        .on::<FoldingRangeRequest, _>(on::folding_range)
        .on::<GotoDefinition, _>(on::goto_definition)
        .on::<InlayHintRequest, _>(on::inlay_hint)
        .on::<InlineCompletionRequest, _>(on::inline_completion)
        .on::<LinkedEditingRange, _>(on::linked_editing_range)
        .on::<PrepareRenameRequest, _>(on::prepare_rename)
        .on::<SelectionRangeRequest, _>(on::selection_range)
        .on::<SemanticTokensFullDeltaRequest, _>(on::semantic_tokens_full_delta)
        .on::<SemanticTokensFullRequest, _>(on::semantic_tokens_full)
        .on::<SemanticTokensRangeRequest, _>(on::semantic_tokens_range)
        .on::<SignatureHelpRequest, _>(on::signature_help)
        .on_resolve::<CodeActionResolveRequest>(on::code_action_resolve)
        .on_resolve::<ResolveCompletionItem>(on::completion_resolve)
        .on_with_files::<DocumentLinkRequest, _>(on::document_link)
        .on_with_files::<Formatting, _>(on::formatting)
        .on_with_files::<OnTypeFormatting, _>(on::on_type_formatting)
        .on_with_files::<RangeFormatting, _>(on::range_formatting)
        .on_with_files::<References, _>(on::references)
        .on_with_files::<Rename, _>(on::rename)
        .on_perhaps_with_files::<CodeActionRequest, _, _>(
            |_, params| params.clone(),
            on::code_action_without_files,
            on::code_action,
        )
        .on_perhaps_with_files::<Completion, _, _>(
            on::CompletionTrigger::new,
            on::completion_without_files,
            on::completion,
        )
        .on_perhaps_with_files::<HoverRequest, _, _>(on::hover_place, on::hover_without_files, on::hover)
        .on_any::<WorkspaceDiagnosticRequest>(move |snapshot, params| {
            on::workspace_diagnostic(snapshot, outbound.clone(), params)
        })
        .on_workspace::<WillRenameFiles, _>(on::will_rename_files)
        .on_workspace::<WorkspaceSymbolRequest, _>(on::workspace_symbol);
    let requests = of_ignore_files(requests);
    #[cfg(debug_assertions)]
    let requests = requests
        .on_ignore_file::<on::debug::SourceRequest, _>(on::debug::source)
        .on_any::<on::debug::PanicRequest>(on::debug::panic)
        .on_any::<on::debug::WaitRequest>(on::debug::wait)
        .on::<on::debug::SourceRequest, _>(on::debug::source);
    requests
}

/// The requests about ignore files. For these, all other requests have no result.
fn of_ignore_files(requests: Dispatch) -> Dispatch {
    requests
        .on_ignore_file::<CodeActionRequest, _>(on::ignore_file::code_action)
        .on_ignore_file::<DocumentDiagnosticRequest, _>(on::diagnostic)
        .on_ignore_file::<FoldingRangeRequest, _>(on::ignore_file::folding_range)
        .on_ignore_file::<Formatting, _>(on::ignore_file::formatting)
        .on_ignore_file::<RangeFormatting, _>(on::ignore_file::range_formatting)
        .on_ignore_file::<SemanticTokensFullDeltaRequest, _>(on::semantic_tokens_full_delta)
        .on_ignore_file::<SemanticTokensFullRequest, _>(on::semantic_tokens_full)
        .on_ignore_file::<SemanticTokensRangeRequest, _>(on::semantic_tokens_range)
        .on_ignore_file_with_files::<Completion, _>(on::ignore_file::completion)
        .on_ignore_file_with_files::<DocumentLinkRequest, _>(on::ignore_file::document_link)
        .on_ignore_file_with_files::<GotoDefinition, _>(on::ignore_file::goto_definition)
        .on_ignore_file_with_files::<HoverRequest, _>(on::ignore_file::hover)
        .on_ignore_file_with_documents::<References, _>(on::ignore_file::references)
}
