/**
 * The extension: starts the server and registers the views. Only the server knows about Dockerfiles.
 */

import * as vscode from 'vscode';

import { onDidMeetScheme } from './documents.ts';
import { registerFormatInline } from './formatting.ts';
import { registerStageGraph } from './graph.ts';
import { registerShowReferences } from './references.ts';
import { registerResolved } from './resolved.ts';
import { Session } from './session.ts';
import { createStatus } from './status.ts';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const ours = new Session(context);
    session = ours;
    const restart = () => ours.restart();
    context.subscriptions.push(
        ours,
        createStatus(ours),
        registerResolved(ours),
        registerStageGraph(ours),
        registerShowReferences(() => ours.running),
        registerFormatInline(() => ours.running),
        vscode.commands.registerCommand('dockwright.restart', restart),
        vscode.commands.registerCommand('dockwright.showLog', () => ours.log.show(true)),
        vscode.commands.registerCommand('dockwright.howToInstall', () => showReadme(context.extensionUri)),
        vscode.commands.registerCommand('dockwright.fixAll', () =>
            vscode.commands.executeCommand('editor.action.sourceAction', {
                kind: 'source.fixAll.dockwright',
                apply: 'first',
            }),
        ),
        onDidMeetScheme(restart),
        vscode.workspace.onDidChangeConfiguration((change) => {
            // Settings of a remote machine may arrive after the activation.
            const keys = ['dockwright.server', 'dockwright.ignoreFiles'];
            if (keys.some((key) => change.affectsConfiguration(key))) {
                void restart();
            }
        }),
        vscode.workspace.onDidGrantWorkspaceTrust(restart),
    );
    await restart();
}

export async function deactivate(): Promise<void> {
    await session?.stop();
}

/** Packaging writes the file's name in lower case. */
async function showReadme(folder: vscode.Uri): Promise<void> {
    const files = await vscode.workspace.fs.readDirectory(folder);
    const name = files.map(([name]) => name).find((name) => name.toLowerCase() === 'readme.md');
    if (name !== undefined) {
        const readme = vscode.Uri.joinPath(folder, name).with({ fragment: 'the-server' });
        await vscode.commands.executeCommand('markdown.showPreview', readme);
    }
}
