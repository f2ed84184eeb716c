//! A server and what it has answered.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use dockwright_tests::dockwright_binary;
use serde_json::{Value, json};

/// How many requests may be unanswered before the next message is sent.
const OPEN: usize = 200;
/// Longer than anything takes.
const CEILING: Duration = Duration::from_secs(60);

pub(crate) struct Server {
    child: Child,
    input: ChildStdin,
    answers: Receiver<Value>,
    open: HashSet<u64>,
    next: u64,
    pub(crate) answered: usize,
}

#[expect(clippy::needless_pass_by_value, reason = "parameters are written in place")]
impl Server {
    pub(crate) fn start() -> Self {
        let mut command = Command::new(dockwright_binary());
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let (sender, answers) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if message.get("method").is_none() && sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut server = Self { child, input, answers, open: HashSet::new(), next: 1, answered: 0 };
        server.request("initialize", json!({"capabilities": {}, "processId": null, "rootUri": null}));
        server.notify("initialized", json!({}));
        server
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).unwrap();
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request, and waits for earlier ones where many are unanswered.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> u64 {
        let id = self.next;
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.open.insert(id);
        while self.open.len() > OPEN && self.receive().is_some() {}
        id
    }

    fn receive(&mut self) -> Option<Value> {
        let answer = self.answers.recv_timeout(CEILING).ok()?;
        if let Some(id) = answer["id"].as_u64() {
            self.answered += usize::from(self.open.remove(&id));
        }
        Some(answer)
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        loop {
            let mut answer = self.receive().unwrap_or_else(|| panic!("{method} is not answered"));
            if answer["id"] == id {
                return answer["result"].take();
            }
        }
    }

    /// Waits for all answers; the number of requests without one.
    pub(crate) fn unanswered(&mut self) -> usize {
        while !self.open.is_empty() && self.receive().is_some() {}
        self.open.len()
    }

    /// Memory in KiB, current and maximum.
    pub(crate) fn memory(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
        };
        (of("VmRSS:"), of("VmHWM:"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        length = line.strip_prefix("Content-Length: ")?.trim().parse().ok()?;
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
