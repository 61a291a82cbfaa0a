/** Every measure that `check` knows, by name: readings of a candidate beside a reference, the one without band first. */
import {LEAST_HEAPS_WORDS} from '../../core/measure/heaps.ts';
import {named} from '../../core/measure/named.ts';
import {QUANTILES} from '../../core/measure/quantile-readings.ts';
import {ANY, FROM_0, FROM_1, type Range, SHARE} from '../../core/measure/range.ts';
import {FREQUENT_SHARE} from '../../core/measure/type-reference.ts';
import type {Comparison} from './comparison.ts';
import {type Direct, measureDirect} from './direct.ts';
import {DIRECT} from './direct-measures.ts';
import {exactDuplicateShare, nearDuplicateShare} from './duplicates.ts';
import {type Linear, measureLinear} from './linear.ts';
import {distinct, measureOwn, OWN, type Own, repeated} from './own-measures.ts';
import {wordsQuantile} from './quantile-measure.ts';
import type {ComparedReading, Estimated} from './reading.ts';
import {LINEAR} from './type-measures.ts';

/** How a measure is made, and what its values can be. */
interface CheckMeasure {
  readonly name: string;
  readonly range: Range;
  /** All that it can have; undefined where they are the data's. */
  readonly bands?: readonly string[];
  measure(comparison: Comparison, options: {readonly bands: boolean}): ComparedReading[];
  /** Why it has no reading, where it has none. */
  readonly why?: string;
  /** Whether it is read whatever the size of the corpora. */
  readonly isShare?: boolean;
}

type Description = Pick<CheckMeasure, 'why'>;

const linear = (name: string, range: Range, how: Linear): CheckMeasure => ({
  name,
  range,
  ...(how.bands === undefined && {bands: []}),
  measure: (comparison, options) => measureLinear(comparison, 'words', how, options),
});
const direct = (name: string, range: Range, how: Direct, more: Description = {}): CheckMeasure => ({
  name,
  range,
  bands: [],
  measure: (comparison) => present(measureDirect(comparison, 'words', how)),
  ...more,
});
const own = (name: string, range: Range, how: Own, more: Description = {}): CheckMeasure => ({
  name,
  range,
  bands: [],
  measure: (comparison) => present(measureOwn(comparison, how)),
  ...more,
});
const share = (name: string, how: (profile: Comparison['candidate']) => Estimated | undefined): CheckMeasure => ({
  name,
  range: SHARE,
  bands: [],
  isShare: true,
  measure: (comparison) => measureShare(comparison, how),
  why: 'the candidate has no document with words',
});

/** In the order of reports. */
const MEASURES: readonly CheckMeasure[] = [
  linear('tail.retention', SHARE, LINEAR.tailRetention),
  linear('tail.mass', SHARE, LINEAR.tailMass),
  linear('head.inflation', {least: 0, most: 1 / FREQUENT_SHARE}, LINEAR.headInflation),
  linear('calibration.halves', ANY, LINEAR.calibration),
  direct('entropy', FROM_0, DIRECT.entropy),
  direct('giniSimpson', SHARE, DIRECT.giniSimpson),
  direct('support', FROM_1, DIRECT.support),
  direct('js', SHARE, DIRECT.js),
  direct('tv', SHARE, DIRECT.tv),
  direct('kl', FROM_0, DIRECT.kl, {why: 'infinite: the candidate has words that the reference lacks'}),
  direct('unseen', SHARE, DIRECT.unseen),
  direct('zipf', FROM_1, DIRECT.zipf),
  ...[1, 2, 3, 4, 5].map((n) => own(`distinct.${n}`, SHARE, distinct(n))),
  own('heaps', FROM_0, OWN.heaps, {why: `fewer than ${LEAST_HEAPS_WORDS} words at equal size`}),
  own('repetition', SHARE, OWN.repetition),
  own('selfRepetition', SHARE, OWN.selfRepetition),
  own('compression.document', FROM_0, OWN.documentCompression, {why: 'a profile was made without a compressor'}),
  own('duplicates.paragraphs', SHARE, repeated('paragraphs')),
  own('duplicates.sentences', SHARE, repeated('sentences')),
  share('duplicates.exact', exactDuplicateShare),
  share('duplicates.near', nearDuplicateShare),
  {name: 'words', range: FROM_0, bands: QUANTILES.map(({band}) => band), measure: measureWords},
];

const BY_NAME: ReadonlyMap<string, CheckMeasure> = new Map(MEASURES.map((measure) => [measure.name, measure]));

export const CHECK_MEASURES: readonly string[] = MEASURES.map(({name}) => name);

/** What the values of a measure can be; undefined for a name that is none. */
export const checkRangeOf = (measure: string): Range | undefined => BY_NAME.get(measure)?.range;

/** The bands that a measure can have; undefined where they are the data's. */
export const checkBandsOf = (measure: string): readonly string[] | undefined => BY_NAME.get(measure)?.bands;

export type Measurement =
  | {readonly kind: 'readings'; readonly readings: readonly ComparedReading[]}
  | {readonly kind: 'undefined'; readonly reason: string};

/** Throws ConfigError on a name that is not one of CHECK_MEASURES; never for what the data are: too little of it is a reason. */
export function measureNamed(comparison: Comparison, name: string, {bands = true}: {bands?: boolean} = {}): Measurement {
  const [measure] = named(MEASURES, [name]);
  const reason = measure.isShare ? undefined : comparison.tooSmall();
  if (reason !== undefined) return {kind: 'undefined', reason};
  const readings = measure.measure(comparison, {bands}).map((reading) => ({...reading, ...measure.range}));
  return readings.length > 0
    ? {kind: 'readings', readings}
    : {kind: 'undefined', reason: measure.why ?? 'too little text for this measure'};
}

function measureWords(comparison: Comparison, {bands}: {readonly bands: boolean}): ComparedReading[] {
  const whole = present(measureOwn(comparison, OWN.words));
  if (!bands) return whole;
  const quantiles = QUANTILES.flatMap(({band, share}) => present(wordsQuantile(comparison, share)).map((reading) => ({...reading, band})));
  return [...whole, ...quantiles];
}

function present(reading: ComparedReading | undefined): ComparedReading[] {
  return reading === undefined ? [] : [reading];
}

function measureShare(comparison: Comparison, share: (profile: Comparison['candidate']) => Estimated | undefined): ComparedReading[] {
  const own = share(comparison.candidate);
  if (own === undefined) return [];
  const expected = share(comparison.reference);
  return [{...own, ...(expected && {expected})}];
}
