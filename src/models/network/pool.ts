/** The parts of a training set of points or categories behind each other, each record with its weight. */
import {absoluteValues, type Categories, type Points, type TrainingSet} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {type SharedPart, sharedParts} from '../parts.ts';

export interface Pool<V> {
  /** n */
  readonly count: number;
  readonly values: V;
  /** Of each record; their mean is 1. (n,) Absent where all weigh the same. */
  readonly weights?: Float64Array;
}

/** Throws DataError where points are of several dimensions or not finite. values: (n d,), origins added */
export function pooledPoints(training: TrainingSet<Points>): Pool<Float64Array> & {readonly dimension: number} {
  const parts = sharedParts(training);
  const {dimension} = parts[0].data;
  const values = new Float64Array(countOf(parts) * dimension);
  let at = 0;
  for (const {data} of parts) {
    if (data.dimension !== dimension) throw new DataError(`points of dimension ${data.dimension} among points of dimension ${dimension}`);
    values.set(absoluteValues(data), at);
    at += data.count * dimension;
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new DataError(
      `record ${Math.floor(wrong / dimension)} of the training set has the coordinate ${values[wrong]}, wanted a number`,
      {
        next: 'Look for NaN or overflow in the records.',
      },
    );
  return {count: values.length / dimension, dimension, values, weights: weightsOf(training, parts)};
}

/** Throws DataError where draws are from several numbers of outcomes, or beyond them. values: (n,) */
export function pooledCategories(training: TrainingSet<Categories>): Pool<Uint32Array> & {readonly categories: number} {
  const parts = sharedParts(training);
  const {categories} = parts[0].data;
  const values = new Uint32Array(countOf(parts));
  let at = 0;
  for (const {data} of parts) {
    if (data.categories !== categories)
      throw new DataError(`draws from ${data.categories} outcomes among draws from ${categories}`, {
        next: 'Train on draws from one set of outcomes.',
      });
    values.set(data.values, at);
    at += data.count;
  }
  const wrong = values.findIndex((value) => value >= categories);
  if (wrong >= 0)
    throw new DataError(`record ${wrong} is outcome ${values[wrong]}, wanted 0..${categories - 1}`, {
      next: 'Raise the number of outcomes.',
    });
  return {count: values.length, categories, values, weights: weightsOf(training, parts)};
}

function countOf(parts: readonly SharedPart<Points | Categories>[]): number {
  return parts.reduce((n, {data}) => n + data.count, 0);
}

function weightsOf(training: TrainingSet, parts: readonly SharedPart<Points | Categories>[]): Float64Array | undefined {
  if (training.every(({weight}) => weight === undefined)) return undefined;
  const n = countOf(parts);
  const weights = new Float64Array(n);
  let at = 0;
  for (const {data, share} of parts) {
    weights.fill((share * n) / data.count, at, at + data.count);
    at += data.count;
  }
  return weights;
}
