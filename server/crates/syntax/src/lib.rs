//! Dockerfile text and syntax trees, without meaning.
//!
//! [`text`] holds a document as a rope and converts positions; [`parse`] turns it into a tree, in
//! full or after an edit. [`logical`], [`words`], [`exec_form`] and [`heredoc`] implement
//! BuildKit's lexical rules, one each; [`source_map`] maps offsets in their results back to the
//! source. `dockwright-analysis` knows what an instruction means. Nothing here does IO or can fail:
//! any text has a tree.

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
