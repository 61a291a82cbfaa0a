/**
 * What follows from each word: the word itself, the n-grams that end with it, its sentence and its paragraph; and shingles of tokens.
 *
 * The polynomial of an n-gram is a sum over its words of their lanes times powers of GRAM_HIGH: four n-grams of an order, which end at four
 * words in turn, are the lanes of a vector. Words wait in blocks, so that this does not wait for the hash of a word, nor a branch for this.
 * Lanes `low` are computed only for what is sampled.
 */
import {GRAM_HIGH, GRAM_LOW, lengthShift, mixHigh, mixLow, ORDER_STEP, PARAGRAPH_ORDER, SENTENCE_ORDER} from './hash';
import {allocate, PAGE, release, STATISTICS} from './memory';
import {beginSet, sizeOfSet, takeIn} from './set';
import {flush, queue, queueWord, THRESHOLDS} from './table';

const SENTENCES: u32 = 5;
const PARAGRAPHS: u32 = 6;
const GRAM_HIGH_2: u32 = GRAM_HIGH * GRAM_HIGH;
const GRAM_HIGH_3: u32 = GRAM_HIGH_2 * GRAM_HIGH;
const GRAM_HIGH_4: u32 = GRAM_HIGH_3 * GRAM_HIGH;

/** Words of a block, a multiple of 4. */
const BLOCK: u32 = 256;
/** Bytes before a block: the last four words or tokens of the block before. */
const BEFORE: usize = 16;
/** (4 + BLOCK,) lanes of words; what is read beyond the last word does not matter. */
const HIGHS: usize = memory.data(16 + 1024, 16);
const LOWS: usize = memory.data(16 + 1024, 16);
/** (4 + BLOCK,) lanes of tokens: words, and visible characters outside words. */
const TOKENS: usize = memory.data(16 + 1024, 16);
/** (BLOCK,) hashes of the 4-grams that end at the block's words. */
const FOURS: usize = memory.data(1024, 16);
/** (4, 4) hashes of four n-grams of orders 2 to 5. */
const HASHES: usize = memory.data(64, 16);
/** Which of those exist where the document begins: as many bits of each order as there are words enough. */
const AT_BEGIN: u32 = 0x08ce;

let filled: u32 = 0;
let count: u32 = 0;
let tokensFilled: u32 = 0;
/** Tokens of the document's blocks before this one. */
let tokens: u32 = 0;
/** The smallest hashes of the document's shingles so far, in four lanes. */
let least: v128 = i32x4.splat(-1);
/** Sentences with a word of all documents so far. */
let sentence: u32 = 0;
let sentences: u32 = 0;
let sentenceFrom: u32 = 0;
let sentenceHigh: u32 = 0;
let sentenceLow: u32 = 0;
let paragraphs: u32 = 0;
let paragraphFrom: u32 = 0;
let paragraphHigh: u32 = 0;
let paragraphLow: u32 = 0;

/** The n-grams of order 3 that end at the document's tokens: the first two are none. */
let threes: usize = 0;
let threePages: u32 = 0;
export let lengths: usize = 0;
let lengthPages: u32 = 0;

/** Where the hashes of the document's shingles are. */
export function shingles(): usize {
  return threes + 8;
}

/** `bytes`: of the document, which tell how many 4-grams there may be. */
export function beginWords(bytes: usize): void {
  beginSet(bytes >>> 1);
  if (threePages === 0) {
    threePages = lengthPages = 1;
    threes = allocate(1);
    lengths = allocate(1);
  }
  least = i32x4.splat(-1);
  filled = count = tokensFilled = tokens = sentences = sentenceFrom = paragraphs = paragraphFrom = 0;
  sentenceHigh = sentenceLow = paragraphHigh = paragraphLow = 0;
}

/** The document's next word, the bytes memory[start .. end). */
export function word(high: u32, low: u32, start: usize, end: usize, codePoints: u32): void {
  queueWord((((high as u64) << 32) | (low as u64)) >>> lengthShift(codePoints), sentence + 1, start, end, codePoints);
  store<u32>(HIGHS + ((filled as usize) << 2), high, BEFORE);
  store<u32>(LOWS + ((filled as usize) << 2), low, BEFORE);
  sentenceHigh = sentenceHigh * GRAM_HIGH + high;
  sentenceLow = sentenceLow * GRAM_LOW + low;
  paragraphHigh = paragraphHigh * GRAM_HIGH + high;
  paragraphLow = paragraphLow * GRAM_LOW + low;
  count++;
  filled++;
  if (filled === BLOCK) takeBlock();
  token(high);
}

/** The document's next token: a word that `word` took, or a visible character outside words. */
export function token(high: u32): void {
  store<u32>(TOKENS + ((tokensFilled as usize) << 2), high, BEFORE);
  tokensFilled++;
  if (tokensFilled === BLOCK) takeTokens();
}

/** Takes in the shingles that end at the block's tokens. */
function takeTokens(): void {
  const from = tokens;
  const n = tokensFilled;
  while ((((from + n) as usize) << 2) + BEFORE > (threePages as usize) * PAGE) {
    threes = grown(threes, threePages);
    threePages <<= 1;
  }
  let smallest = least;
  for (let i: u32 = 0; i < n; i += 4) {
    const at = TOKENS + ((i as usize) << 2);
    const two = i32x4.add(i32x4.mul(v128.load(at, 12), i32x4.splat(GRAM_HIGH)), v128.load(at, 16));
    const three = i32x4.add(i32x4.mul(v128.load(at, 8), i32x4.splat(GRAM_HIGH_2)), two);
    let hash = mix(i32x4.add(three, i32x4.splat(3 * ORDER_STEP)));
    v128.store(threes + (((from + i) as usize) << 2), hash);
    if (from + i === 0) hash = v128.or(hash, i32x4(-1, -1, 0, 0));
    if (i + 4 > n) hash = v128.or(hash, beyond(n - i));
    smallest = i32x4.min_u(smallest, hash);
  }
  least = smallest;
  v128.store(TOKENS, v128.load(TOKENS + ((n as usize) << 2)));
  tokens = from + n;
  tokensFilled = 0;
}

/** All bits set in the lanes from `lane` on. */
function beyond(lane: u32): v128 {
  return i32x4.ge_u(i32x4(0, 1, 2, 3), i32x4.splat(lane));
}

/** Takes in the n-grams that end at the block's words. */
function takeBlock(): void {
  const from = count - filled;
  for (let i: u32 = 0; i < filled; i += 4) {
    const at = HIGHS + ((i as usize) << 2);
    const two = i32x4.add(i32x4.mul(v128.load(at, 12), i32x4.splat(GRAM_HIGH)), v128.load(at, 16));
    const three = i32x4.add(i32x4.mul(v128.load(at, 8), i32x4.splat(GRAM_HIGH_2)), two);
    const four = i32x4.add(i32x4.mul(v128.load(at, 4), i32x4.splat(GRAM_HIGH_3)), three);
    const five = i32x4.add(i32x4.mul(v128.load(at), i32x4.splat(GRAM_HIGH_4)), four);
    const a = mix(i32x4.add(two, i32x4.splat(2 * ORDER_STEP)));
    const b = mix(i32x4.add(three, i32x4.splat(3 * ORDER_STEP)));
    const c = mix(i32x4.add(four, i32x4.splat(4 * ORDER_STEP)));
    const d = mix(i32x4.add(five, i32x4.splat(5 * ORDER_STEP)));
    v128.store(FOURS + ((i as usize) << 2), c);
    let sampled: u32 = below(a, 1) | (below(b, 2) << 4) | (below(c, 3) << 8) | (below(d, 4) << 12);
    if (from + i === 0) sampled &= AT_BEGIN;
    if (i + 4 > filled) sampled &= ((1 << (filled - i)) - 1) * 0x1111;
    if (sampled === 0) continue;
    v128.store(HASHES, a);
    v128.store(HASHES, b, 16);
    v128.store(HASHES, c, 32);
    v128.store(HASHES, d, 48);
    sample(sampled, i);
  }
  takeIn(FOURS + (from === 0 ? 12 : 0), FOURS + ((filled as usize) << 2));
  v128.store(HIGHS, v128.load(HIGHS + ((filled as usize) << 2)));
  v128.store(LOWS, v128.load(LOWS + ((filled as usize) << 2)));
  filled = 0;
}

function mix(state: v128): v128 {
  let h = i32x4.mul(v128.xor(state, i32x4.shr_u(state, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

/** One bit for each hash that is worth adding to a kind. */
function below(hashes: v128, kind: u32): u32 {
  return i32x4.bitmask(i32x4.le_u(hashes, v128.load32_splat(THRESHOLDS + ((kind as usize) << 2)))) as u32;
}

/** Adds the n-grams of HASHES whose bits are set; the first four end at word `i` of the block. */
function sample(bits: u32, i: u32): void {
  for (; bits !== 0; bits &= bits - 1) {
    const bit = ctz(bits);
    const order = (bit >>> 2) + 2;
    queue(order - 1, load<u32>(HASHES + ((bit as usize) << 2)), gramLow(order, i + (bit & 3)));
  }
}

/** Of the n-gram that ends at a word of the block. */
function gramLow(order: u32, end: u32): u32 {
  let p: u32 = 0;
  let at = LOWS + BEFORE + 4 + ((end as usize) << 2) - ((order as usize) << 2);
  for (let i: u32 = 0; i < order; i++, at += 4) p = p * GRAM_LOW + load<u32>(at);
  return mixLow(p + order * ORDER_STEP);
}

/** Of the document's shingles, 2^32 - 1 where there are none. */
function smallestShingle(): u32 {
  const half = i32x4.min_u(least, i8x16.shuffle(least, least, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const a = i32x4.extract_lane(half, 0) as u32;
  const b = i32x4.extract_lane(half, 1) as u32;
  return a < b ? a : b;
}

/** A block of twice the pages that begins with the bytes of this one. */
function grown(block: usize, pages: u32): usize {
  const larger = allocate(pages << 1);
  memory.copy(larger, block, (pages as usize) * PAGE);
  release(block, pages);
  return larger;
}

export function endSentence(): void {
  if (count === sentenceFrom) return;
  sentence++;
  run(SENTENCES, sentenceHigh + SENTENCE_ORDER * ORDER_STEP, sentenceLow + SENTENCE_ORDER * ORDER_STEP);
  if ((sentences as usize) << 2 === (lengthPages as usize) * PAGE) {
    lengths = grown(lengths, lengthPages);
    lengthPages <<= 1;
  }
  store<u32>(lengths + ((sentences as usize) << 2), count - sentenceFrom);
  sentences++;
  sentenceFrom = count;
  sentenceHigh = sentenceLow = 0;
}

export function endParagraph(): void {
  endSentence();
  if (count === paragraphFrom) return;
  run(PARAGRAPHS, paragraphHigh + PARAGRAPH_ORDER * ORDER_STEP, paragraphLow + PARAGRAPH_ORDER * ORDER_STEP);
  paragraphs++;
  paragraphFrom = count;
  paragraphHigh = paragraphLow = 0;
}

function run(kind: u32, high: u32, low: u32): void {
  const hash = mixHigh(high);
  if (hash <= load<u32>(THRESHOLDS + ((kind as usize) << 2))) queue(kind, hash, mixLow(low));
}

/** Writes the document's statistics, but for its hash and group. */
export function endWords(): void {
  const first = load<u32>(TOKENS, BEFORE);
  const two = first * GRAM_HIGH + load<u32>(TOKENS + 4, BEFORE);
  if (filled > 0) takeBlock();
  if (tokensFilled > 0) takeTokens();
  let smallest = smallestShingle();
  if (tokens === 1 || tokens === 2) {
    smallest = mixHigh((tokens === 1 ? first : two) + 3 * ORDER_STEP);
    store<u32>(threes, smallest, 8);
  }
  flush();
  const n = tokens === 0 ? 0 : tokens < 3 ? 1 : tokens - 2;
  store<u32>(STATISTICS, count);
  store<u32>(STATISTICS, sentences, 4);
  store<u32>(STATISTICS, paragraphs, 8);
  store<u32>(STATISTICS, count < 4 ? 0 : count - 3, 12);
  store<u32>(STATISTICS, sizeOfSet(), 16);
  store<u32>(STATISTICS, smallest, 32);
  store<u32>(STATISTICS, n, 36);
  store<u32>(STATISTICS, tokens, 40);
}
