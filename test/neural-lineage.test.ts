import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {textOf} from '../src/core/text/documents.ts';
import type {Arm} from '../src/lab/arm.ts';
import {Lineage} from '../src/lab/lineage.ts';
import type {Carry} from '../src/lab/workflow.ts';
import {decodeCarry, encodeCarry} from '../src/node/run/carry.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';

const documents = textOf(Array.from({length: 80}, (_, i) => `the ${i % 5} fox ${i % 11} jumps over ${i % 3} dogs and ${i % 7} cats.`));
const runtime = openRuntime();
const model = {
  kind: 'transformer',
  preset: 'tiny',
  width: 16,
  layers: 1,
  heads: 2,
  context: 24,
  batch: 8,
  steps: 20,
  vocabulary: 60,
  rate: 0.01,
} as const;
const arm = (more: Partial<Arm>): Arm => ({
  name: 'arm',
  workflow: 'replace',
  data: {files: ['x'], holdout: 0.1, reserve: 0.2},
  model,
  sample: {size: 150},
  ...more,
});
const lineage = (of: Arm, measures = ['bitsPerByte', 'entropy', 'sample.perplexity', 'reward', 'reward.accuracy', 'comparisons']) =>
  new Lineage({
    arm: of,
    seed: 0,
    root: Stream.root(1),
    measures: of.feedback ? measures : measures.slice(0, 3),
    corpus: {documents, name: 'foxes'},
    runtime: () => runtime,
  });
const feedback = {
  kind: 'dpo',
  annotator: {kind: 'rule', measure: 'words', weight: -1, choice: 'logistic', noise: 0, strength: 1},
  comparisons: 6,
  beta: 0.1,
  rate: 1e-3,
  epochs: 1,
  batch: 4,
} as const;

const arms: [string, Partial<Arm>][] = [
  ['replace', {}],
  ['accumulate', {workflow: 'accumulate'}],
  ['enriched', {enrichment: {share: 0.2, from: 'fresh'}}],
  ['going on from the last weights', {model: {...model, start: 'continue'}}],
  ['dpo', {feedback}],
];

describe('a lineage of transformers', () => {
  it.each(arms)('under %s gives the same after it was stopped, stored and gone on with', (_, more) => {
    const whole = lineage(arm(more));
    const carries: Carry[] = [];
    const readings = [1, 2, 3].map(() => {
      const done = whole.advance();
      carries.push(whole.carry());
      return done.readings;
    });
    expect(readings.flat().filter((reading) => !('value' in reading))).toEqual([]);
    const stored = carries
      .slice(0, 2)
      .map((carry) =>
        decodeCarry(Object.fromEntries(Object.entries(encodeCarry(carry)).map(([name, bytes]) => [name, Buffer.from(bytes as string)]))),
      );
    const again = lineage(arm(more));
    again.resume(2, stored);
    expect(again.advance().readings).toEqual(readings[2]);
  });

  it('with DPO counts what it asked, and how many pairs the policy gets right', () => {
    const {readings} = lineage(arm({feedback})).advance();
    const value = (name: string) => {
      const reading = readings.find(({measure}) => measure === name)!;
      return 'value' in reading ? reading.value : Number.NaN;
    };
    expect(value('comparisons')).toBe(6);
    expect(value('reward.accuracy')).toBeGreaterThanOrEqual(0.5);
    expect(value('reward')).toBeLessThan(0);
  });

  it('that diverges ends there, and every later reading says where and how', () => {
    const wild = lineage(arm({model: {...model, rate: 1e12, clip: 1e12}}));
    const [first, second] = [wild.advance(), wild.advance()];
    const [reading] = first.readings;
    const reason = 'reason' in reading ? reading.reason : '';
    expect(reason).toMatch(/^stopped at generation 1: the training diverged at step \d+: the last losses are /);
    for (const one of [...first.readings, ...second.readings]) expect(one).toEqual({measure: one.measure, reason});
    expect(first.notes).toEqual([reason]);
    expect(wild.carry().sample.count).toBe(0);
  });
});
