/**
 * Measures the cold start in VS Code: the time from an extension's activation, and from the moment
 * its code begins to load, to its first diagnostic; for this extension, and for a minimal one with
 * docker-langserver.
 *
 *   node cold-start.mjs --vsix FILE --peer FOLDER [--times 7]
 *
 * FOLDER has `dockerfile-language-server-nodejs` in its `node_modules`. The minimal extension is
 * what users of that server have: the same language client, with the server bundled into one file
 * and started as a Node process. A few lines around each bundle measure the time.
 */

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

import { Editor, packExtension, until } from './editor.mjs';

const { values } = parseArgs({
    options: {
        vsix: { type: 'string' },
        peer: { type: 'string' },
        times: { type: 'string', default: '7' },
    },
});
const root = path.dirname(import.meta.dirname);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'dockwright-cold-start-'));
const report = path.join(work, 'report.json');

/** Put before a bundle: starts a clock, and stops it when a diagnostic appears. */
const BEFORE = `{
    globalThis.coldStart = { code: performance.now() };
    const vscode = require('vscode');
    const watch = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const count = uris.flatMap((uri) => vscode.languages.getDiagnostics(uri)).length;
        if (count === 0) return;
        watch.dispose();
        const now = performance.now();
        const { code, activation } = globalThis.coldStart;
        const times = { code: now - code, activation: now - activation, count };
        require('node:fs').writeFileSync(process.env.COLD_START_REPORT, JSON.stringify(times));
    });
}
`;

/** Put after a bundle: starts the other clock when VS Code activates the extension. */
const AFTER = `
{
    const { activate, deactivate } = module.exports;
    module.exports = { deactivate, activate(context) {
        globalThis.coldStart.activation = performance.now();
        return activate(context);
    } };
}
`;

const PEER = `
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');
const path = require('node:path');
let client;
exports.activate = () => {
    const server = { module: path.join(__dirname, 'server.cjs'), transport: TransportKind.ipc };
    client = new LanguageClient('peer', 'Peer', server, { documentSelector: [{ language: 'dockerfile' }] });
    return client.start();
};
exports.deactivate = () => client?.stop();
`;

/** A hundred lines, with a finding that both report. */
const SAMPLE = `FROM node:22-alpine\n${'RUN npm ci && npm run build\nCOPY a b\n'.repeat(49)}FOO bar\n`;

async function bundle(name, entry, out, resolve) {
    const file = path.join(work, name, `${path.basename(out)}.js`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, entry);
    await build({
        entryPoints: [file],
        outfile: path.join(work, name, out),
        bundle: true,
        minify: true,
        platform: 'node',
        format: 'cjs',
        mainFields: ['module', 'main'],
        external: ['vscode'],
        nodePaths: resolve,
        logLevel: 'error',
    });
}

/** Milliseconds until the first diagnostic. */
async function measure(name, vsix, time) {
    const folder = path.join(work, `${name}-${time}`);
    const workspace = path.join(folder, 'workspace');
    fs.mkdirSync(workspace, { recursive: true });
    fs.writeFileSync(path.join(workspace, 'Dockerfile'), SAMPLE);
    fs.rmSync(report, { force: true });
    const editor = new Editor(path.join(folder, 'editor'), folder);
    editor.environment.COLD_START_REPORT = report;
    try {
        editor.install(vsix);
        const extensions = path.join(folder, 'editor/extensions');
        const installed = fs.readdirSync(extensions).find((file) => !/json$|^\./.test(file));
        const { main } = JSON.parse(
            fs.readFileSync(path.join(extensions, installed, 'package.json'), 'utf8'),
        );
        const code = path.join(extensions, installed, main);
        fs.writeFileSync(code, BEFORE + fs.readFileSync(code, 'utf8') + AFTER);
        editor.configure();
        await editor.start();
        const window = await editor.open(name, {
            folder: workspace,
            file: path.join(workspace, 'Dockerfile'),
        });
        if (!(await until(30_000, () => fs.existsSync(report)))) {
            throw new Error(`${name}: no diagnostics, ${await window.picture('failed')}`);
        }
        return JSON.parse(fs.readFileSync(report, 'utf8'));
    } finally {
        await editor.stop();
    }
}

function show(name, since, times) {
    const sorted = times.map((time) => Math.round(time[since])).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    console.log(`${name.padEnd(18)} since ${since.padEnd(10)} median ${median} ms (${sorted.join(', ')})`);
}

try {
    await bundle('peer', PEER, 'main.cjs', [path.join(root, 'node_modules')]);
    const server = path.join(values.peer, 'node_modules/dockerfile-language-server-nodejs');
    await bundle('peer', `require(${JSON.stringify(path.join(server, 'lib/server.js'))});`, 'server.cjs', []);
    const packages = {
        dockwright: path.resolve(values.vsix),
        'docker-langserver': packExtension(path.join(work, 'peer'), 'peer'),
    };
    const { version } = JSON.parse(fs.readFileSync(path.join(server, 'package.json'), 'utf8'));
    console.log(`docker-langserver ${version}, ${values.times} times each in turn`);
    const all = { dockwright: [], 'docker-langserver': [] };
    for (let time = 0; time < Number(values.times); time += 1) {
        for (const [name, vsix] of Object.entries(packages)) {
            all[name].push(await measure(name, vsix, time));
        }
    }
    for (const since of ['activation', 'code']) {
        Object.entries(all).forEach(([name, times]) => show(name, since, times));
    }
} finally {
    fs.rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
