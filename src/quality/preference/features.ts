/**
 * Records as features of a reward: hashed words and pairs of words for text, one for each category, coordinates and their products for points.
 *
 *   text         log(1 + count) of each bucket, to unit length         category k   1 at k
 *   points       z_j and z_j z_k, j <= k, z standardised by the records that a map is made from
 *
 * shape    n records -> n sparse rows of `columns` features
 */
import {absoluteValues, type Data, type Points} from '../../core/data.ts';
import {BUCKETS, FeatureCollector, type Rows} from '../features.ts';

export interface FeatureMap {
  readonly columns: number;
  of(data: Data): Rows;
}

/** `like`: records of the kind to come, that points are standardised by. */
export function featureMap(like: Data): FeatureMap {
  if (like.kind === 'text') return {columns: BUCKETS, of: textFeatures};
  if (like.kind === 'categories') return {columns: like.categories, of: (data) => oneHot((data as typeof like).values)};
  return pointFeatures(like as Points);
}

function textFeatures(data: Data): Rows {
  const {bytes, offsets, count} = data as Extract<Data, {kind: 'text'}>;
  const collector = new FeatureCollector();
  for (let i = 0; i < count; i++) collector.add(bytes, offsets[i], offsets[i + 1]);
  const {words} = collector.take();
  const values = words.values.map((value) => Math.log1p(value));
  for (let i = 0; i < words.count; i++) {
    let squares = 0;
    for (let k = words.offsets[i]; k < words.offsets[i + 1]; k++) squares += values[k] ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let k = words.offsets[i]; k < words.offsets[i + 1]; k++) values[k] *= scale;
  }
  return {...words, values};
}

function oneHot(categories: Uint32Array): Rows {
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
      for (let i = 0; i < n; i++) {
        let at = i * columns + d;
        for (let j = 0; j < d; j++) {
          const z = (from[i * d + j] - centre[j]) / scale[j];
          values[i * columns + j] = z;
          for (let k = 0; k <= j; k++) values[at++] = (z * (from[i * d + k] - centre[k])) / scale[k];
        }
      }
      const indices = Uint32Array.from({length: n * columns}, (_, k) => k % columns);
      return {count: n, indices, values, offsets: Uint32Array.from({length: n + 1}, (_, i) => i * columns)};
    },
  };
}

function standard(points: Points): {centre: Float64Array; scale: Float64Array} {
  const {count: n, dimension: d} = points;
  const values = absoluteValues(points);
  const centre = new Float64Array(d);
  const scale = new Float64Array(d);
  for (let i = 0; i < n * d; i++) centre[i % d] += values[i] / n;
  for (let i = 0; i < n * d; i++) scale[i % d] += (values[i] - centre[i % d]) ** 2 / n;
  return {centre, scale: scale.map((s) => Math.sqrt(s) || 1)};
}
