/**
 * What follows from each word: the word itself, the n-grams that end with it, its sentence and its paragraph.
 *
 * The polynomial of an n-gram is that of the (n - 1)-gram one word before, times GRAM_HIGH, plus the word's lane: orders 2 to 5 are the four
 * lanes of one vector. Lanes `low` are computed only for what is sampled.
 */
import {GRAM_HIGH, GRAM_LOW, lengthShift, mixHigh, mixLow, ORDER_STEP, PARAGRAPH_ORDER, SENTENCE_ORDER} from './hash';
import {allocate, PAGE, release, STATISTICS} from './memory';
import {seen, takeFourGram} from './repetition';
import {add, addWord, THRESHOLDS} from './table';

const ORDERS: u32 = 5;
const SENTENCES: u32 = 5;
const PARAGRAPHS: u32 = 6;

/** Polynomials of orders 2 to 5 after the last word. */
const GRAMS: usize = memory.data(16, 16);
/** Lanes `low` of the last eight words, by number. */
const LOWS: usize = memory.data(32, 16);

let count: u32 = 0;
let before: u32 = 0;
let smallest: u32 = 0;
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

export let shingles: usize = 0;
let shinglePages: u32 = 0;
let shingleAt: usize = 0;
export let lengths: usize = 0;
let lengthPages: u32 = 0;

export function beginWords(): void {
  if (shinglePages === 0) {
    shinglePages = lengthPages = 1;
    shingles = allocate(1);
    lengths = allocate(1);
  }
  count = sentences = sentenceFrom = paragraphs = paragraphFrom = 0;
  sentenceHigh = sentenceLow = paragraphHigh = paragraphLow = 0;
  smallest = u32.MAX_VALUE;
  shingleAt = shingles;
}

/** The document's next word, the bytes memory[start .. end). */
export function word(high: u32, low: u32, start: usize, end: usize, codePoints: u32): void {
  addWord((((high as u64) << 32) | (low as u64)) >>> lengthShift(codePoints), sentence + 1, start, end, codePoints);
  store<u32>(LOWS + (((count & 7) as usize) << 2), low);
  count++;
  sentenceHigh = sentenceHigh * GRAM_HIGH + high;
  sentenceLow = sentenceLow * GRAM_LOW + low;
  paragraphHigh = paragraphHigh * GRAM_HIGH + high;
  paragraphLow = paragraphLow * GRAM_LOW + low;

  let p = v128.shuffle<u32>(i32x4.splat(before), v128.load(GRAMS), 0, 4, 5, 6);
  p = i32x4.add(i32x4.mul(p, i32x4.splat(GRAM_HIGH)), i32x4.splat(high));
  v128.store(GRAMS, p);
  before = high;
  let h = i32x4.add(p, i32x4(0x2633145c, 0x394c9e8a, 0x4c6628b8, 0x5f7fb2e6));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  h = v128.xor(h, i32x4.shr_u(h, 16));
  let sampled = i32x4.bitmask(i32x4.le_u(h, v128.load(THRESHOLDS, 4)));
  if (count < ORDERS) {
    sampled &= (1 << (count - 1)) - 1;
    if (count >= 3) shingle(i32x4.extract_lane(h, 1));
    if (count >= 4) takeFourGram(i32x4.extract_lane(h, 2));
  } else {
    shingle(i32x4.extract_lane(h, 1));
    takeFourGram(i32x4.extract_lane(h, 2));
  }
  if (sampled !== 0) sample(sampled, h);
}

/** Adds the n-grams whose bits are set: bit 0 for order 2. */
function sample(orders: i32, h: v128): void {
  if ((orders & 1) !== 0) add(1, i32x4.extract_lane(h, 0), gramLow(2));
  if ((orders & 2) !== 0) add(2, i32x4.extract_lane(h, 1), gramLow(3));
  if ((orders & 4) !== 0) add(3, i32x4.extract_lane(h, 2), gramLow(4));
  if ((orders & 8) !== 0) add(4, i32x4.extract_lane(h, 3), gramLow(5));
}

function gramLow(order: u32): u32 {
  let p: u32 = 0;
  for (let i = count - order; i < count; i++) p = p * GRAM_LOW + load<u32>(LOWS + (((i & 7) as usize) << 2));
  return mixLow(p + order * ORDER_STEP);
}

function shingle(hash: u32): void {
  if (hash < smallest) smallest = hash;
  if (shingleAt === shingles + (shinglePages as usize) * PAGE) {
    const bytes = (shinglePages as usize) * PAGE;
    shingles = grown(shingles, shinglePages);
    shinglePages <<= 1;
    shingleAt = shingles + bytes;
  }
  store<u32>(shingleAt, hash);
  shingleAt += 4;
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
  if (hash <= load<u32>(THRESHOLDS + ((kind as usize) << 2))) add(kind, hash, mixLow(low));
}

/** Writes the document's statistics, but for its hash and group. */
export function endWords(): void {
  if (count === 1) shingle(mixHigh(before + 3 * ORDER_STEP));
  else if (count === 2) shingle(mixHigh(load<u32>(GRAMS) + 3 * ORDER_STEP));
  store<u32>(STATISTICS, count);
  store<u32>(STATISTICS, sentences, 4);
  store<u32>(STATISTICS, paragraphs, 8);
  store<u32>(STATISTICS, count < 4 ? 0 : count - 3, 12);
  store<u32>(STATISTICS, seen, 16);
  store<u32>(STATISTICS, smallest, 32);
  store<u32>(STATISTICS, ((shingleAt - shingles) >>> 2) as u32, 36);
}
