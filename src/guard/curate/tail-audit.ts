/**
 * The tail audit: what each step of a curation cost the tail of a human reference, from profiles of what is left after each step.
 *
 *   tail.retention   of the reference's rarest words, which together hold 10% of it, the share that occurs in what is left: all of what is
 *                    left, sizes as they are
 *   loss             tail.retention before the step less that after it
 *   randomLoss       what it would have lost had it dropped as many records at random, with the 95% range of such draws
 *
 * Besides, `check`'s own readings, all at one equal size: whether what is left is made otherwise, however much of it there is.
 *
 * law      a draw without replacement that keeps the share q: mean by thinning (linear.ts); variance (1 - q)/q times the jackknife's, that
 *          is q (1 - q) sum (a_j - a)^2 with a_j what record j adds, read off 16 groups of records, and for words of several records
 *          what such sums leave out, g (1 - g) - d q (1 - q)^(2d - 1) with g = (1 - q)^d, as if words were independent
 * edge     where profiles hold every word the values are counted, and their intervals are the values; else types are a sample of types
 * checked  against plain counts, and against random draws
 */
import {pow, square} from '../../core/math/index.ts';
import {studentQuantile} from '../../core/stats/regularized.ts';
import {BLOCK_DEGREES} from '../check/blocks.ts';
import {ALL_GROUPS, Comparison, LEAST_GROUPS, together} from '../check/comparison.ts';
import {presence, samplingError} from '../check/linear.ts';
import {measureNamed} from '../check/measures.ts';
import {intervalOf, TAIL} from '../check/reading.ts';
import {LINEAR} from '../check/type-measures.ts';
import type {Interval} from '../check-report.ts';
import {type Profile, totalOf} from '../profile/profile.ts';

/** What is left at a point of a curation. The first has no step: the data as it came. */
export interface Stage {
  readonly step?: string;
  readonly profile: Profile;
}

export interface StageAudit {
  readonly step?: string;
  readonly records: number;
  readonly words: number;
  /** Absent with `reason`. */
  readonly 'tail.retention'?: Interval;
  readonly loss?: Interval;
  readonly randomLoss?: Interval;
  /** By how often the reference has the word. */
  readonly bands?: readonly {readonly band: string; readonly value: number}[];
  readonly atEqualSize: Readonly<Record<string, Interval>>;
  readonly reason?: string;
}

export interface TailAudit {
  readonly reference: {readonly documents: number; readonly words: number};
  /** Words to which sizes are equalised in `atEqualSize`. */
  readonly equalWords: number;
  readonly stages: readonly StageAudit[];
}

export const EQUAL_SIZE_MEASURES = ['tail.retention', 'tail.mass', 'head.inflation', 'unseen'] as const;

export function auditTail(reference: Profile, stages: readonly Stage[]): TailAudit {
  // of the parts that the reference is cut into the tail depends: they are those of the smallest stage, for all of them
  const share = Math.min(
    Infinity,
    ...stages
      .filter(({profile}) => new Comparison(reference, profile).tooSmall() === undefined)
      .map(({profile}) => totalOf(profile, 'words') / Math.max(1, totalOf(reference, 'words'))),
  );
  const comparisons = stages.map(({profile}) => new Comparison(reference, profile, {share}));
  const sized = comparisons.filter((comparison) => comparison.tooSmall() === undefined);
  const equalWords = sized.length === 0 ? 0 : Math.min(...sized.map((comparison) => comparison.equalWords));
  const coverages = comparisons.map(coverageOf);
  // a step that drops nothing leaves the very profile that it got
  const known = new Map<Profile, Record<string, Interval>>();
  const measureOnce = (profile: Profile): Record<string, Interval> => {
    const read = known.get(profile) ?? readings(reference, profile, {words: equalWords, share});
    known.set(profile, read);
    return read;
  };
  return {
    reference: {documents: totalOf(reference, 'documents'), words: totalOf(reference, 'words')},
    equalWords,
    stages: stages.map(({step, profile}, i) => ({
      ...(step !== undefined && {step}),
      ...{records: totalOf(profile, 'documents'), words: totalOf(profile, 'words')},
      ...coverageAudit(coverages[i], i === 0 ? undefined : {coverage: coverages[i - 1], comparison: comparisons[i - 1]}, profile),
      atEqualSize: measureOnce(profile),
    })),
  };
}

/** Retention at the size that there is. */
interface Coverage {
  readonly value: number;
  readonly standardError: number;
  readonly bands: readonly {readonly band: string; readonly value: number}[];
  /** (n,) of the joined types: what each adds where it is present. */
  readonly coefficient: Float64Array;
}

function coverageOf(comparison: Comparison): Coverage | undefined {
  const joined = comparison.joinedTypes('words');
  const a = comparison.view('words', 'reference', ALL_GROUPS);
  const view = comparison.view('words', 'candidate', ALL_GROUPS);
  const own = LINEAR.tailRetention.whole!({a, b: a}, joined);
  const coefficient = own.map((value, i) => value * joined.weight[i]);
  const present = view.documents.map((documents) => (documents > 0 ? 1 : 0));
  const value = dot(coefficient, present);
  if (!Number.isFinite(value)) return undefined;
  const banded = LINEAR.tailRetention.bands!({a, b: a}, joined);
  const sums = new Float64Array(banded.names.length);
  for (let i = 0; i < present.length; i++) if (banded.of[i] >= 0) sums[banded.of[i]] += present[i] * joined.weight[i];
  return {
    ...{value, coefficient, standardError: samplingError(joined, coefficient, present)},
    bands: banded.names.map((band, k) => ({band, value: sums[k] * banded.coefficient[k]})),
  };
}

interface Before {
  readonly coverage?: Coverage;
  readonly comparison: Comparison;
}

function coverageAudit(coverage: Coverage | undefined, before: Before | undefined, profile: Profile): Partial<StageAudit> {
  if (coverage === undefined) return {reason: 'the reference has no words to speak of a tail'};
  const own = {'tail.retention': shareAround(coverage.value, coverage.standardError, BLOCK_DEGREES), bands: coverage.bands};
  if (before?.coverage === undefined) return own;
  const loss = before.coverage.value - coverage.value;
  // both are read off nearly the same types, so this errs on the wide side
  const error = together(before.coverage.standardError, coverage.standardError);
  const random = randomDrop(before.comparison, before.coverage, totalOf(profile, 'documents'));
  return {
    ...own,
    loss: around(loss, error, BLOCK_DEGREES),
    ...(random && {randomLoss: lossOf(before.coverage.value, random)}),
  };
}

const lossOf = (before: number, {value, low, high}: Interval): Interval => ({
  value: before - value,
  low: before - high,
  high: before - low,
});

/** Retention if only so many of the records had been kept, drawn at random. */
export function randomDrop(comparison: Comparison, {coefficient}: Pick<Coverage, 'coefficient'>, kept: number): Interval | undefined {
  const share = kept / totalOf(comparison.candidate, 'documents');
  const read = (groups: number): number => {
    const view = comparison.view('words', 'candidate', groups);
    return dot(coefficient, presence(view, share * view.words));
  };
  const value = read(ALL_GROUPS);
  if (share >= 1) return {value, low: value, high: value};
  if (share <= 0 || comparison.groups.length < LEAST_GROUPS) return undefined;
  const spread = comparison.candidateError(value, comparison.eachWithout(read));
  const rest = beyondSums(coefficient, comparison.view('words', 'candidate', ALL_GROUPS).documents, share);
  return shareAround(value, Math.sqrt(((1 - share) / share) * square(spread) + rest), comparison.degrees);
}

/** Variance of presences that no sum over records shows. */
function beyondSums(coefficient: Float64Array, documents: Float64Array, share: number): number {
  let variance = 0;
  for (let i = 0; i < coefficient.length; i++) {
    const d = documents[i];
    if (coefficient[i] === 0 || d < 2) continue;
    const gone = pow(1 - share, d);
    variance += square(coefficient[i]) * Math.max(0, gone * (1 - gone) - d * share * pow(1 - share, 2 * d - 1));
  }
  return variance;
}

export const coverage = (reference: Profile, candidate: Profile): Coverage | undefined => coverageOf(new Comparison(reference, candidate));

function readings(reference: Profile, profile: Profile, {words, share}: {words: number; share: number}): Record<string, Interval> {
  if (words === 0) return {};
  const comparison = new Comparison(reference, profile, {words, share});
  if (comparison.tooSmall() !== undefined || comparison.equalWords < words) return {};
  return Object.fromEntries(
    EQUAL_SIZE_MEASURES.flatMap((measure) => {
      const read = measureNamed(comparison, measure, {bands: false});
      if (read.kind === 'undefined') return [];
      const [reading] = read.readings;
      return [[measure, {value: reading.value, ...intervalOf(reading, reading)}]];
    }),
  );
}

function around(value: number, standardError: number, degrees: number): Interval {
  const reach = standardError === 0 ? 0 : studentQuantile(1 - TAIL, degrees) * standardError;
  return {value, low: value - reach, high: value + reach};
}

function shareAround(value: number, standardError: number, degrees: number): Interval {
  const {low, high} = around(value, standardError, degrees);
  return {value, low: Math.max(0, low), high: Math.min(1, high)};
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** What a limit on the loss of any one step says of an audit. Undefined values are never within it. */
export function judgeLoss({stages}: TailAudit, most: number): {verdict: 'pass' | 'fail' | 'inconclusive'; reason: string} {
  const steps = stages.slice(1);
  const before = stages[0]['tail.retention'];
  if (before !== undefined && before.high <= most)
    return {
      verdict: 'inconclusive',
      reason: `the data had ${before.value.toFixed(4)} of the reference's tail to begin with, so no step can cost more than ${most}`,
    };
  const named = (list: readonly StageAudit[]): string =>
    list.map(({step, loss}) => `${step}${loss ? ` (${loss.value.toFixed(4)})` : ''}`).join(', ');
  const over = steps.filter(({loss}) => loss !== undefined && loss.low > most);
  if (over.length > 0) return {verdict: 'fail', reason: `costs more than ${most} of the reference's tail: ${named(over)}`};
  const unclear = steps.filter(({loss}) => loss === undefined || !(loss.high <= most));
  if (unclear.length > 0)
    return {verdict: 'inconclusive', reason: `cannot tell whether it costs more than ${most} of the tail: ${named(unclear)}`};
  return {verdict: 'pass', reason: `no step costs more than ${most} of the reference's tail`};
}
