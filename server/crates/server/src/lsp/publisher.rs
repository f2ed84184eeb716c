//! Sends diagnostics to clients that do not pull them.
//!
//! A single task sends all of them: immediately for a document that was just opened, and after a
//! pause in typing for one that is being edited. Findings that were held back follow after a longer
//! pause. Results for versions that are no longer current are dropped before or after the analysis,
//! so an old result never follows a new one. Closing a document clears its findings.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{Instant, timeout_at},
};

use super::{
    ctx::Ctx,
    documents::Documents,
    findings::{Findings, findings},
    outbound::Outbound,
    pool::pooled,
};

const METHOD: &str = "textDocument/publishDiagnostics";
/// The length of a pause in typing.
const PAUSE: Duration = Duration::from_millis(150);
/// Users who type without a pause still get findings at this interval.
const PATIENCE: Duration = Duration::from_secs(1);

/// Sends events to the task.
#[derive(Debug, Clone)]
pub(crate) struct Publisher {
    events: UnboundedSender<DocumentEvent>,
}

#[derive(Debug)]
enum DocumentEvent {
    Opened(Ctx),
    Reconfigured(Ctx),
    Changed(Ctx),
    Saved(String),
    Closed(String),
}

impl Publisher {
    /// Starts the task on the current runtime.
    pub(crate) fn start(documents: Arc<Documents>, outbound: Outbound) -> Self {
        let (events, receiver) = unbounded_channel();
        let publisher = Self { events };
        let task = PublisherTask {
            documents,
            outbound,
            publisher: publisher.clone(),
            waiting: HashMap::new(),
            unseen: HashSet::new(),
        };
        tokio::spawn(task.run(receiver));
        publisher
    }

    pub(crate) fn opened(&self, ctx: Ctx) {
        self.send(DocumentEvent::Opened(ctx));
    }

    /// Call when the settings for the document have changed, but not its text.
    pub(crate) fn reconfigured(&self, ctx: Ctx) {
        self.send(DocumentEvent::Reconfigured(ctx));
    }

    pub(crate) fn changed(&self, ctx: Ctx) {
        self.send(DocumentEvent::Changed(ctx));
    }

    pub(crate) fn saved(&self, uri: &str) {
        self.send(DocumentEvent::Saved(uri.to_owned()));
    }

    pub(crate) fn closed(&self, uri: &str) {
        self.send(DocumentEvent::Closed(uri.to_owned()));
    }

    /// Looks up the build context of the document, and sends its findings again if they may have
    /// changed.
    pub(crate) fn look(&self, ctx: &Ctx) {
        let (publisher, again) = (self.clone(), ctx.clone());
        ctx.look_up_sources(Some(Box::new(move || publisher.reconfigured(again))));
    }

    fn send(&self, event: DocumentEvent) {
        // The task ends with the process.
        let _ = self.events.send(event);
    }
}

struct PublisherTask {
    documents: Arc<Documents>,
    outbound: Outbound,
    /// Sends to this task.
    publisher: Publisher,
    waiting: HashMap<String, WaitingDocument>,
    /// Open documents for which no findings have been sent yet. Their first findings do not wait for a
    /// pause, even if the user types before the analysis of a large document is ready.
    unseen: HashSet<String>,
}

struct WaitingDocument {
    ctx: Ctx,
    due: Instant,
    /// When it is due at the latest, even if edits keep coming.
    latest: Instant,
    /// Whether its findings were sent, except those that are held back.
    is_sent: bool,
}

impl PublisherTask {
    async fn run(mut self, mut events: UnboundedReceiver<DocumentEvent>) {
        loop {
            let event = match self.waiting.values().map(|waiting| waiting.due).min() {
                None => events.recv().await,
                Some(due) => {
                    let Ok(event) = timeout_at(due, events.recv()).await else {
                        self.publish_due().await;
                        continue;
                    };
                    event
                }
            };
            match event {
                Some(event) => self.note(event),
                None => return,
            }
        }
    }

    fn note(&mut self, event: DocumentEvent) {
        let now = Instant::now();
        match event {
            DocumentEvent::Opened(ctx) => {
                self.unseen.insert(ctx.open.uri.clone());
                self.wait(ctx, now, now);
            }
            DocumentEvent::Reconfigured(ctx) => self.wait(ctx, now, now),
            DocumentEvent::Changed(ctx) if self.unseen.contains(&ctx.open.uri) => self.wait(ctx, now, now),
            DocumentEvent::Changed(ctx) => {
                let waiting = self.waiting.get(&ctx.open.uri).filter(|waiting| !waiting.is_sent);
                let latest = waiting.map_or(now + PATIENCE, |waiting| waiting.latest);
                let due = latest.min(now + PAUSE);
                self.wait(ctx, due, latest);
            }
            DocumentEvent::Saved(uri) => {
                if let Some(waiting) = self.waiting.get_mut(&uri) {
                    waiting.due = now;
                }
            }
            DocumentEvent::Closed(uri) => {
                self.waiting.remove(&uri);
                self.unseen.remove(&uri);
                self.outbound.notify(METHOD, json!({"uri": uri, "diagnostics": []}));
            }
        }
    }

    fn wait(&mut self, ctx: Ctx, due: Instant, latest: Instant) {
        self.waiting.insert(ctx.open.uri.clone(), WaitingDocument { ctx, due, latest, is_sent: false });
    }

    async fn publish_due(&mut self) {
        let now = Instant::now();
        let due: Vec<_> = self.waiting.extract_if(|_, waiting| waiting.due <= now).collect();
        for (uri, WaitingDocument { ctx, .. }) in due {
            if !self.is_current(&ctx) {
                continue;
            }
            let analysed = ctx.clone();
            let found = pooled(move || Ok(findings(&analysed)));
            let found = found.await;
            if !self.is_current(&ctx) {
                continue;
            }
            self.unseen.remove(&uri);
            // If the analysis panics, the client keeps the findings of an earlier version.
            let Ok(Findings { diagnostics, held_until }) = found else { continue };
            let mut params = json!({"uri": &uri, "diagnostics": diagnostics});
            if let Some(version) = ctx.open.version.filter(|_| ctx.abilities.diagnostics.has_version) {
                params["version"] = Value::from(version);
            }
            self.outbound.notify(METHOD, params);
            self.publisher.look(&ctx);
            if let Some(until) = held_until {
                let due = until.into();
                self.waiting.insert(uri, WaitingDocument { ctx, due, latest: due, is_sent: true });
            }
        }
    }

    fn is_current(&self, ctx: &Ctx) -> bool {
        self.documents.get(&ctx.open.uri).is_some_and(|current| current.revision == ctx.open.revision)
    }
}
