//! Converts completion items to the protocol.
//!
//! `sortText` keeps our order in clients that sort by it; the position in the list breaks ties.

use dockwright_analysis::fix;
use dockwright_ide as ide;
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTag,
    CompletionTextEdit, Documentation, InsertReplaceEdit, InsertTextFormat, MarkupContent, MarkupKind,
    TextEdit,
};

use super::{Ctx, plain_text, range};
use crate::lsp::capabilities::OPEN_LIST;

pub(crate) fn completion_item(ctx: &Ctx, at: usize, item: ide::CompletionItem) -> CompletionItem {
    let abilities = &ctx.abilities.completion;
    let documentation = item.doc.as_ref().filter(|_| !abilities.resolves_documentation);
    // Sending all texts would multiply the size of the list.
    let documentation = documentation.and_then(|key| markup(ctx, &key.entry(ctx.language)?.summary()));
    let data = item
        .doc
        .as_ref()
        .filter(|_| abilities.resolves_documentation)
        .map(|key| json!({"uri": ctx.open.uri, "topic": key.topic.name(), "id": key.id}));
    let detail = item.detail;
    let (label_details, detail) = if abilities.has_label_details {
        (detail.map(|text| CompletionItemLabelDetails { detail: None, description: Some(text) }), None)
    } else {
        (None, detail)
    };
    CompletionItem {
        label: item.label,
        label_details,
        kind: Some(kind(item.kind)),
        detail,
        documentation,
        sort_text: Some(format!("{:02}{at:04}", item.rank)),
        filter_text: Some(item.filter),
        insert_text_format: item.is_snippet.then_some(InsertTextFormat::SNIPPET),
        text_edit: Some(edit(ctx, item.edit, &item.insert)),
        tags: (item.is_deprecated && abilities.has_deprecated).then(|| vec![CompletionItemTag::DEPRECATED]),
        command: (item.opens_list && abilities.opens_lists).then(open_list),
        data,
        ..CompletionItem::default()
    }
}

/// Opens the next list as if a character had been typed, so that the editor shows no message if
/// there is none.
fn open_list() -> Command {
    Command {
        title: String::new(),
        command: OPEN_LIST.to_owned(),
        arguments: Some(vec![json!({"auto": true})]),
    }
}

fn edit(ctx: &Ctx, edit: fix::TextEdit, insert: &std::ops::Range<usize>) -> CompletionTextEdit {
    let replace = range(ctx, edit.range.clone());
    if ctx.abilities.completion.inserts_or_replaces && insert.end < edit.range.end {
        let insert = range(ctx, insert.clone());
        return CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
            new_text: edit.text,
            insert,
            replace,
        });
    }
    CompletionTextEdit::Edit(TextEdit { range: replace, new_text: edit.text })
}

/// The explanation of an item, from the key in its data.
pub(crate) fn documentation(ctx: &Ctx, data: &Value) -> Option<Documentation> {
    let topic = dockwright_texts::Topic::named(data["topic"].as_str()?)?;
    let id = data["id"].as_str().map(str::to_owned);
    markup(ctx, ide::DocKey { topic, id }.entry(ctx.language)?.text)
}

fn markup(ctx: &Ctx, text: &str) -> Option<Documentation> {
    let markup = if ctx.abilities.completion.markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: text.to_owned() }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain_text(text) }
    };
    (!markup.value.is_empty()).then_some(Documentation::MarkupContent(markup))
}

fn kind(kind: ide::CompletionKind) -> CompletionItemKind {
    use ide::CompletionKind as Kind;
    match kind {
        Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::Snippet => CompletionItemKind::SNIPPET,
        Kind::Flag => CompletionItemKind::FIELD,
        Kind::Value => CompletionItemKind::VALUE,
        Kind::Key => CompletionItemKind::PROPERTY,
        Kind::Stage => CompletionItemKind::CLASS,
        Kind::Image => CompletionItemKind::MODULE,
        Kind::Variable => CompletionItemKind::VARIABLE,
        Kind::File => CompletionItemKind::FILE,
        Kind::Folder => CompletionItemKind::FOLDER,
        Kind::Rule => CompletionItemKind::CONSTANT,
    }
}
