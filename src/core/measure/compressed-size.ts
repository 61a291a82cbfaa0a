/**
 * Bytes that raw deflate leaves of bytes: what `compression` is made of, the same on every engine and in every build. Nothing is written:
 * the matches are found and the bits of their codes counted.
 *
 *   deflate at level 6, window of 32 KiB, memory level 8, as Chromium's zlib has it (hashes of four bytes): raw, no header
 *
 * edge     2 of nothing
 * cost     about twice zlib's in C; 320 KiB and the longest text are kept
 * source   RFC 1951; the search of zlib (J. Gailly, M. Adler) at level 6, followed to its quirks, since they decide on matches:
 *          the first byte of the window matches nothing, and matches are sought beyond the end of the text, in what the window held there
 * checked  against deflateRawSync of node:zlib, which is Chromium's: the same size for texts, noise and runs, from nothing to many windows
 */
import {afterBlock, distanceCounts, literalCounts} from './block-bits.ts';

const WINDOW = 32768;
const MASK = WINDOW - 1;
const LEAST_MATCH = 3;
const MOST_MATCH = 258;
const LEAST_AHEAD = MOST_MATCH + LEAST_MATCH + 1;
const MOST_DISTANCE = WINDOW - LEAST_AHEAD;
/** A match of three bytes from farther away costs more than it spares. */
const TOO_FAR = 4096;
const MOST_SYMBOLS = 16383;
/** Level 6: from `LAZY` on a match is not tried to be bettered, from `GOOD` on for a quarter of the chain; `NICE` ends the search. */
const GOOD = 8;
const LAZY = 16;
const NICE = 128;
const CHAIN = 128;

/** Places in the text, and `origin` more: what lies below it is of texts before. */
const head = new Int32Array(WINDOW);
const MOST_ORIGIN = 0x7fffffff;
let origin = 0;
let loaded = 0;
const previous = new Int32Array(WINDOW);
const lengthCode = lengthCodes();
const distanceCode = distanceCodes();
/** The text, and room behind it. */
let text = new Uint8Array(1 << 16);
/** Where the best match of the last search begins. */
let found = 0;
/** Where the window and the block begin; symbols of the block, bits of the blocks before it. */
let base = 0;
let blockStart = 0;
let symbols = 0;
let bits = 0;

export function compressedSize(bytes: Uint8Array): number {
  const {length} = bytes;
  load(bytes);
  let at = 0;
  /** The length of the match found at the byte before, and whether that byte waits for this one to have a longer. */
  let matched = LEAST_MATCH - 1;
  let waiting = false;
  while (at < length) {
    if (Math.min(length, base + 2 * WINDOW) - at < LEAST_AHEAD && at - base >= WINDOW + MOST_DISTANCE) moveWindow(length);
    const ahead = Math.min(length, base + 2 * WINDOW) - at;
    const from = ahead >= LEAST_MATCH ? insert(at) : 0;
    const before = matched;
    const beforeFrom = found;
    matched = LEAST_MATCH - 1;
    if (from > base && before < LAZY && at - from <= MOST_DISTANCE) {
      matched = longest(at, from, {before, ahead});
      if (matched === LEAST_MATCH && at - found > TOO_FAR) matched = LEAST_MATCH - 1;
    }
    if (before >= LEAST_MATCH && matched <= before) {
      literalCounts[lengthCode[before]]++;
      distanceCounts[codeOf(at - 1 - beforeFrom)]++;
      const end = at - 1 + before;
      const last = at + ahead - LEAST_MATCH;
      for (at++; at < end; at++) if (at <= last) insert(at);
      waiting = false;
      matched = LEAST_MATCH - 1;
      if (++symbols === MOST_SYMBOLS) endBlock(at);
    } else {
      if (waiting) literalCounts[text[at - 1]]++;
      if (waiting && ++symbols === MOST_SYMBOLS) endBlock(at);
      waiting = true;
      at++;
    }
  }
  if (waiting) literalCounts[text[at - 1]]++;
  endBlock(at);
  return (bits + 7) >>> 3;
}

/** A block that began before the window does cannot be stored as it stands. */
function endBlock(at: number): void {
  bits = afterBlock(bits, blockStart >= base ? at - blockStart : undefined);
  blockStart = at;
  symbols = 0;
}

/** Makes the text ready, and what was seen of texts before as if it had not been; behind the text there are zeros. */
function load(bytes: Uint8Array): void {
  origin += loaded;
  loaded = bytes.length;
  if (origin + loaded > MOST_ORIGIN) {
    head.fill(0);
    origin = 0;
  }
  const room = bytes.length + 2 * MOST_MATCH;
  if (text.length < room) text = new Uint8Array(Math.max(room, 2 * text.length));
  text.set(bytes);
  text.fill(0, bytes.length, room);
  found = base = blockStart = symbols = bits = 0;
}

/** From the first move on there stands behind the text what stood a window before. */
function moveWindow(length: number): void {
  if (base === 0) for (let i = length; i < length + 2 * MOST_MATCH; i++) text[i] = text[i - WINDOW];
  base += WINDOW;
}

/** Notes that four bytes begin here; where they, or others of the same hash, began last. First two bytes and hash equal: so is the third. */
function insert(at: number): number {
  const word = text[at] | (text[at + 1] << 8) | (text[at + 2] << 16) | (text[at + 3] << 24);
  const hash = ((Math.imul(word, 66521) + 66521) >>> 16) & MASK;
  const last = Math.max(0, head[hash] - origin);
  previous[at & MASK] = last;
  head[hash] = origin + at;
  return last;
}

/** The length of the longest match at `at`, `before` unless there is a longer one; `found` is where it begins. */
function longest(at: number, from: number, {before, ahead}: {before: number; ahead: number}): number {
  const bytes = text;
  const limit = Math.max(base, at - MOST_DISTANCE);
  const nice = Math.min(NICE, ahead);
  let best = before;
  let chain = before >= GOOD ? CHAIN >> 2 : CHAIN;
  let endLeast = bytes[at + best - 1];
  let end = bytes[at + best];
  const first = bytes[at];
  const second = bytes[at + 1];
  do {
    if (bytes[from + best] !== end || bytes[from + best - 1] !== endLeast || bytes[from] !== first || bytes[from + 1] !== second) continue;
    let length = 3;
    while (length < MOST_MATCH && bytes[at + length] === bytes[from + length]) length++;
    if (length <= best) continue;
    found = from;
    best = length;
    if (length >= nice) break;
    endLeast = bytes[at + best - 1];
    end = bytes[at + best];
  } while ((from = previous[from & MASK]) > limit && --chain !== 0);
  return Math.min(best, ahead);
}

const codeOf = (distance: number): number => (distance <= 256 ? distanceCode[distance - 1] : distanceCode[256 + ((distance - 1) >> 7)]);

/** By length 3..258: 257 and up. */
function lengthCodes(): Uint16Array {
  const codes = new Uint16Array(MOST_MATCH + 1);
  for (let code = 0, length = LEAST_MATCH; code < 28; code++) {
    for (let k = 1 << (code < 8 ? 0 : (code >> 2) - 1); k > 0; k--) codes[length++] = 257 + code;
  }
  codes[MOST_MATCH] = 285;
  return codes;
}

/** By distance - 1 below 256; beyond, by 256 + (distance - 1) / 128. */
function distanceCodes(): Uint8Array {
  const codes = new Uint8Array(512);
  for (let code = 0, distance = 0; code < 30; code++) {
    for (let k = 1 << Math.max(0, (code >> 1) - 1); k > 0; k--, distance++) codes[distance < 256 ? distance : 256 + (distance >> 7)] = code;
  }
  return codes;
}
