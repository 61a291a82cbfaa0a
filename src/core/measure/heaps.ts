/**
 * Exponent of the growth of the vocabulary (Heaps' law: types ~ tokens^b).
 *
 *   b = slope of the least-squares line of ln types on ln tokens, read at every `step`-th token, documents in order
 *
 * shape    ids: (N,) -> b, in 0..1 for natural text
 * edge     undefined under three readings (N < 3 step)
 * cost     O(N)
 * source   H. S. Heaps, Information Retrieval, 1978, 7.5
 * checked  against numpy.polyfit
 */
import {log, square} from '../math/index.ts';

export function heapsExponent(ids: Uint32Array, step: number = 500): number | undefined {
  const points = Math.floor(ids.length / step);
  if (!(points >= 3)) return undefined;
  let most = 0;
  for (let i = 0; i < ids.length; i++) if (ids[i] > most) most = ids[i];
  const seen = new Uint8Array(most + 1);
  const x = new Float64Array(points);
  const y = new Float64Array(points);
  let types = 0;
  for (let i = 0, point = 0; point < points; i++) {
    if (seen[ids[i]] === 0) {
      seen[ids[i]] = 1;
      types++;
    }
    if ((i + 1) % step === 0) {
      x[point] = log(i + 1);
      y[point++] = log(types);
    }
  }
  return slope(x, y);
}

function slope(x: Float64Array, y: Float64Array): number {
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < x.length; i++) {
    meanX += x[i] / x.length;
    meanY += y[i] / x.length;
  }
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += square(x[i] - meanX);
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  return xy / xx;
}
