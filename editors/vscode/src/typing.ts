/**
 * Applies edits that follow what the user types: the cursor stays before the text that the server
 * inserts.
 *
 * VS Code itself minimises such edits and moves the cursor after an insertion at its position. A snippet
 * changes text and cursor in one step: if the cursor followed the edit, what is typed in between, over a
 * slow connection for example, would come after the insertion.
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
        const inOrder = [...edits].sort((a, b) => a.range.start.compareTo(b.range.start));
        // From the start of a line: VS Code would repeat the indentation before the place of a snippet.
        const start = inOrder[0]!.range.start.with({ character: 0 });
        const snippet = new vscode.SnippetString();
        let end = start;
        let hasCursor = false;
        for (const edit of inOrder) {
            snippet.appendText(document.getText(new vscode.Range(end, edit.range.start)));
            if (isBehind(edit) && !hasCursor) {
                snippet.appendTabstop(0);
                hasCursor = true;
            }
            snippet.appendText(edit.newText);
            end = edit.range.end;
        }
        // Versions that do not know the last option only convert tabs, as their own formatting does.
        const asTyped = { undoStopBefore: false, undoStopAfter: false, keepWhitespace: true };
        await editor.insertSnippet(snippet, new vscode.Range(start, end), asTyped);
        return [];
    },
};
