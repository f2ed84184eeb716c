//! `textDocument/signatureHelp`.

use dockwright_ide as ide;
use tower_lsp::ls_types::{SignatureHelp, SignatureHelpParams, SignatureHelpTriggerKind};

use crate::lsp::{ctx::Ctx, from_proto, to_proto};

pub(crate) fn signature_help(ctx: &Ctx, params: &SignatureHelpParams) -> Option<SignatureHelp> {
    let offset = from_proto::offset(ctx, params.text_document_position_params.position);
    let mut help = ide::signature_help(ctx.document(), offset, ctx.language)?;
    let context = params.context.as_ref();
    let is_asked_for = context.is_none_or(|it| it.trigger_kind == SignatureHelpTriggerKind::INVOKED);
    if !is_asked_for {
        // Otherwise every space in a command would open it.
        if help.is_free_text {
            return None;
        }
        // The documentation would cover the lines above; the parameter's is enough while typing.
        for signature in &mut help.signatures {
            signature.documentation.clear();
        }
    }
    Some(to_proto::signature_help(ctx, help))
}
