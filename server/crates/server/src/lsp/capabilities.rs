//! The capabilities of the client and of the server.
//!
//! The client's capabilities are read from the raw JSON: the library's types are closed, so a
//! single value of a newer protocol version would make the whole `initialize` request undecodable.

use dockwright_ide::{TYPING_TRIGGERS, TokenModifiers, TokenType};
use dockwright_syntax::PositionEncoding;
use serde_json::Value;
use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions,
    DiagnosticOptions, DiagnosticServerCapabilities, DocumentLinkOptions, DocumentOnTypeFormattingOptions,
    ExecuteCommandOptions, FileOperationFilter, FileOperationPattern, FileOperationRegistrationOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, InitializeResult,
    LinkedEditingRangeServerCapabilities, OneOf, PositionEncodingKind, RenameOptions, SaveOptions,
    SelectionRangeProviderCapability, SemanticTokenModifier, SemanticTokenType, SemanticTokensFullOptions,
    SemanticTokensLegend, SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities,
    ServerInfo, SignatureHelpOptions, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// The name of the source of diagnostics.
pub(crate) const SOURCE: &str = "dockwright";

/// The kind of the action that applies all safe fixes.
pub(crate) const FIX_ALL: &str = "source.fixAll.dockwright";
/// The command that returns a resolved Dockerfile as text.
pub(crate) const RESOLVED_DOCKERFILE: &str = "dockwright.resolvedDockerfile";
/// The command that returns the stages and their dependencies.
pub(crate) const STAGE_GRAPH: &str = "dockwright.stageGraph";
/// A command of the client: it shows locations at a position of a document.
pub(crate) const SHOW_REFERENCES: &str = "dockwright.showReferences";

/// A command of VS Code: it opens the completion list.
pub(crate) const OPEN_LIST: &str = "editor.action.triggerSuggest";

/// What the client said about itself in `initialize`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClientAbilities {
    /// The language of the client's user interface.
    pub(crate) locale: Option<String>,
    /// The encoding of columns in the session.
    pub(crate) encoding: PositionEncoding,
    /// Whether the client pulls diagnostics.
    pub(crate) delivery: Delivery,
    /// What a diagnostic may contain.
    pub(crate) diagnostics: DiagnosticAbilities,
    /// What a fold may contain.
    pub(crate) folding: FoldingAbilities,
    /// Whether the outline may be a tree.
    pub(crate) has_symbol_trees: bool,
    /// What it supports for code actions.
    pub(crate) actions: ActionAbilities,
    /// What it supports for completion.
    pub(crate) completion: CompletionAbilities,
    /// What it supports in other answers.
    pub(crate) shows: ShowingAbilities,
    /// What it supports for the workspace as a whole.
    pub(crate) workspace: WorkspaceAbilities,
}

/// How diagnostics reach the client, never in both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The client requests them.
    Pull,
    /// The server sends them.
    #[default]
    Push,
}

/// Optional parts of a diagnostic that the client understands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent abilities, each a flag of the protocol")]
pub(crate) struct DiagnosticAbilities {
    /// Related locations.
    pub(crate) has_related: bool,
    /// The URL of the rule's page.
    pub(crate) has_urls: bool,
    /// The tag `Unnecessary`.
    pub(crate) has_unnecessary: bool,
    /// The tag `Deprecated`.
    pub(crate) has_deprecated: bool,
    /// The version of the document in pushed diagnostics.
    pub(crate) has_version: bool,
}

/// How the client folds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FoldingAbilities {
    /// Whether it folds only whole lines.
    pub(crate) is_by_line: bool,
    /// The maximum number of folds that it shows.
    pub(crate) limit: Option<usize>,
}

/// What the client supports for code actions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ActionAbilities {
    /// Actions that are not only commands.
    pub(crate) has_literals: bool,
    /// It requests the edit of an action when the user chooses it.
    pub(crate) resolves_edits: bool,
    /// A mark for the most likely of several actions.
    pub(crate) has_preferred: bool,
}

/// What the client supports for completion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent abilities, each a flag of the protocol")]
pub(crate) struct CompletionAbilities {
    /// Completions may be snippets, which have tab stops.
    pub(crate) has_snippets: bool,
    /// An item may both insert and replace.
    pub(crate) inserts_or_replaces: bool,
    /// Text after a label.
    pub(crate) has_label_details: bool,
    /// Markdown in documentation.
    pub(crate) markdown: bool,
    /// It requests the documentation of an item when the user selects it.
    pub(crate) resolves_documentation: bool,
    /// It has [`OPEN_LIST`] to open the next list after an item is accepted.
    pub(crate) opens_lists: bool,
    /// The tag `Deprecated`.
    pub(crate) has_deprecated: bool,
}

/// Optional parts of other answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent abilities, each a flag of the protocol")]
pub(crate) struct ShowingAbilities {
    /// Markdown in explanations.
    pub(crate) markdown: bool,
    /// The whole range of a definition, and the name that leads to it.
    pub(crate) definition_links: bool,
    /// Markdown in the documentation of signatures.
    pub(crate) signature_markdown: bool,
    /// Parameters as ranges of a signature's label.
    pub(crate) parameter_ranges: bool,
    /// The tooltip of a link.
    pub(crate) link_tooltips: bool,
    /// The locations of a code lens, with [`SHOW_REFERENCES`].
    pub(crate) references: bool,
}

/// What the client supports for the workspace as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent abilities, each a flag of the protocol")]
pub(crate) struct WorkspaceAbilities {
    /// Edits may contain the version of the document that they are for.
    pub(crate) edits_versions: bool,
    /// It answers requests for settings.
    pub(crate) tells_settings: bool,
    /// It reports changes of settings only after a registration.
    pub(crate) tells_changes_on_request: bool,
    /// It can be made to request inlay hints again.
    pub(crate) refreshes_inlay_hints: bool,
    /// It can be made to request code lenses again.
    pub(crate) refreshes_code_lenses: bool,
    /// It can be made to pull diagnostics again.
    pub(crate) refreshes_diagnostics: bool,
    /// It watches files for us.
    pub(crate) watches_files: bool,
}

impl ClientAbilities {
    /// Reads the parameters of `initialize`. What is missing or malformed counts as not supported.
    pub(crate) fn new(params: &Value) -> Self {
        let capabilities = &params["capabilities"];
        let document = &capabilities["textDocument"];
        let (pull, push) = (&document["diagnostic"], &document["publishDiagnostics"]);
        let signatures = &document["signatureHelp"]["signatureInformation"];
        // Before 3.18, only the capabilities of pushed diagnostics specified the contents of a diagnostic.
        let is_either = |key: &str| is_set(&pull[key]) || is_set(&push[key]);
        let has_tag = |tag: u64| {
            [pull, push].iter().any(|diagnostics| match &diagnostics["tagSupport"] {
                Value::Object(support) => list(support.get("valueSet")).iter().any(|value| *value == tag),
                support => is_set(support),
            })
        };
        let commands = list(Some(&capabilities["experimental"]["commands"]["commands"]));
        let has_command = |name: &str| commands.iter().any(|command| command == name);
        Self {
            locale: params["locale"].as_str().map(str::to_owned),
            encoding: encoding(&capabilities["general"]["positionEncodings"]),
            delivery: if pull.is_object() { Delivery::Pull } else { Delivery::Push },
            diagnostics: DiagnosticAbilities {
                has_related: is_either("relatedInformation"),
                has_urls: is_either("codeDescriptionSupport"),
                has_unnecessary: has_tag(1),
                has_deprecated: has_tag(2),
                has_version: is_set(&push["versionSupport"]),
            },
            folding: FoldingAbilities {
                is_by_line: is_set(&document["foldingRange"]["lineFoldingOnly"]),
                limit: document["foldingRange"]["rangeLimit"]
                    .as_u64()
                    .and_then(|limit| limit.try_into().ok()),
            },
            actions: actions(&document["codeAction"]),
            completion: CompletionAbilities {
                opens_lists: has_command(OPEN_LIST),
                ..completion(&document["completion"]["completionItem"])
            },
            has_symbol_trees: is_set(&document["documentSymbol"]["hierarchicalDocumentSymbolSupport"]),
            shows: ShowingAbilities {
                markdown: prefers_markdown(&document["hover"]["contentFormat"]),
                definition_links: is_set(&document["definition"]["linkSupport"]),
                signature_markdown: prefers_markdown(&signatures["documentationFormat"]),
                parameter_ranges: is_set(&signatures["parameterInformation"]["labelOffsetSupport"]),
                link_tooltips: is_set(&document["documentLink"]["tooltipSupport"]),
                references: has_command(SHOW_REFERENCES),
            },
            workspace: workspace(&capabilities["workspace"]),
        }
    }
}

fn actions(actions: &Value) -> ActionAbilities {
    let resolved = list(actions["resolveSupport"].get("properties"));
    let keeps_data = is_set(&actions["dataSupport"]);
    ActionAbilities {
        has_literals: actions["codeActionLiteralSupport"].is_object(),
        resolves_edits: keeps_data && resolved.iter().any(|property| property == "edit"),
        has_preferred: is_set(&actions["isPreferredSupport"]),
    }
}

fn completion(item: &Value) -> CompletionAbilities {
    let resolved = list(item["resolveSupport"].get("properties"));
    CompletionAbilities {
        has_snippets: is_set(&item["snippetSupport"]),
        inserts_or_replaces: is_set(&item["insertReplaceSupport"]),
        has_label_details: is_set(&item["labelDetailsSupport"]),
        markdown: prefers_markdown(&item["documentationFormat"]),
        resolves_documentation: resolved.iter().any(|property| property == "documentation"),
        opens_lists: false,
        has_deprecated: list(item["tagSupport"].get("valueSet")).iter().any(|tag| *tag == 1),
    }
}

fn workspace(workspace: &Value) -> WorkspaceAbilities {
    WorkspaceAbilities {
        edits_versions: is_set(&workspace["workspaceEdit"]["documentChanges"]),
        tells_settings: is_set(&workspace["configuration"]),
        tells_changes_on_request: is_set(&workspace["didChangeConfiguration"]["dynamicRegistration"]),
        refreshes_inlay_hints: is_set(&workspace["inlayHint"]["refreshSupport"]),
        refreshes_code_lenses: is_set(&workspace["codeLens"]["refreshSupport"]),
        refreshes_diagnostics: is_set(&workspace["diagnostics"]["refreshSupport"]),
        watches_files: is_set(&workspace["didChangeWatchedFiles"]["dynamicRegistration"]),
    }
}

/// Whether Markdown comes before plain text in the client's formats.
fn prefers_markdown(formats: &Value) -> bool {
    let mut formats = list(Some(formats)).iter().filter_map(Value::as_str);
    formats.find(|format| matches!(*format, "markdown" | "plaintext")) == Some("markdown")
}

fn is_set(value: &Value) -> bool {
    *value == Value::Bool(true)
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Our offsets are bytes, and scalar values are cheaper to count than UTF-16 units, which every
/// client supports.
fn encoding(offered: &Value) -> PositionEncoding {
    let offers = |kind: &PositionEncodingKind| list(Some(offered)).iter().any(|offer| offer == kind.as_str());
    [PositionEncoding::Utf8, PositionEncoding::Utf32]
        .into_iter()
        .find(|encoding| offers(&encoding_kind(*encoding)))
        .unwrap_or(PositionEncoding::Utf16)
}

fn encoding_kind(encoding: PositionEncoding) -> PositionEncodingKind {
    match encoding {
        PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
        PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
        PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

fn on_type_formatting() -> DocumentOnTypeFormattingOptions {
    let [first, more @ ..] = TYPING_TRIGGERS.map(String::from);
    DocumentOnTypeFormattingOptions {
        first_trigger_character: first,
        more_trigger_character: Some(more.into()),
    }
}

fn characters(list: &[&str]) -> Vec<String> {
    list.iter().map(|&character| character.to_owned()).collect()
}

/// The meanings of the numbers for types and modifiers in semantic tokens.
fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TokenType::ALL.iter().map(|it| SemanticTokenType::new(it.name())).collect(),
        token_modifiers: TokenModifiers::ALL
            .iter()
            .map(|(_, name)| SemanticTokenModifier::new(name))
            .collect(),
    }
}

/// A Dockerfile may copy any file or folder.
fn file_operations() -> WorkspaceFileOperationsServerCapabilities {
    let pattern = FileOperationPattern { glob: "**".to_owned(), ..FileOperationPattern::default() };
    let filter = FileOperationFilter { scheme: Some("file".to_owned()), pattern };
    let all = Some(FileOperationRegistrationOptions { filters: vec![filter] });
    WorkspaceFileOperationsServerCapabilities {
        will_rename: all.clone(),
        did_rename: all.clone(),
        did_create: all.clone(),
        did_delete: all,
        ..WorkspaceFileOperationsServerCapabilities::default()
    }
}

/// The answer to `initialize`.
pub(crate) fn initialize_result(client: &ClientAbilities) -> InitializeResult {
    InitializeResult {
        server_info: Some(ServerInfo {
            name: "dockwright".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding_kind(client.encoding)),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            })),
            code_action_provider: client.actions.has_literals.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![
                        CodeActionKind::QUICKFIX,
                        CodeActionKind::REFACTOR_EXTRACT,
                        CodeActionKind::REFACTOR_INLINE,
                        CodeActionKind::REFACTOR_REWRITE,
                        CodeActionKind::from(FIX_ALL),
                    ]),
                    resolve_provider: Some(client.actions.resolves_edits),
                    ..CodeActionOptions::default()
                })
            }),
            completion_provider: Some(CompletionOptions {
                // The characters that start a flag, a value, a variable or a part of a name; letters always
                // trigger. In most other places the answer is empty, which also closes a list that no longer fits.
                trigger_characters: Some(
                    ["-", "=", ",", "$", "{", "/", ":", " ", "."].map(str::to_owned).to_vec(),
                ),
                resolve_provider: Some(client.completion.resolves_documentation),
                ..CompletionOptions::default()
            }),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: None }),
            definition_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: None,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            document_formatting_provider: Some(OneOf::Left(true)),
            document_on_type_formatting_provider: Some(on_type_formatting()),
            document_range_formatting_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: [RESOLVED_DOCKERFILE, STAGE_GRAPH].map(str::to_owned).to_vec(),
                ..ExecuteCommandOptions::default()
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            inline_completion_provider: Some(OneOf::Left(true)),
            linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
            references_provider: Some(OneOf::Left(true)),
            rename_provider: Some(OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })),
            signature_help_provider: Some(SignatureHelpOptions {
                trigger_characters: Some(characters(&[" ", "=", ",", ":"])),
                retrigger_characters: Some(characters(&["/", "[", "{", "-"])),
                ..SignatureHelpOptions::default()
            }),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
                SemanticTokensOptions {
                    legend: legend(),
                    range: Some(true),
                    full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                    ..SemanticTokensOptions::default()
                },
            )),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: Some(file_operations()),
            }),
            diagnostic_provider: (client.delivery == Delivery::Pull).then(|| {
                DiagnosticServerCapabilities::Options(DiagnosticOptions {
                    identifier: Some(SOURCE.to_owned()),
                    workspace_diagnostics: true,
                    work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(true) },
                    ..DiagnosticOptions::default()
                })
            }),
            ..ServerCapabilities::default()
        },
        ..InitializeResult::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_the_client_can() {
        let abilities = ClientAbilities::new(&json!({"capabilities": {
            "general": {"positionEncodings": ["utf-16", "utf-32", "utf-8"]},
            "textDocument": {
                "diagnostic": {"dynamicRegistration": true},
                "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [2, 99]}},
                "foldingRange": {"lineFoldingOnly": true, "rangeLimit": 5000, "foldingRangeKind": {"valueSet": ["new"]}},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                "codeAction": {"codeActionLiteralSupport": {}, "dataSupport": true, "resolveSupport": {"properties": ["edit"]}},
                "hover": {"contentFormat": ["html", "markdown", "plaintext"]},
                "completion": {"completionItem": {"snippetSupport": true, "tagSupport": {"valueSet": [1]}}},
            },
            "workspace": {"configuration": true, "codeLens": {"refreshSupport": true}},
        }}));
        assert_eq!(
            abilities,
            ClientAbilities {
                locale: None,
                encoding: PositionEncoding::Utf8,
                delivery: Delivery::Pull,
                diagnostics: DiagnosticAbilities {
                    has_related: true,
                    has_deprecated: true,
                    ..DiagnosticAbilities::default()
                },
                folding: FoldingAbilities { is_by_line: true, limit: Some(5000) },
                has_symbol_trees: true,
                actions: ActionAbilities { has_literals: true, resolves_edits: true, has_preferred: false },
                completion: CompletionAbilities {
                    has_snippets: true,
                    has_deprecated: true,
                    ..CompletionAbilities::default()
                },
                shows: ShowingAbilities { markdown: true, ..ShowingAbilities::default() },
                workspace: WorkspaceAbilities {
                    tells_settings: true,
                    refreshes_code_lenses: true,
                    ..WorkspaceAbilities::default()
                },
            }
        );
    }

    #[test]
    fn assumes_nothing() {
        for params in [json!(null), json!({}), json!({"capabilities": {"textDocument": 7, "general": []}})] {
            assert_eq!(ClientAbilities::new(&params), ClientAbilities::default());
        }
    }

    #[test]
    fn offers_one_delivery_only() {
        let push = initialize_result(&ClientAbilities::default());
        assert_eq!(push.capabilities.diagnostic_provider, None);
        let pull = ClientAbilities { delivery: Delivery::Pull, ..ClientAbilities::default() };
        assert!(initialize_result(&pull).capabilities.diagnostic_provider.is_some());
    }
}
