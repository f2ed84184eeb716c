//! The service in front of the library's: every message passes here, one after the other, in the order
//! of arrival, before any handler runs.
//!
//! - What changes documents or settings is applied right here, so no handler can see it too early or too late.
//! - A request is given the version of its document that is current now, and works on that one however
//!   late it runs.
//! - A panic below is answered with an error; the session goes on.
//! - It knows how far the session has come: before `initialize`, running, after `shutdown`.
//!
//! It never waits: not for the client, not for an analysis.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::{Context, Poll},
};

use dockwright_analysis::spec::Language;
use futures::{
    FutureExt,
    future::{BoxFuture, ready},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::{
    capabilities::{ClientAbilities, Delivery},
    configured::{Configured, Known},
    dispatch::{self, Ctx},
    documents::{Documents, OpenDocument},
    from_proto::{self, DidChange, DidClose, DidOpen, Identifier},
    handlers::Asked,
    messages,
    outbound::Outbound,
    parent,
    publisher::Publisher,
    questions::{Answer, Questions},
    refresher::{REFRESH, Refresher},
    session::Session,
};
use crate::{
    config::{self, Settings, files::is_configuration},
    language::Locale,
};

tokio::task_local! {
    static ARRIVED: Snapshot;
}

/// What a request may see: the state at its arrival.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) session: Session,
    pub(crate) target: Target,
    /// What a list was asked for, where that is known already.
    pub(crate) asked: Option<Asked>,
}

/// What a request is about.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// One version of an open document.
    Open(Arc<OpenDocument>),
    /// A document the client never opened; the number is that of the version to be read.
    Unopened { uri: String, revision: u64 },
    /// All files of the workspace, and all open documents, which are newer than the files of their names.
    Workspace { open: Vec<Arc<OpenDocument>> },
    /// None of these.
    None,
}

impl Snapshot {
    /// The snapshot of the request being answered; only handlers have one.
    pub(crate) fn current() -> Result<Self, Error> {
        ARRIVED.try_with(Self::clone).map_err(|_| Error::internal_error())
    }
}

/// How far the session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Created,
    Running,
    ShutDown,
}

/// The service; `S` is the library's.
#[derive(Debug)]
pub(crate) struct Front<S> {
    inner: S,
    phase: Phase,
    session: Session,
    /// What the settings are where the client says nothing else.
    initial: Settings,
    locale: Locale,
    documents: Arc<Documents>,
    configured: Configured,
    publisher: Option<Publisher>,
    questions: Questions,
    outbound: Outbound,
}

impl<S> Front<S> {
    pub(crate) fn new(inner: S, outbound: Outbound, locale: Locale) -> Self {
        Self {
            inner,
            phase: Phase::Created,
            session: Session::default(),
            initial: Settings::default(),
            locale,
            documents: Arc::default(),
            configured: Configured::default(),
            publisher: None,
            questions: Questions::new(outbound.clone()),
            outbound,
        }
    }

    /// The exit code the protocol asks for if the session ends now.
    pub(crate) fn exit_code(&self) -> i32 {
        i32::from(self.phase != Phase::ShutDown)
    }

    fn initialize(&mut self, params: &Value) {
        self.phase = Phase::Running;
        let abilities = ClientAbilities::new(params);
        tracing::info!(client = %params["clientInfo"], ?abilities, "initialize");
        self.session.abilities = Arc::new(abilities);
        self.session.language = self.locale.language(params["locale"].as_str());
        self.session.take_folders(params);
        let complaints = self.initial.overlay(config::section(&params["initializationOptions"]));
        self.complain(complaints);
        self.session.settings = Arc::new(self.initial.clone());
        if self.session.abilities.delivery == Delivery::Push {
            self.publisher = Some(Publisher::start(Arc::clone(&self.documents), self.outbound.clone()));
        } else if self.session.abilities.workspace.refreshes_diagnostics {
            self.session.refresher = Refresher::start(Arc::clone(&self.documents), self.questions.asker());
        }
        if let Some(id) = params["processId"].as_u64().and_then(|id| id.try_into().ok()) {
            parent::watch(id);
        }
    }

    /// Asks for what could not be known before the client was ready.
    fn initialized(&mut self) {
        let workspace = &self.session.abilities.workspace;
        if workspace.tells_changes_on_request {
            self.questions.ask_to_be_told();
        }
        if workspace.tells_settings {
            self.questions.ask_for_settings();
        }
        if workspace.watches_files {
            self.questions.ask_to_watch();
        }
    }

    /// The session as a document sees it.
    fn session_about(&mut self, uri: &str) -> Session {
        let is_open = self.documents.get(uri).is_some();
        self.session_of(uri, is_open)
    }

    fn session_of(&mut self, uri: &str, is_open: bool) -> Session {
        let (Known { selection, context }, complaints) = self.configured.of(&self.session, uri, is_open);
        self.complain(complaints);
        Session { selection: Some(selection), context, ..self.session.clone() }
    }

    /// What is checked may be another now: findings are sent or asked for again.
    fn checks_changed(&mut self) {
        self.session.generation += 1;
        if self.session.abilities.workspace.refreshes_diagnostics {
            self.questions.ask_to_refresh(REFRESH);
        }
        for document in self.documents.all() {
            let session = self.session_about(&document.uri);
            let document = self.documents.put_into(&document.uri, Arc::clone(&session.context));
            if let (Some(publisher), Some(document)) = (&self.publisher, document) {
                publisher.reconfigured(Ctx::new(document, session));
            }
        }
    }

    /// A document was saved: findings in it are no longer held back.
    fn saved(&self, uri: &str) {
        let Some(document) = self.documents.get(uri) else { return };
        document.last_edit().save();
        if let Some(publisher) = &self.publisher {
            publisher.saved(uri);
        } else if document.last_edit().take_held_back()
            && self.session.abilities.workspace.refreshes_diagnostics
        {
            self.questions.ask_to_refresh(REFRESH);
        }
    }

    /// Files that the client has saved or seen changing.
    fn files_changed<'a>(&mut self, mut uris: impl Iterator<Item = &'a str>) {
        if uris.any(is_configuration) {
            self.configured.forget_files();
            self.checks_changed();
        }
    }

    /// Settings that came with `workspace/didChangeConfiguration`. A client that can be asked sends them for the sake
    /// of others at most.
    fn settings_changed(&mut self, params: &Value) {
        let sent = &params["settings"];
        let is_ours = sent.get(config::SECTION).is_some();
        if !is_ours && self.session.abilities.workspace.tells_settings {
            self.questions.ask_for_settings();
        } else if is_ours || sent.as_object().is_some_and(|sent| !sent.is_empty()) {
            self.apply(config::section(sent));
        }
    }

    fn apply(&mut self, section: &Value) {
        let mut settings = self.initial.clone();
        let complaints = settings.overlay(section);
        self.complain(complaints);
        let before = std::mem::replace(&mut self.session.settings, Arc::new(settings));
        let (now, workspace) = (&self.session.settings, &self.session.abilities.workspace);
        if now.inlay_hints != before.inlay_hints && workspace.refreshes_inlay_hints {
            self.questions.ask_to_refresh("workspace/inlayHint/refresh");
        }
        if now.code_lens != before.code_lens && workspace.refreshes_code_lenses {
            self.questions.ask_to_refresh("workspace/codeLens/refresh");
        }
        if now.checks != before.checks {
            self.configured.forget_selections();
            self.checks_changed();
        }
    }

    /// Tells the user about settings that cannot be taken.
    fn complain(&self, complaints: Vec<String>) {
        const WARNING: u8 = 2;
        for message in complaints {
            tracing::warn!(%message, "settings");
            self.outbound.notify("window/logMessage", json!({"type": WARNING, "message": message}));
        }
    }

    /// Tells the user why nothing is shown in a document.
    fn say_too_large(&self, document: &OpenDocument) {
        const WARNING: u8 = 2;
        let name = document.uri.rsplit('/').next().unwrap_or_default();
        let message = match self.session.language {
            Language::English => {
                format!("{name} is too large for a Dockerfile (over 16 MiB) and is not analyzed")
            }
            Language::Korean => {
                format!("{name}은(는) Dockerfile로 보기에 너무 커서(16 MiB 초과) 분석하지 않습니다")
            }
        };
        self.outbound.notify("window/showMessage", json!({"type": WARNING, "message": message}));
    }

    /// Takes an answer of the client to a question of ours; gives back any other.
    pub(crate) fn answered(&mut self, response: Response) -> Option<Response> {
        match self.questions.answered(response) {
            Answer::Settings(section) => {
                self.apply(&section);
                None
            }
            Answer::Heard => None,
            Answer::Foreign(response) => Some(response),
        }
    }

    /// Applies a notification that changes our state; gives back any other.
    fn notified(&mut self, request: Request) -> Option<Request> {
        if self.phase != Phase::Running {
            return Some(request);
        }
        match request.method() {
            "textDocument/didOpen" => {
                let DidOpen { text_document: opened } = decode(request)?;
                let session = self.session_of(&opened.uri, true);
                let context = Arc::clone(&session.context);
                let document = self.documents.open(opened.uri, opened.version, &opened.text, context);
                if document.is_too_large() {
                    self.say_too_large(&document);
                }
                if let Some(publisher) = &self.publisher {
                    publisher.opened(Ctx::new(document, session));
                }
            }
            "textDocument/didChange" => {
                let DidChange { text_document, content_changes } = decode(request)?;
                let changes = content_changes.into_iter().map(Into::into).collect();
                let (uri, version) = (&text_document.uri, text_document.version);
                let encoding = self.session.abilities.encoding;
                let was_too_large = self.documents.get(uri).is_some_and(|document| document.is_too_large());
                let document = self.documents.change(uri, version, changes, encoding);
                if let Some(document) = document.as_ref().filter(|it| it.is_too_large() && !was_too_large) {
                    self.say_too_large(document);
                }
                if document.is_none() {
                    tracing::warn!(%uri, "a document that is not open was changed");
                }
                if let (true, Some(document)) = (self.publisher.is_some(), document) {
                    let session = self.session_about(uri);
                    if let Some(publisher) = &self.publisher {
                        publisher.changed(Ctx::new(document, session));
                    }
                }
            }
            "textDocument/didClose" => {
                let DidClose { text_document } = decode(request)?;
                let Identifier { uri, .. } = text_document;
                self.configured.forget(&uri);
                if !self.documents.close(&uri) {
                    tracing::warn!(%uri, "a document that is not open was closed");
                } else if let Some(publisher) = &self.publisher {
                    publisher.closed(&uri);
                }
            }
            "initialized" => {
                self.initialized();
                return Some(request);
            }
            "workspace/didChangeConfiguration" => {
                self.settings_changed(request.params().unwrap_or(&Value::Null));
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.session.change_folders(request.params().unwrap_or(&Value::Null));
                self.configured.forget_selections();
            }
            "textDocument/didSave" => {
                let uri = from_proto::document_uri(request.params());
                if let Some(uri) = uri {
                    self.saved(uri);
                }
                self.files_changed(uri.into_iter());
            }
            "workspace/didChangeWatchedFiles" => {
                let changes = request.params().and_then(|params| params["changes"].as_array());
                self.files_changed(changes.into_iter().flatten().filter_map(|it| it["uri"].as_str()));
            }
            _ => return Some(request),
        }
        None
    }

    /// What the request may see, and the request with places and an address that the library's types can read.
    fn snapshot(&mut self, request: Request) -> (Snapshot, Request) {
        let Some(uri) = from_proto::document_uri(request.params()) else {
            let session = self.session.clone();
            let target = match request.method() {
                "workspace/symbol" => Target::Workspace { open: self.documents.all() },
                _ => Target::None,
            };
            return (Snapshot { session, target, asked: None }, request);
        };
        let session = self.session_about(uri);
        let target = match self.documents.get(uri) {
            Some(open) => Target::Open(open),
            None => Target::Unopened { uri: uri.to_owned(), revision: self.documents.next_revision() },
        };
        (Snapshot { session, target, asked: None }, from_proto::readable(request))
    }
}

impl<S, E> Front<S>
where
    S: Service<Request, Response = Option<Response>, Error = E>,
    S::Future: Send + 'static,
{
    fn route(
        &mut self,
        request: Request,
    ) -> Routed<impl Future<Output = Result<Option<Response>, E>> + Send + use<S, E>> {
        let Some(id) = request.id().cloned() else {
            let Some(request) = self.notified(request) else { return Routed::Done(None) };
            let (snapshot, request) = self.snapshot(request);
            return Routed::Called(ARRIVED.scope(snapshot, self.inner.call(request)));
        };
        let refuse = |error| Routed::Done(Some(Response::from_error(id.clone(), error)));
        let request = match (self.phase, request.method()) {
            (Phase::Created, "initialize") => {
                self.initialize(request.params().unwrap_or(&Value::Null));
                messages::request("initialize", Some(id), Some(json!({"capabilities": {}})))
            }
            (Phase::Created, _) => {
                let message = "the server is not initialized".into();
                return refuse(Error { code: ErrorCode::ServerError(-32002), message, data: None });
            }
            (Phase::ShutDown, _) => return refuse(Error::invalid_request()),
            // Some clients send parameters, which the library refuses.
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                messages::request("shutdown", Some(id), None)
            }
            (Phase::Running, _) => request,
        };
        let (mut snapshot, request) = self.snapshot(request);
        if let Some(list) = dispatch::completion_on_the_spot(&mut snapshot, &request) {
            if let Some(id) = request.id() {
                self.outbound.respond(id, &list);
            }
            return Routed::Done(None);
        }
        Routed::Called(ARRIVED.scope(snapshot, self.inner.call(request)))
    }
}

enum Routed<F> {
    Done(Option<Response>),
    Called(F),
}

impl<S> Service<Request> for Front<S>
where
    S: Service<Request, Response = Option<Response>> + 'static,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id = request.id().cloned();
        let refuse = |id: Option<Id>, error| Ok(id.map(|id| Response::from_error(id, error)));
        match catch_unwind(AssertUnwindSafe(|| self.route(request))) {
            Ok(Routed::Done(response)) => ready(Ok(response)).boxed(),
            Ok(Routed::Called(answer)) => async move {
                match AssertUnwindSafe(answer).catch_unwind().await {
                    // The library keeps silent on unknown methods that start with `$/`, requests included.
                    Ok(Ok(None)) => refuse(id, Error::method_not_found()),
                    Ok(answer) => answer,
                    Err(_) => refuse(id, Error::internal_error()),
                }
            }
            .boxed(),
            Err(_) => ready(refuse(id, Error::internal_error())).boxed(),
        }
    }
}

fn decode<T: DeserializeOwned>(request: Request) -> Option<T> {
    let (method, _, params) = request.into_parts();
    serde_json::from_value(params.unwrap_or_default())
        .inspect_err(|error| tracing::warn!(%method, %error, "a notification cannot be read and is lost"))
        .ok()
}
