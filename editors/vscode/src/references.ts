/** Lets the server's lenses show the uses that they count. */

import * as vscode from 'vscode';
import type { LanguageClient, StaticFeature } from 'vscode-languageclient/node';
import type { Location, Position } from 'vscode-languageclient/node';

/** The command in the lenses, if the client announces it. */
const COMMAND = 'dockwright.showReferences';
/** The command that opens the next list after an item that needs more text. */
const OPEN_LIST = 'editor.action.triggerSuggest';

/** Announces the commands to the server. */
export const showReferences: StaticFeature = {
    fillClientCapabilities: (capabilities) => {
        const commands = { commands: [COMMAND, OPEN_LIST] };
        capabilities.experimental = { ...capabilities.experimental, commands };
    },
    initialize: () => {},
    getState: () => ({ kind: 'static' }),
    clear: () => {},
};

export function registerShowReferences(client: () => LanguageClient | undefined): vscode.Disposable {
    return vscode.commands.registerCommand(COMMAND, (uri: string, position: Position, places: Location[]) => {
        const convert = client()?.protocol2CodeConverter;
        if (!convert) {
            return undefined;
        }
        const locations = places.map((place) => convert.asLocation(place));
        const at = convert.asPosition(position);
        return vscode.commands.executeCommand(
            'editor.action.showReferences',
            convert.asUri(uri),
            at,
            locations,
        );
    });
}
