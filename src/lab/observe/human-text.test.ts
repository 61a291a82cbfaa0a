import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {measureText, TextReference} from '../../core/measure/index.ts';
import {named} from '../../core/measure/named.ts';
import {Stream} from '../../core/random/stream.ts';
import {sizeOf} from '../../core/records.ts';
import {textOf} from '../../core/text/documents.ts';
import type {Arm} from '../experiment/arm.ts';
import {Lineage} from '../loop/lineage.ts';
import {catalog} from '../measure/catalog.ts';
import {HALF} from '../measure/measure.ts';
import {HumanText} from './human-text.ts';

const encoder = new TextEncoder();

const stream = Stream.root(5);
const chance = stream.fork('documents');
/** Words by Zipf's law, roughly; each document has a number that no other has. */
const documents = Array.from({length: 90}, (_, i) =>
  [`document${i}`, ...Array.from({length: 20}, () => `w${Math.floor(200 * chance.float() ** 3)}`)].join(' '),
);
const corpus = {documents: textOf(documents), name: 'words'};
const measures = ['support', 'tail.retention', 'head.inflation', 'calibration', 'bitsPerByte'];

function armWith(reserve: number): Arm {
  return {
    name: 'replace',
    workflow: 'replace',
    data: {files: ['x'], holdout: 0.1, reserve},
    model: {kind: 'ngram', order: 2, unit: 'word'},
    sample: {size: 'same'},
  } as Arm;
}

const lineageWith = (reserve: number) => new Lineage({arm: armWith(reserve), seed: 0, root: Stream.root(1), measures, corpus});
const wholeOf = (readings: readonly Reading[], measure: string) =>
  readings.find((reading) => reading.measure === measure && reading.band === undefined);

describe('the human line of text', () => {
  it('is a measure of the reserve against the training set, where the reserve is as large', () => {
    const lineage = lineageWith(0.6);
    const {readings} = lineage.truth()!;
    expect(wholeOf(readings, 'tail.retention')).toMatchObject({value: expect.any(Number), size: expect.any(Number)});
    expect(wholeOf(readings, 'bitsPerByte')).toBeUndefined();
    const first = lineage.advance().readings;
    expect(first.filter(({band}) => band === HALF)).toEqual([]);
    const support = wholeOf(readings, 'support') as {value: number};
    expect(support.value).toBeGreaterThan(30);
    expect(support.value).toBeLessThan(230);
  });

  it('is one half of the training set against the other, where there is no reserve, beside the first fit against the same half', () => {
    const lineage = lineageWith(0);
    const {readings} = lineage.truth()!;
    const people = wholeOf(readings, 'tail.retention') as {value: number; size: number};
    const first = lineage.advance().readings;
    const beside = first.filter(({band}) => band === HALF);
    expect(beside.map(({measure}) => measure)).toEqual(['support', 'tail.retention', 'head.inflation']);
    for (const reading of beside) expect(Math.abs(reading.size! - people.size)).toBeLessThan(0.05 * people.size);
    expect(lineage.advance().readings.filter(({band}) => band === HALF)).toEqual([]);
    const training = 81 * 21;
    expect(Math.abs(people.size - training / 2)).toBeLessThan(30);
    // a document's own number never occurs in the other half, so that people lose it too
    expect(people.value).toBeLessThan(0.6);
  });

  it('holds parts without a document in common against each other, by the same measures as a sample', () => {
    const training = corpus.documents;
    const human = {training, fresh: () => ({data: training, used: 0}), spare: () => undefined};
    const options = {human, unit: 'word', measures: named(catalog, ['tail.retention', 'distinct.1']), stream, options: {}} as const;
    const line = new HumanText({...options, reference: () => new TextReference(stream, training)});
    const own = line as unknown as {half: {reference: TextReference; people: Text}};
    const {reference, people} = own.half;
    expect(reference.size).toBe(945);
    expect(sizeOf(people, 'word')).toBe(945);
    const decoder = new TextDecoder();
    const wordsOf = Array.from({length: people.count}, (_, i) =>
      decoder.decode(people.bytes.subarray(people.offsets[i], people.offsets[i + 1])),
    );
    const numbers = wordsOf.map((document) => document.split(' ')[0]);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers.slice(0, -1)) {
      const word = encoder.encode(number);
      expect(reference.vocabulary.find(word, 0, word.length)).toBe(-1);
    }
    expect(line.readings().map(({size: _, ...reading}) => reading)).toEqual(
      measureText(reference, people, ['tail.retention', 'distinct.1']),
    );
  });

  it('never holds a document against itself, though one be longer than all others together', () => {
    const long = Array.from({length: 100}, (_, i) => `long${i}`).join(' ');
    const training = textOf(['single', long]);
    const human = {training, fresh: () => ({data: training, used: 0}), spare: () => undefined};
    for (let seed = 0; seed < 8; seed++) {
      const given = {human, unit: 'word', measures: named(catalog, ['unseen']), stream: Stream.root(seed), options: {}} as const;
      const line = new HumanText({...given, reference: () => new TextReference(stream, training)});
      expect(line.readings()).toMatchObject([{measure: 'unseen', value: 1, size: 1}]);
    }
  });

  it('says why there is none of a text of one document', () => {
    const training = textOf(['one two three four']);
    const human = {training, fresh: () => ({data: training, used: 0}), spare: () => undefined};
    const line = new HumanText({
      human,
      unit: 'word',
      measures: named(catalog, ['support']),
      stream,
      reference: () => new TextReference(stream, training),
      options: {},
    });
    expect(line.readings()).toEqual([{measure: 'support', reason: 'the human text is one document, which cannot be held against another'}]);
    expect(line.beside(training)).toEqual([]);
  });
});

describe('the human line of a world', () => {
  it('is a second draw of the training set’s size: unseen has the mean sum of p (1 - p)^(n - 1), and rare types are missed as chance has it', () => {
    const n = 30;
    const p = [0.4, 0.2, 0.1, 0.1, 0.05, 0.05, 0.04, 0.03, 0.02, 0.01];
    const arm = {
      name: 'replace',
      workflow: 'replace',
      data: {world: 'categorical', probabilities: p},
      model: {kind: 'categorical'},
      sample: {size: n},
    } as Arm;
    const lineages = 3000;
    const values = Array.from({length: lineages}, (_, seed) => {
      const {readings} = new Lineage({arm, seed, root: Stream.root(2), measures: ['unseen', 'support', 'tail.retention']}).truth()!;
      expect(wholeOf(readings, 'support')).toEqual({measure: 'support', value: 10});
      return (wholeOf(readings, 'unseen') as {value: number}).value;
    });
    const mean = values.reduce((a, b) => a + b) / lineages;
    const error = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / lineages / lineages);
    const law = p.reduce((sum, q) => sum + q * (1 - q) ** (n - 1), 0);
    expect(Math.abs(mean - law)).toBeLessThan(4 * error);
  });

  it('is the floor of a distance between samples, and leaves what is exact of a fit to the truth', () => {
    const arm = {
      name: 'replace',
      workflow: 'replace',
      data: {world: 'moons', noise: 0.1},
      model: {kind: 'kde', bandwidth: 0.1},
      sample: {size: 200},
    } as Arm;
    const {readings} = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['wasserstein2', 'variance', 'coverage']}).truth()!;
    expect(wholeOf(readings, 'wasserstein2')).toMatchObject({size: 200});
    expect((wholeOf(readings, 'wasserstein2') as {value: number}).value).toBeGreaterThan(0.05);
    expect(wholeOf(readings, 'variance')).not.toHaveProperty('size');
    const gaussian = {...arm, data: {world: 'gaussian'}, model: {kind: 'gaussian', variance: 'ml', bias: 1}} as Arm;
    expect(new Lineage({arm: gaussian, seed: 0, root: Stream.root(1), measures: ['wasserstein2']}).truth()).toBeUndefined();
  });
});
