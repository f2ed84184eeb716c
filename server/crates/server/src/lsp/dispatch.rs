//! Routes each request to its handler.
//!
//! A handler is a plain function of one version of a document and the parameters. Only this module
//! decides where and when it runs: immediately in the read loop for a document of usual size; in
//! the pool for a large or slow document, a document that must be read from disk, or a handler that
//! reads other files. A panic in a handler is answered with an error, and a cancelled request that
//! has not started is never run.
//!
//! The library's `LanguageServer` trait would do the routing as well, but its methods receive
//! nothing except the parameters, so the state at a request's arrival would have to reach them
//! through a task-local, and results would become trees of JSON values before they are written. The
//! methods are listed in [`requests`](super::requests).

use std::{collections::HashMap, sync::Arc};

use dockwright_analysis::document::DocumentContext;
use dockwright_texts::{Language, Message, lsp::documents as texts};
use futures::{FutureExt, future::BoxFuture};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};
use tower_lsp::{
    jsonrpc::{Error, ErrorCode, Result},
    ls_types::request::Request,
};

use super::{
    ctx::{Ctx, Snapshot, Target},
    document_kind::DocumentKind,
    documents::OpenDocument,
    pool::{guarded, pooled},
    session::Session,
    uris,
};
use crate::regular_file::{self, DOCKERFILE_LIMIT};

/// The result of a request as JSON, or the error.
pub(crate) type Answer = Result<Box<RawValue>>;

/// The answer to a request.
pub(crate) enum Reply {
    Ready(Answer),
    /// A thread of the pool computes it. Dropping the future cancels the request.
    Later(BoxFuture<'static, Answer>),
}

impl Reply {
    pub(crate) fn error(error: Error) -> Self {
        Self::Ready(Err(error))
    }

    /// Computes the answer at once.
    pub(crate) fn now<T: Serialize>(run: impl FnOnce() -> Result<T>) -> Self {
        Self::Ready(guarded(|| to_json(&run()?)))
    }

    /// Computes the answer in the pool.
    pub(crate) fn pooled<T: Serialize>(run: impl FnOnce() -> Result<T> + Send + 'static) -> Self {
        Self::Later(pooled(move || to_json(&run()?)).boxed())
    }
}

/// What a handler may return for a request with the result `R`.
pub(crate) trait HandlerResult<R>: 'static {
    fn into_result(self) -> Result<R>;
}

impl<R: 'static> HandlerResult<R> for R {
    fn into_result(self) -> Result<R> {
        Ok(self)
    }
}

/// Handlers that always have a result where the protocol allows `null`.
impl<R: 'static> HandlerResult<Option<R>> for R {
    fn into_result(self) -> Result<Option<R>> {
        Ok(Some(self))
    }
}

/// Handlers that may answer with an error.
impl<R: 'static> HandlerResult<R> for Result<R> {
    fn into_result(self) -> Result<R> {
        self
    }
}

/// Starts answering one request. It runs in the read loop when the request arrives.
type Route = Box<dyn Fn(Snapshot, Option<Value>) -> Reply + Send>;

/// The methods with their routes.
#[derive(Default)]
pub(crate) struct Dispatch {
    routes: HashMap<&'static str, Route>,
    /// The methods for ignore files.
    for_ignore_files: HashMap<&'static str, Route>,
}

impl Dispatch {
    /// A request about one document. The handler reads no other file.
    pub(crate) fn on<R: Request, T: HandlerResult<R::Result>>(
        self,
        handler: fn(&Ctx, &R::Params) -> T,
    ) -> Self {
        self.on_any::<R>(move |snapshot, params| {
            about_document(snapshot, Files::Own, move |ctx| handler(ctx, &params).into_result())
        })
    }

    /// A request about one document. The handler reads other files, so it runs in the pool.
    pub(crate) fn on_with_files<R: Request, T: HandlerResult<R::Result>>(
        self,
        handler: fn(&Ctx, &R::Params) -> T,
    ) -> Self {
        self.on_any::<R>(move |snapshot, params| {
            about_document(snapshot, Files::Others, move |ctx| handler(ctx, &params).into_result())
        })
    }

    /// A request about one document that rarely needs other files. `prepare` runs once, and `without_files` finds out
    /// whether they are needed; only then does `with_files` run, in the pool.
    pub(crate) fn on_perhaps_with_files<R, S, T>(
        self,
        prepare: fn(&Ctx, &R::Params) -> S,
        without_files: fn(&Ctx, S) -> Option<T>,
        with_files: fn(&Ctx, S) -> T,
    ) -> Self
    where
        R: Request,
        S: Clone + Send + 'static,
        T: HandlerResult<R::Result>,
    {
        self.on_any::<R>(move |snapshot, params| {
            let open = match &snapshot.target {
                Target::Open(open) if open.is_quick() => Arc::clone(open),
                _ => {
                    return about_document(snapshot, Files::Others, move |ctx| {
                        with_files(ctx, prepare(ctx, &params)).into_result()
                    });
                }
            };
            let ctx = Ctx::new(Arc::clone(&open), snapshot.session);
            let (prepared, result) = open.timed(|| {
                let prepared = prepare(&ctx, &params);
                (prepared.clone(), without_files(&ctx, prepared))
            });
            match result {
                Some(result) => Reply::now(|| result.into_result()),
                None => Reply::pooled(move || with_files(&ctx, prepared).into_result()),
            }
        })
    }

    /// A request to complete an item of an earlier answer. Some clients send every item that they show; an item without
    /// data names no document and is already complete.
    pub(crate) fn on_resolve<R>(mut self, handler: fn(&Ctx, &R::Params) -> R::Result) -> Self
    where
        R: Request<Result = <R as Request>::Params>,
    {
        self.insert::<R>(Box::new(move |snapshot, params| {
            let is_complete = params.as_ref().is_some_and(|item| item["data"].is_null());
            let item = match decode::<R::Params>(params) {
                Ok(item) => item,
                Err(error) => return Reply::error(error),
            };
            if is_complete {
                return Reply::now(|| Ok(item));
            }
            about_document(snapshot, Files::Own, move |ctx| Ok(handler(ctx, &item)))
        }));
        self
    }

    /// A request about all files of the workspace, and all open documents, which are newer than the files on disk.
    pub(crate) fn on_workspace<R: Request, T: HandlerResult<R::Result>>(
        self,
        handler: fn(&Session, Vec<Arc<OpenDocument>>, &R::Params) -> T,
    ) -> Self {
        self.on_any::<R>(move |snapshot, params| {
            let (session, open) = (snapshot.session, snapshot.documents.all());
            Reply::pooled(move || handler(&session, open, &params).into_result())
        })
    }

    /// A request whose handler decides itself how it is answered.
    pub(crate) fn on_any<R: Request>(
        mut self,
        handler: impl Fn(Snapshot, R::Params) -> Reply + Send + 'static,
    ) -> Self {
        self.insert::<R>(Box::new(move |snapshot, params| match decode(params) {
            Ok(params) => handler(snapshot, params),
            Err(error) => Reply::error(error),
        }));
        self
    }

    /// A request about an ignore file.
    pub(crate) fn on_ignore_file<R: Request, T: HandlerResult<R::Result>>(
        mut self,
        handler: fn(&Ctx, &R::Params) -> T,
    ) -> Self {
        self.insert_for_ignore_files::<R>(Files::Own, move |ctx, _, params| {
            handler(ctx, params).into_result()
        });
        self
    }

    /// A request about an ignore file. The handler reads other files, so it runs in the pool.
    pub(crate) fn on_ignore_file_with_files<R: Request, T: HandlerResult<R::Result>>(
        mut self,
        handler: fn(&Ctx, &R::Params) -> T,
    ) -> Self {
        self.insert_for_ignore_files::<R>(Files::Others, move |ctx, _, params| {
            handler(ctx, params).into_result()
        });
        self
    }

    /// A request about an ignore file and the files of the workspace. Open documents are newer than the
    /// files on disk.
    pub(crate) fn on_ignore_file_with_documents<R: Request, T: HandlerResult<R::Result>>(
        mut self,
        handler: fn(&Ctx, &[Arc<OpenDocument>], &R::Params) -> T,
    ) -> Self {
        self.insert_for_ignore_files::<R>(Files::Others, move |ctx, open, params| {
            handler(ctx, open, params).into_result()
        });
        self
    }

    fn insert_for_ignore_files<R: Request>(
        &mut self,
        files: Files,
        handler: impl Fn(&Ctx, &[Arc<OpenDocument>], &R::Params) -> Result<R::Result> + Copy + Send + 'static,
    ) {
        let route = move |snapshot: Snapshot, params| match decode::<R::Params>(params) {
            Ok(params) => {
                let open = if files == Files::Others { snapshot.documents.all() } else { Vec::new() };
                about_document(snapshot, files, move |ctx| handler(ctx, &open, &params))
            }
            Err(error) => Reply::error(error),
        };
        self.for_ignore_files.insert(R::METHOD, Box::new(route));
    }

    fn insert<R: Request>(&mut self, route: Route) {
        let before = self.routes.insert(R::METHOD, route);
        debug_assert!(before.is_none(), "{} has two handlers", R::METHOD);
    }

    pub(crate) fn has(&self, method: &str) -> bool {
        self.routes.contains_key(method)
    }

    /// Starts answering a request.
    pub(crate) fn call(&self, method: &str, snapshot: Snapshot, params: Option<Value>) -> Reply {
        let is_ignore_file = snapshot.target.kind() == DocumentKind::IgnoreFile;
        let routes = if is_ignore_file { &self.for_ignore_files } else { &self.routes };
        match routes.get(method) {
            Some(route) => route(snapshot, params),
            // The method exists, but not for ignore files.
            None if is_ignore_file && self.has(method) => Reply::now(|| Ok(Value::Null)),
            None => Reply::error(Error::method_not_found()),
        }
    }
}

/// The files that a handler reads besides its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    /// No other files.
    Own,
    /// Other files.
    Others,
}

fn about_document<T: Serialize>(
    snapshot: Snapshot,
    files: Files,
    run: impl FnOnce(&Ctx) -> Result<T> + Send + 'static,
) -> Reply {
    let Snapshot { session, target, .. } = snapshot;
    match target {
        Target::Open(open) if open.is_quick() && files == Files::Own => {
            Reply::now(|| open.timed(|| run(&Ctx::new(Arc::clone(&open), session))))
        }
        Target::Open(open) => Reply::pooled(move || run(&Ctx::new(open, session))),
        Target::Unopened { uri, revision } => Reply::pooled(move || {
            let document = read(uri, revision, Arc::clone(&session.context), session.language)?;
            run(&Ctx::new(Arc::new(document), session))
        }),
        Target::None => Reply::error(Error::invalid_params(texts::none_named().text(session.language))),
    }
}

/// Reads a document that the client has not opened.
fn read(
    uri: String,
    revision: u64,
    context: Arc<DocumentContext>,
    language: Language,
) -> Result<OpenDocument> {
    let refuse = |message: Message| Error::invalid_params(message.text(language));
    let path = uris::file_path(&uri).ok_or_else(|| refuse(texts::not_open(&uri)))?;
    let (bytes, _) = regular_file::read(&path, DOCKERFILE_LIMIT).map_err(|error| {
        refuse(texts::CannotRead { uri: &uri, reason: regular_file::reason(&error) }.message())
    })?;
    let source = String::from_utf8_lossy(&bytes);
    Ok(OpenDocument::new(uri, None, revision, &source, context))
}

pub(crate) fn decode<P: DeserializeOwned>(params: Option<Value>) -> Result<P> {
    let params = params.ok_or_else(|| Error::invalid_params("Missing params field"))?;
    serde_json::from_value(params).map_err(|error| Error::invalid_params(error.to_string()))
}

pub(crate) fn to_json(result: &impl Serialize) -> Answer {
    to_raw_value(result).map_err(|error| Error {
        code: ErrorCode::InternalError,
        message: error.to_string().into(),
        data: None,
    })
}
