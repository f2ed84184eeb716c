/**
 * The resolved Dockerfile: a read-only document beside the source, created by the server and updated
 * after every edit.
 */

import * as vscode from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';

import type { Session } from './session.ts';

const { t } = vscode.l10n;

/** The server gets no documents with this scheme. */
const SCHEME = 'dockwright-resolved';
/** The server's command; its arguments are the address of a document and the options. */
const COMMAND = 'dockwright.resolvedDockerfile';
/** How long typing must pause, in milliseconds. */
const PAUSE = 150;

/** The inputs of a build. */
export interface ResolveOptions {
    target?: string;
    buildArgs?: Record<string, string>;
    platform?: string;
}

export function registerResolved(session: Session): vscode.Disposable {
    const changed = new vscode.EventEmitter<vscode.Uri>();
    const timers = new Map<string, NodeJS.Timeout>();
    const views = () => vscode.workspace.textDocuments.filter((document) => document.uri.scheme === SCHEME);
    const renew = (view: vscode.Uri) => {
        const key = view.toString();
        clearTimeout(timers.get(key));
        timers.set(
            key,
            setTimeout(() => {
                timers.delete(key);
                changed.fire(view);
            }, PAUSE),
        );
    };
    return vscode.Disposable.from(
        changed,
        { dispose: () => timers.forEach((timer) => clearTimeout(timer)) },
        vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
            onDidChange: changed.event,
            provideTextDocumentContent: (view) => resolve(session, view),
        }),
        vscode.workspace.onDidChangeTextDocument(({ document }) => {
            const source = document.uri.toString();
            for (const view of views()) {
                if (view.uri.query === source) {
                    renew(view.uri);
                }
            }
        }),
        session.onDidChange(() => views().forEach((view) => renew(view.uri))),
        vscode.commands.registerCommand('dockwright.showResolved', show),
    );
}

async function show(source?: vscode.Uri, options: ResolveOptions = {}): Promise<void> {
    const uri = source ?? vscode.window.activeTextEditor?.document.uri;
    if (!uri || uri.scheme === SCHEME) {
        return;
    }
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    // The source's address is the query, so that the view's own address is enough to find its text.
    const path = `/${t('{0} (resolved)', name)}`;
    const view = vscode.Uri.from({
        scheme: SCHEME,
        path,
        query: uri.toString(),
        fragment: JSON.stringify(options),
    });
    const document = await vscode.workspace.openTextDocument(view);
    await vscode.languages.setTextDocumentLanguage(document, 'dockerfile');
    const viewColumn = vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true, preview: false });
}

async function resolve(session: Session, view: vscode.Uri): Promise<string> {
    const client = session.running;
    if (!client) {
        return `# ${t('The server is not running.')}\n`;
    }
    const uri = client.code2ProtocolConverter.asUri(vscode.Uri.parse(view.query));
    const options: ResolveOptions = JSON.parse(view.fragment || '{}');
    try {
        return await client.sendRequest(ExecuteCommandRequest.type, {
            command: COMMAND,
            arguments: [uri, options],
        });
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return reason
            .split('\n')
            .map((line) => `# ${line}\n`)
            .join('');
    }
}
