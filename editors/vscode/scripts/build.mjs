/** Bundles the extension into `dist/`, with the licences of its dependencies. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // In some packages, the ES modules are smaller than the CommonJS scripts.
    mainFields: ['module', 'main'],
    external: ['vscode'],
    metafile: true,
    logLevel: 'warning',
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) {
        packages.add(match[1]);
    }
}
const notices = [...packages].sort().map((folder) => {
    const { name, version } = JSON.parse(fs.readFileSync(path.resolve(root, folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(path.resolve(root, folder)).find((file) => /^licen[cs]e/i.test(file));
    if (!file) {
        throw new Error(`${name} has no licence file`);
    }
    return `${name} ${version}\n\n${fs.readFileSync(path.resolve(root, folder, file), 'utf8').trim()}\n`;
});
fs.writeFileSync(path.join(root, 'dist/third-party-licenses.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
