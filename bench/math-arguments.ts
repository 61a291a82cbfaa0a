/**
 * Arguments that try the functions of core/math: uniform in value and in bits over their domains, close to their zeros and to the
 * places where the code forks, close to where they overflow and underflow.
 */
import * as math from '../src/core/math/index.ts';
import type {Stream} from '../src/core/random/index.ts';

export interface Tried {
  /** One row of arguments is this wide. */
  width: number;
  value(row: Float64Array): number;
  /** Fills `row` with the arguments of trial `i`. */
  fill(row: Float64Array, i: number, stream: Stream): void;
}

interface Domain {
  /** Intervals of values, each as likely as another. */
  over: readonly (readonly [number, number])[];
  /** Zeros, forks and limits. */
  near: readonly number[];
  holds(x: number): boolean;
}

const LN2 = Math.LN2;
const HALF_PI = Math.PI / 2;
const any = (x: number): boolean => Number.isFinite(x);
const positive = (x: number): boolean => x > 0 && x < Infinity;
const OCTAVES = [1e-300, 2.2250738585072014e-308, 0.5, Math.SQRT1_2, 0.999999, 1, 1.38, 1.4196, Math.SQRT2, 2, 10, 1e22, 1.7e308];

const DOMAINS: Record<string, Domain & {of: (x: number) => number}> = {
  exp: {
    of: math.exp,
    over: [
      [-745.2, 709.8],
      [-40, 40],
      [-1, 1],
    ],
    near: [0, 1, -1, LN2 / 2, -LN2 / 2, 1.5 * LN2, -1.5 * LN2, 708, -708, -708.4, 709.78271289338397, -745.1332191019411],
    holds: any,
  },
  expm1: {
    of: math.expm1,
    over: [
      [-40, 710],
      [-2, 2],
      [-0.5, 0.5],
    ],
    near: [0, LN2 / 2, -LN2 / 2, LN2, -LN2, 1.5 * LN2, -1.5 * LN2, -0.25 - LN2, 20 * LN2, 56 * LN2, -38.8, 709.78271289338397],
    holds: any,
  },
  log: {
    of: math.log,
    over: [
      [0, 1],
      [0, 100],
      [0.5, 2],
    ],
    near: OCTAVES,
    holds: positive,
  },
  log1p: {
    of: math.log1p,
    over: [
      [-1, 1],
      [-0.3, 0.5],
      [0, 100],
    ],
    near: [0, -1, Math.SQRT2 - 1, Math.SQRT1_2 - 1, 1, 2, 9007199254740992, 1.7e308],
    holds: (x) => x > -1 && x < Infinity,
  },
  log2: {
    of: math.log2,
    over: [
      [0, 1],
      [0, 100],
      [0.5, 2],
    ],
    near: OCTAVES,
    holds: positive,
  },
  log10: {
    of: math.log10,
    over: [
      [0, 1],
      [0, 100],
      [0.5, 2],
    ],
    near: [...OCTAVES, 0.1, 100, 1000],
    holds: positive,
  },
  sin: {
    of: math.sin,
    over: [
      [-HALF_PI, HALF_PI],
      [-100, 100],
      [-2e6, 2e6],
    ],
    near: [0, HALF_PI / 2, 0.3, 0.78125, HALF_PI, Math.PI, 3 * HALF_PI, 100 * HALF_PI, 355, 1647099, 5.319372648326541e255],
    holds: any,
  },
  cos: {
    of: math.cos,
    over: [
      [-HALF_PI, HALF_PI],
      [-100, 100],
      [-2e6, 2e6],
    ],
    near: [0, HALF_PI / 2, 0.3, 0.78125, HALF_PI, Math.PI, 3 * HALF_PI, 101 * HALF_PI, 11, 1647099, 5.319372648326541e255],
    holds: any,
  },
  tanh: {
    of: math.tanh,
    over: [
      [-1, 1],
      [-25, 25],
      [-0.3, 0.3],
    ],
    near: [0, 1, -1, LN2 / 4, 0.2, 22],
    holds: any,
  },
  cbrt: {
    of: math.cbrt,
    over: [
      [-10, 10],
      [1, 8],
      [0, 1e9],
    ],
    near: [0, 1, 8, -27, 2.2250738585072014e-308, 1.7e308],
    holds: any,
  },
  acos: {
    of: math.acos,
    over: [
      [-1, 1],
      [0.4, 1],
      [-1, -0.4],
    ],
    near: [0, 0.5, -0.5, 1, -1],
    holds: (x) => x >= -1 && x <= 1,
  },
};

const PAIRS: Record<
  string,
  {of: (x: number, y: number) => number; over: readonly (readonly [[number, number], [number, number]])[]; holds: (x: number) => boolean}
> = {
  pow: {
    of: math.pow,
    over: [
      [
        [0, 1],
        [-10, 10],
      ],
      [
        [0, 10],
        [-300, 300],
      ],
      [
        [0.9, 1.1],
        [-5000, 5000],
      ],
      [
        [0.999999, 1.000001],
        [-7e8, 7e8],
      ],
      [
        [0, 1e6],
        [-5, 5],
      ],
      [
        [2, 2],
        [-1075, 1024],
      ],
      [
        [10, 10],
        [-324, 308],
      ],
    ],
    holds: positive,
  },
  hypot: {
    of: math.hypot,
    over: [
      [
        [-1, 1],
        [-1, 1],
      ],
      [
        [0, 1e6],
        [0, 1],
      ],
      [
        [0, 1e-160],
        [0, 1e-160],
      ],
      [
        [1e153, 1e155],
        [0, 1e155],
      ],
    ],
    holds: any,
  },
};

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const bits = new BigInt64Array(float.buffer);

function uniform([low, high]: readonly [number, number], stream: Stream): number {
  return low + (high - low) * stream.float();
}

function uniformInBits(stream: Stream, holds: (x: number) => boolean): number {
  for (;;) {
    words[0] = stream.uint32();
    words[1] = stream.uint32();
    if (holds(float[0])) return float[0];
    float[0] = -float[0];
    if (holds(float[0])) return float[0];
  }
}

/** Some thousand units in the last place of `x` away from it, or a power of two times its size (or 1). */
function close(x: number, stream: Stream): number {
  if (x !== 0 && stream.below(2) === 0) {
    float[0] = x;
    bits[0] += BigInt(stream.below(4001) - 2000);
    return float[0];
  }
  return x + (x || 1) * (2 * stream.float() - 1) * math.powerOfTwo(-stream.below(60));
}

function one({of, over, near, holds}: Domain & {of: (x: number) => number}): Tried {
  return {
    width: 1,
    value: (row) => of(row[0]),
    fill(row, i, stream) {
      for (;;) {
        const kind = i % 5;
        row[0] =
          kind < 2
            ? uniform(over[stream.below(over.length)], stream)
            : kind < 4
              ? uniformInBits(stream, holds)
              : close(near[stream.below(near.length)], stream);
        if (holds(row[0])) return;
      }
    },
  };
}

function two({of, over, holds}: (typeof PAIRS)[string]): Tried {
  return {
    width: 2,
    value: (row) => of(row[0], row[1]),
    fill(row, i, stream) {
      do {
        const kind = i % 5;
        const [x, y] = over[stream.below(over.length)];
        row[0] = kind === 4 ? uniformInBits(stream, holds) : kind === 3 ? close(uniform(x, stream), stream) : uniform(x, stream);
        row[1] = kind === 4 ? uniformInBits(stream, any) : kind === 3 ? Math.round(uniform(y, stream)) : uniform(y, stream);
        if (kind === 4 && of === math.pow) row[1] = uniform([-1, 1], stream) * (745 / Math.max(0.7, Math.abs(math.log(row[0]))));
      } while (!holds(row[0]) || !any(row[1]));
    },
  };
}

/** Eight numbers whose sizes differ by up to 2^60. */
const norm: Tried = {
  width: 8,
  value: math.norm,
  fill(row, i, stream) {
    const all = math.powerOfTwo(i % 5 === 4 ? stream.below(1900) - 1000 : 0);
    for (let j = 0; j < row.length; j++) row[j] = (2 * stream.float() - 1) * (i % 2 ? math.powerOfTwo(-stream.below(60)) : 1) * all;
  },
};

export const TRIED: Record<string, Tried> = {
  ...Object.fromEntries(Object.entries(DOMAINS).map(([name, domain]) => [name, one(domain)])),
  ...Object.fromEntries(Object.entries(PAIRS).map(([name, pair]) => [name, two(pair)])),
  norm,
};
