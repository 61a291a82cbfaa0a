/** Every measure that `check` knows, by name: readings of a candidate beside a reference, the one without band first. */
import {LEAST_WORDS} from '../../core/measure/heaps.ts';
import {named} from '../../core/measure/named.ts';
import {QUANTILES} from '../../core/measure/quantile-readings.ts';
import {ANY, FROM_0, FROM_1, type Range, SHARE} from '../../core/measure/range.ts';
import {FREQUENT_SHARE} from '../../core/measure/type-reference.ts';
import type {Comparison} from './comparison.ts';
import {type Direct, readDirect} from './direct.ts';
import {entropy, giniSimpson, js, kl, support, tv, unseen, zipf} from './direct-measures.ts';
import {exactDuplicates, nearDuplicates} from './duplicates.ts';
import {type Linear, readLinear} from './linear.ts';
import {distinct, documentCompression, heaps, type Own, readOwn, repeated, repetition, selfRepetition, words} from './own-measures.ts';
import {wordsQuantile} from './quantile-measure.ts';
import type {Estimated, Reading} from './reading.ts';
import {calibration, headInflation, tailMass, tailRetention} from './type-measures.ts';

/** How a measure is read, and what its values can be. */
interface CheckMeasure {
  readonly name: string;
  readonly range: Range;
  read(comparison: Comparison, options: {readonly bands: boolean}): Reading[];
  /** Why it has no reading, where it has none. */
  readonly why?: string;
  /** Whether it is read whatever the size of the corpora. */
  readonly isShare?: boolean;
}

type Description = Pick<CheckMeasure, 'why'>;

const linear = (name: string, range: Range, how: Linear): CheckMeasure => ({
  name,
  range,
  read: (comparison, options) => readLinear(comparison, 'words', how, options),
});
const direct = (name: string, range: Range, how: Direct, more: Description = {}): CheckMeasure => ({
  name,
  range,
  read: (comparison) => present(readDirect(comparison, 'words', how)),
  ...more,
});
const own = (name: string, range: Range, how: Own, more: Description = {}): CheckMeasure => ({
  name,
  range,
  read: (comparison) => present(readOwn(comparison, how)),
  ...more,
});
const share = (name: string, how: (profile: Comparison['candidate']) => Estimated | undefined): CheckMeasure => ({
  name,
  range: SHARE,
  isShare: true,
  read: (comparison) => readShare(comparison, how),
  why: 'the candidate has no document with words',
});

/** In the order of reports. */
const MEASURES: readonly CheckMeasure[] = [
  linear('tail.retention', SHARE, tailRetention),
  linear('tail.mass', SHARE, tailMass),
  linear('head.inflation', {least: 0, most: 1 / FREQUENT_SHARE}, headInflation),
  linear('calibration.halves', ANY, calibration),
  direct('entropy', FROM_0, entropy),
  direct('giniSimpson', SHARE, giniSimpson),
  direct('support', FROM_1, support),
  direct('js', SHARE, js),
  direct('tv', SHARE, tv),
  direct('kl', FROM_0, kl, {why: 'infinite: the candidate has words that the reference lacks'}),
  direct('unseen', SHARE, unseen),
  direct('zipf', FROM_1, zipf),
  ...[1, 2, 3, 4, 5].map((n) => own(`distinct.${n}`, SHARE, distinct(n))),
  own('heaps', FROM_0, heaps, {why: `fewer than ${LEAST_WORDS} words at equal size`}),
  own('repetition', SHARE, repetition),
  own('selfRepetition', SHARE, selfRepetition),
  own('compression.document', FROM_0, documentCompression, {why: 'a profile was made without a compressor'}),
  own('duplicates.paragraphs', SHARE, repeated('paragraphs')),
  own('duplicates.sentences', SHARE, repeated('sentences')),
  share('duplicates.exact', exactDuplicates),
  share('duplicates.near', nearDuplicates),
  {name: 'words', range: FROM_0, read: readWords},
];

const BY_NAME: ReadonlyMap<string, CheckMeasure> = new Map(MEASURES.map((measure) => [measure.name, measure]));

export const CHECK_MEASURES: readonly string[] = MEASURES.map(({name}) => name);

/** What the values of a measure can be; undefined for a name that is none. */
export const rangeOf = (measure: string): Range | undefined => BY_NAME.get(measure)?.range;

export type Read =
  | {readonly kind: 'readings'; readonly readings: readonly Reading[]}
  | {readonly kind: 'undefined'; readonly reason: string};

/** Throws ConfigError on a name that is not one of CHECK_MEASURES; never for what the data are: too little of it is a reason. */
export function readMeasure(comparison: Comparison, name: string, {bands = true}: {bands?: boolean} = {}): Read {
  const [measure] = named(MEASURES, [name]);
  const reason = measure.isShare ? undefined : comparison.tooSmall();
  if (reason !== undefined) return {kind: 'undefined', reason};
  const readings = measure.read(comparison, {bands}).map((reading) => ({...reading, ...measure.range}));
  return readings.length > 0
    ? {kind: 'readings', readings}
    : {kind: 'undefined', reason: measure.why ?? 'too little text for this measure'};
}

function readWords(comparison: Comparison, {bands}: {readonly bands: boolean}): Reading[] {
  const whole = present(readOwn(comparison, words));
  if (!bands) return whole;
  const quantiles = QUANTILES.flatMap(({band, share}) => present(wordsQuantile(comparison, share)).map((reading) => ({...reading, band})));
  return [...whole, ...quantiles];
}

function present(reading: Reading | undefined): Reading[] {
  return reading === undefined ? [] : [reading];
}

function readShare(comparison: Comparison, share: (profile: Comparison['candidate']) => Estimated | undefined): Reading[] {
  const own = share(comparison.candidate);
  if (own === undefined) return [];
  const expected = share(comparison.reference);
  return [{...own, ...(expected && {expected})}];
}
