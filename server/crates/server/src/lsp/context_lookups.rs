//! Looks up the sources of COPY and ADD on disk after findings were sent, and has the findings sent
//! again if that changes them.
//!
//! Findings never wait for the disk: they use the results of earlier lookups. A single task repeats
//! the lookups after findings were computed, once the document has not changed for a moment, and
//! after the client has reported a changed ignore file.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use dockwright_lint::context_sources::context_sources;
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{Instant, timeout_at},
};

use super::{
    client_requests::RequestSender, context_folders::ContextFolders, document_kind::DocumentKind,
    documents::OpenDocument, pool::pooled, refresher::REFRESH, uris,
};

/// How long a document must stay unchanged before a lookup. The first lookup is immediate.
const PAUSE: Duration = Duration::from_millis(300);
/// The maximum number of documents that are remembered.
const MAX_SEEN: usize = 10_000;
/// The maximum time spent on one source.
pub(super) const PATIENCE: Duration = Duration::from_millis(50);

/// Sends to the task.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContextLookups {
    events: Option<UnboundedSender<Lookup>>,
}

/// A version of a document whose sources must be looked up.
struct Lookup {
    open: Arc<OpenDocument>,
    contexts: Arc<ContextFolders>,
    /// Sends new findings; if it is absent, the client is asked to pull them.
    send_again: Option<Box<dyn FnOnce() + Send>>,
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lookup").field("open", &self.open).finish_non_exhaustive()
    }
}

impl ContextLookups {
    /// Starts the task on the current runtime. `sender` is for clients that pull findings.
    pub(crate) fn start(sender: Option<RequestSender>) -> Self {
        let (events, receiver) = unbounded_channel();
        let task = LookupTask { sender, waiting: HashMap::new(), seen: HashSet::new() };
        tokio::spawn(task.run(receiver));
        Self { events: Some(events) }
    }

    /// Looks up the sources of a version of a document, and then calls `send_again` if findings may
    /// have changed.
    pub(crate) fn look(
        &self,
        open: &Arc<OpenDocument>,
        contexts: &Arc<ContextFolders>,
        send_again: Option<Box<dyn FnOnce() + Send>>,
    ) {
        let has_sources = open.kind == DocumentKind::Dockerfile && !open.context().contexts.is_empty();
        if let Some(events) = self.events.as_ref().filter(|_| has_sources) {
            let (open, contexts) = (Arc::clone(open), Arc::clone(contexts));
            // The task ends with the process.
            let _ = events.send(Lookup { open, contexts, send_again });
        }
    }
}

struct LookupTask {
    sender: Option<RequestSender>,
    waiting: HashMap<String, (Lookup, Instant)>,
    /// Documents with an earlier lookup.
    seen: HashSet<String>,
}

impl LookupTask {
    async fn run(mut self, mut events: UnboundedReceiver<Lookup>) {
        loop {
            let received = match self.waiting.values().map(|(_, due)| *due).min() {
                None => Ok(events.recv().await),
                Some(due) => timeout_at(due, events.recv()).await,
            };
            match received {
                Ok(Some(lookup)) => {
                    let now = Instant::now();
                    if self.seen.len() >= MAX_SEEN {
                        self.seen.clear();
                    }
                    let uri = lookup.open.uri.clone();
                    let due = if self.seen.insert(uri.clone()) { now } else { now + PAUSE };
                    self.waiting.insert(uri, (lookup, due));
                }
                Ok(None) => return,
                Err(_) => self.look().await,
            }
        }
    }

    async fn look(&mut self) {
        let now = Instant::now();
        let due: Vec<_> = self.waiting.extract_if(|_, (_, due)| *due <= now).collect();
        let mut is_pull_due = false;
        for (_, (Lookup { open, contexts, send_again }, _)) in due {
            if pooled(move || Ok(renew(&open, &contexts))).await != Ok(true) {
                continue;
            }
            match send_again {
                Some(send_again) => send_again(),
                None => is_pull_due = true,
            }
        }
        if let Some(sender) = self.sender.as_ref().filter(|_| is_pull_due) {
            sender.send(REFRESH, None);
        }
    }
}

/// Looks up all sources of a document, and returns whether findings may have changed.
fn renew(open: &OpenDocument, contexts: &ContextFolders) -> bool {
    let Some(path) = uris::file_path(&open.uri) else { return false };
    let document = open.document();
    let sources = context_sources(document, document.model());
    // `count` looks up all contexts, even if findings already changed in one.
    contexts.of(&path).iter().filter(|context| context.renew(&sources, Some(PATIENCE))).count() > 0
}
