/**
 * Sends the server only the settings that the user has set.
 *
 * VS Code fills in the defaults of the manifest. If they were sent too, they would override
 * `dockwright.toml`, over which the editor's settings take precedence.
 */

import * as vscode from 'vscode';
import type { ConfigurationParams } from 'vscode-languageclient/node';

/** The keys after `dockwright.` of all settings in the manifest. */
function keys(extension: vscode.Extension<unknown>): string[] {
    const groups: { properties: Record<string, unknown> }[] = extension.packageJSON.contributes.configuration;
    return groups
        .flatMap((group) => Object.keys(group.properties))
        .map((key) => key.replace(/^dockwright\./, ''));
}

/** Answers `workspace/configuration` for the section `dockwright`. */
export function explicitSettings(extension: vscode.Extension<unknown>) {
    return (params: ConfigurationParams): unknown[] =>
        params.items.map((item) => {
            const scope = item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri);
            const settings = vscode.workspace.getConfiguration('dockwright', scope);
            const section: Record<string, unknown> = {};
            for (const key of keys(extension)) {
                const {
                    defaultValue,
                    defaultLanguageValue,
                    key: _,
                    languageIds,
                    ...set
                } = settings.inspect(key) ?? { key };
                if (Object.values(set).some((value) => value !== undefined)) {
                    section[key] = settings.get(key);
                }
            }
            return section;
        });
}
