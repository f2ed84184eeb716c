/**
 * The server's life cycle: finding it, starting it, restarting it after a crash, and giving up after
 * too many.
 *
 * It does not look at the server's answers, except for the version.
 */

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as vscode from 'vscode';
import {
    CloseAction,
    ErrorAction,
    LanguageClient,
    RevealOutputChannelOn,
    State,
} from 'vscode-languageclient/node';
import type { ErrorHandler } from 'vscode-languageclient/node';

import { findServer } from './server.ts';
import { isSameRelease } from './version.ts';
import { explicitSettings } from './settings.ts';
import { showReferences } from './references.ts';
import { TraceChannel } from './trace.ts';
import { typing } from './typing.ts';
import { findingsOfWorkspace, selectors } from './documents.ts';
import { ownFormatters } from './formatting.ts';

const { t } = vscode.l10n;

/** How often the server may crash within three minutes before it is no longer restarted. */
const MAX_RESTARTS = 4;

/** The condition that the status item shows. */
export type Condition = 'starting' | 'running' | 'stopped' | 'missing';

export class Session implements vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<void>();
    /** Fires when the condition or the client changes. */
    readonly onDidChange = this.changed.event;
    readonly log = vscode.window.createOutputChannel('Dockwright', { log: true });
    condition: Condition = 'stopped';
    /** The server's version, once it has reported it. */
    version: string | undefined;
    /** The program, if one was found. */
    program: string | undefined;
    private client: LanguageClient | undefined;
    /** The server of the client, running or not. */
    private process: ChildProcess | undefined;
    private readonly trace = new TraceChannel();
    /** Serialises starts and stops. */
    private queue: Promise<void> = Promise.resolve();
    /** The version that the user was warned about. */
    private toldVersion: string | undefined;
    private readonly context: vscode.ExtensionContext;

    constructor(context: vscode.ExtensionContext) {
        this.context = context;
    }

    /** The folder of the extension. */
    get folder(): vscode.Uri {
        return this.context.extensionUri;
    }

    /** The client, while the server runs. */
    get running(): LanguageClient | undefined {
        return this.condition === 'running' ? this.client : undefined;
    }

    /** Stops the server if it runs, and starts one. */
    restart(): Promise<void> {
        return this.enqueue(async () => {
            await this.end();
            this.begin();
        });
    }

    stop(): Promise<void> {
        return this.enqueue(() => this.end());
    }

    dispose(): void {
        this.changed.dispose();
        this.trace.dispose();
        this.log.dispose();
    }

    private enqueue(job: () => Promise<void>): Promise<void> {
        this.queue = this.queue.then(job).catch((error) => this.log.error(String(error)));
        return this.queue;
    }

    private become(condition: Condition): void {
        this.condition = condition;
        this.changed.fire();
    }

    private async end(): Promise<void> {
        const { client, process } = this;
        this.client = undefined;
        this.process = undefined;
        if (client) {
            // A client that waits for the server's answer cannot be stopped, only disposed of.
            await client.dispose(2000).catch((error) => this.log.warn(String(error)));
        }
        process?.kill();
        this.become('stopped');
    }

    private begin(): void {
        const settings = vscode.workspace.getConfiguration('dockwright');
        const found = findServer({
            setting: settings.get('server.path', ''),
            extension: this.context.extensionPath,
            path: process.env['PATH'] ?? '',
            home: os.homedir(),
            platform: process.platform,
            isProgram,
        });
        this.version = undefined;
        this.program = found.isFound ? found.program : undefined;
        if (!found.isFound) {
            const reason = missing(found.setting);
            this.log.error(reason);
            this.become('missing');
            this.tellMissing(reason);
            return;
        }
        this.log.info(`${found.program} (${found.origin})`);
        const environment = settings.get<Record<string, string>>('server.extraEnv', {});
        const isCurrent = () => this.client === client;
        const run = () => this.spawn(found.program, environment);
        const client: LanguageClient = new LanguageClient('dockwright', 'Dockwright', run, {
            documentSelector: selectors(settings.get<boolean>('compose.enable', true)),
            outputChannel: this.log,
            traceOutputChannel: this.trace,
            revealOutputChannelOn: RevealOutputChannelOn.Never,
            errorHandler: this.errorHandler(isCurrent),
            // Reported below, with a button.
            initializationFailedHandler: () => false,
            middleware: {
                ...typing,
                ...findingsOfWorkspace,
                workspace: { configuration: explicitSettings(this.context.extension) },
            },
        });
        this.client = client;
        client.registerFeature(showReferences);
        client.registerFeature(ownFormatters(client));
        client.onDidChangeState((change) => {
            if (!isCurrent()) {
                return; // an old one on its way out
            }
            if (change.newState === State.Running) {
                this.version = client.initializeResult?.serverInfo?.version;
                this.become('running');
                this.compareVersions();
            } else {
                this.become(change.newState === State.Starting ? 'starting' : 'stopped');
            }
        });
        // Do not wait for it: a server that never answers must not block its replacement.
        client.start().catch((error) => this.log.error(t('The server did not start: {0}', String(error))));
    }

    private spawn(program: string, environment: Record<string, string>): Promise<ChildProcess> {
        return new Promise((resolve, reject) => {
            // The setting `dockwright.locale` has precedence over it.
            const command = ['lsp', '--locale', vscode.env.language];
            const child = spawn(program, command, { env: { ...process.env, ...environment } });
            this.process = child;
            child.once('spawn', () => resolve(child));
            child.once('error', reject);
        });
    }

    private errorHandler(isCurrent: () => boolean): ErrorHandler {
        const crashes: number[] = [];
        return {
            error: (_error, _message, count) => ({
                action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
                handled: true,
            }),
            closed: () => {
                if (!isCurrent()) {
                    return { action: CloseAction.DoNotRestart, handled: true };
                }
                crashes.push(Date.now());
                const recent = crashes.filter((time) => Date.now() - time < 3 * 60_000);
                if (recent.length <= MAX_RESTARTS) {
                    const message = t('The Dockwright server ended unexpectedly and was restarted.');
                    void this.tell(vscode.window.showWarningMessage, message, [showLog]);
                    return { action: CloseAction.Restart, message, handled: true };
                }
                const message = t(
                    'The Dockwright server ended {0} times within three minutes and was not restarted.',
                    recent.length,
                );
                void this.tell(vscode.window.showErrorMessage, message, [restart, showLog]);
                return { action: CloseAction.DoNotRestart, message, handled: true };
            },
        };
    }

    private tellMissing(reason: string): void {
        const message = t('Dockwright has no server. {0}', reason);
        void this.tell(vscode.window.showErrorMessage, message, [howToInstall, openSettings]);
    }

    private compareVersions(): void {
        const ours: string = this.context.extension.packageJSON.version;
        if (isSameRelease(ours, this.version) || this.toldVersion === this.version) {
            return;
        }
        this.toldVersion = this.version;
        const message = t(
            'The Dockwright server is version {0}, but this extension is version {1}. Some features may not work.',
            this.version ?? t('unknown'),
            ours,
        );
        void this.tell(vscode.window.showWarningMessage, message, [howToInstall, openSettings]);
    }

    private async tell(
        show: (message: string, ...actions: Button[]) => Thenable<Button | undefined>,
        message: string,
        actions: (() => Button)[],
    ): Promise<void> {
        const chosen = await show(message, ...actions.map((button) => button()));
        await chosen?.act(this);
    }
}

/** A button of a message. */
interface Button extends vscode.MessageItem {
    act: (session: Session) => unknown;
}

const howToInstall = (): Button => ({
    title: t('How to Install'),
    act: () => vscode.commands.executeCommand('dockwright.howToInstall'),
});
const openSettings = (): Button => ({
    title: t('Open Settings'),
    act: () => vscode.commands.executeCommand('workbench.action.openSettings', 'dockwright.server'),
});
const restart = (): Button => ({ title: t('Restart'), act: (session) => session.restart() });
const showLog = (): Button => ({ title: t('Show Log'), act: (session) => session.log.show(true) });

/** Why there is no server to start. */
function missing(setting: string | undefined): string {
    return setting === undefined
        ? t('The program `dockwright` is neither part of this extension nor on the PATH.')
        : t('The setting `dockwright.server.path` names no program: {0}', setting);
}

function isProgram(file: string): boolean {
    try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
    } catch {
        return false;
    }
}
