/**
 * Arc cosine.
 *
 *   |x| < 1/2: pi/2 - asin x      x < -1/2: pi - 2 asin sqrt((1 + x)/2)      x > 1/2: 2 asin sqrt((1 - x)/2)
 *   asin t = t + t R(t^2), R = P / Q
 *
 * domain   [-1, 1], outside it NaN
 * edge     0 at 1, pi at -1
 * error    below 0.9 ulp
 * source   fdlibm 5.3, e_acos.c. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {highPart} from './words.ts';

const HALF_PI_HIGH = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const P0 = 0.16666666666666666;
const P1 = -0.3255658186224009;
const P2 = 0.20121253213486293;
const P3 = -0.04005553450067941;
const P4 = 0.0007915349942898145;
const P5 = 3.479331075960212e-5;
const Q1 = -2.403394911734414;
const Q2 = 2.0209457602335057;
const Q3 = -0.6882839716054533;
const Q4 = 0.07703815055590194;

const ratio = (z: number): number =>
  (z * (P0 + z * (P1 + z * (P2 + z * (P3 + z * (P4 + z * P5)))))) / (1 + z * (Q1 + z * (Q2 + z * (Q3 + z * Q4))));

export function acos(x: number): number {
  if (!(x >= -1 && x <= 1)) return Number.NaN;
  if (x === 1) return 0;
  if (x === -1) return Math.PI;
  if (x > -0.5 && x < 0.5) return HALF_PI_HIGH - (x - (HALF_PI_LOW - x * ratio(x * x)));
  if (x < 0) {
    const z = (1 + x) * 0.5;
    const s = Math.sqrt(z);
    return Math.PI - 2 * (s + (ratio(z) * s - HALF_PI_LOW));
  }
  const z = (1 - x) * 0.5;
  const s = Math.sqrt(z);
  const head = highPart(s);
  const tail = (z - head * head) / (s + head);
  return 2 * (head + (ratio(z) * s + tail));
}
