import {describe, expect, it} from 'vitest';
import type {DataOptions} from '../experiment/data-schema.ts';
import {hardlyLearned} from './first-fit.ts';
import type {SummaryPoint} from './summary.ts';

const TEXT = {corpus: 'speeches'} as DataOptions;
const point = (generation: number, mean: number, more: Partial<SummaryPoint> = {}): SummaryPoint => ({generation, n: 3, mean, ...more});
const judge = (data: DataOptions, rows: Record<string, SummaryPoint[]>) =>
  hardlyLearned([{name: 'replace', data}], {arms: {replace: rows}})[0];

describe('a model that has hardly learned', () => {
  it('prices human text no better than spelling does', () => {
    expect(judge(TEXT, {bitsPerByte: [point(1, 3.45), point(5, 3.9)]})).toEqual({
      arm: 'replace',
      measure: 'bitsPerByte',
      value: 3.45,
      limit: 3.3,
      above: true,
      without: 3.3,
    });
    expect(judge(TEXT, {bitsPerByte: [point(1, 1.97), point(5, 4.7)]})).toBeUndefined();
  });

  it('writes the frequent words less than half as often as people, at the size of people', () => {
    const rows = (value: number) => ({
      'head.inflation': [point(0, 0.99, {size: 900}), point(1, 1), point(2, 0.2)],
      half: [point(1, value)],
    });
    const banded = (value: number) => ({'head.inflation': rows(value)['head.inflation'], 'head.inflation[half]': rows(value).half});
    expect(judge(TEXT, banded(0.35))).toMatchObject({measure: 'head.inflation', value: 0.35, without: 0, human: 0.99, above: false});
    expect(judge(TEXT, banded(0.7))).toBeUndefined();
    expect(judge(TEXT, {'head.inflation': [point(1, 0.35)]})).toMatchObject({human: 1});
  });

  it('is not told by rare words, of which a sharp sample has few', () => {
    expect(judge(TEXT, {'tail.retention': [point(0, 0.4, {size: 900}), point(1, 0.01)]})).toBeUndefined();
  });

  it('draws categories as if all were alike, where they are not', () => {
    const zipf = {world: 'categorical', categories: 16, zipf: 1} as DataOptions;
    const even = {world: 'categorical', categories: 16} as DataOptions;
    expect(judge(zipf, {entropy: [point(0, 3.4), point(1, 3.99)]})).toMatchObject({
      measure: 'entropy',
      without: 4,
      human: 3.4,
      above: true,
    });
    expect(judge(zipf, {entropy: [point(0, 3.4), point(1, 2.9)]})).toBeUndefined();
    expect(judge(even, {entropy: [point(0, 4), point(1, 3.99)]})).toBeUndefined();
    expect(judge(zipf, {giniSimpson: [point(0, 0.86), point(1, 0.936)]})).toMatchObject({measure: 'giniSimpson', without: 15 / 16});
  });

  it('labels like a coin, or has no coefficients', () => {
    const labelled = {world: 'labelled', dimension: 4, rows: 10, noise: 0.1} as DataOptions;
    expect(judge(labelled, {accuracy: [point(1, 0.6)]})).toMatchObject({limit: 0.75, above: false});
    expect(judge(labelled, {accuracy: [point(1, 0.98)]})).toBeUndefined();
    const line = {world: 'regression', dimension: 4, rows: 10, noise: 0.5} as DataOptions;
    expect(judge(line, {excessRisk: [point(1, 0.9, {geometricMean: 0.7})]})).toMatchObject({value: 0.7, above: true, human: 0});
    expect(judge(line, {excessRisk: [point(1, 0.2)]})).toBeUndefined();
  });

  it('lies as far from the truth as one point does, or misses half of what people reach', () => {
    const blobs = {world: 'blobs', centers: 3, sd: 0.3, radius: 2} as DataOptions;
    const floor = point(0, 0.5, {size: 60});
    expect(judge(blobs, {wasserstein2: [floor, point(1, 1.6)]})).toMatchObject({measure: 'wasserstein2', above: true, human: 0.5});
    expect(judge(blobs, {wasserstein2: [floor, point(1, 0.6)]})).toBeUndefined();
    expect(judge(blobs, {coverage: [point(0, 0.97, {size: 60}), point(1, 0.28)]})).toMatchObject({measure: 'coverage', limit: 0.485});
    expect(judge(blobs, {coverage: [point(0, 0.97, {size: 60}), point(1, 0.8)]})).toBeUndefined();
    expect(judge(blobs, {coverage: [point(1, 0.1)]})).toBeUndefined();
  });

  it('has a quarter of the variance of the truth, or four times it', () => {
    const gaussian = {world: 'gaussian', dimension: 1} as DataOptions;
    const at = (value: number) => judge(gaussian, {variance: [point(0, 1), point(1, 2, {geometricMean: value})]});
    expect([at(0.2)?.above, at(0.3), at(3.9), at(4.1)?.above]).toEqual([false, undefined, undefined, true]);
  });

  it('is told once an arm, and of no arm without a first generation', () => {
    const both = {bitsPerByte: [point(1, 5)], 'head.inflation': [point(1, 0.1)]};
    expect(
      hardlyLearned(
        [
          {name: 'a', data: TEXT},
          {name: 'b', data: TEXT},
        ],
        {arms: {a: both, b: {bitsPerByte: [point(2, 5)]}}},
      ),
    ).toMatchObject([{arm: 'a', measure: 'bitsPerByte'}]);
    expect(hardlyLearned([{name: 'a', data: TEXT}], {arms: {}})).toEqual([]);
  });
});
