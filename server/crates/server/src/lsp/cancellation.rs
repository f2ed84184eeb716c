//! The requests that the pool is answering, so that the client can cancel them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{
    FutureExt,
    future::{AbortHandle, BoxFuture, abortable},
};
use tower_lsp::jsonrpc::{Error, Id};

use super::dispatch::Answer;

/// The requests by their ids.
#[derive(Debug, Default)]
pub(crate) struct UnansweredRequests(Arc<Mutex<HashMap<Id, AbortHandle>>>);

impl UnansweredRequests {
    pub(crate) fn contains(&self, id: &Id) -> bool {
        lock(&self.0).contains_key(id)
    }

    /// Adds a request until `answer` is ready or the request is cancelled.
    pub(crate) fn add(&self, id: Id, answer: BoxFuture<'static, Answer>) -> BoxFuture<'static, Answer> {
        let (answer, handle) = abortable(answer);
        lock(&self.0).insert(id.clone(), handle);
        let requests = Arc::clone(&self.0);
        async move {
            let answer = answer.await;
            lock(&requests).remove(&id);
            answer.unwrap_or_else(|_| Err(Error::request_cancelled()))
        }
        .boxed()
    }

    /// Answers a request with an error, now. A request that is already answered is ignored.
    pub(crate) fn cancel(&self, id: &Id) {
        if let Some(handle) = lock(&self.0).get(id) {
            handle.abort();
        }
    }
}

fn lock(requests: &Mutex<HashMap<Id, AbortHandle>>) -> MutexGuard<'_, HashMap<Id, AbortHandle>> {
    requests.lock().unwrap_or_else(PoisonError::into_inner)
}
