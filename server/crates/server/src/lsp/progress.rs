//! Reports the progress of a long-running request, and sends its results in parts, if the client has
//! asked for that.

use serde::Serialize;
use serde_json::{Value, json};

use super::outbound::Outbound;

const METHOD: &str = "$/progress";

/// The progress of a request. When this is dropped, the client is notified that the request has ended, so
/// also when the request is cancelled.
#[derive(Debug)]
pub(crate) struct Progress {
    outbound: Outbound,
    token: Option<Value>,
    percentage: usize,
}

impl Progress {
    /// `token` is the client's token for progress, if any.
    pub(crate) fn begin(outbound: Outbound, token: Option<Value>, title: &str) -> Self {
        let progress = Self { outbound, token, percentage: 0 };
        progress.send(&json!({"kind": "begin", "title": title, "cancellable": true, "percentage": 0}));
        progress
    }

    /// Reports how many parts of the work are done.
    pub(crate) fn report(&mut self, done: usize, all: usize) {
        let percentage = done * 100 / all.max(1);
        if percentage > self.percentage {
            self.percentage = percentage;
            let message = format!("{done}/{all}");
            self.send(&json!({"kind": "report", "message": message, "percentage": percentage}));
        }
    }

    fn send(&self, value: &Value) {
        if let Some(token) = &self.token {
            self.outbound.notify(METHOD, json!({"token": token, "value": value}));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.send(&json!({"kind": "end"}));
    }
}

/// The results of a request, sent in parts if the client has a token for them, or else all at once.
#[derive(Debug)]
pub(crate) struct PartialResults<T> {
    outbound: Outbound,
    token: Option<Value>,
    /// The results that are not sent in parts.
    collected: Vec<T>,
}

impl<T: Serialize> PartialResults<T> {
    pub(crate) fn new(outbound: Outbound, token: Option<Value>) -> Self {
        Self { outbound, token, collected: Vec::new() }
    }

    /// Adds results. The client gets them as the `items` of a value.
    pub(crate) fn add(&mut self, items: Vec<T>) {
        match &self.token {
            None => self.collected.extend(items),
            Some(_) if items.is_empty() => {}
            Some(token) => {
                self.outbound.notify(METHOD, json!({"token": token, "value": {"items": items}}));
            }
        }
    }

    /// The results for the response; empty if they were sent in parts, as the protocol requires.
    pub(crate) fn rest(self) -> Vec<T> {
        self.collected
    }
}
