import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import * as math from './index.ts';

/** Errors in units in the last place of the exact value, as the headers state them. */
const BOUND: Record<string, number> = {
  acos: 0.9,
  cbrt: 0.67,
  cos: 0.85,
  exp: 0.9,
  expm1: 0.85,
  hypot: 0.9,
  log: 0.85,
  log1p: 2.1,
  log2: 0.8,
  log10: 0.7,
  norm: 1.5,
  pow: 0.85,
  sin: 0.85,
  tanh: 2.2,
};

/** Arguments, the correctly rounded value, and how many units the exact value lies above it: `bench/peers/rounding.py --keep`. */
type Kept = [number[], number, number];
const worst: Record<string, Kept[]> = JSON.parse(readFileSync(new URL('worst.json', import.meta.url), 'utf8'));
const {norm, powerOfTen, powerOfTwo, scaled, ...plain} = math;
const functions: Record<string, (...x: number[]) => number> = plain;

const units = (x: number): number => powerOfTwo(Math.max(-1074, exponentOf(x) - 52));

function exponentOf(x: number): number {
  let e = 0;
  let size = Math.abs(x);
  if (size === 0) return -1074;
  for (; size >= 2; size /= 2) e++;
  for (; size < 1 && e > -1022; size *= 2) e--;
  return e;
}

const call = (name: string, x: number[]): number => (name === 'norm' ? norm(x) : functions[name](...x));

describe('the functions of core/math', () => {
  it.each(Object.entries(worst))('%s keeps its bound at the worst of a million arguments', (name, rows) => {
    expect(rows.length).toBe(20);
    for (const [x, rounded, above] of rows) {
      const error = Math.abs((call(name, x) - rounded) / units(rounded) - above);
      expect(error, `${name}(${x})`).toBeLessThan(BOUND[name]);
      // the worst are bad enough to tell a correct rounding from this one
      expect(error, `${name}(${x})`).toBeGreaterThan(0.5);
    }
  });

  it('keep a bound each', () => expect(Object.keys(worst).sort()).toEqual(Object.keys(BOUND).sort()));
});

const TINY = [5e-324, 2.2250738585072014e-308, 1e-300, 1e-20];
const SPECIAL = [0, 1, 2, 0.5, Infinity, 1.7976931348623157e308, 1e19, 9007199254740992, 9007199254740991, 3, 3.5, ...TINY].flatMap((x) => [
  x,
  -x,
]);

describe('special cases', () => {
  // what ECMA-262 defines to the last bit, function by function: arguments and values
  const {NaN: nan} = Number;
  const CASES: Record<string, [number, number][]> = {
    acos: [
      [nan, nan],
      [1.0000000000000002, nan],
      [-1.0000000000000002, nan],
      [1, 0],
      [-1, Math.PI],
      [0, Math.PI / 2],
      [5e-324, Math.PI / 2],
    ],
    cbrt: [
      [nan, nan],
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [-Infinity, -Infinity],
      [27, 3],
      [-8, -2],
      [1e-300, 1e-100],
      [powerOfTwo(-1074), powerOfTwo(-358)],
    ],
    cos: [
      [nan, nan],
      [Infinity, nan],
      [-Infinity, nan],
      [0, 1],
      [-0, 1],
      [5e-324, 1],
    ],
    exp: [
      [nan, nan],
      [0, 1],
      [-0, 1],
      [1, Math.E],
      [Infinity, Infinity],
      [-Infinity, 0],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, Infinity],
      [-745.1332191019411, 5e-324],
      [-745.1332191019412, 0],
      [5e-324, 1],
    ],
    expm1: [
      [nan, nan],
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [-Infinity, -1],
      [709.7827128933841, Infinity],
      [-1e300, -1],
      [5e-324, 5e-324],
    ],
    log: [
      [nan, nan],
      [0, -Infinity],
      [-0, -Infinity],
      [-5e-324, nan],
      [-Infinity, nan],
      [1, 0],
      [Infinity, Infinity],
      [Math.E, 1],
    ],
    log1p: [
      [nan, nan],
      [-1, -Infinity],
      [-1.0000000000000002, nan],
      [-Infinity, nan],
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [5e-324, 5e-324],
    ],
    log10: [
      [nan, nan],
      [0, -Infinity],
      [-0, -Infinity],
      [-1, nan],
      [1, 0],
      [Infinity, Infinity],
    ],
    log2: [
      [nan, nan],
      [0, -Infinity],
      [-0, -Infinity],
      [-1, nan],
      [1, 0],
      [Infinity, Infinity],
    ],
    sin: [
      [nan, nan],
      [Infinity, nan],
      [-Infinity, nan],
      [0, 0],
      [-0, -0],
      [5e-324, 5e-324],
      [-1e-300, -1e-300],
    ],
    tanh: [
      [nan, nan],
      [0, 0],
      [-0, -0],
      [Infinity, 1],
      [-Infinity, -1],
      [22, 1],
      [-30, -1],
      [5e-324, 5e-324],
    ],
  };

  it.each(Object.entries(CASES))('of %s', (name, cases) => {
    for (const [x, value] of cases) expect(call(name, [x]), `${name}(${x})`).toBe(value);
  });

  it('of pow are those of the language, exactly', () => {
    let exact = 0;
    for (const x of [...SPECIAL, Number.NaN]) {
      for (const y of [...SPECIAL, Number.NaN, 1023, -1074, -1075, 1024]) {
        const value = x ** y;
        const defined = x === 0 || !Number.isFinite(x) || !Number.isFinite(y) || y === 0 || Number.isNaN(value);
        if (!defined && value !== 0 && Number.isFinite(value)) continue;
        exact++;
        expect(math.pow(x, y), `${x} ** ${y}`).toBe(value);
      }
    }
    expect(exact).toBeGreaterThan(400);
  });

  it('of hypot and norm: infinity beside NaN, and no overflow on the way', () => {
    for (const of of [math.hypot, (x: number, y: number) => norm([x, y])]) {
      expect(of(Number.NaN, -Infinity)).toBe(Infinity);
      expect(of(Number.NaN, 1)).toBeNaN();
      expect(of(-0, 0)).toBe(0);
      expect(of(3e300, 4e300)).toBe(5e300);
      expect(of(3e-320, 4e-320)).toBe(5e-320);
      expect(of(1.7976931348623157e308, 1.7976931348623157e308)).toBe(Infinity);
      expect(of(5, 5e-324)).toBe(5);
    }
    expect(norm([])).toBe(0);
  });
});

describe('powers', () => {
  it('of two are exact', () => {
    let power = 1;
    for (let k = 0; k < 1024; k++, power *= 2) {
      expect(powerOfTwo(k)).toBe(power);
      expect(math.pow(2, k)).toBe(power);
      expect(powerOfTwo(-k)).toBe(1 / power);
    }
    expect(powerOfTwo(-1074)).toBe(5e-324);
    expect([powerOfTwo(-1075), powerOfTwo(1024), powerOfTwo(0.5)]).toEqual([0, Infinity, Number.NaN]);
  });

  it('of ten are what their literals are', () => {
    for (let k = -323; k <= 308; k++) expect(powerOfTen(k)).toBe(Number(`1e${k}`));
    expect([powerOfTen(-324), powerOfTen(309), powerOfTen(-0.5)]).toEqual([0, Infinity, Number.NaN]);
  });

  it('of integers are exact where a float64 holds them', () => {
    for (let a = 1; a < 400; a++) {
      for (let b = 0n, power = 1n; power <= 9007199254740992n && b < 60n; b++, power *= BigInt(a)) {
        expect(math.pow(a, Number(b))).toBe(Number(power));
        expect(math.pow(-a, Number(b))).toBe(b % 2n === 1n ? -Number(power) : Number(power));
      }
    }
  });

  it('scale once, to the nearest, down to the subnormal numbers', () => {
    fc.assert(
      fc.property(fc.double({min: 0.5, max: 2, noNaN: true}), fc.integer({min: -1100, max: 1100}), (x, k) => {
        if (k >= -1074 && k <= 1023) expect(scaled(x, k)).toBe(x * 2 ** k);
        if (k > 1030) expect(scaled(x, k)).toBe(Infinity);
        if (k < -1077) expect(scaled(x, k)).toBe(0);
      }),
    );
    expect(scaled(1.5, -1074)).toBe(1e-323);
    expect(scaled(1, -1075)).toBe(0);
    expect(scaled(1.0000000000000002, -1075)).toBe(5e-324);
    expect(scaled(1.9999999999999998, 1023)).toBe(Number.MAX_VALUE);
    expect(scaled(0.9999999999999999, 1024)).toBe(Number.MAX_VALUE);
    expect(scaled(5e-324, 1074)).toBe(1);
  });

  it('log10 and log2 of powers are whole', () => {
    for (let k = 0; k <= 22; k++) expect(math.log10(powerOfTen(k))).toBe(k);
    for (let k = -1074; k <= 1023; k++) expect(math.log2(powerOfTwo(k))).toBe(k);
  });
});

describe('angles however large', () => {
  it('are reduced by pi to 1200 bits', () => {
    // mpmath: sin and cos of 1e22 and of the float64 nearest to a multiple of pi/2, 6381956970095103 * 2^797
    expect(math.sin(1e22)).toBe(-0.8522008497671888);
    expect(math.cos(1e22)).toBe(0.523214785395139);
    expect(math.cos(5.319372648326541e255)).toBe(-4.687165924254628e-19);
    expect(math.sin(5.319372648326541e255)).toBe(1);
    expect(math.sin(1.7976931348623157e308)).toBe(0.004961954789184062);
  });
});
