import {describe, expect, it} from 'vitest';
import type {Points} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {spreadOf} from '../../core/points/spread.ts';
import {Stream} from '../../core/random/stream.ts';
import {gaussianModel} from '../../models/gaussian/index.ts';
import {humanOfPoints, type PointsSplit} from './points-corpus.ts';

/** Record i is (i, -i): whoever has it knows which it is. */
const numbered = (count: number): Points => ({
  kind: 'points',
  count,
  dimension: 2,
  values: Float64Array.from({length: 2 * count}, (_, i) => (i % 2 === 0 ? i / 2 : -(i - 1) / 2)),
});
const numbersOf = (points: Points): number[] => Array.from({length: points.count}, (_, i) => points.values[2 * i]);
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const corpus = {points: numbered(100), name: 'numbers'};
const dealt = (split: PointsSplit, label = 'a') => humanOfPoints(Stream.root(7).fork(label), corpus, split);
const errorOf = (work: () => unknown): DataError => {
  try {
    work();
  } catch (error) {
    return error as DataError;
  }
  throw new Error('nothing was thrown');
};

describe('real points dealt out to a lineage', () => {
  it('are each held out, reserved or trained on, once, and whole', () => {
    const {training, holdout, fresh} = dealt({holdout: 0.2, reserve: 0.1});
    const {data} = fresh({size: 10, used: 0, generation: 2}, Stream.root(1));
    expect([training.count, holdout.count, data.count]).toEqual([70, 20, 10]);
    expect(ascending([training, holdout, data].flatMap(numbersOf))).toEqual(numbersOf(corpus.points));
    for (const part of [training, holdout, data])
      for (let i = 0; i < part.count; i++) expect(part.values[2 * i + 1]).toBe(-part.values[2 * i]);
  });

  it('are the same for the same stream and others for another', () => {
    const split = {holdout: 0.2, reserve: 0};
    expect(numbersOf(dealt(split).holdout)).toEqual(numbersOf(dealt(split).holdout));
    expect(numbersOf(dealt(split).holdout)).not.toEqual(numbersOf(dealt(split, 'b').holdout));
  });

  it('have a training set of the size that is asked for, in which a smaller one is contained', () => {
    const small = dealt({holdout: 0.2, reserve: 0.1, size: 5});
    const large = dealt({holdout: 0.2, reserve: 0.1, size: 70});
    expect(numbersOf(large.training).slice(0, 5)).toEqual(numbersOf(small.training));
    expect(numbersOf(large.training)).not.toEqual(ascending(numbersOf(large.training)));
    expect(numbersOf(small.holdout)).toEqual(numbersOf(large.holdout));
    const want = {size: 10, used: 0, generation: 2};
    expect(numbersOf(small.fresh(want, Stream.root(1)).data)).toEqual(numbersOf(large.fresh(want, Stream.root(1)).data));
  });

  it('that are all trained on keep the order of the corpus', () => {
    const {training} = dealt({holdout: 0.2, reserve: 0});
    expect(numbersOf(training)).toEqual(ascending(numbersOf(training)));
  });

  it('are held out evenly: every record in its share of lineages', () => {
    const times = new Array<number>(100).fill(0);
    const lineages = 2000;
    for (let k = 0; k < lineages; k++) for (const i of numbersOf(dealt({holdout: 0.2, reserve: 0}, `${k}`).holdout)) times[i]++;
    // Pearson's statistic over cells of variance n p (1 - p), whose counts sum to a constant: 99 degrees of freedom
    const expected = 0.2 * lineages;
    const statistic = times.reduce((sum, observed) => sum + (observed - expected) ** 2 / (expected * 0.8), 0) * (99 / 100);
    expect(statistic).toBeGreaterThan(57);
    expect(statistic).toBeLessThan(149);
  });

  it('are held out at all where the share is small', () => {
    const {training, holdout} = dealt({holdout: 0.001, reserve: 0.001});
    expect([training.count, holdout.count]).toEqual([98, 1]);
  });

  it('come fresh from where the reserve was left, until it runs out', () => {
    const {fresh} = dealt({holdout: 0.2, reserve: 0.1});
    const stream = Stream.root(1);
    const all = numbersOf(fresh({size: 10, used: 0, generation: 2}, stream).data);
    const first = fresh({size: 4, used: 0, generation: 2}, stream);
    const second = fresh({size: 6, records: true, used: first.used, generation: 3}, stream);
    expect([first.used, second.used]).toEqual([4, 10]);
    expect([...numbersOf(first.data), ...numbersOf(second.data)]).toEqual(all);
    const error = errorOf(() => fresh({size: 3, used: 8, generation: 4}, stream));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('the fresh human data of numbers runs out at generation 4: 3 records are asked for, 2 are left');
  });

  it.each<[PointsSplit, string]>([
    [{holdout: 0.5, reserve: 0.5}, 'numbers has 100 records: too few to set 100 aside and train on the rest'],
    [{holdout: 0.2, reserve: 0.1, size: 71}, 'numbers has 70 records to train on after the holdout and the reserve, the sample size is 71'],
  ])('refuse %j', (split, message) => {
    const error = errorOf(() => dealt(split));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(message);
  });

  it('keep an origin that they were given', () => {
    const points = {...corpus.points, origin: Float64Array.of(3, 4)};
    const {training, holdout} = humanOfPoints(Stream.root(1), {points, name: 'moved'}, {holdout: 0.1, reserve: 0});
    expect([training.origin, holdout.origin]).toEqual([points.origin, points.origin]);
  });
});

describe('the spread of points', () => {
  it('is the mean and the trace of the covariance that a Gaussian has after its fit, with and without an origin', () => {
    const stream = Stream.root(3);
    const values = Float64Array.from({length: 60}, () => stream.float());
    for (const origin of [undefined, Float64Array.of(1, 2, 3)]) {
      const points: Points = {kind: 'points', count: 20, dimension: 3, values, ...(origin && {origin})};
      const fitted = gaussianModel({variance: 'ml'}).fit([{data: points, source: 'human'}], stream);
      const {mean, variance} = spreadOf(points);
      for (let j = 0; j < 3; j++) expect(mean[j]).toBeCloseTo(fitted.mean[j], 13);
      expect(variance).toBeCloseTo(fitted.covariance[0] + fitted.covariance[4] + fitted.covariance[8], 13);
    }
  });
});
