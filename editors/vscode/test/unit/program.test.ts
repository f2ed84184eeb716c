import assert from 'node:assert/strict';
import { test } from 'node:test';

// @ts-expect-error a script without types
import { platformOf } from '../../scripts/program.mjs';

/** A file with the given bytes at the given offsets. */
function file(parts: Record<number, string>): Buffer {
    const bytes = Buffer.alloc(256);
    for (const [offset, hex] of Object.entries(parts)) {
        bytes.write(hex, Number(offset), 'hex');
    }
    return bytes;
}

test('tells what a program is for', () => {
    const cases: [parts: Record<number, string>, expected: string | undefined][] = [
        [{ 0: '7f454c46', 18: '3e00' }, 'linux-x64'],
        [{ 0: '7f454c46', 18: 'b700' }, 'linux-arm64'],
        [{ 0: '7f454c46', 18: '2800' }, undefined],
        [{ 0: 'cffaedfe07000001' }, 'darwin-x64'],
        [{ 0: 'cffaedfe0c000001' }, 'darwin-arm64'],
        [{ 0: '4d5a', 0x3c: '80', 0x80: '504500006486' }, 'win32-x64'],
        [{ 0: '4d5a', 0x3c: '80', 0x80: '5045000064aa' }, 'win32-arm64'],
        [{ 0: '4d5a', 0x3c: 'ffffff7f' }, undefined],
        [{ 0: '23212f62696e2f7368' }, undefined],
    ];
    for (const [parts, expected] of cases) {
        assert.equal(platformOf(file(parts)), expected, JSON.stringify(parts));
    }
    assert.equal(platformOf(Buffer.from('MZ')), undefined);
});
