import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Arm} from '../lab/experiment/arm.ts';
import {modelOptions} from '../models/families.ts';
import {chainOf, costOf, coverOf, generationsHeld, planRun, reachOf, surplusUnits, unitsBySeed} from './plan.ts';
import type {UnitKey} from './unit.ts';

const cheap: Arm = {
  name: 'cheap',
  data: {world: 'gaussian', mean: 0, sd: 1, dimension: 1},
  model: {kind: 'gaussian', variance: 'ml', bias: 1},
  sample: {size: 20},
  workflow: 'replace',
};
const costly: Arm = {
  name: 'costly',
  data: {corpus: 'speeches', holdout: 0.1, reserve: 0},
  model: {kind: 'ngram', order: 3, unit: 'word'},
  sample: {size: 1_000_000},
  workflow: 'accumulate',
};
const unit = (arm: string, seeds: [number, number], generations: [number, number], block = false): UnitKey => ({
  arm,
  seeds,
  generations,
  block,
});
const plan = (arms: Arm[], seeds: number, generations: number, stored: UnitKey[] = []) =>
  planRun({arms, seeds, generations, words: () => 0, stored: (arm) => stored.filter((u) => u.arm === arm)});

describe('the plan of a run', () => {
  it('puts thousands of cheap lineages into a few units and every costly one into its own', () => {
    expect(plan([cheap], 5000, 25).tasks.length).toBeLessThan(50);
    const tasks = plan([costly], 3, 10).tasks;
    expect(tasks.map((task) => [task.kind, task.seeds])).toEqual([0, 1, 2].map((seed) => ['lineage', [seed, seed]]));
    expect(costOf(costly, 10, 0)).toBeGreaterThan(costOf({...costly, workflow: 'replace'}, 10, 0));
  });

  it('covers every missing seed exactly once, whatever is stored', () => {
    const range = fc.tuple(fc.nat(40), fc.nat(8)).map(([from, n]): [number, number] => [from, from + n]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(range, fc.integer({min: 1, max: 12})), {maxLength: 8}),
        fc.array(fc.tuple(fc.nat(9), fc.integer({min: 1, max: 6}), fc.integer({min: 0, max: 6})), {maxLength: 12}),
        fc.integer({min: 1, max: 50}),
        fc.integer({min: 1, max: 10}),
        (blocks, pieces, seeds, generations) => {
          const stored = [
            ...blocks.map(([range, last]) => unit('cheap', range, [1, last], true)),
            ...pieces.map(([seed, from, more]) => unit('cheap', [seed, seed], [from, from + more])),
          ];
          const {tasks, done} = plan([cheap], seeds, generations, stored);
          const planned = tasks.flatMap(({seeds: [a, b]}) => Array.from({length: b - a + 1}, (_, i) => a + i));
          const missing = Array.from({length: seeds}, (_, seed) => seed).filter((seed) => !coverOf(stored, seed, generations));
          expect(planned.sort((a, b) => a - b)).toEqual(missing);
          expect(done).toBe(seeds - missing.length);
        },
      ),
    );
  });

  it('of a transformer costs by its size, and gives every generation a unit of its own', () => {
    const transformer = (more: object): Arm => ({
      ...costly,
      model: modelOptions({kind: 'transformer', preset: 'tiny', ...more}),
      workflow: 'replace',
    });
    const words = 1_000_000;
    const cost = (more: object) => costOf(transformer(more), 1, words);
    expect(cost({epochs: 2}) / cost({epochs: 1})).toBeGreaterThan(1.3);
    expect(cost({width: 256}) / cost({width: 128})).toBeGreaterThan(3.5);
    expect(cost({layers: 8}) / cost({layers: 4})).toBeGreaterThan(1.8);
    expect(cost({steps: 1000}) / cost({steps: 100})).toBeGreaterThan(1);
    // as measured: about 6,250 tokens a second of training, 8,000 of drawing
    expect(cost({epochs: 1}) / (2 * words * (1000 / 6250 + 1000 / 8000))).toBeCloseTo(1, 1);
    const {tasks} = plan([transformer({steps: 1, width: 4, layers: 1, heads: 1})], 2, 6);
    expect(tasks.map(({kind, chunk}) => [kind, chunk])).toEqual([
      ['lineage', 1],
      ['lineage', 1],
    ]);
  });

  it('of ten million seeds is made at once, whatever is stored', () => {
    const {tasks} = plan([cheap], 10_000_000, 10);
    expect(tasks.length).toBe(20_000);
    const stored = tasks.map(({seeds}) => unit('cheap', [seeds[0], seeds[1]], [1, 10], true));
    const again = plan([cheap], 10_000_000, 10, stored.slice(0, 19_999));
    expect(again.tasks.map(({seeds}) => seeds)).toEqual([tasks[19_999].seeds]);
    expect(again.done).toBe(10_000_000 - 500);
  });

  it('goes on from a chain of units, and never from a block', () => {
    const units = [
      unit('costly', [0, 0], [1, 2]),
      unit('costly', [0, 0], [3, 3]),
      unit('costly', [0, 0], [5, 6]),
      unit('costly', [0, 9], [1, 4], true),
    ];
    expect(chainOf(units, 0).map((u) => u.generations)).toEqual([
      [1, 2],
      [3, 3],
    ]);
    expect(coverOf(units, 0, 3)).toHaveLength(1);
    expect(coverOf(units, 0, 5)).toBeUndefined();
    expect(coverOf(units, 7, 4)).toEqual([units[3]]);
    const own = unitsBySeed(units);
    for (let seed = 0; seed < 12; seed++)
      for (let generations = 1; generations < 8; generations++)
        expect(coverOf(own(seed), seed, generations)).toEqual(coverOf(units, seed, generations));
  });
});

describe('units that others hold all of', () => {
  const units = fc.array(
    fc
      .tuple(fc.nat(9), fc.nat(4), fc.nat(5), fc.nat(3), fc.boolean())
      .map(([seed, more, from, length, block]) =>
        block ? unit('a', [seed, seed + more], [1, 1 + from], true) : unit('a', [seed, seed], [1 + from, 1 + from + length]),
      ),
    {maxLength: 25},
  );

  it('count once: generations that are held are those that each seed reaches', () => {
    fc.assert(
      fc.property(units, fc.nat(14), fc.integer({min: 1, max: 8}), (drawn, seeds, generations) => {
        const reached = Array.from({length: seeds}, (_, seed) => Math.min(generations, reachOf(drawn, seed)));
        expect(generationsHeld(drawn, seeds, generations)).toBe(reached.reduce((sum, one) => sum + one, 0));
      }),
      {numRuns: 500},
    );
  });

  it('are counted in room of what is there, whatever was asked for, and whatever the names of files claim', () => {
    const [seeds, generations] = [1e15, 1e12];
    expect(generationsHeld([unit('a', [5, 9], [1, 3], true), unit('a', [7, 7], [1, 5])], seeds, generations)).toBe(4 * 3 + 5);
    expect(generationsHeld([unit('a', [0, 1e14 - 1], [1, 2], true)], seeds, generations)).toBe(2e14);
    expect(chainOf([unit('a', [0, 0], [1, 0])], 0)).toEqual([]);
    const many = Array.from({length: 30_000}, (_, t) => unit('a', [0, 0], [t + 1, t + 1]));
    expect(generationsHeld(many, seeds, generations)).toBe(30_000);
  });

  it('can go: every seed reaches as far without them, and of what is left none can go', () => {
    let gone = 0;
    fc.assert(
      fc.property(units, (drawn) => {
        const all = [...new Map(drawn.map((one) => [JSON.stringify(one), one])).values()];
        const surplus = surplusUnits(all);
        gone += surplus.length;
        const left = all.filter((one) => !surplus.includes(one));
        for (let seed = 0; seed < 14; seed++) expect(reachOf(left, seed)).toBe(reachOf(all, seed));
        expect(surplusUnits(left)).toEqual([]);
      }),
      {numRuns: 500},
    );
    expect(gone).toBeGreaterThan(500);
  });

  it('are a shorter block beside a longer one, and a chain that whole lineages stand in place of', () => {
    const whole = unit('a', [0, 0], [1, 4], true);
    const chain = [unit('a', [0, 0], [1, 2]), unit('a', [0, 0], [3, 4])];
    expect(surplusUnits([...chain, whole])).toEqual(chain);
    const longer = unit('a', [0, 0], [5, 6]);
    expect(surplusUnits([...chain, longer, whole])).toEqual([whole]);
    const [short, long] = [unit('a', [0, 3], [1, 2], true), unit('a', [0, 9], [1, 3], true)];
    expect(surplusUnits([short, long])).toEqual([short]);
    expect(surplusUnits([long, unit('a', [5, 12], [1, 2], true)])).toEqual([]);
  });
});
