import {describe, expect, it} from 'vitest';
import {readSpeeches} from '../../node/read/speeches.ts';
import type {Text} from '../data.ts';
import {BIGRAMS} from '../text/bigrams.test-cutter.ts';
import {textOf} from '../text/documents.ts';
import {type Grams, gramsUpTo, NO_GRAM} from '../text/grams.ts';
import {Vocabulary} from '../text/vocabulary.ts';
import {tokenizeWords} from '../text/words.ts';
import {inAllGroups} from './group-counts.ts';
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

const pairsOf = (sample: TypeSample): number[] =>
  Array.from({length: sample.size}, (_, i) => inAllGroups(sample, 'counts', i) * 1000 + inAllGroups(sample, 'documents', i)).sort(
    (a, b) => a - b,
  );

describe('the pass over documents', () => {
  it.each([1, 2, 3, 4, 5])('counts types of %d words, and documents that have them, as exact counting does', (n) => {
    const sample = whole.sample(n - 1);
    expect(sample.complete).toBe(true);
    expect(sample.size).toBe(levels[n - 1].size);
    expect(pairsOf(sample)).toEqual(exactPairs(levels[n - 1]));
  });

  it('counts each word under its own text', () => {
    const sample = whole.sample(0);
    const exact = new Map<string, number>();
    for (const id of tokens.ids) exact.set(vocabulary.text(id), (exact.get(vocabulary.text(id)) ?? 0) + 1);
    const sampled = new Map(Array.from({length: sample.size}, (_, i) => [sample.texts![i], inAllGroups(sample, 'counts', i)]));
    expect(sampled).toEqual(exact);
  });

  it.each(SAMPLED)('keeps the smallest hashes of %s, with the counts they have among all', (name) => {
    const full = whole.sample(kindOf(name));
    for (const capacity of [1, 8, 333, 3000]) {
      const sample = scanned(text, capacity).sample(kindOf(name));
      const k = Math.min(capacity, full.size);
      expect(sample.high).toEqual(full.high.subarray(0, k));
      expect(sample.low).toEqual(full.low.subarray(0, k));
      expect(sample.groups).toEqual(full.groups.subarray(0, k));
      expect(sample.starts).toEqual(full.starts.subarray(0, k + 1));
      expect(sample.counts).toEqual(full.counts.subarray(0, full.starts[k]));
      expect(sample.documents).toEqual(full.documents.subarray(0, full.starts[k]));
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
    const {groups} = whole.sample(kindOf('2-grams'));
    expect(groups.reduce((all, some) => all | some, 0)).toBe(2 ** GROUPS - 1);
    const kernel = new TypescriptKernel(all(8));
    kernel.load(text.bytes);
    kernel.document(0, 1000, 5);
    expect(kernel.statistics()[STATISTIC.group]).toBe(5);
    expect(new Set(kernel.sample(0).groups)).toEqual(new Set([1 << 5]));
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
    ['\u8336\u58f6\u5f88\u65e7\u4e86.\u662f\u8c01\u4fee\u597d\u7684?\u4ed6', [4, 4, 1], 1],
    ['\u7248\u672c3.14\u4e86', [4], 1],
    ['\u6211\u60f3\u2026\u2026\u4e0d\u662f', [1, 1], 1],
    ['\u0e01\u0e02 \u0e01\u0e02.\u0e01\n\u0e01\u0e02 555\nOne\ntwo', [3, 2, 2], 1],
    ['One\ntwo', [2], 1],
    ['One\u2029\u2029two', [1, 1], 2],
    ['One.\u00a0Two', [1, 1], 1],
    ['One.\u200bTwo. Three', [2, 1], 1],
  ])('of %j have %j words, in %d paragraphs', (written, lengths, paragraphs) => {
    const bytes = new TextEncoder().encode(written);
    const kernel = new TypescriptKernel(all(100), {cutter: BIGRAMS});
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    expect([...kernel.sentenceLengths()]).toEqual(lengths);
    expect(kernel.statistics()[STATISTIC.sentences]).toBe(lengths.length);
    expect(kernel.statistics()[STATISTIC.paragraphs]).toBe(paragraphs);
  });

  it.each<[string, string]>([
    ['English', 'The kettle is old. Who mended it? My uncle did!'],
    ['German', 'Der Kessel ist alt. Wer hat ihn repariert? Mein Onkel!'],
    [
      'Greek',
      '\u0397 \u03c4\u03c3\u03b1\u03b3\u03b9\u03ad\u03c1\u03b1. \u0395\u03af\u03bd\u03b1\u03b9 \u03c0\u03b1\u03bb\u03b9\u03ac. \u039d\u03b1\u03b9!',
    ],
    [
      'Russian',
      '\u0427\u0430\u0439\u043d\u0438\u043a \u0441\u0442\u0430\u0440\u044b\u0439. \u041a\u0442\u043e \u043f\u043e\u0447\u0438\u043d\u0438\u043b? \u0414\u044f\u0434\u044f!',
    ],
    ['Chinese', '\u8336\u58f6\u5f88\u65e7\u4e86\u3002\u662f\u8c01\u4fee\u597d\u7684\uff1f\u6211\u53d4\u53d4\uff01'],
    ['Chinese with half-width stops', '\u8336\u58f6\u5f88\u65e7\u4e86.\u53d4\u53d4\u4fee\u597d\u4e86.\u73b0\u5728\u80fd\u7528\u4e86.'],
    ['Japanese', '\u8336\u74f6\u304c\u53e4\u3044\uff61\u8ab0\u304c\u76f4\u3057\u305f\uff1f\u53d4\u7236\u3055\u3093\u3067\u3059\u3002'],
    ['Korean', '\uc8fc\uc804\uc790\uac00 \ub0a1\uc558\ub2e4. \ub204\uac00 \uace0\ucce4\ub098? \uc0bc\ucd0c\uc774\ub2e4!'],
    [
      'Hindi',
      '\u0915\u0947\u0924\u0932\u0940 \u092a\u0941\u0930\u093e\u0928\u0940 \u0939\u0948\u0964 \u091a\u093e\u091a\u093e \u0928\u0947 \u0920\u0940\u0915 \u0915\u0940\u0964\u0905\u092c \u0920\u0940\u0915 \u0939\u0948\u0965',
    ],
    [
      'Bengali',
      '\u0995\u09c7\u099f\u09b2\u09bf \u09aa\u09c1\u09b0\u09be\u09a8\u09cb\u0964 \u0995\u09c7 \u09b8\u09be\u09b0\u09be\u09b2? \u0995\u09be\u0995\u09be\u0964',
    ],
    [
      'Urdu',
      '\u06a9\u06cc\u062a\u0644\u06cc \u067e\u0631\u0627\u0646\u06cc \u06c1\u06d2\u06d4 \u06a9\u0633 \u0646\u06d2 \u0679\u06be\u06cc\u06a9 \u06a9\u06cc\u061f \u0686\u0686\u0627 \u0646\u06d2\u06d4',
    ],
    [
      'Arabic',
      '\u0647\u0644 \u0627\u0644\u063a\u0644\u0627\u064a\u0629 \u0642\u062f\u064a\u0645\u0629\u061f \u0645\u0646 \u0623\u0635\u0644\u062d\u0647\u0627\u061f \u0639\u0645\u064a.',
    ],
    [
      'Burmese',
      '\u101f\u1031\u102c\u1004\u103a\u1038\u1015\u103c\u102e\u104b \u1025\u102e\u1038\u101c\u1031\u1038\u104b\u101b\u1015\u103c\u102e\u104b',
    ],
    ['Khmer', '\u1780\u17c6\u179f\u17c0\u179c\u1785\u17b6\u179f\u17cb\u17d4 \u1796\u17bc\u17d4\u179b\u17d2\u17a2\u17d4'],
    ['Thai', '\u0e01\u0e32\u0e40\u0e01\u0e48\u0e32\n\u0e25\u0e38\u0e07\u0e0b\u0e48\u0e2d\u0e21\n\u0e43\u0e0a\u0e49\u0e44\u0e14\u0e49'],
    [
      'Amharic',
      '\u121b\u1295\u1246\u122d\u1246\u122a\u12eb \u12a0\u122e\u1308\u1362 \u121b\u1295 \u1320\u1308\u1290\u12cd\u1367 \u12a0\u130e\u1274\u1362',
    ],
    [
      'Armenian',
      '\u0539\u0565\u0575\u0576\u056b\u056f\u0568 \u0570\u056b\u0576 \u0567\u0589 \u0548\u057e \u0576\u0578\u0580\u0578\u0563\u0565\u0581\u0589 \u0540\u0578\u0580\u0565\u0572\u0562\u0561\u0575\u0580\u0568\u0589',
    ],
  ])('three of %s are three', (_, text) => {
    const bytes = new TextEncoder().encode(text);
    const kernel = new TypescriptKernel(all(1));
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    expect(kernel.statistics()[STATISTIC.sentences]).toBe(3);
  });

  it('that are repeated are one type with its count', () => {
    const bytes = new TextEncoder().encode('Let us go. No. Let US go!\n\nLet us go.\n\nlet us, go');
    const kernel = new TypescriptKernel(all(100));
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    const counts = (name: 'sentences' | 'paragraphs') => {
      const sample = kernel.sample(kindOf(name));
      return Array.from({length: sample.size}, (_, i) => inAllGroups(sample, 'counts', i)).sort();
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

describe('shingles', () => {
  const shinglesOf = (text: string): Set<number> => {
    const bytes = new TextEncoder().encode(text);
    const kernel = new TypescriptKernel(all(1));
    kernel.load(bytes);
    kernel.document(0, bytes.length);
    return new Set(kernel.shingles());
  };

  it.each([
    ['12 + 5 = 17', '12 - 5 = 17'],
    ['-3 greater than 2', '3 greater than -2'],
    ['Name an editor for C', 'Name an editor for C++'],
    ['if a < b then', 'if a > b then'],
    ['\u2192', '\u2190'],
    ['x \u2264 y', 'x \u2265 y'],
    ['well done \u{1f600}', 'well done \u{1f622}'],
  ])('differ where a visible character does: %s, %s', (a, b) => {
    expect(shinglesOf(a)).not.toEqual(shinglesOf(b));
  });

  it.each([
    ['Let us  go\nhome', 'let US go home'],
    ['zero\u200bwidth', 'zero\u200b \u2060width'],
    ['\u00e9t\u00e9 \u2260 co\u00adop', 'e\u0301te\u0301 =\u0338 coop'],
    ['= \u0338\u0301', '=\u00a0\u0338\u0301'],
  ])('are the same where nothing visible differs: %j, %j', (a, b) => {
    expect(shinglesOf(a)).toEqual(shinglesOf(b));
  });

  it('are those of words alone where there is nothing else', () => {
    const words = new TextDecoder().decode(text.bytes.subarray(0, 100_000)).replace(/[^\p{L}\p{M}\p{Nd}'\u2019\s]/gu, ' ');
    expect(shinglesOf(words).size).toBeGreaterThan(5000);
    const sample = scanned(textOf([words]), 300_000).sample(kindOf('3-grams'));
    expect([...shinglesOf(words)].sort((a, b) => a - b)).toEqual([...new Set(sample.high)]);
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
