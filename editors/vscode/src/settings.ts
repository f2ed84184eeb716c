/**
 * What the server is told of the settings: those that somebody has set.
 *
 * VS Code fills in the defaults of the manifest. Sent along, they would win over `dockwright.toml`, which
 * counts less than the editor.
 */

import * as vscode from 'vscode';
import type { ConfigurationParams } from 'vscode-languageclient/node';

/** The keys behind `dockwright.` of all settings, as the manifest has them. */
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
