/** The page of one person who judges, as its server answers and as a browser has it: every key one line, on the disk before the next pair shows. */
import {appendFileSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Browser, chromium, type Page} from 'playwright-core';
import {afterAll, afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type ServedLabel, serveLabel} from '../src/node/label/serve-label.ts';
import {askOf} from '../src/quality/preference/judgement.ts';
import type {Desk} from '../src/run/desk.ts';
import {genloss, temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const run = join(folder, 'run');
const judgements = join(run, 'judgements.jsonl');
const HOSTILE = '<img src=x onerror=globalThis.hacked=1>';
const LONG = Array.from({length: 3000}, (_, i) => `word${i % 97}`).join(' ');
const PAIRS = [
  ['one text', 'another text'],
  [HOSTILE, 'plain'],
  [LONG, `${LONG} and an end`],
  ...Array.from({length: 9}, (_, i) => [`first ${i}`, `second ${i}`]),
].map(([first, second]) => ({...askOf({first, second}), arm: 'judged', seed: 0, generation: 1}));

writeFileSync(
  join(folder, 'label.yaml'),
  'title: label\ndata: {files: [words.txt], unit: line, holdout: 0.1}\nmodel: {kind: ngram, order: 2, unit: word}\nsample: {size: 200}\ngenerations: 2\nseeds: 1\n' +
    'arms:\n  judged: {workflow: replace, feedback: {kind: reweight, comparisons: 5, annotator: {kind: person, question: Which one?}}}\nmeasures: [support]\n',
);
writeFileSync(join(folder, 'words.txt'), Array.from({length: 60}, (_, i) => `line ${i % 7} of ${i % 5} words ${i}\n`).join(''));
expect(genloss(['run', join(folder, 'label.yaml'), '--out', run, '--quiet']).code).toBe(75);
writeFileSync(join(run, 'asks.jsonl'), PAIRS.map((pair) => `${JSON.stringify(pair)}\n`).join(''));

const lines = () =>
  existsSync(judgements)
    ? readFileSync(judgements, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];

let served: ServedLabel;
beforeEach(async () => {
  writeFileSync(judgements, '');
  served = await serveLabel({
    ...{directory: run, annotator: 'ada', port: 0, onNotice: () => {}},
    now: () => '2026-03-01T09:00:00Z',
    run: () => ({status: 'command', command: 'genloss run it'}),
  });
});
afterEach(() => served.close());

describe('the server of genloss label', () => {
  const api = async (path: string, body?: object, token = new URL(served.url).hash.slice('#token='.length)) => {
    const answer = await fetch(new URL(path, served.url), {
      method: body ? 'POST' : 'GET',
      headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'},
      ...(body && {body: JSON.stringify(body)}),
    });
    return {status: answer.status, body: (await answer.json()) as Desk};
  };

  it('answers nobody without its token', async () => {
    expect((await api('api/desk', undefined, 'guess')).status).toBe(401);
    expect((await api('api/judgements', {ask: PAIRS[0].ask, says: 'left', again: false, seconds: 1}, '')).status).toBe(401);
    expect(lines()).toEqual([]);
  });

  it('writes who judged, what and where it stood by itself, and takes answers to what it shows alone', async () => {
    const {body: desk} = await api('api/desk');
    expect(desk).toMatchObject({waiting: PAIRS.length, judged: 0, canUndo: false, pair: {question: 'Which one?'}});
    const says = {ask: desk.pair!.ask, says: 'left', again: false, seconds: 1.26};
    expect((await api('api/judgements', {...says, ask: PAIRS[5].ask})).status).toBe(409);
    expect((await api('api/judgements', {...says, annotator: 'eve'})).status).toBe(400);
    const {body: next} = await api('api/judgements', says);
    const left = desk.pair!.left === PAIRS[0].first ? 'first' : 'second';
    expect(lines()).toEqual([{ask: PAIRS[0].ask, choice: left, seconds: 1.3, left, annotator: 'ada', at: '2026-03-01T09:00:00Z'}]);
    expect(next).toMatchObject({waiting: PAIRS.length - 1, judged: 1, canUndo: true});
    expect((await api('api/judgements', says)).status).toBe(409);
    const {body: back} = await api('api/undo', {});
    expect([back.pair!.ask, back.waiting, lines().at(-1)!.choice]).toEqual([PAIRS[0].ask, PAIRS.length, 'undone']);
    expect((await api('api/undo', {})).status).toBe(409);
  });

  it('says that it set an unfinished line aside, and is no worse for a broken one', async () => {
    appendFileSync(judgements, '{"ask": "half');
    const {body: desk} = await api('api/desk');
    const {body: next} = await api('api/judgements', {ask: desk.pair!.ask, says: 'tie', again: false, seconds: 0});
    expect([next.notices[0], lines().length]).toEqual([expect.stringContaining('{"ask": "half'), 1]);
    appendFileSync(judgements, '["broken"]\n');
    expect(await api('api/desk')).toMatchObject({status: 500, body: {error: expect.stringContaining('not a judgement')}});
  });
});

const executablePath = chromiumPath();
describe('the page of genloss label', needsBrowser(executablePath, 'Chromium', 'what a person who judges sees is not looked at'), () => {
  let browser: Browser | undefined;
  afterAll(() => browser?.close());
  const opened = async () => {
    browser ??= await chromium.launch({executablePath: executablePath!, args: ['--no-sandbox']});
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.waitForSelector('[data-side=left]');
    return page;
  };
  const textOf = (side: string) => `document.querySelector('[data-side=${side}]')`;
  const texts = (page: Page) => page.evaluate<string[]>(`[${textOf('left')}.textContent, ${textOf('right')}.textContent]`);
  const moved = async (page: Page, [left]: string[]) => {
    await expect.poll(async () => (await texts(page))[0], {interval: 20}).not.toBe(left);
  };

  it('reports a pair by r: a skip that says so, and the pair is not shown to that person again', async () => {
    const page = await opened();
    const before = await texts(page);
    await page.keyboard.press('r');
    await moved(page, before);
    expect(lines()).toMatchObject([{ask: PAIRS[0].ask, choice: 'skip', reported: true, annotator: 'ada'}]);
    expect(await page.locator('[data-said]').textContent()).toBe(`Reported, ${PAIRS.length - 1} left.`);
    expect(await page.locator('[data-asks-left]').getAttribute('data-asks-left')).toBe(`${PAIRS.length - 1}`);
    const {annotators} = JSON.parse(genloss(['judgements', run, '--json']).out);
    expect(annotators).toMatchObject([{annotator: 'ada', judgements: 0, reported: 1}]);
    expect(genloss(['judgements', run]).out).toContain('reported 1 pair');
    await page.close();
  });

  it('takes a key for one answer: held keys, chords and keys under way say nothing', async () => {
    const page = await opened();
    const before = await texts(page);
    await page.keyboard.down('1');
    await page.keyboard.down('1');
    await page.keyboard.down('1');
    await page.keyboard.up('1');
    await moved(page, before);
    expect(lines()).toHaveLength(1);
    for (const chord of ['Control+1', 'Alt+2', 'Shift+ArrowLeft', 'Meta+s']) await page.keyboard.press(chord);
    await page.keyboard.down('x');
    await page.keyboard.press('2');
    await page.keyboard.up('x');
    await page.waitForTimeout(200);
    expect(lines()).toHaveLength(1);
    let free: (() => void) | undefined;
    await page.route('**/api/judgements', async (route) => {
      await new Promise<void>((resolve) => {
        free = resolve;
      });
      await route.continue();
    });
    const second = await texts(page);
    await page.keyboard.press('=');
    await expect.poll(() => free).toBeDefined();
    await page.keyboard.press('2');
    expect(await texts(page)).toEqual(second);
    free!();
    await moved(page, second);
    expect(lines().map(({choice}) => choice)).toEqual([expect.stringMatching(/first|second/), 'tie']);
    await page.close();
  });

  it('tells what the run asks meanwhile, exactly, and leaves the pair in front where it is', async () => {
    const asks = join(run, 'asks.jsonl');
    const before = readFileSync(asks, 'utf8');
    const more = (...names: string[]) =>
      appendFileSync(
        asks,
        names.map((name) => `${JSON.stringify({...askOf({first: name, second: 'b'}), arm: 'judged', seed: 0, generation: 1})}\n`).join(''),
      );
    try {
      const page = await opened();
      const pair = await texts(page);
      more('x', 'y');
      await expect.poll(() => page.locator('.message').textContent(), {timeout: 10_000}).toBe('2 new pairs have come.');
      expect(await texts(page)).toEqual(pair);
      more('z');
      await page.keyboard.press('1');
      await moved(page, pair);
      expect(await page.locator('.message').textContent()).toBe('1 new pair has come.');
      expect(await page.locator('[data-asks-left]').getAttribute('data-asks-left')).toBe(`${PAIRS.length + 2}`);
      await page.close();
    } finally {
      writeFileSync(asks, before);
    }
  });

  it('says that a write failed, does not send it again, and takes the next key', async () => {
    const page = await opened();
    const before = await texts(page);
    let sent = 0;
    let fail: {status: number; body: string} | undefined;
    // one for all of them: between two a request could slip through
    await page.route('**/api/judgements', (route) => {
      sent++;
      return fail ? route.fulfill(fail) : route.abort();
    });
    for (fail of [{status: 500, body: '{}'}, {status: 200, body: '{}'}, undefined]) {
      const asked = sent;
      await page.keyboard.press('1');
      await expect.poll(() => sent).toBe(asked + 1);
      await expect.poll(() => page.locator('.message').textContent()).toMatch(/not written.*The next key counts/);
      expect(await texts(page)).toEqual(before);
    }
    await page.unroute('**/api/judgements');
    expect([sent, lines().length]).toEqual([3, 0]);
    await page.keyboard.press('0');
    await moved(page, before);
    expect(lines().map(({choice}) => choice)).toEqual(['neither']);
    await page.close();
  });

  it('shows texts as texts, long ones in step, differences when asked, and has an end', async () => {
    const page = await opened();
    for (let k = 0; k < PAIRS.length; k++) {
      const before = await texts(page);
      const of = PAIRS.find(({first, second}) => [...[first, second]].sort().join() === [...before].sort().join());
      expect(of, `${before}`).toBeDefined();
      if (before.some((text) => text!.length > 1000)) {
        await page.evaluate(`${textOf('left')}.scrollTop = 500`);
        await expect.poll(() => page.evaluate(`${textOf('right')}.scrollTop`)).toBeGreaterThan(400);
        await page.keyboard.press('d');
        await page.waitForSelector('mark');
        expect(await texts(page)).toEqual(before);
        expect(await page.locator('mark').allTextContents()).toEqual(['and an end']);
        expect(await page.locator('[data-marks]').textContent()).toBe('');
        await page.keyboard.press('d');
      }
      await page.keyboard.press('ArrowRight');
      if (k < PAIRS.length - 1) await moved(page, before);
    }
    await page.waitForSelector('text=Done. Thank you.');
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await page.locator('pre').textContent()).toBe('genloss run it');
    await page.keyboard.press('u');
    await page.waitForSelector('[data-side=left]');
    await page.close();
  });

  it('has nothing that axe finds serious, on a desk and on a phone', async () => {
    const page = await opened();
    const axe = readFileSync(join(import.meta.dirname, '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
    for (const width of [1280, 390]) {
      await page.setViewportSize({width, height: 850});
      await page.locator('.help').evaluate((help) => help.setAttribute('open', ''));
      const client = await page.context().newCDPSession(page);
      await client.send('Page.setBypassCSP', {enabled: true});
      await page.evaluate(axe);
      const {violations} = await page.evaluate<{violations: {id: string; impact: string}[]}>('axe.run()');
      expect(violations.filter(({impact}) => impact === 'serious' || impact === 'critical').map(({id}) => id)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    await page.close();
  });
});
