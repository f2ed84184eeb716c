/** Lets a lens of the server show the places it counts. */

import * as vscode from 'vscode';
import type { LanguageClient, StaticFeature } from 'vscode-languageclient/node';
import type { Location, Position } from 'vscode-languageclient/node';

/** The command that the lenses name, if the client says that it has it. */
const COMMAND = 'dockwright.showReferences';
/** The command that opens the next list after an item that has to be followed by something. */
const OPEN_LIST = 'editor.action.triggerSuggest';

/** Tells the server about the commands. */
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
