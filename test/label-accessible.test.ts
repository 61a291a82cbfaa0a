/** `genloss label` by Tab and by touch, without motion, in forced colours, and as axe sees it by WCAG 2 AA, from the first pair to the end. */
import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {type ServedLabel, serveLabel} from '../src/node/label/serve-label.ts';
import {expectTabLeadsThrough, listen, lostColours, motions, seriousByWcag, smallTargets, told} from './accessibility.ts';
import {temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {PAIRS, writeSmallRuns} from './small-runs.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const executablePath = chromiumPath();

describe('the page of one who judges', needsBrowser(executablePath, 'Chromium', 'whether everyone can judge is not tried'), () => {
  let browser: Browser;
  let judged: string;
  let served: ServedLabel;

  beforeAll(async () => {
    ({judged} = writeSmallRuns(folder));
    browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    rmSync(join(judged, 'judgements.jsonl'), {force: true});
    served = await serveLabel({
      ...{directory: judged, annotator: 'ada', port: 0, onNotice: () => {}},
      now: () => '2026-03-01T09:00:00Z',
      run: () => ({status: 'command', command: 'genloss run it'}),
    });
  });
  afterEach(() => served.close());

  const choices = (): string[] =>
    readFileSync(join(judged, 'judgements.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).choice);
  const left = (page: Page): Promise<string | null> => page.locator('[data-asks-left]').getAttribute('data-asks-left');

  async function opened(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, bypassCSP: true, ...options});
    const page = await context.newPage();
    await page.goto(served.url);
    await page.waitForSelector('[data-side=left]');
    return page;
  }

  /** A pair, with its differences and the instructions, a pause, and the end. */
  async function everywhere(page: Page, look: (where: string) => Promise<void>): Promise<void> {
    await look('a pair');
    await page.getByRole('button', {name: 'Mark differences'}).click();
    await page.getByText('How this works').click();
    await page.waitForSelector('mark');
    await look('differences and instructions');
    await page.getByText('How this works').click();
    await page.getByRole('button', {name: 'Pause'}).click();
    await look('a pause');
    await page.getByRole('button', {name: 'Go on'}).click();
    for (const k of PAIRS.keys()) {
      await page.keyboard.press('1');
      await expect.poll(() => left(page)).toBe(`${PAIRS.length - 1 - k}`);
    }
    await page.waitForSelector('text=Done. Thank you.');
    await look('the end');
  }

  it('leads Tab to every control and out again, forth and back, and shows where it is', async () => {
    const page = await opened();
    await everywhere(page, (where) => expectTabLeadsThrough(page, where));
    await page.context().close();
  });

  it('takes Enter and Space on a button for one answer, and keeps the focus where the next one is given', async () => {
    const page = await opened();
    const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent');
    const second = page.getByRole('button', {name: 'This one'}).nth(1);
    await second.focus();
    for (const [i, key] of ['Enter', 'Space'].entries()) {
      await page.keyboard.press(key);
      await expect.poll(() => left(page)).toBe(`${PAIRS.length - 1 - i}`);
      expect(await focused()).toContain('This one');
    }
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('Equally good');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Done. Thank you.');
    expect([choices().length, choices().at(-1)]).toEqual([PAIRS.length, 'tie']);
    await page.keyboard.press('Tab');
    await page.getByRole('button', {name: 'Undo the last one'}).focus();
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-side=left]');
    expect(choices().at(-1)).toBe('undone');
    await page.context().close();
  });

  it('tells a screen reader of an answer that was not written, once, and of one that was', async () => {
    const page = await opened();
    await listen(page);
    await page.route('**/api/judgements', (route) => route.abort());
    await page.keyboard.press('1');
    await expect
      .poll(async () => (await told(page)).map(([, text]) => text))
      .toContainEqual(expect.stringMatching(/not written.*The next key counts/));
    await page.unroute('**/api/judgements');
    await page.keyboard.press('1');
    await expect.poll(() => left(page)).toBe(`${PAIRS.length - 1}`);
    await page.waitForTimeout(300);
    expect((await told(page)).filter(([, text]) => text.includes('not written'))).toHaveLength(1);
    expect((await told(page)).at(-1)![1]).toBe(`The left text is chosen, ${PAIRS.length - 1} left.`);
    expect(await page.locator('.message').textContent()).not.toContain('not written');
    await page.context().close();
  });

  it('stands still for those who ask for it', async () => {
    const lively = await opened();
    expect((await motions(lively)).length).toBe(1);
    await lively.context().close();
    const page = await opened({reducedMotion: 'reduce'});
    await everywhere(page, async (where) => expect(await motions(page), where).toEqual([]));
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('keeps texts, marks and what is pressed in forced colours, %s', async (colorScheme) => {
    const page = await opened({forcedColors: 'active', colorScheme});
    const colour = (selector: string, property: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    await everywhere(page, async (where) => {
      expect(await lostColours(page), where).toEqual([]);
      if (where !== 'differences and instructions') return;
      expect(await colour('mark', 'backgroundColor')).not.toBe(await colour('.text', 'backgroundColor'));
      expect(await colour('[aria-pressed=true]', 'outlineStyle')).toBe('solid');
    });
    expect(await colour('.bar span', 'backgroundColor'), 'how far it is').not.toBe(await colour('.bar', 'backgroundColor'));
    await page.context().close();
  });

  it('is worked by touch on a phone: 44 pixels for what is said of a pair, 24 for all else, and a tap is an answer', async () => {
    const page = await opened({viewport: {width: 390, height: 800}, hasTouch: true, isMobile: true});
    expect(await smallTargets(page, 44, '.pair, .says')).toEqual([]);
    await everywhere(page, async (where) => expect(await smallTargets(page, 24), where).toEqual([]));
    await page.getByRole('button', {name: 'Undo the last one'}).tap();
    await page.waitForSelector('[data-side=left]');
    const [text, taken] = [await page.locator('[data-side=right]').textContent(), page.getByRole('button', {name: 'This one'}).nth(1)];
    await taken.tap();
    await page.waitForSelector('text=Done. Thank you.');
    const [pair] = PAIRS.filter(({first, second}) => first === text || second === text);
    expect(choices().at(-1)).toBe(pair.first === text ? 'first' : 'second');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it.each([
    [390, 'dark'],
    [1280, 'light'],
  ] as const)('breaks no rule of WCAG 2 AA at %i pixels in the %s', async (width, colorScheme) => {
    const page = await opened({viewport: {width, height: 900}, colorScheme});
    await everywhere(page, async (where) => expect(await seriousByWcag(page), where).toEqual([]));
    await page.context().close();
  });
});
