/** Compares the releases of the server and the extension. */

/** Whether two versions, `1.2.3`, have the same first two numbers; other texts do not match. */
export function isSameRelease(extension: string, server: string | undefined): boolean {
    const release = (version: string | undefined) => /^(\d+\.\d+)(?:\.|$)/.exec(version ?? '')?.[1];
    return release(server) !== undefined && release(server) === release(extension);
}
