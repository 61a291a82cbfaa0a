/**
 * Records that repeat an earlier one, over all records: exactly, or nearly (a Jaccard index of word 3-grams of at least NEAR).
 *
 * A profile that kept every document is counted: the interval is the value. Else documents are weighed by the chance that they were kept,
 * and the interval is that of a ratio over clusters of documents that repeat one another.
 *
 * edge     for near ones, a document without words repeats nothing; exact copies are near ones too
 * cost     O(documents kept), each compared with at most CANDIDATES that share one of its smallest hashes
 * checked  against duplicates planted in known numbers (test/guard.test.ts), and against the lab's count of all records (test/lab-and-guard.test.ts)
 */

import {pow, square} from '../../core/math/index.ts';
import {inAllGroups} from '../../core/sketch/group-counts.ts';
import {SketchTable} from '../../core/sketch/sketch-table.ts';
import {samplingRate} from '../../core/sketch/type-sample.ts';
import type {NearEntry, Profile} from '../profile/profile.ts';
import type {Estimated} from './reading.ts';

/** Said in docs/check.md. */
export const NEAR = 0.5;
/**
 * Hashes of a sketch that documents are looked up by, and documents compared for each. Chosen: two documents with NEAR in common share none of
 * the 16 smallest hashes less than once in 65,000 times; the cap bounds the cost where very many documents are alike.
 */
const LOOKED_UP = 16;
const CANDIDATES = 24;

/** Undefined where there is no document. */
export function exactDuplicateShare({documents}: Profile): Estimated | undefined {
  const weight = 1 / samplingRate(documents);
  const clusters: Cluster[] = [];
  for (let i = 0; i < documents.size; i++) {
    const copies = inAllGroups(documents, 'counts', i);
    clusters.push({records: copies * weight, repeats: (copies - 1) * weight});
  }
  return ratio(clusters, documents.complete);
}

interface Cluster {
  records: number;
  repeats: number;
}

/** Sum of repeats over sum of records, linearised over clusters. */
function ratio(clusters: readonly Cluster[], complete: boolean): Estimated | undefined {
  let records = 0;
  let repeats = 0;
  for (const cluster of clusters) {
    records += cluster.records;
    repeats += cluster.repeats;
  }
  if (records === 0) return undefined;
  const value = repeats / records;
  let squares = 0;
  for (const cluster of clusters) squares += square(cluster.repeats - value * cluster.records);
  if (complete) return {value, standardError: 0, degrees: Infinity};
  return {value, standardError: Math.sqrt(squares) / records, degrees: Math.max(1, clusters.length - 1), units: clusters.length};
}

export function nearDuplicateShare({near}: Profile): Estimated | undefined {
  const {entries, threshold} = near;
  const tau = threshold === undefined ? 1 : (threshold[0] + 1) / 0x1_0000_0000;
  const {cluster, seen} = clustersOf(entries, tau);
  const sums = new Map<number, Cluster>();
  entries.forEach((entry, i) => {
    const weight = entry.copies / chanceOf(entry.distinct, tau);
    const of = sums.get(cluster[i]) ?? {records: 0, repeats: 0};
    sums.set(cluster[i], of);
    of.records += weight;
    of.repeats += weight * (1 - 1 / (entry.copies + seen[i]));
  });
  return ratio([...sums.values()], threshold === undefined);
}

/** The chance that a document with so many different 3-grams is kept: that the smallest of their hashes is below tau. */
const chanceOf = (distinct: number, tau: number): number => (tau === 1 ? 1 : 1 - pow(1 - tau, distinct));

/** For each document its cluster, and how many other records are like it, each counted for as many as it stands for. */
function clustersOf(entries: readonly NearEntry[], tau: number): {cluster: Int32Array; seen: Float64Array} {
  const cluster = Int32Array.from(entries, (_, i) => i);
  const root = (i: number): number => {
    while (cluster[i] !== i) i = cluster[i] = cluster[cluster[i]];
    return i;
  };
  const seen = new Float64Array(entries.length);
  const {documents, from, to} = candidatesOf(entries);
  const sketches = new SketchTable(entries.map(({sketch}) => sketch));
  /** The last document that each was compared with, so that no pair is compared twice. */
  const compared = new Int32Array(entries.length).fill(-1);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    for (let h = LOOKED_UP * i; h < LOOKED_UP * (i + 1); h++) {
      for (let c = from[h]; c < to[h]; c++) {
        const j = documents[c];
        if (compared[j] === i) continue;
        compared[j] = i;
        const like = sketches.jaccard(i, j, NEAR);
        if (like < NEAR) continue;
        seen[i] += entries[j].copies / chanceOfOther(entry, entries[j], like, tau);
        seen[j] += entry.copies / chanceOfOther(entries[j], entry, like, tau);
        cluster[root(i)] = root(j);
      }
    }
  }
  const sizes = new Float64Array(entries.length);
  for (let i = 0; i < entries.length; i++) {
    cluster[i] = root(i);
    sizes[cluster[i]] += entries[i].copies;
  }
  // in a chain of likenesses, or where comparisons were capped, a document is in a larger cluster than it was compared with
  for (let i = 0; i < entries.length; i++) seen[i] = Math.max(seen[i], sizes[cluster[i]] - entries[i].copies);
  return {cluster, seen};
}

/**
 * For each document and each of its smallest hashes the first CANDIDATES documents before it that have that hash too. documents: all of them by
 * hash; from, to: where among those they are. (LOOKED_UP n,)
 */
function candidatesOf(entries: readonly NearEntry[]): {documents: Int32Array; from: Int32Array; to: Int32Array} {
  const places = LOOKED_UP * entries.length;
  const keys = new Float64Array(places);
  let n = 0;
  entries.forEach(({sketch}, i) => {
    for (let h = 0; h < Math.min(LOOKED_UP, sketch.length); h++) keys[n++] = sketch[h] * places + LOOKED_UP * i + h;
  });
  const sorted = keys.subarray(0, n).sort();
  const documents = new Int32Array(n);
  const from = new Int32Array(places);
  const to = new Int32Array(places);
  let last = -1;
  let start = 0;
  for (let k = 0; k < n; k++) {
    const hash = Math.floor(sorted[k] / places);
    if (hash !== last) start = k;
    last = hash;
    const place = sorted[k] - hash * places;
    documents[k] = Math.floor(place / LOOKED_UP);
    from[place] = start;
    to[place] = Math.min(k, start + CANDIDATES);
  }
  return {documents, from, to};
}

/** The chance that `other` is kept, given that `one` is: both are where a hash that they share is small enough. */
function chanceOfOther(one: NearEntry, other: NearEntry, like: number, tau: number): number {
  if (tau === 1) return 1;
  const shared = Math.min(one.distinct, other.distinct, ((one.distinct + other.distinct) * like) / (1 + like));
  const rest = (count: number): number => 1 - pow(1 - tau, Math.max(0, count - shared));
  const both = 1 - pow(1 - tau, shared) * (1 - rest(one.distinct) * rest(other.distinct));
  return Math.min(1, both / chanceOf(one.distinct, tau));
}
