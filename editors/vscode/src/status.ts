/** The item in the status bar, and its menu. */

import * as vscode from 'vscode';

import { languages } from './documents.ts';
import type { Condition, Session } from './session.ts';

/** An entry of the menu and the tooltip. */
interface Offer {
    command: string;
    title: string;
    icon: string;
    needsServer: boolean;
}

const { t } = vscode.l10n;

/** All entries, in the user's language. */
const allOffers = (): Offer[] => [
    {
        command: 'dockwright.showResolved',
        title: t('Show Resolved Dockerfile'),
        icon: 'preview',
        needsServer: true,
    },
    {
        command: 'dockwright.showStageGraph',
        title: t('Show Stage Graph'),
        icon: 'type-hierarchy',
        needsServer: true,
    },
    { command: 'dockwright.restart', title: t('Restart Server'), icon: 'debug-restart', needsServer: false },
    { command: 'dockwright.showLog', title: t('Show Log'), icon: 'output', needsServer: false },
];

const SHOWN: Record<Condition, { text: string; says: () => string; isBad: boolean }> = {
    starting: { text: '$(sync~spin) Dockwright', says: () => t('The server is starting.'), isBad: false },
    running: { text: 'Dockwright', says: () => t('The server is running.'), isBad: false },
    stopped: { text: '$(error) Dockwright', says: () => t('The server is stopped.'), isBad: true },
    missing: { text: '$(error) Dockwright', says: () => t('No server was found.'), isBad: true },
};

export function createStatus(session: Session): vscode.Disposable {
    const item = vscode.window.createStatusBarItem('dockwright.status', vscode.StatusBarAlignment.Right, 100);
    item.name = 'Dockwright';
    item.command = 'dockwright.showMenu';
    const update = () => {
        const { text, says, isBad } = SHOWN[session.condition];
        item.text = text;
        item.tooltip = tooltip(session, says());
        item.accessibilityInformation = { label: `Dockwright. ${says()}` };
        item.backgroundColor = isBad ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
        const isWanted = languages().includes(vscode.window.activeTextEditor?.document.languageId ?? '');
        if (isWanted) {
            item.show();
        } else {
            item.hide();
        }
    };
    update();
    return vscode.Disposable.from(
        item,
        session.onDidChange(update),
        vscode.window.onDidChangeActiveTextEditor(update),
        vscode.workspace.onDidOpenTextDocument(update), // another language of the same document
        vscode.commands.registerCommand('dockwright.showMenu', () => showMenu(session)),
    );
}

function tooltip(session: Session, says: string): vscode.MarkdownString {
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: allOffers().map((offer) => offer.command) };
    text.appendMarkdown(`**Dockwright** ${session.version ?? ''}\n\n`);
    text.appendText(`${says}\n`);
    if (session.program) {
        text.appendCodeblock(session.program, 'text');
    }
    const links = offers(session).map(
        (offer) => `[$(${offer.icon}) ${offer.title}](command:${offer.command})`,
    );
    text.appendMarkdown(`\n\n${links.join('  \n')}`);
    return text;
}

function offers(session: Session): Offer[] {
    return allOffers().filter((offer) => !offer.needsServer || session.condition === 'running');
}

async function showMenu(session: Session): Promise<void> {
    const items = offers(session).map((offer) => ({ label: `$(${offer.icon}) ${offer.title}`, offer }));
    const title = `Dockwright ${session.version ?? ''}`.trim();
    const chosen = await vscode.window.showQuickPick(items, {
        title,
        placeHolder: SHOWN[session.condition].says(),
    });
    if (chosen) {
        await vscode.commands.executeCommand(chosen.offer.command);
    }
}
