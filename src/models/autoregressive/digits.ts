/**
 * Numbers of outcomes as digits, the first the most significant, and as what a network reads.
 *
 *   digit v of base b is read as b - 1 inputs, of which the first v are 1: neighbours differ in one
 *
 * shape    K outcomes -> D = ceil(log_b K) digits, at least 1
 * edge     a digit may be every value below b, or, where those before it are K - 1's, only those up to K - 1's own
 */
import {pow} from '../../core/math/index.ts';

export interface Digits {
  /** K */
  readonly outcomes: number;
  /** b */
  readonly base: number;
  /** D */
  readonly length: number;
  /** b^(D - 1 - j), of digit j. (D,) */
  readonly places: readonly number[];
}

export function digitsOf(outcomes: number, base: number): Digits {
  let length = 1;
  while (pow(base, length) < outcomes) length++;
  return {outcomes, base, length, places: Array.from({length}, (_, j) => pow(base, length - 1 - j))};
}

export const digitAt = ({base, places}: Digits, outcome: number, j: number): number => Math.floor(outcome / places[j]) % base;

/** How many values digit j of an outcome may take, given those before it. */
export function valuesAt({outcomes, base, places}: Digits, outcome: number, j: number): number {
  const prefix = outcome - (outcome % (places[j] * base));
  return Math.min(base, Math.floor((outcomes - 1 - prefix) / places[j]) + 1);
}

/** Writes what the network reads of an outcome at x[at..at + D (b - 1)), which is 0 before. */
export function writeDigits(digits: Digits, outcome: number, x: Float32Array, at: number): void {
  const {base, length} = digits;
  for (let j = 0; j < length; j++) x.fill(1, at + j * (base - 1), at + j * (base - 1) + digitAt(digits, outcome, j));
}
