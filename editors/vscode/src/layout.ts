/**
 * Places the stages of a Dockerfile on a plane: in layers from the images that it starts from down to what it
 * builds.
 *
 * Every edge but one that points backwards leads to a deeper layer. Within a layer, stages stand near those
 * they are connected with. Nothing here knows how it is drawn. Lengths are pixels at a zoom of 1.
 */

/** The server's answer to `dockwright.stageGraph`. Ranges are those of the protocol. */
export interface StageGraph {
    /** The index of the stage that is built where no other is asked for. */
    target: number | null;
    stages: Stage[];
    edges: Edge[];
}

export interface Range {
    start: { line: number; character: number };
    end: { line: number; character: number };
}

export interface Stage {
    index: number;
    name: string | null;
    /** The image it is built on, as written. */
    image: string | null;
    /** The index of the stage it is built on. */
    base: number | null;
    platform: string | null;
    /** Whether the target needs it. */
    isNeeded: boolean;
    range: Range;
    selectionRange: Range;
}

export interface Edge {
    /** The index of a stage; none where it is an image from outside. */
    from: number | null;
    to: number;
    kind: 'from' | 'copy' | 'add' | 'mount';
    range: Range;
    /** The image from outside, or the stage, as written. */
    image: string | null;
}

/** A box: a stage, or an image from outside. */
export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
    title: string;
    details: string;
    kind: 'stage' | 'image';
    isNeeded: boolean;
    isTarget: boolean;
    /** Where a click leads. */
    range: Range;
}

/** A line between boxes, from the lower side of one to the upper side of the other. */
export interface Line {
    from: { x: number; y: number };
    to: { x: number; y: number };
    /** What flows: several instructions between the same two stages are one line. */
    kinds: Edge['kind'][];
    range: Range;
    isNeeded: boolean;
}

export interface Picture {
    width: number;
    height: number;
    boxes: Box[];
    lines: Line[];
}

const BOX_HEIGHT = 44;
const GAP = { x: 28, y: 52 };
const MARGIN = 20;
/** The width of a letter of the two fonts of a box, and what is around them. */
const LETTER = { title: 7.8, details: 6.6, padding: 28, least: 90 };
/** How often the layers are put in order; more changes nothing on graphs of this size. */
const SWEEPS = 6;
/** Longer texts are cut. */
const LONGEST = 42;

interface Node {
    box: Box;
    layer: number;
    /** Its place within the layer. */
    order: number;
    above: Node[];
    below: Node[];
}

interface Link {
    from: Node;
    to: Node;
    edge: Edge;
    isBackwards: boolean;
}

export function layOut(graph: StageGraph): Picture {
    const { nodes, links } = connect(graph);
    placeInLayers(nodes);
    const layers = putInOrder(nodes);
    const size = place(layers);
    return { ...size, boxes: nodes.map((node) => node.box), lines: lines(links) };
}

function connect(graph: StageGraph): { nodes: Node[]; links: Link[] } {
    const stages = new Map<number, Node>();
    const images = new Map<string, Node>();
    for (const stage of graph.stages) {
        stages.set(stage.index, node(stageBox(stage, stage.index === graph.target)));
    }
    const links: Link[] = [];
    for (const edge of graph.edges) {
        const to = stages.get(edge.to);
        const from = edge.from === null ? imageNode(images, edge) : stages.get(edge.from);
        if (!to || !from) {
            continue;
        }
        from.box.isNeeded ||= edge.from === null && to.box.isNeeded;
        // A file that Docker refuses may ask for a stage before it is there.
        const isBackwards = edge.from !== null && edge.from >= edge.to;
        links.push({ from, to, edge, isBackwards });
        if (!isBackwards && !from.below.includes(to)) {
            from.below.push(to);
            to.above.push(from);
        }
    }
    return { nodes: [...images.values(), ...stages.values()], links };
}

function node(box: Box): Node {
    return { box, layer: 0, order: 0, above: [], below: [] };
}

function imageNode(images: Map<string, Node>, edge: Edge): Node {
    const title = edge.image ?? '';
    let found = images.get(title);
    if (!found) {
        found = node(
            box({ title, details: '', kind: 'image', isNeeded: false, isTarget: false, range: edge.range }),
        );
        images.set(title, found);
    }
    return found;
}

function stageBox(stage: Stage, isTarget: boolean): Box {
    const details = [stage.image, stage.platform].filter(Boolean).join(' · ');
    const title = stage.name ?? `stage ${stage.index}`;
    return box({
        title,
        details,
        kind: 'stage',
        isNeeded: stage.isNeeded,
        isTarget,
        range: stage.selectionRange,
    });
}

function box(content: Omit<Box, 'x' | 'y' | 'width' | 'height'>): Box {
    const title = shorten(content.title);
    const details = shorten(content.details);
    const letters = Math.max([...title].length * LETTER.title, [...details].length * LETTER.details);
    const width = Math.max(LETTER.least, Math.round(letters + LETTER.padding));
    return { ...content, title, details, x: 0, y: 0, width, height: BOX_HEIGHT };
}

function shorten(text: string): string {
    const letters = [...text];
    return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text;
}

/**
 * A node is one layer below the deepest of those it needs; an image stands right above those that need it.
 */
function placeInLayers(nodes: Node[]): void {
    // Links that are not backwards lead from images to stages and from stages to later ones, which is their
    // order here.
    for (const node of nodes) {
        node.layer = Math.max(0, ...node.above.map((above) => above.layer + 1));
    }
    for (const node of nodes.filter((node) => node.above.length === 0 && node.below.length > 0)) {
        node.layer = Math.max(0, Math.min(...node.below.map((below) => below.layer)) - 1);
    }
}

function putInOrder(nodes: Node[]): Node[][] {
    const layers: Node[][] = [];
    for (const node of nodes) {
        (layers[node.layer] ??= []).push(node);
    }
    const filled = [...layers].map((layer) => layer ?? []);
    const number = (layer: Node[]) => layer.forEach((node, order) => (node.order = order));
    filled.forEach(number);
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
        const isDown = sweep % 2 === 0;
        for (const layer of isDown ? filled : [...filled].reverse()) {
            const wish = new Map(
                layer.map((node) => [node, mean(isDown ? node.above : node.below, node.order)]),
            );
            layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a.order - b.order);
            number(layer);
        }
    }
    return filled;
}

function mean(neighbours: Node[], otherwise: number): number {
    const sum = neighbours.reduce((sum, neighbour) => sum + neighbour.order, 0);
    return neighbours.length === 0 ? otherwise : sum / neighbours.length;
}

function place(layers: Node[][]): { width: number; height: number } {
    const width = (layer: Node[]) => layer.reduce((sum, node) => sum + node.box.width + GAP.x, -GAP.x);
    const widest = Math.max(0, ...layers.map(width));
    layers.forEach((layer, depth) => {
        let x = MARGIN + (widest - width(layer)) / 2;
        for (const { box } of layer) {
            box.x = Math.round(x);
            box.y = MARGIN + depth * (BOX_HEIGHT + GAP.y);
            x += box.width + GAP.x;
        }
    });
    const height = layers.length * (BOX_HEIGHT + GAP.y) - GAP.y;
    return { width: Math.ceil(widest + 2 * MARGIN), height: Math.max(0, height) + 2 * MARGIN };
}

function lines(links: Link[]): Line[] {
    const merged = new Map<Node, Map<Node, Link[]>>();
    for (const link of links) {
        const targets = merged.get(link.from) ?? new Map<Node, Link[]>();
        merged.set(link.from, targets.set(link.to, [...(targets.get(link.to) ?? []), link]));
    }
    return [...merged.values()]
        .flatMap((targets) => [...targets.values()])
        .map((same) => {
            const [{ from, to, edge }] = same as [Link, ...Link[]];
            return {
                from: { x: from.box.x + from.box.width / 2, y: from.box.y + from.box.height },
                to: { x: to.box.x + to.box.width / 2, y: to.box.y },
                kinds: [...new Set(same.map((link) => link.edge.kind))],
                range: edge.range,
                isNeeded: to.box.isNeeded,
            };
        });
}
