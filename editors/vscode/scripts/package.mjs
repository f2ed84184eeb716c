/**
 * Builds a `.vsix`: for one platform, with the server in it, or a universal one without a server.
 *
 *   npm run package -- [--target TARGET --server PROGRAM] [--out FILE-OR-FOLDER]
 *
 * Everything happens in a separate folder, so that nothing of one platform is left over for the
 * next.
 */

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

import { root } from './generated.mjs';
import { platformOf } from './program.mjs';

const TARGETS = [
    'linux-x64',
    'linux-arm64',
    'alpine-x64',
    'alpine-arm64',
    'darwin-x64',
    'darwin-arm64',
    'win32-x64',
    'win32-arm64',
];
function fail(message) {
    console.error(message);
    process.exit(2);
}

const { values } = parseArgs({
    options: {
        target: { type: 'string' },
        server: { type: 'string' },
        out: { type: 'string', default: root },
    },
});
const { target, server } = values;
if ((target === undefined) !== (server === undefined)) {
    fail('--target and --server go together');
}
if (target !== undefined && !TARGETS.includes(target)) {
    fail(`--target is one of ${TARGETS.join(', ')}`);
}

const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const isFolder = fs.existsSync(values.out) && fs.statSync(values.out).isDirectory();
const file = `${name}${target ? `-${target}` : ''}-${version}.vsix`;
const out = path.resolve(isFolder ? path.join(values.out, file) : values.out);

function run(script, args, cwd) {
    const { status } = spawnSync(process.execPath, [script, ...args], { cwd, stdio: 'inherit' });
    if (status !== 0) {
        process.exit(1);
    }
}

const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'dockwright-vsix-'));
process.on('exit', () => fs.rmSync(stage, { recursive: true, force: true }));
run(path.join(root, 'scripts/build.mjs'), [], root);
for (const part of [
    'package.json',
    'package.nls.json',
    'package.nls.ko.json',
    'l10n',
    '.vscodeignore',
    'README.md',
    'CHANGELOG.md',
    'dist',
    'syntaxes',
    'language',
    'icons',
    'images',
]) {
    fs.cpSync(path.join(root, part), path.join(stage, part), { recursive: true });
}
const licences = ['LICENSE-MIT', 'LICENSE-APACHE'].map((file) =>
    fs.readFileSync(path.join(root, '../..', file), 'utf8'),
);
fs.writeFileSync(
    path.join(stage, 'LICENSE.txt'),
    [
        'Dockwright may be used under the MIT licence or the Apache licence 2.0, at your choice.\n',
        ...licences,
    ].join('\n'),
);
if (target !== undefined) {
    const system = target.split('-')[0];
    const bytes = fs.readFileSync(server);
    if (platformOf(bytes) !== target.replace('alpine', 'linux')) {
        fail(`${server} is no program for ${target}`);
    }
    const program = path.join(stage, 'server', system === 'win32' ? 'dockwright.exe' : 'dockwright');
    fs.mkdirSync(path.dirname(program));
    fs.writeFileSync(program, bytes, { mode: 0o755 });
}
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
// The README's pictures are in the package; they have no public address to link to.
run(
    vsce,
    [
        'package',
        '--no-dependencies',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--out',
        out,
        ...(target ? ['--target', target] : []),
    ],
    stage,
);
console.log(out);
