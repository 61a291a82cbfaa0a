/**
 * Samples of types as they are merged, made smaller and read.
 *
 * law      merging is associative and commutative, and the sample of the whole is the merger of the samples of any parts, bit for bit
 * cost     O(n)
 */
import {powerOfTwo} from '../math/index.ts';
import {GROUPS, type TypeSample} from './kernel.ts';

const WHOLE = 0x1_0000_0000;

/** The sample of two parts together, at most `capacity` types. */
export function mergeSamples(a: TypeSample, b: TypeSample, capacity: number): TypeSample {
  const threshold = smallerThreshold(a, b);
  const from: [TypeSample, number, TypeSample | undefined, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.size || j < b.size) {
    const order = i >= a.size ? 1 : j >= b.size ? -1 : a.high[i] - b.high[j] || a.low[i] - b.low[j];
    const [side, at] = order <= 0 ? [a, i] : [b, j];
    if (threshold !== undefined && !isBelow(side.high[at], side.low[at], threshold)) break;
    from.push(order === 0 ? [a, i, b, j] : [side, at, undefined, 0]);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return gathered(from, capacity, threshold);
}

/** The sample as it would have been with a smaller capacity. */
export function reduceSample(sample: TypeSample, capacity: number): TypeSample {
  if (sample.size <= capacity) return sample;
  const threshold = sample.complete ? undefined : {high: sample.thresholdHigh, low: sample.thresholdLow};
  return gathered(
    Array.from({length: sample.size}, (_, i) => [sample, i, undefined, 0]),
    capacity,
    threshold,
  );
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

function gathered(
  from: readonly [TypeSample, number, TypeSample | undefined, number][],
  capacity: number,
  threshold: Threshold | undefined,
): TypeSample {
  const size = Math.min(capacity, from.length);
  const first = from.length > capacity ? from[capacity] : undefined;
  const limit = first === undefined ? threshold : {high: first[0].high[first[1]], low: first[0].low[first[1]]};
  const counts = new Float64Array(size * GROUPS);
  const documents = new Float64Array(size * GROUPS);
  const words = from[0]?.[0].texts !== undefined;
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  const sentences = new Float64Array(words ? size : 0);
  const shifts = new Uint8Array(words ? size : 0);
  const texts: string[] = [];
  for (let to = 0; to < size; to++) {
    const [side, at, other, also] = from[to];
    high[to] = side.high[at];
    low[to] = side.low[at];
    for (let group = 0; group < GROUPS; group++) {
      counts[to * GROUPS + group] = side.counts[at * GROUPS + group] + (other?.counts[also * GROUPS + group] ?? 0);
      documents[to * GROUPS + group] = side.documents[at * GROUPS + group] + (other?.documents[also * GROUPS + group] ?? 0);
    }
    if (!words) continue;
    sentences[to] = side.sentences![at] + (other?.sentences?.[also] ?? 0);
    shifts[to] = side.shifts![at];
    texts.push(side.texts![at]);
  }
  return {
    size,
    high,
    low,
    counts,
    documents,
    complete: limit === undefined,
    thresholdHigh: limit?.high ?? 0xffffffff,
    thresholdLow: limit?.low ?? 0xffffffff,
    ...(words && {sentences, shifts, texts}),
  };
}

/** The chance that a type with this shift of its hash is in the sample. */
export function samplingRate({complete, thresholdHigh, thresholdLow}: TypeSample, shift: number = 0): number {
  return complete ? 1 : Math.min(1, ((thresholdHigh + thresholdLow / WHOLE) / WHOLE) * powerOfTwo(shift));
}
