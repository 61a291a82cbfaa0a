import {describe, expect, it} from 'vitest';
import type {Arm} from '../lab/experiment/arm.ts';
import {resolveExperiment} from '../lab/experiment/resolve.ts';
import {inProcess} from './executor.ts';
import {MemoryStore} from './memory-store.ts';
import {computeRun, resultTexts} from './run.ts';

const plain = {
  title: 'fixation',
  data: {world: 'categorical', probabilities: [0.5, 0.5]},
  model: {kind: 'categorical'},
  sample: {size: 6},
  stop: {measure: 'support', atMost: 1},
  generations: 60,
  seeds: 8,
  arms: {
    replace: {workflow: 'replace'},
    window: {workflow: {window: 2}, sample: {size: {from: 4, power: 0.2}}},
    accumulate: {workflow: 'accumulate'},
    tempered: {workflow: 'replace', model: {kind: 'categorical', temperature: {from: 1, grow: 1.02}}},
  },
  measures: ['giniSimpson', 'stoppedAt'],
};

interface Row {
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly measure: string;
  readonly value: number;
}

/** Runs on what the store has, each lineage by itself in units of `chunk` generations, or in blocks; until `most` generations are done. */
async function run(
  store: MemoryStore,
  {generations = plain.generations, chunk, most = Infinity}: {generations?: number; chunk?: number; most?: number},
) {
  const resolved = resolveExperiment({...plain, generations});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const {experiment, arms} = resolved;
  const context = {arms, inputs: arms.map(() => ({})), measures: experiment.measures, generations, snapshots: [], seed: 1};
  let done = 0;
  const executor = inProcess(context, {store, isStopped: () => done >= most});
  const request = {arms, experiment, store, words: (_: Arm) => 0};
  const {isWhole} = await computeRun({
    ...request,
    executor: {
      run: (tasks, events) =>
        executor.run(
          chunk === undefined
            ? tasks
            : tasks.flatMap((task) =>
                Array.from({length: task.seeds[1] - task.seeds[0] + 1}, (_, i) => {
                  const seed = task.seeds[0] + i;
                  return {...task, kind: 'lineage' as const, seeds: [seed, seed] as const, chunk};
                }),
              ),
          {
            ...events,
            progress(task, event) {
              done++;
              events.progress(task, event);
            },
          },
        ),
    },
  });
  return isWhole ? resultTexts(request) : undefined;
}

const rowsOf = (results: string): Row[] =>
  results
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a run whose lineages a stop ends', () => {
  it('has rows as far as each goes, the last of them its end', async () => {
    const {results, summary} = (await run(new MemoryStore(), {}))!;
    const rows = rowsOf(results);
    let ended = 0;
    for (const arm of Object.keys(plain.arms))
      for (let seed = 0; seed < plain.seeds; seed++) {
        const own = rows.filter((row) => row.arm === arm && row.seed === seed && row.generation > 0);
        const end = own.find(({measure}) => measure === 'stoppedAt');
        const last = Math.max(...own.map(({generation}) => generation));
        expect(last).toBe(end?.value ?? plain.generations);
        expect(own.filter(({measure}) => measure === 'giniSimpson').map(({generation}) => generation)).toEqual(
          Array.from({length: last}, (_, i) => i + 1),
        );
        ended += end === undefined ? 0 : 1;
      }
    expect(ended).toBeGreaterThan(10);
    const {replace} = JSON.parse(summary).arms;
    for (const {generation, n, nLost = 0, mean} of replace.giniSimpson.filter((point: {generation: number}) => point.generation > 0)) {
      const left = rows.filter((row) => row.arm === 'replace' && row.generation === generation && row.measure === 'giniSimpson').length;
      expect([n, nLost]).toEqual([left, plain.seeds - left]);
      if (left < plain.seeds) expect(mean).toBeUndefined();
    }
  });

  it('gives the same bytes in blocks, in units of any number of generations, and after it was stopped and gone on with', async () => {
    const whole = await run(new MemoryStore(), {});
    for (const chunk of [1, 3, 100]) expect(await run(new MemoryStore(), {chunk})).toEqual(whole);
    const store = new MemoryStore();
    for (const most of [5, 17, 50]) expect(await run(store, {chunk: 2, most})).toBeUndefined();
    expect(await run(store, {chunk: 4})).toEqual(whole);
  });

  it('grows by generations: lineages that have ended stay as they are', async () => {
    const whole = await run(new MemoryStore(), {});
    for (const chunk of [undefined, 1, 4]) {
      const store = new MemoryStore();
      const early = rowsOf((await run(store, {generations: 5, chunk}))!.results);
      expect(early.some(({measure}) => measure === 'stoppedAt')).toBe(true);
      await run(store, {generations: 20, chunk});
      expect(await run(store, {chunk})).toEqual(whole);
    }
  });
});
