import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {temporaryFolder} from '../../../test/command.ts';
import {askingRun, asksOf, judgementsOf} from '../../../test/label-desk.ts';
import {DataError, OutputError, UnfinishedError} from '../../core/error.ts';
import {takeLock} from '../run/lock.ts';
import type {RunOptions} from '../run/run.ts';
import {RunBeside} from './beside.ts';

const folder = temporaryFolder();

/** Beside a folder of its own, with a run in place of the run: each call ends as the next one says. */
function besideOf(
  name: string,
  ends: readonly (Error | 'ended' | (() => 'ended'))[],
  {onRun = (_: RunOptions) => {}, retryMs = [1, 5]} = {},
) {
  const directory = join(folder, name);
  mkdirSync(directory);
  const [notices, stop] = [[] as string[], new AbortController()];
  let calls = 0;
  const beside = new RunBeside({
    ...{directory, workers: 1, device: 'cpu', signal: stop.signal, retryMs, onNotice: (text) => notices.push(text)},
    run: async (options) => {
      onRun(options);
      const end = ends[Math.min(calls++, ends.length - 1)];
      if (end instanceof Error) throw end;
      return typeof end === 'function' ? end() : end;
    },
  });
  return {beside, notices, stop, directory, calls: () => calls};
}
const held = () => {
  const directory = join(folder, `held-${Math.random()}`);
  mkdirSync(directory);
  takeLock(directory);
  try {
    takeLock(directory);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it is not held');
};

describe('a run beside the page', () => {
  it('tries again by the clock where it cannot begin, and says so once', async () => {
    const {beside, notices} = besideOf('again', [held(), held(), held(), new OutputError('the disk is full'), held(), 'ended']);
    const statuses = new Set<string>();
    const watch = setInterval(() => statuses.add(beside.status.status), 0);
    await beside.go();
    clearInterval(watch);
    expect(beside.status).toEqual({status: 'done'});
    expect(notices).toEqual([
      expect.stringContaining('the run waits, and tries again: another run'),
      'the run waits, and tries again: the disk is full',
      'the run has come to its end',
    ]);
    expect([...statuses]).toContain('waits');
  });

  it('waits for people without trying again before somebody has judged', async () => {
    const {beside, calls, directory} = besideOf('people', [new UnfinishedError('wanted'), 'ended']);
    const going = beside.go();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([calls(), beside.status]).toEqual([1, {status: 'waits'}]);
    writeFileSync(join(directory, 'judgements.jsonl'), 'x');
    await going;
    expect([calls(), beside.status]).toEqual([2, {status: 'done'}]);
  });

  it('tells one thing once, however often the run is begun', async () => {
    const {beside, notices} = besideOf('once', [held(), held(), 'ended'], {onRun: ({onNotice}) => onNotice!('2 judgements came late')});
    await beside.go();
    expect(notices.filter((text) => text.includes('late'))).toHaveLength(1);
  });

  it('fails with its words, and never rejects', async () => {
    for (const [name, error, why] of [
      ['data', new DataError('a line is broken'), 'a line is broken'],
      ['bug', new TypeError('x is no function'), 'something went wrong in genloss itself: x is no function'],
    ] as const) {
      const {beside, notices} = besideOf(name, [error]);
      await beside.go();
      expect(beside.status).toEqual({status: 'failed', why});
      expect(notices).toEqual([`the run does not go on: ${why}`]);
    }
  });

  it('is stopped at once in the middle of a pause', async () => {
    // a pause that no test outlives
    const {beside, stop, notices, calls} = besideOf('stopped', [new OutputError('the disk is full')], {retryMs: [1e9]});
    const going = beside.go();
    await expect.poll(() => notices.length).toBe(1);
    stop.abort();
    await going;
    expect(calls()).toBe(1);
  });

  it('goes on once another process lets go of the directory, and comes to its end', async () => {
    const {run} = askingRun(folder, {comparisons: 6});
    const release = takeLock(run);
    const [notices, stop] = [[] as string[], new AbortController()];
    const beside = new RunBeside({
      ...{directory: run, workers: 1, device: 'cpu', signal: stop.signal, retryMs: [30], onNotice: (text) => notices.push(text)},
    });
    const going = beside.go();
    await expect.poll(() => notices.length).toBe(1);
    for (const {ask} of asksOf(run)) appendFileSync(judgementsOf(run), `${JSON.stringify({ask, choice: 'first', annotator: 'ada'})}\n`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([beside.status.status, notices.length]).toEqual(['waits', 1]);
    release();
    await going;
    expect([beside.status, notices.at(-1)]).toEqual([{status: 'done'}, 'the run has come to its end']);
  });
});
