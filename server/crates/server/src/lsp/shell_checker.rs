//! Runs `ShellCheck` on the scripts of open documents when the user saves or pauses.
//!
//! A single thread does this, so that one process runs at a time and nothing else waits for it.
//! Requests only look up existing answers; when there are new ones, the findings are sent again or
//! the client is asked to pull them again. The thread starts by requesting the program's version,
//! and ends if the program cannot be used.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use dockwright_lint::{
    preset::ShellCheck as Source,
    shellcheck::{
        answers::{Answer, AnswerSource},
        scripts,
    },
};
use dockwright_texts::{Language, Message};
use serde_json::json;

use super::{ctx::Ctx, documents::Documents, outbound::Outbound};
use crate::shellcheck::{Program, ShellCheck};

/// How long a pause in typing must be.
const PAUSE: Duration = Duration::from_millis(300);
/// How long the end of the session waits until a process is killed and its files are removed.
const FAREWELL: Duration = Duration::from_secs(1);
/// The severity of a message in the protocol.
const WARNING: u8 = 2;

/// The state that the thread shares with the session.
pub(crate) struct Surroundings {
    pub(crate) documents: Arc<Documents>,
    pub(crate) outbound: Outbound,
    /// Counts how often answers arrived, over all programs of a session, so that older results can be
    /// recognized as outdated.
    pub(crate) count: Arc<AtomicU64>,
    pub(crate) language: Language,
    /// Called with a document that has new findings.
    pub(crate) renew: Box<dyn Fn(Ctx) + Send>,
}

/// A thread that runs a program on documents.
#[derive(Debug)]
pub(crate) struct ShellChecker {
    /// The program as given in the setting.
    pub(crate) setting: String,
    /// The language of its messages.
    pub(crate) language: Language,
    events: Sender<Event>,
    known: Arc<KnownAnswers>,
    is_cancelled: Arc<AtomicBool>,
    /// Disconnected when the thread ends.
    ended: Receiver<()>,
}

#[derive(Debug)]
enum Event {
    Changed(Box<Ctx>),
    /// A version to check without waiting for a pause.
    Settled(Box<Ctx>),
    Saved(String),
    Closed(String),
    End,
}

/// Looks up existing answers.
#[derive(Default)]
struct KnownAnswers(std::sync::OnceLock<ShellCheck>);

impl fmt::Debug for KnownAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownAnswers").finish_non_exhaustive()
    }
}

impl AnswerSource for KnownAnswers {
    fn answers(&self, scripts: &[&str]) -> Vec<Option<Arc<Answer>>> {
        self.0.get().map_or_else(|| vec![None; scripts.len()], |shellcheck| shellcheck.known(scripts))
    }
}

impl ShellChecker {
    /// Starts the thread. Without it, there are no answers.
    pub(crate) fn start(setting: String, surroundings: Surroundings) -> Self {
        let language = surroundings.language;
        let (events, receiver) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let known = Arc::new(KnownAnswers::default());
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let task = Task {
            setting: setting.clone(),
            surroundings,
            known: Arc::clone(&known),
            is_cancelled: Arc::clone(&is_cancelled),
            waiting: HashMap::new(),
        };
        let spawned = thread::Builder::new().name("shellcheck".to_owned()).spawn(move || {
            task.run(&receiver);
            drop(end);
        });
        if let Err(error) = spawned {
            tracing::error!(%error, "no thread for ShellCheck");
        }
        Self { setting, language, events, known, is_cancelled, ended }
    }

    /// The source of answers for findings.
    pub(crate) fn source(&self) -> Source {
        Source(Arc::clone(&self.known) as Arc<dyn AnswerSource>)
    }

    /// Call when a document was edited.
    pub(crate) fn changed(&self, ctx: Ctx) {
        self.send(Event::Changed(Box::new(ctx)));
    }

    /// Call when a document was opened, or when anything but its text has changed.
    pub(crate) fn settled(&self, ctx: Ctx) {
        self.send(Event::Settled(Box::new(ctx)));
    }

    pub(crate) fn saved(&self, uri: &str) {
        self.send(Event::Saved(uri.to_owned()));
    }

    pub(crate) fn closed(&self, uri: &str) {
        self.send(Event::Closed(uri.to_owned()));
    }

    /// Stops the running process and waits briefly until it is killed and its files are removed.
    pub(crate) fn end(self) {
        let Self { events, is_cancelled, ended, .. } = &self;
        is_cancelled.store(true, Ordering::Relaxed);
        let _ = events.send(Event::End);
        let _ = ended.recv_timeout(FAREWELL);
    }

    fn send(&self, event: Event) {
        // If the program cannot be used, the thread has ended.
        let _ = self.events.send(event);
    }
}

impl Drop for ShellChecker {
    fn drop(&mut self) {
        // The thread then notices that the channel is closed.
        self.is_cancelled.store(true, Ordering::Relaxed);
    }
}

struct Task {
    setting: String,
    surroundings: Surroundings,
    known: Arc<KnownAnswers>,
    is_cancelled: Arc<AtomicBool>,
    waiting: HashMap<String, (Ctx, Instant)>,
}

impl Task {
    fn run(mut self, receiver: &Receiver<Event>) {
        match Program::find(&self.setting, &self.is_cancelled) {
            Ok(program) => drop(self.known.0.set(ShellCheck::new(program))),
            Err(_) if self.is_cancelled.load(Ordering::Relaxed) => return,
            Err(message) => return self.tell("window/showMessage", &message),
        }
        loop {
            let event = match self.waiting.values().map(|(_, due)| *due).min() {
                None => receiver.recv().map_err(RecvTimeoutError::from),
                Some(due) => receiver.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match event {
                Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(event) => self.note(event),
                Err(RecvTimeoutError::Timeout) => self.check_due(),
            }
        }
    }

    fn note(&mut self, event: Event) {
        let now = Instant::now();
        match event {
            Event::Changed(ctx) => drop(self.waiting.insert(ctx.open.uri.clone(), (*ctx, now + PAUSE))),
            Event::Settled(ctx) => drop(self.waiting.insert(ctx.open.uri.clone(), (*ctx, now))),
            Event::Saved(uri) => {
                if let Some((_, due)) = self.waiting.get_mut(&uri) {
                    *due = now;
                }
            }
            Event::Closed(uri) => drop(self.waiting.remove(&uri)),
            Event::End => {}
        }
    }

    fn check_due(&mut self) {
        let now = Instant::now();
        let due: Vec<_> = self.waiting.extract_if(|_, (_, due)| *due <= now).collect();
        for (uri, (ctx, _)) in due {
            let current = self.surroundings.documents.get(&uri);
            if current.is_some_and(|current| current.revision == ctx.open.revision) && self.check(&ctx) {
                self.surroundings.count.fetch_add(1, Ordering::Relaxed);
                (self.surroundings.renew)(ctx);
            }
        }
    }

    /// Checks a document; returns whether there are new answers.
    fn check(&self, ctx: &Ctx) -> bool {
        let Some(shellcheck) = self.known.0.get() else { return false };
        // A panic in the analysis costs only one answer.
        let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let document = ctx.document();
            let scripts = scripts(document, document.model());
            let texts: Vec<_> = scripts.iter().map(|script| script.text.as_str()).collect();
            shellcheck.ask(&texts, &self.is_cancelled)
        }));
        match asked {
            Ok(Ok(has_more)) => has_more,
            Ok(Err(message)) => {
                self.tell("window/logMessage", &message);
                false
            }
            Err(_) => false,
        }
    }

    fn tell(&self, method: &'static str, message: &Message) {
        tracing::warn!(%message, "ShellCheck");
        let message = message.text(self.surroundings.language);
        self.surroundings.outbound.notify(method, json!({"type": WARNING, "message": message}));
    }
}
