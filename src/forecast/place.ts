/**
 * Where a corpus stands among the lab's generations: the generation of `replace` whose output shows the same measures against the same human
 * text at the same size.
 *
 * Of each measure the curve over generations 0 (more human text of the same source), 1, 2, ... T is made monotone and read backwards. The
 * answer is the median over measures; its interval holds the median ones of the ends of the candidate's own interval, read backwards, and
 * what every measure says by itself. Collapse moves the measures together: where their intervals lie apart, something else is at work.
 *
 * edge     at or before generation 0: 0, "no loss"; beyond T: T, and a reason. A measure whose curve does not move is left out; one
 *          that has no value somewhere is listed with its reason
 */
import {isotonic} from '../core/stats/index.ts';
import type {Interval} from '../guard/check-report.ts';
import type {Place, Until} from './report.ts';

/** curve[t]: readings of a measure at generation t, one a seed. */
export interface MeasuredCurve {
  readonly measure: string;
  readonly candidate: Interval;
  readonly curve: readonly (readonly number[])[];
}

/** A measure's curve, or why it has none. */
export type PlacedMeasure = MeasuredCurve | {readonly measure: string; readonly reason: string};

export function placeCandidate(name: string, measures: readonly PlacedMeasure[]): Place {
  const by = measures.flatMap((one): Place['by'] => {
    if ('reason' in one) return [one];
    const place = placeBy(one);
    return place === undefined ? [] : [{measure: one.measure, ...place}];
  });
  const told = by.filter((one) => one.value !== undefined);
  if (told.length === 0) {
    const why = by.find(({reason}) => reason !== undefined)?.reason ?? 'no measure moves over the generations';
    return {candidate: name, by, reason: why, line: `cannot be placed among generations: ${why}`};
  }
  const value = medianOf(told.map((one) => one.value!));
  const low = Math.min(medianOf(told.map((one) => one.low!)), ...told.map((one) => one.value!));
  const high = Math.max(medianOf(told.map((one) => one.high!)), ...told.map((one) => one.value!));
  const apart = Math.max(...told.map((one) => one.low!)) - Math.min(...told.map((one) => one.high!)) > APART;
  const beyond = Math.max(...measures.map((one) => ('curve' in one ? one.curve.length : 0))) - 1;
  const doubt = `, but its measures disagree (${told.map((one) => `${one.measure} ${short(one.value!)}`).join(', ')}): collapse moves them together, another time or genre does not`;
  const line = `${lineOf({value, low, high}, beyond)}${apart ? doubt : ''}`;
  return {candidate: name, value, low, high, line, by, ...(value >= beyond && {reason: `at or beyond the last generation that was run`})};
}

function lineOf({value, low, high}: Interval, beyond: number): string {
  if (high === 0 || value < NO_LOSS) return 'shows no loss against more human text of the same source';
  if (value >= beyond) return `looks like ${beyond} generations of \`replace\` or more`;
  return `looks like ${short(value)} generations of \`replace\` [${short(low)}, ${short(high)}]`;
}

/** Chosen: seeds differ by less than half of what a measure moves, where it is to order generations. */
const LEAST_MOVE = 2;

/** Undefined where the curve does not move by more than the seeds differ. */
function placeBy({candidate, curve}: MeasuredCurve): Until | undefined {
  const means = curve.map((values) => values.reduce((a, b) => a + b, 0) / values.length);
  const spread = Math.max(...curve.map((values) => Math.max(...values) - Math.min(...values)));
  const moved = means[means.length - 1] - means[0];
  if (Math.abs(moved) <= LEAST_MOVE * spread || moved === 0) return undefined;
  const sign = Math.sign(moved);
  const rising = isotonic(means.map((mean) => sign * mean));
  const at = (value: number) => backwards(rising, sign * value);
  const ends = [at(candidate.low), at(candidate.high)];
  return {value: at(candidate.value), low: Math.min(...ends), high: Math.max(...ends)};
}

/** Where a rising curve reaches a value, between two of its points by a straight line. */
function backwards(rising: readonly number[], value: number): number {
  if (value <= rising[0]) return 0;
  for (let t = 1; t < rising.length; t++) {
    if (value <= rising[t]) return rising[t] === rising[t - 1] ? t : t - 1 + (value - rising[t - 1]) / (rising[t] - rising[t - 1]);
  }
  return rising.length - 1;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Chosen: what would be shown as 0.0 generations. */
const NO_LOSS = 0.05;
/** Generations between the intervals of two measures that chance does not make: chosen, only the words of the place depend on it. */
const APART = 1;

const short = (x: number): string => x.toFixed(1);
