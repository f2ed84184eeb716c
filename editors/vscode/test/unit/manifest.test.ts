import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

const extension = path.dirname(path.dirname(import.meta.dirname));
const manifest = JSON.parse(fs.readFileSync(path.join(extension, 'package.json'), 'utf8'));
const { contributes } = manifest;

test('every file that the manifest names is there', () => {
    const files =
        JSON.stringify(manifest).match(/"(?:\.\/)?(?:icons|images|language|syntaxes)\/[^"]+"/g) ?? [];
    assert.ok(files.length > 8);
    for (const file of files) {
        assert.ok(fs.existsSync(path.join(extension, JSON.parse(file))), file);
    }
});

test('commands in menus and walkthroughs exist', () => {
    const commands = contributes.commands.map((item: { command: string }) => item.command);
    const used =
        JSON.stringify([contributes.menus, contributes.walkthroughs]).match(
            /dockwright\.(?!toml)\w+(?:\.\w+)*/g,
        ) ?? [];
    const settings = Object.keys(Object.assign({}, ...contributes.configuration.map(properties)));
    for (const name of used.filter((name) => name !== 'dockwright.dockwright')) {
        assert.ok(commands.includes(name) || settings.includes(name), name);
    }
});

function properties(group: { properties: object }): object {
    return group.properties;
}

test('what names a program is out of reach of a workspace that is not trusted', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations, ['dockwright.server.path', 'dockwright.server.extraEnv']);
    for (const key of restrictedConfigurations) {
        const group = contributes.configuration.find(
            (group: { properties: object }) => key in group.properties,
        );
        assert.equal(group.properties[key].scope, 'machine-overridable', key);
    }
});

test('what an instruction itself holds stays a Dockerfile for comments and for Enter', () => {
    const { embeddedLanguages } = contributes.grammars[0];
    const text = fs.readFileSync(path.join(extension, 'scripts/grammar.mjs'), 'utf8');
    for (const scope of Object.keys(embeddedLanguages)) {
        assert.ok(!/shell|cmd/.test(scope), scope);
        const name = scope.split('.')[2] ?? '';
        assert.ok(text.includes(`['${name}', `), scope);
    }
});

test('files have the language that Docker gives them', () => {
    const cases: [name: string, language: string | undefined][] = [
        ['.dockerignore', 'dockerignore'],
        ['.containerignore', 'dockerignore'],
        ['Dockerfile.dockerignore', 'dockerignore'],
        ['web.Dockerfile.dockerignore', 'dockerignore'],
        ['Dockerfile.dev.dockerignore', 'dockerignore'],
        ['Containerfile.dockerignore', 'dockerignore'],
        ['Containerfile.dev.containerignore', 'dockerignore'],
        ['dockerfile.py', 'python'],
        ['Dockerfile.MD', 'markdown'],
        ['Dockerfile.dev.yml', 'yaml'],
        ['Dockerfile.j2', 'jinja'],
        ['Dockerfile.bak', 'plaintext'],
        ['Dockerfile.dev~', 'plaintext'],
        ['docker-compose.yml', undefined],
    ];
    for (const [name, expected] of cases) {
        assert.equal(language(name), expected, name);
    }
});

test('files are Dockerfiles as they are for the command line', (context) => {
    const table = path.join(extension, '../../tests/file-names.txt');
    if (!fs.existsSync(table)) {
        context.skip('no table of file names');
        return;
    }
    let kind = '';
    let count = 0;
    for (const line of fs.readFileSync(table, 'utf8').split('\n')) {
        if (line === '' || line.startsWith('#')) {
            continue;
        }
        if (line.startsWith('[')) {
            kind = line.slice(1, -1);
            continue;
        }
        const [name = '', differing = ''] = line.split('  | ');
        const expected = (kind === 'dockerfile') !== differing.split(' ').includes('vscode');
        assert.equal(language(path.posix.basename(name)) === 'dockerfile', expected, name);
        count += 1;
    }
    assert.ok(count > 200);
});

test('no other language starts the extension', () => {
    const { languages } = contributes;
    const own = languages.filter((item: { configuration?: string }) => item.configuration);
    assert.deepEqual(
        own.map((item: { id: string }) => item.id),
        ['dockerfile', 'dockerignore'],
    );
});

type Language = { id: string; filenames?: string[]; filenamePatterns?: string[]; extensions?: string[] };

/** The manifest entry of VS Code's built-in extension for Dockerfiles. */
const builtIn: Language = {
    id: 'dockerfile',
    filenames: ['Dockerfile', 'Containerfile'],
    filenamePatterns: ['Dockerfile.*', 'Containerfile.*'],
    extensions: ['.dockerfile', '.containerfile'],
};

/** As VS Code decides: the whole name, else the longest pattern, else the longest extension, in any case. */
function language(name: string): string | undefined {
    const file = name.toLowerCase();
    const languages: Language[] = [builtIn, ...contributes.languages];
    const whole = languages.filter((item) => item.filenames?.some((known) => known.toLowerCase() === file));
    const longest = (match: (language: Language) => string[]) =>
        languages
            .flatMap((item) => match(item).map((text) => ({ id: item.id, length: text.length })))
            .sort((a, b) => b.length - a.length)[0]?.id;
    return (
        whole.at(-1)?.id
        ?? longest((item) => (item.filenamePatterns ?? []).filter((pattern) => glob(pattern).test(file)))
        ?? longest((item) => (item.extensions ?? []).filter((end) => file.endsWith(end)))
    );
}

/** A glob as VS Code reads it, as far as the manifest uses it. */
function glob(pattern: string): RegExp {
    const parts: Record<string, string> = { '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|', '.': '\\.' };
    return new RegExp(`^${[...pattern.toLowerCase()].map((c) => parts[c] ?? c).join('')}$`);
}

test('types of semantic tokens that VS Code does not know are explained to it', (context) => {
    const page = path.join(extension, '../../server/docs/semantic-tokens.md');
    if (!fs.existsSync(page)) {
        context.skip('no page about semantic tokens');
        return;
    }
    const [types = '', modifiers = ''] = fs.readFileSync(page, 'utf8').split('| modifier |');
    const names = (table: string) => [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    const standardTypes =
        'namespace class enum interface struct typeParameter type parameter variable property '
        + 'enumMember decorator event function method macro label comment string keyword number regexp '
        + 'operator';
    const standardModifiers =
        'declaration definition readonly static deprecated abstract async modification '
        + 'documentation defaultLibrary';
    const added = names(types).filter((name) => !standardTypes.split(' ').includes(name ?? ''));
    const declared = contributes.semanticTokenTypes.map((type: { id: string }) => type.id);
    assert.ok(names(types).length > 10);
    assert.deepEqual(declared, added);
    assert.deepEqual(
        names(modifiers).filter((name) => !standardModifiers.split(' ').includes(name ?? '')),
        [],
    );
    for (const name of Object.keys(contributes.semanticTokenScopes[0].scopes)) {
        assert.ok(names(types).includes(name), name);
    }
});
