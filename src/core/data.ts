/**
 * What flows around the loop: records, in flat typed arrays. A world, a corpus, a sample and a training set are all made of these.
 *
 * Refuses to be a data frame: four kinds, no columns, no missing values. Arrays are shared, never changed after they are made.
 */
export type Data = Points | Categories | Rows | Text;

export const DATA_KINDS: readonly Data['kind'][] = ['points', 'categories', 'rows', 'text'];

/**
 * Points of R^d. values: (n * d,), row-major, finite. `origin`: (d,), where given, is added to every point: a collapsing Gaussian of
 * standard deviation 1e-40 around a mean of 3 keeps its spread, which 3 + 1e-40 would not. Use `absoluteValues` unless you care.
 */
export interface Points {
  readonly kind: 'points';
  readonly count: number;
  readonly dimension: number;
  readonly values: Float64Array;
  readonly origin?: Float64Array;
}

/** As an object that has all its fields itself, to be copied or stored by them: of some points the values are made when they are asked for. */
export function ownData(data: Data): Data {
  if (data.kind !== 'points' || Object.hasOwn(data, 'values')) return data;
  const {kind, count, dimension, values, origin} = data;
  return {kind, count, dimension, values, ...(origin && {origin})};
}

/** The points with their origin added: `values` itself where there is none. (n * d,) */
export function absoluteValues(points: Points): Float64Array {
  const {origin, dimension: d, values} = points;
  if (origin === undefined) return values;
  const absolute = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) absolute[i] = values[i] + origin[i % d];
  return absolute;
}

/** Draws from K outcomes. values: (n,), each in 0..K-1. */
export interface Categories {
  readonly kind: 'categories';
  readonly count: number;
  readonly categories: number;
  readonly values: Uint32Array;
}

/** Rows of a regression. x: (n * d,), row-major; y: (n,). */
export interface Rows {
  readonly kind: 'rows';
  readonly count: number;
  readonly dimension: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Documents as UTF-8 bytes. Document i is bytes[offsets[i] .. offsets[i + 1]); offsets: (n + 1,). No separators between documents. */
export interface Text {
  readonly kind: 'text';
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** Where records came from: people, or a model's sample. */
export type Source = 'human' | 'synthetic';

/**
 * One source's part of a training set. `weight`, where given, is the total weight of the part in the fit, relative to the other
 * parts' (a part of weight 3 counts three times one of weight 1, however many records each has); absent, every record weighs the same.
 * Either all parts of a training set have a weight or none has.
 */
export interface Part<D extends Data = Data> {
  readonly data: D;
  readonly source: Source;
  /** More exactly, for what results say of provenance: `original`, `fresh`, `generation 3`, `model b, generation 3`. */
  readonly origin?: string;
  readonly weight?: number;
}

/** What a model is fitted to. */
export type TrainingSet<D extends Data = Data> = readonly Part<D>[];
