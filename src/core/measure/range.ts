/**
 * What each measure can be, and which bounds on it say nothing.
 *
 * A bound that no value can miss is no test: whoever judges by one must not call that a pass.
 *
 * Refuses to bound what depends on the data: entropy and support end at a number that only a vocabulary knows.
 */

/** Values lie in least..most, both ends included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

const SHARE: Range = {least: 0, most: 1};
const POSITIVE: Range = {least: 0, most: Infinity};
const ANY: Range = {least: -Infinity, most: Infinity};

const SHARES = [
  ...['humanShare', 'origin', 'reward.accuracy', 'js.between', 'accuracy', 'precision', 'recall', 'coverage', 'giniSimpson', 'js', 'tv'],
  ...['tail.retention', 'tail.mass', 'unseen', 'unknown', 'repetition', 'selfRepetition', 'selfBleu', 'share.synthetic'],
  ...['distinct.1', 'distinct.2', 'distinct.3', 'distinct.4', 'distinct.5'],
  ...['duplicates.exact', 'duplicates.near', 'duplicates.paragraphs', 'duplicates.sentences', 'synthetic'],
];
const SIGNED = ['mean', 'reward', 'reward.proxy', 'policy.kl', 'calibration', 'likelihood'];
const FROM_0 = [
  ...['humanRecords', 'comparisons', 'discarded', 'variance', 'components.sd', 'excessRisk', 'wasserstein2', 'modes', 'density'],
  ...['latent.sd', 'entropy', 'kl', 'heaps', 'bitsPerByte', 'compression', 'words', 'bytes'],
];
const FROM_1 = ['perplexity', 'sample.perplexity', 'zipf', 'support'];

const RANGES: ReadonlyMap<string, Range> = new Map([
  ...SHARES.map((name): [string, Range] => [name, SHARE]),
  ...FROM_0.map((name): [string, Range] => [name, POSITIVE]),
  ...SIGNED.map((name): [string, Range] => [name, ANY]),
  ...FROM_1.map((name): [string, Range] => [name, {least: 1, most: Infinity}]),
  // all mass on types that hold half of the reference's
  ['head.inflation', {least: 0, most: 2}],
]);

/** Undefined for a name that is no measure. */
export function rangeOf(measure: string): Range | undefined {
  return RANGES.get(measure);
}

/** A bound: exactly one of the two. */
export interface Bound {
  readonly measure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Why no value can miss the bound, as a clause; undefined where one can. */
export function saysNothing({measure, atLeast, atMost}: Bound): string | undefined {
  const {least, most} = rangeOf(measure) ?? ANY;
  if (atLeast !== undefined && atLeast <= least) return `${measure} is never below ${least}, so no value can miss a bound of ${atLeast}`;
  if (atMost !== undefined && atMost >= most) return `${measure} is never above ${most}, so no value can miss a bound of ${atMost}`;
  return undefined;
}

/** Why no value can hold the bound, as a clause; undefined where one can. */
export function neverHolds({measure, atLeast, atMost}: Bound): string | undefined {
  const {least, most} = rangeOf(measure) ?? ANY;
  if (atLeast !== undefined && atLeast > most) return `${measure} is never above ${most}, so nothing can hold a bound of ${atLeast}`;
  if (atMost !== undefined && atMost < least) return `${measure} is never below ${least}, so nothing can hold a bound of ${atMost}`;
  return undefined;
}
