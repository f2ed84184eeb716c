/** Draws a picture of stages as SVG, in the colours of the editor's theme. */

import type { Box, Line, Picture, Point, Range } from './layout.ts';

/** What the lines mean, for the legend and for readers that see no lines. */
const KINDS: Record<Line['kinds'][number], string> = {
    from: 'built on',
    copy: 'COPY --from',
    add: 'ADD --from',
    mount: 'mounted in RUN',
    after: 'built before it',
};

/**
 * The rules of the style sheet; the picture has no styles of its own, which a strict page would not apply.
 */
export const STYLE = `
body { margin: 0; padding: 12px; font-family: var(--vscode-font-family); color: var(--vscode-foreground); }
svg text { fill: var(--vscode-foreground); text-anchor: middle; }
svg .title { font-size: 13px; font-weight: 600; }
svg .details { font-size: 11px; fill: var(--vscode-descriptionForeground); }
svg rect {
    fill: var(--vscode-editorWidget-background);
    stroke: var(--vscode-editorWidget-border, var(--vscode-foreground));
}
svg .image rect { fill: none; stroke-dasharray: 4 3; }
svg .target rect { stroke: var(--vscode-charts-green); stroke-width: 2; }
svg .unneeded { opacity: 0.5; }
svg [data-place] { cursor: pointer; }
svg [data-place]:focus { outline: none; }
svg g[data-place]:hover rect, svg g[data-place]:focus rect {
    stroke: var(--vscode-focusBorder);
    stroke-width: 2;
}
svg path { fill: none; stroke: var(--vscode-charts-lines, var(--vscode-foreground)); stroke-width: 1.5; }
svg path.from { stroke: var(--vscode-charts-blue); }
svg path.copy, svg path.add { stroke: var(--vscode-charts-yellow); stroke-dasharray: 6 3; }
svg path.mount { stroke: var(--vscode-charts-purple); stroke-dasharray: 2 3; }
svg path.after { stroke: var(--vscode-charts-yellow); stroke-dasharray: 1 4; }
svg path.area { stroke: transparent; stroke-width: 12; stroke-dasharray: none; }
svg marker path { stroke: none; fill: context-stroke; }
.legend { font-size: 12px; color: var(--vscode-descriptionForeground); margin: 4px 8px 0; }
.legend svg { vertical-align: middle; margin: 0 4px 0 12px; }
`;

export function draw(picture: Picture): string {
    const { width, height } = picture;
    const inside = [ARROW, ...picture.lines.map(line), ...picture.boxes.map(box)].join('');
    const svg =
        `<svg role="group" aria-label="Stages" width="${width}" height="${height}" `
        + `viewBox="0 0 ${width} ${height}">${inside}</svg>`;
    const kinds = new Set(picture.lines.flatMap((line) => line.kinds));
    return svg + legend([...kinds]);
}

const ARROW =
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    + 'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>';

function box({ x, y, width, height, title, details, kind, isNeeded, isTarget, range }: Box): string {
    const classes = [kind, isTarget ? 'target' : '', isNeeded ? '' : 'unneeded'].filter(Boolean).join(' ');
    const middle = x + width / 2;
    const remark = isTarget ? ' (the target)' : isNeeded ? '' : ' (the target does not need it)';
    const text =
        details === ''
            ? `<text class="title" x="${middle}" y="${y + height / 2 + 5}">${escape(title)}</text>`
            : `<text class="title" x="${middle}" y="${y + 19}">${escape(title)}</text>`
              + `<text class="details" x="${middle}" y="${y + 35}">${escape(details)}</text>`;
    const hint = escape(`${kind} ${title}${details === '' ? '' : ` on ${details}`}${remark}`);
    return (
        `<g class="${classes}" ${place(range)} tabindex="0" role="button" aria-label="${hint}">`
        + `<title>${hint}</title>`
        + `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5"/>${text}</g>`
    );
}

function line({ points, kinds, range, isNeeded }: Line): string {
    const path = points.map((point, index) => step(points[index - 1], point, index)).join('');
    const hint = kinds.map((kind) => KINDS[kind]).join(', ');
    const classes = `${kinds[0]}${isNeeded ? '' : ' unneeded'}`;
    return (
        `<g ${place(range)}><title>${hint}</title>`
        + `<path class="${classes}" d="${path}" marker-end="url(#arrow)"/>`
        + `<path class="area" d="${path}"/></g>`
    );
}

/** Every other step bends, with both ends vertical; one that points up comes round the side. */
function step(before: Point | undefined, { x, y }: Point, index: number): string {
    if (!before) {
        return `M${x} ${y}`;
    }
    const bend = Math.max(24, Math.abs(y - before.y) / 2);
    return index % 2 === 0 ? `V${y}` : `C${before.x} ${before.y + bend} ${x} ${y - bend} ${x} ${y}`;
}

function legend(kinds: Line['kinds']): string {
    const sample = (kind: Line['kinds'][number]) =>
        `<svg width="28" height="8"><path class="${kind}" d="M0 4H28"/></svg>${KINDS[kind]}`;
    return kinds.length === 0 ? '' : `<p class="legend">${kinds.map(sample).join('')}</p>`;
}

function place(range: Range): string {
    return `data-place="${escape(JSON.stringify(range))}"`;
}

/** Text of a Dockerfile is anybody's: nothing of it may be markup. */
export function escape(text: string): string {
    const entities: Record<string, string> = {
        '&': '&amp;',
        '<': '&lt;',
        '>': '&gt;',
        '"': '&quot;',
        "'": '&#39;',
    };
    return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
