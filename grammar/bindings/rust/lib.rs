//! The Dockerfile grammar for [tree-sitter](https://tree-sitter.github.io/).
//!
//! Exports the language, its node types and the editor queries, and nothing else. The crates above
//! interpret what a text means.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_dockerfile() -> *const ();
}

/// The tree-sitter language `dockerfile`.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_dockerfile) };

/// The content of `node-types.json`.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// `queries/highlights.scm`: the kind of each token, with Neovim's names.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// `queries/injections.scm`: shell text and the languages of heredocs.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// `queries/folds.scm`: what can be folded.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// `queries/locals.scm`: scopes, definitions and references.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// `queries/indents.scm`: the indentation of continued lines.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// `queries/tags.scm`: stages and variables for code navigation.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
