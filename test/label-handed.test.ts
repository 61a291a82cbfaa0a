/**
 * People who judge on other machines: the page as a folder, below a path and from a disk, and what it hands back, taken into the run. It comes
 * to the same as at the page that is served.
 */
import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Browser, type BrowserContext, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveLabel} from '../src/node/label/serve-label.ts';
import {askOf} from '../src/quality/preference/judgement.ts';
import {genloss, temporaryFolder} from './command.ts';
import {askingRun, goOn, judgementsOf, linesIn} from './label-desk.ts';
import {needsBrowser} from './needs.ts';
import {type Served, seriousIn, served} from './pages.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const COMPARISONS = 12;
const {run} = askingRun(folder, {comparisons: COMPARISONS, generations: 3});
const HOSTILE = '</script><img src=x onerror=globalThis.hacked=1>\u2028';

/** The run as it asks first, of its own. */
function freshRun(name: string): string {
  const copy = join(folder, name);
  cpSync(run, copy, {recursive: true});
  return copy;
}
const results = (of: string) => ['results.jsonl', 'summary.json'].map((name) => readFileSync(join(of, name), 'utf8'));

const executablePath = chromiumPath();
describe(
  'the page of genloss label in a folder',
  needsBrowser(executablePath, 'Chromium', 'what a person who judges elsewhere sees is not looked at'),
  () => {
    let browser: Browser;
    let host: Served;
    const out = join(folder, 'site');
    const KEYS = ['1', '2', '=', 'ArrowRight', '0', 'ArrowLeft'];

    beforeAll(async () => {
      expect(genloss(['label', run, '--bundle', out]).code).toBe(0);
      browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
      host = await served(out);
    });
    afterAll(async () => {
      host?.close();
      await browser?.close();
    });

    interface Opened {
      readonly page: Page;
      readonly context: BrowserContext;
      readonly faults: string[];
      /** Kinds of questions that the browser asked; each is answered with yes. */
      readonly asked: string[];
    }

    async function opened(url: string, {context, before = ''}: {context?: BrowserContext; before?: string} = {}): Promise<Opened> {
      const own = context ?? (await browser.newContext({viewport: {width: 1280, height: 900}}));
      const page = await own.newPage();
      const [faults, asked]: string[][] = [[], []];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('request', (request) => !/^(http:\/\/127\.0\.0\.1|file:|blob:|data:)/.test(request.url()) && faults.push(request.url()));
      page.on('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.accept();
      });
      if (before !== '') await page.addInitScript(before);
      await page.goto(url);
      return {page, context: own, faults, asked};
    }

    const left = (page: Page) => page.locator('[data-asks-left]').getAttribute('data-asks-left', {timeout: 10_000});
    const leftIs = (page: Page, count: number) => expect.poll(() => left(page), {timeout: 10_000, interval: 20}).toBe(`${count}`);
    async function begin(page: Page, name = 'ada'): Promise<void> {
      await page.waitForSelector('#annotator:focus');
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-side=left]');
    }
    /** So many pairs, from one on, by keys in turn. */
    async function judge(page: Page, from: number, to: number): Promise<void> {
      for (let k = from; k < to; k++) {
        await leftIs(page, COMPARISONS - k);
        await page.keyboard.press(KEYS[k % KEYS.length]);
      }
      await leftIs(page, COMPARISONS - to);
    }
    async function handedBack(page: Page): Promise<{name: string; text: string}> {
      const saving = page.waitForEvent('download');
      await page.keyboard.press('h');
      const download = await saving;
      return {name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8')};
    }
    const withoutTime = (lines: Record<string, unknown>[]) => lines.map(({seconds: _, at: __, ...line}) => line);

    /** The run to its end, its rounds judged by the same keys at the served page. */
    let expected: Promise<{results: string[]; lines: Record<string, unknown>[]}> | undefined;
    function atServedPage() {
      expected ??= (async () => {
        const own = freshRun('served');
        for (let code = 75; code === 75; code = goOn(own).code ?? 1) {
          const label = await serveLabel({
            ...{directory: own, annotator: 'ada', port: 0, onNotice: () => {}},
            ...{now: () => '2026-03-01T09:00:00Z', run: () => ({status: 'waits'})},
          });
          const {page, context} = await opened(label.url);
          await page.waitForSelector('[data-side=left]');
          await judge(page, 0, COMPARISONS);
          await context.close();
          await label.close();
        }
        return {results: results(own), lines: withoutTime(linesIn(judgementsOf(own)))};
      })();
      return expected;
    }

    it.each(['below a path', 'from a disk'])(
      '%s is the page that is served: the same keys come to the same lines and the same run',
      async (where) => {
        const name = where.replaceAll(' ', '-');
        const own = freshRun(name);
        const site = join(folder, `site-${name}`);
        const below = where === 'below a path' ? await served(site) : undefined;
        const url = below?.url ?? pathToFileURL(join(site, 'index.html')).href;
        const context = await browser.newContext({viewport: {width: 1280, height: 900}});
        for (let code = 75, round = 1; code === 75; code = goOn(own).code ?? 1, round++) {
          expect(genloss(['label', own, '--bundle', site]).code).toBe(0);
          const {page, faults, asked} = await opened(url, {context});
          await begin(page);
          await judge(page, 0, 5);
          // somebody closes it in the middle, is warned, and finds it as it was
          await page.reload();
          expect(asked).toEqual(['beforeunload']);
          await page.waitForSelector('#annotator:focus');
          expect(await page.inputValue('#annotator')).toBe('ada');
          await page.keyboard.press('Enter');
          await judge(page, 5, COMPARISONS);
          await page.waitForSelector('text=Done. Thank you.');
          const {name: file, text} = await handedBack(page);
          expect([file, text.split('\n').length]).toEqual(['ada.judgements.jsonl', COMPARISONS + 1]);
          expect(await page.locator('.message').textContent()).toContain('ada.judgements.jsonl is in your downloads');
          await page.reload();
          expect([asked, faults]).toEqual([['beforeunload'], []]);
          await page.close();
          const back = join(folder, `${name}-${round}.jsonl`);
          writeFileSync(back, text);
          expect(genloss(['label', own, '--take', back]).out).toBe(`12 lines of ada taken, 0 there already: ${back}\n`);
        }
        below?.close();
        await context.close();
        const served_ = await atServedPage();
        expect(withoutTime(linesIn(judgementsOf(own)))).toEqual(served_.lines);
        expect(results(own)).toEqual(served_.results);
      },
    );

    it('loses nothing of two windows, and shows in one what was said in the other', async () => {
      const one = await opened(host.url);
      await begin(one.page);
      const two = await opened(host.url, {context: one.context});
      await two.page.waitForSelector('#annotator:focus');
      await two.page.keyboard.press('Enter');
      // a browser without a screen says of every window that it has the focus
      const focus = async (page: Page, other: Page): Promise<void> => {
        await page.evaluate('document.hasFocus = () => true');
        await other.evaluate('document.hasFocus = () => false');
      };
      await focus(one.page, two.page);
      await judge(one.page, 0, 2);
      await leftIs(two.page, COMPARISONS - 2);
      await focus(two.page, one.page);
      await judge(two.page, 2, 3);
      await focus(one.page, two.page);
      await judge(one.page, 3, 4);
      await leftIs(two.page, COMPARISONS - 4);
      // the pair under somebody's keys stays, and is no other's by then
      await focus(two.page, one.page);
      await leftIs(one.page, COMPARISONS - 4);
      const pair = await two.page.locator('[data-side=left]').textContent();
      await judge(one.page, 4, 5);
      await leftIs(two.page, COMPARISONS - 5);
      expect(await two.page.locator('[data-side=left]').textContent()).toBe(pair);
      await two.page.keyboard.press('1');
      await expect.poll(() => two.page.locator('.message').textContent()).toContain('answered already');
      const {text} = await handedBack(two.page);
      expect(text.split('\n').filter(Boolean)).toHaveLength(5);
      await expect.poll(() => one.page.locator('[data-unsaved]').getAttribute('data-unsaved')).toBe('0');
      await one.context.close();
    });

    it('keeps each person’s judgements apart, and goes on where the browser keeps nothing: it says so, and hands back all the same', async () => {
      const ada = await opened(host.url);
      await begin(ada.page);
      await judge(ada.page, 0, 2);
      await ada.page.reload();
      await begin(ada.page, 'bob');
      await leftIs(ada.page, COMPARISONS);
      await ada.context.close();
      for (const [before, says] of [
        [
          `Object.defineProperty(globalThis, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }})`,
          'keeps nothing',
        ],
        [
          `Storage.prototype.setItem = function (name) { if (name.includes(' line ')) throw new DOMException('full', 'QuotaExceededError'); }`,
          'is full',
        ],
      ]) {
        const {page, context, faults, asked} = await opened(host.url, {before});
        await begin(page);
        await judge(page, 0, 3);
        expect(await page.locator('.note', {hasText: says}).count()).toBe(1);
        await page.keyboard.press('u');
        await judge(page, 2, 4);
        await page.reload();
        expect(asked).toEqual(['beforeunload']);
        await begin(page);
        await judge(page, 0, 1);
        const {text} = await handedBack(page);
        expect(text.split('\n').filter(Boolean)).toHaveLength(1);
        expect(faults).toEqual([]);
        await context.close();
      }
    });

    it('shows hostile texts and names as texts, and holds to its policy', async () => {
      const own = freshRun('hostile');
      const asks = [HOSTILE, 'plain'].map((first) => ({
        ...askOf({first, second: `other ${first}`, prompt: HOSTILE}),
        arm: 'judged',
        seed: 0,
        generation: 1,
      }));
      writeFileSync(join(own, 'asks.jsonl'), asks.map((ask) => `${JSON.stringify(ask)}\n`).join(''));
      expect(genloss(['label', own, '--bundle', join(folder, 'hostile-site'), '--annotator', HOSTILE]).code).toBe(0);
      const {page, context, faults} = await opened(pathToFileURL(join(folder, 'hostile-site', 'index.html')).href);
      await page.waitForSelector('[data-side=left]');
      const shown = await page.evaluate<string[]>(
        `['left', 'right'].map((side) => document.querySelector('[data-side=' + side + ']').textContent)`,
      );
      expect(shown.sort()).toEqual([HOSTILE, `other ${HOSTILE}`].sort());
      expect([await page.locator('.prompt').textContent(), await page.locator('.who').textContent()]).toEqual([HOSTILE, HOSTILE.trim()]);
      await page.keyboard.press('1');
      const {name, text} = await handedBack(page);
      expect(name).toMatch(/^[\w.-]+\.judgements\.jsonl$/);
      expect(JSON.parse(text)).toMatchObject({ask: asks[0].ask, annotator: HOSTILE.trim()});
      expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
      expect(await page.locator('main img').count()).toBe(0);
      expect(faults).toEqual([]);
      await context.close();
    });

    it('asks for nothing beside its own files, and has nothing that axe finds serious, on a desk and on a phone', async () => {
      host.asked.length = 0;
      const {page, context} = await opened(host.url);
      const wide = 'document.documentElement.scrollWidth <= innerWidth';
      for (const width of [1280, 390]) {
        await page.setViewportSize({width, height: 850});
        expect([await seriousIn(page), await page.evaluate(wide)]).toEqual([[], true]);
      }
      await begin(page);
      await judge(page, 0, 3);
      await page.locator('.help').evaluate((help) => help.setAttribute('open', ''));
      for (const width of [1280, 390]) {
        await page.setViewportSize({width, height: 850});
        expect([await seriousIn(page), await page.evaluate(wide)]).toEqual([[], true]);
      }
      await judge(page, 3, COMPARISONS);
      expect([await seriousIn(page), await page.evaluate(wide)]).toEqual([[], true]);
      expect(host.asked.map((path) => path.replace(/-\w+\./, '.')).sort()).toEqual(
        ['', 'asks.js', 'assets/label.css', 'assets/label.js'].map((path) => `/some/where/${path}`),
      );
      await context.close();
    });
  },
);
