/**
 * Powers of two and of ten with an integer exponent, exact or correctly rounded, by table.
 *
 *   powerOfTwo(k) = 2^k      powerOfTen(k) = 10^k      scaled(x, k) = x 2^k
 *
 * domain   k integer, anything else is NaN
 * edge     above the range Infinity, below it 0 (2^-1074 and 10^-323 are the smallest); scaled rounds once
 * error    2^k exact; 10^k and scaled correctly rounded (0.5 ulp)
 * source   the language: a decimal literal is correctly rounded (ECMA-262, Number::fromString)
 */
const LEAST = -1074;
const MOST = 1023;
/** 2^LEAST .. 2^MOST: `POWERS[k - LEAST]`. Doubling and halving are exact. */
export const POWERS: Float64Array = twos();
/** Where 2^0 stands in POWERS. */
export const ONE: number = -LEAST;
const LEAST_TEN = -323;
const tens = Float64Array.from({length: 308 - LEAST_TEN + 1}, (_, i) => Number(`1e${i + LEAST_TEN}`));

export function powerOfTwo(k: number): number {
  if (k > MOST) return Number.isInteger(k) || k === Infinity ? Infinity : Number.NaN;
  if (k < LEAST) return Number.isInteger(k) || k === -Infinity ? 0 : Number.NaN;
  return POWERS[k - LEAST] ?? Number.NaN;
}

export function powerOfTen(k: number): number {
  if (k > 308) return Number.isInteger(k) || k === Infinity ? Infinity : Number.NaN;
  if (k < LEAST_TEN) return Number.isInteger(k) || k === -Infinity ? 0 : Number.NaN;
  return tens[k - LEAST_TEN] ?? Number.NaN;
}

/** x 2^k, rounded once; k an integer in -2000..2000. */
export function scaled(x: number, k: number): number {
  if (k > MOST) return k > 2 * MOST ? x * POWERS[ONE + MOST] * POWERS[ONE + MOST] * 2 : x * POWERS[ONE + MOST] * POWERS[ONE + k - MOST];
  if (k >= LEAST) return x * POWERS[ONE + k];
  // the head is exact, since the tail alone leaves the normal numbers
  return x * POWERS[ONE + k + 1000 < 0 ? 0 : ONE + k + 1000] * POWERS[ONE - 1000];
}

function twos(): Float64Array {
  const powers = new Float64Array(MOST - LEAST + 1);
  powers[-LEAST] = 1;
  for (let k = 1; k <= MOST; k++) powers[k - LEAST] = 2 * powers[k - 1 - LEAST];
  for (let k = -1; k >= LEAST; k--) powers[k - LEAST] = powers[k + 1 - LEAST] / 2;
  return powers;
}
