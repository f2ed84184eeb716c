/**
 * Which documents the server gets: Dockerfiles and ignore files that can be edited.
 *
 * These are files, untitled documents, and those of any file system that can be written, as virtual
 * workspaces have them. Old versions that a source control shows, and our own views, are not: nobody can mend
 * them.
 */

import * as vscode from 'vscode';

/** The languages of the documents that the server gets. */
export function languages(): string[] {
    const hasIgnoreFiles = vscode.workspace.getConfiguration('dockwright').get('ignoreFiles.enabled', true);
    return hasIgnoreFiles ? ['dockerfile', 'dockerignore'] : ['dockerfile'];
}

/** Schemes met besides those that are always told of. */
const met = new Set<string>();

/** Compose files, Bake files and dev containers: their names, whatever language an editor gives them. */
const buildFiles = [
    '**/{compose,docker-compose}{,.*}.{yaml,yml}',
    '**/docker-bake{,.override}.{hcl,json}',
    '**/{devcontainer,.devcontainer}.json',
];

/** What the server is told of: Dockerfiles, ignore files, and the files that build them if they are wanted. */
export function selectors(withBuildFiles: boolean): { scheme: string; language?: string; pattern?: string }[] {
    const own = schemes().flatMap((scheme) => languages().map((language) => ({ language, scheme })));
    const others = withBuildFiles ? buildFiles.map((pattern) => ({ scheme: 'file', pattern })) : [];
    return [...own, ...others];
}

/** The schemes of the documents that the server is told of. */
function schemes(): string[] {
    const open = vscode.workspace.textDocuments.filter((document) =>
        languages().includes(document.languageId),
    );
    const folders = vscode.workspace.workspaceFolders ?? [];
    for (const { scheme } of [...open, ...folders].map((item) => item.uri)) {
        if (isEditable(scheme)) {
            met.add(scheme);
        }
    }
    return ['file', 'untitled', ...met];
}

function isEditable(scheme: string): boolean {
    return (
        !['file', 'untitled'].includes(scheme) && vscode.workspace.fs.isWritableFileSystem(scheme) === true
    );
}

/** Calls back where a Dockerfile is opened that the server should be told of and is not. */
export function onDidMeetScheme(callback: () => void): vscode.Disposable {
    return vscode.workspace.onDidOpenTextDocument((document) => {
        const { scheme } = document.uri;
        if (languages().includes(document.languageId) && isEditable(scheme) && !met.has(scheme)) {
            callback();
        }
    });
}
