/** People at work: many judgements by keyboard, a desk that is killed as it writes, two desks at one run. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {chromium} from 'playwright-core';
import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import type {SentJudgement} from '../src/run/desk.ts';
import type {JudgementLine} from '../src/run/judgement.ts';
import {genloss, temporaryFolder} from './command.ts';
import {askFor, askingRun, StartedDesk} from './label-desk.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

/** 1,000 with GENLOSS_TEST_JUDGEMENTS=1000, in some minutes. */
const COUNT = Number(process.env.GENLOSS_TEST_JUDGEMENTS ?? 120);
const KILLS = 6;
/** Judgements at each desk before it is killed. */
const LEAST = 4;
const executablePath = chromiumPath();

const linesOf = (run: string): JudgementLine[] => {
  const path = join(run, 'judgements.jsonl');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
};
const OTHER = {first: 'second', second: 'first'} as const;

describe('many judgements', needsBrowser(executablePath, 'Chromium', 'many judgements by keyboard are not made'), () => {
  const folder = temporaryFolder();

  it('by keyboard are each written once, as what was pressed, until all are judged', {timeout: 600_000}, async () => {
    const {run} = askingRun(folder);
    askFor(run, COUNT);
    const desk = await StartedDesk.start(run, 'ada');
    const browser = await chromium.launch({executablePath: executablePath!, args: ['--no-sandbox']});
    const page = await browser.newPage();
    await page.goto(desk.url);
    await page.waitForSelector('[data-side=left]');
    const shown = () => page.evaluate<string>("document.querySelector('[data-side=left]')?.textContent ?? ''");
    const keys = ['1', 'ArrowRight', '=', '2', 'ArrowLeft', '0'] as const;
    const pressed: string[] = [];
    for (let text = await shown(); text !== ''; text = await shown()) {
      const key = keys[pressed.length % keys.length];
      pressed.push(key);
      await page.keyboard.press(key);
      await expect.poll(shown, {timeout: 10_000, interval: 2}).not.toBe(text);
    }
    await page.waitForSelector('text=Done. Thank you.');
    await browser.close();
    await desk.end('SIGINT');
    const lines = linesOf(run);
    const says = (key: string, {left}: JudgementLine) =>
      key === '=' ? 'tie' : key === '0' ? 'neither' : key === '1' || key === 'ArrowLeft' ? left : OTHER[left!];
    expect(lines.map(({choice}) => choice)).toEqual(lines.map((line, i) => says(pressed[i], line)));
    expect(pressed).toHaveLength(lines.length);
    const once = lines.filter(({again}) => again !== true);
    expect(new Set(once.map(({ask}) => ask)).size).toBe(COUNT);
    expect(once).toHaveLength(COUNT);
    // the first after 50 judgements, then one in ten, but for the end, where nothing waits any more
    const due = Math.floor((COUNT - 1 - 50) / 10) + 1;
    expect(lines.length - COUNT).toBe(due);
    const {annotators} = JSON.parse(genloss(['judgements', run, '--json']).out);
    expect(annotators).toMatchObject([{annotator: 'ada', judgements: COUNT}]);
  });
});

describe('a desk that is killed as it writes', () => {
  const folder = temporaryFolder();

  it('has on the disk whatever it said was taken, and at most one more; the next desk goes on from there', {timeout: 300_000}, async () => {
    const {run} = askingRun(folder);
    askFor(run, 400);
    const stream = Stream.root('kills');
    let taken = 0;
    for (let k = 0; k < KILLS; k++) {
      const desk = await StartedDesk.start(run, 'ada');
      let seen = await desk.look();
      expect(seen).toMatchObject({judged: linesOf(run).filter(({again}) => again !== true).length});
      let killed: Promise<unknown> | undefined;
      for (let given = 1; seen?.pair; given++) {
        const sent: SentJudgement = {ask: seen.pair.ask, says: 'left', again: seen.pair.again, seconds: 1};
        if (given === LEAST) killed = after(stream.below(150)).then(() => desk.end('SIGKILL'));
        seen = await desk.answer(sent);
        if (seen) taken++;
      }
      await killed;
      const there = linesOf(run).length;
      expect([taken, taken + 1]).toContain(there);
      taken = there;
    }
    expect(taken).toBeGreaterThanOrEqual(KILLS * (LEAST - 1));
    const {code, err} = genloss(['judgements', run]);
    expect([code, err]).toEqual([0, '']);
  });
});

describe('two people at two desks at once', () => {
  const folder = temporaryFolder();

  it('each judge every pair, lose nothing, and bring the run to the results of one after the other', {timeout: 300_000}, async () => {
    const {experiment, run} = askingRun(folder, {annotators: 2});
    const other = join(folder, 'other');
    await cp(run, other, {recursive: true});
    const people = ['ada', 'bo'];
    const desks = await Promise.all(people.map((name) => StartedDesk.start(run, name)));
    await Promise.all(
      desks.map(async (desk, i) => {
        for (let seen = await desk.look(); seen?.pair; ) {
          const {ask, again, left, right} = seen.pair;
          seen = await desk.answer({ask, again, says: i === 0 || left < right ? 'left' : 'right', seconds: 1 + i});
        }
      }),
    );
    expect(await desks[0].look()).toMatchObject({waiting: 0, ofOthers: 0});
    await Promise.all(desks.map((desk) => desk.end('SIGINT')));
    const lines = linesOf(run);
    for (const name of people) expect(new Set(lines.filter(({annotator}) => annotator === name).map(({ask}) => ask)).size).toBe(40);
    expect(lines).toHaveLength(80);
    const sorted = [...lines].sort((a, b) => (a.annotator < b.annotator ? -1 : 1));
    writeFileSync(join(other, 'judgements.jsonl'), sorted.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (const one of [run, other]) expect(genloss(['run', experiment, '--out', one, '--quiet'])).toMatchObject({code: 0, err: ''});
    for (const file of ['results.jsonl', 'summary.json']) expect(readFileSync(join(run, file))).toEqual(readFileSync(join(other, file)));
  });
});
