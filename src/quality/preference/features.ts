/**
 * Records as features of a reward: hashed words and pairs of words of text, beside its length and repetition; one for each category;
 * coordinates and their products for points.
 *
 *   text         log(1 + count) of each bucket, to length LENGTH; z of log(1 + words), z of repetition, each within -MOST .. MOST
 *   category k   1 at k
 *   points       z_j and z_j z_k, j <= k, z within -FARTHEST_Z .. FARTHEST_Z: what a model that widens draws stays a number of float32
 *
 * z is standardised by the records that a map is made from. With weights of variance 1 (strength 1 of a reward model) the rewards of two
 * records of any kind differ by a few units before anything is asked: LENGTH is chosen for that, by held-out accuracy (bench/preference.ts).
 *
 * shape    n records -> n sparse rows of `columns` features
 */

import {absoluteValues, type Data, type Points, type Text} from '../../core/data.ts';
import {log1p, square} from '../../core/math/index.ts';
import {DocumentScan} from '../document-scan.ts';
import {FEATURE_BUCKETS, FeatureCollector, type SparseRows} from '../features.ts';

/** Of a row, about. */
export const LENGTH = 3;
/** Of a standardised value. */
export const MOST = 4;
/** Of a standardised coordinate. */
const FARTHEST_Z = 1e6;

export interface FeatureMap {
  readonly columns: number;
  of(data: Data): SparseRows;
}

/** `like`: records of the kind to come, that points are standardised by. */
export function featureMap(like: Data): FeatureMap {
  if (like.kind === 'text') return textFeatures(like);
  if (like.kind === 'categories') return {columns: like.categories, of: (data) => oneHot((data as typeof like).values)};
  return pointFeatures(like as Points);
}

function textFeatures(like: Text): FeatureMap {
  const scan = new DocumentScan();
  const scales = measuresOf(like, scan).map((values) => standard({kind: 'points', count: like.count, dimension: 1, values}));
  const z = (values: Float64Array, {centre, scale}: (typeof scales)[number]) =>
    values.map((value) => Math.max(-MOST, Math.min(MOST, (value - centre[0]) / scale[0])));
  return {
    columns: FEATURE_BUCKETS + scales.length,
    of(data) {
      const text = data as Text;
      const measures = measuresOf(text, scan).map((values, i) => z(values, scales[i]));
      return withColumns(unitRows(wordRows(text)), measures);
    },
  };
}

/** log(1 + words) and repetition of each document. */
function measuresOf({bytes, offsets, count}: Text, scan: DocumentScan): Float64Array[] {
  const words = new Float64Array(count);
  const repetition = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    scan.read(bytes, offsets[i], offsets[i + 1]);
    words[i] = log1p(scan.words);
    repetition[i] = scan.repetition;
  }
  return [words, repetition];
}

/** Words and pairs of words. */
function wordRows({bytes, offsets, count}: Text): SparseRows {
  const collector = new FeatureCollector({runs: false});
  for (let i = 0; i < count; i++) collector.add(bytes, offsets[i], offsets[i + 1]);
  return collector.take().grams;
}

/** log(1 + count), to length LENGTH. */
function unitRows({count, indices, values: counts, offsets}: SparseRows): SparseRows {
  const values = counts.map((value) => log1p(value));
  for (let i = 0; i < count; i++) {
    let squares = 0;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) squares += square(values[k]);
    const scale = squares > 0 ? LENGTH / Math.sqrt(squares) : 0;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) values[k] *= scale;
  }
  return {count, indices, values, offsets};
}

/** Rows with further columns after the buckets, a value a row each. */
function withColumns({count, indices, values, offsets}: SparseRows, columns: readonly Float64Array[]): SparseRows {
  const more = columns.length;
  const into = {indices: new Uint32Array(indices.length + count * more), values: new Float32Array(indices.length + count * more)};
  const starts = Uint32Array.from(offsets, (offset, i) => offset + i * more);
  for (let i = 0; i < count; i++) {
    into.indices.set(indices.subarray(offsets[i], offsets[i + 1]), starts[i]);
    into.values.set(values.subarray(offsets[i], offsets[i + 1]), starts[i]);
    const end = starts[i + 1] - more;
    columns.forEach((column, c) => {
      into.indices[end + c] = FEATURE_BUCKETS + c;
      into.values[end + c] = column[i];
    });
  }
  return {count, indices: into.indices, values: into.values, offsets: starts};
}

function oneHot(categories: Uint32Array): SparseRows {
  const n = categories.length;
  return {
    count: n,
    indices: categories,
    values: new Float32Array(n).fill(1),
    offsets: Uint32Array.from({length: n + 1}, (_, i) => i),
  };
}

function pointFeatures(like: Points): FeatureMap {
  const d = like.dimension;
  const {centre, scale} = standard(like);
  const columns = d + (d * (d + 1)) / 2;
  return {
    columns,
    of(data) {
      const n = data.count;
      const from = absoluteValues(data as Points);
      const values = new Float32Array(n * columns);
      const z = new Float64Array(d);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < d; j++) z[j] = Math.max(-FARTHEST_Z, Math.min(FARTHEST_Z, (from[i * d + j] - centre[j]) / scale[j]));
        let at = i * columns + d;
        for (let j = 0; j < d; j++) {
          values[i * columns + j] = z[j];
          for (let k = 0; k <= j; k++) values[at++] = z[j] * z[k];
        }
      }
      const indices = Uint32Array.from({length: n * columns}, (_, k) => k % columns);
      return {count: n, indices, values, offsets: Uint32Array.from({length: n + 1}, (_, i) => i * columns)};
    },
  };
}

/** Mean and standard deviation of each coordinate; 1 where there is none. */
export function standard(points: Points): {centre: Float64Array; scale: Float64Array} {
  const {count: n, dimension: d} = points;
  const values = absoluteValues(points);
  const centre = new Float64Array(d);
  const scale = new Float64Array(d);
  for (let i = 0; i < n * d; i++) centre[i % d] += values[i] / n;
  for (let i = 0; i < n * d; i++) scale[i % d] += square(values[i] - centre[i % d]) / n;
  return {centre, scale: scale.map((s) => Math.sqrt(s) || 1)};
}
