/** Tells whether a server is of the same release as the extension. */

/** Whether two versions, `1.2.3`, have the same first two numbers; what is no version is no match. */
export function isSameRelease(extension: string, server: string | undefined): boolean {
    const release = (version: string | undefined) => /^(\d+\.\d+)(?:\.|$)/.exec(version ?? '')?.[1];
    return release(server) !== undefined && release(server) === release(extension);
}
