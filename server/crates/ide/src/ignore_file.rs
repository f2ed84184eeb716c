//! The language service for ignore files: `.dockerignore`, `NAME.dockerignore` and Podman's
//! `.containerignore`.
//!
//! An ignore file consists of lines, so it needs no syntax tree: [`IgnoreDocument`] holds the text
//! and its patterns. The contents of the build context come from a
//! [`ContextView`](dockwright_context::sources::ContextView) that the caller provides.

mod actions;
mod completion;
mod counts;
mod document;
mod findings;
mod folding;
mod hover;
mod links;
mod references;
mod tokens;

pub use actions::{fix_all_ignore_file, ignore_file_actions};
pub use completion::{IgnoreCompletions, ignore_file_completions, ignore_file_starter};
pub use counts::Count;
pub use document::IgnoreDocument;
pub use findings::ignore_file_editor_diagnostics;
pub use folding::ignore_file_folds;
pub use hover::{IgnoreHoverContext, ignore_file_hover};
pub use links::{IgnoreLink, ignore_file_links};
pub use references::{HiddenSource, hidden_sources};
pub use tokens::ignore_file_tokens;
