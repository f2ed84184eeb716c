/**
 * Generates the settings in `package.json` from the schema of `dockwright.toml`, the server's
 * switches and the extension's own few settings. With `--check` it only reports whether they are up
 * to date. Their texts come from the server's tables of texts and go to `package.nls.json` and its
 * translations, whose other texts have to have the same keys.
 *
 * The schema is generated from the server's own tables; a test compares the switches with the
 * server's.
 */

import * as fs from 'node:fs';
import * as path from 'node:path';

import { root, write } from './generated.mjs';

const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const english = JSON.parse(read('package.nls.json'));
const manifest = JSON.parse(read('package.json'), (_, value) => english[/^%(.*)%$/.exec(value)?.[1]] ?? value);
const schema = JSON.parse(read('../dockwright.schema.json'));
const switches = JSON.parse(read('switches.json'));

/** The descriptions of settings in a language. */
function descriptions(language) {
    const sections = read(`../../server/crates/texts/docs/${language}/settings.md`).split('\n## ').slice(1);
    return Object.fromEntries(
        sections.map((section) => {
            const [key, ...text] = section.trim().split('\n');
            return [`dockwright.${camelCase(key)}`, text.join(' ').replace(/\s+/g, ' ').trim()];
        }),
    );
}

/**
 * The value used if nothing is set, for settings whose schema has no default and whose default is
 * not the first possible value.
 */
const DEFAULTS = {
    engine: null,
    'fail-on': 'warning',
    'indent-style': null,
    'line-length': 100,
    'max-blank-lines': 1,
};

/** Settings that only the extension reads. */
const OWN = {
    'dockwright.server.path': {
        type: 'string',
        default: '',
        scope: 'machine-overridable',
    },
    'dockwright.server.extraEnv': {
        type: 'object',
        default: {},
        scope: 'machine-overridable',
        additionalProperties: { type: 'string' },
    },
    'dockwright.ignoreFiles.enabled': {
        type: 'boolean',
        default: true,
        scope: 'window',
    },
    'dockwright.trace.server': {
        type: 'string',
        default: 'off',
        enum: ['off', 'messages', 'compact', 'verbose'],
        scope: 'window',
    },
};

/** Settings that the server reads from editors only: the language is the reader's choice, not the project's. */
const OF_EDITORS = {
    'dockwright.locale': {
        type: 'string',
        default: 'auto',
        enum: ['auto', 'en', 'ko'],
        enumDescriptions: ['The display language of VS Code.', 'English', '한국어'],
        scope: 'window',
    },
};

/** Settings that name a program for the server to run: a workspace cannot set them. */
const PROGRAMS = {
    'dockwright.shellcheck': {
        type: 'string',
        default: '',
        scope: 'machine',
    },
};

const camelCase = (key) => key.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

/** VS Code does not follow references in the schemas of settings. */
function inline(value) {
    if (Array.isArray(value)) {
        return value.map(inline);
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    if (value.$ref === '#/definitions/name') {
        // Names of other tools are left out: they would double the length of the list, and users do not
        // pick from it.
        return { type: 'string', anyOf: [...schema.definitions.name.anyOf.slice(0, 2), {}] };
    }
    const { $ref, ...rest } = value;
    const found = $ref ? schema.definitions[$ref.replace('#/definitions/', '')] : {};
    const entries = Object.entries({ ...found, ...rest }).filter(([key]) => key !== 'title');
    return Object.fromEntries(entries.map(([key, value]) => [key, inline(value)]));
}

function defaultOf(key, property) {
    if ('default' in property) {
        return property.default;
    }
    if (key in DEFAULTS) {
        return DEFAULTS[key];
    }
    return property.enum
        ? property.enum[0]
        : ({ boolean: false, array: [], object: {} }[property.type] ?? null);
}

function setting(key, property) {
    const { description: _, ...rest } = inline(property);
    const type = rest.type ?? typeof rest.enum[0];
    if (rest.additionalProperties?.enum) {
        rest.additionalProperties.type = 'string';
    }
    const whole = { type, ...rest };
    const byDefault = defaultOf(key, whole);
    if (byDefault === null) {
        // A different setting decides, as the editor's own do for indentation.
        whole.type = [type, 'null'];
        whole.enum &&= [...whole.enum, null];
    }
    return { ...whole, default: byDefault, scope: 'resource' };
}

/** The settings of a part of the schema; a table with fixed keys becomes one setting per key. */
function settings(properties, before = []) {
    return Object.entries(properties).flatMap(([key, property]) => {
        const resolved = inline(property);
        const keys = [...before, key];
        return resolved.properties
            ? settings(resolved.properties, keys)
            : [[['dockwright', ...keys.map(camelCase)].join('.'), setting(key, property)]];
    });
}

/** Puts several words of a list on a line; one word per line would make the manifest unreadable. */
function wrapped(json) {
    return json.replace(/^( *)(.*)\[\n((?: *"[^"\n]*",?\n)+) *\]/gm, (_, indent, before, list) => {
        const words = list.trim().split(/\n */);
        const lines = [''];
        for (const word of words) {
            const last = lines[lines.length - 1];
            if (last !== '' && indent.length + 4 + last.length + word.length > 108) {
                lines.push(word);
            } else {
                lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
            }
        }
        const inOne = `${indent}${before}[${lines[0]}]`;
        return lines.length === 1 && inOne.length < 108
            ? inOne
            : `${indent}${before}[\n${lines.map((line) => `${indent}    ${line}\n`).join('')}${indent}]`;
    });
}

/**
 * VS Code, and its built-in extension for Dockerfiles, claim every `Dockerfile.*`, whatever the
 * extension. A pattern cannot exclude names, but the longest matching pattern decides: so each other
 * language gets a longer pattern for its extensions. These entries have no configuration, so no file
 * of these languages starts the extension.
 */
function languages() {
    const own = manifest.contributes.languages.filter(({ configuration }) => configuration);
    const others = Object.entries(JSON.parse(read('other-languages.json'))).map(([id, list]) => {
        const extensions = list.split(' ');
        const end = extensions.length > 1 ? `{${extensions.join(',')}}` : extensions[0];
        return { id, filenamePatterns: [`{docker,container}file*.${end}`] };
    });
    const plain = others.find(({ id }) => id === 'plaintext');
    plain.filenames = ['dockerfile', 'containerfile'].flatMap((word) => [`.${word}`, `${word}.`]);
    plain.filenamePatterns.push('{docker,container}file*~');
    return [...own, ...others];
}

const sorted = (entries) => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
/** Keys that are relative to the folder of `dockwright.toml`. */
const ONLY_IN_FILES = ['build', 'exclude', 'include'];
const inEditors = Object.entries(schema.properties).filter(([key]) => !ONLY_IN_FILES.includes(key));
const all = settings(Object.fromEntries(inEditors));
const isFormat = ([key]) => key.startsWith('dockwright.format');
const shown = Object.entries(switches).map(([key, value]) => [
    `dockwright.${key}`,
    { type: 'boolean', default: value, scope: 'resource' },
]);

const groups = [
    ['Checks', sorted([...all.filter((entry) => !isFormat(entry)), ...Object.entries({ ...OF_EDITORS, ...PROGRAMS })])],
    ['Format', sorted(all.filter(isFormat))],
    ['Hints', sorted(shown)],
    ['Server', OWN],
];
manifest.contributes.configuration = groups
    .filter(([, properties]) => Object.keys(properties).length > 0)
    .map(([title, properties], order) => ({ title, order, properties }));
const described = descriptions('en');
for (const { properties } of manifest.contributes.configuration) {
    for (const [key, property] of Object.entries(properties)) {
        property.markdownDescription = described[key];
        if (property.markdownDescription === undefined) {
            throw new Error(`${key} has no description in settings.md`);
        }
    }
}
manifest.contributes.languages = languages();
const { configuration, ...others } = manifest.contributes;
manifest.contributes = { ...others, configuration };

/** The texts of the manifest, by key. */
const texts = {};

/** Replaces the texts in an object by their keys. */
function extract(object, before, names = ['title', 'description', 'markdownDescription']) {
    for (const name of names.filter((name) => typeof object?.[name] === 'string')) {
        const key = [before, String(name).replace('markdownD', 'd')].filter((part) => part !== '').join('.');
        texts[key] = object[name];
        object[name] = `%${key}%`;
    }
}

const { commands, semanticTokenTypes, walkthroughs } = manifest.contributes;
extract(manifest, '', ['description']);
Object.entries(manifest.capabilities).forEach(([name, capability]) => extract(capability, name));
semanticTokenTypes.forEach((type) => extract(type, `token.${type.id}`));
commands.forEach((command) => extract(command, command.command));
for (const walkthrough of walkthroughs) {
    extract(walkthrough, walkthrough.id);
    for (const step of walkthrough.steps) {
        extract(step, `${walkthrough.id}.${step.id}`);
        extract(step.media, `${walkthrough.id}.${step.id}`, ['altText']);
    }
}
for (const group of manifest.contributes.configuration) {
    extract(group, `settings.${group.order}`);
    for (const [key, property] of Object.entries(group.properties)) {
        extract(property, key);
        extract(property.enumDescriptions, key, [0]);
    }
}
write('package.nls.json', `${JSON.stringify(texts, null, 4)}\n`);
write('package.json', `${wrapped(JSON.stringify(manifest, null, 4))}\n`);

for (const language of ['ko']) {
    const file = `package.nls.${language}.json`;
    const own = JSON.parse(read(file));
    for (const [key, text] of Object.entries(descriptions(language))) {
        own[`${key}.description`] = text;
    }
    const missing = Object.keys(texts).filter((key) => !own[key]);
    if (missing.length > 0) {
        console.error(`${file} lacks ${missing}`);
        process.exitCode = 1;
    }
    const translated = Object.fromEntries(Object.keys(texts).map((key) => [key, own[key]]));
    write(file, `${JSON.stringify(translated, null, 4)}\n`);
}

const table = read('../../server/crates/server/src/config.rs');
const known = [...table.matchAll(/^\s*\("([A-Za-z.]+)", \|settings\| &mut /gm)].map(([, key]) => key).sort();
const switched = Object.keys(switches).sort();
if (JSON.stringify(known) !== JSON.stringify(switched)) {
    console.error(`switches.json has ${switched.join(', ')}; the server has ${known.join(', ')}`);
    process.exitCode = 1;
}
