import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import type {Arm} from '../experiment/arm.ts';
import {Lineage} from './lineage.ts';

const GENERATIONS = 4;
const family: Pick<Arm, 'data' | 'model' | 'sample'> = {
  data: {files: ['x'], holdout: 0.1, reserve: 0.3},
  model: {kind: 'ngram', order: 3, unit: 'word'},
  sample: {size: 'same'},
};
const corpus = () => ({
  documents: textOf(Array.from({length: 90}, (_, i) => `the ${i % 5} fox ${i % 11} jumps over ${i % 3} dogs`)),
  name: 'foxes',
});
const lineageOf = (arm: Partial<Arm>) =>
  new Lineage({
    arm: {name: 'arm', workflow: 'accumulate', ...family, ...arm},
    seed: 1,
    root: Stream.root(4),
    measures: ['bitsPerByte'],
    corpus: corpus(),
  });
const written = (lineage: Lineage) => lineage.advance().written!.map(({data}) => (data as Text).bytes);

describe('n-grams of texts that accumulate', () => {
  const mitigations: [string, Partial<Arm>][] = [
    ['nothing else', {}],
    ['human data on top', {enrichment: {count: 3, from: 'fresh'}}],
    ['human data in its place', {enrichment: {share: 0.2, from: 'original'}}],
    ['a temperature that moves', {model: {...family.model, temperature: {from: 1, to: 2, by: 0.5}} as Arm['model']}],
  ];
  it.each(mitigations)('are the same where a lineage goes on from what was stored, which counts all anew, with %s', (_, more) => {
    const whole = lineageOf(more);
    const carries = [];
    for (let t = 1; t <= GENERATIONS; t++) {
      const again = lineageOf(more);
      if (t > 1) again.resume(t - 1, carries);
      expect(written(again)).toEqual(written(whole));
      carries.push(whole.carry());
    }
  });

  it('are not counted again', () => {
    const [untouched, spoilt] = [lineageOf({}), lineageOf({})];
    expect(written(spoilt)).toEqual(written(untouched));
    (spoilt.human.training as Text).bytes.fill(0x7a);
    for (let t = 2; t <= GENERATIONS; t++) expect(written(spoilt)).toEqual(written(untouched));
  });
});
