/**
 * The stage graph: a view beside the source that shows the server's drawing, updated after every
 * edit.
 *
 * The page gets finished markup, runs only its own script and may load nothing.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';

import { forPage, note, page, placeOf } from './picture.ts';
import type { Clicked, StageGraph } from './picture.ts';
import type { Session } from './session.ts';

const { t } = vscode.l10n;

/** The server's command; its arguments are the address of a document and what to draw. */
const COMMAND = 'dockwright.stageGraph';
/** How long typing must pause, in milliseconds. */
const PAUSE = 200;

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
    private readonly nonce = randomBytes(16).toString('base64');
    private timer: NodeJS.Timeout | undefined;
    /** The graph that is displayed. */
    private graph: StageGraph | undefined;

    constructor(session: Session, source: vscode.Uri, onEnd: () => void) {
        this.session = session;
        this.source = source;
        const name = source.path.slice(source.path.lastIndexOf('/') + 1);
        const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
        const options = { enableScripts: true, localResourceRoots: [] };
        this.panel = vscode.window.createWebviewPanel(
            'dockwright.stageGraph',
            t('Stages of {0}', name),
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
            this.panel.webview.onDidReceiveMessage((message: 'ready' | Clicked) =>
                message === 'ready' ? this.show() : this.jump(message),
            ),
        );
        this.panel.onDidDispose(() => {
            clearTimeout(this.timer);
            watch.dispose();
            onEnd();
        });
        this.panel.webview.html = page(this.nonce, vscode.env.language);
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

    /** `undefined` if the last picture stays. */
    private async markup(): Promise<string | undefined> {
        const client = this.session.running;
        if (!client) {
            return note(t('The server is not running.'));
        }
        const commands = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
        if (!commands.includes(COMMAND)) {
            return note(this.noGraph());
        }
        const uri = client.code2ProtocolConverter.asUri(this.source);
        try {
            const answer = await client.sendRequest(ExecuteCommandRequest.type, {
                command: COMMAND,
                arguments: [uri, { format: 'svg' }],
            });
            const graph = answer as StageGraph | null;
            if (!graph || graph.stages.length === 0) {
                return note(t('This file has no stages.'));
            }
            this.graph = graph;
            return graph.drawing === undefined
                ? note(this.noGraph())
                : forPage(graph.drawing, this.nonce);
        } catch (error) {
            this.session.log.warn(`Stage graph: ${String(error)}`);
            return undefined;
        }
    }

    private noGraph(): string {
        return t('Version {0} of the server cannot draw the stages.', this.session.version ?? t('unknown'));
    }

    private async jump(clicked: Clicked): Promise<void> {
        const convert = this.session.running?.protocol2CodeConverter;
        const range = this.graph && placeOf(this.graph, clicked);
        const selection = range && convert?.asRange(range);
        // In the column that shows the source, not in that of the graph.
        const shown = vscode.window.visibleTextEditors.find(
            (editor) => editor.document.uri.toString() === this.source.toString(),
        );
        const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
        await vscode.window.showTextDocument(this.source, { viewColumn, ...(selection && { selection }) });
    }
}
