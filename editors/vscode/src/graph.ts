/**
 * The stage graph: a view beside the source that the server's answer is drawn in, anew after every edit.
 *
 * The page gets finished markup, runs one script of its own and may load nothing.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';

import { draw, escape, STYLE } from './drawing.ts';
import { layOut } from './layout.ts';
import type { Range, StageGraph } from './layout.ts';
import type { Session } from './session.ts';

/** The server's command; its argument is the address of a document. */
const COMMAND = 'dockwright.stageGraph';
/** How long typing has to pause, in milliseconds. */
const PAUSE = 200;

/** Runs in the page: shows what it is sent, and tells where a click or the Enter key leads. */
const SCRIPT = `
const editor = acquireVsCodeApi();
const picture = document.getElementById('picture');
addEventListener('message', ({ data }) => {
    const focused = document.activeElement?.getAttribute('aria-label');
    picture.innerHTML = data;
    const boxes = [...picture.querySelectorAll('[aria-label]')];
    boxes.find((box) => box.getAttribute('aria-label') === focused)?.focus();
});
const go = (event) => {
    const place = event.target.closest('[data-place]')?.dataset.place;
    if (place) editor.postMessage(JSON.parse(place));
};
picture.addEventListener('click', go);
picture.addEventListener('keydown', (event) => { if (event.key === 'Enter') go(event); });
editor.postMessage('ready');
`;

export function registerStageGraph(session: Session): vscode.Disposable {
    const open = new Map<string, Graph>();
    return vscode.Disposable.from(
        { dispose: () => open.forEach((graph) => graph.dispose()) },
        vscode.commands.registerCommand('dockwright.showStageGraph', (source?: vscode.Uri) => {
            const uri = source ?? vscode.window.activeTextEditor?.document.uri;
            if (!uri) {
                return;
            }
            const key = uri.toString();
            const graph = open.get(key);
            if (graph) {
                graph.reveal();
                return;
            }
            open.set(key, new Graph(session, uri, () => open.delete(key)));
        }),
    );
}

/** One view; it lives as long as its tab. */
class Graph {
    private readonly panel: vscode.WebviewPanel;
    private readonly session: Session;
    private readonly source: vscode.Uri;
    private timer: NodeJS.Timeout | undefined;

    constructor(session: Session, source: vscode.Uri, onEnd: () => void) {
        this.session = session;
        this.source = source;
        const name = source.path.slice(source.path.lastIndexOf('/') + 1);
        const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
        const options = { enableScripts: true, localResourceRoots: [] };
        this.panel = vscode.window.createWebviewPanel(
            'dockwright.stageGraph',
            `Stages of ${name}`,
            column,
            options,
        );
        const icon = (theme: string) => vscode.Uri.joinPath(session.folder, `icons/dockerfile-${theme}.svg`);
        this.panel.iconPath = { light: icon('light'), dark: icon('dark') };
        const watch = vscode.Disposable.from(
            vscode.workspace.onDidChangeTextDocument(({ document }) => {
                if (document.uri.toString() === source.toString()) {
                    this.renew();
                }
            }),
            session.onDidChange(() => this.renew()),
            this.panel.onDidChangeViewState(() => this.renew()),
            this.panel.webview.onDidReceiveMessage((message: 'ready' | Range) =>
                message === 'ready' ? this.show() : this.jump(message),
            ),
        );
        this.panel.onDidDispose(() => {
            clearTimeout(this.timer);
            watch.dispose();
            onEnd();
        });
        this.panel.webview.html = page();
    }

    reveal(): void {
        this.panel.reveal(undefined, true);
    }

    dispose(): void {
        this.panel.dispose();
    }

    private renew(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.show(), PAUSE);
    }

    private async show(): Promise<void> {
        const markup = await this.markup();
        if (markup !== undefined && this.panel.visible) {
            await this.panel.webview.postMessage(markup);
        }
    }

    /** Nothing where the last picture is to stay. */
    private async markup(): Promise<string | undefined> {
        const client = this.session.running;
        if (!client) {
            return note('The server is not running.');
        }
        const commands = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
        if (!commands.includes(COMMAND)) {
            return note(`The server, version ${this.session.version ?? 'unknown'}, knows no stage graph.`);
        }
        const uri = client.code2ProtocolConverter.asUri(this.source);
        try {
            const answer = await client.sendRequest(ExecuteCommandRequest.type, {
                command: COMMAND,
                arguments: [uri],
            });
            const graph = answer as StageGraph | null;
            return graph && graph.stages.length > 0
                ? draw(layOut(graph))
                : note('There is no stage in this file.');
        } catch (error) {
            this.session.log.warn(`Stage graph: ${String(error)}`);
            return undefined;
        }
    }

    private async jump(range: Range): Promise<void> {
        const convert = this.session.running?.protocol2CodeConverter;
        const selection = convert?.asRange(range);
        // Where the source is shown already, not in the column of the picture.
        const shown = vscode.window.visibleTextEditors.find(
            (editor) => editor.document.uri.toString() === this.source.toString(),
        );
        const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
        await vscode.window.showTextDocument(this.source, { viewColumn, ...(selection && { selection }) });
    }
}

function note(text: string): string {
    return `<p>${escape(text)}</p>`;
}

function page(): string {
    const nonce = randomBytes(16).toString('base64');
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Stages</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><div id="picture" aria-live="polite"></div><script nonce="${nonce}">${SCRIPT}</script></body>
</html>`;
}
