/**
 * From readings and bounds to verdicts.
 *
 *   pass           the whole 95% interval is on the good side
 *   fail           the whole interval is on the bad side, and the bound's hypothesis is rejected at 2.5% after Holm's correction for all gates
 *   inconclusive   anything else: the interval reaches over the bound, there is no value, or no value could miss the bound
 *
 * Passing needs no correction: all gates must pass, so one wrong pass alone lets nothing through.
 *
 * source   S. Holm, Scandinavian Journal of Statistics 6(2), 1979; intersection-union tests: R. L. Berger, Technometrics 24(4), 1982
 * checked  by gates with known readings (check.test.ts)
 */
import {saysNothing} from '../../core/measure/range.ts';
import {holm} from '../../core/stats/intervals.ts';
import type {Check, Gate, Interval, Verdict} from '../check-report.ts';
import {gateName} from './gates.ts';
import {checkRangeOf} from './measures.ts';
import {type ComparedReading, chanceOfHolding, intervalOf, TAIL} from './reading.ts';

/** One side of the 95% interval, so that an interval and its p say the same of a gate that stands alone. */
export const FAILS_AT = TAIL;

/** A gate with the reading for it, or why there is none. */
export interface GateReading {
  readonly gate: Gate;
  readonly reading?: ComparedReading;
  readonly reason?: string;
  readonly n: number;
}

export function judgeGates(reads: readonly GateReading[]): Check[] {
  const p = reads.map(({gate, reading}) =>
    reading === undefined || saysNothing(gate, checkRangeOf(gate.measure)) !== undefined ? 1 : chanceOfHolding(reading, gate),
  );
  const corrected = holm(Float64Array.from(p));
  return reads.map((read, i) => judge(read, corrected[i]));
}

function judge({gate, reading, reason, n}: GateReading, p: number): Check {
  const name = gateName(gate);
  const about = {name, measure: gate.measure, ...(gate.band !== undefined && {band: gate.band}), n, bound: gate};
  if (reading === undefined) return {...about, verdict: 'inconclusive', reason: reason ?? 'it could not be measured'};
  const {low, high} = intervalOf(reading, reading);
  const seen = {
    ...about,
    ...{value: reading.value, low, high},
    ...(reading.expected && {expected: expectedInterval(reading)}),
  };
  const idle = saysNothing(gate, checkRangeOf(gate.measure));
  if (idle !== undefined) return {...seen, verdict: 'inconclusive', reason: reason ?? idle};
  const verdict = verdictOf(gate, {value: reading.value, low, high});
  const saved = verdict === 'fail' && !(p <= FAILS_AT);
  return {
    ...seen,
    p,
    verdict: saved ? 'inconclusive' : verdict,
    ...(saved && {reason: 'on the bad side of the bound, but of several gates at once one may miss by chance: more documents would tell'}),
    ...(verdict === 'inconclusive' && {reason: 'the interval reaches over the bound: more documents would tell'}),
  };
}

export function verdictOf({atLeast, atMost}: Gate, {low, high}: Interval): Verdict {
  if (atLeast !== undefined) {
    if (low >= atLeast) return 'pass';
    if (high < atLeast) return 'fail';
  } else if (atMost !== undefined) {
    if (high <= atMost) return 'pass';
    if (low > atMost) return 'fail';
  }
  return 'inconclusive';
}

const ROUNDING = 1e-12;

export function expectedInterval({expected, least, most}: ComparedReading): Interval {
  const {value} = expected!;
  const {low, high} = intervalOf(expected!, {least, most});
  // what is 0 by algebra comes out of sums over halves as some 1e-15
  if (Math.max(Math.abs(value), Math.abs(low), Math.abs(high)) < ROUNDING) return {value: 0, low: 0, high: 0};
  return {value, low, high};
}
