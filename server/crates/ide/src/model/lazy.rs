//! A document's meaning that is computed when somebody asks for it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{BuildInputs, Model};
use crate::document::Document;

/// The meaning of a document, computed when first asked for, from that of an earlier version where there is one.
#[derive(Debug, Default)]
pub(crate) struct LazyModel {
    model: OnceLock<Arc<Model>>,
    earlier: Mutex<Option<Arc<Model>>>,
}

impl LazyModel {
    /// What a later version may start from.
    fn latest(&self) -> Option<Arc<Model>> {
        self.model
            .get()
            .cloned()
            .or_else(|| self.earlier.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// One that starts from what an earlier version has.
    pub(crate) fn after(earlier: Option<&Self>) -> Self {
        Self { model: OnceLock::new(), earlier: Mutex::new(earlier.and_then(Self::latest)) }
    }

    /// The meaning for these inputs, which must be the same at each call.
    pub(crate) fn get(&self, document: &Document, inputs: impl FnOnce() -> BuildInputs) -> &Arc<Model> {
        self.model.get_or_init(|| {
            let earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner).take();
            Arc::new(Model::new(document, &inputs(), earlier.as_deref()))
        })
    }
}
