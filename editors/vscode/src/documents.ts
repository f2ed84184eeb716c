/**
 * Decides which documents the server gets: Dockerfiles and ignore files that can be edited.
 *
 * These are files, untitled documents, and documents of any writable file system, such as those of
 * virtual workspaces. Old versions that source control shows, and our own views, are left out,
 * because they cannot be edited.
 */

import * as vscode from 'vscode';
import type { DiagnosticProviderMiddleware, vsdiag } from 'vscode-languageclient/node';

/** The languages of the documents that the server gets. */
export function languages(): string[] {
    const hasIgnoreFiles = vscode.workspace.getConfiguration('dockwright').get('ignoreFiles.enabled', true);
    return hasIgnoreFiles ? ['dockerfile', 'dockerignore'] : ['dockerfile'];
}

/** Leaves out the findings of ignore files that are not open, if the user does not want any. */
export const findingsOfWorkspace: DiagnosticProviderMiddleware = {
    provideWorkspaceDiagnostics: async (ids, token, report, next) => {
        const isWanted = ({ uri }: vsdiag.WorkspaceDocumentDiagnosticReport) =>
            languages().includes('dockerignore') || !/\.(docker|container)ignore$/.test(uri.path);
        const wanted = (found: vsdiag.WorkspaceDiagnosticReport) => ({ items: found.items.filter(isWanted) });
        const rest = await next(ids, token, (part) => report(part && wanted(part)));
        return rest && wanted(rest);
    },
};

/** Schemes seen so far, besides those that the server always gets. */
const met = new Set<string>();

/** Name patterns of Compose files, Bake files and dev containers, whatever their language. */
const buildFiles = [
    '**/{compose,docker-compose}{,.*}.{yaml,yml}',
    '**/docker-bake{,.override}.{hcl,json}',
    '**/{devcontainer,.devcontainer}.json',
];

/** The documents that the server gets: Dockerfiles, ignore files and, if wanted, build files. */
export function selectors(withBuildFiles: boolean): { scheme: string; language?: string; pattern?: string }[] {
    const own = schemes().flatMap((scheme) => languages().map((language) => ({ language, scheme })));
    const others = withBuildFiles ? buildFiles.map((pattern) => ({ scheme: 'file', pattern })) : [];
    return [...own, ...others];
}

/** The schemes of the documents that the server gets. */
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

/** Calls back when a Dockerfile with a new scheme is opened, which the server should get. */
export function onDidMeetScheme(callback: () => void): vscode.Disposable {
    return vscode.workspace.onDidOpenTextDocument((document) => {
        const { scheme } = document.uri;
        if (languages().includes(document.languageId) && isEditable(scheme) && !met.has(scheme)) {
            callback();
        }
    });
}
