/** Every measure that `check` knows, by name: readings of a candidate beside a reference, the one without band first. */
import {rangeOf} from '../../core/measure/range.ts';
import {QUANTILES} from '../../core/measure/text-reference.ts';
import {unknownMeasure} from '../../core/measure/type-reference.ts';
import type {Comparison} from './comparison.ts';
import {type Direct, readDirect} from './direct.ts';
import {entropy, giniSimpson, js, kl, support, tv, unseen, zipf} from './direct-measures.ts';
import {exactDuplicates, nearDuplicates} from './duplicates.ts';
import {type Linear, readLinear} from './linear.ts';
import {compression, distinct, heaps, type Own, readOwn, repeated, repetition, selfRepetition, words} from './own-measures.ts';
import {wordsQuantile} from './quantile-measure.ts';
import type {Estimated, Reading} from './reading.ts';
import {calibration, headInflation, tailMass, tailRetention} from './type-measures.ts';

const LINEAR: Readonly<Record<string, Linear>> = {
  'tail.retention': tailRetention,
  'tail.mass': tailMass,
  'head.inflation': headInflation,
  calibration,
};
const DIRECT: Readonly<Record<string, Direct>> = {entropy, giniSimpson, support, js, tv, kl, unseen, zipf};
const OWN: Readonly<Record<string, Own>> = {
  ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`distinct.${n}`, distinct(n)])),
  heaps,
  repetition,
  selfRepetition,
  compression,
  'duplicates.paragraphs': repeated('paragraphs'),
  'duplicates.sentences': repeated('sentences'),
};
const SHARES: Readonly<Record<string, (profile: Comparison['candidate']) => Estimated | undefined>> = {
  'duplicates.exact': exactDuplicates,
  'duplicates.near': nearDuplicates,
};

/** In the order of reports. */
export const CHECK_MEASURES: readonly string[] = [
  ...Object.keys(LINEAR),
  ...Object.keys(DIRECT),
  ...Object.keys(OWN),
  ...Object.keys(SHARES),
  'words',
];

export type Read =
  | {readonly kind: 'readings'; readonly readings: readonly Reading[]}
  | {readonly kind: 'undefined'; readonly reason: string};

/** Throws ConfigError on a name that is not one of CHECK_MEASURES; never for what the data are: too little of it is a reason. */
export function readMeasure(comparison: Comparison, measure: string, {bands = true}: {bands?: boolean} = {}): Read {
  if (!CHECK_MEASURES.includes(measure)) throw unknownMeasure(measure, new Set(CHECK_MEASURES));
  const share = SHARES[measure];
  if (share !== undefined) return readShare(comparison, measure, share);
  const reason = comparison.tooSmall();
  if (reason !== undefined) return {kind: 'undefined', reason};
  const readings = readingsOf(comparison, measure, bands).map((reading) => ({...reading, ...rangeOf(measure)}));
  return readings.length > 0 ? {kind: 'readings', readings} : {kind: 'undefined', reason: whyUndefined(measure)};
}

function readingsOf(comparison: Comparison, measure: string, bands: boolean): Reading[] {
  const linear = LINEAR[measure];
  if (linear !== undefined) return readLinear(comparison, 'words', linear, {bands});
  if (DIRECT[measure] !== undefined) return present(readDirect(comparison, 'words', DIRECT[measure]));
  if (OWN[measure] !== undefined) return present(readOwn(comparison, OWN[measure]));
  const whole = present(readOwn(comparison, words));
  if (!bands) return whole;
  const quantiles = QUANTILES.flatMap(({band, share}) => present(wordsQuantile(comparison, share)).map((reading) => ({...reading, band})));
  return [...whole, ...quantiles];
}

function present(reading: Reading | undefined): Reading[] {
  return reading === undefined ? [] : [reading];
}

function readShare(comparison: Comparison, measure: string, share: (profile: Comparison['candidate']) => Estimated | undefined): Read {
  const own = share(comparison.candidate);
  if (own === undefined) return {kind: 'undefined', reason: 'the candidate has no document with words'};
  const expected = share(comparison.reference);
  return {
    kind: 'readings',
    readings: [{...own, ...rangeOf(measure), ...(expected && {expected})}],
  };
}

function whyUndefined(measure: string): string {
  if (measure === 'compression') return 'a profile was made without a compressor';
  if (measure === 'kl') return 'infinite: the candidate has words that the reference lacks';
  if (measure === 'heaps') return 'fewer than 1500 words at equal size';
  return 'too little text for this measure';
}
