/**
 * Takes the pictures of the README and the walkthrough.
 *
 *   DOCKWRIGHT_PICTURES=FOLDER test/run.sh
 */

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

import { Editor, until } from './editor.mjs';

const { values } = parseArgs({ options: { vsix: { type: 'string' }, out: { type: 'string' } } });
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'dockwright-pictures-'));

const FINDINGS = `# syntax=docker/dockerfile:1
ARG PYTHON=3.13
FROM python:\${PYTHON}-slim AS build
WORKDIR /src
COPY requirements.txt .
RUN <<EOF
python -m venv /opt/venv
/opt/venv/bin/pip install --no-cache-dir --requirement requirements.txt
/opt/venv/bin/pip list
EOF

FROM python:\${PYTHON}-slim
RUN apt-get update && \\
    apt-get install --no-install-recommends tini && \\
    rm -rf /var/lib/apt/lists/*
RUN ["sh", "-c", "useradd", "--uid", "10001", "web"]
COPY --from=build --chwon=10001 /opt/venv /opt/venv
VOLUME /data, /logs
USER 10001
CMD ["gunicorn --bind 0.0.0.0:8000 app:main"]
`;

const STAGES = `# syntax=docker/dockerfile:1
ARG NODE=22
FROM node:\${NODE}-alpine AS base
WORKDIR /app

FROM base AS deps
COPY package*.json .
RUN npm ci --omit=dev

FROM base AS build
COPY --from=deps /app/node_modules node_modules
COPY . .
RUN npm run build

FROM build AS test
RUN npm test

FROM golang:1.23 AS health
RUN go build -o /health ./health

FROM nginx:1.27-alpine
COPY --from=build /app/dist /srv
COPY --from=health /health /bin/
COPY --from=busybox:1.36 /bin/wget /bin/
`;

const RESOLVED = `ARG REGISTRY=docker.io/library
ARG DEBIAN=bookworm
FROM \${REGISTRY}/debian:\${DEBIAN}-slim AS base
ARG PREFIX=/opt/tools
ENV PATH=\${PREFIX}/bin:$PATH \\
    LOGS=\${PREFIX}/log

FROM base
WORKDIR $PREFIX
RUN mkdir -p "$LOGS"
COPY --from=base \${PREFIX}/etc etc
VOLUME \${LOGS}
`;

function write(name, text) {
    const folder = path.join(work, name);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'Dockerfile'), text);
    return { folder, file: path.join(folder, 'Dockerfile') };
}

const editor = new Editor(path.join(work, 'editor'), values.out);

async function open(name, text, height) {
    const window = await editor.open(name, { ...write(name, text), size: { width: 1200, height } });
    await window.key('Control+b');
    await until(30_000, () => window.page.locator('.view-lines .codelens-decoration').count());
    return window;
}

/** Takes the picture once nothing moves. */
async function take(window, name) {
    await window.page.mouse.move(5, 300);
    let before;
    await until(10_000, async () => {
        const now = (await window.page.screenshot()).toString('base64');
        const isStill = now === before;
        before = now;
        return isStill || new Promise((resolve) => setTimeout(resolve, 400)).then(() => false);
    });
    await window.page.screenshot({ path: path.join(values.out, `${name}.png`) });
}

try {
    editor.install(path.resolve(values.vsix));
    editor.configure({}, { 'editor.cursorBlinking': 'solid', 'workbench.activityBar.location': 'hidden' });
    await editor.start();

    const findings = await open('findings', FINDINGS, 860);
    await until(30_000, () => findings.squiggles());
    await until(15_000, async () => (await findings.problems()).length > 2);
    await findings.goTo(1, 1);
    await take(findings, 'findings');
    await findings.close();

    const completion = await open('completion', STAGES, 780);
    await completion.goTo(21, 1);
    await completion.key('End', 'Enter');
    await completion.type('COPY --from=');
    await completion.key('Escape', 'Escape'); // what came up by itself while typing
    await completion.key('Control+Space');
    await completion.page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
    await take(completion, 'completion');
    await completion.close();

    const graph = await open('stage-graph', STAGES, 600);
    await graph.goTo(1, 1);
    await graph.command('Dockwright: Show Stage Graph');
    const frame = graph.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await frame.locator('svg a.stage').first().waitFor();
    await take(graph, 'stage-graph');
    await graph.close();

    const resolved = await open('resolved', RESOLVED, 400);
    await resolved.goTo(1, 1);
    await resolved.command('Dockwright: Show Resolved Dockerfile');
    await resolved.page.locator('.tab', { hasText: 'resolved' }).first().waitFor();
    await take(resolved, 'resolved');
    await resolved.close();
} finally {
    await editor.stop();
    fs.rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
