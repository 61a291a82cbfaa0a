import {describe, expect, it} from 'vitest';
import type {Points} from '../src/core/data.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import type {Carry} from '../src/lab/loop/workflow.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {decodeCarry, encodeCarry} from '../src/run/carry.ts';

const runtime = openRuntime();
const MEASURES = {
  points: ['mean', 'variance', 'wasserstein2', 'humanRecords'],
  images: ['latent.sd', 'variance', 'coverage'],
  categories: ['entropy', 'support', 'kl', 'tail.retention'],
};

/** Images of 14 x 14 pixels with one bright row each. */
function rowsOfInk(count: number): Points {
  const values = new Float64Array(count * 196);
  for (let i = 0; i < count; i++) values.fill(0.5 + 0.5 * Math.sin(i) ** 2, i * 196 + 14 * (i % 14), i * 196 + 14 * (i % 14) + 14);
  return {kind: 'points', count, dimension: 196, values};
}

const plane = {
  data: {world: 'moons', noise: 0.05},
  model: {kind: 'mlp', width: 8, layers: 1, components: 3, steps: 25, batch: 16},
  sample: {size: 60},
} as const;
const outcomes = {
  data: {world: 'categorical', categories: 40, zipf: 1},
  model: {kind: 'autoregressive', width: 8, layers: 1, steps: 25, batch: 16},
  sample: {size: 80},
} as const;
const images = {
  data: {images: 'digits', side: 14, holdout: 0.2, reserve: 0.2},
  model: {kind: 'vae', latent: 3, width: 16, steps: 25, batch: 16},
  sample: {size: 40},
} as const;
const convolutional = {...images, model: {...images.model, network: 'convolutional', channels: 2, steps: 8}} as const;
const bestOf = {kind: 'best-of', candidates: 2, annotator: {kind: 'likelihood', noise: 0.1, strength: 1}} as const;
const reweight = {
  kind: 'reweight',
  comparisons: 20,
  refit: 'every',
  annotator: {kind: 'reward', point: [0.5, 0.25], noise: 0, strength: 1},
} as const;
const gates = {gates: [{measure: 'latent.sd', atLeast: 10}], onFail: 'rollback', every: 1} as const;

const arms: [string, Record<string, unknown>][] = [
  ['mlp, replace', {...plane, workflow: 'replace'}],
  ['mlp, accumulate, weighted', {...plane, workflow: 'accumulate', weights: {human: 2, synthetic: 1}}],
  ['mlp, subsample, enriched', {...plane, workflow: 'subsample', enrichment: {share: 0.2, from: 'fresh'}}],
  ['mlp, going on from the last weights', {...plane, workflow: 'replace', model: {...plane.model, start: 'continue'}}],
  ['mlp, going back to the first weights', {...plane, workflow: 'replace', model: {...plane.model, start: 'first'}}],
  ['mlp, best of two', {...plane, workflow: 'replace', feedback: bestOf}],
  ['mlp, reweighted', {...plane, workflow: 'replace', feedback: reweight}],
  [
    'mlp, a gate that draws again',
    {...plane, workflow: 'replace', quality: {gates: [{measure: 'variance', atLeast: 10}], onFail: 'resample'}},
  ],
  ['two mlps in one web', {...plane, workflow: 'accumulate', population: {models: 2, adoption: 0.5}}],
  ['autoregressive, replace', {...outcomes, workflow: 'replace'}],
  ['autoregressive, a tenth kept, going on', {...outcomes, workflow: {mix: 0.1}, model: {...outcomes.model, start: 'continue'}}],
  ['autoregressive, from the first weights', {...outcomes, workflow: 'accumulate', model: {...outcomes.model, start: 'first'}}],
  ['vae, from the first weights', {...images, workflow: 'replace', model: {...images.model, start: 'first'}}],
  ['vae, replace', {...images, workflow: 'replace'}],
  ['vae, accumulate, weighted', {...images, workflow: 'accumulate', weights: {human: 2, synthetic: 1}}],
  ['vae, best of two by its own bound', {...images, workflow: 'replace', feedback: bestOf}],
  ['vae, a gate in latent space', {...images, workflow: 'replace', quality: gates}],
  ['vae, convolutional, going on', {...convolutional, workflow: 'replace', model: {...convolutional.model, start: 'continue'}}],
];

function experimentOf(arm: Record<string, unknown>, measures: readonly string[], generations = 3) {
  return {title: 'a lineage', ...plane, generations, seeds: 1, arms: {arm}, measures};
}

function measuresOf({data}: Record<string, unknown>): readonly string[] {
  const {world} = data as {world?: string};
  return world === undefined ? MEASURES.images : world === 'moons' ? MEASURES.points : MEASURES.categories;
}

function armOf(options: Record<string, unknown>): Arm {
  const resolved = resolveExperiment(experimentOf(options, measuresOf(options)));
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.arms[0];
}

const lineage = (arm: Arm, measures: readonly string[]) =>
  new Lineage({
    arm,
    seed: 0,
    root: Stream.root(1),
    measures,
    points: {points: rowsOfInk(120), name: 'rows of ink'},
    runtime: () => runtime,
  });

describe('a lineage of small networks', () => {
  it.each(arms)('of %s gives the same after it was stopped, stored and gone on with', (_, options) => {
    const arm = armOf(options);
    const measures = measuresOf(options);
    const whole = lineage(arm, measures);
    const carries: Carry[] = [];
    const readings = [1, 2, 3].map(() => {
      const done = whole.advance();
      carries.push(whole.carry());
      return done.readings;
    });
    expect(readings.flat().filter((reading) => !('value' in reading))).toEqual([]);
    expect(readings.map((list) => list.filter(({band}) => band === undefined).length)).toEqual([1, 1, 1].map(() => measures.length));
    const stored = carries.slice(0, 2).map((carry) => decodeCarry(encodeCarry(carry)));
    const again = lineage(arm, measures);
    again.resume(2, stored);
    expect(again.advance().readings).toEqual(readings[2]);
  });

  it('begins each training with the first fit, and not with the last, where it starts first', () => {
    const of = (start: string, steps: number) => {
      const one = lineage(armOf({...plane, workflow: 'replace', model: {...plane.model, start, steps}}), ['variance']);
      return [1, 2, 3].map(() => one.advance().readings);
    };
    // at a first step of warm-up nothing has moved: every fit is the one it began with
    const [first, last] = [of('first', 1), of('continue', 1)];
    expect(first[0]).toEqual(last[0]);
    expect(first[1]).toEqual(last[1]);
    expect(first[2]).not.toEqual(last[2]);
    expect(of('fresh', 25)[1]).not.toEqual(of('first', 25)[1]);
  });

  it('a gate in latent space needs no measure beside it', () => {
    const of = lineage(armOf({...images, workflow: 'replace', quality: gates}), ['variance']);
    of.advance();
    expect(of.advance().notes.join()).toMatch(/latent\.sd at least 10: /);
  });

  it('that diverges ends there, and every later reading says where and how', () => {
    const wild = lineage(armOf({...plane, workflow: 'replace', model: {...plane.model, rate: 1e30, clip: 1e30}}), ['variance']);
    const [first, second] = [wild.advance(), wild.advance()];
    const [reading] = first.readings;
    const reason = 'reason' in reading ? reading.reason : '';
    expect(reason).toMatch(/^stopped at generation 1: the training diverged at step \d+: the last losses are /);
    for (const one of [...first.readings, ...second.readings]) expect(one).toEqual({measure: one.measure, reason});
  });

  it('latent.sd of a model without an encoder says why there is none', () => {
    const of = lineage(armOf({...plane, workflow: 'replace'}), ['latent.sd']);
    expect(of.advance().readings).toEqual([{measure: 'latent.sd', reason: 'the first model is not one variational autoencoder'}]);
  });
});

describe('an experiment with small networks', () => {
  const problem = (options: Record<string, unknown>) => {
    const resolved = resolveExperiment(experimentOf({workflow: 'replace', ...options}, ['variance']));
    return resolved.ok ? 'ok' : resolved.problems.map(({path, message}) => `${path.join('.')}: ${message}`).join('; ');
  };

  it.each([
    [
      {...plane, model: {kind: 'vae', network: 'convolutional'}},
      /model\.network: a convolutional network wants images; the data is the moons world: write network: dense/,
    ],
    [{...plane, model: {kind: 'mlp', steps: 3, epochs: 2}}, /model\.steps: .*not both/],
    [{...images, model: {kind: 'vae', channels: 3}}, /model\.channels: a dense network has no channels/],
    [{...plane, model: {kind: 'autoregressive'}}, /model\.kind: the model autoregressive is fitted to the categorical world/],
    [{...plane, model: {kind: 'mlp', wide: 3}}, /wide/],
  ])('says what is wrong: %j', (options, message) => {
    expect(problem(options)).toMatch(message);
  });
});
