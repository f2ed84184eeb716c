//! The requests that the server answers: one row for each method, with its handler.

use tower_lsp::ls_types::request::{
    CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, Completion, DocumentDiagnosticRequest,
    DocumentHighlightRequest, DocumentLinkRequest, DocumentSymbolRequest, ExecuteCommand,
    FoldingRangeRequest, Formatting, GotoDefinition, HoverRequest, InlayHintRequest, InlineCompletionRequest,
    LinkedEditingRange, OnTypeFormatting, PrepareRenameRequest, RangeFormatting, References, Rename,
    ResolveCompletionItem, SelectionRangeRequest, SemanticTokensFullDeltaRequest, SemanticTokensFullRequest,
    SemanticTokensRangeRequest, SignatureHelpRequest, WorkspaceSymbolRequest,
};

use super::{dispatch::Dispatch, handlers as on};

/// The table. The name of a column says where and when the handlers in it run; see [`Dispatch`].
pub(crate) fn requests() -> Dispatch {
    let requests = Dispatch::default()
        .on::<CodeActionRequest, _>(on::code_action)
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
        .on::<References, _>(on::references)
        .on::<Rename, _>(on::rename)
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
        .on_perhaps_with_files::<Completion, _, _>(
            on::CompletionTrigger::new,
            on::completion_without_files,
            on::completion,
        )
        .on_perhaps_with_files::<HoverRequest, _, _>(on::hover_place, on::hover_without_files, on::hover)
        .on_workspace::<WorkspaceSymbolRequest, _>(on::workspace_symbol);
    #[cfg(debug_assertions)]
    let requests = requests
        .on_any::<on::debug::PanicRequest>(on::debug::panic)
        .on_any::<on::debug::WaitRequest>(on::debug::wait)
        .on::<on::debug::SourceRequest, _>(on::debug::source);
    requests
}
