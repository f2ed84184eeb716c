/**
 * A real VS Code for tests: code-server with its own profile, and its windows in a headless browser.
 *
 * Tests wait for what is displayed, never for a fixed time only. Nothing outside of this machine is
 * contacted.
 */

import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as net from 'node:net';
import * as path from 'node:path';
import { chromium } from 'playwright-core';

/** What `workbench.sh` fetched. */
const workbench = process.env.DOCKWRIGHT_WORKBENCH;
const program = path.join(workbench, 'code-server/node_modules/code-server/out/node/entry.js');

/** Settings that keep windows uniform, quiet and fast. */
const SETTINGS = {
    'chat.disableAIFeatures': true,
    'editor.accessibilitySupport': 'off',
    // So that the focused element is the same in every version.
    'editor.editContext': false,
    'editor.fontFamily': 'DejaVu Sans Mono',
    'editor.minimap.enabled': false,
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'files.autoSave': 'off',
    'git.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'window.restoreWindows': 'none',
    'workbench.colorTheme': 'Default Dark Modern',
    'workbench.editor.limit.enabled': false,
    'workbench.enableExperiments': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
};

/** How many times longer than usual a test waits: more on a machine that proved to be slow. */
export const patience = { factor: 1 };

/**
 * Repeats a request until it has an answer; `undefined` after a time in milliseconds, on a machine of
 * usual speed.
 */
export async function until(time, ask) {
    const end = Date.now() + time * patience.factor;
    for (;;) {
        const answer = await Promise.resolve()
            .then(ask)
            .catch(() => undefined);
        if (answer) {
            return answer;
        }
        if (Date.now() > end) {
            return undefined;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

function freePort() {
    return new Promise((resolve, reject) => {
        const server = net.createServer();
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

/** The running processes, with command line and parent, from /proc. */
function processes() {
    return fs
        .readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                const command = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
                const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
                const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
                return state === 'Z' ? [] : [{ id: Number(name), parent: Number(parent), command }];
            } catch {
                return []; // ended meanwhile
            }
        });
}

/** Makes a package from the scripts in a folder; `main.cjs` is its entry point. */
export function packExtension(folder, name, more = {}) {
    const manifest = {
        name,
        publisher: 'testing',
        version: '0.0.1',
        engines: { vscode: '^1.91.0' },
        main: './main.cjs',
        activationEvents: ['onLanguage:dockerfile'],
        extensionKind: ['workspace'],
        ...more,
    };
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    fs.writeFileSync(path.join(folder, '.vscodeignore'), '**\n!*.cjs\n!package.json\n');
    const vsix = path.join(folder, `${name}.vsix`);
    const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
    const { status, stderr } = spawnSync(
        process.execPath,
        [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix],
        { cwd: folder, encoding: 'utf8', timeout: 180_000 },
    );
    if (status !== 0) {
        throw new Error(stderr);
    }
    return vsix;
}

export class Editor {
    /** @param work a folder of this editor's own @param out where pictures and logs go */
    constructor(work, out) {
        this.work = work;
        this.out = out;
        this.windows = [];
        for (const folder of ['data/User', 'data/Machine', 'extensions', 'home']) {
            fs.mkdirSync(path.join(work, folder), { recursive: true });
        }
        fs.mkdirSync(out, { recursive: true });
        this.arguments = [
            '--user-data-dir',
            path.join(work, 'data'),
            '--extensions-dir',
            path.join(work, 'extensions'),
        ];
        const home = path.join(work, 'home');
        this.environment = {
            ...process.env,
            HOME: home,
            XDG_CONFIG_HOME: home,
            XDG_DATA_HOME: home,
            XDG_CACHE_HOME: home,
            VSCODE_IPC_HOOK_CLI: '',
            NODE_OPTIONS: '',
            EXTENSIONS_GALLERY: '{"serviceUrl":""}',
        };
    }

    install(vsix) {
        const result = spawnSync(
            process.execPath,
            [program, ...this.arguments, '--install-extension', vsix, '--force'],
            { env: this.environment, encoding: 'utf8', timeout: 180_000 },
        );
        if (result.status !== 0) {
            throw new Error(`installing ${vsix}:\n${result.stdout}${result.stderr}`);
        }
    }

    /**
     * Settings of the machine, which take effect if their scope allows it, and optionally those of the
     * user.
     */
    configure(settings = {}, user = {}) {
        const write = (folder, content) =>
            fs.writeFileSync(
                path.join(this.work, 'data', folder, 'settings.json'),
                JSON.stringify(content, null, 2),
            );
        write('Machine', settings);
        write('User', { ...SETTINGS, 'security.workspace.trust.enabled': false, ...user });
    }

    async start() {
        this.port = await freePort();
        const log = fs.openSync(path.join(this.out, 'code-server.log'), 'a');
        // A process group of its own, so that no process is left over.
        this.server = spawn(
            process.execPath,
            [
                program,
                ...this.arguments,
                '--bind-addr',
                `127.0.0.1:${this.port}`,
                '--auth',
                'none',
                '--disable-telemetry',
                '--disable-update-check',
                '--disable-getting-started-override',
            ],
            { env: this.environment, stdio: ['ignore', log, log], detached: true },
        );
        if (!(await until(60_000, async () => (await fetch(`http://127.0.0.1:${this.port}/healthz`)).ok))) {
            throw new Error('code-server does not answer');
        }
        this.browser = await chromium.launch({
            executablePath: process.env.CHROMIUM || path.join(workbench, 'chromium'),
            chromiumSandbox: false,
            args: [
                '--disable-gpu',
                '--disable-quic',
                '--no-first-run',
                '--disable-background-networking',
                '--disable-component-update',
                '--disable-sync',
            ],
        });
    }

    /** The address of a file, as windows show it. */
    uri(file) {
        return `vscode-remote://127.0.0.1:${this.port}${file}`;
    }

    /** Opens a window: `{ folder, workspace, file }`, all optional. */
    async open(name, { folder, workspace, file, size = { width: 1200, height: 760 } } = {}) {
        const page = await this.browser.newPage({ viewport: size });
        page.setDefaultTimeout(15_000 * patience.factor);
        const isHere = (url) =>
            url.hostname === '127.0.0.1'
            || url.hostname.endsWith('localhost')
            || !url.protocol.startsWith('http');
        await page.context().route(
            (url) => !isHere(url),
            (route) => route.abort(),
        );
        const query = new URLSearchParams();
        if (workspace) {
            query.set('workspace', workspace);
        } else if (folder) {
            query.set('folder', folder);
        } else {
            query.set('ew', 'true');
        }
        if (file) {
            query.set('payload', JSON.stringify([['openFile', this.uri(file)]]));
        }
        const window = new Window(this, page, name);
        this.windows.push(window);
        await page.goto(`http://127.0.0.1:${this.port}/?${query}`);
        await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 * patience.factor });
        if (file) {
            await page
                .locator('.monaco-workbench .editor-instance .view-line')
                .first()
                .waitFor({ timeout: 60_000 * patience.factor });
        }
        return window;
    }

    /** The ids of the processes of this editor whose program's name and arguments have these words. */
    processes(program, argument) {
        const all = processes();
        const ours = new Set([this.server.pid]);
        for (let size = 0; size !== ours.size;) {
            size = ours.size;
            all.filter(({ parent }) => ours.has(parent)).forEach(({ id }) => ours.add(id));
        }
        return all
            .filter(
                ({ id, command }) =>
                    ours.has(id) && command[0].includes(program) && command.includes(argument),
            )
            .map(({ id }) => id);
    }

    /** The ids of the language servers. */
    servers() {
        return this.processes('dockwright', 'lsp');
    }

    async stop() {
        await this.browser?.close().catch(() => {});
        if (!this.server || this.server.exitCode !== null) {
            return;
        }
        const kill = (signal) => {
            try {
                process.kill(-this.server.pid, signal);
            } catch {
                // all gone
            }
        };
        kill('SIGTERM');
        await until(5000, () => this.server.exitCode !== null || this.server.signalCode !== null);
        kill('SIGKILL');
    }
}

export class Window {
    constructor(editor, page, name) {
        this.editor = editor;
        this.page = page;
        this.name = name;
        this.active = page.locator('.editor-group-container.active .editor-instance');
    }

    close() {
        return this.page.close();
    }

    /** Saves a picture and returns its path. */
    async picture(name) {
        const file = path.join(this.editor.out, `${this.name}-${name}.png`);
        await this.page.screenshot({ path: file });
        return file;
    }

    key(...keys) {
        return keys.reduce(
            (before, key) => before.then(() => this.page.keyboard.press(key)),
            Promise.resolve(),
        );
    }

    type(text) {
        return this.page.keyboard.type(text, { delay: 15 * patience.factor });
    }

    /** Puts the focus into the text. */
    async focus() {
        const text = this.active.locator('.view-lines').first();
        const isDone = await until(15_000, async () => {
            // A tooltip at the mouse may cover the text.
            await this.page.mouse.move(600, 600);
            await text.click({ position: { x: 60, y: 4 }, timeout: 3000 * patience.factor });
            return true;
        });
        if (!isDone) {
            throw new Error('the text cannot be clicked');
        }
    }

    async quickInput(text) {
        const input = this.page.locator('.quick-input-widget input').first();
        await input.waitFor({ state: 'visible' });
        await input.fill(text);
        return { input };
    }

    /** Runs a command by its title. */
    async command(title) {
        const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
        const input = this.page.locator('.quick-input-widget input').first();
        // Commands of extensions appear a little after the window, an open list does not change, and it closes
        // when a file that is being opened takes the focus.
        const isDone = await until(20_000, async () => {
            await this.page.keyboard.press('F1');
            await this.quickInput(`>${title}`);
            if (await until(2000, () => row.isVisible())) {
                await row.click({ timeout: 3000 * patience.factor });
                return true;
            }
            await this.page.keyboard.press('Escape');
            return false;
        });
        if (!isDone) {
            throw new Error(`there is no command called ${title}`);
        }
        // The next step of some commands is a different input at the same position.
        await until(
            5000,
            async () => !(await input.isVisible()) || !(await input.inputValue()).startsWith('>'),
        );
    }

    /** Moves the cursor; lines and columns begin at 1. */
    async goTo(line, column) {
        await this.focus();
        await this.page.keyboard.press('Control+g');
        const { input } = await this.quickInput(`:${line}:${column}`);
        await this.page.keyboard.press('Enter');
        await input.waitFor({ state: 'hidden' });
        await until(3000, async () =>
            (await this.status('status.editor.selection')).includes(`Ln ${line}, Col ${column}`),
        );
    }

    /**
     * Opens a file by its whole path: the search for file names needs a program that only install
     * scripts of packages would provide.
     */
    async openFile(file) {
        const rows = this.page.locator('.quick-input-list .monaco-list-row');
        const input = this.page.locator('.quick-input-widget input').first();
        const isOpen = await until(30_000, async () => {
            await this.page.keyboard.press('Control+o');
            // The dialog writes its folder into the input after it has read the folder.
            await rows.filter({ hasText: '..' }).first().waitFor({ timeout: 5000 * patience.factor });
            await input.fill(`${path.dirname(file)}/`);
            await until(3000, async () => (await rows.allInnerTexts()).join().includes(path.basename(file)));
            const isGone = await until(5000, async () => {
                if ((await input.inputValue()) !== file) {
                    await input.fill(file);
                }
                await this.page.keyboard.press('Enter');
                return until(1000, async () => !(await input.isVisible()));
            });
            if (isGone) {
                return true;
            }
            await this.page.keyboard.press('Escape');
            return false;
        });
        if (!isOpen) {
            throw new Error(`${file} cannot be opened`);
        }
    }

    async status(id) {
        const item = this.page.locator(`.statusbar-item[id="${id}"]`);
        return (await item.count()) > 0 ? (await item.first().innerText()).replaceAll('\u00a0', ' ') : '';
    }

    /** Our item in the status bar. */
    item() {
        return this.status('dockwright.dockwright.dockwright.status');
    }

    /** The displayed lines from top to bottom, including hints in them. */
    async lines(part = this.active) {
        const shown = await part.locator('.view-lines .view-line').evaluateAll((lines) =>
            lines
                .map((line) => ({ top: parseFloat(line.style.top), text: line.textContent }))
                .sort((a, b) => a.top - b.top)
                .map(({ text }) => text),
        );
        return shown.map((text) => text.replaceAll('\u00a0', ' ').replaceAll('\u00b7', ' '));
    }

    squiggles() {
        return this.active.locator('[class*="squiggly-"]').count();
    }

    async notifications() {
        return this.page.locator('.notification-list-item-message').allInnerTexts();
    }

    notification(text, time = 15_000) {
        return until(time, async () =>
            (await this.notifications()).find((message) => message.includes(text)),
        );
    }

    async clearNotifications() {
        await this.command('Notifications: Clear All Notifications');
    }

    /** The findings in the Problems view. */
    async problems() {
        const panel = this.page.locator('.markers-panel');
        if (!(await panel.isVisible().catch(() => false))) {
            await this.command('Problems: Focus on Problems View');
            await panel.waitFor();
        }
        return panel.locator('.monaco-list-row .marker-message-line').allInnerTexts();
    }

    async save() {
        await this.page.keyboard.press('Control+s');
        await until(5000, async () => (await this.page.locator('.tab.active.dirty').count()) === 0);
    }
}
