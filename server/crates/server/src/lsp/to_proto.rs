//! Converts our results to the protocol's types.
//!
//! Offsets become positions in the analysed text in the client's encoding. Optional parts that the client does not
//! support are omitted.

mod completion;
mod semantic_tokens;
mod stage_graph;

use dockwright_analysis::fix;
use dockwright_lint::{diagnostic, finding, rule};
use std::{ops, str::FromStr};

use dockwright_ide as ide;
use dockwright_syntax::{PositionEncoding, Text};
use serde_json::json;
use tower_lsp::{
    jsonrpc::{Error, ErrorCode},
    ls_types::{
        self as lsp, CodeAction, CodeActionKind, CodeDescription, Command, DiagnosticRelatedInformation,
        DiagnosticSeverity, DiagnosticTag, DocumentChanges, DocumentHighlight, DocumentHighlightKind,
        DocumentSymbol, Documentation, FoldingRangeKind, GotoDefinitionResponse, InlayHintKind,
        InlayHintLabel, InlayHintTooltip, Location, LocationLink, MarkupContent, MarkupKind, NumberOrString,
        OneOf, OptionalVersionedTextDocumentIdentifier, ParameterInformation, ParameterLabel, SelectionRange,
        SignatureInformation, SymbolInformation, SymbolKind, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
        error_codes,
    },
};

pub(crate) use completion::{completion_item, documentation};
pub(crate) use semantic_tokens::{semantic_tokens, semantic_tokens_edits};
pub(crate) use stage_graph::stage_graph;

use super::{
    capabilities::{SHOW_REFERENCES, SOURCE},
    ctx::Ctx,
    plain_text::plain_text,
    workspace_files::PlacedName,
};

pub(crate) fn position(ctx: &Ctx, offset: usize) -> lsp::Position {
    position_in(ctx.text(), ctx.abilities.encoding, offset)
}

/// Converts a range of a text other than the document's.
pub(crate) fn range_in(text: &Text, encoding: PositionEncoding, range: ops::Range<usize>) -> lsp::Range {
    lsp::Range {
        start: position_in(text, encoding, range.start),
        end: position_in(text, encoding, range.end),
    }
}

fn position_in(text: &Text, encoding: PositionEncoding, offset: usize) -> lsp::Position {
    let position = text.position(offset, encoding);
    lsp::Position { line: position.line, character: position.column }
}

pub(crate) fn range(ctx: &Ctx, range: ops::Range<usize>) -> lsp::Range {
    lsp::Range { start: position(ctx, range.start), end: position(ctx, range.end) }
}

pub(crate) fn location(ctx: &Ctx, range: ops::Range<usize>) -> Option<Location> {
    Some(Location { uri: ctx.uri()?.clone(), range: self::range(ctx, range) })
}

pub(crate) fn diagnostic(ctx: &Ctx, diagnostic: diagnostic::Diagnostic) -> lsp::Diagnostic {
    let abilities = &ctx.abilities.diagnostics;
    let message = diagnostic.text(ctx.language);
    let related = diagnostic.related.into_iter().filter(|_| abilities.has_related).filter_map(|related| {
        let location = location(ctx, related.range)?;
        Some(DiagnosticRelatedInformation { location, message: related.message.text(ctx.language) })
    });
    let tags = diagnostic.tags.into_iter().filter_map(|tag| match tag {
        finding::Tag::Unnecessary => abilities.has_unnecessary.then_some(DiagnosticTag::UNNECESSARY),
        finding::Tag::Deprecated => abilities.has_deprecated.then_some(DiagnosticTag::DEPRECATED),
    });
    let url = diagnostic.url.filter(|_| abilities.has_urls).and_then(|url| Uri::from_str(&url).ok());
    lsp::Diagnostic {
        range: range(ctx, diagnostic.range),
        severity: Some(match diagnostic.severity {
            rule::Severity::Error => DiagnosticSeverity::ERROR,
            rule::Severity::Warning => DiagnosticSeverity::WARNING,
            rule::Severity::Info => DiagnosticSeverity::INFORMATION,
            rule::Severity::Hint => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(diagnostic.code.to_owned())),
        code_description: url.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: some(related.collect()),
        tags: some(tags.collect()),
        data: None,
    }
}

/// An action for a finding. A fix is more likely wanted than a comment that suppresses the finding.
pub(crate) fn code_action(ctx: &Ctx, action: ide::CodeAction) -> Option<CodeAction> {
    let is_preferred = action.kind == ide::ActionKind::Fix && ctx.abilities.actions.has_preferred;
    Some(CodeAction {
        title: action.title.text(ctx.language),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic(ctx, action.diagnostic)]),
        edit: Some(workspace_edit(ctx, action.edits)?),
        is_preferred: is_preferred.then_some(true),
        ..CodeAction::default()
    })
}

pub(crate) fn refactoring(ctx: &Ctx, refactoring: ide::Refactoring) -> Option<CodeAction> {
    let kind = refactoring_kind(refactoring.kind);
    let edit = Some(workspace_edit(ctx, refactoring.edits)?);
    Some(CodeAction {
        title: refactoring.title.text(ctx.language),
        kind: Some(kind),
        edit,
        ..CodeAction::default()
    })
}

pub(crate) fn refactoring_kind(kind: ide::RefactoringKind) -> CodeActionKind {
    match kind {
        ide::RefactoringKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ide::RefactoringKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ide::RefactoringKind::Inline => CodeActionKind::REFACTOR_INLINE,
    }
}

pub(crate) fn symbol_tree(ctx: &Ctx, symbol: ide::Symbol) -> DocumentSymbol {
    // Clients reject the whole outline if one selection is not within its range.
    let start = symbol.selection.start.clamp(symbol.range.start, symbol.range.end);
    let end = symbol.selection.end.clamp(start, symbol.range.end);
    let children = symbol.children.into_iter().map(|child| symbol_tree(ctx, child));
    #[expect(deprecated, reason = "the field has no default")]
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail.map(|detail| detail.text(ctx.language)),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(ctx, symbol.range),
        selection_range: range(ctx, start..end),
        children: some(children.collect()),
    }
}

/// The tree as a list, each entry with the name of its parent.
pub(crate) fn symbol_list(ctx: &Ctx, symbols: Vec<ide::Symbol>) -> Vec<SymbolInformation> {
    fn add(ctx: &Ctx, acc: &mut Vec<SymbolInformation>, symbols: Vec<ide::Symbol>, container: Option<&str>) {
        for symbol in symbols {
            let Some(location) = location(ctx, symbol.range) else { continue };
            let container_name = container.map(str::to_owned);
            #[expect(deprecated, reason = "the field has no default")]
            acc.push(SymbolInformation {
                name: symbol.name.clone(),
                kind: symbol_kind(symbol.kind),
                tags: None,
                deprecated: None,
                location,
                container_name,
            });
            add(ctx, acc, symbol.children, Some(&symbol.name));
        }
    }
    let mut acc = Vec::new();
    add(ctx, &mut acc, symbols, None);
    acc
}

fn symbol_kind(kind: ide::SymbolKind) -> SymbolKind {
    match kind {
        ide::SymbolKind::Stage => SymbolKind::NAMESPACE,
        ide::SymbolKind::Variable => SymbolKind::VARIABLE,
        ide::SymbolKind::Instruction => SymbolKind::FUNCTION,
    }
}

/// A fold; `None` if it would not hide a line.
pub(crate) fn folding_range(ctx: &Ctx, fold: &ide::FoldingRange) -> Option<lsp::FoldingRange> {
    let lsp::Range { start, end } = range(ctx, fold.range.clone());
    if end.line <= start.line {
        return None;
    }
    let character = |character| (!ctx.abilities.folding.is_by_line).then_some(character);
    Some(lsp::FoldingRange {
        start_line: start.line,
        start_character: character(start.character),
        end_line: end.line,
        end_character: character(end.character),
        kind: Some(match fold.kind {
            ide::FoldKind::Comment => FoldingRangeKind::Comment,
            ide::FoldKind::Region => FoldingRangeKind::Region,
        }),
        collapsed_text: None,
    })
}

/// The declarations of a name, with their whole ranges if the client supports that.
pub(crate) fn definition(ctx: &Ctx, definition: ide::Definition) -> Option<GotoDefinitionResponse> {
    let ide::Definition { origin, targets } = definition;
    if !ctx.abilities.shows.definition_links {
        let locations = targets.into_iter().filter_map(|target| location(ctx, target.selection));
        return Some(GotoDefinitionResponse::Array(locations.collect()));
    }
    let target_uri = ctx.uri()?.clone();
    let origin_selection_range = Some(range(ctx, origin));
    let links = targets.into_iter().map(|target| LocationLink {
        origin_selection_range,
        target_uri: target_uri.clone(),
        target_range: range(ctx, target.range),
        target_selection_range: range(ctx, target.selection),
    });
    Some(GotoDefinitionResponse::Link(links.collect()))
}

pub(crate) fn document_highlight(ctx: &Ctx, highlight: ide::Highlight) -> DocumentHighlight {
    DocumentHighlight {
        range: range(ctx, highlight.range),
        kind: Some(match highlight.access {
            ide::Access::Read => DocumentHighlightKind::READ,
            ide::Access::Write => DocumentHighlightKind::WRITE,
        }),
    }
}

/// Converts edits of the document.
pub(crate) fn text_edits(ctx: &Ctx, edits: Vec<fix::TextEdit>) -> Vec<TextEdit> {
    let edits = edits.into_iter();
    edits.map(|edit| TextEdit { range: range(ctx, edit.range), new_text: edit.text }).collect()
}

/// Converts edits of the document, with its version if the client supports that.
pub(crate) fn workspace_edit(ctx: &Ctx, edits: Vec<fix::TextEdit>) -> Option<WorkspaceEdit> {
    Some(edit_of_file(ctx, ctx.uri()?.clone(), ctx.open.version, text_edits(ctx, edits)))
}

/// Converts edits of a file, with its version if the client supports that and has the file open.
pub(crate) fn edit_of_file(ctx: &Ctx, uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    if !ctx.abilities.workspace.edits_versions {
        return WorkspaceEdit { changes: Some([(uri, edits)].into()), ..WorkspaceEdit::default() };
    }
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..WorkspaceEdit::default() }
}

/// The error that an editor shows if a request is rejected.
pub(crate) fn refusal(ctx: &Ctx, reason: &ide::RenameError) -> Error {
    let code = ErrorCode::ServerError(error_codes::REQUEST_FAILED);
    Error { code, message: reason.message().text(ctx.language).into(), data: None }
}

/// An explanation, as Markdown if the client supports it.
pub(crate) fn markup(ctx: &Ctx, markdown: String) -> MarkupContent {
    if ctx.abilities.shows.markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain_text(&markdown) }
    }
}

/// Signatures. Their labels are ASCII, so all encodings have the same columns.
pub(crate) fn signature_help(ctx: &Ctx, help: ide::SignatureHelp) -> lsp::SignatureHelp {
    let documentation = |markdown: String| {
        let shows = &ctx.abilities.shows;
        let (kind, value) = if shows.signature_markdown {
            (MarkupKind::Markdown, markdown)
        } else {
            (MarkupKind::PlainText, plain_text(&markdown))
        };
        (!value.is_empty()).then_some(Documentation::MarkupContent(MarkupContent { kind, value }))
    };
    let number = |offset: usize| u32::try_from(offset).unwrap_or_default();
    let signature = |signature: ide::Signature| {
        let parameter = |parameter: ide::Parameter| ParameterInformation {
            label: if ctx.abilities.shows.parameter_ranges {
                ParameterLabel::LabelOffsets([number(parameter.label.start), number(parameter.label.end)])
            } else {
                ParameterLabel::Simple(signature.label.get(parameter.label).unwrap_or_default().to_owned())
            },
            documentation: documentation(parameter.documentation),
        };
        SignatureInformation {
            parameters: Some(signature.parameters.into_iter().map(parameter).collect()),
            documentation: documentation(signature.documentation),
            label: signature.label,
            active_parameter: None,
        }
    };
    // Without an index, clients show the first parameter as active; an index past the end means none.
    let count = help.signatures.get(help.active_signature).map_or(0, |active| active.parameters.len());
    lsp::SignatureHelp {
        active_signature: Some(number(help.active_signature)),
        active_parameter: Some(number(help.active_parameter.unwrap_or(count))),
        signatures: help.signatures.into_iter().map(signature).collect(),
    }
}

pub(crate) fn inlay_hint(ctx: &Ctx, hint: ide::InlayHint) -> lsp::InlayHint {
    lsp::InlayHint {
        position: position(ctx, hint.offset),
        label: InlayHintLabel::String(hint.label.text(ctx.language)),
        kind: Some(match hint.kind {
            ide::HintKind::Image | ide::HintKind::Value | ide::HintKind::Workdir => InlayHintKind::TYPE,
            ide::HintKind::StageIndex => InlayHintKind::PARAMETER,
        }),
        text_edits: None,
        tooltip: hint.tooltip.map(|tooltip| InlayHintTooltip::MarkupContent(markup(ctx, tooltip))),
        padding_left: Some(hint.padding_left),
        padding_right: Some(hint.padding_right),
        data: None,
    }
}

/// A code lens. Clicking it shows the uses if the client supports that.
pub(crate) fn code_lens(ctx: &Ctx, lens: ide::CodeLens) -> lsp::CodeLens {
    let range = range(ctx, lens.range);
    let uses: Vec<_> = lens.uses.into_iter().filter_map(|range| location(ctx, range)).collect();
    let is_shown = ctx.abilities.shows.references && !uses.is_empty();
    let command = if is_shown { SHOW_REFERENCES } else { "" };
    let arguments = is_shown.then(|| vec![json!(ctx.open.uri), json!(range.start), json!(uses)]);
    let command = Command { title: lens.title.text(ctx.language), command: command.to_owned(), arguments };
    lsp::CodeLens { range, command: Some(command), data: None }
}

/// A chain of ranges, given from the innermost to the outermost; only the offset itself if there
/// are none.
pub(crate) fn selection_range(ctx: &Ctx, ranges: &[ops::Range<usize>], offset: usize) -> SelectionRange {
    let mut chain: Option<SelectionRange> = None;
    for inner in ranges.iter().rev().map(|inner| range(ctx, inner.clone())) {
        // Two offsets within a line ending are one position.
        if chain.as_ref().is_none_or(|outer| outer.range != inner) {
            chain = Some(SelectionRange { range: inner, parent: chain.map(Box::new) });
        }
    }
    chain.unwrap_or_else(|| SelectionRange { range: range(ctx, offset..offset), parent: None })
}

/// A name that a file declares, whether the file is open or not.
pub(crate) fn workspace_symbol(uri: &Uri, name: &PlacedName) -> SymbolInformation {
    let position = |position: dockwright_syntax::Position| lsp::Position {
        line: position.line,
        character: position.column,
    };
    #[expect(deprecated, reason = "the field has no default")]
    SymbolInformation {
        name: name.declared.name.clone(),
        kind: symbol_kind(name.declared.kind),
        tags: None,
        deprecated: None,
        location: Location {
            uri: uri.clone(),
            range: lsp::Range { start: position(name.start), end: position(name.end) },
        },
        container_name: name.declared.stage.clone(),
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::Value;

    use super::*;
    use crate::lsp::capabilities::ClientAbilities;
    use crate::lsp::documents::OpenDocument;
    use crate::lsp::session::Session;

    /// A document `FROM a AS b` of version 7 for a client with these capabilities.
    fn ctx(capabilities: &Value) -> Ctx {
        let abilities = Arc::new(ClientAbilities::new(&json!({"capabilities": capabilities})));
        let document =
            OpenDocument::new("file:///a%20b".to_owned(), Some(7), 0, "FROM a AS b\n", Arc::default());
        Ctx::new(Arc::new(document), Session { abilities, ..Session::default() })
    }

    fn span(start: u32, end: u32) -> Value {
        json!({"start": {"line": 0, "character": start}, "end": {"line": 0, "character": end}})
    }

    #[test]
    fn definitions_are_links_where_the_client_knows_them() {
        let found = || {
            let targets = vec![ide::Target { range: 0..11, selection: 10..11 }];
            ide::Definition { origin: 5..6, targets }
        };
        let plain = definition(&ctx(&json!({})), found());
        assert_eq!(json!(plain), json!([{"uri": "file:///a%20b", "range": span(10, 11)}]));
        let links = ctx(&json!({"textDocument": {"definition": {"linkSupport": true}}}));
        let expected = json!([{
            "originSelectionRange": span(5, 6),
            "targetUri": "file:///a%20b",
            "targetRange": span(0, 11),
            "targetSelectionRange": span(10, 11),
        }]);
        assert_eq!(json!(definition(&links, found())), expected);
    }

    #[test]
    fn edits_name_the_version_where_the_client_compares_it() {
        let edits = || vec![fix::TextEdit { range: 10..11, text: "c".to_owned() }];
        let edit = json!([{"range": span(10, 11), "newText": "c"}]);
        let plain = workspace_edit(&ctx(&json!({})), edits());
        assert_eq!(json!(plain), json!({"changes": {"file:///a%20b": edit}}));
        let versions = ctx(&json!({"workspace": {"workspaceEdit": {"documentChanges": true}}}));
        let document = json!({"uri": "file:///a%20b", "version": 7});
        assert_eq!(
            json!(workspace_edit(&versions, edits())),
            json!({"documentChanges": [{"textDocument": document, "edits": edit}]})
        );
    }

    #[test]
    fn lenses_lead_to_uses_where_the_client_shows_them() {
        let lens = || ide::CodeLens {
            range: 0..11,
            title: dockwright_texts::Message::verbatim("2 uses"),
            uses: vec![5..6, 10..11],
        };
        let plain = json!(code_lens(&ctx(&json!({})), lens()));
        assert_eq!(plain, json!({"range": span(0, 11), "command": {"title": "2 uses", "command": ""}}));
        let able = ctx(&json!({"experimental": {"commands": {"commands": [SHOW_REFERENCES]}}}));
        let place = |range| json!({"uri": "file:///a%20b", "range": range});
        let places = [place(span(5, 6)), place(span(10, 11))];
        let arguments = json!(["file:///a%20b", {"line": 0, "character": 0}, places]);
        assert_eq!(json!(code_lens(&able, lens()))["command"]["arguments"], arguments);
    }

    #[test]
    fn explanations_are_markdown_where_the_client_shows_it() {
        let plain = markup(&ctx(&json!({})), "**a** `b`".to_owned());
        assert_eq!(json!(plain), json!({"kind": "plaintext", "value": "a b"}));
        let able = ctx(&json!({"textDocument": {"hover": {"contentFormat": ["markdown"]}}}));
        assert_eq!(json!(markup(&able, "`b`".to_owned())), json!({"kind": "markdown", "value": "`b`"}));
    }

    #[test]
    fn chains_of_ranges_have_no_two_alike() {
        let chain = selection_range(&ctx(&json!({})), &[5..6, 5..11, 0..11, 0..12], 5);
        let mut shown = vec![json!(chain.range)];
        let mut outer = chain.parent;
        while let Some(range) = outer {
            shown.push(json!(range.range));
            outer = range.parent;
        }
        let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
        assert_eq!(shown, [span(5, 6), span(5, 11), span(0, 11), whole]);
        let place = selection_range(&ctx(&json!({})), &[], 5);
        assert_eq!(json!(place), json!({"range": span(5, 5)}));
    }
}
