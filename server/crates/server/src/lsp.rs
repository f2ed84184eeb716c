//! The language server on standard input and output.
//!
//! The library's service is driven by our own loop instead of its `Server`. The thread that calls
//! [`serve`] reads a message and passes it to the [front](front); nearly all requests are answered
//! there, without switching threads. The others are computed in a pool and sent by a runtime. The
//! library's loop would end the session at the first message that it cannot decode, and would not
//! answer anything while one handler computes.
//!
//! Nothing here depends on a method of the protocol; see [`requests`] for those that are answered.

mod build_completion;
mod build_context;
mod build_files;
mod build_requests;
mod cancellation;
mod capabilities;
mod client_process;
mod client_requests;
mod context_folders;
mod context_lookups;
mod ctx;
mod dispatch;
mod document_configurations;
mod document_kind;
mod documents;
mod findings;
mod frames;
mod from_proto;
mod front;
mod handlers;
mod ignore_contexts;
mod ignore_edits;
mod inline_dockerfiles;
mod last_edit;
mod lifecycle;
mod messages;
mod outbound;
mod plain_text;
mod pool;
mod progress;
mod publisher;
mod refresher;
mod requests;
mod result_ids;
mod session;
mod shell_checker;
mod starter;
mod to_proto;
mod uris;
mod workspace_builds;
mod workspace_files;
mod workspace_findings;
mod workspace_pass;
mod workspace_search;
mod writable_bytes;

use std::{
    io::{self, Read},
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use tokio::runtime::{Builder, Handle};

use dispatch::Reply;
use frames::{Frame, Frames};
use front::Front;
use messages::{Message, Rejected};
use outbound::Outbound;

use crate::language::Locale;

/// Threads for large documents and files from disk.
const POOL: usize = 2;

/// Serves until the client sends `exit` or closes its side; returns the exit code. The process
/// should end then, because running analyses are not waited for.
pub(crate) fn serve(locale: Locale) -> i32 {
    // Logged as one line, using the subscriber set up by `main`.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    match start(locale) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(%error, "the session ended");
            1
        }
    }
}

/// The allocator requests huge pages, of which a server that waits most of the time uses only small
/// parts: a large workspace takes 34 MB instead of 80 (measured), in the same time. Call this before
/// much memory has been used.
pub(crate) fn use_small_pages() {
    #[cfg(target_os = "linux")]
    // Old kernels do not have this.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

fn start(locale: Locale) -> io::Result<i32> {
    let outbound = Outbound::to_stdout()?;
    let runtime = start_runtime()?;
    let _entered = runtime.enter();
    serve_input(io::stdin().lock(), &Front::start(outbound.clone(), locale), &runtime, &outbound)
}

/// A runtime whose one thread waits for timers and for the pool.
fn start_runtime() -> io::Result<Handle> {
    let runtime =
        Builder::new_current_thread().enable_time().max_blocking_threads(POOL).thread_name("pool").build()?;
    let handle = runtime.handle().clone();
    thread::Builder::new()
        .name("tasks".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}

fn serve_input(
    input: impl Read,
    front: &Mutex<Front>,
    runtime: &Handle,
    outbound: &Outbound,
) -> io::Result<i32> {
    let (unfinished, all_finished) = mpsc::channel::<()>();
    let mut frames = Frames::new(input);
    loop {
        let message = match frames.next()? {
            Frame::Body(body) => messages::decode(body),
            Frame::Garbage => Err(Rejected::garbage()),
            Frame::TooLong(length) => Err(Rejected::too_long(length)),
            Frame::End => break,
        };
        let mut front = front.lock().unwrap_or_else(PoisonError::into_inner);
        match message {
            Ok(Message::Request(request)) => {
                match front.receive(request) {
                    None => {}
                    Some((id, Reply::Ready(answer))) => outbound.answer(&id, &answer),
                    Some((id, Reply::Later(answer))) => {
                        let (outbound, unfinished) = (outbound.clone(), unfinished.clone());
                        runtime.spawn(async move {
                            outbound.answer(&id, &answer.await);
                            drop(unfinished);
                        });
                    }
                }
                if front.has_exited() {
                    front.end();
                    outbound.flush();
                    return Ok(front.exit_code());
                }
            }
            Ok(Message::Response(response)) => front.receive_response(response),
            Err(rejected) => {
                tracing::warn!(?rejected, "a message cannot be read");
                if let Rejected::Syntax(_) = rejected {
                    frames.resynchronise();
                }
                if let Rejected::Syntax(response) | Rejected::Request(response) = rejected {
                    let (id, answer) = response.into_parts();
                    outbound.answer(&id, &answer);
                }
            }
        }
    }
    // Input from a pipe may end before the last answers are ready.
    drop(unfinished);
    let _ = all_finished.recv_timeout(Duration::from_secs(5));
    let mut front = front.lock().unwrap_or_else(PoisonError::into_inner);
    front.end();
    outbound.flush();
    Ok(front.exit_code())
}
