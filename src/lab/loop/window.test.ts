import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import type {Arm} from '../experiment/arm.ts';
import {Lineage} from './lineage.ts';

const corpus = {
  documents: textOf(Array.from({length: 90}, (_, i) => `the ${i % 5} fox ${i % 11} jumps over ${i % 3} dogs`)),
  name: 'foxes',
};
const GENERATIONS = 5;

const families: [string, Omit<Arm, 'name' | 'workflow'>, string[]][] = [
  [
    'categories',
    {data: {world: 'categorical', categories: 20, zipf: 1}, model: {kind: 'categorical'}, sample: {size: 30}},
    ['support', 'origin'],
  ],
  [
    'points',
    {data: {world: 'gaussian', mean: 1, sd: 2, dimension: 2}, model: {kind: 'gaussian', variance: 'ml', bias: 1}, sample: {size: 12}},
    ['variance', 'humanShare', 'origin'],
  ],
  ['rows', {data: {world: 'regression', dimension: 3, noise: 1, rows: 20}, model: {kind: 'regression'}}, ['excessRisk', 'origin']],
  [
    'rows of new x',
    {
      data: {world: 'regression', dimension: 3, noise: 1, rows: 20, x: 'fresh'},
      model: {kind: 'regression'},
      sample: {size: {from: 8, grow: 1.2}},
    },
    ['excessRisk', 'origin'],
  ],
  [
    'text',
    {data: {files: ['x'], holdout: 0.1, reserve: 0.3}, model: {kind: 'ngram', order: 2, unit: 'word'}, sample: {size: 'same'}},
    ['bitsPerByte', 'origin'],
  ],
];
const gates: NonNullable<Arm['quality']> = {gates: [{measure: 'humanShare', atLeast: 0.9}], every: 1, onFail: 'rollback', attempts: 1};
const mitigations: [string, Partial<Arm>][] = [
  ['nothing else', {}],
  ['human data on top', {enrichment: {count: 3, from: 'fresh'}}],
  ['original human data on top', {enrichment: {count: 3, from: 'original'}}],
  ['human data in its place', {enrichment: {share: 0.2, from: 'original'}}],
  ['a gate that fails and rolls back', {quality: gates}],
];

function run(arm: Arm, measures: readonly string[]) {
  const lineage = new Lineage({arm, seed: 1, root: Stream.root(4), measures, corpus});
  return Array.from({length: GENERATIONS}, () => ({readings: lineage.advance().readings, carry: lineage.carry()}));
}

describe.each(families)('a window over generations of %s', (_, family, measures) => {
  it.each(mitigations)('of one is `replace`, of all `accumulate`, with %s', (__, more) => {
    const under = (workflow: Arm['workflow']) => run({name: 'arm', ...family, ...more, workflow}, measures);
    expect(under({window: 1})).toEqual(under('replace'));
    const whole = under('accumulate');
    expect(under({window: GENERATIONS})).toEqual(whole);
    expect(under({window: 1000})).toEqual(whole);
    if (!more.quality) expect(under({window: 2})).not.toEqual(whole);
  });
});

describe('a window', () => {
  const points: Omit<Arm, 'name' | 'workflow'> = families[1][1];
  const origins = (more: Partial<Arm> & Pick<Arm, 'workflow'>) =>
    run({name: 'arm', ...points, ...more}, ['origin']).map(({readings}) => readings.map(({band}) => band).sort());

  it('of three holds the newest three generations, the human data as the one before the first', () => {
    expect(origins({workflow: {window: 3}})).toEqual([
      ['original'],
      ['generation 1', 'original'],
      ['generation 1', 'generation 2', 'original'],
      ['generation 1', 'generation 2', 'generation 3'],
      ['generation 2', 'generation 3', 'generation 4'],
    ]);
  });

  it('holds human records that came on top of a generation for as long as that generation', () => {
    const lineage = new Lineage({
      arm: {name: 'arm', ...points, workflow: {window: 2}, enrichment: {count: [5, 5, 0].map((n) => n + 1), from: 'fresh'}},
      seed: 1,
      root: Stream.root(4),
      measures: ['humanRecords'],
    });
    const seen = Array.from({length: 5}, () => lineage.advance().readings.map((one) => ('value' in one ? one.value : Number.NaN))[0]);
    // fit 2: 12 of the start and 6; fit 3: those 6 and 1; later: 1 of the fit before and 1
    expect(seen).toEqual([0, 18, 7, 2, 2]);
  });

  it('passes over a generation that was rolled back', () => {
    const lineage = new Lineage({
      arm: {name: 'arm', ...points, workflow: {window: 2}, quality: {...gates, gates: [{measure: 'variance', atLeast: 5}]}},
      seed: 5,
      root: Stream.root(4),
      measures: ['origin'],
    });
    const left: string[] = ['original'];
    for (let t = 1; t <= 12; t++) {
      const {readings, notes} = lineage.advance();
      expect(readings.map(({band}) => band).sort()).toEqual(left.slice(-2).sort());
      if (!notes.some((note) => note.startsWith('rolled back'))) left.push(`generation ${t}`);
    }
    expect(left.length).toBeGreaterThan(3);
    expect(left.length).toBeLessThan(13);
  });

  it('that an event opens has what it needs, also after the lineage was gone on with', () => {
    const arm: Arm = {name: 'arm', ...points, workflow: 'replace', events: [{generation: 4, set: {workflow: {window: 3}}}]};
    expect(origins({workflow: 'replace', events: arm.events})[3]).toEqual(['generation 1', 'generation 2', 'generation 3']);
    const options = {arm, seed: 1, root: Stream.root(4), measures: ['variance']};
    const whole = new Lineage(options);
    const carries = [1, 2, 3].map(() => {
      whole.advance();
      return whole.carry();
    });
    const again = new Lineage(options);
    again.resume(3, carries);
    expect(again.advance()).toEqual(whole.advance());
  });
});
