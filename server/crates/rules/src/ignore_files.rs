//! The rules about ignore files: `.dockerignore` and `.containerignore`.

pub mod ignore_bang;
pub mod ignore_comment_behind;
pub mod ignore_comment_indented;
pub mod ignore_covered;
pub mod ignore_duplicate;
pub mod ignore_order;
pub mod ignore_pattern_backslash;
pub mod ignore_pattern_invalid;

// The imports that all of them need.
use dockwright_lint::{
    diagnostic::Diagnostic,
    finding::Tag,
    ignore_context::{Effect, IgnoreContext},
};
