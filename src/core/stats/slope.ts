import {DomainError} from '../error.ts';
import {square} from '../math/index.ts';

/**
 * Slope of the least-squares line of y on x.
 *
 *   sum (x - mean x)(y - mean y) / sum (x - mean x)^2
 *
 * shape    x: (n,)  y: (n,) -> scalar
 * domain   n >= 2, and two of x differ; otherwise DomainError
 * checked  against numpy.polyfit
 */
export function slopeOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    meanX += x[i] / n;
    meanY += y[i] / n;
  }
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    xx += square(x[i] - meanX);
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  if (!(xx > 0)) throw new DomainError(`a line wants two different x, got ${n} that are alike`);
  return xy / xx;
}
