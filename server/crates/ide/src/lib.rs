//! What Dockwright knows about Dockerfiles: facts, diagnostics and editor features.
//!
//! The façade: everything the server and the command line call stands here. No protocol types, no
//! IO; places are byte offsets into the document's text.

mod checking;
pub mod code_actions;
pub mod code_lenses;
pub mod completion;
pub mod diagnostics;
pub mod document;
pub mod document_links;
mod everywhere;
mod extent;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod fixing;
pub mod folding;
pub mod format;
mod forms;
mod heredocs;
mod hidden_argument;
pub mod hover;
pub mod inlay_hints;
pub mod inline_completion;
pub mod linked;
mod linking;
pub mod model;
pub mod navigation;
mod packages;
pub mod preset;
pub mod problem;
pub mod refactoring;
pub mod rename;
pub mod report;
pub mod resolve;
pub mod rule;
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
mod written;

pub use code_actions::{ActionKind, CodeAction, code_actions, fix_all_edit};
pub use code_lenses::{CodeLens, code_lenses};
pub use completion::{
    CompletionContext, CompletionItem, CompletionKind, DocKey, FolderEntry, base_images, completions,
    is_after_word,
};
pub use diagnostics::{Diagnostic, Related, diagnostics, diagnostics_for};
pub use document::{Document, DocumentContext};
pub use document_links::{DocumentLink, LinkTarget, document_links, image_page};
pub use facts::Form;
pub use finding::Tag;
pub use fix::{Fix, TextEdit, edited};
pub use fixing::{Applied, Fixed, fix_all};
pub use folding::{FoldKind, FoldingRange, folding_ranges};
pub use format::{AsCase, Continuations, FormatOptions, IndentStyle, KeywordCase, format, format_range};
pub use hover::{Hover, hover};
pub use inlay_hints::{HintKind, HintKinds, InlayHint, inlay_hints};
pub use inline_completion::{FreeTextWord, InlineCompletion, free_text_words, inline_completion};
pub use linked::linked_ranges;
pub use model::{BaseConfig, BuildInputs, ImageConfig, Model, Origin, OriginKind, Platform};
pub use navigation::{Access, Definition, Highlight, Target, definition, highlights, references};
pub use preset::{Choice, RuleOptions, Selection, is_known_name, names_refusal, nearest_name};
pub use problem::{Phase, Unless};
pub use refactoring::{Refactoring, RefactoringKind, refactorings};
pub use rename::{Renamable, RenameError, prepare_rename, rename};
pub use report::{BuildError, HeredocReport, InstructionReport, Report, SubReport, report, report_for};
pub use resolve::{Resolution, ResolvedReference, ResolvedStage, nearest_stage, resolve};
pub use rule::{Group, Preset, Rule, Severity};
pub use rules::RULES;
pub use selection::selection_ranges;
pub use semantic_tokens::{
    RelativeToken, SemanticToken, TokenModifiers, TokenType, TokensEdit, relative_tokens, semantic_tokens,
    tokens_edit,
};
pub use signature_help::{Parameter, Signature, SignatureHelp, signature_help};
pub use spec::{
    Engine, Entry, Language, Topic,
    podman::ENGINES,
    rules::{rule_note, rule_summary},
};
pub use stage_graph::{
    Drawing, DrawingFormat, GraphEdge, GraphStage, NeedKind, StageGraph, draw as draw_stage_graph,
    stage_graph,
};
pub use symbols::{Declared, Symbol, SymbolKind, declared_names, symbols};
pub use typing::{TYPING_TRIGGERS, typing_edits};
pub use unfinished::{EditorDiagnostics, editor_diagnostics};
