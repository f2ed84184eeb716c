/**
 * Applies edits that follow what the user types: the cursor stays before the text that the server
 * inserts.
 *
 * VS Code itself minimises such edits and moves the cursor after an insertion at its position.
 */

import * as vscode from 'vscode';
import type { FormattingMiddleware } from 'vscode-languageclient/node';

export const typing: FormattingMiddleware = {
    provideOnTypeFormattingEdits: async (document, position, typed, options, token, next) => {
        const version = document.version;
        const edits = (await next(document, position, typed, options, token)) ?? [];
        const editor = vscode.window.activeTextEditor;
        const isBehind = (edit: vscode.TextEdit) => edit.range.start.isEqual(position);
        const isCurrent = editor?.document === document && document.version === version;
        if (!editor || !isCurrent || !edits.some(isBehind)) {
            return edits;
        }
        const length = ({ range }: vscode.TextEdit) => document.offsetAt(range.end) - document.offsetAt(range.start);
        const before = edits.filter((edit) => !isBehind(edit) && edit.range.end.isBeforeOrEqual(position));
        const cursor = before.reduce(
            (offset, edit) => offset + edit.newText.length - length(edit),
            document.offsetAt(position),
        );
        const isDone = await editor.edit(
            (builder) => edits.forEach((edit) => builder.replace(edit.range, edit.newText)),
            { undoStopBefore: false, undoStopAfter: false },
        );
        if (isDone) {
            const at = document.positionAt(cursor);
            editor.selection = new vscode.Selection(at, at);
        }
        return [];
    },
};
