/**
 * From counts of hashed features to the vectors that the classifiers see.
 *
 *   document   x_f = sqrt(n_f / n) idf_f          (square roots: the Hellinger geometry of proportions), scaled to a mean length of 1
 *   sentence   x_f = (1 + ln n_f) idf_f / |.|
 *
 * shape    columns: the buckets that at least LEAST_DOCUMENTS reference documents have, numbered 0 .. columns - 1
 * edge     a row without any known bucket is empty: its score is the intercept
 * checked  bench/share-curve.ts, by what classifiers of these vectors find (docs/share.md)
 */
import {grown} from '../../core/grown.ts';
import {log} from '../../core/math/index.ts';
import {FEATURE_BUCKETS, type SparseRows} from '../../quality/features.ts';
import type {SentenceCorpus} from './sentences.ts';

/** Chosen: what fewer documents have says who wrote them, not what. */
const LEAST_DOCUMENTS = 3;
/** Chosen for the cost: units whose mean length is brought to 1. */
const SCALED_BY = 40;

export interface Weighting {
  readonly columns: number;
  /** (BUCKETS,) column of a bucket, -1 where it is not used. */
  readonly column: Int32Array;
  /** (columns,) weight of a column. */
  readonly idf: Float64Array;
  /** What document vectors are multiplied by. */
  readonly scale: number;
}

export function weightingOf(references: readonly SentenceCorpus[]): Weighting {
  const units = references.reduce((sum, corpus) => sum + corpus.units, 0);
  const frequency = new Uint32Array(FEATURE_BUCKETS);
  for (const corpus of references) addDocumentFrequencies(corpus, corpus.grams, frequency);
  const column = new Int32Array(FEATURE_BUCKETS).fill(-1);
  const idf: number[] = [];
  for (let bucket = 0; bucket < FEATURE_BUCKETS; bucket++) {
    if (frequency[bucket] < LEAST_DOCUMENTS) continue;
    column[bucket] = idf.length;
    idf.push(1 + log((1 + units) / (1 + frequency[bucket])));
  }
  const unscaled = {columns: idf.length, column, idf: Float64Array.from(idf), scale: 1};
  return {...unscaled, scale: scaleOf(references[0], unscaled)};
}

/** Brings the vectors of some units to a mean squared length of 1. */
function scaleOf(corpus: SentenceCorpus, unscaled: Weighting): number {
  const some = Math.min(corpus.units, SCALED_BY);
  const step = corpus.units / some;
  const {values} = composedRows(corpus, unscaled, (i) => sentencesOf(corpus, Math.floor(i * step)), some);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] * values[i];
  return squares > 0 ? Math.sqrt(some / squares) : 1;
}

/** Adds to `frequency` the number of documents that have each bucket of `rows`. Units of a document stand together. */
export function addDocumentFrequencies({units, offsets, group}: SentenceCorpus, rows: SparseRows, frequency: Uint32Array): void {
  const last = new Int32Array(frequency.length).fill(-1);
  for (let u = 0; u < units; u++) {
    const document = group[u];
    for (let i = rows.offsets[offsets[u]], end = rows.offsets[offsets[u + 1]]; i < end; i++) {
      const bucket = rows.indices[i];
      if (last[bucket] === document) continue;
      last[bucket] = document;
      frequency[bucket]++;
    }
  }
}

/** Vectors of sentences, a row each. */
export function sentenceRows({grams}: SentenceCorpus, {column, idf}: Weighting): SparseRows {
  const indices = new Uint32Array(grams.indices.length);
  const values = new Float32Array(grams.indices.length);
  const offsets = new Uint32Array(grams.count + 1);
  let used = 0;
  for (let s = 0; s < grams.count; s++) {
    const start = used;
    let squares = 0;
    for (let i = grams.offsets[s]; i < grams.offsets[s + 1]; i++) {
      const at = column[grams.indices[i]];
      if (at < 0) continue;
      const value = (grams.values[i] === 1 ? 1 : 1 + log(grams.values[i])) * idf[at];
      indices[used] = at;
      values[used++] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = start; i < used; i++) values[i] *= scale;
    offsets[s + 1] = used;
  }
  return {count: grams.count, indices: indices.slice(0, used), values: values.slice(0, used), offsets};
}

/** Vectors of units, a row each. */
export function unitRows(corpus: SentenceCorpus, weighting: Weighting): SparseRows {
  return composedRows(corpus, weighting, (u) => sentencesOf(corpus, u), corpus.units);
}

/** Vectors of `count` units that are put together from sentences of `corpus`. */
export function composedRows(
  {grams}: SentenceCorpus,
  {columns, column, idf, scale}: Weighting,
  sentencesOf: (document: number) => ArrayLike<number>,
  count: number,
): SparseRows {
  const out = {indices: new Uint32Array(1 << 14), values: new Float32Array(1 << 14), used: 0};
  const offsets = new Uint32Array(count + 1);
  const counts = new Float64Array(columns);
  const touched = new Uint32Array(columns);
  for (let d = 0; d < count; d++) {
    const sentences = sentencesOf(d);
    let used = 0;
    let total = 0;
    for (let k = 0; k < sentences.length; k++) {
      for (let i = grams.offsets[sentences[k]], end = grams.offsets[sentences[k] + 1]; i < end; i++) {
        total += grams.values[i];
        const at = column[grams.indices[i]];
        if (at < 0) continue;
        if (counts[at] === 0) touched[used++] = at;
        counts[at] += grams.values[i];
      }
    }
    makeRoom(out, used);
    for (let k = 0; k < used; k++) {
      const at = touched[k];
      out.indices[out.used] = at;
      out.values[out.used++] = Math.sqrt(counts[at] / total) * idf[at] * scale;
      counts[at] = 0;
    }
    offsets[d + 1] = out.used;
  }
  return {count, indices: out.indices.slice(0, out.used), values: out.values.slice(0, out.used), offsets};
}

function makeRoom(out: {indices: Uint32Array; values: Float32Array; used: number}, more: number): void {
  if (out.used + more <= out.indices.length) return;
  const size = 2 * Math.max(out.indices.length, out.used + more);
  out.indices = grown(out.indices, size);
  out.values = grown(out.values, size);
}

function sentencesOf({offsets}: SentenceCorpus, u: number): Uint32Array {
  const list = new Uint32Array(offsets[u + 1] - offsets[u]);
  for (let i = 0; i < list.length; i++) list[i] = offsets[u] + i;
  return list;
}
