/**
 * Two profiles' samples of one kind of types, joined type by type.
 *
 * Both keep every type whose hash is below their own threshold, so below the smaller threshold each has all of its types: a type that one
 * lacks there does not occur in it.
 *
 * shape    n types; weight: (n,), how many types each stands for; a side's sample, and row: (n,) where the type is in it, -1 where the side
 *          lacks it
 * law      a sum over the joined types of weight times anything estimates the sum over all types without bias (Horvitz-Thompson)
 * checked  a sample of the types against all of them (check.test.ts)
 */
import type {GroupCounts} from '../../core/sketch/group-counts.ts';
import type {TypeSample} from '../../core/sketch/kernel.ts';
import {samplingRate} from '../../core/sketch/type-sample.ts';

export interface JoinedSide {
  readonly sample: GroupCounts;
  readonly row: Int32Array;
}

export interface Joined {
  readonly size: number;
  readonly weight: Float64Array;
  /** Whether every type of both sides is here, so that nothing is estimated from a sample of types. */
  readonly complete: boolean;
  readonly reference: JoinedSide;
  readonly candidate: JoinedSide;
  /** Of words. */
  readonly texts?: readonly string[];
  /** Lane `low` of the hash: what cuts the types into blocks for the variance of the sampling. */
  readonly low: Uint32Array;
}

export function joinSamples(reference: TypeSample, candidate: TypeSample): Joined {
  const limit = smallerOf(reference, candidate);
  const {first, second, size} = matched(reference, candidate, limit);
  const pick = (i: number): {side: TypeSample; at: number} =>
    first[i] >= 0 ? {side: reference, at: first[i]} : {side: candidate, at: second[i]};
  const words = reference.texts !== undefined;
  const weight = new Float64Array(size);
  const low = new Uint32Array(size);
  const texts: string[] = [];
  for (let i = 0; i < size; i++) {
    const {side, at} = pick(i);
    weight[i] = limit.complete ? 1 : 1 / samplingRate(limit, side.shifts?.[at]);
    low[i] = side.low[at];
    if (words) texts.push(side.texts![at]);
  }
  return {
    ...{size, weight, low, complete: limit.complete},
    reference: {sample: reference, row: first.subarray(0, size)},
    candidate: {sample: candidate, row: second.subarray(0, size)},
    ...(words && {texts}),
  };
}

/** Places of each type on either side, -1 where it lacks it. */
function matched(a: TypeSample, b: TypeSample, limit: TypeSample): {first: Int32Array; second: Int32Array; size: number} {
  const first = new Int32Array(a.size + b.size);
  const second = new Int32Array(a.size + b.size);
  let size = 0;
  for (let i = 0, j = 0; i < a.size || j < b.size; size++) {
    const order = i >= a.size ? 1 : j >= b.size ? -1 : a.high[i] - b.high[j] || a.low[i] - b.low[j];
    if (!limit.complete && !(order <= 0 ? isBelow(a, i, limit) : isBelow(b, j, limit))) break;
    first[size] = order <= 0 ? i++ : -1;
    second[size] = order >= 0 ? j++ : -1;
  }
  return {first, second, size};
}

function smallerOf(a: TypeSample, b: TypeSample): TypeSample {
  if (a.complete) return b;
  if (b.complete) return a;
  return a.thresholdHigh < b.thresholdHigh || (a.thresholdHigh === b.thresholdHigh && a.thresholdLow < b.thresholdLow) ? a : b;
}

const isBelow = (side: TypeSample, at: number, {thresholdHigh, thresholdLow}: TypeSample): boolean =>
  side.high[at] < thresholdHigh || (side.high[at] === thresholdHigh && side.low[at] < thresholdLow);
