//! Dockerfile text and syntax trees, without meaning.
//!
//! [`text`] holds a document as a rope and converts positions; [`parse`] makes trees of it, in full or
//! after an edit. [`logical`], [`words`], [`exec_form`] and [`heredoc`] are BuildKit's lexical rules, each alone;
//! [`source_map`] leads from their results back to the source.
//! What an instruction means is the business of `dockwright-analysis`. Nothing here does IO, and nothing can fail: any
//! text has a tree.

pub mod exec_form;
pub mod heredoc;
pub mod kinds;
pub mod logical;
mod node_kinds;
pub mod parse;
pub mod source_map;
pub mod text;
pub mod unicode;
pub mod words;

pub use parse::SyntaxTree;
pub use text::{Edit, Position, PositionEncoding, Text};

#[doc(hidden)]
pub use tree_sitter as __tree_sitter;
