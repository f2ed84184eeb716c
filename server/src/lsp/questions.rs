//! What we ask of the client.
//!
//! An answer is taken where it is read, between the messages before and after it, so that settings hold from one
//! message to the next. Nobody waits for one, and a client that never answers costs nothing.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Id, Response};

use super::{messages, outbound::Outbound};
use crate::config::SECTION;

/// How our ids begin; the library's are numbers.
const PREFIX: &str = "dockwright/";

/// Asks the client; cloning shares the numbers of the questions.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    outbound: Outbound,
    asked: Arc<AtomicU64>,
}

impl Asker {
    pub(crate) fn ask(&self, method: &'static str, params: Option<Value>) -> Id {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        let id = Id::String(format!("{PREFIX}{number}"));
        self.outbound.send(&messages::request(method, Some(id.clone()), params));
        id
    }
}

/// The questions of a session.
#[derive(Debug)]
pub(crate) struct Questions {
    asker: Asker,
    /// The last question for settings; an answer to an earlier one is old.
    settings: Option<Id>,
}

/// What an answer means.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The settings as the client has them now.
    Settings(Value),
    /// Nothing more than that it came.
    Heard,
    /// It is not for us.
    Foreign(Response),
}

impl Questions {
    pub(crate) fn new(outbound: Outbound) -> Self {
        Self { asker: Asker { outbound, asked: Arc::default() }, settings: None }
    }

    /// For questions that are asked beside the read loop.
    pub(crate) fn asker(&self) -> Asker {
        self.asker.clone()
    }

    /// Asks for the settings.
    pub(crate) fn ask_for_settings(&mut self) {
        let id = self.asker.ask("workspace/configuration", Some(json!({"items": [{"section": SECTION}]})));
        self.settings = Some(id);
    }

    /// Asks to be told when the settings change.
    pub(crate) fn ask_to_be_told(&self) {
        const METHOD: &str = "workspace/didChangeConfiguration";
        let registration = json!({"id": METHOD, "method": METHOD, "registerOptions": {"section": SECTION}});
        self.asker.ask("client/registerCapability", Some(json!({"registrations": [registration]})));
    }

    /// Asks to be told when configuration files change.
    pub(crate) fn ask_to_watch(&self) {
        const METHOD: &str = "workspace/didChangeWatchedFiles";
        let watchers = [json!({"globPattern": "**/{dockwright.toml,.hadolint.yaml,.hadolint.yml}"})];
        let registration = json!({"id": METHOD, "method": METHOD, "registerOptions": {"watchers": watchers}});
        self.asker.ask("client/registerCapability", Some(json!({"registrations": [registration]})));
    }

    /// Asks to ask us again.
    pub(crate) fn ask_to_refresh(&self, method: &'static str) {
        self.asker.ask(method, None);
    }

    /// What a response of the client means.
    pub(crate) fn answered(&mut self, response: Response) -> Answer {
        match response.id() {
            id if self.settings.as_ref() == Some(id) => {
                self.settings = None;
                let (_, result) = response.into_parts();
                match result {
                    Ok(Value::Array(mut sections)) if !sections.is_empty() => {
                        Answer::Settings(sections.swap_remove(0))
                    }
                    Ok(_) => Answer::Heard,
                    Err(error) => {
                        tracing::warn!(%error, "the client does not tell its settings");
                        Answer::Heard
                    }
                }
            }
            Id::String(id) if id.starts_with(PREFIX) => Answer::Heard,
            _ => Answer::Foreign(response),
        }
    }
}
