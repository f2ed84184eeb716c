/** Runs TextMate grammars as VS Code does, and returns the tokens of a text. */

import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const extension = path.dirname(path.dirname(import.meta.dirname));
const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
await oniguruma.loadWASM(fs.readFileSync(wasm));

/**
 * The grammars that come with VS Code, if there are any: `DOCKWRIGHT_VSCODE_EXTENSIONS` is their
 * folder.
 */
const builtIn = new Map<string, string>();
const folder = process.env['DOCKWRIGHT_VSCODE_EXTENSIONS'];
for (const name of folder ? fs.readdirSync(folder) : []) {
    const manifest = path.join(folder ?? '', name, 'package.json');
    const contributes = fs.existsSync(manifest)
        ? JSON.parse(fs.readFileSync(manifest, 'utf8')).contributes
        : undefined;
    for (const grammar of contributes?.grammars ?? []) {
        builtIn.set(grammar.scopeName, path.join(folder ?? '', name, grammar.path));
    }
}
builtIn.set('source.dockerfile', path.join(extension, 'syntaxes/dockerfile.tmLanguage.json'));
builtIn.set('source.dockerignore', path.join(extension, 'syntaxes/dockerignore.tmLanguage.json'));

const registry = new textmate.Registry({
    onigLib: Promise.resolve({
        createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
        createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
        const file = builtIn.get(scope);
        // Without VS Code's own grammars, text in other languages only has their scope.
        return file
            ? textmate.parseRawGrammar(fs.readFileSync(file, 'utf8'), file)
            : { scopeName: scope, patterns: [], repository: { $self: {}, $base: {} } };
    },
});

export interface Token {
    text: string;
    scopes: string[];
    line: number;
}

export async function tokenize(scope: string, text: string): Promise<Token[]> {
    const grammar = await registry.loadGrammar(scope);
    if (!grammar) {
        throw new Error(`no grammar ${scope}`);
    }
    let stack = textmate.INITIAL;
    return text.split(/\r?\n/).flatMap((content, line) => {
        const result = grammar.tokenizeLine(content, stack);
        stack = result.ruleStack;
        return result.tokens
            .map(({ startIndex, endIndex, scopes }) => ({
                text: content.slice(startIndex, endIndex),
                scopes,
                line,
            }))
            .filter((token) => token.text !== '');
    });
}
