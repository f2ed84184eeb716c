//! The thread pool for long-running work, and the panic barrier around analyses.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::task::JoinHandle;
use tower_lsp::jsonrpc::{Error, Result};

/// The value, or an error for the client if computing it panics.
pub(crate) fn guarded<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(Error::internal_error()))
}

/// Queues `run` for the pool immediately, so calls start in the order in which they are made.
/// Dropping the future, as a cancellation does, removes it from the queue if it has not started.
pub(crate) fn pooled<T: Send + 'static>(
    run: impl FnOnce() -> Result<T> + Send + 'static,
) -> impl Future<Output = Result<T>> + Send + 'static {
    struct Queued<T>(JoinHandle<T>);

    impl<T> Drop for Queued<T> {
        fn drop(&mut self) {
            self.0.abort();
        }
    }

    let mut queued = Queued(tokio::task::spawn_blocking(move || guarded(run)));
    async move { (&mut queued.0).await.unwrap_or_else(|_| Err(Error::internal_error())) }
}
