//! The requests that the server sends to the client.
//!
//! A response is handled where it is read, between the messages before and after it, so new
//! settings apply from the next message on. Nothing waits for a response, and a client that never
//! responds costs nothing.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Id, Response};

use super::{messages, outbound::Outbound};
use crate::config::SECTION;

/// Sends requests; clones share the counter of their ids.
#[derive(Debug, Clone)]
pub(crate) struct RequestSender {
    outbound: Outbound,
    sent: Arc<AtomicU64>,
}

impl RequestSender {
    pub(crate) fn send(&self, method: &'static str, params: Option<Value>) -> Id {
        let number = self.sent.fetch_add(1, Ordering::Relaxed) + 1;
        let id = Id::String(format!("dockwright/{number}"));
        self.outbound.send(&messages::request(method, Some(id.clone()), params));
        id
    }
}

/// The requests of a session to its client.
#[derive(Debug)]
pub(crate) struct ClientRequests {
    sender: RequestSender,
    /// The last request for settings; responses to earlier ones are outdated.
    settings: Option<Id>,
}

impl ClientRequests {
    pub(crate) fn new(outbound: Outbound) -> Self {
        Self { sender: RequestSender { outbound, sent: Arc::default() }, settings: None }
    }

    /// A sender for threads other than the read loop.
    pub(crate) fn sender(&self) -> RequestSender {
        self.sender.clone()
    }

    /// Requests the settings.
    pub(crate) fn request_settings(&mut self) {
        let id = self.sender.send("workspace/configuration", Some(json!({"items": [{"section": SECTION}]})));
        self.settings = Some(id);
    }

    /// Makes the client report changes of the settings.
    pub(crate) fn register_for_settings(&self) {
        const METHOD: &str = "workspace/didChangeConfiguration";
        let registration = json!({"id": METHOD, "method": METHOD, "registerOptions": {"section": SECTION}});
        self.sender.send("client/registerCapability", Some(json!({"registrations": [registration]})));
    }

    /// Makes the client report changes of Dockerfiles, of configuration files, of ignore files and of
    /// files that define builds.
    pub(crate) fn register_for_files(&self) {
        const METHOD: &str = "workspace/didChangeWatchedFiles";
        let watchers = [
            "**/{Dockerfile,dockerfile,Containerfile,containerfile}{,.*,-*}",
            "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}",
            "**/{dockwright.toml,.hadolint.yaml,.hadolint.yml}",
            "**/{.dockerignore,*.dockerignore,.containerignore,*.containerignore}",
            "**/{compose,docker-compose}{,.*}.{yaml,yml}",
            "**/{docker-bake{,.override}.{hcl,json},devcontainer.json,.devcontainer.json,.env}",
        ];
        let watchers = watchers.map(|pattern| json!({"globPattern": pattern}));
        let registration = json!({"id": METHOD, "method": METHOD, "registerOptions": {"watchers": watchers}});
        self.sender.send("client/registerCapability", Some(json!({"registrations": [registration]})));
    }

    /// Makes the client repeat its requests of a kind; `method` ends in `refresh`.
    pub(crate) fn refresh(&self, method: &'static str) {
        self.sender.send(method, None);
    }

    /// The settings, if the response contains them. No other response contains anything of interest.
    pub(crate) fn settings_in(&mut self, response: Response) -> Option<Value> {
        self.settings.take_if(|id| id == response.id())?;
        match response.into_parts().1 {
            Ok(Value::Array(mut sections)) if !sections.is_empty() => Some(sections.swap_remove(0)),
            Ok(_) => None,
            Err(error) => {
                tracing::warn!(%error, "the client does not send its settings");
                None
            }
        }
    }
}
