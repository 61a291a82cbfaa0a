/**
 * Numbers of a table to as many digits as their interval warrants: two digits of its width, and as many of the value. Without an interval
 * three digits; of an interval that spans a power of ten each number keeps two digits of its own. What is far from 1 is a power of ten.
 *
 *   0.12345 [0.101, 0.149]        0.123 [0.101, 0.149]
 *   2.21e-10 [1.02e-10, 4.8e-10]  2.2 [1.0, 4.8] times 10^-10
 *   2.21e-10 [1.3e-11, 2.9e-9]    2.2 10^-10 [1.3 10^-11, 2.9 10^-9]
 */
import {powerOfTen} from '../../../core/math/index.ts';
import {decimalExponent, fixed} from '../../../core/text/numbers.ts';

/** Digits times ten to a power; 0 for plain numbers. */
interface RoundedNumber {
  readonly digits: string;
  readonly exponent: number;
}

export interface Rounded {
  readonly value: RoundedNumber;
  readonly ends?: readonly [RoundedNumber, RoundedNumber];
}

const DIGITS = 3;
const FEW_DIGITS = 2;
const MOST_DECIMALS = 5;
const LARGE = 1e6;
const WIDE = 10;

export function rounded(value: number, ends?: readonly [number, number]): Rounded {
  if (ends === undefined || !ends.every(Number.isFinite)) return {value: significant(value, DIGITS)};
  const [low, high] = ends;
  const own = (digits: number): Rounded => ({
    value: significant(value, digits),
    ends: [significant(low, digits), significant(high, digits)],
  });
  if (!(high > low)) return own(DIGITS);
  if (low > 0 && high / low > WIDE) return own(FEW_DIGITS);
  const decimals = 1 - decimalExponent(high - low);
  const size = Math.max(...[value, low, high].map(Math.abs));
  const exponent = size < LARGE && decimals <= MOST_DECIMALS ? 0 : decimalExponent(size);
  const at = (x: number) => placed(x, decimals, exponent);
  return {value: at(value), ends: [at(low), at(high)]};
}

function significant(value: number, digits: number): RoundedNumber {
  if (value === 0) return {digits: '0', exponent: 0};
  const decimals = digits - 1 - decimalExponent(value);
  const isPlain = Math.abs(value) < LARGE && decimals <= MOST_DECIMALS;
  return placed(value, decimals, isPlain ? 0 : decimalExponent(value));
}

const placed = (value: number, decimals: number, exponent: number): RoundedNumber => ({
  digits: fixed(scaledBy(value, -exponent), Math.max(0, decimals + exponent)),
  exponent,
});

/** x times a power of ten that a double may not hold. */
function scaledBy(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * powerOfTen(half) * powerOfTen(exponent - half);
}

/** As text: `power` writes ten to a power, `bracketed` an interval. */
export function roundedText(
  {value, ends}: Rounded,
  {power, bracketed}: {power: (exponent: number) => string; bracketed: (low: string, high: string) => string},
): string {
  const whole = ({digits, exponent}: RoundedNumber) => `${digits}${exponent === 0 ? '' : power(exponent)}`;
  if (ends === undefined) return whole(value);
  const [low, high] = ends;
  if ([low, high].some(({exponent}) => exponent !== value.exponent)) return `${whole(value)}${bracketed(whole(low), whole(high))}`;
  return `${value.digits}${bracketed(low.digits, high.digits)}${value.exponent === 0 ? '' : power(value.exponent)}`;
}

/** A value, and its interval apart from it: each with its own power of ten. */
export function roundedParts(
  {value, ends}: Rounded,
  power: (exponent: number) => string,
): {value: string; ends?: readonly [string, string]; power: string} {
  const whole = ({digits, exponent}: RoundedNumber) => `${digits}${exponent === 0 ? '' : power(exponent)}`;
  if (ends === undefined) return {value: whole(value), power: ''};
  const shared = ends.every(({exponent}) => exponent === value.exponent);
  const [low, high] = ends.map((end) => (shared ? end.digits : whole(end)));
  return {value: whole(value), ends: [low, high], power: shared && value.exponent !== 0 ? power(value.exponent) : ''};
}

/** Of a test: three decimals, and never 0. */
export const probability = (p: number): string => (p < 0.001 ? '<0.001' : fixed(p, 3));
