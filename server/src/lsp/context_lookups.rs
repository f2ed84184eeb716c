//! Looks up the sources of COPY and ADD on disk, after findings were sent, and has them sent again if that changes them.
//!
//! Findings never wait for the disk: they use what was looked up before. One task looks again after each time that they were
//! made, once the document rests for a moment, and after the client has reported a changed ignore file.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use dockwright_lint::rules::context_sources::context_sources;
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{Instant, timeout_at},
};

use super::{
    client_requests::RequestSender, ctx::Ctx, pool::pooled, publisher::Publisher, refresher::REFRESH, uris,
};

/// How long a document has to rest. The first look comes at once.
const PAUSE: Duration = Duration::from_millis(300);
/// So many documents are remembered.
const MAX_SEEN: usize = 10_000;
/// How long one source is looked at.
const PATIENCE: Duration = Duration::from_millis(50);

/// Sends to the task; nothing happens where no client could be sent new findings.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContextLookups {
    events: Option<UnboundedSender<Ctx>>,
}

/// How the client gets new findings.
#[derive(Debug, Clone)]
pub(crate) enum Renewal {
    /// They are sent to it.
    Push(Publisher),
    /// It is asked to pull them.
    Pull(RequestSender),
    /// It pulls them with its next change.
    None,
}

impl ContextLookups {
    /// Starts the task on the current runtime.
    pub(crate) fn start(renewal: Renewal) -> Self {
        let (events, receiver) = unbounded_channel();
        let task = LookupTask { renewal, waiting: HashMap::new(), seen: HashSet::new() };
        tokio::spawn(task.run(receiver));
        Self { events: Some(events) }
    }

    /// Looks up the sources of a version of a document.
    pub(crate) fn look(&self, ctx: &Ctx) {
        if let Some(events) = self.events.as_ref().filter(|_| !ctx.open.context().contexts.is_empty()) {
            // The task ends with the process.
            let _ = events.send(ctx.clone());
        }
    }
}

struct LookupTask {
    renewal: Renewal,
    waiting: HashMap<String, (Ctx, Instant)>,
    /// Documents that were looked at before.
    seen: HashSet<String>,
}

impl LookupTask {
    async fn run(mut self, mut events: UnboundedReceiver<Ctx>) {
        loop {
            let received = match self.waiting.values().map(|(_, due)| *due).min() {
                None => Ok(events.recv().await),
                Some(due) => timeout_at(due, events.recv()).await,
            };
            match received {
                Ok(Some(ctx)) => {
                    let now = Instant::now();
                    if self.seen.len() >= MAX_SEEN {
                        self.seen.clear();
                    }
                    let due = if self.seen.insert(ctx.open.uri.clone()) { now } else { now + PAUSE };
                    self.waiting.insert(ctx.open.uri.clone(), (ctx, due));
                }
                Ok(None) => return,
                Err(_) => self.look().await,
            }
        }
    }

    async fn look(&mut self) {
        let now = Instant::now();
        let due: Vec<_> = self.waiting.extract_if(|_, (_, due)| *due <= now).collect();
        let mut is_changed = false;
        for (_, (ctx, _)) in due {
            let looked_at = ctx.clone();
            if pooled(move || Ok(renew(&looked_at))).await != Ok(true) {
                continue;
            }
            is_changed = true;
            if let Renewal::Push(publisher) = &self.renewal {
                publisher.reconfigured(ctx);
            }
        }
        if let Renewal::Pull(sender) = &self.renewal
            && is_changed
        {
            sender.send(REFRESH, None);
        }
    }
}

/// Looks at all sources of a document, and returns whether something is different now.
fn renew(ctx: &Ctx) -> bool {
    let Some(path) = uris::file_path(&ctx.open.uri) else { return false };
    let document = ctx.document();
    let sources = context_sources(document, document.model());
    let contexts = ctx.contexts.of(&path);
    // Each is looked at, whatever the others say.
    contexts.iter().filter(|context| context.renew(&sources, Some(PATIENCE))).count() > 0
}
