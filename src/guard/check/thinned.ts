/**
 * Counts of some documents, as if others had been left out at random until a wanted number of words is left.
 *
 * A type of count c in d documents keeps d' of them, binomial with the share that is kept, and c d'/d of its count. The chance of a type
 * comes from its own hash, so that leaving a group of documents out changes little else.
 * checked  the share that is kept of types with one document to thousands (thinned.test.ts)
 */
import {pow, powerOfTwo} from '../../core/math/index.ts';
import {normalQuantile} from '../../core/stats/special.ts';
import type {Joined} from './joined.ts';

/** The documents of some groups of one side: counts and documents by joined type. (n,) each */
export interface View {
  readonly counts: Float64Array;
  readonly documents: Float64Array;
  /** All its words, sampled types or not. */
  readonly words: number;
}

export interface Thinned {
  /** (n,) */
  readonly counts: Float64Array;
  /** The sum of the counts where every type is here; else what it is in the mean. */
  readonly words: number;
}

/** Chosen: what leaves out less than one word in a thousand is not thinned. */
const ALL_BUT = 0.999;

export function thinned({counts, documents, words}: View, {low, complete}: Joined, wanted: number): Thinned {
  const share = Math.min(1, wanted / words);
  if (share > ALL_BUT) return {counts, words};
  const left = countsLeft({counts, documents}, low, share);
  return {counts: left, words: complete ? sumOf(left) : words * share};
}

/**
 * Apart from `thinned`: where the loop summed up what it left, and the function made an object of the sum, the Maglev compiler of Node 24 (V8
 * 13.6) gave several objects one number, that of the last, when it took the loop over while it ran.
 */
function countsLeft({counts, documents}: Pick<View, 'counts' | 'documents'>, low: Uint32Array, share: number): Float64Array {
  const left = new Float64Array(counts.length);
  // of the rarer answer, so that no power underflows
  const few = Math.min(share, 1 - share);
  const none = Float64Array.from({length: MOST_TRIALS + 1}, (_, d) => pow(1 - few, d));
  for (let i = 0; i < counts.length; i++) {
    const d = documents[i];
    if (d === 0) continue;
    const u = chance(low[i]);
    const kept = share === few ? binomialQuantile(d, share, {u, none}) : d - binomialQuantile(d, few, {u: 1 - u, none});
    left[i] = kept === d ? counts[i] : Math.max(kept, Math.round((counts[i] * kept) / d));
  }
  return left;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** A uniform number of (0, 1) from the hash: another mix, since the hash itself decided on the sample. */
function chance(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) >>> 0) / 0x1_0000_0000 + powerOfTwo(-33);
}

/** Chosen, for speed: powers up to it are tabled, and counts of more documents may be normal. */
const MOST_TRIALS = 256;
/** Of a variance below it a binomial of any number of trials is far from normal (by up to .1 at this one: A. Berry, C.-G. Esseen). */
const LEAST_VARIANCE = 25;

/** The smallest k with P(binomial(n, p) <= k) >= u, p <= .5; of many trials the rounded normal approximation. none: (1 - p)^d by d. */
function binomialQuantile(n: number, p: number, {u, none}: {u: number; none: Float64Array}): number {
  if (n > MOST_TRIALS && n * p * (1 - p) > LEAST_VARIANCE)
    return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normalQuantile(u))));
  let term = n > MOST_TRIALS ? pow(1 - p, n) : none[n];
  let sum = term;
  let k = 0;
  const odds = p / (1 - p);
  while (sum < u && k < n) {
    term *= ((n - k) / (k + 1)) * odds;
    sum += term;
    k++;
  }
  return k;
}
