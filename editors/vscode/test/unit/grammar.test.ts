import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tokenize } from './tokens.ts';

/**
 * A text, and the expected tokens below it: a token of a line, and a scope that it has, or does not
 * have if the scope begins with `!`.
 */
type Case = [what: string, text: string, ...tokens: [line: number, token: string, scope: string][]];

const KEYWORD = 'keyword.other.instruction';
const SHELL = 'meta.embedded.shell';
const COMMENT = 'comment.line.number-sign';
const END = 'keyword.control.heredoc-token';

const CASES: Case[] = [
    [
        'directives',
        '# syntax=docker/dockerfile:1\n# note',
        [0, 'syntax', 'keyword.control.directive'],
        [0, 'docker/dockerfile:1', 'string'],
        [1, ' note', COMMENT],
    ],
    [
        'FROM',
        'FROM --platform=$P a.io:5000/b/node:22@sha256:ab AS build',
        [0, 'FROM', KEYWORD],
        [0, 'platform', 'attribute-name.flag'],
        [0, 'P', 'variable.other'],
        [0, '22', 'variable.other.enummember.tag'],
        [0, 'sha256:ab', 'constant.numeric.digest'],
        [0, 'AS', 'keyword.other.as'],
        [0, 'build', 'entity.name.function'],
    ],
    [
        'any letter case',
        'from x as y\nrun make',
        [0, 'from', KEYWORD],
        [0, 'as', 'keyword.other.as'],
        [1, 'run', KEYWORD],
    ],
    [
        'ONBUILD',
        'ONBUILD RUN make',
        [0, 'ONBUILD', 'keyword.control.onbuild'],
        [0, 'RUN', KEYWORD],
        [0, 'make', SHELL],
    ],
    [
        'pairs',
        'ENV A=1 \\\n  # c\n\n  B="x $A"\nARG V',
        [0, 'A', 'variable.other.definition'],
        [2 - 1, ' c', COMMENT],
        [3, 'B', 'variable.other.definition'],
        [3, 'x ', 'string.quoted'],
        [4, 'ARG', KEYWORD],
    ],
    ['a legacy pair', 'ENV name a b', [0, 'name', 'variable.other.definition'], [0, 'b', 'string.unquoted']],
    [
        'substitutions',
        'WORKDIR ${A:-$B}/x',
        [0, 'A', 'variable.other'],
        [0, ':-', 'keyword.operator.expansion'],
        [0, 'B', 'variable.other'],
        [0, '/x', 'string.unquoted'],
    ],
    [
        'mounts',
        'RUN --mount=type=cache,target=/x make',
        [0, 'target', 'property-name.mount'],
        [0, '/x', 'string.unquoted'],
        [0, 'make', SHELL],
    ],
    [
        'a shell over lines',
        'RUN a && \\\n  # c\n\n  b\nUSER x',
        [0, 'a', SHELL],
        [1, ' c', COMMENT],
        [3, 'b', SHELL],
        [4, 'USER', KEYWORD],
        [4, 'USER', '!meta.embedded'],
    ],
    ['no continuation', 'RUN a\\\\b\nUSER x', [1, 'USER', KEYWORD]],
    ['a blank after the escape', 'ENV A=1 \\ \n B=2\nUSER x', [1, 'B', 'definition'], [2, 'USER', KEYWORD]],
    [
        'an open quote ends at the next instruction',
        'RUN echo "a\nFROM b',
        [1, 'FROM', KEYWORD],
        [1, 'FROM', '!string'],
    ],
    [
        'exec form',
        'CMD ["a", "b\\n", \\\n "c"]\nUSER x',
        [0, '[', 'array.begin'],
        [0, '\\n', 'constant.character.escape'],
        [1, 'c', 'string.quoted.double.json'],
        [1, ']', 'array.end'],
        [2, 'USER', KEYWORD],
    ],
    ['single quotes are no JSON', "VOLUME ['a']", [0, "'a'", 'invalid.illegal']],
    ['a test is no JSON', 'RUN [ -f x ]', [0, '-f', '!invalid']],
    [
        'HEALTHCHECK',
        'HEALTHCHECK --interval=3s CMD curl x\nHEALTHCHECK NONE',
        [0, '3s', 'constant.numeric'],
        [0, 'CMD', KEYWORD],
        [0, 'curl', SHELL],
        [1, 'NONE', KEYWORD],
    ],
    [
        'EXPOSE',
        'EXPOSE 80/tcp 90-91',
        [0, '80', 'constant.numeric.port'],
        [0, 'tcp', 'variable.other.enummember.protocol'],
        [0, '91', 'constant.numeric.port'],
    ],
    [
        'a heredoc of RUN',
        'RUN <<EOF\nmake "x\nUSER x\nEOF\nUSER y',
        [1, 'make', SHELL],
        [2, 'USER x', SHELL],
        [3, 'EOF', END],
        [4, 'USER', KEYWORD],
    ],
    [
        'tabs before its end',
        "RUN <<-'EOF' \\\n  x\n\tmake\n\tEOF\nUSER y",
        [3, 'EOF', END],
        [4, 'USER', KEYWORD],
    ],
    ['a heredoc for a program', 'RUN <<EOF python3\nimport os\nEOF', [1, 'import', 'meta.embedded.python']],
    [
        'a heredoc with #!',
        'RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\nUSER x',
        [2, 'import', 'meta.embedded.python'],
        [4, 'USER', KEYWORD],
    ],
    [
        'a heredoc by its name',
        'COPY <<a.json /x/\n{"a": 1}\na.json',
        [1, '1', 'meta.embedded.json'],
        [2, 'a.json', END],
    ],
    [
        'a heredoc by where it goes',
        'COPY <<EOF /x/b.py\nimport a\nEOF',
        [1, 'import', 'meta.embedded.python'],
    ],
    [
        'a heredoc of text',
        'COPY <<EOF /x\nFROM $A\nEOF',
        [1, 'FROM ', 'string.unquoted.heredoc'],
        [1, 'A', 'variable'],
    ],
    [
        'several heredocs',
        'COPY <<a <<b /x\nFROM\na\nFROM\nb\nUSER x',
        [3, 'FROM', 'string.unquoted.heredoc'],
        [4, 'b', END],
        [5, 'USER', KEYWORD],
    ],
    [
        'backtick',
        '# escape=`\nFROM x\nRUN a `\n  b\nCOPY a\\ b\\\nUSER x',
        [2, '`', 'continuation'],
        [3, 'b', 'meta.embedded.cmd'],
        [5, 'USER', KEYWORD],
    ],
    [
        'PowerShell',
        'SHELL ["powershell", "-c"]\nRUN Get-Item x\nFROM y\nRUN make',
        [1, 'Get-Item', 'meta.embedded.powershell'],
        [3, 'make', SHELL],
    ],
    ['no instruction', 'FORM x\nUSER y', [0, 'FORM', 'invalid.illegal.instruction'], [1, 'USER', KEYWORD]],
    [
        'Hangul',
        'LABEL 이름="값 😀" \\\n  b=c\nUSER x',
        [0, '값 😀', 'string.quoted'],
        [1, 'b', 'definition'],
        [2, 'USER', KEYWORD],
    ],
];

for (const [what, text, ...tokens] of CASES) {
    test(`colours ${what}`, async () => {
        for (const source of [text, text.replaceAll('\n', '\r\n')]) {
            const all = await tokenize('source.dockerfile', source);
            for (const [line, wanted, scope] of tokens) {
                // In a different language, a word may be part of a longer token.
                const here = all.filter((token) => token.line === line);
                const found =
                    here.find((token) => token.text === wanted)
                    ?? here.find((token) => token.text.includes(wanted));
                const shown = JSON.stringify(here, null, 1);
                assert.ok(found, `no ${wanted} in line ${line}: ${shown}`);
                const has = found.scopes.some((name) => name.includes(scope.replace('!', '')));
                assert.equal(has, !scope.startsWith('!'), `${wanted}: ${shown}`);
            }
        }
    });
}

test('10,000 lines are coloured in bounded time and nest nothing', async () => {
    const lines = Array.from({ length: 10_000 }, (_, line) =>
        line % 2 ? `  run echo ${line} &&\\` : `    true ${line}`,
    );
    const begin = performance.now();
    const tokens = await tokenize('source.dockerfile', `FROM x\n${lines.join('\n')}`);
    assert.ok(Math.max(...tokens.map((token) => token.scopes.length)) < 20);
    assert.ok(performance.now() - begin < 20_000, `${performance.now() - begin} ms`);
});

test('colours .dockerignore', async () => {
    const tokens = await tokenize('source.dockerignore', '# a\n!b/**/[cd]\\*');
    assert.deepEqual(
        tokens.map((token) => [token.text, token.scopes.at(-1)?.replace('.dockerignore', '')]),
        [
            ['# a', 'comment.line.number-sign'],
            ['!', 'keyword.operator.negation'],
            ['b', 'string.unquoted.pattern'],
            ['/', 'punctuation.separator.path'],
            ['**', 'keyword.operator.wildcard'],
            ['/', 'punctuation.separator.path'],
            ['[cd]', 'constant.other.character-class'],
            ['\\*', 'constant.character.escape'],
        ],
    );
});
