/**
 * A VS Code in Korean: everything that comes from the extension or its server is Korean.
 *
 * The language pack of the test translates nothing of VS Code itself; it only makes Korean the
 * display language.
 */

import * as fs from 'node:fs';
import * as path from 'node:path';

import { Editor } from './editor.mjs';

/** Tells VS Code that Korean is a display language. */
function addLanguage(data) {
    const texts = path.join(data, 'korean.json');
    fs.writeFileSync(texts, '{"contents": {}}');
    const extensions = [{ extensionIdentifier: { id: 'testing.korean' }, version: '0.0.1' }];
    const ko = { hash: 'korean', label: '한국어', extensions, translations: { vscode: texts } };
    fs.writeFileSync(path.join(data, 'languagepacks.json'), JSON.stringify({ ko }));
}

/** The first line with three plain English words after each other, outside of code. */
export function english(text) {
    const word = /^[A-Za-z][a-z]+[.,:;]?$/;
    return text.split('\n').find((line) => {
        const words = line.replace(/`[^`]*`/g, ' ` ').split(/\s+/);
        return words.some((_, at) => words.slice(at, at + 3).filter((it) => word.test(it)).length === 3);
    });
}

const FILE = `FROM node:22-alpine AS build
WORKDIR /app
RUN npm ci
FROM nginx:1.27-alpine
ENV a b
COPY --from=biuld /app/dist /srv
CMD nginx -g 'daemon off;'
`;

export async function inKorean({ vsix, work, out, expect, assert }) {
    const editor = new Editor(path.join(work, 'korean-editor'), out);
    const folder = path.join(work, 'korean');
    const isKorean = (text, what) => {
        assert(/[가-힣]/.test(text), `${what} is not Korean: ${text}`);
        assert(!english(text), `${what} is English: ${english(text)}`);
    };
    try {
        editor.install(vsix);
        addLanguage(path.join(work, 'korean-editor/data'));
        editor.configure();
        editor.arguments.push('--locale', 'ko');
        await editor.start();
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'Dockerfile'), FILE);
        const window = await editor.open('korean', { folder, file: path.join(folder, 'Dockerfile') });
        await expect('no squiggle', () => window.squiggles(), 30_000);
        await window.key('Control+b');

        await window.goTo(3, 6);
        await window.key('Control+k', 'Control+i');
        const hover = window.page.locator('.monaco-hover:not(.hidden) .hover-contents');
        const shown = await expect('no hover', async () => (await hover.allInnerTexts()).join('\n'));
        await window.picture('hover');
        isKorean(shown, 'the hover');
        await window.key('Escape');

        const problems = await expect('no problem', async () => {
            const found = await window.problems();
            return found.length > 2 && found;
        });
        problems.forEach((text) => isKorean(text, 'a finding'));
        await window.picture('problems');

        await window.page.locator('.statusbar-item', { hasText: 'Dockwright' }).click();
        const rows = window.page.locator('.quick-input-list .monaco-list-row');
        await expect('no menu', async () => (await rows.count()) === 4);
        await window.picture('menu');
        (await rows.allInnerTexts()).forEach((text) => isKorean(text, 'the menu'));
        await window.key('Escape');

        await window.command('Dockwright: 스테이지 그래프 보기');
        const frame = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
        await frame.locator('svg a.stage').first().waitFor();
        await window.picture('graph');
        const label = await frame.locator('svg a.stage').first().getAttribute('aria-label');
        isKorean(label, 'the graph');
        const title = await window.page.locator('.tab.active, .tab', { hasText: '스테이지' }).count();
        assert(title > 0, 'the title of the graph is English');
        await window.key('Control+1', 'Control+k', 'Control+w');

        await window.command('Welcome: Open Walkthrough...');
        await window.page
            .locator('.quick-input-list .monaco-list-row', { hasText: 'Dockwright' })
            .first()
            .click();
        const steps = window.page.locator('.getting-started-step');
        await expect('no walkthrough', async () => (await steps.count()) === 5);
        for (let step = 0; step < 5; step += 1) {
            await steps.nth(step).click();
            const text = await steps.nth(step).locator('.step-description-container').innerText();
            // VS Code adds the keys of a command.
            isKorean(text.replace(/^Tip: Use keyboard shortcut.*$/m, ''), `step ${step} of the walkthrough`);
        }
        await window.picture('walkthrough');
        await window.key('Control+k', 'Control+w');

        await window.command('Preferences: Open Settings (UI)');
        await window.page.locator('.settings-editor .suggest-input-container').click();
        await window.type('@ext:dockwright.dockwright');
        const settings = window.page.locator('.setting-item-description');
        await expect('no settings', async () => {
            const found = await settings.allInnerTexts();
            return found.length > 3 && found.every((text) => !text.includes('font size'));
        });
        await window.picture('settings');
        for (const text of await settings.allInnerTexts()) {
            isKorean(text, 'a setting');
        }
        await window.close();
    } catch (error) {
        for (const window of editor.windows) {
            await window.picture('failed').catch(() => {});
        }
        throw error;
    } finally {
        await editor.stop();
    }
}
