/** The pages that commands serve, in Firefox: a list, a run with its pictures, a pair that is judged by key, and nothing in the console. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveLabel} from '../src/node/label/serve-label.ts';
import {serveView} from '../src/node/view/serve-view.ts';
import {temporaryFolder} from './command.ts';
import {Firefox} from './firefox.ts';
import {needsBrowser} from './needs.ts';
import {PAIRS, type SmallRuns, writeSmallRuns} from './small-runs.ts';
import {firefoxPath} from './tools.ts';

const folder = temporaryFolder();
const executable = firefoxPath();

describe('in Firefox', needsBrowser(executable, 'Firefox', 'the pages are looked at in Chromium alone'), () => {
  let small: SmallRuns;
  let firefox: Firefox;

  beforeAll(async () => {
    small = writeSmallRuns(folder);
    firefox = await Firefox.launch(executable!);
  });
  afterAll(() => firefox?.close());

  const all = (selector: string): Promise<string[]> =>
    firefox.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.textContent)`);
  const follow = (name: string): Promise<unknown> =>
    firefox.evaluate(`[...document.querySelectorAll('a')].find((e) => e.textContent === ${JSON.stringify(name)}).click()`);
  const overflow = (): Promise<number> => firefox.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  it('lists runs, and shows one with its pictures, what it wrote and its arms, at a desk and on a phone', async () => {
    const served = await serveView({directories: [small.runs], port: 0});
    try {
      for (const width of [1280, 390]) {
        await firefox.resize(width, 900);
        await firefox.goto('about:blank');
        await firefox.goto(served.url);
        await firefox.until("document.querySelectorAll('.runs tbody tr').length === 3 && document.querySelector('.to-checks')");
        expect(await all('.runs .title a')).toEqual(['Lines of few words', 'Two ways', 'Judged by people']);
        expect(await overflow()).toBe(0);
        await follow('2 checks over time');
        await firefox.until("document.querySelectorAll('.gate svg').length > 2");
        await firefox.evaluate('history.back()');
        await firefox.until("document.querySelector('.runs .title a')");
        await follow('Two ways');
        await firefox.until("document.querySelector('section[aria-labelledby=measure-variance] svg.chart path')");
        expect((await all('.verdict'))[0]).toContain('over 8 generations');
        expect(await overflow()).toBe(0);
        await follow('Generation by generation');
        await firefox.until("document.querySelector('[data-figure=variance] svg.chart')");
        await follow('Arms side by side');
        await firefox.until("document.querySelector('.differences tbody tr')");
        expect((await all('.differences tbody th'))[0]).toBe('accumulate');
        await follow('What was written');
        await firefox.until("document.querySelectorAll('.records li').length === 25");
        expect(await overflow()).toBe(0);
      }
      expect(firefox.faults).toEqual([]);
    } finally {
      await served.close();
    }
  });

  it('shows a pair, takes a key for an answer, and comes to an end', async () => {
    const served = await serveLabel({
      ...{directory: small.judged, annotator: 'ada', port: 0, onNotice: () => {}},
      now: () => '2026-03-01T09:00:00Z',
      run: () => ({status: 'command', command: 'genloss run it'}),
    });
    try {
      await firefox.goto(served.url);
      await firefox.until("document.querySelector('[data-side=left]')");
      const shown = await all('[data-side]');
      expect([...shown].sort()).toEqual([PAIRS[0].first, PAIRS[0].second].sort());
      for (const [i, key] of ['1', '=', 's'].entries()) {
        await firefox.until(
          `document.querySelector('[data-asks-left="${PAIRS.length - i}"]') && document.querySelector('[data-busy=false]')`,
        );
        await firefox.press(key);
      }
      await firefox.until("document.querySelector('[data-asks-left=\"1\"]') && document.querySelector('[data-busy=false]')");
      const choices = readFileSync(join(small.judged, 'judgements.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).choice);
      expect(choices).toEqual([shown[0] === PAIRS[0].first ? 'first' : 'second', 'tie', 'skip']);
      expect(await overflow()).toBe(0);
      expect(firefox.faults).toEqual([]);
    } finally {
      await served.close();
    }
  });

  it('is heard by the test: what the console has of errors is a fault', async () => {
    await firefox.evaluate("console.error('on purpose')");
    await expect.poll(() => firefox.faults).toContain('on purpose');
  });
});
