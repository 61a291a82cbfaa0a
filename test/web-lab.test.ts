/** The lab of the site as people use it: their own text and experiments, by keyboard, by touch, by ear, for a class. */

import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from './command.ts';
import {LabSite, played} from './lab-site.ts';
import {needsBrowser} from './needs.ts';
import {press, seriousIn, shown, slide, until} from './pages.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const executable = chromiumPath();

/** No word of it stands anywhere else. */
const SECRET = 'xylographomancy';
const TEXT = Array.from(
  {length: 60},
  (_, i) =>
    `Paragraph ${i} of my text speaks of ${SECRET} and of ${['rain', 'wind', 'snow'][i % 3]}. It goes on for a while, as texts do, and ends.`,
).join('\n\n');

const MINE = `title: My own way
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 40}
generations: 3
seeds: 3
arms:
  alone: {workflow: replace}
  a part: {workflow: {mix: 0.2}}
measures: [mean, variance]
`;

/** All that a page keeps or says where it is. */
const EVERYWHERE = `(async () => {
  const kept = [];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) kept.push(request.url, await (await caches.match(request)).text());
  return [location.href, document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), JSON.stringify(await indexedDB.databases()), ...kept].join('\\n');
})()`;

describe('the lab', needsBrowser(executable, 'Chromium', 'the web lab is not tried'), () => {
  const lab = new LabSite(folder, executable);
  const opened = (hash?: string, options?: BrowserContextOptions): Promise<Page> => lab.opened(hash, options);
  const edited = async (page: Page, text: string): Promise<void> => {
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };

  it('trains on a text of one’s own, which stays in the page, with the bytes of the command line', async () => {
    const page = await opened('#preset=text&generations=2');
    expect(await shown(page)).toEqual({generation: 0, state: 'paused'});
    await page.setInputFiles('#own-file', {name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXT)});
    await played(page);
    expect(await page.locator('.passage').count()).toBeGreaterThan(1);
    const texts = await page.evaluate<{yaml: string; results: string}>('genloss.shown()');
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    expect(await page.evaluate(EVERYWHERE)).not.toContain(SECRET);
    await page.context().close();
    writeFileSync(join(folder, 'text.txt'), TEXT);
    writeFileSync(join(folder, 'own.yaml'), texts.yaml);
    expect(genloss(['run', join(folder, 'own.yaml'), '--out', join(folder, 'own'), '--quiet'])).toMatchObject({code: 0});
    expect(readFileSync(join(folder, 'own/results.jsonl'), 'utf8')).toBe(texts.results);
  });

  it('reads records too, and says what is wrong with a file', async () => {
    const page = await opened('#preset=text&generations=1');
    const lines = TEXT.split('\n\n').map((text) => JSON.stringify({text}));
    await page.setInputFiles('#own-file', {name: 'mine.jsonl', mimeType: 'x', buffer: Buffer.from(lines.join('\n'))});
    await played(page);
    expect(await page.evaluate<string>('genloss.shown().then(({yaml}) => yaml)')).toContain('mine.jsonl');
    await page.setInputFiles('#own-file', {name: 'broken.jsonl', mimeType: 'x', buffer: Buffer.from('{"text": "a"}\n{"text": ')});
    await page.waitForSelector('.failure');
    expect(await page.locator('.failure').textContent()).toContain('broken.jsonl');
    await page.context().close();
  });

  it('runs an experiment that is written in the editor, marks what is wrong in it, and has it in the address', async () => {
    const page = await opened('#preset=gaussian');
    await page.getByText('The experiment, to read').click();
    await page.waitForSelector('.cm-content');
    await edited(page, MINE.replace('measures', 'measurs'));
    await page.waitForSelector('.cm-lintRange-error');
    await press(page, 'Run this text');
    expect(await page.locator('.failure').textContent()).toContain('measurs');
    await expect.poll(() => page.url()).toContain('preset=gaussian');
    await edited(page, MINE);
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/#experiment=/);
    expect(await page.locator('#story').textContent()).toBe('My own way');
    await slide(page, 'Human share', 'ArrowRight');
    await played(page);
    const other = await opened(page.url().replace(/^[^#]*/, ''));
    await expect.poll(() => other.locator('#story').textContent()).toBe('My own way');
    await played(other);
    expect(await other.evaluate('genloss.shown()')).toEqual(await page.evaluate('genloss.shown()'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('mat');
    await page.keyboard.press('Control+Space');
    expect(await page.locator('.cm-tooltip-autocomplete').textContent()).toContain('matrix');
    await page.context().close();
    await other.context().close();
  });

  it('saves pictures, and goes back and forth through generations', async () => {
    const page = await opened('#preset=gaussian&generations=4');
    await played(page);
    for (const [format, begin] of [
      ['svg', '<svg'],
      ['png', '\u0089PNG'],
    ] as const) {
      const saving = page.waitForEvent('download');
      await page.locator(`button[data-save=${format}]`).first().click();
      const file = readFileSync(await (await saving).path());
      expect(file.toString('latin1').startsWith(begin)).toBe(true);
      expect(file.length).toBeGreaterThan(2000);
    }
    await slide(page, 'Generation shown', 'ArrowLeft', 'ArrowLeft');
    expect(await shown(page)).toEqual({generation: 2, state: 'paused'});
    await page.context().close();
  });

  it('opens the folder of a run, and goes through its generations', async () => {
    const yaml = `title: From a terminal
data: {files: [text.txt], unit: paragraph, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: 300}
generations: 4
seeds: 2
arms: {alone: {workflow: replace}, all: {workflow: accumulate}}
measures: [support, entropy]
`;
    writeFileSync(join(folder, 'text.txt'), TEXT);
    writeFileSync(join(folder, 'terminal.yaml'), yaml);
    const out = join(folder, 'terminal');
    expect(genloss(['run', join(folder, 'terminal.yaml'), '--out', out, '--keep', 'samples', '--quiet'])).toMatchObject({code: 0});
    const page = await opened();
    await page.getByText('The same in a terminal').click();
    await page.setInputFiles('#open-run', out);
    await until(page, ({generation, state}) => generation === 4 && state === 'done');
    expect(await page.locator('#story').textContent()).toBe('From a terminal');
    expect(await page.locator('.passage del').count()).toBeGreaterThan(0);
    const bytes = readFileSync(join(out, 'results.jsonl'), 'utf8');
    expect(await page.evaluate<{results: string; summary: string}>('genloss.shown()')).toMatchObject({
      results: bytes,
      summary: readFileSync(join(out, 'summary.json'), 'utf8'),
    });
    await slide(page, 'Generation shown', 'Home', 'ArrowRight');
    expect(await shown(page)).toMatchObject({generation: 1});
    await page.setInputFiles('#open-run', join(lab.folder, 'assets'));
    await page.waitForSelector('.failure');
    expect(await page.locator('.failure').textContent()).toContain('there is no experiment.yaml');
    await page.context().close();
  });

  it('leaves out what a teacher leaves out, and keeps to it', async () => {
    const page = await opened('#preset=zipf&hide=story,size,files,experiment&embed=1');
    expect(await page.locator('.story').count()).toBe(0);
    expect(await page.getByRole('slider', {name: 'Sample size'}).count()).toBe(0);
    expect(await page.getByRole('heading', {level: 1}).isVisible()).toBe(false);
    await slide(page, 'Human share', 'End');
    await expect.poll(() => page.url()).toMatch(/#preset=zipf&human=1&hide=story,size,experiment,files&embed=1$/);
    await page.context().close();
    const teacher = await opened('#preset=zipf');
    await teacher.getByText('For a class').click();
    await teacher.getByLabel('the guess').check();
    expect(await teacher.getByLabel('The address').inputValue()).toBe(`${lab.server.url}#preset=zipf&hide=guess`);
    const zip = await teacher.getByText('Take the page along').getAttribute('href');
    expect(existsSync(join(lab.folder, zip!))).toBe(true);
    await teacher.context().close();
  });

  it('is worked by keyboard alone', async () => {
    const page = await opened('#preset=zipf&generations=5');
    const reached: string[] = [];
    const name = `(() => { const e = document.activeElement; return e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent })()`;
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      reached.push((await page.evaluate<string>(name)).trim());
    }
    for (const wanted of [
      'Play',
      'Step',
      'Sample size',
      'Generations',
      'Human share',
      'nearly all',
      'Back to how it began',
      'The experiment, to read and to change',
    ])
      expect(
        reached.some((one) => one.startsWith(wanted)),
        wanted,
      ).toBe(true);
    await page.getByRole('button', {name: 'Play', exact: true}).focus();
    await page.keyboard.press('Space');
    await until(page, ({state}) => state === 'done');
    // in and out of the editor
    await page.getByText('The experiment, to read').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.cm-content');
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('.cm-editor')")).toBeNull();
    await page.context().close();
  });

  it('tells a screen reader at a stop, and not more often than every two seconds while it goes', async () => {
    const page = await opened('#preset=zipf&generations=40');
    await page.evaluate(`(() => {
      globalThis.told = [];
      const region = document.querySelector('.unseen[role=status]');
      new MutationObserver(() => told.push([performance.now(), region.textContent])).observe(region, {childList: true, characterData: true, subtree: true});
    })()`);
    await page.locator('.speed select').selectOption('10');
    await played(page);
    const told = await page.evaluate<[number, string][]>('told');
    expect(told.at(-1)?.[1]).toMatch(/^Generation 40 of 40\./);
    for (const [i, [at]] of told.slice(0, -1).entries()) if (i > 0) expect(at - told[i - 1][0]).toBeGreaterThan(1900);
    await page.context().close();
  });

  it('fits a phone, and is worked by touch', async () => {
    const page = await opened('#preset=zipf&generations=3', {viewport: {width: 390, height: 800}, hasTouch: true, isMobile: true});
    await page.getByRole('button', {name: 'Play', exact: true}).tap();
    await until(page, ({state}) => state === 'done');
    for (const control of await page.locator('button:visible, select:visible, summary:visible').all()) {
      const box = await control.boundingBox();
      expect(box!.height, (await control.textContent()) ?? '').toBeGreaterThanOrEqual(24);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.getByRole('button', {name: 'Sliders'}).tap();
    const {y} = (await page.getByRole('slider', {name: 'Sample size'}).boundingBox())!;
    expect([y > 0, y < 800]).toEqual([true, true]);
    await page.setViewportSize({width: 1280, height: 800});
    expect(await page.getByRole('button', {name: 'Sliders'}).count()).toBe(0);
    await page.context().close();
  });

  it.each([
    ['forced colours', {forcedColors: 'active'}],
    ['reduced motion', {reducedMotion: 'reduce'}],
  ] as const)('works with %s', async (_, options) => {
    const page = await opened('#preset=modes&generations=2', options);
    await played(page);
    expect(await page.locator('figure').count()).toBeGreaterThan(3);
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    expect(await seriousIn(page)).toEqual([]);
    await page.context().close();
  });

  it.each([390, 768, 1280])('has nothing that axe finds serious with everything unfolded, at %i pixels', async (width) => {
    const page = await opened('#preset=enrichment&generations=2&size=2000', {
      viewport: {width, height: 900},
      colorScheme: width === 768 ? 'dark' : 'light',
    });
    await played(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.waitForSelector('.cm-content');
    expect(await seriousIn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('says no error, and asks nothing of another host', () => {
    expect(lab.faults).toEqual([]);
  });
});
