/** Writes generated files, or with `--check` reports which of them are stale and fails. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the extension. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export function write(file, text) {
    const place = path.join(root, file);
    const old = fs.existsSync(place) ? fs.readFileSync(place, 'utf8').replaceAll('\r\n', '\n') : '';
    if (old === text) {
        return;
    }
    if (process.argv.includes('--check')) {
        console.error(`${file} is stale: npm run generate`);
        process.exitCode = 1;
    } else {
        fs.writeFileSync(place, text);
    }
}
