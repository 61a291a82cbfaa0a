/**
 * n-grams of numbered tokens, numbered themselves: equal n-grams have equal numbers, exactly (no hash stands for a gram).
 *
 * An n-gram is the pair (the number of its first n - 1 tokens as a gram, its last token), found in an open-addressing table.
 *
 * shape    tokens: N ids -> ids: (N,), the number of the gram that begins at each token
 * edge     grams do not cross documents: NO_GRAM where fewer than n tokens are left of the document
 * cost     O(N) a level; 12 bytes a slot, two to four slots a gram
 */

import {DomainError} from '../error.ts';
import {log2, powerOfTwo} from '../math/index.ts';
import {murmurMix} from '../murmur.ts';
import type {Tokens} from './words.ts';

/** In `Grams.ids`: no gram of this length begins here. */
export const NO_GRAM = 0xffffffff;

export interface Grams {
  readonly n: number;
  /** (N,) numbers 0..size-1 in order of first appearance, or NO_GRAM. */
  readonly ids: Uint32Array;
  /** Distinct grams. */
  readonly size: number;
  /** Grams in all. */
  readonly count: number;
  /** As the tokens': document i's grams begin at offsets[i] .. offsets[i + 1]. */
  readonly offsets: Uint32Array;
}

/** Tokens as 1-grams, renumbered 0, 1, 2, ... in order of first appearance. */
export function unigrams(tokens: Tokens): Grams {
  const {ids, offsets} = tokens;
  let most = 0;
  for (let i = 0; i < ids.length; i++) if (ids[i] > most) most = ids[i];
  const numbers = new Int32Array(most + 1).fill(-1);
  const renumbered = new Uint32Array(ids.length);
  let size = 0;
  for (let i = 0; i < ids.length; i++) {
    if (numbers[ids[i]] < 0) numbers[ids[i]] = size++;
    renumbered[i] = numbers[ids[i]];
  }
  return {n: 1, ids: renumbered, size, count: ids.length, offsets};
}

/** The grams one token longer than `shorter`; `tokens` are the 1-grams of the same text. */
export function longerGrams(shorter: Grams, tokens: Grams): Grams {
  const {offsets} = tokens;
  const n = shorter.n + 1;
  const ids = new Uint32Array(tokens.ids.length).fill(NO_GRAM);
  const table = new PairTable(ids.length / 2);
  let count = 0;
  for (let document = 0; document + 1 < offsets.length; document++) {
    const end = offsets[document + 1] - n + 1;
    for (let i = offsets[document]; i < end; i++) {
      ids[i] = table.add(shorter.ids[i], tokens.ids[i + n - 1]);
      count++;
    }
  }
  return {n, ids, size: table.size, count, offsets};
}

/** The grams of each length 1..longest. longest >= 1. */
export function gramsUpTo(tokens: Tokens, longest: number): Grams[] {
  if (!(longest >= 1)) throw new DomainError(`n-grams want a length of at least 1, got ${longest}`);
  const levels = [unigrams(tokens)];
  while (levels.length < longest) levels.push(longerGrams(levels[levels.length - 1], levels[0]));
  return levels;
}

/** Numbers pairs of 32-bit integers in order of first appearance. */
class PairTable {
  size = 0;
  private mask: number;
  /** Triples: number (-1: free), first, second. */
  private slots: Int32Array;

  /** Begins with room for `expected` pairs, and grows beyond. */
  constructor(expected: number) {
    const slots = powerOfTwo(Math.ceil(log2(2 * expected + 16)));
    this.mask = slots - 1;
    this.slots = new Int32Array(3 * slots).fill(-1);
  }

  add(first: number, second: number): number {
    const slots = this.slots;
    const a = first | 0;
    const b = second | 0;
    let slot = pairHash(a, b) & this.mask;
    for (; ; slot = (slot + 1) & this.mask) {
      const at = 3 * slot;
      if (slots[at] < 0) break;
      if (slots[at + 1] === a && slots[at + 2] === b) return slots[at];
    }
    const id = this.size++;
    slots[3 * slot] = id;
    slots[3 * slot + 1] = a;
    slots[3 * slot + 2] = b;
    if (this.size * 2 > this.mask) this.grow();
    return id;
  }

  private grow(): void {
    const old = this.slots;
    this.mask = this.mask * 2 + 1;
    const slots = new Int32Array(old.length * 2).fill(-1);
    for (let from = 0; from < old.length; from += 3) {
      if (old[from] < 0) continue;
      let slot = pairHash(old[from + 1], old[from + 2]) & this.mask;
      while (slots[3 * slot] >= 0) slot = (slot + 1) & this.mask;
      slots[3 * slot] = old[from];
      slots[3 * slot + 1] = old[from + 1];
      slots[3 * slot + 2] = old[from + 2];
    }
    this.slots = slots;
  }
}

/** Two multiplications and murmur3's final mix. */
function pairHash(a: number, b: number): number {
  return murmurMix(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77));
}
