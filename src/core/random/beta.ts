/**
 * The beta law.
 *
 *   x = g / (g + h),  g ~ Gamma(a), h ~ Gamma(b), in logarithms where a or b is below 1
 *
 * law      density x^(a-1) (1-x)^(b-1) / B(a, b) on [0, 1]
 * domain   a, b > 0 and finite; anything else throws DomainError
 * cost     two gamma draws
 * source   L. Devroye, Non-Uniform Random Variate Generation, 1986, IX.4
 * checked  against the law by chi-square for (0.5, 0.5), (2, 3) and (40, 1)
 */
import {exp} from '../math/index.ts';
import {gamma, logGammaVariate} from './gamma.ts';
import type {Stream} from './stream.ts';

export function beta(stream: Stream, a: number, b: number): number {
  if (a >= 1 && b >= 1) {
    const g = gamma(stream, a);
    return g / (g + gamma(stream, b));
  }
  const g = logGammaVariate(stream, a);
  return 1 / (1 + exp(logGammaVariate(stream, b) - g));
}
