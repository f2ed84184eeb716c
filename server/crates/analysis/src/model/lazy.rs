//! Computes a document's model when it is first needed.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Model;
use crate::{
    build_inputs::BuildInputs,
    document::Document,
    memo::{Memo, Memoized},
};

/// A model that is computed when it is first needed, starting from an earlier version's model if
/// there is one.
#[derive(Debug, Default)]
struct LazyModel {
    model: OnceLock<Arc<Model>>,
    earlier: Mutex<Option<Arc<Model>>>,
}

impl LazyModel {
    /// The model that a later version may start from.
    fn latest(&self) -> Option<Arc<Model>> {
        self.model
            .get()
            .cloned()
            .or_else(|| self.earlier.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// The slot for the next version, which starts from this one's model.
    fn next(&self) -> Self {
        Self { model: OnceLock::new(), earlier: Mutex::new(self.latest()) }
    }

    /// The model for these inputs, which must be the same at each call.
    fn get(&self, document: &Document, inputs: impl FnOnce() -> BuildInputs) -> &Arc<Model> {
        self.model.get_or_init(|| {
            let earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner).take();
            Arc::new(Model::new(document, &inputs(), earlier.as_deref()))
        })
    }
}

/// The model for the build in the document's context.
#[derive(Default)]
struct ForContext(LazyModel);

/// The model for a platform that does not exist.
#[derive(Default)]
struct ForNowhere(LazyModel);

impl Memoized for ForContext {
    fn inherit(&self, next: &Memo) {
        next.get_or_init(|| Self(self.0.next()));
    }
}

impl Memoized for ForNowhere {
    fn inherit(&self, next: &Memo) {
        next.get_or_init(|| Self(self.0.next()));
    }
}

impl Document {
    /// Its meaning, for the build in its context.
    pub fn model(&self) -> &Arc<Model> {
        self.memo.get_or_init(ForContext::default).0.get(self, || self.context().inputs.clone())
    }
}

/// The model of a document for a platform that does not exist. `inputs` must be the same at each
/// call.
pub(crate) fn model_for_nowhere(document: &Document, inputs: impl FnOnce() -> BuildInputs) -> &Arc<Model> {
    document.memo.get_or_init(ForNowhere::default).0.get(document, inputs)
}
