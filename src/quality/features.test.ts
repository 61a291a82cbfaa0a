import {describe, expect, it} from 'vitest';
import {FeatureCollector, type SparseRows} from './features.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function rowsOf(...texts: string[]): {grams: SparseRows; words: SparseRows} {
  const collector = new FeatureCollector();
  for (const text of texts) {
    const bytes = encode(text);
    collector.add(bytes, 0, bytes.length);
  }
  return collector.take();
}

const row = ({indices, values, offsets}: SparseRows, i: number) =>
  new Map(Array.from(indices.subarray(offsets[i], offsets[i + 1]), (bucket, k) => [bucket, values[offsets[i] + k]]));

describe('FeatureCollector', () => {
  it('counts runs of 2 to 4 bytes, words and pairs of words: the numbers follow from the lengths', () => {
    const {grams, words} = rowsOf('one two three');
    const total = [...row(grams, 0).values()].reduce((sum, n) => sum + n, 0);
    // 15 characters with the spaces at either end: 14 pairs, 13 triples, 12 quadruples; 3 words, 2 pairs of words
    expect(total).toBe(14 + 13 + 12 + 3 + 2);
    expect(row(words, 0).size).toBe(3);
  });

  it('gives equal rows for equal text, whatever came before, and lists a bucket once', () => {
    const {grams} = rowsOf('the cat sat', 'something else altogether', 'the cat sat');
    expect(row(grams, 2)).toEqual(row(grams, 0));
    expect(row(grams, 1)).not.toEqual(row(grams, 0));
    expect(new Set(grams.indices.subarray(0, grams.offsets[1])).size).toBe(grams.offsets[1]);
  });

  it('takes a run of white space for one space, keeps case in bytes and drops it in words', () => {
    const {grams, words} = rowsOf('the cat sat', 'the \n\t cat sat', 'The Cat Sat');
    expect(row(grams, 1)).toEqual(row(grams, 0));
    expect(row(words, 2)).toEqual(row(words, 0));
    expect(row(grams, 2)).not.toEqual(row(grams, 0));
  });

  it('sees no normal form and no soft hyphen', () => {
    const text = 'Çok güzel, ağır; c\u0327a va \u212b';
    const {grams, words} = rowsOf(text.normalize('NFC'), text.normalize('NFD'), `Ç\u00adok gü\u00adzel, ağır; ça va \u00c5`);
    for (const i of [1, 2]) {
      expect(row(grams, i)).toEqual(row(grams, 0));
      expect(row(words, i)).toEqual(row(words, 0));
    }
  });

  it('begins anew after take', () => {
    const collector = new FeatureCollector();
    collector.add(encode('a b c'), 0, 5);
    const first = collector.take();
    collector.add(encode('a b c'), 0, 5);
    expect(collector.take()).toEqual(first);
  });
});
