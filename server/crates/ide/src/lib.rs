//! What Dockwright knows about Dockerfiles: facts, diagnostics and editor features.
//!
//! The façade: everything the server and the command line call stands here. No protocol types, no
//! IO; places are byte offsets into the document's text.

mod any_platform;
pub mod build_inputs;
pub mod build_report;
pub mod code_actions;
pub mod code_lenses;
pub mod completion;
pub mod diagnostic;
pub mod diagnostics;
pub mod document;
pub mod document_links;
mod engine;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod fix_all;
pub mod folding;
pub mod format;
pub mod go;
mod heredocs;
mod hidden_argument;
pub mod hover;
pub mod inlay_hints;
pub mod inline_completion;
pub mod linked_ranges;
pub mod memo;
pub mod model;
pub mod navigation;
mod packages;
pub mod platform;
pub mod preset;
pub mod problem;
mod problems;
mod programs;
pub mod refactoring;
pub mod refusals;
pub mod rename;
pub mod resolve;
pub mod rule;
mod rule_texts;
pub mod rules;
pub mod selection;
pub mod semantic_tokens;
pub mod shell;
pub mod signature_help;
pub mod spec;
pub mod stage_graph;
mod suggest;
mod suppression;
pub mod symbols;
pub mod typing;
pub mod unfinished;
mod usage;
mod words;
mod written;

pub use build_inputs::{BaseConfig, BuildInputs};
pub use build_report::{BuildError, HeredocReport, InstructionReport, Report, SubReport, report, report_for};
pub use code_actions::{ActionKind, CodeAction, code_actions, fix_all_edit};
pub use code_lenses::{CodeLens, code_lenses};
pub use completion::{
    CompletionContext, CompletionItem, CompletionKind, DocKey, FolderEntry, base_images, completions,
    is_after_word,
};
pub use diagnostic::{Diagnostic, Related};
pub use diagnostics::{diagnostics, diagnostics_for};
pub use document::{Document, DocumentContext};
pub use document_links::{DocumentLink, LinkTarget, document_links, image_page};
pub use facts::Form;
pub use finding::Tag;
pub use fix::{Fix, TextEdit, edited};
pub use fix_all::{Applied, Fixed, fix_all};
pub use folding::{FoldKind, FoldingRange, folding_ranges};
pub use format::{AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase, format, format_range};
pub use hover::{Hover, hover};
pub use inlay_hints::{HintKind, HintKinds, InlayHint, inlay_hints};
pub use inline_completion::{FreeTextWord, InlineCompletion, free_text_words, inline_completion};
pub use linked_ranges::linked_ranges;
pub use model::{ImageConfig, Model, Origin, OriginKind};
pub use navigation::{Access, Definition, Highlight, Target, definition, highlights, references};
pub use platform::Platform;
pub use preset::{Choice, Selection, is_known_name, names_refusal, nearest_name};
pub use problem::{Phase, Unless};
pub use refactoring::{Refactoring, RefactoringKind, refactorings};
pub use rename::{Renamable, RenameError, prepare_rename, rename};
pub use resolve::{Resolution, ResolvedReference, ResolvedStage, nearest_stage, resolve};
pub use rule::{Group, Preset, Rule, RuleOptions, Severity};
pub use rule_texts::{rule_note, rule_summary};
pub use rules::RULES;
pub use selection::selection_ranges;
pub use semantic_tokens::{
    RelativeToken, SemanticToken, TokenModifiers, TokenType, TokensEdit, relative_tokens, semantic_tokens,
    tokens_edit,
};
pub use signature_help::{Parameter, Signature, SignatureHelp, signature_help};
pub use spec::{Engine, Entry, Language, Topic, podman::ENGINES};
pub use stage_graph::{GraphEdge, GraphStage, NeedKind, StageGraph, stage_graph};
pub use symbols::{Declared, Symbol, SymbolKind, declared_names, symbols};
pub use typing::{TYPING_TRIGGERS, typing_edits};
pub use unfinished::{EditorDiagnostics, editor_diagnostics};
