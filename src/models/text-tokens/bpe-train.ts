/**
 * Learns which pairs of tokens to merge: again and again the most frequent one, of equal ones the one of smaller numbers.
 *
 * Works on the distinct pieces of the text with their counts. A heap holds the pairs by count; a count that fell since is put back when it
 * comes up, one that rose is put in anew.
 *
 * source   Sennrich, Haddow and Birch, ACL 2016; ties as in Hugging Face tokenizers' BpeTrainer
 */
import type {Text} from '../../core/data.ts';
import {pieceEnd} from './pieces.ts';

interface Merges {
  /** Tokens of each merge, two and two. The i-th makes token `first + i`. */
  readonly pairs: Int32Array;
}

interface Piece {
  tokens: number[];
  readonly count: number;
}

const KEY = 1 << 20;

/** At most `most` merges of pairs that occur at least twice. `tokenOf`: (256,) the token of each byte; `first`: the next token. */
export function learnMerges(text: Text, {tokenOf, first, most}: {tokenOf: Int32Array; first: number; most: number}): Merges {
  const pieces = [...piecesOf(text)].map(([key, count]): Piece => ({tokens: Array.from(key, (c) => tokenOf[c.charCodeAt(0)]), count}));
  const counts = new Map<number, number>();
  const where = new Map<number, Set<number>>();
  pieces.forEach((piece, p) => {
    for (const key of keysOf(piece.tokens)) count(key, piece.count, p);
  });
  function count(key: number, by: number, p: number): void {
    counts.set(key, (counts.get(key) ?? 0) + by);
    if (by < 0) return;
    const there = where.get(key);
    if (there) there.add(p);
    else where.set(key, new Set([p]));
  }
  const heap = new PairHeap();
  for (const [key, n] of counts) heap.push(n, key);
  const pairs: number[] = [];
  while (pairs.length < 2 * most) {
    const top = heap.pop();
    if (!top || top.count < 2) break;
    const now = counts.get(top.key)!;
    if (now !== top.count) {
      if (now > 0) heap.push(now, top.key);
      continue;
    }
    const [a, b] = [Math.floor(top.key / KEY), top.key % KEY];
    const made = first + pairs.length / 2;
    pairs.push(a, b);
    const touched = new Set<number>();
    for (const p of where.get(top.key)!) {
      const piece = pieces[p];
      const before = keysOf(piece.tokens);
      if (!before.includes(top.key)) continue;
      for (const key of before) count(key, -piece.count, p);
      piece.tokens = merged(piece.tokens, a, b, made);
      for (const key of keysOf(piece.tokens)) {
        count(key, piece.count, p);
        touched.add(key);
      }
    }
    where.delete(top.key);
    for (const key of touched) heap.push(counts.get(key)!, key);
  }
  return {pairs: Int32Array.from(pairs)};
}

/** Distinct pieces, a character a byte, and how often each occurs. */
function piecesOf({bytes, offsets, count}: Text): Map<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    for (let at = offsets[i]; at < offsets[i + 1]; ) {
      const end = pieceEnd(bytes, at, offsets[i + 1]);
      const key = byteKey(bytes, at, end);
      found.set(key, (found.get(key) ?? 0) + 1);
      at = end;
    }
  }
  return found;
}

export function byteKey(bytes: Uint8Array, from: number, to: number): string {
  let key = '';
  for (let i = from; i < to; i++) key += String.fromCharCode(bytes[i]);
  return key;
}

const keysOf = (tokens: readonly number[]): number[] => {
  const keys: number[] = [];
  for (let i = 1; i < tokens.length; i++) keys.push(tokens[i - 1] * KEY + tokens[i]);
  return keys;
};

function merged(tokens: readonly number[], a: number, b: number, made: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === a && i + 1 < tokens.length && tokens[i + 1] === b) {
      out.push(made);
      i++;
    } else out.push(tokens[i]);
  }
  return out;
}

/** Largest count first, then the smallest key. */
class PairHeap {
  private readonly items: {count: number; key: number}[] = [];

  push(count: number, key: number): void {
    const {items} = this;
    items.push({count, key});
    let at = items.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(items[at], items[parent])) break;
      [items[at], items[parent]] = [items[parent], items[at]];
      at = parent;
    }
  }

  pop(): {count: number; key: number} | undefined {
    const {items} = this;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0 || !last) return top;
    items[0] = last;
    for (let at = 0; ; ) {
      let best = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < items.length && before(items[child], items[best])) best = child;
      if (best === at) return top;
      [items[at], items[best]] = [items[best], items[at]];
      at = best;
    }
  }
}

const before = (a: {count: number; key: number}, b: {count: number; key: number}): boolean =>
  a.count > b.count || (a.count === b.count && a.key < b.key);
