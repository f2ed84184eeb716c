//! Code actions that change the ignore file so that a source is sent.
//!
//! The edits are based on the text that was read for the findings, or on the open document of the
//! ignore file; no file is read here.

use dockwright_context::edits::{IgnoreEdit, remove_line, send_again};
use dockwright_ide as ide;
use dockwright_lint::diagnostic::Diagnostic;
use dockwright_syntax::Text;
use dockwright_texts::ide::code_actions as texts;
use tower_lsp::ls_types::{CodeAction, CodeActionKind, Position, Range, TextEdit};

use super::{build_files, ctx::Ctx, to_proto, uris};
use crate::contexts::ContextIgnore;

/// The rule whose findings are about an ignore file.
const RULE: &str = "CopyIgnoredFile";

/// Whether a finding has such actions.
pub(crate) fn is_about_ignore_file(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == RULE
}

/// The actions for a finding.
pub(crate) fn actions(ctx: &Ctx, diagnostic: &Diagnostic) -> Vec<CodeAction> {
    let source = ide::context_source_at(ctx.document(), diagnostic.range.start);
    let Some((source, path)) = source.zip(uris::file_path(&ctx.open.uri)) else { return Vec::new() };
    let builds = ctx.contexts.of(&path);
    let mut files: Vec<_> = builds.iter().filter_map(|context| context.known_ignore_file()).collect();
    files.dedup_by(|a, b| a.path == b.path);
    files.iter().flat_map(|file| of_file(ctx, diagnostic, file, &source.path)).collect()
}

fn of_file(ctx: &Ctx, diagnostic: &Diagnostic, file: &ContextIgnore, source: &str) -> Vec<CodeAction> {
    let Some(path) = &file.path else { return Vec::new() };
    let Some(uri) = build_files::uri(ctx, path) else { return Vec::new() };
    let open = build_files::open(ctx, path);
    let text = match &open {
        Some(open) => open.text.slice(0..open.text.len()).into_owned(),
        None => file.text.clone(),
    };
    let version = open.and_then(|open| open.version);
    let lines = Text::new(&text);
    let position = |offset| {
        let position = lines.position(offset, ctx.abilities.encoding);
        Position { line: position.line, character: position.column }
    };
    let action = |title: dockwright_texts::Message, edit: IgnoreEdit| {
        let range = Range { start: position(edit.range.start), end: position(edit.range.end) };
        let edit = TextEdit { range, new_text: edit.text };
        CodeAction {
            title: title.text(ctx.language),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![to_proto::diagnostic(ctx, diagnostic.clone())]),
            edit: Some(to_proto::edit_of_file(ctx, uri.clone(), version, vec![edit])),
            ..CodeAction::default()
        }
    };
    let rules = dockwright_context::ignore_file::IgnoreFile::new(&text);
    let row = rules.row_of(source.trim_matches('/').trim_start_matches("./"));
    let removed = row.decided_by().filter(|_| row.is_ignored()).map(|rule| &rules.rules[rule]);
    let removed = removed.filter(|rule| rule.pattern.is_literal());
    let send = send_again(&text, source)
        .map(|edit| action(texts::SendAgain { path: source, file: &*file.name }.message(), edit));
    let remove = removed.and_then(|rule| {
        let edit = remove_line(&text, rule.line, source)?;
        Some(action(
            texts::RemovePattern { pattern: &text[rule.range.clone()], file: &*file.name }.message(),
            edit,
        ))
    });
    send.into_iter().chain(remove).collect()
}
