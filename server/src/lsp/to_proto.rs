//! Our results, in the protocol's terms.
//!
//! Places become positions of the analysed text in the client's encoding. Optional parts are left out
//! where the client does not know them.

use std::ops;
use std::str::FromStr;

use dockwright_ide as ide;
use tower_lsp::ls_types::{
    self as lsp, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentSymbol, FoldingRangeKind, Location, NumberOrString, SymbolInformation, SymbolKind, Uri,
};

use super::capabilities::SOURCE;
use super::dispatch::Ctx;

pub(crate) fn position(ctx: &Ctx, offset: usize) -> lsp::Position {
    let position = ctx.document().text().position(offset, ctx.abilities.encoding);
    lsp::Position { line: position.line, character: position.column }
}

pub(crate) fn range(ctx: &Ctx, range: ops::Range<usize>) -> lsp::Range {
    lsp::Range { start: position(ctx, range.start), end: position(ctx, range.end) }
}

pub(crate) fn location(ctx: &Ctx, range: ops::Range<usize>) -> Option<Location> {
    Some(Location { uri: ctx.uri()?.clone(), range: self::range(ctx, range) })
}

pub(crate) fn diagnostic(ctx: &Ctx, diagnostic: ide::Diagnostic) -> lsp::Diagnostic {
    let abilities = &ctx.abilities.diagnostics;
    let related = diagnostic.related.into_iter().filter(|_| abilities.has_related).filter_map(|related| {
        let location = location(ctx, related.range)?;
        Some(DiagnosticRelatedInformation { location, message: related.message })
    });
    let tags = diagnostic.tags.into_iter().filter_map(|tag| match tag {
        ide::Tag::Unnecessary => abilities.has_unnecessary.then_some(DiagnosticTag::UNNECESSARY),
        ide::Tag::Deprecated => abilities.has_deprecated.then_some(DiagnosticTag::DEPRECATED),
    });
    let url = diagnostic.url.filter(|_| abilities.has_urls).and_then(|url| Uri::from_str(&url).ok());
    lsp::Diagnostic {
        range: range(ctx, diagnostic.range),
        severity: Some(match diagnostic.severity {
            ide::Severity::Error => DiagnosticSeverity::ERROR,
            ide::Severity::Warning => DiagnosticSeverity::WARNING,
            ide::Severity::Info => DiagnosticSeverity::INFORMATION,
            ide::Severity::Hint => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(diagnostic.code.to_owned())),
        code_description: url.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: diagnostic.message,
        related_information: some(related.collect()),
        tags: some(tags.collect()),
        data: None,
    }
}

pub(crate) fn symbol_tree(ctx: &Ctx, symbol: ide::Symbol) -> DocumentSymbol {
    // Clients refuse the whole outline when one selection leaves its range.
    let start = symbol.selection.start.clamp(symbol.range.start, symbol.range.end);
    let end = symbol.selection.end.clamp(start, symbol.range.end);
    let children = symbol.children.into_iter().map(|child| symbol_tree(ctx, child));
    #[expect(deprecated, reason = "the field has no default")]
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(ctx, symbol.range),
        selection_range: range(ctx, start..end),
        children: some(children.collect()),
    }
}

/// The tree as a list, each entry with the name of what contains it.
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

/// A fold; nothing where it would hide no line.
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

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}
