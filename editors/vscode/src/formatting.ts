/**
 * Formatting: of Dockerfiles and ignore files as VS Code's formatter, and of the Dockerfiles inside a
 * Compose or Bake file with a command.
 *
 * A Compose or Bake file is formatted by the extension for its language. If we offered to be a second
 * formatter, VS Code would ask which of them to use, and formatting on save would stop until then.
 */

import * as vscode from 'vscode';
import {
    DocumentFormattingRequest,
    DocumentOnTypeFormattingRequest,
    DocumentRangeFormattingRequest,
} from 'vscode-languageclient/node';
import type { LanguageClient, ServerCapabilities, StaticFeature } from 'vscode-languageclient/node';

import { selectors } from './documents.ts';

/** Limits the formatters of a client to Dockerfiles and ignore files. */
export function ownFormatters(client: LanguageClient): StaticFeature {
    let formatters: ServerCapabilities = {};
    return {
        fillClientCapabilities: () => {},
        preInitialize: (capabilities) => {
            formatters = { ...capabilities };
            // Otherwise the client registers them for all of its documents.
            delete capabilities.documentFormattingProvider;
            delete capabilities.documentRangeFormattingProvider;
            delete capabilities.documentOnTypeFormattingProvider;
        },
        initialize: () => {
            const own = selectors(false);
            client.getFeature(DocumentFormattingRequest.method).initialize(formatters, own);
            client.getFeature(DocumentRangeFormattingRequest.method).initialize(formatters, own);
            client.getFeature(DocumentOnTypeFormattingRequest.method).initialize(formatters, own);
        },
        getState: () => ({ kind: 'static' }),
        clear: () => {},
    };
}

/** Registers the command that formats the Dockerfiles inside the active Compose or Bake file. */
export function registerFormatInline(client: () => LanguageClient | undefined): vscode.Disposable {
    return vscode.commands.registerCommand('dockwright.formatInline', async () => {
        const [editor, running] = [vscode.window.activeTextEditor, client()];
        if (!editor || !running) {
            return;
        }
        const { document } = editor;
        const version = document.version;
        const edits = await running.sendRequest(DocumentFormattingRequest.type, {
            textDocument: running.code2ProtocolConverter.asTextDocumentIdentifier(document),
            options: {
                tabSize: Number(editor.options.tabSize),
                insertSpaces: Boolean(editor.options.insertSpaces),
            },
        });
        const converted = await running.protocol2CodeConverter.asTextEdits(edits);
        if (converted && document.version === version) {
            const edit = new vscode.WorkspaceEdit();
            edit.set(document.uri, converted);
            await vscode.workspace.applyEdit(edit);
        }
    });
}
