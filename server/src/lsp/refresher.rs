//! Asks clients that pull diagnostics to pull again when findings are no longer held back.
//!
//! A client pulls after each change, so it must be told when only time has passed. One task waits for all documents.

use std::{collections::HashMap, sync::Arc, time::Instant};

use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout_at,
};

use super::{
    documents::{Documents, OpenDocument},
    questions::Asker,
};

pub(crate) const REFRESH: &str = "workspace/diagnostic/refresh";

/// The way to the task. Without a task, for clients that do not support this, nothing happens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refresher {
    held: Option<UnboundedSender<Held>>,
}

/// Findings of a version of a document are held back.
#[derive(Debug)]
struct Held {
    uri: String,
    revision: u64,
    until: Instant,
}

impl Refresher {
    /// Starts the task on the current runtime.
    pub(crate) fn start(documents: Arc<Documents>, asker: Asker) -> Self {
        let (held, receiver) = unbounded_channel();
        tokio::spawn(run(documents, asker, receiver));
        Self { held: Some(held) }
    }

    /// Asks the client to pull again after this time, unless the document has changed by then.
    pub(crate) fn refresh_at(&self, open: &OpenDocument, until: Instant) {
        if let Some(held) = &self.held {
            // The task ends with the process.
            let _ = held.send(Held { uri: open.uri.clone(), revision: open.revision, until });
        }
    }
}

async fn run(documents: Arc<Documents>, asker: Asker, mut receiver: UnboundedReceiver<Held>) {
    // One for each document: a newer version takes the place of an older one.
    let mut waiting: HashMap<String, Held> = HashMap::new();
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
                // One request is for all documents, and each is asked.
                if due.filter(|(_, held)| is_held(&documents, held)).count() > 0 {
                    asker.ask(REFRESH, None);
                }
            }
        }
    }
}

/// Whether the client still lacks the findings.
fn is_held(documents: &Documents, held: &Held) -> bool {
    let open = documents.get(&held.uri).filter(|open| open.revision == held.revision);
    open.is_some_and(|open| open.last_edit().take_held_back())
}
