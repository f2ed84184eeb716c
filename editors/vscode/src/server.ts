/**
 * Finds the server: the program in the user's setting, the one in the extension, or the one on PATH,
 * in this order.
 *
 * This module starts nothing, and only `isProgram` reads the disk. A setting that names no program
 * is an error and is not skipped: a different server than the one configured would be confusing.
 */

import * as path from 'node:path';

/** Where to look for the server. */
export interface Places {
    /** The setting `dockwright.server.path`; empty if it is not set. */
    setting: string;
    /** The folder of the extension. */
    extension: string;
    /** The variable PATH. */
    path: string;
    /** The user's home, for a setting that begins with `~`. */
    home: string;
    platform: NodeJS.Platform;
    /** Whether a file exists and may be run. */
    isProgram: (file: string) => boolean;
}

export type Found =
    | { isFound: true; program: string; origin: 'setting' | 'bundled' | 'path' }
    /** If the setting names no program, that is the fault; otherwise there is none anywhere. */
    | { isFound: false; setting: string | undefined };

export function findServer(places: Places): Found {
    const flavour = places.platform === 'win32' ? path.win32 : path.posix;
    const name = places.platform === 'win32' ? 'dockwright.exe' : 'dockwright';
    const setting = places.setting.trim();
    if (setting !== '') {
        const program = fromSetting(setting, places, flavour);
        return program === undefined
            ? { isFound: false, setting }
            : { isFound: true, program, origin: 'setting' };
    }
    const bundled = flavour.join(places.extension, 'server', name);
    if (places.isProgram(bundled)) {
        return { isFound: true, program: bundled, origin: 'bundled' };
    }
    const program = onPath(name, places, flavour);
    return program === undefined
        ? { isFound: false, setting: undefined }
        : { isFound: true, program, origin: 'path' };
}

function fromSetting(setting: string, places: Places, flavour: path.PlatformPath): string | undefined {
    const isAtHome = setting === '~' || /^~[\\/]/.test(setting);
    const file = isAtHome ? flavour.join(places.home, setting.slice(1)) : setting;
    if (flavour.isAbsolute(file)) {
        return places.isProgram(file) ? file : undefined;
    }
    // A relative path would refer to a different program in every folder.
    return /[\\/]/.test(file) ? undefined : onPath(file, places, flavour);
}

function onPath(name: string, places: Places, flavour: path.PlatformPath): string | undefined {
    const folders = places.path.split(flavour.delimiter).map((folder) => folder.replace(/^"(.*)"$/, '$1'));
    // A relative folder on PATH would be in the workspace.
    const files = folders
        .filter((folder) => flavour.isAbsolute(folder))
        .map((folder) => flavour.join(folder, name));
    return files.find((file) => places.isProgram(file));
}
