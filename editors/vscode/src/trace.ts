/**
 * The channel with the messages to and from the server, which the setting `dockwright.trace.server`
 * enables.
 *
 * The language client traces if the level of a log channel says so, but users cannot store that
 * level in their settings. This channel derives its level from the setting.
 */

import * as vscode from 'vscode';

export class TraceChannel implements vscode.LogOutputChannel {
    readonly name = 'Dockwright Trace';
    private readonly levelChanged = new vscode.EventEmitter<vscode.LogLevel>();
    readonly onDidChangeLogLevel = this.levelChanged.event;
    /** Created when there is something to write, because most users never open it. */
    private channel: vscode.OutputChannel | undefined;
    private readonly watch = vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('dockwright.trace')) {
            this.levelChanged.fire(this.logLevel);
        }
    });

    get logLevel(): vscode.LogLevel {
        const level = vscode.workspace.getConfiguration('dockwright').get('trace.server', 'off');
        return level === 'off' ? vscode.LogLevel.Info : vscode.LogLevel.Trace;
    }

    private get output(): vscode.OutputChannel {
        this.channel ??= vscode.window.createOutputChannel(this.name);
        return this.channel;
    }

    trace(message: string): void {
        this.appendLine(`[${new Date().toISOString()}] ${message}`);
    }
    debug(message: string): void {
        this.trace(message);
    }
    info(message: string): void {
        this.trace(message);
    }
    warn(message: string): void {
        this.trace(message);
    }
    error(error: string | Error): void {
        this.trace(String(error));
    }
    append(text: string): void {
        this.output.append(text);
    }
    appendLine(text: string): void {
        this.output.appendLine(text);
    }
    replace(text: string): void {
        this.output.replace(text);
    }
    clear(): void {
        this.channel?.clear();
    }
    show(): void {
        this.output.show(true);
    }
    hide(): void {
        this.channel?.hide();
    }
    dispose(): void {
        this.watch.dispose();
        this.levelChanged.dispose();
        this.channel?.dispose();
    }
}
