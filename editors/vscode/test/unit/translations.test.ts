import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

const extension = path.dirname(path.dirname(import.meta.dirname));
const read = (file: string) => fs.readFileSync(path.join(extension, file), 'utf8');

/** The texts that the sources hand to `l10n.t`. */
function texts(): string[] {
    const sources = fs.readdirSync(path.join(extension, 'src')).map((file) => read(`src/${file}`));
    const calls = sources.flatMap((source) => [...source.matchAll(/\bt\(\s*('(?:[^'\\]|\\.)*'|[^\s)])/g)]);
    return calls.map(([, text = '']) => {
        assert.ok(text.startsWith("'"), `a text that is not a literal: ${text}`);
        return text.slice(1, -1).replaceAll("\\'", "'");
    });
}

test('every message of the extension is translated', () => {
    const used = new Set(texts());
    assert.ok(used.size > 20);
    const translated: Record<string, string> = JSON.parse(read('l10n/bundle.l10n.ko.json'));
    assert.deepEqual(Object.keys(translated).sort(), [...used].sort());
    for (const [english, korean] of Object.entries(translated)) {
        const placeholders = (text: string) => (text.match(/\{\d\}/g) ?? []).sort();
        assert.deepEqual(placeholders(korean), placeholders(english), english);
        assert.match(korean, /[가-힣]/, english);
    }
});

test('every text of the manifest is translated', () => {
    const english: Record<string, string> = JSON.parse(read('package.nls.json'));
    const korean: Record<string, string> = JSON.parse(read('package.nls.ko.json'));
    assert.deepEqual(Object.keys(korean), Object.keys(english));
    for (const [key, text] of Object.entries(korean)) {
        assert.match(text, /[가-힣]/, key);
    }
    // Names of products and languages are the same in every language.
    const own = JSON.stringify(JSON.parse(read('package.json')).contributes.commands);
    assert.ok(!/"title":"[^%]/.test(own));
});
