//! A client that speaks to the server as an editor does, and in ways no editor should.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use dockwright_analysis::document::Document;
use dockwright_ide as ide;
use dockwright_syntax::{PositionEncoding, Text};
use dockwright_tests::tested_binary;
use serde_json::{Value, json};

/// Longer than anything takes; beyond it the server hangs.
pub(crate) const CEILING: Duration = Duration::from_secs(60);
pub(crate) const URI: &str = "file:///project/Dockerfile";

/// A running server and what it has sent.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    received: Receiver<Value>,
    /// Received while something else was waited for.
    kept: VecDeque<Value>,
    next: i64,
    /// The server's output, while the client does not read it.
    unheard: Option<ChildStdout>,
    sender: Sender<Value>,
    pub(crate) initialized: Value,
}

#[expect(clippy::needless_pass_by_value, reason = "the tests write parameters in place")]
impl Client {
    /// Starts the server, says nothing and does not listen.
    pub(crate) fn deaf() -> Self {
        Self::deaf_with(None)
    }

    fn deaf_with(typing_pause: Option<Duration>) -> Self {
        let mut command = Command::new(tested_binary());
        command.env("LC_ALL", "C");
        if let Some(pause) = typing_pause {
            command.env("DOCKWRIGHT_TEST_TYPING_PAUSE", pause.as_millis().to_string());
        }
        command.args(["lsp", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the server starts");
        let stdin = child.stdin.take();
        let unheard = child.stdout.take();
        let (sender, received) = channel();
        Self {
            child,
            stdin,
            received,
            kept: VecDeque::new(),
            next: 1,
            unheard,
            sender,
            initialized: Value::Null,
        }
    }

    /// Starts the server and says nothing.
    pub(crate) fn silent() -> Self {
        let mut client = Self::deaf();
        client.listen();
        client
    }

    /// Reads from now on what the server sends.
    pub(crate) fn listen(&mut self) {
        let mut stdout = BufReader::new(self.unheard.take().expect("nobody listens yet"));
        let sender = std::mem::replace(&mut self.sender, channel().0);
        thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
    }

    /// Starts the server and initializes it with these capabilities.
    pub(crate) fn start(capabilities: &Value) -> Self {
        Self::start_with(capabilities, json!({"rootUri": null}))
    }

    /// Starts a server that assumes that the user is typing for this long after an edit. Release builds
    /// ignore that.
    pub(crate) fn start_typing(capabilities: &Value, pause: Duration) -> Self {
        let mut client = Self::deaf_with(Some(pause));
        client.listen();
        client.initialize(capabilities, json!({"rootUri": null}))
    }

    /// Starts the server and initializes it with these capabilities and further parameters.
    pub(crate) fn start_with(capabilities: &Value, params: Value) -> Self {
        Self::silent().initialize(capabilities, params)
    }

    fn initialize(self, capabilities: &Value, mut params: Value) -> Self {
        let mut client = self;
        params["processId"] = std::process::id().into();
        params["capabilities"] = capabilities.clone();
        client.initialized = client.request("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("standard input is open");
        // If the server ends early, the code that waits for its answer reports it.
        let _ = stdin.write_all(bytes).and_then(|()| stdin.flush());
    }

    /// Sends a body with its header.
    pub(crate) fn body(&mut self, body: &str) {
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.body(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// Sends a request and does not wait; the result is its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next;
        self.next += 1;
        self.body(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        id
    }

    /// The answer to a request, error or not.
    #[track_caller]
    pub(crate) fn answer(&mut self, id: impl Into<Value>) -> Value {
        let id = id.into();
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request and gives its result.
    #[track_caller]
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let mut answer = self.answer(id);
        assert_eq!(answer.get("error"), None, "{method}");
        answer["result"].take()
    }

    /// The code of the error that a request is answered with.
    #[track_caller]
    pub(crate) fn error(&mut self, method: &str, params: Value) -> i64 {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("{method} is answered {answer}"))
    }

    /// The next request or notification of this method that the server sends.
    #[track_caller]
    pub(crate) fn told(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)
    }

    /// Answers a request of the server.
    pub(crate) fn reply(&mut self, request: &Value, result: Value) {
        self.body(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}).to_string());
    }

    /// The next diagnostics sent without a request.
    #[track_caller]
    pub(crate) fn published(&mut self) -> Value {
        self.told("textDocument/publishDiagnostics")["params"].take()
    }

    /// The first wanted message, among those already received and those to come.
    #[track_caller]
    pub(crate) fn wait(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&is_wanted) {
            return self.kept.remove(at).expect("the position was just found");
        }
        let end = Instant::now() + CEILING;
        loop {
            match self.received.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) if is_wanted(&message) => return message,
                Ok(message) => self.kept.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("the server hangs; it has sent {:?}", self.kept),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the server ended; it has sent {:?}", self.kept)
                }
            }
        }
    }

    pub(crate) fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "languageId": "dockerfile", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", about(uri));
    }

    /// The text that the server has for a document; only debug builds return it.
    #[cfg(debug_assertions)]
    #[track_caller]
    pub(crate) fn source(&mut self, uri: &str) -> Value {
        self.request("dockwright/source", about(uri))
    }

    #[cfg(target_os = "linux")]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn close_input(&mut self) {
        self.stdin = None;
    }

    /// Waits for the server to end by itself.
    #[track_caller]
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + CEILING;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("the child can be waited for") {
                return status;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("the server does not end");
    }

    /// Shuts down as an editor does; the result is everything that came without a request.
    #[track_caller]
    pub(crate) fn stop(mut self) -> Vec<Value> {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.ended().code(), Some(0));
        let rest: Vec<_> = self.received.iter().collect();
        self.kept.drain(..).chain(rest).collect()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // If the test went well, the server has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(stdout: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        length = line.strip_prefix("Content-Length: ")?.trim().parse().ok()?;
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server sends JSON"))
}

/// The parameters of a request about a document.
pub(crate) fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

/// The parameters of a request about a place in a document.
pub(crate) fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

/// A range within a line.
pub(crate) fn range(line: u32, start: u32, end: u32) -> Value {
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

pub(crate) fn pull() -> Value {
    json!({"textDocument": {
        "diagnostic": {},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        "publishDiagnostics": {"relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true, "tagSupport": {"valueSet": [1, 2]}},
    }})
}

pub(crate) fn push() -> Value {
    let mut capabilities = pull();
    capabilities["textDocument"].as_object_mut().expect("it is an object").remove("diagnostic");
    capabilities
}

pub(crate) fn with_encodings(encodings: &[&str]) -> Value {
    let mut capabilities = pull();
    capabilities["general"] = json!({"positionEncodings": encodings});
    capabilities
}

/// The server's expected answers about a text: code and range of each finding, name and ranges of
/// each symbol, folds.
pub(crate) struct Expected {
    document: Document,
    encoding: PositionEncoding,
}

impl Expected {
    pub(crate) fn new(source: &str, encoding: PositionEncoding) -> Self {
        Self { document: Document::new(Text::new(source)), encoding }
    }

    fn range(&self, range: std::ops::Range<usize>) -> Value {
        let position = |offset| {
            let position = self.document.text().position(offset, self.encoding);
            json!({"line": position.line, "character": position.column})
        };
        json!({"start": position(range.start), "end": position(range.end)})
    }

    #[track_caller]
    pub(crate) fn check_diagnostics(&self, items: &Value) {
        let expected = dockwright_lint::diagnostics::diagnostics(&self.document);
        let expected = expected.into_iter().map(|found| {
            json!([
                found.code,
                found.text(dockwright_texts::Language::English),
                self.range(found.range.clone())
            ])
        });
        let items = items.as_array().expect("diagnostics are a list");
        let items: Vec<_> =
            items.iter().map(|item| json!([item["code"], item["message"], item["range"]])).collect();
        assert_eq!(items, expected.collect::<Vec<_>>());
    }

    #[track_caller]
    pub(crate) fn check_symbols(&self, tree: &Value) {
        fn expected(this: &Expected, symbols: Vec<ide::Symbol>) -> Value {
            let symbols = symbols.into_iter().map(|symbol| {
                let (range, selection) = (this.range(symbol.range), this.range(symbol.selection));
                json!([symbol.name, range, selection, expected(this, symbol.children)])
            });
            symbols.collect()
        }
        fn found(tree: &Value) -> Value {
            let symbols = tree.as_array().map_or(&[][..], Vec::as_slice).iter();
            symbols
                .map(|it| json!([it["name"], it["range"], it["selectionRange"], found(&it["children"])]))
                .collect()
        }
        assert_eq!(found(tree), expected(self, ide::symbols(&self.document)));
    }

    #[track_caller]
    pub(crate) fn check_folds(&self, folds: &Value) {
        let lines = |range: Value| (range["start"]["line"].as_u64(), range["end"]["line"].as_u64());
        let expected = ide::folding_ranges(&self.document);
        let expected = expected.into_iter().map(|fold| lines(self.range(fold.range)));
        let expected: Vec<_> = expected.filter(|(start, end)| start < end).collect();
        let folds = folds.as_array().expect("folds are a list");
        let folds: Vec<_> =
            folds.iter().map(|fold| (fold["startLine"].as_u64(), fold["endLine"].as_u64())).collect();
        assert_eq!(folds, expected);
    }
}
