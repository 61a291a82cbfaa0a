import {describe, expect, it} from 'vitest';
import type {Categories, Points} from '../../core/data.ts';
import {precisionRecallDensityCoverage} from '../../core/points/manifold.ts';
import {Stream} from '../../core/random/stream.ts';
import type {Arm} from '../experiment/arm.ts';
import {humanOfPoints} from '../human/points-corpus.ts';
import {Lineage} from './lineage.ts';
import type {LineageOptions} from './lineage-options.ts';
import type {Carry} from './workflow.ts';

const encoder = new TextEncoder();
const documents = Array.from({length: 120}, (_, i) => `the ${i % 5} fox ${i % 11} jumps over ${i % 3} dogs `);
const offsets = Uint32Array.from({length: 121}, (_, i) => encoder.encode(documents.slice(0, i).join('')).length);
const corpus = {documents: {kind: 'text' as const, count: 120, bytes: encoder.encode(documents.join('')), offsets}, name: 'foxes'};

const blots = new Float64Array(120 * 196);
for (let i = 0; i < blots.length; i++) blots[i] = ((i * 7919) % 101) / 100;
const points = {points: {kind: 'points' as const, count: 120, dimension: 196, values: blots}, name: 'blots'};

const families: [string, Omit<Arm, 'name' | 'workflow'>, string[]][] = [
  [
    'categories',
    {data: {world: 'categorical', categories: 20, zipf: 1}, model: {kind: 'categorical'}, sample: {size: 30}},
    ['support', 'tail.retention', 'humanRecords'],
  ],
  [
    'points',
    {data: {world: 'gaussian', mean: 1, sd: 2, dimension: 2}, model: {kind: 'gaussian', variance: 'unbiased', bias: 1}, sample: {size: 12}},
    ['mean', 'variance', 'wasserstein2'],
  ],
  [
    'a mixture',
    {
      data: {world: 'moons', noise: 0.1},
      model: {kind: 'mixture', components: 2, regularization: 1e-6, starts: 1, iterations: 20, tolerance: 1e-3},
      sample: {size: 40},
    },
    ['variance', 'components.sd'],
  ],
  [
    'a density',
    {data: {world: 'circles', noise: 0.1, factor: 0.5}, model: {kind: 'kde', bandwidth: 'scott'}, sample: {size: 30}},
    ['variance'],
  ],
  [
    'images',
    {
      data: {images: 'digits', side: 14, holdout: 0.2, reserve: 0.2},
      model: {kind: 'kde', bandwidth: 0.1},
      sample: {size: 30},
    },
    ['mean', 'variance', 'precision', 'coverage', 'wasserstein2', 'humanRecords'],
  ],
  ['rows', {data: {world: 'regression', dimension: 3, noise: 1, rows: 20}, model: {kind: 'regression'}}, ['excessRisk']],
  [
    'text',
    {data: {files: ['x'], holdout: 0.1, reserve: 0.3}, model: {kind: 'ngram', order: 2, unit: 'word'}, sample: {size: 'same'}},
    ['bitsPerByte', 'support', 'sample.perplexity'],
  ],
];
const workflows: [string, Partial<Arm> & Pick<Arm, 'workflow'>][] = [
  ['replace', {workflow: 'replace'}],
  ['accumulate', {workflow: 'accumulate'}],
  ['subsample', {workflow: 'subsample'}],
  ['mix', {workflow: {mix: 0.3}}],
  ['enriched', {workflow: 'replace', enrichment: {share: 0.1, from: 'fresh'}}],
  ['accumulate with more on top', {workflow: 'accumulate', enrichment: {count: 3, from: 'fresh'}}],
  ['a window', {workflow: {window: 2}}],
  ['a window with more on top', {workflow: {window: 3}, enrichment: {count: {from: 1, grow: 1.5}, from: 'fresh'}}],
  ['a mix by a schedule', {workflow: {mix: [0.5, 0.1, 0.3]}}],
  ['a share by a schedule', {workflow: 'accumulate', enrichment: {share: {from: 0, to: 0.2, by: 4}, from: 'original'}}],
];

describe.each(families)('a lineage of %s', (_, family, measures) => {
  it.each(workflows)('under %s gives the same after it was stopped and gone on with', (__, arm) => {
    const options: LineageOptions = {arm: {name: 'arm', ...family, ...arm}, seed: 3, root: Stream.root(9), measures, corpus, points};
    const whole = new Lineage(options);
    const carries: Carry[] = [];
    const readings = Array.from({length: 5}, () => {
      const {readings: own} = whole.advance();
      carries.push(whole.carry());
      return own;
    });
    for (const stop of [1, 3]) {
      const resumed = new Lineage(options);
      resumed.resume(stop, carries.slice(0, stop));
      for (let t = stop; t < 5; t++) expect(resumed.advance().readings).toEqual(readings[t]);
    }
  });
});

describe('a lineage', () => {
  const arm: Arm = {
    name: 'a',
    data: {world: 'categorical', categories: 4},
    model: {kind: 'categorical'},
    sample: {size: 10},
    workflow: 'replace',
  };
  const drawn = (options: Partial<LineageOptions>) => {
    const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['support', 'humanRecords'], ...options});
    lineage.advance();
    return [...(lineage.carry().sample as Categories).values];
  };

  it('depends on arm, seed and root, and on nothing else', () => {
    expect(drawn({})).toEqual(drawn({measures: ['entropy']}));
    expect(drawn({})).not.toEqual(drawn({seed: 1}));
    expect(drawn({})).not.toEqual(drawn({root: Stream.root(2)}));
    expect(drawn({})).not.toEqual(drawn({arm: {...arm, name: 'b'}}));
  });

  it('counts human records from the second fit on', () => {
    const mixed = new Lineage({arm: {...arm, workflow: {mix: 0.3}}, seed: 0, root: Stream.root(1), measures: ['humanRecords']});
    expect([1, 2, 3].map(() => mixed.advance().readings[0])).toEqual([0, 3, 3].map((value) => ({measure: 'humanRecords', value})));
  });

  it('of points that are no world holds samples against what was held out, and begins with the human training set', () => {
    const data = {images: 'digits' as const, side: 14 as const, holdout: 0.6, reserve: 0};
    const options: LineageOptions = {
      arm: {name: 'a', data, model: {kind: 'kde', bandwidth: 1e-6}, sample: {size: 'same'}, workflow: 'replace'},
      seed: 0,
      root: Stream.root(1),
      measures: ['mean', 'variance', 'precision', 'coverage', 'modes'],
      points,
    };
    const lineage = new Lineage(options);
    expect(lineage.truth()!.picture).toBeUndefined();
    const {readings, picture} = lineage.truth({picture: true})!;
    const values = new Map(readings.map((reading) => [reading.measure, 'value' in reading ? reading.value : reading.reason]));
    expect(values.get('modes')).toBe('no modes of the truth are known');
    expect(picture!.images!.pixels).toHaveLength(25 * 196);
    const {training, holdout} = humanOfPoints(Stream.root(1).fork('seed/0').fork('human'), points, data);
    const against = precisionRecallDensityCoverage(holdout.values.subarray(0, 48 * 196), training.values, 196, 5);
    expect([values.get('precision'), values.get('coverage')]).toEqual([against.precision, against.coverage]);
    expect(against.coverage).toBeLessThan(1);
    const {readings: first} = lineage.advance();
    expect((lineage.carry().sample as Points).count).toBe(48);
    const variance = first.find(({measure}) => measure === 'variance') as {value: number};
    expect(variance.value).toBeCloseTo(values.get('variance') as number, 6);
    expect(first.find(({measure}) => measure === 'coverage')).toHaveProperty('value');
  });

  it.each([
    ['a training set larger than the sample', {sample: {size: 20, first: 400}}],
    ['a training set smaller than the sample', {sample: {size: 400, first: 20}}],
    ['models that write a part of the sample each', {population: {models: 3, adoption: 1}, sample: {size: 20}}],
  ])('of categories with %s is measured at the size of the smaller', (_, changes) => {
    const measures = ['tail.retention', 'tail.mass', 'head.inflation', 'calibration', 'support'];
    const whole: Arm = {...arm, data: {world: 'categorical', categories: 30, zipf: 1}, ...changes};
    const lineage = new Lineage({arm: whole, seed: 0, root: Stream.root(1), measures});
    for (let t = 1; t <= 3; t++) {
      const {readings} = lineage.advance();
      for (const name of measures) expect(readings.find(({measure}) => measure === name)).toHaveProperty('value');
    }
  });

  it('of categories compares a sample with as many records of a larger training set', () => {
    const whole: Arm = {...arm, data: {world: 'categorical', categories: 2000}, sample: {size: 100, first: 1000}};
    const lineages = 400;
    let retained = 0;
    for (let seed = 0; seed < lineages; seed++) {
      const {readings} = new Lineage({arm: whole, seed, root: Stream.root(1), measures: ['tail.retention']}).advance();
      retained += (readings[0] as {value: number}).value / lineages;
    }
    // of 100 of the 1000 records, a type seen once has 1 + Poisson(.45) records in all, each drawn by a sample with 1 - e^-.1;
    // against all 1000 it would have 1, and be drawn with .095
    const expected = 1 - Math.exp(-0.1 - 0.45 * (1 - Math.exp(-0.1)));
    const error = Math.sqrt((expected * (1 - expected)) / 10 / lineages);
    expect(Math.abs(retained - expected)).toBeLessThan(4 * error);
    expect(Math.abs(retained - 0.095)).toBeGreaterThan(4 * error);
  });

  it('trains on what feedback and quality leave of a sample', () => {
    const seen: string[] = [];
    const lineage = new Lineage({
      arm,
      seed: 0,
      root: Stream.root(1),
      measures: ['support'],
      mitigations: {
        feedback: {
          prefer: (sample, {generation}) => {
            seen.push(`feedback ${generation}`);
            return {data: {...(sample as Categories), values: new Uint32Array(10).fill(2)}};
          },
        },
        quality: {
          check: (sample) => {
            seen.push(`quality ${(sample as Categories).values[0]}`);
            return {data: sample};
          },
        },
      },
    });
    lineage.advance();
    expect(lineage.advance().readings).toEqual([{measure: 'support', value: 1}]);
    expect(seen).toEqual(['feedback 1', 'quality 2', 'feedback 2', 'quality 2']);
  });

  it('measures, samples and treats the model that feedback made of its own', () => {
    const only = (k: number) => ({
      probabilities: Float64Array.from({length: 4}, (_, i) => (i === k ? 1 : 0)),
      sample: (count: number) => ({kind: 'categories', count, categories: 4, values: new Uint32Array(count).fill(k)}),
      save: () => new Uint8Array(),
    });
    const drawn: number[] = [];
    const lineage = new Lineage({
      arm,
      seed: 0,
      root: Stream.root(1),
      measures: ['support', 'comparisons', 'discarded'],
      mitigations: {
        feedback: {
          improve: ({draw, generation}, stream) => {
            drawn.push((draw(stream) as Categories).categories);
            return {policy: only(generation) as never, comparisons: 3, discarded: 5, notes: [`policy ${generation}`]};
          },
        },
        quality: {check: (sample) => ({data: sample, discarded: 2})},
      },
    });
    const first = lineage.advance();
    expect(first.readings).toEqual([
      {measure: 'support', value: 1},
      {measure: 'comparisons', value: 3},
      {measure: 'discarded', value: 7},
    ]);
    expect(first.notes).toEqual(['policy 1']);
    lineage.advance();
    expect(new Set((lineage.carry().sample as Categories).values)).toEqual(new Set([2]));
    expect(drawn.length).toBe(2);
  });
});
