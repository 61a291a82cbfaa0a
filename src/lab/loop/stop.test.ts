import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import type {Arm} from '../experiment/arm.ts';
import {Lineage} from './lineage.ts';
import type {LineageOptions} from './lineage-options.ts';
import type {Carry} from './workflow.ts';

const arm: Arm = {
  name: 'arm',
  data: {world: 'categorical', probabilities: [0.5, 0.5]},
  model: {kind: 'categorical'},
  sample: {size: 10},
  workflow: 'replace',
  stop: {measure: 'support', atMost: 1},
};
const optionsOf = (changes: Partial<Arm>, more: Partial<LineageOptions> = {}): LineageOptions => ({
  arm: {...arm, ...changes},
  seed: 0,
  root: Stream.root(3),
  measures: ['giniSimpson'],
  ...more,
});

/** The generation that ends a lineage; undefined where none does. */
function endOf(options: LineageOptions, generations: number): number | undefined {
  const lineage = new Lineage(options);
  while (lineage.generation < generations && !lineage.isEnded) lineage.advance();
  return lineage.isEnded ? lineage.generation : undefined;
}

/** The mean number of fits until one of two equally likely categories is left, n draws a generation: exact, from the chain of counts. */
function meanFixation(n: number): number {
  const logs = Array.from({length: n + 1}, (_, k) => (k === 0 ? 0 : Math.log(k)));
  const factorial = logs.map((_, k) => logs.slice(0, k + 1).reduce((a, b) => a + b, 0));
  const binomial = (k: number, p: number) => Math.exp(factorial[n] - factorial[k] - factorial[n - k]) * p ** k * (1 - p) ** (n - k);
  let law = Array.from({length: n + 1}, (_, k) => binomial(k, 0.5));
  let [mean, left] = [1, 1];
  while (left > 1e-14) {
    left = law.slice(1, n).reduce((a, b) => a + b, 0);
    mean += left;
    law = law.map((_, k) => law.reduce((sum, p, j) => (j > 0 && j < n ? sum + p * binomial(k, j / n) : sum), 0));
  }
  return mean;
}

describe('a stop', () => {
  it.each([4, 10])('tells when one of two categories is left, whose mean over lineages is that of Wright and Fisher: n = %i', (n) => {
    const wanted = meanFixation(n);
    if (n === 10) expect(wanted).toBeCloseTo(12.5, 0);
    const ends = Array.from({length: 3000}, (_, seed) => endOf(optionsOf({sample: {size: n}}, {seed}), 10_000)!);
    const mean = ends.reduce((a, b) => a + b, 0) / ends.length;
    const error = Math.sqrt(ends.reduce((sum, end) => sum + (end - mean) ** 2, 0)) / ends.length;
    expect(Math.abs(mean - wanted) / error, `${mean}, wanted ${wanted}, error ${error}`).toBeLessThan(4);
  });

  it('ends a lineage with the rows of the generation that met it, which say so, and leaves nothing after it', () => {
    const free = new Lineage(optionsOf({stop: undefined}, {measures: ['giniSimpson', 'support']}));
    const lineage = new Lineage(optionsOf({}));
    for (let t = 1; !lineage.isEnded; t++) {
      const {readings} = lineage.advance();
      const others = free.advance().readings;
      expect(readings[0]).toEqual(others[0]);
      const left = others.find(({measure}) => measure === 'support') as {value: number};
      expect(lineage.isEnded).toBe(left.value === 1);
      expect(readings.slice(1)).toEqual(lineage.isEnded ? [{measure: 'stoppedAt', value: t}] : []);
    }
    expect(lineage.advance().readings).toEqual([]);
    expect(lineage.isEnded).toBe(true);
  });

  it('waits until it has held for some generations in a row', () => {
    const changes = {data: {world: 'categorical', categories: 5}, sample: {size: 40}} as const;
    const seen = new Lineage(optionsOf({...changes, stop: undefined}, {measures: ['entropy']}));
    const values = Array.from({length: 60}, () => (seen.advance().readings[0] as {value: number}).value);
    const bound = [...values].sort((a, b) => a - b)[30];
    const runs = [1, 2, 4].map(
      (k) => values.findIndex((_, i) => i >= k - 1 && values.slice(i - k + 1, i + 1).every((v) => v <= bound)) + 1,
    );
    expect(new Set(runs).size).toBeGreaterThan(1);
    expect([1, 2, 4].map((k) => endOf(optionsOf({...changes, stop: {measure: 'entropy', atMost: bound, for: k}}), 60))).toEqual(runs);
  });

  it('never holds where its measure is undefined, and looks at what mitigations cost too', () => {
    expect(endOf(optionsOf({stop: {measure: 'reward.accuracy', atMost: 0.5}}), 5)).toBeUndefined();
    const feedback = {
      kind: 'best-of',
      candidates: 3,
      annotator: {kind: 'reward', values: [0, 1], choice: 'logistic', strength: 1, noise: 0},
    } as const;
    expect(endOf(optionsOf({feedback: feedback as never, stop: {measure: 'discarded', atLeast: 20}}), 5)).toBe(1);
  });

  it('of a population looks at all its models together', () => {
    const population = {models: 2, adoption: 1};
    const options = optionsOf({population, workflow: 'replace', sample: {size: 8}}, {measures: ['support']});
    const lineage = new Lineage(options);
    while (!lineage.isEnded) {
      const together = lineage.advance().readings.find(({measure, band}) => measure === 'support' && band === undefined) as {value: number};
      expect(lineage.isEnded).toBe(together.value === 1);
    }
  });

  it.each([
    {},
    {workflow: 'accumulate', stop: {measure: 'giniSimpson', atMost: 0.45}},
    {workflow: {window: 2}},
    {stop: {measure: 'support', atMost: 1, for: 3}},
  ] as Partial<Arm>[])('is met at the same generation after a lineage was gone on with: %j', (changes) => {
    const options = Array.from({length: 40}, (_, seed) => seed)
      .map((seed) => optionsOf(changes, {seed}))
      .find((one) => (endOf(one, 40) ?? 0) > 3)!;
    const whole = new Lineage(options);
    const carries: Carry[] = [];
    const all = [];
    while (!whole.isEnded) {
      all.push(whole.advance());
      carries.push(whole.carry());
    }
    for (const stop of [1, all.length - 1, all.length]) {
      const again = new Lineage(options);
      again.resume(stop, carries.slice(0, stop));
      for (let t = stop; t < all.length; t++) expect(again.advance()).toEqual(all[t]);
      expect(again.isEnded).toBe(true);
      expect(again.advance().readings).toEqual([]);
    }
  });
});
