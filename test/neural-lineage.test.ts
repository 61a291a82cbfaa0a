import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {textOf} from '../src/core/text/documents.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import type {Generation} from '../src/lab/loop/generation.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import type {Carry} from '../src/lab/loop/workflow.ts';
import {modelOptions} from '../src/models/families.ts';
import {temperedAt} from '../src/models/tempering.ts';
import {transformerModel, transformerOptions} from '../src/models/transformer/index.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {decodeCarry, encodeCarry} from '../src/run/carry.ts';

const documents = textOf(Array.from({length: 80}, (_, i) => `the ${i % 5} fox ${i % 11} jumps over ${i % 3} dogs and ${i % 7} cats.`));
const runtime = openRuntime();
const model = modelOptions({
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
});
const arm = (more: Partial<Arm>): Arm => ({
  name: 'arm',
  workflow: 'replace',
  data: {files: ['x'], holdout: 0.1, reserve: 0.2},
  model,
  sample: {size: 150},
  ...more,
});
const always = ['bitsPerByte', 'entropy', 'sample.perplexity'];
const measuresOf = ({feedback: by}: Arm) => {
  if (!by) return always;
  const model = by.kind === 'reweight' || (by.kind === 'grpo' && by.reward !== 'annotator');
  return [
    ...always,
    'reward',
    'comparisons',
    ...(model ? ['reward.proxy'] : []),
    ...(model || by.kind === 'dpo' ? ['reward.accuracy'] : []),
    ...(by.kind === 'dpo' || by.kind === 'grpo' ? ['policy.kl'] : []),
  ];
};
const lineage = (of: Arm) =>
  new Lineage({
    arm: of,
    seed: 0,
    root: Stream.root(1),
    measures: measuresOf(of),
    corpus: {documents, name: 'foxes'},
    runtime: () => runtime,
  });
const annotator = {kind: 'rule', measure: 'words', weight: -1, choice: 'logistic', noise: 0.1, strength: 1} as const;
const feedback = {
  kind: 'dpo',
  annotator,
  comparisons: 6,
  beta: 0.1,
  rate: 1e-3,
  epochs: 1,
  batch: 4,
} as const;

const grpo = {
  kind: 'grpo',
  annotator,
  reward: 'annotator',
  group: 4,
  groups: 2,
  iterations: 2,
  steps: 2,
  epsilon: 0.2,
  beta: 0.04,
  rate: 1e-3,
  prompt: 0,
} as const;
const rewardModel = {comparisons: 30, pairs: 'random', features: 'hidden'} as const;
const reweight = {kind: 'reweight', annotator, candidates: 2, temperature: 1, refit: 'every', ...rewardModel} as const;

const arms: [string, Partial<Arm>][] = [
  ['replace', {}],
  ['accumulate', {workflow: 'accumulate'}],
  ['enriched', {enrichment: {share: 0.2, from: 'fresh'}}],
  ['going on from the last weights', {model: {...model, start: 'continue'}}],
  ['dpo', {feedback}],
  ['dpo, going on from the policy', {feedback, model: {...model, start: 'continue'}}],
  ['grpo by scores, after prompts', {feedback: {...grpo, prompt: 3}}],
  ['grpo by a reward model of hidden states', {feedback: {...grpo, reward: rewardModel}}],
  ['resampling by hidden states', {feedback: reweight}],
];

const readingOf = ({readings}: Generation, name: string): number => {
  const reading = readings.find(({measure}) => measure === name)!;
  return 'value' in reading ? reading.value : Number.NaN;
};

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
    const stored = carries.slice(0, 2).map((carry) => decodeCarry(encodeCarry(carry)));
    const again = lineage(arm(more));
    again.resume(2, stored);
    expect(again.advance().readings).toEqual(readings[2]);
  });

  it('with DPO counts what it asked, and how many pairs the policy gets right', () => {
    const done = lineage(arm({feedback})).advance();
    expect(readingOf(done, 'comparisons')).toBe(6);
    expect(readingOf(done, 'reward.accuracy')).toBeGreaterThanOrEqual(0.5);
    expect(readingOf(done, 'reward')).toBeLessThan(0);
  });

  it('with GRPO counts every score, and asks no more than the annotator may be asked', () => {
    const whole = lineage(arm({feedback: grpo})).advance();
    expect(readingOf(whole, 'comparisons')).toBe(16);
    expect(readingOf(whole, 'policy.kl')).toBeGreaterThan(0);
    const short = lineage(arm({feedback: {...grpo, annotator: {...annotator, comparisons: 8}}})).advance();
    expect(readingOf(short, 'comparisons')).toBe(8);
    expect(short.notes.join()).toContain('ended after 1 of 2');
    const none = lineage(arm({feedback: {...grpo, annotator: {...annotator, comparisons: 7}}})).advance();
    expect(readingOf(none, 'policy.kl')).toBe(0);
    expect(none.notes.join()).toContain('stays as fitted');
  });

  it('is measured as the policy that wrote the sample, and goes on from it', () => {
    const fittedAlone = lineage(arm({}));
    const trained = lineage(arm({feedback: {...feedback, comparisons: 40, rate: 1e-2, epochs: 4}, model: {...model, start: 'continue'}}));
    const plain = fittedAlone.advance();
    const after = trained.advance();
    expect(readingOf(after, 'policy.kl')).toBeGreaterThan(0.01);
    expect(readingOf(after, 'bitsPerByte')).not.toBe(readingOf(plain, 'bitsPerByte'));
    const [stored] = trained.carry().models!;
    const family = transformerModel({
      options: transformerOptions({...temperedAt(model, 1), start: 'continue'}),
      runtime,
      vocabulary: documents,
    });
    const {sample} = trained.carry();
    const policy = family.load(stored);
    // what is trained on next is what the stored policy writes, from the same chance
    const stream = Stream.root(1).fork('arm/arm').fork('seed/0').fork('generation/1').fork('sample');
    expect(policy.sample(150, stream)).toEqual(sample);
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
