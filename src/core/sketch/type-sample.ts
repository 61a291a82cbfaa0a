/**
 * Samples of types as they are merged, made smaller and read.
 *
 * law      merging is associative and commutative, and the sample of the whole is the merger of the samples of any parts, bit for bit
 * cost     O(n)
 */
import {powerOfTwo} from '../math/index.ts';
import {firstGroup, type GroupCounts, GroupCountsBuilder} from './group-counts.ts';
import type {TypeSample} from './kernel.ts';

const WHOLE = 0x1_0000_0000;

/** The sample of two parts together, at most `capacity` types. */
export function mergeSamples(a: TypeSample, b: TypeSample, capacity: number): TypeSample {
  const threshold = smallerThreshold(a, b);
  const inA = new Int32Array(a.size + b.size);
  const inB = new Int32Array(a.size + b.size);
  let size = 0;
  for (let i = 0, j = 0; i < a.size || j < b.size; size++) {
    const order = i >= a.size ? 1 : j >= b.size ? -1 : a.high[i] - b.high[j] || a.low[i] - b.low[j];
    const [side, at] = order <= 0 ? [a, i] : [b, j];
    if (threshold !== undefined && !isBelow(side.high[at], side.low[at], threshold)) break;
    inA[size] = order <= 0 ? i++ : NOWHERE;
    inB[size] = order >= 0 ? j++ : NOWHERE;
  }
  return gathered({a, b, inA, inB, size}, capacity, threshold);
}

/** The sample as it would have been with a smaller capacity. */
export function reduceSample(sample: TypeSample, capacity: number): TypeSample {
  if (sample.size <= capacity) return sample;
  const threshold = sample.complete ? undefined : {high: sample.thresholdHigh, low: sample.thresholdLow};
  const inA = Int32Array.from({length: sample.size}, (_, i) => i);
  return gathered({a: sample, b: sample, inA, inB: new Int32Array(sample.size).fill(NOWHERE), size: sample.size}, capacity, threshold);
}

const NOWHERE = -1;

/** Types of two samples together, ascending: where each is in the one and in the other. */
interface Merged {
  readonly a: TypeSample;
  readonly b: TypeSample;
  readonly inA: Int32Array;
  readonly inB: Int32Array;
  readonly size: number;
}

interface Threshold {
  readonly high: number;
  readonly low: number;
}

function smallerThreshold(a: TypeSample, b: TypeSample): Threshold | undefined {
  const of = ({complete, thresholdHigh: high, thresholdLow: low}: TypeSample) => (complete ? undefined : {high, low});
  const [x, y] = [of(a), of(b)];
  if (x === undefined || y === undefined) return x ?? y;
  return isBelow(x.high, x.low, y) ? x : y;
}

const isBelow = (high: number, low: number, than: Threshold): boolean => high < than.high || (high === than.high && low < than.low);

function gathered({a, b, inA, inB, size: all}: Merged, capacity: number, threshold: Threshold | undefined): TypeSample {
  const size = Math.min(capacity, all);
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  const counts = new GroupCountsBuilder(size);
  const words =
    a.texts !== undefined && b.texts !== undefined
      ? {sentences: new Float64Array(size), shifts: new Uint8Array(size), texts: new Array<string>(size)}
      : undefined;
  for (let to = 0; to < size; to++) {
    const [i, j] = [inA[to], inB[to]];
    const [side, at] = i === NOWHERE ? [b, j] : [a, i];
    high[to] = side.high[at];
    low[to] = side.low[at];
    addCounts(counts, i === NOWHERE ? undefined : a, i, j === NOWHERE ? undefined : b, j);
    if (words === undefined) continue;
    words.sentences[to] = (i === NOWHERE ? 0 : a.sentences![i]) + (j === NOWHERE ? 0 : b.sentences![j]);
    words.shifts[to] = side.shifts![at];
    words.texts[to] = side.texts![at];
  }
  const limit =
    all <= capacity ? threshold : hashOf(inA[capacity] === NOWHERE ? b : a, inA[capacity] === NOWHERE ? inB[capacity] : inA[capacity]);
  return {
    ...{size, high, low, ...counts.finish(), complete: limit === undefined},
    thresholdHigh: limit?.high ?? 0xffffffff,
    thresholdLow: limit?.low ?? 0xffffffff,
    ...words,
  };
}

const hashOf = (sample: TypeSample, at: number): Threshold => ({high: sample.high[at], low: sample.low[at]});

/** The counts of one type in either sample, or in both. */
function addCounts(to: GroupCountsBuilder, a: GroupCounts | undefined, i: number, b: GroupCounts | undefined, j: number): void {
  const [inA, inB] = [a?.groups[i] ?? 0, b?.groups[j] ?? 0];
  let cellA = a?.starts[i] ?? 0;
  let cellB = b?.starts[j] ?? 0;
  for (let rest = inA | inB; rest !== 0; rest &= rest - 1) {
    const group = firstGroup(rest);
    let count = 0;
    let documents = 0;
    if ((inA >> group) & 1) {
      count += a!.counts[cellA];
      documents += a!.documents[cellA++];
    }
    if ((inB >> group) & 1) {
      count += b!.counts[cellB];
      documents += b!.documents[cellB++];
    }
    to.add(group, count, documents);
  }
  to.end();
}

/** The chance that a type with this shift of its hash is in the sample. */
export function samplingRate({complete, thresholdHigh, thresholdLow}: TypeSample, shift: number = 0): number {
  return complete ? 1 : Math.min(1, ((thresholdHigh + thresholdLow / WHOLE) / WHOLE) * powerOfTwo(shift));
}
