//! From a method's name to its handler.
//!
//! A handler is a plain function of a document's version and the parameters. Where and when it runs is
//! decided here and nowhere else: at once in the read loop for a document of usual size, in the pool for
//! a large or slow one, one that must be read from disk, or a handler that looks at other files. A panic in it is
//! answered with an error, and a cancelled request that has not started is never run.
//!
//! To serve another method: write `handlers/<method>.rs`, and a line in one of the tables below.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    str::FromStr,
    sync::{Arc, OnceLock},
};

use dockwright_analysis::{
    document::{Document, DocumentContext},
    spec::Language,
};
use dockwright_lint::preset::Selection;
use serde::Deserialize as _;
use tokio::task::JoinHandle;
use tower_lsp::{
    LanguageServer,
    jsonrpc::{Error, Request, Result},
    ls_types::{
        CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem,
        CompletionParams, CompletionResponse, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
        DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams, DocumentLink,
        DocumentLinkParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
        DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
        GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
        InlayHint, InlayHintParams, LSPAny, LinkedEditingRangeParams, LinkedEditingRanges, Location,
        PrepareRenameResponse, ReferenceParams, RenameParams, SelectionRange, SelectionRangeParams,
        SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams,
        SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, SignatureHelp,
        SignatureHelpParams, TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit, WorkspaceSymbolParams,
        WorkspaceSymbolResponse,
    },
};

use super::{
    capabilities::{self, ClientAbilities},
    documents::OpenDocument,
    from_proto,
    front::{Snapshot, Target},
    handlers,
    refresher::Refresher,
    session::Session,
    workspace_files::WorkspaceFiles,
};
use crate::{
    config::Settings,
    regular_file::{self, DOCKERFILE_LIMIT},
};

/// What a handler works on: one version of a document, what the client can, and what the user wants.
#[derive(Debug, Clone)]
pub(crate) struct Ctx {
    pub(crate) open: Arc<OpenDocument>,
    pub(crate) abilities: Arc<ClientAbilities>,
    pub(crate) language: Language,
    pub(crate) settings: Arc<Settings>,
    pub(crate) folders: Arc<[PathBuf]>,
    pub(crate) files: Arc<WorkspaceFiles>,
    pub(crate) generation: u64,
    pub(crate) refresher: Refresher,
    selection: Option<Arc<Selection>>,
    uri: OnceLock<Option<Uri>>,
}

impl Ctx {
    pub(crate) fn new(open: Arc<OpenDocument>, session: Session) -> Self {
        let Session {
            abilities, language, settings, selection, generation, folders, files, refresher, ..
        } = session;
        let uri = OnceLock::new();
        Self { open, abilities, language, settings, folders, files, generation, refresher, selection, uri }
    }

    /// The document's address, where it can be made one that the protocol's types take.
    pub(crate) fn uri(&self) -> Option<&Uri> {
        self.uri.get_or_init(|| Uri::from_str(&from_proto::escape_uri(&self.open.uri)).ok()).as_ref()
    }

    /// The rules that are run on it.
    pub(crate) fn selection(&self) -> &Selection {
        self.selection.as_deref().unwrap_or(Selection::default_preset())
    }

    /// The analysis of the document's version.
    pub(crate) fn document(&self) -> &Document {
        self.open.document()
    }
}

/// The server as the library sees it. It has no state: a request brings its own.
#[derive(Debug)]
pub(crate) struct Dispatch;

/// A handler of requests about one document.
pub(crate) type OnDocument<P, R> = fn(&Ctx, &P) -> R;

/// The rows of a table: the library's name of the method, which is also the handler's, its parameters and its result.
macro_rules! on_document {
    ($($method:ident: $params:ty => $result:ty;)*) => {$(
        async fn $method(&self, params: $params) -> Result<$result> {
            on_document(params, handlers::$method).await
        }
    )*};
}

/// As [`on_document`], for what a client asks to be completed. Some clients ask for everything that they show; what has
/// no data names no document, and is complete.
macro_rules! on_resolve {
    ($($method:ident: $item:ty;)*) => {$(
        async fn $method(&self, item: $item) -> Result<$item> {
            if item.data.is_none() {
                return Ok(item);
            }
            on_document(item, handlers::$method).await
        }
    )*};
}

/// As [`on_document`], for handlers that may answer with an error.
macro_rules! on_document_or_refuse {
    ($($method:ident: $params:ty => $result:ty;)*) => {$(
        async fn $method(&self, params: $params) -> Result<$result> {
            on_target(params, handlers::$method, Files::Own).await?
        }
    )*};
}

/// As [`on_document`], for handlers that look at other files.
macro_rules! on_document_and_files {
    ($($method:ident: $params:ty => $result:ty;)*) => {$(
        async fn $method(&self, params: $params) -> Result<$result> {
            on_target(params, handlers::$method, Files::Others).await.map(Some)
        }
    )*};
}

impl LanguageServer for Dispatch {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(capabilities::initialize_result(&Snapshot::current()?.session.abilities))
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    on_document! {
        code_action: CodeActionParams => Option<CodeActionResponse>;
        code_lens: CodeLensParams => Option<Vec<CodeLens>>;
        diagnostic: DocumentDiagnosticParams => DocumentDiagnosticReportResult;
        document_highlight: DocumentHighlightParams => Option<Vec<DocumentHighlight>>;
        document_symbol: DocumentSymbolParams => Option<DocumentSymbolResponse>;
        folding_range: FoldingRangeParams => Option<Vec<FoldingRange>>;
        goto_definition: GotoDefinitionParams => Option<GotoDefinitionResponse>;
        hover: HoverParams => Option<Hover>;
        inlay_hint: InlayHintParams => Option<Vec<InlayHint>>;
        linked_editing_range: LinkedEditingRangeParams => Option<LinkedEditingRanges>;
        references: ReferenceParams => Option<Vec<Location>>;
        selection_range: SelectionRangeParams => Option<Vec<SelectionRange>>;
        semantic_tokens_full: SemanticTokensParams => Option<SemanticTokensResult>;
        semantic_tokens_full_delta: SemanticTokensDeltaParams => Option<SemanticTokensFullDeltaResult>;
        semantic_tokens_range: SemanticTokensRangeParams => Option<SemanticTokensRangeResult>;
        signature_help: SignatureHelpParams => Option<SignatureHelp>;
    }

    on_resolve! {
        code_action_resolve: CodeAction;
        completion_resolve: CompletionItem;
    }

    on_document_or_refuse! {
        execute_command: ExecuteCommandParams => Option<LSPAny>;
        prepare_rename: TextDocumentPositionParams => Option<PrepareRenameResponse>;
        rename: RenameParams => Option<WorkspaceEdit>;
    }

    on_document_and_files! {
        document_link: DocumentLinkParams => Option<Vec<DocumentLink>>;
        formatting: DocumentFormattingParams => Option<Vec<TextEdit>>;
        on_type_formatting: DocumentOnTypeFormattingParams => Option<Vec<TextEdit>>;
        range_formatting: DocumentRangeFormattingParams => Option<Vec<TextEdit>>;
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let asked = Snapshot::current()?.asked;
        let list = move |ctx: &Ctx, params: &CompletionParams| {
            handlers::completion(ctx, asked.unwrap_or_else(|| handlers::Asked::new(ctx, params)))
        };
        on_target(params, list, Files::Others).await.map(Some)
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let Snapshot { session, target, .. } = Snapshot::current()?;
        let Target::Workspace { open } = target else { return Err(Error::internal_error()) };
        pooled(move || Ok(Some(handlers::workspace_symbol(&session, open, &params)))).await
    }
}

/// The answer to a request for a list that needs no other file. Its sender is the [front](super::front) itself: the
/// library would first turn the list into a tree of JSON values, which takes longer than making the list.
pub(crate) fn completion_on_the_spot(
    snapshot: &mut Snapshot,
    request: &Request,
) -> Option<CompletionResponse> {
    let Target::Open(open) = &snapshot.target else { return None };
    if request.method() != "textDocument/completion" || !open.is_quick() {
        return None;
    }
    let params = CompletionParams::deserialize(request.params()?).ok()?;
    let ctx = Ctx::new(Arc::clone(open), snapshot.session.clone());
    let (asked, list) = open.timed(|| {
        let asked = handlers::Asked::new(&ctx, &params);
        (asked, handlers::completion_on_the_spot(&ctx, asked))
    });
    snapshot.asked = Some(asked);
    list
}

/// What a handler looks at beside its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Files {
    /// Nothing.
    Own,
    /// Other files.
    Others,
}

pub(crate) async fn on_document<P, T, R>(params: P, handler: OnDocument<P, T>) -> Result<R>
where
    P: Send + 'static,
    T: Into<R> + Send + 'static,
{
    on_target(params, handler, Files::Own).await.map(Into::into)
}

async fn on_target<P, T>(
    params: P,
    handler: impl FnOnce(&Ctx, &P) -> T + Send + 'static,
    files: Files,
) -> Result<T>
where
    P: Send + 'static,
    T: Send + 'static,
{
    let Snapshot { session, target, .. } = Snapshot::current()?;
    match target {
        Target::Open(open) if open.is_quick() && files == Files::Own => {
            guarded(|| Arc::clone(&open).timed(|| handler(&Ctx::new(open, session), &params)))
        }
        Target::Open(open) => pooled(move || Ok(handler(&Ctx::new(open, session), &params))).await,
        Target::Unopened { uri, revision } => {
            pooled(move || {
                Ok(handler(
                    &Ctx::new(Arc::new(read(uri, revision, Arc::clone(&session.context))?), session),
                    &params,
                ))
            })
            .await
        }
        Target::Workspace { .. } | Target::None => Err(Error::invalid_params("no document is named")),
    }
}

/// A document the client never opened.
fn read(uri: String, revision: u64, context: Arc<DocumentContext>) -> Result<OpenDocument> {
    let refuse = |reason: &str| Error::invalid_params(format!("{uri}: {reason}"));
    let path = from_proto::file_path(&uri).ok_or_else(|| refuse("not open, and no file"))?;
    let (bytes, _) =
        regular_file::read(&path, DOCKERFILE_LIMIT).map_err(|error| refuse(&error.to_string()))?;
    let source = String::from_utf8_lossy(&bytes);
    Ok(OpenDocument::new(uri, None, revision, &source, context))
}

/// The value, or an error for the client where computing it panics.
pub(crate) fn guarded<R>(run: impl FnOnce() -> R) -> Result<R> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| Error::internal_error())
}

/// Runs in the pool. Dropping the future, as a cancellation does, takes back what has not started.
pub(crate) async fn pooled<R: Send + 'static>(run: impl FnOnce() -> Result<R> + Send + 'static) -> Result<R> {
    struct Queued<R>(JoinHandle<R>);

    impl<R> Drop for Queued<R> {
        fn drop(&mut self) {
            self.0.abort();
        }
    }

    let mut queued = Queued(tokio::task::spawn_blocking(move || guarded(run)));
    (&mut queued.0).await.map_err(|_| Error::internal_error())??
}
