//! Receives all messages of the client, one after the other, in the order of arrival, before any
//! handler runs.
//!
//! - Changes of documents and settings are applied here, so no handler can see them too early or
//!   too late.
//! - A request is answered for the version of its document that is current at its arrival, however
//!   late its handler runs.
//! - A panic is answered with an error; the session continues.
//!
//! Nothing here waits, neither for the client nor for an analysis.

mod builds;
mod files;

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, Weak},
};

use dockwright_builds::Table;
use dockwright_texts::{Language, Message, lsp::documents as texts};
use serde::{Deserialize as _, de::DeserializeOwned};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use builds::BuildsReading;

use super::{
    build_requests,
    cancellation::UnansweredRequests,
    capabilities::{self, ClientAbilities, Delivery},
    client_process,
    client_requests::ClientRequests,
    context_lookups::ContextLookups,
    ctx::{Ctx, Snapshot, Target},
    dispatch::{Dispatch, Reply},
    document_configurations::{DocumentConfiguration, DocumentConfigurations},
    document_kind::{DocumentKind, build_file},
    documents::{Documents, OpenDocument},
    from_proto::{self, DidChange, DidClose, DidOpen, Identifier},
    lifecycle::Lifecycle,
    outbound::Outbound,
    publisher::Publisher,
    refresher::{REFRESH, Refresher},
    requests::requests,
    session::Session,
    shell_checker::{ShellChecker, Surroundings},
    uris,
    workspace_builds::WorkspaceBuilds,
};
use crate::{
    config::{self, Settings},
    language::Locale,
};

/// The state of the server.
pub(crate) struct Front {
    lifecycle: Lifecycle,
    requests: Dispatch,
    unanswered: UnansweredRequests,
    has_exited: bool,
    session: Session,
    /// The settings that apply unless the client sends some.
    initial: Settings,
    locale: Locale,
    documents: Arc<Documents>,
    configurations: DocumentConfigurations,
    publisher: Option<Publisher>,
    /// The builds that the current findings and hints are based on.
    builds: Arc<Table>,
    builds_reading: BuildsReading,
    /// The open documents that are left to other servers.
    left_alone: HashSet<String>,
    /// For tasks that apply a result between two messages.
    this: Weak<Mutex<Self>>,
    shell_checker: Option<ShellChecker>,
    client: ClientRequests,
    outbound: Outbound,
}

impl Front {
    /// A server that has not received a message yet.
    pub(crate) fn start(outbound: Outbound, locale: Locale) -> Arc<Mutex<Self>> {
        Arc::new_cyclic(|this| Mutex::new(Self::new(outbound, locale, Weak::clone(this))))
    }

    fn new(outbound: Outbound, locale: Locale, this: Weak<Mutex<Self>>) -> Self {
        let documents: Arc<Documents> = Arc::default();
        let builds = Arc::new(WorkspaceBuilds::new(Arc::clone(&documents)));
        Self {
            lifecycle: Lifecycle::new(),
            requests: requests(&outbound),
            unanswered: UnansweredRequests::default(),
            has_exited: false,
            session: Session { builds, ..Session::default() },
            initial: Settings::default(),
            locale,
            documents,
            configurations: DocumentConfigurations::default(),
            publisher: None,
            builds: Arc::default(),
            builds_reading: BuildsReading::default(),
            left_alone: HashSet::new(),
            this,
            shell_checker: None,
            client: ClientRequests::new(outbound.clone()),
            outbound,
        }
    }

    /// Whether the client has sent `exit`.
    pub(crate) fn has_exited(&self) -> bool {
        self.has_exited
    }

    /// The exit code that the protocol demands if the session ends now.
    pub(crate) fn exit_code(&self) -> i32 {
        self.lifecycle.exit_code()
    }

    /// Applies a notification, or starts answering a request.
    pub(crate) fn receive(&mut self, request: Request) -> Option<(Id, Reply)> {
        self.has_exited |= request.method() == "exit";
        if request.method().starts_with("textDocument/") {
            self.session.findings.is_active();
        }
        let id = request.id().cloned();
        let reply = catch_unwind(AssertUnwindSafe(|| {
            if let Some(id) = &id {
                Some(self.answer(id.clone(), request))
            } else {
                self.notified(request);
                None
            }
        }));
        let internal_error = || Reply::error(Error::internal_error());
        id.map(|id| (id, reply.ok().flatten().unwrap_or_else(internal_error)))
    }

    /// Handles the response to a request of the server.
    pub(crate) fn receive_response(&mut self, response: Response) {
        if let Some(section) = self.client.settings_in(response) {
            self.apply(&section);
        }
    }

    fn answer(&mut self, id: Id, request: Request) -> Reply {
        let (method, _, params) = request.into_parts();
        if let Err(error) = self.lifecycle.check(&method) {
            return Reply::error(error);
        }
        if self.unanswered.contains(&id) {
            return Reply::error(Error::invalid_request());
        }
        if !self.requests.has(&method) {
            return Reply::now(|| {
                if method == "initialize" && !self.lifecycle.is_running() {
                    self.initialize(params.as_ref().unwrap_or(&Value::Null));
                    let capabilities = capabilities::initialize_result(&self.session.abilities);
                    return self.lifecycle.initialize(id, capabilities);
                }
                self.lifecycle.answer(method.into_owned(), id, params)
            });
        }
        let uri = uris::document_uri(params.as_ref());
        if uri.is_some_and(|uri| self.left_alone.contains(uri)) {
            return build_requests::nothing(&method);
        }
        let is_build_file = uri.is_some_and(|uri| build_file(uri).is_some());
        let snapshot = self.snapshot(params.as_ref());
        let params = params.map(from_proto::readable);
        let reply = if is_build_file {
            build_requests::answer(snapshot, &method, params)
        } else {
            self.requests.call(&method, snapshot, params)
        };
        match reply {
            Reply::Later(answer) => Reply::Later(self.unanswered.add(id, answer)),
            ready @ Reply::Ready(_) => ready,
        }
    }

    /// The state for a request with these parameters.
    fn snapshot(&mut self, params: Option<&Value>) -> Snapshot {
        let documents = Arc::clone(&self.documents);
        let Some(uri) = uris::document_uri(params) else {
            return Snapshot { session: self.session.clone(), target: Target::None, documents };
        };
        let target = match documents.get(uri) {
            Some(open) => Target::Open(open),
            None => Target::Unopened { uri: uri.to_owned(), revision: documents.next_revision() },
        };
        Snapshot { session: self.session_about(uri), target, documents }
    }

    fn initialize(&mut self, params: &Value) {
        let abilities = ClientAbilities::new(params);
        tracing::info!(client = %params["clientInfo"], ?abilities, "initialize");
        self.session.abilities = Arc::new(abilities);
        self.session.set_folders(params);
        let complaints = self.initial.overlay(config::section(&params["initializationOptions"]));
        self.session.language = self.language(&self.initial);
        self.complain(complaints);
        if self.session.abilities.delivery == Delivery::Push {
            self.publisher = Some(Publisher::start(Arc::clone(&self.documents), self.outbound.clone()));
        } else if self.session.abilities.workspace.refreshes_diagnostics {
            self.session.refresher = Refresher::start(Arc::clone(&self.documents), self.client.sender());
        }
        let refreshes = self.session.abilities.workspace.refreshes_diagnostics;
        self.session.lookups = ContextLookups::start(refreshes.then(|| self.client.sender()));
        let settings = self.with_shellcheck(self.initial.clone());
        self.session.settings = Arc::new(settings);
        if let Some(id) = params["processId"].as_u64().and_then(|id| id.try_into().ok()) {
            client_process::watch(id);
        }
    }

    /// The language of messages under these settings.
    fn language(&self, settings: &Settings) -> Language {
        self.locale.session_language(settings.locale, self.session.abilities.locale.as_deref())
    }

    /// Starts or stops `ShellCheck` according to the settings, and returns them with the source of its
    /// answers.
    fn with_shellcheck(&mut self, mut settings: Settings) -> Settings {
        let current = self.shell_checker.as_ref().map(|checker| (&checker.setting, checker.language));
        if current != settings.shellcheck.as_ref().map(|setting| (setting, self.session.language)) {
            let (publisher, sender) = (self.publisher.clone(), self.client.sender());
            let refreshes = self.session.abilities.workspace.refreshes_diagnostics;
            let renew = move |ctx| match &publisher {
                Some(publisher) => publisher.reconfigured(ctx),
                None if refreshes => drop(sender.send(REFRESH, None)),
                None => {}
            };
            let surroundings = Surroundings {
                documents: Arc::clone(&self.documents),
                outbound: self.outbound.clone(),
                count: Arc::clone(&self.session.answers),
                language: self.session.language,
                renew: Box::new(renew),
            };
            let setting = settings.shellcheck.clone();
            self.shell_checker = setting.map(|setting| ShellChecker::start(setting, surroundings));
        }
        settings.checks.shellcheck = self.shell_checker.as_ref().map(ShellChecker::source);
        settings
    }

    /// Stops all running work.
    pub(crate) fn end(&mut self) {
        if let Some(checker) = self.shell_checker.take() {
            checker.end();
        }
    }

    /// Sends the requests that had to wait until the client was ready.
    fn initialized(&mut self) {
        let workspace = &self.session.abilities.workspace;
        if workspace.tells_changes_on_request {
            self.client.register_for_settings();
        }
        if workspace.tells_settings {
            self.client.request_settings();
        }
        if workspace.watches_files {
            self.client.register_for_files();
        }
    }

    /// The session with the configuration of a document.
    fn session_about(&mut self, uri: &str) -> Session {
        let is_open = self.documents.get(uri).is_some();
        self.session_of(uri, is_open)
    }

    fn session_of(&mut self, uri: &str, is_open: bool) -> Session {
        let (DocumentConfiguration { selection, context }, complaints) =
            self.configurations.of(&self.session, uri, is_open);
        self.complain(complaints);
        Session { selection: Some(selection), context, ..self.session.clone() }
    }

    /// Sends the findings again, or makes the client pull them, because different checks may apply now.
    fn checks_changed(&mut self) {
        self.session.generation += 1;
        if self.session.abilities.workspace.refreshes_diagnostics {
            self.client.refresh(REFRESH);
        }
        for document in self.documents.all() {
            let session = self.session_about(&document.uri);
            let document = self.documents.put_into(&document.uri, Arc::clone(&session.context));
            if let Some(document) = document {
                self.tell(Ctx::new(document, session), Publisher::reconfigured, ShellChecker::settled);
            }
        }
    }

    /// Notifies the tasks that examine documents by themselves.
    fn tell(&self, ctx: Ctx, publish: fn(&Publisher, Ctx), check: fn(&ShellChecker, Ctx)) {
        if let Some(checker) = self.shell_checker.as_ref().filter(|_| build_file(&ctx.open.uri).is_none()) {
            check(checker, ctx.clone());
        }
        if let Some(publisher) = &self.publisher {
            publish(publisher, ctx);
        }
    }

    /// Handles `textDocument/didSave`: findings are no longer held back.
    fn saved(&self, uri: &str) {
        let Some(document) = self.documents.get(uri) else { return };
        document.last_edit().save();
        if let Some(checker) = &self.shell_checker {
            checker.saved(uri);
        }
        if let Some(publisher) = &self.publisher {
            publisher.saved(uri);
        } else if document.last_edit().take_held_back()
            && self.session.abilities.workspace.refreshes_diagnostics
        {
            self.client.refresh(REFRESH);
        }
    }

    /// Applies `workspace/didChangeConfiguration`. Clients that answer requests for settings need not send them here.
    fn settings_changed(&mut self, params: &Value) {
        let sent = &params["settings"];
        let is_ours = sent.get(config::SECTION).is_some();
        if !is_ours && self.session.abilities.workspace.tells_settings {
            self.client.request_settings();
        } else if is_ours || sent.as_object().is_some_and(|sent| !sent.is_empty()) {
            self.apply(config::section(sent));
        }
    }

    fn apply(&mut self, section: &Value) {
        let mut settings = self.initial.clone();
        let complaints = settings.overlay(section);
        let language = self.language(&settings);
        let is_translated = std::mem::replace(&mut self.session.language, language) != language;
        self.complain(complaints);
        let settings = self.with_shellcheck(settings);
        let before = std::mem::replace(&mut self.session.settings, Arc::new(settings));
        let (now, workspace) = (&self.session.settings, &self.session.abilities.workspace);
        if (is_translated || now.inlay_hints != before.inlay_hints) && workspace.refreshes_inlay_hints {
            self.client.refresh("workspace/inlayHint/refresh");
        }
        if (is_translated || now.code_lens != before.code_lens) && workspace.refreshes_code_lenses {
            self.client.refresh("workspace/codeLens/refresh");
        }
        if is_translated || now.checks != before.checks {
            self.configurations.forget_selections();
            self.checks_changed();
        }
    }

    /// Reports invalid settings.
    fn complain(&self, complaints: Vec<Message>) {
        const WARNING: u8 = 2;
        for message in complaints {
            tracing::warn!(%message, "settings");
            self.outbound.notify(
                "window/logMessage",
                json!({"type": WARNING, "message": message.text(self.session.language)}),
            );
        }
    }

    /// Reports why a document gets no results.
    fn say_too_large(&self, document: &OpenDocument) {
        const WARNING: u8 = 2;
        let name = document.uri.rsplit('/').next().unwrap_or_default();
        let message = texts::too_large(name).text(self.session.language);
        self.outbound.notify("window/showMessage", json!({"type": WARNING, "message": message}));
    }

    /// Applies a notification. Unknown or invalid ones are ignored.
    fn notified(&mut self, request: Request) {
        if !self.lifecycle.is_running() {
            return;
        }
        match request.method() {
            "textDocument/didOpen" => {
                let Some(DidOpen { text_document: opened }) = decode(request) else { return };
                if build_requests::is_left_alone(&opened.uri, &opened.language_id) {
                    self.left_alone.insert(opened.uri);
                    return;
                }
                let session = self.session_of(&opened.uri, true);
                let context = Arc::clone(&session.context);
                let kind = DocumentKind::new(&opened.uri, &opened.language_id);
                let document =
                    self.documents.open_as(kind, opened.uri, opened.version, &opened.text, context);
                if document.is_too_large() {
                    self.say_too_large(&document);
                }
                self.tell(Ctx::new(document, session), Publisher::opened, ShellChecker::settled);
                self.read_builds();
            }
            "textDocument/didChange" => {
                let Some(DidChange { text_document, content_changes }) = decode(request) else { return };
                let changes = content_changes.into_iter().map(Into::into).collect();
                let (uri, version) = (&text_document.uri, text_document.version);
                if self.left_alone.contains(uri) {
                    return;
                }
                let encoding = self.session.abilities.encoding;
                let was_too_large = self.documents.get(uri).is_some_and(|document| document.is_too_large());
                let document = self.documents.change(uri, version, changes, encoding);
                if let Some(document) = document.as_ref().filter(|it| it.is_too_large() && !was_too_large) {
                    self.say_too_large(document);
                }
                if document.is_none() {
                    tracing::warn!(%uri, "a document that is not open was changed");
                }
                let is_told = self.publisher.is_some() || self.shell_checker.is_some();
                if let Some(document) = document.filter(|_| is_told) {
                    let session = self.session_about(uri);
                    self.tell(Ctx::new(document, session), Publisher::changed, ShellChecker::changed);
                }
                if build_file(uri).is_some() {
                    self.read_builds();
                }
            }
            "textDocument/didClose" => {
                let Some(DidClose { text_document }) = decode(request) else { return };
                let Identifier { uri, .. } = text_document;
                if self.left_alone.remove(&uri) {
                    return;
                }
                self.configurations.forget(&uri);
                if let Some(path) = uris::file_path(&uri) {
                    self.session.contexts.forget(&path);
                }
                let is_build_file = build_file(&uri).is_some();
                if let Some(checker) = &self.shell_checker {
                    checker.closed(&uri);
                }
                if !self.documents.close(&uri) {
                    tracing::warn!(%uri, "a document that is not open was closed");
                } else if let Some(publisher) = &self.publisher {
                    publisher.closed(&uri);
                }
                if is_build_file {
                    self.read_builds();
                }
            }
            "initialized" => self.initialized(),
            "$/cancelRequest" => {
                let id = request.params().and_then(|params| Id::deserialize(&params["id"]).ok());
                if let Some(id) = id {
                    self.unanswered.cancel(&id);
                }
            }
            "workspace/didChangeConfiguration" => {
                self.settings_changed(request.params().unwrap_or(&Value::Null));
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.session.change_folders(request.params().unwrap_or(&Value::Null));
                self.configurations.forget_selections();
                self.read_builds();
            }
            "textDocument/didSave" => {
                let uri = uris::document_uri(request.params());
                if let Some(uri) = uri {
                    self.saved(uri);
                    if let Some(document) = self.documents.get(uri) {
                        self.dockerfile_saved(&document);
                        self.look_up(document);
                    }
                }
                self.files_changed(uri.into_iter());
            }
            "workspace/didCreateFiles" | "workspace/didDeleteFiles" | "workspace/didRenameFiles" => {
                self.files_moved();
            }
            "workspace/didChangeWatchedFiles" => {
                self.watched_files_changed(request.params().unwrap_or(&Value::Null));
            }
            _ => {}
        }
    }
}

fn decode<T: DeserializeOwned>(request: Request) -> Option<T> {
    let (method, _, params) = request.into_parts();
    serde_json::from_value(params.unwrap_or_default())
        .inspect_err(|error| tracing::warn!(%method, %error, "a notification cannot be read and is lost"))
        .ok()
}
