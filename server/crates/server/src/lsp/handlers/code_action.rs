//! `textDocument/codeAction` and `codeAction/resolve`.
//!
//! Fixes and comments are small and are sent with their edits. Fixing everything needs several
//! analyses, so that edit is made when the user chooses the action, if the client supports that.

use dockwright_analysis::fix::TextEdit;
use dockwright_ide as ide;
use dockwright_lint::diagnostics;
use dockwright_texts::ide::{code_actions as texts, completion};
use serde_json::json;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams,
};

use crate::lsp::{capabilities::FIX_ALL, ctx::Ctx, from_proto, ignore_edits, starter, to_proto};

/// The actions, unless the folder of the document must be read, which is the case if the document
/// is empty.
pub(crate) fn code_action_without_files(
    ctx: &Ctx,
    params: CodeActionParams,
) -> Option<Vec<CodeActionOrCommand>> {
    (!is_blank(ctx)).then(|| code_action(ctx, params))
}

fn is_blank(ctx: &Ctx) -> bool {
    // A larger file is not one that was just created.
    const MOST: usize = 1000;
    let text = ctx.document().text();
    text.len() <= MOST && text.slice(0..text.len()).trim().is_empty()
}

#[expect(clippy::needless_pass_by_value, reason = "the table of requests hands over what it has prepared")]
pub(crate) fn code_action(ctx: &Ctx, params: CodeActionParams) -> Vec<CodeActionOrCommand> {
    let params = &params;
    // Older clients support only commands, whose edits the server would have to send by a request.
    if !ctx.abilities.actions.has_literals {
        return Vec::new();
    }
    let mut actions = Vec::new();
    if is_wanted(&params.context, CodeActionKind::QUICKFIX.as_str()) {
        let range = from_proto::range(ctx, params.range);
        let found = ide::code_actions(ctx.document(), ctx.selection(), &range);
        // A finding may have several actions, but is needed only once.
        let mut about: Vec<_> = found.iter().map(|action| &action.diagnostic).collect();
        about.dedup_by_key(|it| (it.code, it.range.clone()));
        about.retain(|diagnostic| ignore_edits::is_about_ignore_file(diagnostic));
        about.dedup();
        actions.extend(about.into_iter().flat_map(|diagnostic| ignore_edits::actions(ctx, diagnostic)));
        actions.extend(found.into_iter().filter_map(|action| to_proto::code_action(ctx, action)));
    }
    if may_be_wanted(&params.context, CodeActionKind::REFACTOR.as_str()) {
        let range = from_proto::range(ctx, params.range);
        let found = ide::refactorings(ctx.document(), &range).into_iter();
        let found =
            found.filter(|it| is_wanted(&params.context, to_proto::refactoring_kind(it.kind).as_str()));
        actions.extend(found.filter_map(|it| to_proto::refactoring(ctx, it)));
    }
    if is_wanted(&params.context, CodeActionKind::REFACTOR_REWRITE.as_str()) && is_blank(ctx) {
        actions.extend(write_file(ctx));
    }
    if is_wanted(&params.context, FIX_ALL) {
        actions.extend(fix_all(ctx));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// The action with its edit, unless the document has changed in the meantime.
pub(crate) fn code_action_resolve(ctx: &Ctx, action: &CodeAction) -> CodeAction {
    let mut action = action.clone();
    let version = action.data.as_ref().and_then(|data| data["version"].as_i64());
    if action.edit.is_none() && version == ctx.open.version.map(i64::from) {
        let edit = ide::fix_all_edit(ctx.document(), ctx.selection());
        action.edit = edit.and_then(|edit| to_proto::workspace_edit(ctx, vec![edit]));
    }
    action
}

/// The action that inserts the Dockerfile generated for the project.
fn write_file(ctx: &Ctx) -> Option<CodeAction> {
    let file = starter::dockerfile(ctx)?;
    let edit = TextEdit { range: 0..ctx.document().text().len(), text: file.text };
    Some(CodeAction {
        title: completion::write_file(file.kind).text(ctx.language),
        kind: Some(CodeActionKind::REFACTOR_REWRITE),
        edit: Some(to_proto::workspace_edit(ctx, vec![edit])?),
        ..CodeAction::default()
    })
}

fn fix_all(ctx: &Ctx) -> Option<CodeAction> {
    let mut action = CodeAction {
        title: texts::fix_all().text(ctx.language),
        kind: Some(CodeActionKind::from(FIX_ALL)),
        ..CodeAction::default()
    };
    let found = diagnostics::diagnostics_for(ctx.document(), ctx.document().model(), ctx.selection());
    if !found.iter().any(|it| it.fix.as_ref().is_some_and(|fix| fix.safe)) {
        return None;
    }
    if ctx.abilities.actions.resolves_edits {
        action.data = Some(json!({"uri": ctx.open.uri, "version": ctx.open.version}));
    } else {
        let edit = ide::fix_all_edit(ctx.document(), ctx.selection())?;
        action.edit = to_proto::workspace_edit(ctx, vec![edit]);
    }
    Some(action)
}

/// Whether the client requests a kind or a sub-kind of it.
fn may_be_wanted(context: &CodeActionContext, kind: &str) -> bool {
    let asks = context.only.iter().flatten().any(|only| only.as_str().starts_with(kind));
    asks || is_wanted(context, kind)
}

/// Whether the client requests a kind, by its name or by that of a parent kind.
pub(super) fn is_wanted(context: &CodeActionContext, kind: &str) -> bool {
    let is_part =
        |of: &str| kind.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    context.only.as_ref().is_none_or(|only| only.iter().any(|only| is_part(only.as_str())))
}
