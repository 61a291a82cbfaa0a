import {beforeAll, describe, expect, it} from 'vitest';
import {speeches, textOf} from '../../../test/documents.ts';
import {absoluteValues, type Categories, type Data, type Points, type Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {sizeOf} from '../../core/records.ts';
import type {CommandAnswer} from '../../quality/command-rule.ts';
import type {CommandOptions} from '../../quality/steps.ts';
import type {Arm} from '../experiment/arm.ts';
import {resolveExperiment} from '../experiment/resolve.ts';
import type {Generation} from '../loop/generation.ts';
import {Lineage} from '../loop/lineage.ts';
import type {LineageOptions} from '../loop/lineage-options.ts';
import type {Carry} from '../loop/workflow.ts';

let corpus: LineageOptions['corpus'];
beforeAll(async () => {
  const documents = (await speeches({from: 1990, to: 2021})).map((speech) => speech.slice(0, 6000));
  corpus = {
    documents: textOf(documents),
    name: 'speeches',
    sources: [{documents: textOf((await speeches({from: 1900, to: 1905})).map((s) => s.slice(0, 4000))), name: 'older'}],
  };
});

/** An arm with the schema's defaults. */
function armOf(kind: 'categories' | 'points' | 'text' | 'rows', options: object, measures: string[] = ['humanRecords']): Arm {
  const data = {
    categories: {data: {world: 'categorical', probabilities: [0.4, 0.3, 0.2, 0.1]}, model: {kind: 'categorical'}, sample: {size: 200}},
    points: {data: {world: 'gaussian', dimension: 2}, model: {kind: 'gaussian'}, sample: {size: 100}},
    text: {data: {corpus: 'speeches', holdout: 0.1, reserve: 0.4, passage: 60}, model: {kind: 'ngram', order: 2}, sample: {size: 3000}},
    rows: {data: {world: 'labelled', dimension: 5, noise: 0.3, rows: 400}, model: {kind: 'classifier'}},
  }[kind];
  const resolved = resolveExperiment({title: 't', ...data, generations: 6, seeds: 1, arms: {arm: options}, measures});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.arms[0];
}

const lineageOf = (arm: Arm, measures: readonly string[], seed = 0): Lineage =>
  new Lineage({arm, seed, root: Stream.root(5), measures, corpus});
const valueAt = ({readings}: Generation, measure: string, band?: string): number => {
  const reading = readings.find((one) => one.measure === measure && one.band === band);
  if (!reading || !('value' in reading)) throw new Error(`${measure} has no value: ${JSON.stringify(reading)}`);
  return reading.value;
};
const reward = {kind: 'reward', values: [0, 0.5, 1, 2]};
const likelihood = {kind: 'likelihood', noise: 0.1};
const adjust = {adjust: {enrichment: {from: 'original', step: 0.2, most: 0.8}}};

const cases: [string, Parameters<typeof armOf>[0], object, string[]][] = [
  [
    'best-of by reward',
    'categories',
    {workflow: 'replace', feedback: {kind: 'best-of', candidates: 3, annotator: reward}},
    ['reward', 'comparisons', 'discarded'],
  ],
  [
    'best-of among points',
    'points',
    {workflow: {mix: 0.2}, feedback: {kind: 'best-of', annotator: {kind: 'reward', point: [1, 0]}}},
    ['reward'],
  ],
  [
    'best-of among documents',
    'text',
    {workflow: 'replace', feedback: {kind: 'best-of', annotator: {...likelihood, prefers: 'typical'}}},
    ['reward', 'comparisons'],
  ],
  [
    'a reward model fitted every generation',
    'points',
    {workflow: 'replace', feedback: {kind: 'reweight', comparisons: 40, annotator: {kind: 'reward', point: [1, 0]}}},
    ['reward.proxy', 'reward.accuracy'],
  ],
  [
    'a reward model fitted once',
    'text',
    {workflow: 'replace', feedback: {kind: 'reweight', comparisons: 30, refit: 'first', annotator: {kind: 'rule', measure: 'words'}}},
    ['reward.proxy'],
  ],
  [
    'rules of text',
    'text',
    {workflow: 'accumulate', quality: {rules: ['duplicates', 'length', 'synthetic'], onFail: 'resample', attempts: 3}},
    ['discarded'],
  ],
  ['weights', 'text', {workflow: 'subsample', quality: {rules: [{weight: {power: 1}}]}}, ['discarded']],
  ['a band of likelihood', 'points', {workflow: 'replace', quality: {rules: ['likelihood-band']}}, ['discarded', 'variance']],
  ['verified labels', 'rows', {workflow: 'replace', quality: {rules: [{verify: {right: 0.9, wrong: 0.1}}]}}, ['accuracy', 'discarded']],
  [
    'labels verified by a model',
    'rows',
    {workflow: 'replace', quality: {rules: [{verify: {model: {kind: 'classifier'}, data: {records: 30}, noise: 0.1}}]}},
    ['accuracy', 'verified.threshold'],
  ],
  ['edited labels', 'rows', {workflow: {edit: {share: 0.3, decay: 0.5}}}, ['accuracy', 'origin', 'changed']],
  ['an edited sample', 'text', {workflow: 'accumulate', quality: {rules: [{edit: {by: 'first', above: 0.2}}]}}, ['changed', 'entropy']],
  [
    'an edited training set',
    'text',
    {workflow: {edit: {above: 0.2}}, enrichment: {share: 0.1}, quality: {gates: [{measure: 'entropy', atLeast: 20}], onFail: 'rollback'}},
    ['origin', 'humanRecords', 'tail.retention'],
  ],
  ['edited categories', 'categories', {workflow: {edit: {by: 'first', above: 0.3, share: 0.5}}}, ['origin', 'support']],
  ['edited points', 'points', {workflow: {edit: {share: 0.2}}, weights: {human: 3, synthetic: 1}}, ['variance', 'humanShare']],
  ...(['moments', 'records', 'clusters'] as const).map((toward): [string, 'points', object, string[]] => [
    `points corrected toward ${toward}`,
    'points',
    {workflow: 'replace', quality: {rules: [{correct: {toward, rate: 0.5, ...(toward === 'clusters' && {clusters: 3})}}]}},
    ['variance', 'changed'],
  ]),
  [
    'a controller, disturbed',
    'categories',
    {
      workflow: 'replace',
      quality: {gates: [{measure: 'giniSimpson', atLeast: 0.695}], onFail: adjust},
      events: [{generation: 4, set: {'enrichment.share': 0}}],
    },
    ['humanShare'],
  ],
  [
    'rollback',
    'categories',
    {workflow: 'accumulate', quality: {gates: [{measure: 'giniSimpson', atLeast: 0.695}], onFail: 'rollback'}},
    ['giniSimpson', 'origin'],
  ],
  [
    'samples drawn again',
    'categories',
    {workflow: 'replace', quality: {gates: [{measure: 'tail.retention', atLeast: 1}], onFail: 'resample', attempts: 2}},
    ['discarded'],
  ],
  [
    'enrichment that decays, from several sources',
    'text',
    {
      workflow: 'replace',
      enrichment: {
        share: 0.4,
        schedule: {decay: 0.5},
        dedupe: true,
        from: [{source: 'original'}, {source: 'fresh', weight: 2}, {corpus: 'speeches', from: 1900, to: 1905}],
      },
    },
    ['origin', 'humanShare'],
  ],
  [
    'enrichment when a gate asks',
    'categories',
    {workflow: 'replace', enrichment: {count: 20, schedule: {when: {measure: 'giniSimpson', atLeast: 0.7}}}},
    ['humanRecords'],
  ],
  [
    'a population',
    'text',
    {
      workflow: 'accumulate',
      population: {
        models: [
          {name: 'a', share: 2},
          {name: 'b', model: {kind: 'ngram', order: 1}, quality: {rules: ['duplicates']}},
        ],
        adoption: {kind: 'logistic', middle: 3},
      },
    },
    ['bitsPerByte', 'js.between', 'origin', 'tail.retention'],
  ],
  ['a population under replace', 'points', {workflow: 'replace', population: {models: 3, adoption: 0.7}}, ['variance', 'humanShare']],
];

describe('a lineage with mitigations', () => {
  it.each(cases)('%s: gives the same after it was stopped and gone on with', (_, kind, options, measures) => {
    const arm = armOf(kind, options, measures);
    const whole = lineageOf(arm, measures);
    const carries: Carry[] = [];
    const readings = Array.from({length: 5}, () => {
      const {readings: own} = whole.advance();
      carries.push(
        JSON.parse(JSON.stringify(whole.carry().state ?? null)) === null
          ? whole.carry()
          : {...whole.carry(), state: JSON.parse(JSON.stringify(whole.carry().state))},
      );
      return own;
    });
    for (const stop of [1, 3]) {
      const resumed = lineageOf(arm, measures);
      resumed.resume(stop, carries.slice(0, stop));
      for (let t = stop; t < 5; t++) expect(resumed.advance().readings).toEqual(readings[t]);
    }
  });
});

describe('the controller', () => {
  it('raises the share by a step while a gate fails, lowers it while all hold, and starts over from what an event sets', () => {
    const gates = [{measure: 'giniSimpson', atLeast: 0.695}];
    const arm = armOf('categories', {
      workflow: 'replace',
      quality: {gates, onFail: adjust},
      events: [{generation: 5, set: {'enrichment.share': 0}}],
    });
    const lineage = lineageOf(arm, ['humanShare', 'giniSimpson'], 3);
    let share = 0;
    const moves = new Set<string>();
    for (let t = 1; t <= 12; t++) {
      const done = lineage.advance();
      if (t === 5) share = 0;
      if (t > 1) expect(valueAt(done, 'humanShare')).toBeCloseTo(share, 2);
      const fails = valueAt(done, 'giniSimpson') < 0.695;
      moves.add(fails ? 'up' : 'down');
      share = fails ? Math.min(0.8, share + 0.2) : Math.max(0, share - 0.2);
    }
    expect([...moves].sort()).toEqual(['down', 'up']);
  });
});

describe('a gate that fails', () => {
  const categories = (options: object) => armOf('categories', options);
  const gates = [{measure: 'giniSimpson', atLeast: 0.694}];

  it('rolls back to what the last good generation wrote', () => {
    const lineage = lineageOf(categories({workflow: 'replace', quality: {gates, onFail: 'rollback'}}), ['giniSimpson']);
    let good: unknown;
    let [held, back] = [0, 0];
    for (let t = 1; t <= 20; t++) {
      const done = lineage.advance();
      const {values} = lineage.carry().sample as Categories;
      if (valueAt(done, 'giniSimpson') >= 0.694) {
        good = values;
        held++;
      } else if (good) {
        expect(values).toBe(good);
        back++;
      }
    }
    expect(Math.min(held, back)).toBeGreaterThan(0);
  });

  it('stops: no model is trained after it, and every later generation says why', () => {
    const lineage = lineageOf(
      categories({workflow: 'replace', quality: {gates: [{measure: 'giniSimpson', atLeast: 0.75}], onFail: 'stop'}}),
      ['entropy'],
    );
    expect(valueAt(lineage.advance(), 'entropy')).toBeGreaterThan(1);
    for (const t of [2, 3]) {
      const {readings, generation} = lineage.advance();
      expect({readings, generation}).toEqual({
        generation: t,
        readings: [
          {measure: 'entropy', reason: expect.stringMatching(/^stopped after generation 1: giniSimpson at least 0.75: 0\.6|0\.7/)},
        ],
      });
    }
  });

  it('is one on a measure that is undefined', () => {
    const arm = armOf('text', {workflow: 'replace', quality: {gates: [{measure: 'heaps', atLeast: 0.1}], onFail: adjust}});
    const lineage = lineageOf({...arm, sample: {size: 300}}, ['humanShare']);
    lineage.advance();
    expect(valueAt(lineage.advance(), 'humanShare')).toBeCloseTo(0.2, 1);
  });
});

describe('enrichment', () => {
  it('never brings a document twice where it dedupes, and says where each came from', () => {
    const arm = armOf('text', {
      workflow: 'replace',
      enrichment: {share: 0.3, dedupe: true, from: [{source: 'fresh'}, {corpus: 'speeches', from: 1900, to: 1905}]},
    });
    const twice = {...corpus!, documents: textOf([...documentsOf(corpus!.documents), ...documentsOf(corpus!.documents)])};
    const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['origin'], corpus: twice});
    lineage.advance();
    const done = lineage.advance();
    const bands = done.readings.map(({band}) => band);
    expect(bands.sort()).toEqual(['fresh', 'fresh from older', 'generation 1']);
    expect(valueAt(done, 'origin', 'fresh')).toBeCloseTo(0.15, 2);
    expect(valueAt(done, 'origin', 'fresh from older')).toBeCloseTo(0.15, 2);
  });

  it('runs out with an error that names the generation', () => {
    const arm = armOf('text', {workflow: 'replace', enrichment: {count: 60, from: 'fresh'}});
    const lineage = lineageOf(arm, ['humanRecords']);
    expect(() => {
      for (let t = 1; t <= 20; t++) lineage.advance();
    }).toThrow(/runs out at generation \d+: 60 documents are asked for/);
  });
});

describe('the workflow of editing', () => {
  it('says whose its records are: what is edited is human no more, and what is not stays so', () => {
    const arm = armOf('categories', {workflow: {edit: {above: 0.25, share: 0.5}}}, ['origin', 'humanRecords', 'humanShare', 'changed']);
    const lineage = lineageOf(arm, ['origin', 'humanRecords', 'humanShare', 'changed']);
    let human = 200;
    let before = valueAt(lineage.advance(), 'changed');
    expect(before).toBeGreaterThan(20);
    for (let t = 2; t <= 5; t++) {
      const done = lineage.advance();
      const now = valueAt(done, 'humanRecords');
      expect(now).toBeLessThan(human);
      // of what was edited some were edited before
      expect(now).toBeGreaterThanOrEqual(human - before);
      expect(valueAt(done, 'humanShare')).toBeCloseTo(now / 200, 12);
      const bands = done.readings.filter(({measure}) => measure === 'origin').map(({band}) => band);
      expect(bands.sort()).toEqual([...Array.from({length: t - 1}, (_, k) => `edited, generation ${k + 1}`), 'original']);
      human = now;
      before = valueAt(done, 'changed');
    }
    // what is improbable was never edited
    expect(human).toBeGreaterThan(40);
  });

  it('edits text token by token, and leaves its size', () => {
    const arm = armOf('text', {workflow: {edit: {above: 0.2}}}, ['changed']);
    const lineage = lineageOf(arm, ['changed', 'origin']);
    expect(valueAt(lineage.advance(), 'changed')).toBeGreaterThan(0);
    const {sample, state} = lineage.carry();
    expect(sizeOf(sample, 'word')).toBe(3000);
    expect(state?.parts?.map(({source}) => source)).toEqual(['human', 'synthetic']);
    expect(state?.parts?.reduce((sum, {count}) => sum + count, 0)).toBe(sample.count);
  });
});

describe('a command in the lab', () => {
  const ports = {
    runCommand: (command: CommandOptions, records: Data): CommandAnswer[] =>
      Array.from({length: records.count}, (_, i) =>
        records.kind === 'points'
          ? {keep: true, change: i % 2 ? [0, 0] : undefined}
          : {keep: i % 4 > 0, change: command.changes ? 'a b' : undefined},
      ),
  };

  it('changes points by numbers, and what it changed is counted', () => {
    const arm = armOf('points', {workflow: 'replace', quality: {rules: [{command: {run: ['mine'], changes: true}}]}}, ['changed']);
    const lineage = new Lineage({arm, seed: 0, root: Stream.root(5), measures: ['changed', 'discarded'], ports});
    expect(valueAt(lineage.advance(), 'changed')).toBe(50);
    const points = lineage.carry().sample as Points;
    expect([...absoluteValues(points)].filter((x) => Math.abs(x) < 1e-12).length).toBe(100);
  });

  it('drops and changes documents, and rules after it see what they have become', () => {
    const rules = [{command: {run: ['mine'], changes: true}}, 'duplicates'];
    const arm = armOf('text', {workflow: 'replace', quality: {rules}}, ['changed']);
    const lineage = new Lineage({arm, seed: 0, root: Stream.root(5), measures: ['changed'], corpus, ports});
    expect(valueAt(lineage.advance(), 'changed')).toBe(1);
    expect(documentsOf(lineage.carry().sample as Text)).toEqual(['a b']);
  });
});

describe('a population', () => {
  const measures = ['tail.retention', 'bitsPerByte', 'origin', 'humanRecords', 'humanShare'];
  it('of one model, with full adoption, is accumulate', () => {
    for (const workflow of ['accumulate', 'subsample', 'replace']) {
      const plain = lineageOf(armOf('text', {workflow}), measures);
      const one = lineageOf(armOf('text', {workflow, population: {models: 1, adoption: 1}}), measures);
      for (let t = 1; t <= 4; t++) expect(one.advance().readings).toEqual(plain.advance().readings);
      expect((one.carry().sample as Text).bytes).toEqual((plain.carry().sample as Text).bytes);
    }
  });

  it('fills the web by adoption, and its models write their shares', () => {
    const arm = armOf('categories', {workflow: 'accumulate', population: {models: [{name: 'a', share: 3}, {name: 'b'}], adoption: 0.5}});
    const lineage = lineageOf(arm, ['origin']);
    lineage.advance();
    const done = lineage.advance();
    expect(valueAt(done, 'origin', 'original')).toBeCloseTo(0.5);
    expect(valueAt(done, 'origin', 'fresh')).toBeCloseTo(0.25);
    expect(valueAt(done, 'origin', 'a, generation 1')).toBeCloseTo(0.1875, 2);
    expect(valueAt(done, 'origin', 'b, generation 1')).toBeCloseTo(0.0625, 2);
  });
});

const documentsOf = ({bytes, offsets, count}: Text): string[] =>
  Array.from({length: count}, (_, i) => new TextDecoder().decode(bytes.subarray(offsets[i], offsets[i + 1])));
