//! Tracks the phase of the session: before `initialize`, running, or after `shutdown`.
//!
//! The library answers these two and rejects methods that the server does not have.

use std::sync::{Arc, OnceLock};

use futures::FutureExt;
use serde_json::{Value, json};
use tower::Service;
use tower_lsp::{
    LanguageServer, LspService,
    jsonrpc::{Error, ErrorCode, Id, Result},
    ls_types::{InitializeParams, InitializeResult},
};

use super::messages;

/// The phase of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Created,
    Running,
    ShutDown,
}

/// The current phase, and the library's service, which answers the requests that change it.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    phase: Phase,
    service: LspService<Phases>,
    capabilities: Arc<OnceLock<InitializeResult>>,
}

/// The server from the library's point of view.
#[derive(Debug)]
struct Phases {
    capabilities: Arc<OnceLock<InitializeResult>>,
}

impl LanguageServer for Phases {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        self.capabilities.get().cloned().ok_or_else(Error::internal_error)
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

impl Lifecycle {
    pub(crate) fn new() -> Self {
        let capabilities = Arc::default();
        // Our own requests do not pass through the library, so the socket for them is not needed.
        let (service, _) = LspService::new(|_| Phases { capabilities: Arc::clone(&capabilities) });
        Self { phase: Phase::Created, service, capabilities }
    }

    pub(crate) fn is_running(&self) -> bool {
        self.phase == Phase::Running
    }

    /// The exit code that the protocol demands if the session ends now.
    pub(crate) fn exit_code(&self) -> i32 {
        i32::from(self.phase != Phase::ShutDown)
    }

    /// Whether a request may be answered in this phase.
    pub(crate) fn check(&self, method: &str) -> Result<()> {
        match self.phase {
            Phase::Created if method != "initialize" => {
                let message = "the server is not initialized".into();
                Err(Error { code: ErrorCode::ServerError(-32002), message, data: None })
            }
            Phase::ShutDown => Err(Error::invalid_request()),
            Phase::Created | Phase::Running => Ok(()),
        }
    }

    /// Answers `initialize`. The library is not given the client's parameters: its types are closed, and one unknown
    /// value in the capabilities would make it reject them all.
    pub(crate) fn initialize(&mut self, id: Id, capabilities: InitializeResult) -> Result<Value> {
        self.phase = Phase::Running;
        // The phase has changed, so this runs once.
        let _ = self.capabilities.set(capabilities);
        self.call("initialize".to_owned(), id, Some(json!({"capabilities": {}})))
    }

    /// Answers any other request that the server has no handler for.
    pub(crate) fn answer(&mut self, method: String, id: Id, params: Option<Value>) -> Result<Value> {
        if method == "shutdown" {
            self.phase = Phase::ShutDown;
            // Some clients send parameters, which the library rejects.
            return self.call(method, id, None);
        }
        self.call(method, id, params)
    }

    fn call(&mut self, method: String, id: Id, params: Option<Value>) -> Result<Value> {
        // None of these methods waits, so the response is always ready.
        let response = self.service.call(messages::request(method, Some(id), params)).now_or_never();
        match response {
            Some(Ok(Some(response))) => response.into_parts().1,
            // The library ignores unknown methods that start with `$/`, including requests.
            Some(Ok(None)) => Err(Error::method_not_found()),
            Some(Err(_)) | None => Err(Error::internal_error()),
        }
    }
}
