/**
 * Two profiles' samples of one kind of types, joined type by type.
 *
 * Both keep every type whose hash is below their own threshold, so below the smaller threshold each has all of its types: a type that one
 * lacks there does not occur in it.
 *
 * shape    n types; counts and documents: (n * GROUPS,) row-major, 0 where a side lacks the type; weight: (n,), how many types it stands for
 * law      a sum over the joined types of weight times anything estimates the sum over all types without bias (Horvitz-Thompson)
 */
import {GROUPS, type TypeSample} from '../../core/sketch/kernel.ts';
import {samplingRate} from '../../core/sketch/type-sample.ts';

export interface JoinedSide {
  readonly counts: Float64Array;
  readonly documents: Float64Array;
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
  const rows: [number, number][] = [];
  for (let i = 0, j = 0; i < reference.size || j < candidate.size; ) {
    const order =
      i >= reference.size
        ? 1
        : j >= candidate.size
          ? -1
          : reference.high[i] - candidate.high[j] || reference.low[i] - candidate.low[j];
    const [side, at] = order <= 0 ? [reference, i] : [candidate, j];
    if (!limit.complete && !isBelow(side, at, limit)) break;
    rows.push([order <= 0 ? i : -1, order >= 0 ? j : -1]);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  const words = reference.texts !== undefined;
  return {
    size: rows.length,
    weight: Float64Array.from(rows, ([i, j]) => 1 / samplingRate(limit, (i >= 0 ? reference.shifts?.[i] : candidate.shifts?.[j]) ?? 0)),
    complete: limit.complete,
    reference: spread(reference, rows, 0),
    candidate: spread(candidate, rows, 1),
    ...(words && {texts: rows.map(([i, j]) => (i >= 0 ? reference.texts![i] : candidate.texts![j]))}),
    low: Uint32Array.from(rows, ([i, j]) => (i >= 0 ? reference.low[i] : candidate.low[j])),
  };
}

function smallerOf(a: TypeSample, b: TypeSample): TypeSample {
  if (a.complete) return b;
  if (b.complete) return a;
  return a.thresholdHigh < b.thresholdHigh || (a.thresholdHigh === b.thresholdHigh && a.thresholdLow < b.thresholdLow) ? a : b;
}

const isBelow = (side: TypeSample, at: number, {thresholdHigh, thresholdLow}: TypeSample): boolean =>
  side.high[at] < thresholdHigh || (side.high[at] === thresholdHigh && side.low[at] < thresholdLow);

function spread({counts, documents}: TypeSample, rows: readonly [number, number][], column: 0 | 1): JoinedSide {
  const side = {counts: new Float64Array(rows.length * GROUPS), documents: new Float64Array(rows.length * GROUPS)};
  rows.forEach((row, to) => {
    const from = row[column];
    if (from < 0) return;
    for (let group = 0; group < GROUPS; group++) {
      side.counts[to * GROUPS + group] = counts[from * GROUPS + group];
      side.documents[to * GROUPS + group] = documents[from * GROUPS + group];
    }
  });
  return side;
}
