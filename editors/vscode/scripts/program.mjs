/** Detects a program's platform from the first bytes of its file. */

const MACHINES = {
    elf: { 0x3e: 'x64', 0xb7: 'arm64' },
    macho: { 0x01000007: 'x64', 0x0100000c: 'arm64' },
    pe: { 0x8664: 'x64', 0xaa64: 'arm64' },
};

/** `linux-x64`, `darwin-arm64`, …, or `undefined`. Programs for Alpine count as Linux ones. */
export function platformOf(bytes) {
    const number = (offset, size) => (bytes.length < offset + size ? 0 : bytes.readUIntLE(offset, size));
    const name = (system, machine) => machine && `${system}-${machine}`;
    if (bytes.subarray(0, 4).toString('latin1') === '\x7fELF') {
        return name('linux', MACHINES.elf[number(18, 2)]);
    }
    if (number(0, 4) === 0xfeedfacf) {
        return name('darwin', MACHINES.macho[number(4, 4)]);
    }
    const header = number(0x3c, 4);
    if (bytes.subarray(0, 2).toString('latin1') === 'MZ' && number(header, 4) === 0x4550) {
        return name('win32', MACHINES.pe[number(header + 4, 2)]);
    }
    return undefined;
}
