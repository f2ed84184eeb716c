/** The server's answer about stages, and the page with its drawing. Independent of the editor. */

export interface Range {
    start: { line: number; character: number };
    end: { line: number; character: number };
}

/** The fields that are used of the server's answer to `dockwright.stageGraph` with a `format`. */
export interface StageGraph {
    stages: { selectionRange: Range }[];
    edges: { range: Range }[];
    /** A server of a different version may not draw. */
    drawing?: string;
}

/** The page's message on a click: the numbers that the drawing has on its elements. */
export interface Clicked {
    stage?: string;
    edge?: string;
}

/** The range that a click leads to. */
export function placeOf(graph: StageGraph, { stage, edge }: Clicked): Range | undefined {
    return stage === undefined ? graph.edges[Number(edge)]?.range : graph.stages[Number(stage)]?.selectionRange;
}

/** Shows what it is sent, and reports clicks and the Enter key. */
const SCRIPT = `
const editor = acquireVsCodeApi();
const picture = document.getElementById('picture');
addEventListener('message', ({ data }) => {
    const focused = document.activeElement?.getAttribute('aria-label');
    picture.innerHTML = data;
    const boxes = [...picture.querySelectorAll('[tabindex]')];
    boxes.find((box) => box.getAttribute('aria-label') === focused)?.focus();
});
const go = (event) => {
    const data = event.target.closest('[data-stage], [data-edge]')?.dataset;
    if (data) {
        event.preventDefault();
        editor.postMessage({ stage: data.stage, edge: data.edge });
    }
};
picture.addEventListener('click', go);
picture.addEventListener('keydown', (event) => { if (event.key === 'Enter') go(event); });
editor.postMessage('ready');
`;

const STYLE = `
body { margin: 0; padding: 0; }
p { margin: 12px; }
svg { display: block; }
`;

export function page(nonce: string, language: string): string {
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
    return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Dockwright</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><div id="picture" aria-live="polite"></div><script nonce="${nonce}">${SCRIPT}</script></body>
</html>`;
}

/** A drawing for the page, which applies only styles with its nonce. In a drawing, text of a file is escaped. */
export function forPage(drawing: string, nonce: string): string {
    return drawing.replace('<style>', `<style nonce="${nonce}">`);
}

export function note(text: string): string {
    const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
    return `<p>${text.replace(/[&<>]/g, (character) => entities[character] ?? '')}</p>`;
}
