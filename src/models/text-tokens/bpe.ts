/**
 * Byte-level byte-pair encoding, learned from a text: the bytes that occur in it, and merges of pairs up to a size.
 *
 * Tokens: 0 the document's end, 1 a byte that the text did not have, then the bytes, then the merges in the order learned.
 */
import {concatenated} from '../../core/concatenated.ts';
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {byteKey, learnMerges} from './bpe-train.ts';
import {pieceEnd} from './pieces.ts';
import type {Tokenizer} from './port.ts';

const SPECIAL = 2;
/** Pieces whose tokens are remembered. */
const REMEMBERED = 1 << 16;
const KEY = 1 << 20;

/** Printable bytes first, as GPT-2 writes bytes as characters: ties between pairs are broken by it. */
const ORDER: readonly number[] = (() => {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  const all = Array.from({length: 256}, (_, byte) => byte);
  return [...all.filter(printable), ...all.filter((byte) => !printable(byte))];
})();

export interface SavedBpe {
  /** In the order of their tokens. */
  readonly alphabet: readonly number[];
  /** Tokens, two and two. */
  readonly merges: readonly number[];
}

export class BpeTokenizer implements Tokenizer {
  readonly kind = 'bpe';
  readonly size: number;
  readonly end = 0;
  readonly unknown = 1;
  private readonly saved: SavedBpe;
  /** (256,) */
  private readonly tokenOf: Int32Array;
  private readonly bytesOf: readonly Uint8Array[];
  /** By pair: the token that it makes; smaller ones were learned earlier. */
  private readonly made = new Map<number, number>();
  private readonly known = new Map<string, Int32Array>();

  constructor(saved: SavedBpe) {
    const {alphabet, merges} = saved;
    this.saved = saved;
    this.tokenOf = tokensOf(alphabet);
    const bytes: Uint8Array[] = [new Uint8Array(0), new Uint8Array(0), ...alphabet.map((byte) => Uint8Array.of(byte))];
    for (let i = 0; i < merges.length; i += 2) {
      this.made.set(merges[i] * KEY + merges[i + 1], bytes.length);
      bytes.push(concatenated(bytes[merges[i]], bytes[merges[i + 1]]));
    }
    this.bytesOf = bytes;
    this.size = bytes.length;
  }

  /** `size`: tokens at most; the bytes of the text are tokens in any case. */
  static of(text: Text, size: number): BpeTokenizer {
    const seen = new Uint8Array(256);
    for (let i = text.offsets[0]; i < text.offsets[text.count]; i++) seen[text.bytes[i]] = 1;
    const alphabet = ORDER.filter((byte) => seen[byte] === 1);
    const first = SPECIAL + alphabet.length;
    const {pairs} = learnMerges(text, {tokenOf: tokensOf(alphabet), first, most: Math.max(0, size - first)});
    return new BpeTokenizer({alphabet, merges: [...pairs]});
  }

  static load(saved: unknown): BpeTokenizer {
    const {alphabet, merges} = (saved ?? {}) as Partial<SavedBpe>;
    const whole = (list: unknown, below: number) => Array.isArray(list) && list.every((n) => Number.isInteger(n) && n >= 0 && n < below);
    if (
      !whole(alphabet, 256) ||
      !whole(merges, KEY) ||
      merges!.length % 2 !== 0 ||
      merges!.some((token, i) => token >= SPECIAL + alphabet!.length + (i >> 1))
    )
      throw new DataError('a saved byte-pair tokenizer has an alphabet of bytes and merges of earlier tokens', {
        next: 'Load what `save` returned, unchanged.',
      });
    return new BpeTokenizer({alphabet: alphabet!, merges: merges!});
  }

  encode(bytes: Uint8Array): Int32Array {
    const out = new Int32Array(bytes.length);
    return out.subarray(0, this.encodeInto(bytes, {from: 0, to: bytes.length}, out, 0));
  }

  encodeDocuments({bytes, offsets: own, count}: Text): {tokens: Int32Array; offsets: Uint32Array} {
    const out = new Int32Array(own[count] - own[0]);
    const offsets = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) offsets[i + 1] = this.encodeInto(bytes, {from: own[i], to: own[i + 1]}, out, offsets[i]);
    return {tokens: out.subarray(0, offsets[count]), offsets};
  }

  decode(tokens: Int32Array): Uint8Array {
    let length = 0;
    for (const token of tokens) length += this.bytesOf[token].length;
    const out = new Uint8Array(length);
    let at = 0;
    for (const token of tokens) {
      const bytes = this.bytesOf[token];
      for (let i = 0; i < bytes.length; i++) out[at++] = bytes[i];
    }
    return out;
  }

  save(): SavedBpe {
    return this.saved;
  }

  /** Returns one behind the last token written. */
  private encodeInto(bytes: Uint8Array, {from, to}: {from: number; to: number}, out: Int32Array, at: number): number {
    let next = at;
    for (let start = from; start < to; ) {
      const end = pieceEnd(bytes, start, to);
      const tokens = this.piece(bytes, start, end);
      for (let i = 0; i < tokens.length; i++) out[next++] = tokens[i];
      start = end;
    }
    return next;
  }

  private piece(bytes: Uint8Array, from: number, to: number): Int32Array {
    const key = byteKey(bytes, from, to);
    const known = this.known.get(key);
    if (known) return known;
    const tokens = new Int32Array(to - from);
    for (let i = from; i < to; i++) tokens[i - from] = this.tokenOf[bytes[i]];
    const merged = tokens.slice(0, this.mergeAll(tokens));
    if (this.known.size < REMEMBERED && key.length < 64) this.known.set(key, merged);
    return merged;
  }

  /** Merges in place, the pair learned first first. Returns how many tokens are left. */
  private mergeAll(tokens: Int32Array): number {
    let n = tokens.length;
    for (;;) {
      let made = Infinity;
      let left = 0;
      for (let i = 1; i < n; i++) {
        const candidate = this.made.get(tokens[i - 1] * KEY + tokens[i]);
        if (candidate !== undefined && candidate < made) {
          made = candidate;
          left = i - 1;
        }
      }
      if (made === Infinity) return n;
      const [a, b] = [tokens[left], tokens[left + 1]];
      let to = left;
      for (let i = left; i < n; i++) {
        if (i + 1 < n && tokens[i] === a && tokens[i + 1] === b) {
          tokens[to++] = made;
          i++;
        } else tokens[to++] = tokens[i];
      }
      n = to;
    }
  }
}

function tokensOf(alphabet: readonly number[]): Int32Array {
  const tokens = new Int32Array(256).fill(1);
  alphabet.forEach((byte, i) => {
    tokens[byte] = SPECIAL + i;
  });
  return tokens;
}
