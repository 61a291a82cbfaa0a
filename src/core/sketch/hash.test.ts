import {describe, expect, it} from 'vitest';
import {readSpeeches} from '../../node/read/speeches.ts';
import {chiSquareSurvival} from '../stats/regularized.ts';
import {gramsUpTo, NO_GRAM} from '../text/grams.ts';
import {Vocabulary} from '../text/vocabulary.ts';
import {tokenizeWords} from '../text/words.ts';
import {
  GRAM_HIGH,
  GRAM_LOW,
  hashBytes64,
  lengthShift,
  mixHigh,
  mixLow,
  ORDER_STEP,
  stepHigh,
  stepLow,
  WORD_HIGH,
  WORD_LOW,
} from './hash.ts';

/** Lanes of different inputs. */
interface Lanes {
  readonly name: string;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

const text = await readSpeeches();
const vocabulary = new Vocabulary();
const tokens = tokenizeWords(text, vocabulary);
const grams = gramsUpTo(tokens, 5);
const words = wordLanes();
const lanes = [words, ...grams.slice(1).map((level) => gramLanes(level.n)), byteLanes()];

function wordLanes(): Lanes {
  const high = new Uint32Array(vocabulary.size);
  const low = new Uint32Array(vocabulary.size);
  for (let id = 0; id < vocabulary.size; id++) {
    let a = WORD_HIGH;
    let b = WORD_LOW;
    for (const character of vocabulary.text(id)) {
      a = stepHigh(a, character.codePointAt(0)!);
      b = stepLow(b, character.codePointAt(0)!);
    }
    high[id] = mixHigh(a);
    low[id] = mixLow(b);
  }
  return {name: 'words', high, low};
}

/** Of each different n-gram, where it comes first. */
function gramLanes(n: number): Lanes {
  const {ids, size} = grams[n - 1];
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  const done = new Uint8Array(size);
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === NO_GRAM || done[ids[i]]) continue;
    done[ids[i]] = 1;
    let a = 0;
    let b = 0;
    for (let j = i; j < i + n; j++) {
      a = (Math.imul(a, GRAM_HIGH) + words.high[tokens.ids[j]]) | 0;
      b = (Math.imul(b, GRAM_LOW) + words.low[tokens.ids[j]]) | 0;
    }
    high[ids[i]] = mixHigh((a + Math.imul(n, ORDER_STEP)) | 0);
    low[ids[i]] = mixLow((b + Math.imul(n, ORDER_STEP)) | 0);
  }
  return {name: `${n}-grams`, high, low};
}

/** Of all pieces of 3 to 40 bytes that begin at every 40th byte of the first megabyte. */
function byteLanes(): Lanes {
  const seen = new Set<string>();
  const hash = new Uint32Array(2);
  const high: number[] = [];
  const low: number[] = [];
  for (let from = 0; from < 1_000_000; from += 40) {
    const to = from + 3 + ((from / 40) % 38);
    const piece = String.fromCharCode(...text.bytes.subarray(from, to));
    if (seen.has(piece)) continue;
    seen.add(piece);
    hashBytes64(text.bytes, from, to, hash);
    high.push(hash[0]);
    low.push(hash[1]);
  }
  return {name: 'bytes', high: Uint32Array.from(high), low: Uint32Array.from(low)};
}

/** Probability of counts as uneven as these, or more, were all cells equally likely. */
function uniformP(counts: ArrayLike<number>): number {
  const n = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const expected = n / counts.length;
  const chi = Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquareSurvival(chi, counts.length - 1);
}

function cellsOf(n: number, cells: number, cell: (i: number) => number): Float64Array {
  const counts = new Float64Array(cells);
  for (let i = 0; i < n; i++) counts[cell(i)]++;
  return counts;
}

describe.each(lanes)('the hash of $name', ({high, low}) => {
  const n = high.length;

  it.each([0, 8, 16, 24])('is uniform in the eight bits from bit %d of either lane', (bit) => {
    for (const lane of [high, low]) expect(uniformP(cellsOf(n, 256, (i) => (lane[i] >>> bit) & 255))).toBeGreaterThan(1e-5);
  });

  it('has lanes that are independent of each other', () => {
    for (const a of [0, 12, 28]) {
      for (const b of [0, 12, 28]) {
        const counts = cellsOf(n, 256, (i) => (((high[i] >>> a) & 15) << 4) | ((low[i] >>> b) & 15));
        expect(uniformP(counts)).toBeGreaterThan(1e-5);
      }
    }
  });

  it('differs for different inputs', () => {
    const keys = new BigUint64Array(n);
    for (let i = 0; i < n; i++) keys[i] = (BigInt(high[i]) << 32n) | BigInt(low[i]);
    keys.sort();
    let same = 0;
    for (let i = 1; i < n; i++) if (keys[i] === keys[i - 1]) same++;
    expect(same).toBe(0);
  });
});

describe('the hash of real text', () => {
  it('was tested on millions of different inputs', () => {
    expect(lanes.reduce((sum, {high}) => sum + high.length, 0)).toBeGreaterThan(3_000_000);
  });

  it('of bytes is that of their length too', () => {
    const into = new Uint32Array(2);
    const hashes = Array.from({length: 9}, (_, length) => {
      hashBytes64(new Uint8Array(16), 0, length, into);
      return into.join();
    });
    expect(new Set(hashes).size).toBe(9);
  });

  it('of bytes does not depend on where they lie', () => {
    const bytes = new TextEncoder().encode('..abcdefg....abcdefg');
    const [a, b] = [new Uint32Array(2), new Uint32Array(2)];
    hashBytes64(bytes, 2, 9, a);
    hashBytes64(bytes, 13, 20, b);
    expect(a).toEqual(b);
  });

  it('is made shorter for short words alone', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255].map(lengthShift)).toEqual([12, 12, 12, 9, 6, 4, 3, 2, 1, 0, 0, 0]);
  });
});
