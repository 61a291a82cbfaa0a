import {describe, expect, it} from 'vitest';
import {readSpeeches} from '../../node/read/speeches.ts';
import type {Text} from '../data.ts';
import {type Grams, gramsUpTo, NO_GRAM} from '../text/grams.ts';
import {Vocabulary} from '../text/vocabulary.ts';
import {tokenizeWords} from '../text/words.ts';
import {type Capacities, GROUPS, SAMPLED, STATISTIC, type TypeSample} from './kernel.ts';
import {TypescriptKernel} from './scan.ts';
import {WordLimit} from './word-limit.ts';

const all = (capacity: number): Capacities => SAMPLED.map(() => capacity);
const kindOf = (name: (typeof SAMPLED)[number]): number => SAMPLED.indexOf(name);

/** The first bytes of the speeches, in documents of 1000. */
async function someText(bytes: number): Promise<Text> {
  const speeches = await readSpeeches();
  const count = bytes / 1000;
  const offsets = Uint32Array.from({length: count + 1}, (_, i) => i * 1000);
  return {kind: 'text', count, bytes: speeches.bytes.slice(0, bytes), offsets};
}

function scanned({bytes, offsets, count}: Text, capacity: number): TypescriptKernel {
  const kernel = new TypescriptKernel(all(capacity));
  kernel.load(bytes);
  for (let i = 0; i < count; i++) kernel.document(offsets[i], offsets[i + 1]);
  return kernel;
}

const text = await someText(400_000);
const vocabulary = new Vocabulary();
const tokens = tokenizeWords(text, vocabulary);
const levels = gramsUpTo(tokens, 5);
const whole = scanned(text, 300_000);

/** How often each type occurs, and in how many documents; sorted. */
function exactPairs({ids, size, offsets}: Grams): number[] {
  const counts = new Uint32Array(size);
  const documents = new Uint32Array(size);
  const last = new Int32Array(size).fill(-1);
  for (let document = 0; document + 1 < offsets.length; document++) {
    for (let i = offsets[document]; i < offsets[document + 1]; i++) {
      const id = ids[i];
      if (id === NO_GRAM) continue;
      counts[id]++;
      if (last[id] !== document) documents[id]++;
      last[id] = document;
    }
  }
  return Array.from(counts, (count, id) => count * 1000 + documents[id]).sort((a, b) => a - b);
}

const rowSum = (values: Float64Array, i: number): number => values.subarray(i * GROUPS, (i + 1) * GROUPS).reduce((a, b) => a + b, 0);
const pairsOf = ({size, counts, documents}: TypeSample): number[] =>
  Array.from({length: size}, (_, i) => rowSum(counts, i) * 1000 + rowSum(documents, i)).sort((a, b) => a - b);

describe('the pass over documents', () => {
  it.each([1, 2, 3, 4, 5])('counts types of %d words, and documents that have them, as exact counting does', (n) => {
    const sample = whole.sample(n - 1);
    expect(sample.complete).toBe(true);
    expect(sample.size).toBe(levels[n - 1].size);
    expect(pairsOf(sample)).toEqual(exactPairs(levels[n - 1]));
  });

  it('counts each word under its own text', () => {
    const {texts, counts, size} = whole.sample(0);
    const exact = new Map<string, number>();
    for (const id of tokens.ids) exact.set(vocabulary.text(id), (exact.get(vocabulary.text(id)) ?? 0) + 1);
    const sampled = new Map(Array.from({length: size}, (_, i) => [texts![i], rowSum(counts, i)]));
    expect(sampled).toEqual(exact);
  });

  it.each(SAMPLED)('keeps the smallest hashes of %s, with the counts they have among all', (name) => {
    const full = whole.sample(kindOf(name));
    for (const capacity of [1, 8, 333, 3000]) {
      const sample = scanned(text, capacity).sample(kindOf(name));
      const k = Math.min(capacity, full.size);
      expect(sample.high).toEqual(full.high.subarray(0, k));
      expect(sample.low).toEqual(full.low.subarray(0, k));
      expect(sample.counts).toEqual(full.counts.subarray(0, k * GROUPS));
      expect(sample.documents).toEqual(full.documents.subarray(0, k * GROUPS));
      expect(sample.sentences).toEqual(full.sentences?.subarray(0, k));
      expect(sample.complete).toBe(full.size <= capacity);
      if (!sample.complete) expect([sample.thresholdHigh, sample.thresholdLow]).toEqual([full.high[k], full.low[k]]);
    }
  });

  it.each([2, 3, 4, 5])('estimates without bias how many n-grams of %d words there are', (n) => {
    const k = 2000;
    const {thresholdHigh, thresholdLow} = scanned(text, k).sample(n - 1);
    const share = (thresholdHigh + thresholdLow / 2 ** 32) / 2 ** 32;
    // k / share has a relative standard error of 1 / sqrt(k - 1)
    expect(Math.abs(k / share / levels[n - 1].size - 1)).toBeLessThan(4 / Math.sqrt(k - 1));
  });

  it('deals documents to all groups by their bytes, or to the group it is given', () => {
    const {documents, size} = whole.sample(kindOf('2-grams'));
    const byGroup = new Float64Array(GROUPS);
    for (let i = 0; i < size * GROUPS; i++) byGroup[i % GROUPS] += documents[i];
    expect(byGroup.every((n) => n > 0)).toBe(true);
    const kernel = new TypescriptKernel(all(8));
    kernel.load(text.bytes);
    kernel.document(0, 1000, 5);
    expect(kernel.statistics()[STATISTIC.group]).toBe(5);
    expect(Array.from(kernel.sample(0).counts.subarray(0, GROUPS), (n, group) => n > 0 && group !== 5)).not.toContain(true);
  });

  it('counts the different 4-grams of a document', () => {
    const {ids, offsets} = levels[3];
    const kernel = new TypescriptKernel(all(1));
    kernel.load(text.bytes);
    for (let i = 0; i < text.count; i++) {
      kernel.document(text.offsets[i], text.offsets[i + 1]);
      const own = Array.from(ids.subarray(offsets[i], offsets[i + 1])).filter((id) => id !== NO_GRAM);
      const statistics = kernel.statistics();
      expect([statistics[STATISTIC.fourGrams], statistics[STATISTIC.distinctFourGrams]]).toEqual([own.length, new Set(own).size]);
    }
  });
});

describe('sentences and paragraphs', () => {
  it.each<[string, number[], number]>([
    ['', [], 0],
    ['One two three', [3], 1],
    ['One two. Three four five.', [2, 3], 1],
    ['One two.Three four.', [4], 1],
    ['"One two." Three (four.) Five', [2, 2, 1], 1],
    ['One!! Two?! Three\u2026 Four... Five', [1, 1, 1, 1, 1], 1],
    ['Pi is 3.14 today. Yes', [5, 1], 1],
    ['One. , Two', [1, 1], 1],
    ['One.- Two', [2], 1],
    // an apostrophe alone is a word
    ["One.' Two", [2, 1], 1],
    ['One two\nthree', [3], 1],
    ['One two\n\nthree', [2, 1], 2],
    ['One\r\n\r\ntwo', [1, 1], 2],
    ['One\n \t\n\n\n\ntwo\n\n', [1, 1], 2],
    ['\n\n\n\nOne\n\n...\n\n', [1], 1],
    ['\u65e5\u672c\u3002\u4e2d\u56fd\u3002', [1, 1], 1],
    ['One\u2029\u2029two', [1, 1], 2],
    ['One.\u00a0Two', [1, 1], 1],
    ['One.\u200bTwo. Three', [2, 1], 1],
  ])('of %j have %j words, in %d paragraphs', (written, lengths, paragraphs) => {
    const bytes = new TextEncoder().encode(written);
    const kernel = new TypescriptKernel(all(100));
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    expect([...kernel.sentenceLengths()]).toEqual(lengths);
    expect(kernel.statistics()[STATISTIC.sentences]).toBe(lengths.length);
    expect(kernel.statistics()[STATISTIC.paragraphs]).toBe(paragraphs);
  });

  it('that are repeated are one type with its count', () => {
    const bytes = new TextEncoder().encode('Let us go. No. Let US go!\n\nLet us go.\n\nlet us, go');
    const kernel = new TypescriptKernel(all(100));
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    const counts = (name: 'sentences' | 'paragraphs') => {
      const sample = kernel.sample(kindOf(name));
      return Array.from({length: sample.size}, (_, i) => rowSum(sample.counts, i)).sort();
    };
    expect(counts('sentences')).toEqual([1, 4]);
    expect(counts('paragraphs')).toEqual([1, 2]);
  });

  it('of a word: each sentence that has it counts once', () => {
    const bytes = new TextEncoder().encode('The cat and the dog. The end. A cat');
    const kernel = new TypescriptKernel(all(100));
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    const {texts, sentences} = kernel.sample(0);
    expect(Object.fromEntries(texts!.map((word, i) => [word, sentences![i]]))).toEqual({the: 2, cat: 2, and: 1, dog: 1, end: 1, a: 1});
  });
});

describe('counts beyond 32 bits', () => {
  it('are refused, group by group', () => {
    const limit = new WordLimit();
    for (let group = 0; group < GROUPS; group++) limit.add(group, 2 ** 32 - 1, 1);
    expect(() => limit.add(3, 0, 0)).not.toThrow();
    expect(() => limit.add(3, 1, 1)).toThrow(/more than 4294967295 words in one group/);
  });
});
