//! The service in front of the library's: every message passes here, one after the other, in the order
//! of arrival, before any handler runs.
//!
//! - What changes documents is applied right here, so no handler can see an edit too early or too late.
//! - A request is given the version of its document that is current now, and works on that one however
//!   late it runs.
//! - A panic below is answered with an error; the session goes on.
//! - It knows how far the session has come: before `initialize`, running, after `shutdown`.
//!
//! It never waits: not for the client, not for an analysis.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::capabilities::{ClientAbilities, Delivery};
use super::documents::{Documents, OpenDocument};
use super::from_proto::{self, DidChange, DidClose, DidOpen, Identifier};
use super::outbound::Outbound;
use super::publisher::Publisher;
use super::{messages, parent};

tokio::task_local! {
    static ARRIVED: Snapshot;
}

/// What a request may see: the state at its arrival.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) abilities: Arc<ClientAbilities>,
    pub(crate) target: Target,
}

/// The document that a request is about.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// One version of an open document.
    Open(Arc<OpenDocument>),
    /// A document the client never opened; the number is that of the version to be read.
    Unopened { uri: String, revision: u64 },
    /// None.
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
    abilities: Arc<ClientAbilities>,
    documents: Arc<Documents>,
    publisher: Option<Publisher>,
    outbound: Outbound,
}

impl<S> Front<S> {
    pub(crate) fn new(inner: S, outbound: Outbound) -> Self {
        Self {
            inner,
            phase: Phase::Created,
            abilities: Arc::default(),
            documents: Arc::default(),
            publisher: None,
            outbound,
        }
    }

    /// The exit code the protocol asks for if the session ends now.
    pub(crate) fn exit_code(&self) -> i32 {
        i32::from(self.phase != Phase::ShutDown)
    }

    fn initialize(&mut self, params: &Value) {
        self.phase = Phase::Running;
        self.abilities = Arc::new(ClientAbilities::new(params));
        tracing::info!(client = %params["clientInfo"], abilities = ?self.abilities, "initialize");
        if self.abilities.delivery == Delivery::Push {
            let (documents, abilities) = (Arc::clone(&self.documents), Arc::clone(&self.abilities));
            self.publisher = Some(Publisher::start(documents, abilities, self.outbound.clone()));
        }
        if let Some(id) = params["processId"].as_u64().and_then(|id| id.try_into().ok()) {
            parent::watch(id);
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
                let document = self.documents.open(opened.uri, opened.version, &opened.text);
                if let Some(publisher) = &self.publisher {
                    publisher.opened(&document);
                }
            }
            "textDocument/didChange" => {
                let DidChange { text_document, content_changes } = decode(request)?;
                let changes = content_changes.into_iter().map(Into::into).collect();
                let (uri, version) = (&text_document.uri, text_document.version);
                let document = self.documents.change(uri, version, changes, self.abilities.encoding);
                if document.is_none() {
                    tracing::warn!(%uri, "a document that is not open was changed");
                }
                if let (Some(publisher), Some(document)) = (&self.publisher, &document) {
                    publisher.changed(document);
                }
            }
            "textDocument/didClose" => {
                let DidClose { text_document } = decode(request)?;
                let Identifier { uri, .. } = text_document;
                if !self.documents.close(&uri) {
                    tracing::warn!(%uri, "a document that is not open was closed");
                } else if let Some(publisher) = &self.publisher {
                    publisher.closed(&uri);
                }
            }
            // Nothing that these tell of is kept yet.
            "textDocument/didSave"
            | "workspace/didChangeConfiguration"
            | "workspace/didChangeWatchedFiles" => {}
            _ => return Some(request),
        }
        None
    }

    /// What the request may see, and the request with an address that the library's types can read.
    fn snapshot(&self, request: Request) -> (Snapshot, Request) {
        let abilities = Arc::clone(&self.abilities);
        let Some(uri) = from_proto::document_uri(request.params()) else {
            return (Snapshot { abilities, target: Target::None }, request);
        };
        let target = match self.documents.get(uri) {
            Some(open) => Target::Open(open),
            None => Target::Unopened { uri: uri.to_owned(), revision: self.documents.next_revision() },
        };
        let escaped = from_proto::escape_uri(uri);
        let request = if escaped == uri {
            request
        } else {
            let escaped = Value::String(escaped.into_owned());
            let (method, id, params) = request.into_parts();
            let mut params = params.unwrap_or_default();
            params["textDocument"]["uri"] = escaped;
            messages::request(method, id, Some(params))
        };
        (Snapshot { abilities, target }, request)
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
        let (snapshot, request) = self.snapshot(request);
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
