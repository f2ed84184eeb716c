//! The language server on standard input and output.
//!
//! The library's service is driven by a loop of our own instead of its `Server`. The thread that calls
//! [`serve`] reads a message, passes it to the [front](front) and polls the answer once; nearly all
//! answers are ready then, without a change of thread. What is not goes to a runtime beside it. The
//! library's loop would end the session at the first message it cannot decode, and would answer nothing
//! while one handler computes.
//!
//! Nothing here knows a method or a type of the protocol; see [`dispatch`] for that.

mod build_context;
mod capabilities;
mod configured;
mod dispatch;
mod documents;
mod findings;
mod frames;
mod from_proto;
mod front;
mod handlers;
mod last_edit;
mod messages;
mod outbound;
mod parent;
mod plain_text;
mod publisher;
mod questions;
mod refresher;
mod room;
mod session;
mod to_proto;
mod workspace_files;

use std::{
    io::{self, Read},
    sync::mpsc,
    thread,
    time::Duration,
};

use futures::{FutureExt, SinkExt, Stream, StreamExt};
use tokio::runtime::{Builder, Handle};
use tower::Service;
use tower_lsp::{
    ClientSocket, LspService,
    jsonrpc::{Request, Response},
};

use dispatch::Dispatch;
use frames::{Frame, Frames};
use front::Front;
use messages::{Answer, Message, Rejected};
use outbound::Outbound;

use crate::language::Locale;

/// Threads for large documents and files from disk.
const POOL: usize = 2;

/// Serves until the client says `exit` or closes its side; the result is the exit code. The process should
/// end then: what still runs is not waited for.
pub(crate) fn serve(locale: Locale) -> i32 {
    log();
    match start(locale) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(%error, "the session ended");
            1
        }
    }
}

fn start(locale: Locale) -> io::Result<i32> {
    let outbound = Outbound::to_stdout()?;
    let builder = LspService::build(|_| Dispatch);
    // The library knows version 3.17 of the protocol.
    let builder = builder.custom_method("textDocument/inlineCompletion", Dispatch::inline_completion);
    #[cfg(debug_assertions)]
    let builder = builder
        .custom_method("dockwright/panic", Dispatch::panic)
        .custom_method("dockwright/wait", Dispatch::wait)
        .custom_method("dockwright/source", Dispatch::source);
    let (service, socket) = builder.finish();
    let runtime = start_runtime()?;
    let _entered = runtime.enter();
    serve_input(
        io::stdin().lock(),
        Front::new(service, outbound.clone(), locale),
        socket,
        &runtime,
        &outbound,
    )
}

/// A runtime whose one thread waits for timers, for the pool and for the client's answers.
fn start_runtime() -> io::Result<Handle> {
    let runtime =
        Builder::new_current_thread().enable_time().max_blocking_threads(POOL).thread_name("pool").build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("tasks".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

fn serve_input<S>(
    input: impl Read,
    mut front: Front<S>,
    socket: ClientSocket,
    runtime: &Handle,
    outbound: &Outbound,
) -> io::Result<i32>
where
    S: Service<Request, Response = Option<Response>> + 'static,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    let (requests, mut responses) = socket.split();
    runtime.spawn(forward(requests, outbound.clone()));

    let (unfinished, all_finished) = mpsc::channel::<()>();
    let mut frames = Frames::new(input);
    loop {
        let message = match frames.next()? {
            Frame::Body(body) => messages::decode(body),
            Frame::Garbage => Err(Rejected::garbage()),
            Frame::End => break,
        };
        match message {
            Ok(Message::Request(request)) => {
                let is_exit = request.method() == "exit";
                let mut answer = front.call(request);
                if let Some(answer) = (&mut answer).now_or_never() {
                    send(outbound, answer);
                } else {
                    let (outbound, unfinished) = (outbound.clone(), unfinished.clone());
                    runtime.spawn(async move {
                        send(&outbound, answer.await);
                        drop(unfinished);
                    });
                }
                if is_exit {
                    outbound.flush();
                    return Ok(front.exit_code());
                }
            }
            Ok(Message::Response(response)) => {
                if let Some(response) = front.answered(response) {
                    // Ready at once: the library only looks up who waits for it.
                    let _ = responses.send(response).now_or_never();
                }
            }
            Err(rejected) => {
                tracing::warn!(?rejected, "a message cannot be read");
                if let Rejected::Syntax(_) = rejected {
                    frames.resynchronise();
                }
                if let Rejected::Syntax(response) | Rejected::Request(response) = rejected {
                    outbound.send(&Answer(&response));
                }
            }
        }
    }
    // Input that is piped in ends before the last answers are ready.
    drop(unfinished);
    let _ = all_finished.recv_timeout(Duration::from_secs(5));
    outbound.flush();
    Ok(front.exit_code())
}

/// Passes on what handlers ask of the client.
async fn forward(mut requests: impl Stream<Item = Request> + Unpin, outbound: Outbound) {
    while let Some(request) = requests.next().await {
        outbound.send(&request);
    }
}

fn send<E>(outbound: &Outbound, answer: Result<Option<Response>, E>) {
    if let Ok(Some(response)) = answer {
        outbound.send(&Answer(&response));
    }
}

/// Logs to standard error, by default only what a user should report.
fn log() {
    use tracing_subscriber::EnvFilter;

    let filter =
        EnvFilter::try_from_env("DOCKWRIGHT_LOG").unwrap_or_else(|_| EnvFilter::new("dockwright=warn"));
    // A logger that is already there stays.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).try_init();
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
}
