/**
 * Places the stages of a Dockerfile on a plane: in layers from the images that it starts from down to what it
 * builds.
 *
 * Every edge but one that points backwards leads to a deeper layer. Within a layer, stages stand near those
 * they are connected with, and a line past a layer has a place there of its own. Nothing here knows how it is
 * drawn. Lengths are pixels at a zoom of 1.
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
    kind: 'from' | 'copy' | 'add' | 'mount' | 'after';
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

export interface Point {
    x: number;
    y: number;
}

/** A line from the lower side of one box to the upper side of another. */
export interface Line {
    /** Two points a layer: it bends from the first to the second, runs straight to the third, and so on. */
    points: Point[];
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
/** The width of the way of a line past a layer. */
const WAY = 8;
/** How often the layers are put in order and straightened; more changes nothing on graphs of this size. */
const SWEEPS = 6;
/** Longer texts are cut. */
const LONGEST = 42;

/** A box or the way of a line, with its neighbours in the layers above and below. */
interface Node {
    box: Box;
    layer: number;
    above: Node[];
    below: Node[];
}

/** All that leads from one box to another. */
interface Tie {
    from: Node;
    to: Node;
    edges: [Edge, ...Edge[]];
    isBackwards: boolean;
    /** Its ways past the layers between. */
    ways: Node[];
}

export function layOut(graph: StageGraph): Picture {
    const { nodes, ties } = connect(graph);
    placeInLayers(nodes);
    const ways = ties.filter((tie) => !tie.isBackwards).flatMap(leadPast);
    const layers = putInOrder([...nodes, ...ways]);
    straighten(layers);
    const size = place(layers);
    return { ...size, boxes: nodes.map((node) => node.box), lines: ties.map(line) };
}

function connect(graph: StageGraph): { nodes: Node[]; ties: Tie[] } {
    const stages = new Map<number, Node>();
    const images = new Map<string, Node>();
    for (const stage of graph.stages) {
        stages.set(stage.index, node(stageBox(stage, stage.index === graph.target)));
    }
    const ties: Tie[] = [];
    for (const edge of graph.edges) {
        const to = stages.get(edge.to);
        const from = edge.from === null ? imageNode(images, edge) : stages.get(edge.from);
        if (!to || !from) {
            continue;
        }
        from.box.isNeeded ||= edge.from === null && to.box.isNeeded;
        const same = ties.find((tie) => tie.from === from && tie.to === to);
        if (same) {
            same.edges.push(edge);
            continue;
        }
        // A file that Docker refuses may ask for a stage before it is there.
        const isBackwards = edge.from !== null && edge.from >= edge.to;
        ties.push({ from, to, edges: [edge], isBackwards, ways: [] });
        if (!isBackwards) {
            join(from, to);
        }
    }
    return { nodes: [...images.values(), ...stages.values()], ties };
}

function join(from: Node, to: Node): void {
    from.below.push(to);
    to.above.push(from);
}

function node(box: Box): Node {
    return { box, layer: 0, above: [], below: [] };
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
    // Ties that are not backwards lead from images to stages and from stages to later ones, which is their
    // order here.
    for (const node of nodes) {
        node.layer = Math.max(0, ...node.above.map((above) => above.layer + 1));
    }
    for (const node of nodes.filter((node) => node.above.length === 0 && node.below.length > 0)) {
        node.layer = Math.max(0, Math.min(...node.below.map((below) => below.layer)) - 1);
    }
}

/** Gives a line that is longer than a layer its ways past those between. */
function leadPast(tie: Tie): Node[] {
    const { from, to, ways } = tie;
    if (to.layer - from.layer < 2) {
        return [];
    }
    from.below = from.below.filter((below) => below !== to);
    to.above = to.above.filter((above) => above !== from);
    let last = from;
    for (let layer = from.layer + 1; layer < to.layer; layer += 1) {
        const way = node({ ...from.box, width: WAY });
        way.layer = layer;
        join(last, way);
        ways.push(way);
        last = way;
    }
    join(last, to);
    return ways;
}

function putInOrder(nodes: Node[]): Node[][] {
    const layers: Node[][] = [];
    for (const node of nodes) {
        (layers[node.layer] ??= []).push(node);
    }
    const order = new Map<Node, number>();
    const number = (layer: Node[]) => layer.forEach((node, index) => order.set(node, index));
    layers.forEach(number);
    const placeOf = (node: Node) => order.get(node) ?? 0;
    sweep(layers, (layer, isDown) => {
        const wish = new Map(
            layer.map((node) => [node, mean(isDown ? node.above : node.below, placeOf, placeOf(node))]),
        );
        layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || placeOf(a) - placeOf(b));
        number(layer);
    });
    return layers;
}

/** Goes through the layers down and up again, a few times. */
function sweep(layers: Node[][], visit: (layer: Node[], isDown: boolean) => void): void {
    for (let time = 0; time < SWEEPS; time += 1) {
        const isDown = time % 2 === 0;
        (isDown ? layers : [...layers].reverse()).forEach((layer) => visit(layer, isDown));
    }
}

function mean(neighbours: Node[], value: (node: Node) => number, otherwise: number): number {
    const sum = neighbours.reduce((sum, neighbour) => sum + value(neighbour), 0);
    return neighbours.length === 0 ? otherwise : sum / neighbours.length;
}

const middle = ({ box }: Node) => box.x + box.width / 2;

/** Moves the nodes of each layer, in their order, to where their neighbours are. */
function straighten(layers: Node[][]): void {
    for (const layer of layers) {
        let x = 0;
        for (const { box } of layer) {
            box.x = x;
            x += box.width + GAP.x;
        }
    }
    sweep(layers, (layer, isDown) => {
        const wishes = layer.map(
            (node) => mean(isDown ? node.above : node.below, middle, middle(node)) - node.box.width / 2,
        );
        // As far left and as far right as the others let it: in between there is room for all of them.
        const lefts = [...wishes];
        const rights = [...wishes];
        for (let index = 1; index < layer.length; index += 1) {
            const width = layer[index - 1]?.box.width ?? 0;
            lefts[index] = Math.max(lefts[index] ?? 0, (lefts[index - 1] ?? 0) + width + GAP.x);
        }
        for (let index = layer.length - 2; index >= 0; index -= 1) {
            const width = layer[index]?.box.width ?? 0;
            rights[index] = Math.min(rights[index] ?? 0, (rights[index + 1] ?? 0) - width - GAP.x);
        }
        layer.forEach(({ box }, index) => (box.x = ((lefts[index] ?? 0) + (rights[index] ?? 0)) / 2));
    });
}

function place(layers: Node[][]): { width: number; height: number } {
    const boxes = layers.flat().map((node) => node.box);
    const left = Math.min(...boxes.map((box) => box.x));
    layers.forEach((layer, depth) => {
        for (const { box } of layer) {
            box.x = Math.round(box.x - left) + MARGIN;
            box.y = MARGIN + depth * (BOX_HEIGHT + GAP.y);
        }
    });
    const right = Math.max(MARGIN, ...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(MARGIN, ...boxes.map((box) => box.y + box.height));
    return { width: right + MARGIN, height: bottom + MARGIN };
}

function line({ from, to, edges, ways }: Tie): Line {
    const top = (node: Node) => ({ x: middle(node), y: node.box.y });
    const bottom = (node: Node) => ({ x: middle(node), y: node.box.y + node.box.height });
    return {
        points: [bottom(from), ...ways.flatMap((way) => [top(way), bottom(way)]), top(to)],
        kinds: [...new Set(edges.map((edge) => edge.kind))],
        range: edges[0].range,
        isNeeded: to.box.isNeeded,
    };
}
