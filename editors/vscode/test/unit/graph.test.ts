import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forPage, note, page, placeOf } from '../../src/picture.ts';
import type { Range, StageGraph } from '../../src/picture.ts';

function range(line: number): Range {
    return { start: { line, character: 0 }, end: { line, character: 4 } };
}

const GRAPH: StageGraph = {
    stages: [{ selectionRange: range(0) }, { selectionRange: range(3) }],
    edges: [{ range: range(4) }],
    drawing: '<svg><style>a {}</style><text>&lt;style&gt;</text></svg>',
};

test('a click leads to the stage or to what names it', () => {
    assert.deepEqual(placeOf(GRAPH, { stage: '1' }), range(3));
    assert.deepEqual(placeOf(GRAPH, { edge: '0' }), range(4));
});

test('a click on a drawing of an older text leads nowhere', () => {
    assert.equal(placeOf(GRAPH, { stage: '2' }), undefined);
    assert.equal(placeOf(GRAPH, { edge: '1' }), undefined);
    assert.equal(placeOf(GRAPH, {}), undefined);
});

test('the page applies the styles of the drawing and nothing else', () => {
    assert.equal(
        forPage(GRAPH.drawing ?? '', 'abc'),
        '<svg><style nonce="abc">a {}</style><text>&lt;style&gt;</text></svg>',
    );
    assert.ok(page('abc', 'ko').includes("default-src 'none'; style-src 'nonce-abc'; script-src 'nonce-abc'"));
});

test('a note is no markup', () => {
    assert.equal(note('<b>&'), '<p>&lt;b&gt;&amp;</p>');
});
