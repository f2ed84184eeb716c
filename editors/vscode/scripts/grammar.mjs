/**
 * Generates the TextMate grammars. With `--check` it only reports whether they are up to date.
 *
 * A TextMate grammar sees one line at a time and remembers only which rules it is inside of. So
 * state that holds for many lines of a Dockerfile, the escape character and the shell, needs a copy
 * of the rules for each value: `SHELLS` times `ESCAPES`. Some devices recur:
 *
 * - An instruction ends at the end of a line. A continuation or a comment in it is a rule that lasts
 *   until the next line begins (`untilNextLine`), and so hides the end of its line from the
 *   instruction.
 * - An embedded language cannot run on: an instruction's first keyword at the left margin ends every
 *   open rule (`guarded`), and a heredoc's last line ends its body.
 * - For VS Code, the text of RUN and of JSON arrays is not an embedded language (`embeddedLanguages`
 *   in the manifest), unlike the bodies of heredocs: comments begin with `#`, and Enter works as in
 *   a Dockerfile.
 * - The colours are a guess from a single line; the server's semantic tokens are exact.
 */

import { write } from './generated.mjs';

const KEYWORDS =
    'ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL'
    + '|STOPSIGNAL|USER|VOLUME|WORKDIR';

/** The shells that run the text of RUN. */
const SHELLS = {
    shell: 'source.shell',
    powershell: 'source.powershell',
    cmd: 'source.batchfile',
};

/**
 * The languages of heredocs: their programs, as in `#!` or `RUN <<EOF python3`, and the ends of file names.
 */
const LANGUAGES = [
    ['shell', 'source.shell', '(?:ba|da|a|k|z)?sh', '(?:sh|bash|zsh|ksh|profile|env)'],
    ['powershell', 'source.powershell', '(?:pwsh|powershell)(?:\\.exe)?', 'psm?1'],
    ['python', 'source.python', 'python[0-9.]*', 'py'],
    ['javascript', 'source.js', '(?:node|bun|deno)', '[cm]?js'],
    ['ruby', 'source.ruby', 'ruby', 'rb'],
    ['perl', 'source.perl', 'perl', 'p[lm]'],
    ['php', 'source.php', 'php', undefined],
    ['json', 'source.json', undefined, 'json'],
    ['yaml', 'source.yaml', undefined, 'ya?ml'],
    ['xml', 'text.xml', undefined, '(?:xml|config)'],
    ['sql', 'source.sql', undefined, 'sql'],
    ['ini', 'source.ini', undefined, '(?:ini|conf|cfg|cnf|toml|properties|service)'],
];

const include = (...names) => names.map((name) => ({ include: name.includes('.') ? name : `#${name}` }));
const scope = (name) => ({ name: `${name}.dockerfile` });
const captures = (...names) =>
    Object.fromEntries(names.flatMap((name, index) => (name ? [[index + 1, scope(name)]] : [])));
/** A rule that applies until the next line begins. */
const untilNextLine = (begin, more) => ({ begin, while: '^(?!)', ...more });

/** An instruction: its keyword, perhaps after ONBUILD; the patterns match the rest. */
const instruction = (keywords, escape, patterns) => ({
    begin: `(?i)^[ \\t]*(?:(ONBUILD)[ \\t]+)?(${keywords})(?=\\s|${escape.regex}|$)`,
    beginCaptures: captures('keyword.control.onbuild', 'keyword.other.instruction'),
    end: END_OF_LINE,
    name: 'meta.instruction.dockerfile',
    patterns: [...include(`breaks-${escape.name}`), ...patterns],
});

/**
 * An instruction with embedded text in a different language: every rule in it ends where another
 * instruction certainly begins. One with a heredoc ends by itself, and may contain text that looks
 * like an instruction.
 */
const guarded = (file, rule) => [
    {
        begin: `${rule.begin.replace('(?i)', '(?i)(?=')}(?!.*<<-?["']?[A-Za-z_]))`,
        while: `^(?![ \\t]*(?:${KEYWORDS})[ \\t]|(?i:${KEYWORDS})[ \\t])`,
        patterns: [rule, ...include(file)],
    },
    rule,
];

/**
 * The first word of a command. The grammar of shells looks for it at the start of a line or after an
 * operator; this one follows RUN.
 */
const firstStatement = (shell) =>
    shell === 'shell'
        ? [
              {
                  begin: '\\G(?=[\\w./$"\'~-])(?!(?:if|for|while|until|case|select|function|time)\\b)',
                  end: '(?=[;|&\\n)]|[ \\t]#)(?<!\\\\)',
                  patterns: [{ include: 'source.shell#typical_statements' }],
              },
          ]
        : [];

/** The end of a non-blank line, because a blank line does not end an instruction. */
const END_OF_LINE = '(?<=\\S)[ \\t]*(?=\\n)';
const FLAG = '[a-zA-Z][a-zA-Z0-9-]*';
const NAME = '[A-Za-z_][A-Za-z0-9_]*';
/** The start of a heredoc; the second group is its quote, the third its name. */
const HEREDOC = '(<<-?)(["\']?)([A-Za-z_][\\w.-]*)(\\2)';

const ESCAPES = [
    { name: 'backslash', regex: '\\\\' },
    { name: 'backtick', regex: '`' },
];

const repository = {
    directive: {
        match: '(?i)^[ \\t]*(#)[ \\t]*(syntax|escape|check)[ \\t]*(=)[ \\t]*(.*?)[ \\t]*$',
        name: 'comment.line.directive.dockerfile',
        captures: captures(
            'punctuation.definition.comment',
            'keyword.control.directive',
            'keyword.operator.assignment',
            'string.unquoted.directive',
        ),
    },
    comment: {
        match: '^[ \\t]*(#).*$',
        name: 'comment.line.number-sign.dockerfile',
        captures: captures('punctuation.definition.comment'),
    },
    flag: {
        begin: `(?<=\\s)(--)(${FLAG})(?:(=)|(?=\\s|$))`,
        beginCaptures: captures(
            'punctuation.definition.flag',
            'entity.other.attribute-name.flag',
            'keyword.operator.assignment',
        ),
        end: '(?=\\s)|$',
        name: 'meta.flag.dockerfile',
        patterns: [
            {
                match: '(?<=[=,])([a-zA-Z][a-zA-Z-]*)(=)',
                captures: captures('support.type.property-name.mount', 'keyword.operator.assignment'),
            },
            { match: ',', ...scope('punctuation.separator') },
            ...include('quoted', 'expansion'),
            { match: '\\b(?:true|false)\\b', ...scope('constant.language') },
            {
                match: '\\b\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h|[kmgKMG]b?)?(?=[\\s,]|$)',
                ...scope('constant.numeric'),
            },
            { match: '[^\\s,=$"\'\\\\`]+', ...scope('string.unquoted') },
        ],
    },
    expansion: {
        patterns: [
            {
                begin: `(\\$\\{)(${NAME}|[0-9]+)`,
                beginCaptures: captures('punctuation.definition.variable', 'variable.other'),
                end: '(\\})|(?=\\n)',
                endCaptures: captures('punctuation.definition.variable'),
                name: 'meta.expansion.dockerfile',
                patterns: [
                    { match: '\\G(?::?[-+?]|##?|%%?|//?)', ...scope('keyword.operator.expansion') },
                    ...include('expansion', 'quoted'),
                    { match: '[^}$"\'\\n]+', ...scope('string.unquoted') },
                ],
            },
            {
                match: `(\\$)(${NAME})`,
                captures: captures('punctuation.definition.variable', 'variable.other'),
            },
        ],
    },
    quoted: {
        patterns: [
            {
                begin: '"',
                end: '"|(?=\\n)',
                name: 'string.quoted.double.dockerfile',
                patterns: [
                    { match: '[\\\\`]["$\\\\`]', ...scope('constant.character.escape') },
                    ...include('expansion'),
                ],
            },
            { begin: "'", end: "'|(?=\\n)", name: 'string.quoted.single.dockerfile' },
        ],
    },
    'json-item': {
        patterns: [
            {
                begin: '"',
                end: '"|(?=\\n)',
                name: 'string.quoted.double.json.dockerfile',
                patterns: [
                    {
                        match: '\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4})',
                        ...scope('constant.character.escape.json'),
                    },
                    { match: '\\\\.', ...scope('invalid.illegal.escape.json') },
                ],
            },
            { match: ',', ...scope('punctuation.separator.array') },
            { match: '[^\\s,\\]"\\\\`]+', ...scope('invalid.illegal.json') },
        ],
    },
    image: {
        patterns: [
            ...include('expansion'),
            {
                match: '(@)([a-z0-9]+:[0-9a-fA-F]+)',
                captures: captures('punctuation.separator.digest', 'constant.numeric.digest'),
            },
            {
                match: '(:)([\\w.-]+)(?=[@\\s$]|$)',
                captures: captures('punctuation.separator.tag', 'variable.other.enummember.tag'),
            },
            { match: '[^\\s:@$\\\\`]+', ...scope('entity.name.type.image') },
            { match: ':', ...scope('punctuation.separator.tag') },
        ],
    },
    heredoc: {
        patterns: [
            ...include('heredoc-several'),
            ...LANGUAGES.flatMap(heredocs),
            heredoc(HEREDOC, '\\3', 'string.unquoted.heredoc', include('expansion')),
        ],
    },
    // Several bodies are treated as one text up to the terminator of the last one.
    'heredoc-several': heredoc(
        `${HEREDOC}(?=.*<<-?["']?([A-Za-z_][\\w.-]*))`,
        '\\5',
        'string.unquoted.heredoc',
        [],
    ),
    'heredoc-end': {
        match: '^\\t*([A-Za-z_][\\w.-]*)$',
        captures: captures('keyword.control.heredoc-token'),
    },
    'heredoc-header': {
        // The rest of the line: further markers, and the destination. At the start of a line there is no
        // rest.
        begin: '\\G(?<=.)(?=.)',
        end: END_OF_LINE,
        patterns: [
            {
                match: HEREDOC,
                captures: captures(
                    'keyword.operator.heredoc',
                    'punctuation.definition.string',
                    'keyword.control.heredoc-token',
                    'punctuation.definition.string',
                ),
            },
            ...include('flag', 'quoted', 'expansion'),
        ],
    },
};

function heredoc(begin, last, name, patterns) {
    return {
        begin,
        beginCaptures: captures(
            'keyword.operator.heredoc',
            'punctuation.definition.string',
            'keyword.control.heredoc-token',
            'punctuation.definition.string',
        ),
        // For Docker, a name with a space after it is part of the text; here that would only break the
        // colours of the rest of the file.
        while: `^(?!\\t*${last}[ \\t]*$)`,
        patterns: [
            ...include('heredoc-header'),
            ...(name ? [{ begin: '^', while: '^', ...scope(name), patterns }] : patterns),
        ],
    };
}

/** The rules for a language: by the name of the heredoc, and by its destination. */
function heredocs([name, source, , extension]) {
    const embedded = [`meta.embedded.${name}`, include(source)];
    if (extension === undefined) {
        return [];
    }
    const named = HEREDOC.replace('[\\w.-]*)', `[\\w.-]*\\.${extension}(?![\\w.-]))`);
    return [
        heredoc(named, '\\3', ...embedded),
        heredoc(`${HEREDOC}(?=[ \\t]+(?:.*[ \\t])?\\S+\\.${extension}[ \\t]*$)`, '\\3', ...embedded),
    ];
}

const programs = LANGUAGES.filter(([, , program]) => program !== undefined);
repository['heredoc-program'] = {
    patterns: programs.map(([name, source, program]) =>
        heredoc(
            `${HEREDOC}(?=[ \\t]+(?:\\S*/)?${program}(?:\\s|$))`,
            '\\3',
            `meta.embedded.${name}`,
            include(source),
        ),
    ),
};
repository['hash-bang'] = {
    patterns: programs.map(([name, source, program]) => ({
        begin: `^(#!.*\\b${program}\\b.*)$`,
        beginCaptures: captures('comment.line.shebang'),
        while: '^',
        ...scope(`meta.embedded.${name}`),
        patterns: include(source),
    })),
};
// For a program, otherwise by `#!`, otherwise for the shell.
for (const [shell, source] of Object.entries(SHELLS)) {
    const text = { begin: '^', while: '^', ...scope(`meta.embedded.${shell}`), patterns: include(source) };
    repository[`heredoc-${shell}`] = {
        patterns: [
            ...include('heredoc-several', 'heredoc-program'),
            heredoc(HEREDOC, '\\3', undefined, [...include('hash-bang'), text]),
        ],
    };
}

for (const escape of ESCAPES) {
    repository[`breaks-${escape.name}`] = {
        patterns: [
            untilNextLine(`(${escape.regex})[ \\t]*(?=\\n)`, {
                beginCaptures: captures('punctuation.separator.continuation'),
            }),
            untilNextLine('^[ \\t]*(#)', {
                beginCaptures: captures('punctuation.definition.comment'),
                name: 'comment.line.number-sign.dockerfile',
            }),
        ],
    };
    const words = [
        { match: `${escape.regex}[^\\n]`, ...scope('constant.character.escape') },
        ...include('quoted', 'expansion'),
    ];
    const path = { match: `[^\\s$"'${escape.regex}\\[\\],]+`, ...scope('string.unquoted') };
    const array = `json-array-${escape.name}`;
    repository[array] = {
        begin: '\\[',
        beginCaptures: { 0: scope('punctuation.definition.array.begin') },
        end: '(\\])|(?=\\n)',
        endCaptures: captures('punctuation.definition.array.end'),
        name: 'meta.array.json.dockerfile',
        patterns: include(`breaks-${escape.name}`, 'json-item'),
    };

    repository[`plain-${escape.name}`] = {
        patterns: [
            instruction('FROM', escape, [
                ...include('flag'),
                {
                    match: '(?i)(?<=\\s)(AS)(?:[ \\t]+([^\\s$]+))?',
                    captures: captures('keyword.other.as', 'entity.name.function.stage'),
                },
                ...include('image'),
            ]),
            ...guarded(
                `file-${escape.name}`,
                instruction('COPY|ADD', escape, [
                    ...include('heredoc-end', 'flag', 'heredoc', array),
                    ...words,
                    path,
                ]),
            ),
            instruction('ENV|ARG|LABEL', escape, [
                {
                    match: `(?<=\\s)(?:"([^"\\n]*)"|([\\w.\\-/]+))(=)`,
                    captures: captures(
                        'variable.other.definition',
                        'variable.other.definition',
                        'keyword.operator.assignment',
                    ),
                },
                {
                    match: '\\G[ \\t]+([\\w.-]+)(?![\\w.\\-=])',
                    captures: captures('variable.other.definition'),
                },
                ...words,
                { match: `[^\\s$"'${escape.regex}]+`, ...scope('string.unquoted') },
            ]),
            instruction('EXPOSE', escape, [
                ...words,
                {
                    match: '\\b(\\d+)(?:(-)(\\d+))?(?:(/)(\\w+))?',
                    captures: captures(
                        'constant.numeric.port',
                        'keyword.operator.range',
                        'constant.numeric.port',
                        'punctuation.separator',
                        'variable.other.enummember.protocol',
                    ),
                },
            ]),
            instruction('VOLUME|SHELL', escape, [...include(array), ...words, path]),
            instruction('STOPSIGNAL', escape, [
                ...words,
                { match: '\\w+', ...scope('variable.other.enummember.signal') },
            ]),
            instruction('USER|WORKDIR|MAINTAINER', escape, [...words, path]),
        ],
    };

    for (const [shell, source] of Object.entries(SHELLS)) {
        const embedded = {
            begin: '(?=\\S)',
            end: END_OF_LINE,
            name: `meta.embedded.${shell}.dockerfile`,
            patterns: [...include(`breaks-${escape.name}`), ...firstStatement(shell), ...include(source)],
        };
        const key = `${escape.name}-${shell}`;
        repository[`command-${key}`] = {
            patterns: [
                ...include('heredoc-end', 'flag'),
                ...include(`heredoc-${shell}`),
                {
                    begin: `(?<=\\s)(?=\\[[ \\t]*(?:"|\\]|${escape.regex}[ \\t]*$))`,
                    end: '(?!\\G)',
                    patterns: include(array),
                },
                embedded,
            ],
        };
        repository[`commands-${key}`] = {
            patterns: [
                ...guarded(
                    `file-${key}`,
                    instruction('RUN|CMD|ENTRYPOINT', escape, include(`command-${key}`)),
                ),
                ...guarded(`file-${key}`, {
                    ...instruction('HEALTHCHECK', escape, []),
                    patterns: [
                        ...include(`breaks-${escape.name}`, 'flag'),
                        { match: '(?i)(?<=\\s)NONE\\b', ...scope('keyword.other.instruction') },
                        {
                            begin: '(?i)(?<=\\s)(CMD)(?=\\s)',
                            beginCaptures: captures('keyword.other.instruction'),
                            end: END_OF_LINE,
                            patterns: [...include(`breaks-${escape.name}`, `command-${key}`)],
                        },
                    ],
                }),
            ],
        };
        repository[`file-${key}`] = {
            patterns: include('directive', 'comment', `commands-${key}`, `plain-${escape.name}`, 'unknown'),
        };
    }

    // SHELL applies until the next SHELL or the next stage.
    const byShell = (shell, programs) => ({
        begin: `(?i)(?=^[ \\t]*SHELL[ \\t]+\\[[ \\t]*"[^"]*\\b${programs}(?:\\.exe)?")`,
        end: '(?i)(?=^(?!\\G)[ \\t]*(?:FROM|SHELL)[ \\t])',
        patterns: include(`file-${escape.name}-${shell}`),
    });
    const standard = escape.name === 'backtick' ? 'cmd' : 'shell';
    repository[`file-${escape.name}`] = {
        patterns: [
            byShell('powershell', '(?:powershell|pwsh)'),
            byShell('cmd', 'cmd'),
            byShell('shell', '(?:ba|da|a|k|z)?sh'),
            ...include(`file-${escape.name}-${standard}`),
        ],
    };
}

repository.unknown = {
    match: '^[ \\t]*([A-Za-z]\\w*)(?=\\s|$)',
    captures: captures('invalid.illegal.instruction'),
};

const dockerfile = {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Dockerfile',
    scopeName: 'source.dockerfile',
    patterns: [
        {
            begin: '(?i)(?=^[ \\t]*#[ \\t]*escape[ \\t]*=[ \\t]*`[ \\t]*$)',
            end: '(?!)',
            patterns: include('file-backtick'),
        },
        ...include('file-backslash'),
    ],
    repository,
};

const dockerignore = {
    $schema: dockerfile.$schema,
    name: 'Docker Ignore',
    scopeName: 'source.dockerignore',
    patterns: [
        { match: '^#.*$', name: 'comment.line.number-sign.dockerignore' },
        {
            match: '^[ \\t]*(!)?(.*?)[ \\t]*$',
            captures: {
                1: { name: 'keyword.operator.negation.dockerignore' },
                2: {
                    name: 'string.unquoted.pattern.dockerignore',
                    patterns: [
                        { match: '\\\\.', name: 'constant.character.escape.dockerignore' },
                        { match: '\\*\\*?|\\?', name: 'keyword.operator.wildcard.dockerignore' },
                        { match: '\\[[^\\]]*\\]', name: 'constant.other.character-class.dockerignore' },
                        { match: '/', name: 'punctuation.separator.path.dockerignore' },
                    ],
                },
            },
        },
    ],
};

for (const [name, grammar] of Object.entries({ dockerfile, dockerignore })) {
    write(`syntaxes/${name}.tmLanguage.json`, `${JSON.stringify(grammar, null, 2)}\n`);
}
