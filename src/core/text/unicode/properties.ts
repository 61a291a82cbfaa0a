/**
 * Properties of code points, out of the tables of one version of Unicode: each table is decoded when it is first asked.
 *
 * domain   code points 0 .. 10FFFF
 * cost     a binary search a call: ask for pages of code points once, not for each letter of a text
 * checked  against the engine's own properties, over all code points, where it knows the same version
 */
import {CASE_IGNORABLE, CASED, CLASSES, COMBINING_CLASSES, DECOMPOSITIONS, LOWER_CASE} from './tables.ts';

export {UNICODE_VERSION} from './tables.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitOf = Uint8Array.from({length: 128}, (_, code) => Math.max(0, DIGITS.indexOf(String.fromCharCode(code))));

/** The numbers of a table: scripts/unicode.ts says how they are written. */
function decoded(table: string): number[] {
  const numbers: number[] = [];
  for (let at = 0, number = 0, shift = 0; at < table.length; at++) {
    const digit = digitOf[table.charCodeAt(at)];
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    numbers.push(number);
    number = shift = 0;
  }
  return numbers;
}

const signed = (number: number): number => (number & 1 ? -(number + 1) / 2 : number / 2);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Starts of runs, ascending from 0, and their values. */
interface Runs {
  readonly starts: readonly number[];
  readonly values: readonly number[];
}

function valueAt({starts, values}: Runs, codePoint: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= codePoint) low = middle;
    else high = middle - 1;
  }
  return values[low];
}

function runsOf(lengthsAndValues: readonly number[]): Runs {
  const starts: number[] = [];
  const values: number[] = [];
  for (let i = 0, start = 0; i < lengthsAndValues.length; start += lengthsAndValues[i], i += 2) {
    starts.push(start);
    values.push(lengthsAndValues[i + 1]);
  }
  return {starts, values};
}

const turnsOf = (lengths: readonly number[]): Runs => runsOf([...lengths, 0].flatMap((length, i) => [length, i & 1]));

const classes = once(() => runsOf(decoded(CLASSES)));
const combiningClasses = once(() => runsOf(decoded(COMBINING_CLASSES)));
const cased = once(() => turnsOf(decoded(CASED)));
const caseIgnorable = once(() => turnsOf(decoded(CASE_IGNORABLE)));

/** One of the numbers of classes.ts. */
export const classOf = (codePoint: number): number => valueAt(classes(), codePoint);

/** Canonical_Combining_Class, 0 .. 240. */
export const combiningClassOf = (codePoint: number): number => valueAt(combiningClasses(), codePoint);

/** The classes that there are but 0, ascending: fewer than 64. */
export const COMBINING_CLASS_LIST: () => readonly number[] = once(() =>
  [...new Set(combiningClasses().values)].filter((value) => value > 0).sort((a, b) => a - b),
);

export const isCased = (codePoint: number): boolean => valueAt(cased(), codePoint) === 1;
export const isCaseIgnorable = (codePoint: number): boolean => valueAt(caseIgnorable(), codePoint) === 1;

const lowerCase = once((): ReadonlyMap<number, number> => {
  const numbers = decoded(LOWER_CASE);
  const map = new Map<number, number>();
  for (let i = 0, at = 0; i < numbers.length; i += 4) {
    at += numbers[i];
    const [, n, step, distance] = numbers.slice(i, i + 4);
    for (let k = 0; k < n; k++) map.set(at + k * step, at + k * step + signed(distance));
    at += (n - 1) * step + 1;
  }
  return map;
});

/** Simple lower case: one code point, itself where it has none. */
export const lowerOf = (codePoint: number): number => lowerCase().get(codePoint) ?? codePoint;

/** A canonical decomposition, one step of it. */
interface Decomposition {
  readonly first: number;
  readonly second?: number;
  /** Not made again by composition. */
  readonly excluded: boolean;
}

/** All but those of Hangul syllables, which have a rule. */
export const decompositions: () => ReadonlyMap<number, Decomposition> = once(() => {
  const numbers = decoded(DECOMPOSITIONS);
  const map = new Map<number, Decomposition>();
  for (let i = 0, at = 0; i < numbers.length; ) {
    at += numbers[i++];
    const flags = numbers[i++];
    const first = at + signed(numbers[i++]);
    map.set(at, {first, ...(flags & 1 && {second: numbers[i++]}), excluded: (flags & 2) !== 0});
  }
  return map;
});
