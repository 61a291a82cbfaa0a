/** `genloss view` by keyboard, by ear, by touch, without motion, in forced colours, and as axe sees it by WCAG 2 AA. */
import {join} from 'node:path';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type ServedView, serveView} from '../src/node/view/serve-view.ts';
import {expectTabLeadsThrough, faintMarks, listen, lostColours, motions, seriousByWcag, smallTargets, told} from './accessibility.ts';
import {temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {writeSmallRuns} from './small-runs.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const executablePath = chromiumPath();

/** From the list to each part of a run, and back. */
const PARTS = ['What it shows', 'Generation by generation', 'What was written', 'Arms side by side'];

describe('the page of runs', needsBrowser(executablePath, 'Chromium', 'whether everyone can use the page of runs is not tried'), () => {
  let browser: Browser;
  let served: ServedView;

  beforeAll(async () => {
    const {runs} = writeSmallRuns(folder);
    served = await serveView({directories: [runs], port: 0, cache: join(folder, 'cache')});
    browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  async function opened(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, bypassCSP: true, ...options});
    const page = await context.newPage();
    await page.goto(served.url);
    await page.waitForSelector('.to-checks');
    return page;
  }

  /** The list with a run chosen, its checks, and every part of a run. */
  async function everywhere(page: Page, look: (where: string) => Promise<void>): Promise<void> {
    await page.getByLabel('Compare Two ways').check();
    await look('the list');
    await page.getByRole('link', {name: 'checks over time'}).click();
    await page.waitForSelector('.gate svg');
    await look('checks');
    await page.goBack();
    await page.getByRole('link', {name: 'Two ways'}).click();
    for (const part of PARTS) {
      await page.getByRole('link', {name: part}).click();
      await page.waitForSelector(part === 'What was written' ? '.records li' : 'svg.chart:visible');
      await page.waitForTimeout(700);
      await look(part);
    }
  }

  it('leads Tab to every control and out again, forth and back, and shows where it is', async () => {
    const page = await opened();
    await everywhere(page, (where) => expectTabLeadsThrough(page, where));
    await page.context().close();
  });

  it('is used by keyboard alone: a list that is narrowed, sorted and chosen from, a run that is opened and gone through', async () => {
    const page = await opened();
    const to = async (name: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const has = `((e) => e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent)(document.activeElement)`;
        if ((await page.evaluate<string>(has)).trim().startsWith(name)) return;
      }
      throw new Error(`Tab never comes to ${name}`);
    };
    await to('Find');
    await page.keyboard.type('two');
    expect(await page.locator('.runs .title a').allTextContents()).toEqual(['Two ways']);
    await to('Run');
    await page.keyboard.press('Enter');
    expect(await page.locator('th.title').first().getAttribute('aria-sort')).toBe('ascending');
    await to('Compare Two ways');
    await page.keyboard.press('Space');
    expect(await page.getByRole('link', {name: 'Compare its arms'}).isVisible()).toBe(true);
    await to('Two ways');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor();
    await to('Arms side by side');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.differences');
    await to('Measure');
    await page.keyboard.press('ArrowDown');
    await to('Generation');
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.differences').textContent()).toContain('At generation 1,');
    await page.context().close();
  });

  it('tells a screen reader what is left of the list and which run it shows, a sentence in two seconds', async () => {
    const page = await opened();
    await listen(page);
    for (const letter of 'two ways') {
      await page.keyboard.press('Tab');
      await page.getByLabel('Find').focus();
      await page.keyboard.type(letter);
      await page.waitForTimeout(60);
    }
    await expect.poll(async () => (await told(page)).at(-1)?.[1]).toBe('1 of 3 runs.');
    await page.getByLabel('Find').fill('nothing like it');
    await expect.poll(async () => (await told(page)).at(-1)?.[1]).toBe('No run is like that.');
    await page.getByLabel('Find').fill('');
    await page.getByRole('link', {name: 'Two ways'}).click();
    await expect.poll(async () => (await told(page)).at(-1)?.[1]).toBe('Two ways: done, 192 of 192 generations.');
    const all = await told(page);
    for (const [i, [at, text]] of all.entries()) {
      if (i > 0) expect(at - all[i - 1][0], `${all[i - 1][1]} ${text}`).toBeGreaterThan(1900);
      expect(text.match(/\./g), text).toHaveLength(1);
    }
    await page.context().close();
  });

  it('stands still for those who ask for it', async () => {
    const pulsing = `document.querySelector('.state').className = 'state running'`;
    const lively = await opened();
    await lively.evaluate(pulsing);
    expect((await motions(lively)).map(({name}) => name)).toContain('beat');
    await lively.context().close();
    const page = await opened({reducedMotion: 'reduce'});
    await page.evaluate(pulsing);
    await everywhere(page, async (where) => expect(await motions(page), where).toEqual([]));
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('keeps texts, controls and marks of pictures in forced colours, %s', async (colorScheme) => {
    const page = await opened({forcedColors: 'active', colorScheme});
    let looked = 0;
    await everywhere(page, async (where) => {
      expect(await lostColours(page), where).toEqual([]);
      const marks = await faintMarks(page, 3);
      expect(marks.faint, where).toEqual([]);
      looked += marks.looked;
    });
    expect(looked).toBeGreaterThan(8);
    await page.getByRole('link', {name: 'Generation by generation'}).click();
    const borders = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.tabs a')].map((one) => getComputedStyle(one).borderBottomColor)",
    );
    expect(new Set(borders).size, 'the part that is shown is told apart').toBe(2);
    expect(borders.filter((one) => one === borders[1])).toHaveLength(1);
    await page.context().close();
  });

  it('is worked by touch on a phone: targets of 24 pixels and more, and taps that do what clicks do', async () => {
    const page = await opened({viewport: {width: 390, height: 800}, hasTouch: true, isMobile: true});
    await everywhere(page, async (where) => expect(await smallTargets(page, 24), where).toEqual([]));
    await page.getByRole('link', {name: 'genloss · runs'}).tap();
    await page.getByRole('button', {name: 'Run'}).tap();
    expect(await page.locator('.runs .title a').allTextContents()).toEqual(['Judged by people', 'Lines of few words', 'Two ways']);
    await page.getByLabel('Compare Lines of few words').tap();
    await page.getByRole('link', {name: 'Compare 2 runs'}).tap();
    await page.waitForSelector('#compare');
    await page.context().close();
  });

  it('has no text on text on a phone', async () => {
    const page = await opened({viewport: {width: 390, height: 800}});
    const boxes = await page.locator('.runs tbody tr:has-text("Judged by people") :is(.state, .generations, time)').all();
    const rects = await Promise.all(boxes.map((one) => one.boundingBox()));
    for (const [i, a] of rects.entries())
      for (const b of rects.slice(0, i)) {
        const isApart = a!.x >= b!.x + b!.width || b!.x >= a!.x + a!.width || a!.y >= b!.y + b!.height || b!.y >= a!.y + a!.height;
        expect(isApart, JSON.stringify([a, b])).toBe(true);
      }
    expect(rects).toHaveLength(3);
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
