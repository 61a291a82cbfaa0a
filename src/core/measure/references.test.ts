import {describe, expect, it} from 'vitest';
import type {Points} from '../data.ts';
import {ConfigError, DataError, DomainError} from '../error.ts';
import {Stream} from '../random/stream.ts';
import {textOf} from '../text/documents.ts';
import type {Reading} from './estimate.ts';
import {measurePoints, POINT_MEASURES} from './point-measures.ts';
import {PointReference} from './point-reference.ts';
import {measureText, TEXT_MEASURES} from './text-measures.ts';
import {TextReference} from './text-reference.ts';
import {measureTypes, TYPE_MEASURES} from './type-measures.ts';
import {TypeReference} from './type-reference.ts';
import {countTypes} from './types.ts';

/** Documents of Zipf-like words, `w<letters>`. */
function essay(documents: number, words: number, label: string): string[] {
  const stream = Stream.root('essay').fork(label);
  const word = () => `w${Math.floor(1 / (1 - 0.999 * stream.float()))}x`;
  return Array.from({length: documents}, () => Array.from({length: words}, word).join(' '));
}

const root = Stream.root('references');
const human = essay(60, 100, 'human');
const names = [...TEXT_MEASURES];
const value = (readings: readonly Reading[], measure: string, band?: string): number => {
  const found = readings.find((r) => r.measure === measure && r.band === band);
  if (found === undefined || !('value' in found)) throw new Error(`${measure} ${band}: ${JSON.stringify(found)}`);
  return found.value;
};

describe('words of a language', () => {
  it('are folded alike in the reference and in samples', () => {
    const text = textOf(['IŞIK ışık Irmak ırmak', 'IŞIK ışık Irmak ırmak']);
    const support = (language?: 'tr') =>
      measureText(new TextReference(root, text, {language}), text, ['support']).map((reading) =>
        'value' in reading ? reading.value : undefined,
      );
    expect(support()).toEqual([4]);
    expect(support('tr')).toEqual([2]);
  });
});

describe('measureText', () => {
  const reference = new TextReference(root, textOf(human));
  const compress = (bytes: Uint8Array) => bytes.length / 2;

  it('reads the reference itself as without loss', () => {
    const readings = measureText(reference, textOf(human), names, {compress});
    const self = {
      kl: 0,
      js: 0,
      tv: 0,
      'tail.retention': 1,
      'tail.mass': 0.1,
      'head.inflation': 1,
      compression: 2,
      words: 100,
      support: reference.vocabulary.size,
    };
    for (const [measure, expected] of Object.entries(self)) expect(value(readings, measure), measure).toBeCloseTo(expected, 12);
    for (const [measure, expected] of [
      ['calibration', 0],
      ['tail.retention', 1],
    ] as const) {
      const values = readings.flatMap((r) => (r.measure === measure && 'value' in r ? [r.value] : []));
      expect(new Set(values), measure).toEqual(new Set([expected]));
    }
    expect(value(readings, 'words', '50%')).toBe(100);
    expect(readings.every((r) => 'reason' in r || Number.isFinite(r.value))).toBe(true);
    expect(new Set(readings.map((r) => r.measure))).toEqual(TEXT_MEASURES);
  });

  it('sees rare words removed in the tail and in no other place of the head', () => {
    const counts = reference.types.weights;
    const rare = new Set(
      Array.from({length: reference.vocabulary.size}, (_, id) => id).flatMap((id) =>
        counts[id] === 1 ? [reference.vocabulary.text(id)] : [],
      ),
    );
    const cut = human.map((document) =>
      document
        .split(' ')
        .map((word) => (rare.has(word) ? 'w1x' : word))
        .join(' '),
    );
    const readings = measureText(reference, textOf(cut), names);
    expect(value(readings, 'tail.retention', '1')).toBe(0);
    expect(value(readings, 'tail.retention', '2-3')).toBe(1);
    expect(value(readings, 'tail.retention')).toBeLessThan(1);
    expect(value(readings, 'tail.mass')).toBeLessThan(0.1);
    expect(value(readings, 'head.inflation')).toBeGreaterThan(1);
    expect(value(readings, 'unseen')).toBe(0);
    const calibrated = readings.filter((r) => r.measure === 'calibration');
    expect(calibrated[0]).toMatchObject({reason: expect.stringContaining('candidate')});
    expect(value(calibrated, 'calibration', calibrated[calibrated.length - 1].band)).toBeGreaterThan(0);
  });

  it('does not depend on what was measured before', () => {
    const samples = ['one', 'two'].map((label) => textOf(essay(60, 100, label)));
    const ahead = new TextReference(root, textOf(human));
    const [one, two] = samples.map((sample) => measureText(ahead, sample, names));
    const other = new TextReference(root, textOf(human));
    expect(measureText(other, samples[1], names)).toEqual(two);
    expect(measureText(other, samples[0], names)).toEqual(one);
    expect(measureText(other, samples[0], ['tv'])).toEqual(one.filter((r) => r.measure === 'tv'));
  });

  it('says why the divergence from the reference is infinite where the sample has words of its own', () => {
    const readings = measureText(reference, textOf(['new words here']), ['kl', 'js', 'heaps', 'compression']);
    expect(readings).toEqual([
      {measure: 'kl', reason: expect.stringContaining('3 types')},
      {measure: 'js', value: expect.closeTo(1, 14)},
      {measure: 'heaps', reason: expect.any(String)},
      {measure: 'compression', reason: expect.any(String)},
    ]);
  });

  it('compares at equal sizes: a sample of twice the words keeps no more, one of half keeps about as much', () => {
    const retention = (documents: string[]) => value(measureText(reference, textOf(documents), ['tail.retention']), 'tail.retention');
    const same = essay(60, 100, 'same');
    expect(retention([...same, ...essay(60, 100, 'more')])).toBe(retention(same));
    expect(Math.abs(retention(same.slice(0, 30)) - retention(same))).toBeLessThan(0.1);
    const equal = value(measureText(reference, textOf([...same, ...essay(60, 100, 'more')]), ['distinct.1']), 'distinct.1');
    expect(equal).toBe(value(measureText(reference, textOf(same), ['distinct.1']), 'distinct.1'));
  });

  it('counts documents that repeat an earlier one', () => {
    expect(measureText(reference, textOf(['a', 'b', 'a', 'a', '']), ['duplicates.exact'])).toEqual([
      {measure: 'duplicates.exact', value: expect.closeTo(0.4, 14)},
    ]);
  });

  it('gives a reason for everything asked of an empty sample', () => {
    for (const r of measureText(reference, textOf([]), names)) expect(r, r.measure).toHaveProperty('reason');
  });

  it('takes the bands of calibration from one half of the documents where asked', () => {
    const readings = measureText(reference, textOf(essay(60, 100, 'halves')), ['calibration.halves']);
    expect(readings.length).toBeGreaterThan(2);
    expect(readings).toEqual(measureText(new TextReference(root, textOf(human)), textOf(essay(60, 100, 'halves')), ['calibration.halves']));
  });

  it('refuses what it does not measure, and a reference without words', () => {
    expect(() => measureText(reference, textOf(human), ['bitsPerByte'])).toThrow(ConfigError);
    expect(() => new TextReference(root, textOf(['...']))).toThrow(DataError);
  });
});

describe('measureTypes', () => {
  const truth = new TypeReference(Float64Array.of(0.4, 0.3, 0.2, 0.08, 0.02), 'probabilities');

  it('holds a fit’s probabilities against the world’s', () => {
    const readings = measureTypes(truth, {weights: Float64Array.of(0.5, 0.5, 0, 0, 0)}, [...TYPE_MEASURES]);
    expect(value(readings, 'support')).toBe(2);
    expect(value(readings, 'entropy')).toBe(1);
    expect(value(readings, 'giniSimpson')).toBe(0.5);
    expect(value(readings, 'tv')).toBeCloseTo(0.3, 14);
    expect(value(readings, 'kl')).toBeCloseTo(0.5 * Math.log2(0.5 / 0.4) + 0.5 * Math.log2(0.5 / 0.3), 14);
    expect(value(readings, 'tail.retention')).toBe(0);
    expect(value(readings, 'tail.mass')).toBe(0);
    expect(readings.find((r) => r.measure === 'unseen')).toHaveProperty('reason');
  });

  it('reads a sample’s counts where there are no probabilities', () => {
    const counts = countTypes(Uint32Array.of(0, 0, 1, 4), 5);
    const readings = measureTypes(truth, {weights: counts, counts}, ['support', 'unseen', 'tail.retention']);
    expect(value(readings, 'support')).toBe(3);
    expect(value(readings, 'unseen')).toBe(0.5);
    expect(value(readings, 'tail.retention')).toBeCloseTo(0.5, 12);
    expect(() => measureTypes(truth, {weights: counts.subarray(0, 3)}, ['support'])).toThrow(DomainError);
  });
});

describe('measurePoints', () => {
  const draw = (label: string, scale = 1) => {
    return (count: number): Points => {
      const stream = root.fork(label);
      const values = Float64Array.from({length: 2 * count}, () => scale * Math.sqrt(12) * (stream.float() - 0.5));
      return {kind: 'points', count, dimension: 2, values};
    };
  };
  const truth = {
    mean: new Float64Array(2),
    covariance: Float64Array.of(1, 0, 0, 1),
    modes: Float64Array.of(0, 0),
    modeSd: Float64Array.of(1),
  };
  const reference = new PointReference(root, truth, draw('truth'));

  it('finds a like sample near and a shrunken one far and without recall', () => {
    const near = measurePoints(reference, {sample: draw('near')(2000)}, [...POINT_MEASURES]);
    const far = measurePoints(reference, {sample: draw('far', 0.1)(2000)}, [...POINT_MEASURES]);
    expect(value(near, 'wasserstein2')).toBeLessThan(0.3);
    expect(value(far, 'wasserstein2')).toBeGreaterThan(1.2);
    expect(value(near, 'recall')).toBeGreaterThan(0.9);
    expect(value(far, 'recall')).toBeLessThan(0.1);
    expect(value(far, 'precision')).toBeGreaterThan(0.9);
    expect(value(far, 'modes')).toBe(1);
  });

  it('takes the closed form between Gaussians', () => {
    const sample = draw('near')(10);
    const fit = {mean: Float64Array.of(3, 0), covariance: Float64Array.of(9, 0, 0, 1), isGaussian: true};
    expect(value(measurePoints(reference, {sample, ...fit}, ['wasserstein2']), 'wasserstein2')).toBeCloseTo(Math.sqrt(13), 12);
  });

  it('says what it cannot read', () => {
    const curve = new PointReference(root, {}, draw('truth'));
    expect(measurePoints(curve, {sample: draw('few')(5)}, ['modes', 'recall'])).toEqual([
      {measure: 'modes', reason: expect.any(String)},
      {measure: 'recall', reason: expect.stringContaining('5 points')},
    ]);
    expect(() => measurePoints(curve, {sample: draw('few')(5)}, ['mean'])).toThrow(ConfigError);
  });

  it('has no distance of points that lie beyond squared distances, and counts their modes', () => {
    const {values, ...rest} = draw('wide')(100);
    const sample = {...rest, values: values.map((x) => x * 1e160)};
    for (const name of ['wasserstein2', 'precision', 'recall', 'density', 'coverage'])
      expect(measurePoints(reference, {sample}, [name])[0]).toMatchObject({measure: name, reason: expect.stringContaining('3.1e+144')});
    expect(measurePoints(reference, {sample}, ['modes'])[0]).toHaveProperty('value');
  });
});
