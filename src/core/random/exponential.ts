/**
 * The exponential law of mean 1, by inversion.
 *
 *   x = -ln(1 - u),  u uniform on [0, 1)
 *
 * shape    fills out[from..to)
 * law      density exp(-x), x >= 0; the largest draw is 53 ln 2 = 36.7
 * edge     a range outside out throws DomainError
 * cost     two words and one logarithm each
 * checked  against the law by chi-square and its moments
 */
import {log} from '../math/index.ts';
import {checkRange} from './range.ts';
import type {Stream} from './stream.ts';

export function exponential(stream: Stream): number {
  return -log(1 - stream.float());
}

export function fillExponential(stream: Stream, out: Float64Array, from = 0, to = out.length): void {
  checkRange('fillExponential', out.length, from, to);
  for (let i = from; i < to; i++) out[i] = -log(1 - stream.float());
}
