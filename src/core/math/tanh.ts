/**
 * Hyperbolic tangent.
 *
 *   |x| >= 1: 1 - 2 / (e^(2|x|) + 1)      below: -(e^(-2|x|) - 1) / (e^(-2|x|) + 1)
 *
 * domain   every number
 * edge     odd; -0 stays, NaN stays; exactly 1 from 22 on
 * error    below 2.2 ulp
 * source   fdlibm 5.3, s_tanh.c. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {expm1} from './expm1.ts';

export function tanh(x: number): number {
  const size = x < 0 ? -x : x;
  if (size < 3.725290298461914e-9) return x;
  let y = 1;
  if (size < 1) {
    const t = expm1(-2 * size);
    y = -t / (t + 2);
  } else if (!(size >= 22)) y = 1 - 2 / (expm1(2 * size) + 2);
  return x < 0 ? -y : y;
}
