import assert from 'node:assert/strict';
import { test } from 'node:test';

import { draw } from '../../src/drawing.ts';
import { layOut } from '../../src/layout.ts';
import type { Box, Edge, Picture, Range, Stage, StageGraph } from '../../src/layout.ts';

function range(line: number): Range {
    return { start: { line, character: 0 }, end: { line, character: 4 } };
}

/** Stages by name, and edges as `a>b` or `image:tag>b kind`. */
function graph(names: string[], edges: string[], needed = names): StageGraph {
    const stages = names.map((name, index): Stage => ({
        index,
        name: name.startsWith('?') ? null : name,
        image: 'alpine',
        base: null,
        platform: null,
        isNeeded: needed.includes(name),
        range: range(index),
        selectionRange: range(index),
    }));
    const links = edges.map((text): Edge => {
        const [from = '', to = '', kind = 'from'] = text.split(/[> ]/);
        const index = names.indexOf(from);
        return {
            from: index < 0 ? null : index,
            to: names.indexOf(to),
            kind: kind as Edge['kind'],
            range: range(9),
            image: from,
        };
    });
    return { target: names.length - 1, stages, edges: links };
}

function rows(picture: Picture): string[] {
    const rows = new Map<number, Box[]>();
    for (const box of picture.boxes) {
        rows.set(box.y, [...(rows.get(box.y) ?? []), box]);
    }
    return [...rows.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, boxes]) =>
            boxes
                .sort((a, b) => a.x - b.x)
                .map((box) => box.title)
                .join(' '),
        );
}

const CASES: [what: string, names: string[], edges: string[], expected: string[]][] = [
    ['nothing', [], [], []],
    ['one stage without a name', ['?'], ['alpine:3>?'], ['alpine:3', 'stage 0']],
    ['a chain', ['a', 'b', 'c'], ['a>b', 'b>c'], ['a', 'b', 'c']],
    ['a diamond', ['a', 'b', 'c', 'd'], ['a>b', 'a>c', 'b>d copy', 'c>d copy'], ['a', 'b c', 'd']],
    ['an image right above its stage', ['a', 'b'], ['x>a', 'a>b', 'y>b'], ['x', 'y a', 'b']],
    ['no needless crossing', ['a', 'b', 'c', 'd'], ['a>d', 'b>c'], ['a b', 'd c']],
    ['one image for several', ['a', 'b'], ['x>a', 'x>b'], ['x', 'a b']],
    ['an edge backwards', ['a', 'b'], ['b>a copy'], ['a b']],
    ['an edge to itself', ['a'], ['a>a copy'], ['a']],
    ['an edge to no stage', ['a'], ['a>z'], ['a']],
];

for (const [what, names, edges, expected] of CASES) {
    test(`lays out ${what}`, () => assert.deepEqual(rows(layOut(graph(names, edges))), expected));
}

test('boxes do not overlap and are within the picture', () => {
    const names = Array.from({ length: 60 }, (_, index) => `stage-${index}`);
    const edges = names.flatMap((name, index) =>
        index < 2 ? [`image>${name}`] : [`${names[index % 7]}>${name}`, `${names[index - 2]}>${name} copy`],
    );
    const { boxes, width, height } = layOut(graph(names, edges));
    for (const [index, a] of boxes.entries()) {
        assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height, a.title);
        for (const b of boxes.slice(index + 1)) {
            const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y !== b.y;
            assert.ok(isApart, `${a.title} on ${b.title}`);
        }
    }
});

test('several instructions between two stages are one line', () => {
    const { lines } = layOut(graph(['a', 'b'], ['a>b', 'a>b copy', 'a>b copy']));
    assert.deepEqual(
        lines.map((line) => line.kinds),
        [['from', 'copy']],
    );
});

test('lines lead downwards unless the file is wrong', () => {
    const { lines } = layOut(graph(['a', 'b', 'c'], ['a>b', 'a>c mount', 'b>c copy']));
    for (const { points } of lines) {
        assert.deepEqual(
            points.map((point) => point.y),
            points.map((point) => point.y).sort((a, b) => a - b),
        );
    }
});

test('a line past a layer goes through no box', () => {
    const { boxes, lines } = layOut(graph(['a', 'b', 'c', 'd'], ['a>b', 'b>c', 'c>d', 'a>d copy']));
    const long = lines.find((line) => line.kinds[0] === 'copy');
    assert.equal(long?.points.length, 6);
    for (const { x, y } of long?.points.slice(1, -1) ?? []) {
        const hit = boxes.find(
            (box) => box.x <= x && x <= box.x + box.width && box.y <= y && y <= box.y + box.height,
        );
        assert.equal(hit?.title, undefined);
    }
});

test('marks the target and what it does not need', () => {
    const { boxes } = layOut(graph(['a', 'b', 'c'], ['x>a', 'y>b', 'a>c'], ['a', 'c']));
    const marks = boxes.map((box) => `${box.title}${box.isTarget ? '!' : ''}${box.isNeeded ? '' : '-'}`);
    assert.deepEqual(marks, ['x', 'y-', 'a', 'b-', 'c!']);
});

test('text of the file is no markup', () => {
    const svg = draw(layOut(graph(['<script>"&\'', 'b'], ['<script>"&\'>b'])));
    assert.ok(!svg.includes('<script'), svg);
    assert.ok(svg.includes('&lt;script&gt;&quot;&amp;&#39;'), svg);
});
