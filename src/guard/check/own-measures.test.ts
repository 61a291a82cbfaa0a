import {describe, expect, it} from 'vitest';
import {profileOf} from '../../../test/profiled.ts';
import {textOf} from '../../core/text/documents.ts';
import {gramsUpTo} from '../../core/text/grams.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {tokenizeWords} from '../../core/text/words.ts';
import {Comparison} from './comparison.ts';
import {measureNamed} from './measures.ts';

/** Every word is new, documents have 0 to 5 words: nothing repeats, whatever is counted. */
const coined = (name: string) => Array.from({length: 200}, (_, d) => Array.from({length: d % 6}, (_, i) => `${name}${d}x${i}`).join(' '));

describe('shares of short documents', () => {
  it.each([1, 2, 3, 4, 5])('distinct.%i of documents of 0 to 5 words, all different, is 1', (n) => {
    const [reference, candidate] = [profileOf(coined('a')), profileOf(coined('b'))];
    const read = measureNamed(new Comparison(reference, candidate), `distinct.${n}`);
    if (read.kind === 'undefined') throw new Error(read.reason);
    expect(read.readings[0].value).toBeCloseTo(1, 12);
    expect(read.readings[0].expected!.value).toBeCloseTo(1, 12);
  });

  it.each([1, 2, 3, 4, 5])('distinct.%i is different n-grams over all, of documents of 1 to 8 words', (n) => {
    const documents = Array.from({length: 300}, (_, d) =>
      Array.from({length: 1 + ((d * 7) % 8)}, (_, i) => `w${(d * i + d) % 23}`).join(' '),
    );
    const tokens = tokenizeWords(textOf(documents), new Vocabulary());
    const {size, count} = gramsUpTo(tokens, 5)[n - 1];
    const whole = new Comparison(profileOf([...documents, ...documents, ...documents]), profileOf(documents));
    const all = measureNamed(whole, `distinct.${n}`);
    if (all.kind === 'undefined') throw new Error(all.reason);
    // at the equal size some documents are left out, so that there is less repetition than in the whole
    expect(all.readings[0].value).toBeGreaterThan(size / count - 1e-9);
    expect(all.readings[0].value).toBeLessThan(Math.min(1, (size / count) * 1.4) + 1e-9);
  });
});
