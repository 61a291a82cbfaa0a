/**
 * `words` by quantile: the words of the document at a share q of all, ordered by length.
 *
 *   low, high   the quantiles at the ends of the interval of a share q, of as many records as the error of F(value) stands for
 *
 * A quantile jumps from one whole number to another when a group is left out, so a jackknife of it says nothing; one of the share of
 * documents below it does.
 *
 * edge     undefined for fewer documents than have one on either side of the quantile with 97.5%: 72 for the 5% and the 95%, 13 for quarters
 * source   R. S. Woodruff, Journal of the American Statistical Association 47, 1952; E. L. Korn, B. I. Graubard, 1998 (the interval of the share)
 */
import {log} from '../../core/math/index.ts';
import {GROUPS} from '../../core/sketch/kernel.ts';
import {bucketOf, QUANTILE_BUCKETS, type QuantileSketch} from '../../core/sketch/quantiles.ts';
import {jackknifeError} from '../../core/stats/jackknife.ts';
import type {Profile} from '../profile/profile.ts';
import type {Comparison} from './comparison.ts';
import {binomialEnds, type ComparedReading, countOf, type Estimated, TAIL} from './reading.ts';

export function wordsQuantile({candidate, reference}: Comparison, share: number): ComparedReading | undefined {
  const own = quantileOf(candidate, share);
  const expected = quantileOf(reference, share);
  return own && {...own, ...(expected && {expected})};
}

/** Documents of which, with 97.5%, at least one lies beyond the quantile on either side. */
export const leastFor = (share: number): number => Math.ceil(log(TAIL) / log(Math.max(share, 1 - share)));

function quantileOf({sketches: {documentWords}, totals: {documents}}: Profile, share: number): Estimated | undefined {
  const value = documentWords.quantile(share);
  if (value === undefined) return undefined;
  const counts = below(documentWords, value);
  const filled = Array.from({length: GROUPS}, (_, group) => group).filter((group) => documents[group] > 0);
  const sum = (values: Float64Array, without = -1): number => filled.reduce((all, g) => all + (g === without ? 0 : values[g]), 0);
  const units = sum(documents);
  const at = sum(counts) / units;
  const degrees = Math.max(1, filled.length - 1);
  const error =
    filled.length < 2
      ? 0
      : jackknifeError(
          at,
          filled.map((g) => sum(counts, g) / sum(documents, g)),
          filled.map((g) => documents[g]),
        );
  // an error below that of documents drawn one by one is luck
  const n = Math.min(units, countOf({value: at, standardError: error, degrees, units}));
  if (n < leastFor(share)) return undefined;
  const ends = binomialEnds(share, n);
  const interval = {low: documentWords.quantile(ends.low)!, high: documentWords.quantile(ends.high)!};
  // a quarter: an interval of 95% has about two standard errors on either side
  return {value, standardError: (interval.high - interval.low) / 4, degrees, interval};
}

/** Documents of each group with at most `value` words, those of its bucket by half: (GROUPS,) */
function below({counts}: QuantileSketch, value: number): Float64Array {
  const last = bucketOf(Math.floor(value));
  return Float64Array.from({length: GROUPS}, (_, group) => {
    let sum = counts[group * QUANTILE_BUCKETS + last] / 2;
    for (let bucket = 0; bucket < last; bucket++) sum += counts[group * QUANTILE_BUCKETS + bucket];
    return sum;
  });
}
