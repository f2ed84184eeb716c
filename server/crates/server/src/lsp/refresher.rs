//! Asks clients that pull diagnostics to pull again when findings are no longer held back.
//!
//! A client pulls after each change of the text, but not when only time has passed. One task waits for all documents.

use std::{collections::HashMap, sync::Arc, time::Instant};

use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout_at,
};

use super::{
    client_requests::RequestSender,
    documents::{Documents, OpenDocument},
};

pub(crate) const REFRESH: &str = "workspace/diagnostic/refresh";

/// Sends to the task. For clients that do not support this there is no task, and nothing happens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refresher {
    held: Option<UnboundedSender<HeldFindings>>,
}

/// The findings of this version of a document that are held back until a certain time.
#[derive(Debug)]
struct HeldFindings {
    uri: String,
    revision: u64,
    until: Instant,
}

impl Refresher {
    /// Starts the task on the current runtime.
    pub(crate) fn start(documents: Arc<Documents>, sender: RequestSender) -> Self {
        let (held, receiver) = unbounded_channel();
        tokio::spawn(run(documents, sender, receiver));
        Self { held: Some(held) }
    }

    /// Requests a new pull after this time, unless the document has changed by then.
    pub(crate) fn refresh_at(&self, open: &OpenDocument, until: Instant) {
        if let Some(held) = &self.held {
            // The task ends with the process.
            let _ = held.send(HeldFindings { uri: open.uri.clone(), revision: open.revision, until });
        }
    }
}

async fn run(
    documents: Arc<Documents>,
    sender: RequestSender,
    mut receiver: UnboundedReceiver<HeldFindings>,
) {
    // One for each document: a newer version replaces an older one.
    let mut waiting: HashMap<String, HeldFindings> = HashMap::new();
    loop {
        let received = match waiting.values().map(|held| held.until).min() {
            None => Ok(receiver.recv().await),
            Some(until) => timeout_at(until.into(), receiver.recv()).await,
        };
        match received {
            Ok(Some(held)) => drop(waiting.insert(held.uri.clone(), held)),
            Ok(None) => return,
            Err(_) => {
                let now = Instant::now();
                let due = waiting.extract_if(|_, held| held.until <= now);
                // One request covers all documents. `count` checks each of them.
                if due.filter(|(_, held)| is_held(&documents, held)).count() > 0 {
                    sender.send(REFRESH, None);
                }
            }
        }
    }
}

/// Whether the client still lacks the findings.
fn is_held(documents: &Documents, held: &HeldFindings) -> bool {
    let open = documents.get(&held.uri).filter(|open| open.revision == held.revision);
    open.is_some_and(|open| open.last_edit().take_held_back())
}
