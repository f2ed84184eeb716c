import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findServer } from '../../src/server.ts';
import type { Places } from '../../src/server.ts';
import { isSameRelease } from '../../src/version.ts';

const EXTENSION = '/extensions/dockwright';

function find(programs: string[], more: Partial<Places> = {}): string {
    const found = findServer({
        setting: '',
        extension: EXTENSION,
        path: '/usr/bin:bin:/opt/bin',
        home: '/home/somebody',
        platform: 'linux',
        isProgram: (file) => programs.includes(file),
        ...more,
    });
    return found.isFound ? `${found.origin} ${found.program}` : `no program: ${found.setting}`;
}

const BUNDLED = `${EXTENSION}/server/dockwright`;
const WINDOWS = { platform: 'win32', extension: 'C:\\e', path: '"C:\\a b";.;D:\\bin' } as const;

const CASES: [what: string, programs: string[], more: Partial<Places>, expected: string][] = [
    ['the setting first', ['/x/dw', BUNDLED], { setting: '/x/dw' }, 'setting /x/dw'],
    ['then the bundled one', [BUNDLED, '/usr/bin/dockwright'], {}, `bundled ${BUNDLED}`],
    ['then the PATH', ['/opt/bin/dockwright'], {}, 'path /opt/bin/dockwright'],
    ['none', [], {}, 'no program: undefined'],
    ['a wrong setting is reported', [BUNDLED], { setting: '/x/dw' }, 'no program: /x/dw'],
    ['a relative setting is none', ['bin/dw', '/bin/dw'], { setting: './bin/dw' }, 'no program: ./bin/dw'],
    ['a name as the setting', ['/usr/bin/dw'], { setting: ' dw ' }, 'setting /usr/bin/dw'],
    ['the home', ['/home/somebody/dw'], { setting: '~/dw' }, 'setting /home/somebody/dw'],
    ['no relative folder of the PATH', ['bin/dockwright'], {}, 'no program: undefined'],
    ['Windows, bundled', ['C:\\e\\server\\dockwright.exe'], WINDOWS, 'bundled C:\\e\\server\\dockwright.exe'],
    ['Windows, PATH', ['C:\\a b\\dockwright.exe'], WINDOWS, 'path C:\\a b\\dockwright.exe'],
];

for (const [what, programs, more, expected] of CASES) {
    test(`finds the server: ${what}`, () => assert.equal(find(programs, more), expected));
}

test('compares the first two numbers of versions', () => {
    const cases: [string, string | undefined, boolean][] = [
        ['0.1.0', '0.1.0', true],
        ['0.1.0', '0.1.9-dev', true],
        ['0.1.0', '0.10.0', false],
        ['0.1.0', '1.1.0', false],
        ['0.1.0', undefined, false],
        ['0.1.0', 'main', false],
    ];
    for (const [ours, theirs, expected] of cases) {
        assert.equal(isSameRelease(ours, theirs), expected, `${ours} ${theirs}`);
    }
});
