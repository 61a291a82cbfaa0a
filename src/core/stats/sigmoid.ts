/**
 * The logistic sigmoid.
 *
 *   σ(x) = 1 / (1 + exp(-x)),   for x < 0 as exp(x) / (1 + exp(x))
 *
 * domain   any number; NaN gives NaN
 * edge     0 at -Infinity, 1 at Infinity; nothing overflows in between
 * cost     one exp, two for x < 0
 * checked  σ(x) + σ(-x) = 1, and against exp(-x - log1p(e^-x)) out to 700
 */
import {exp} from '../math/index.ts';

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));
