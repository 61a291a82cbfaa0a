/** `genloss watch --power` as it is called: what it prints and leaves, of which periods, and what it refuses. */
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {run} from '../src/cli/effects.test-input.ts';
import type {PowerCell, WatchPower} from '../src/guard/watch-power.ts';
import {contentOf, day, put, records, texts} from '../src/node/watch/series.test-input.ts';
import {temporaryFolder} from './command.ts';

const folder = temporaryFolder();

interface Asked {
  readonly days: number;
  readonly keys?: object;
}

/** A folder with so many days of a file each, and the file of a watch whose calibration is 8 of them. */
function series(name: string, {days, keys = {}}: Asked): {home: string; file: string} {
  const home = join(folder, name);
  const lines = texts(400, 'reference').map((text) => `${JSON.stringify({text})}\n`);
  put(home, 'reference.jsonl', lines.join(''));
  for (let i = 0; i < days; i++) put(home, `data/${day(i)}.jsonl`, records(day(i), texts(30, i)));
  const watch = {
    ...{title: name, reference: 'reference.jsonl', data: {files: ['data/*.jsonl']}, period: {path: 'data/{period}.jsonl'}},
    ...{calibration: 8, falseAlarms: {periods: 50}, measures: ['tail.retention', 'distinct.1', 'unseen'], ...keys},
  };
  return {home, file: put(home, 'watch.yaml', JSON.stringify(watch))};
}

async function powerOf(file: string, ...more: readonly string[]): Promise<WatchPower> {
  const {code, out, err} = await run(['watch', file, '--power', '--json', '-q', ...more]);
  const power = JSON.parse(out) as WatchPower;
  expect([code, err]).toEqual([0, power.warnings.map((warning) => `genloss: warning: ${warning}\n`).join('')]);
  return power;
}

const delayOf = ({periods}: PowerCell): number => ('reason' in periods ? Infinity : periods.value);
const cellOf = ({cells}: WatchPower, generation: number, share: number): PowerCell =>
  cells.find((one) => one.generation === generation && one.share === share)!;

describe('genloss watch --power', () => {
  it('sees more of the lab no later, and half of a stream by its fifth generation soon', {timeout: 120_000}, async () => {
    const {file, home} = series('law', {days: 10});
    const power = await powerOf(file);
    expect(power.cells.map(({generation, share}) => [generation, share])).toEqual(
      [1, 3, 5].flatMap((generation) => [0.1, 0.3, 0.5].map((share) => [generation, share])),
    );
    for (const one of power.cells)
      for (const other of power.cells) {
        if (other.generation < one.generation || other.share < one.share) continue;
        expect(other.unseen, JSON.stringify([one, other])).toBeLessThanOrEqual(one.unseen + 0.1);
        if (delayOf(one) < Infinity) expect(delayOf(other), JSON.stringify([one, other])).toBeLessThanOrEqual(1.2 * delayOf(one) + 1);
      }
    expect(delayOf(cellOf(power, 5, 0.5))).toBeLessThan(10);
    expect(cellOf(power, 5, 0.5).unseen).toBe(0);
    expect(power.falseAlarms).toBeLessThan(0.8);
    expect(power.calibration).toMatchObject({from: 'periods', periods: 8, documents: 30});
    expect(existsSync(join(home, 'watch.watch/history.jsonl'))).toBe(true);
  });

  it('leaves the state as a call without it does, and delivers nothing', {timeout: 120_000}, async () => {
    const {file, home} = series('state', {days: 9, keys: {alerts: [{textfile: 'watch.prom'}]}});
    const {code, out} = await run(['watch', file, '--power', '-q']);
    expect(code).toBe(0);
    expect(out).toMatch(/^generation +10% +30% +50%$/m);
    expect(out).toMatch(/^5 .* \d+ \[\d+, \d+\]$/m);
    expect(existsSync(join(home, 'watch.prom'))).toBe(false);
    const left = contentOf(join(home, 'watch.watch'));
    await run(['watch', file, '-q', '--state', join(home, 'other')]);
    expect(left).toEqual(contentOf(join(home, 'other')));
  });

  it('looks at slices too, and at profiles alone where the data are gone', {timeout: 120_000}, async () => {
    const {file, home} = series('gone', {days: 9, keys: {slices: ['source']}});
    expect((await powerOf(file)).notes.join('\n')).not.toContain('slices are not looked at');
    rmSync(join(home, 'data'), {recursive: true});
    const {calibration, cells, notes, warnings} = await powerOf(file);
    expect(warnings).not.toEqual([]);
    expect([calibration.from, calibration.periods]).toEqual(['profiles', 8]);
    expect(notes.join('\n')).toContain('slices are not looked at');
    expect(cells[8].unseen).toBeLessThan(0.5);
  });

  it('takes parts of the reference where there are too few periods, or none, and says so', {timeout: 120_000}, async () => {
    for (const days of [0, 3]) {
      const {file} = series(`few-${days}`, {days});
      const {calibration, notes, cells} = await powerOf(file);
      expect(calibration).toMatchObject({from: 'reference', periods: 8, documents: 16});
      expect(notes[0]).toContain('yours differ more from each other');
      expect(delayOf(cells[8])).toBeLessThan(Infinity);
      if (days === 3) expect((await powerOf(file, '--workers', '1')).cells).toEqual(cells);
    }
  });

  it('refuses what it cannot tell, and what a power does not give', async () => {
    const {file, home} = series('refused', {days: 9});
    const profile = join(home, 'reference.profile');
    expect((await run(['profile', join(home, 'reference.jsonl'), '-o', profile, '-q'])).code).toBe(0);
    const definition = JSON.parse(readFileSync(file, 'utf8')) as object;
    const other = (name: string, keys: object) => put(home, name, JSON.stringify({...definition, ...keys}));
    for (const [words, message] of [
      [[other('profile.yaml', {reference: 'reference.profile'})], 'reference.profile is a profile, which holds no text for the lab'],
      [[other('hints.yaml', {calibration: 'reference'})], 'a watch with calibration: reference raises no alarm'],
      [[file, '--html', join(home, 'page.html')], '--html is the page of a verdict'],
      [[file, '--acknowledge'], '--acknowledge is about what is delivered'],
      [[file, '--silence', '7d'], '--silence is about what is delivered'],
      [[file, '--period', 'x'], '--period names the period of a call'],
    ] as const) {
      const {code, err} = await run(['watch', ...words, '--power', '-q']);
      expect([code, err]).toEqual([64, expect.stringContaining(message)]);
    }
    put(home, 'few.jsonl', `${JSON.stringify({text: 'A few words.'})}\n`.repeat(20));
    const {code, err} = await run(['watch', other('small.yaml', {reference: 'few.jsonl'}), '--power', '-q']);
    expect([code, err]).toEqual([65, expect.stringContaining('the reference leaves the lab 30 words')]);
  });
});
