//! Editor features for Dockerfiles: completion, hovers, navigation, refactorings and more.
//!
//! This module exports everything that the server and the command line call. The crate has no
//! protocol types and does no I/O; positions are byte offsets into the document's text.

pub mod build_names;
pub mod builds;
pub mod code_actions;
pub mod code_lenses;
pub mod completion;
pub mod document_links;
pub mod file_renames;
pub mod folding;
pub mod hover;
pub mod ignore_file;
pub mod inlay_hints;
pub mod inline_completion;
pub mod linked_ranges;
pub mod navigation;
pub mod refactoring;
pub mod rename;
pub mod resolve;
pub mod selection;
pub mod semantic_tokens;
pub mod signature_help;
pub mod stage_graph;
pub mod symbols;
#[cfg(test)]
mod tests;
pub mod typing;
pub mod unfinished;
pub mod xml;

pub use code_actions::{ActionKind, CodeAction, code_actions, fix_all_edit};
pub use code_lenses::{CodeLens, code_lenses};
pub use completion::{
    CompletionContext, CompletionItem, CompletionKind, DocKey, FolderEntry, StarterFile,
    arguments_for_builds, base_images, completions, is_after_word, stages_for_builds,
};
pub use document_links::{DocumentLink, LinkTarget, document_links, image_page};
pub use file_renames::{
    FileRenames, SettingPath, SourceFolders, build_file_edits, pattern_edits, setting_path_edit, source_edits,
};
pub use folding::{FoldKind, FoldingRange, folding_ranges};
pub use hover::{ContextSource, Hover, SourceSummary, context_source_at, hover, source_hover};
pub use inlay_hints::{HintKind, HintKinds, InlayHint, inlay_hints};
pub use inline_completion::{FreeTextWord, InlineCompletion, free_text_words, inline_completion};
pub use linked_ranges::linked_ranges;
pub use navigation::{Access, Definition, Highlight, Target, definition, highlights, references};
pub use refactoring::{Refactoring, RefactoringKind, refactorings};
pub use rename::{Renamable, RenameError, prepare_rename, rename};
pub use resolve::{Resolution, ResolvedReference, ResolvedStage, nearest_stage, resolve};
pub use selection::selection_ranges;
pub use semantic_tokens::{
    RelativeToken, SemanticToken, TokenModifiers, TokenType, TokensEdit, encoded_tokens, relative_tokens,
    semantic_tokens, tokens_edit,
};
pub use signature_help::{Parameter, Signature, SignatureHelp, signature_help};
pub use stage_graph::{
    Drawing, DrawingFormat, GraphEdge, GraphStage, NeedKind, StageGraph, draw as draw_stage_graph,
    stage_graph,
};
pub use symbols::{Declared, Symbol, SymbolKind, declared_names, symbols};
pub use typing::{TYPING_TRIGGERS, typing_edits};
pub use unfinished::{EditorDiagnostics, editor_diagnostics};

// Rules are found by the engine only after this; a test should not have to think of it.
#[cfg(test)]
ctor::declarative::ctor! {
    #[ctor(unsafe)]
    fn install_rules() {
        dockwright_rules::install();
    }
}
