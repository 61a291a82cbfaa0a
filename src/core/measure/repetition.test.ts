import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {needs} from '../../../test/needs.ts';
import {dataFolder} from '../../../test/tools.ts';
import {Stream} from '../random/stream.ts';
import {slopeOf} from '../stats/slope.ts';
import {gramsUpTo} from '../text/grams.ts';
import type {Tokens} from '../text/words.ts';
import {heapsExponent} from './heaps.ts';
import {distinctPerDocument, distinctPooled, repetition, selfRepetition, selfRepetitionPerDocument} from './repetition.ts';
import {pickDocuments, selfBleu} from './self-bleu.ts';
import {documentFrequencies, presenceAt} from './thinning.ts';
import {measureTypes} from './type-measures.ts';
import {TypeReference} from './type-reference.ts';
import {countTypes} from './types.ts';
import {riemannZeta, zipfExponent} from './zipf.ts';

const fixture = JSON.parse(readFileSync(new URL('../../../test/fixtures/text.json', import.meta.url), 'utf8'));
const folder = dataFolder('essays');

/** Tokens of strings, split into lower-cased runs of [a-z'], as the reference values' are. */
function tokensOf(documents: readonly string[], pattern: RegExp = /[a-z']+/g): Tokens {
  const numbers = new Map<string, number>();
  const words = documents.map((document) => document.toLowerCase().match(pattern) ?? []);
  const offsets = Uint32Array.from([0, ...words.map((_, i) => words.slice(0, i + 1).reduce((sum, w) => sum + w.length, 0))]);
  const ids = words.flat().map((word) => numbers.get(word) ?? numbers.set(word, numbers.size).get(word)!);
  return {ids: Uint32Array.from(ids), offsets};
}

describe('on 20 essays', needs(folder, 'essays in GENLOSS_TEST_DATA', 'text measures are not held against their reference values'), () => {
  const lines = folder === undefined ? [] : readFileSync(join(folder, 'human.jsonl'), 'utf8').split('\n').slice(0, 20);
  const tokens = tokensOf(lines.map((line) => JSON.parse(line).text));
  const levels = gramsUpTo(tokens, 4);
  const counts = countTypes(tokens.ids, levels[0].size);
  const expected = (name: string): number => fixture.measures[name].value;

  it('reads the words that the reference values were read from', () => {
    expect(Array.from(tokens.offsets.subarray(1), (end, i) => end - tokens.offsets[i])).toEqual(fixture.tokensPerDocument);
  });

  it.each([1, 2, 3, 4])('distinct-%i, both ways', (n) => {
    expect(distinctPooled(levels[n - 1])).toBe(expected(`distinct.${n}.pooled`));
    expect(distinctPerDocument(levels[n - 1])).toBeCloseTo(expected(`distinct.${n}.perDocument`), 13);
  });

  it('repetition, selfRepetition', () => {
    expect(repetition(levels[3])).toBeCloseTo(expected('repetition'), 13);
    expect(selfRepetitionPerDocument(levels[3])).toBeCloseTo(expected('selfRepetition'), 13);
  });

  it('selfBleu', () => {
    expect(selfBleu(levels)).toBeCloseTo(expected('selfBleu'), 13);
  });

  it('entropy, unseen', () => {
    const read = measureTypes(new TypeReference(counts, 'counts'), {weights: counts, counts}, ['entropy', 'unseen']);
    expect(read).toEqual([
      {measure: 'entropy', value: expect.closeTo(expected('entropyBits'), 12)},
      {measure: 'unseen', value: expect.closeTo(expected('goodTuringUnseen'), 14)},
    ]);
  });

  it('zipf, heaps', () => {
    expect(zipfExponent(counts)).toBeCloseTo(expected('zipfCountExponent'), 7);
    const seen = new Set<number>();
    const read: {words: number; types: number}[] = [];
    tokens.ids.forEach((id, i) => {
      seen.add(id);
      if ((i + 1) % 500 === 0) read.push({words: i + 1, types: seen.size});
    });
    const logs = (of: (one: (typeof read)[number]) => number) => read.map((one) => Math.log(of(one)));
    expect(
      slopeOf(
        logs(({words}) => words),
        logs(({types}) => types),
      ),
    ).toBeCloseTo(expected('heapsExponent'), 12);
  });
});

describe('repetition', () => {
  it('leaves out documents without an n-gram, and is undefined where none has one', () => {
    const tokens = tokensOf(['a b', 'a b c d a b c d', 'x']);
    expect(repetition(gramsUpTo(tokens, 4)[3])).toBeCloseTo(1 / 5, 15);
    expect(repetition(gramsUpTo(tokensOf(['a b c', '']), 4)[3])).toBeUndefined();
    expect(distinctPooled(gramsUpTo(tokensOf([]), 1)[0])).toBeUndefined();
  });

  it('across documents is pooled, or the mean over documents', () => {
    const grams = gramsUpTo(tokensOf(['a b c d e f', 'a b c d', 'g h i j']), 4)[3];
    expect(selfRepetition(grams)).toBe(2 / 5);
    expect(selfRepetitionPerDocument(grams)).toBeCloseTo((1 / 3 + 1 + 0) / 3, 15);
  });

  it('across documents counts a gram that only one document repeats as its own', () => {
    expect(selfRepetition(gramsUpTo(tokensOf(['a b c d a b c d', 'e f g h']), 4)[3])).toBe(0);
    expect(selfRepetition(gramsUpTo(tokensOf(['a b c d', 'a b c d e']), 4)[3])).toBe(2 / 3);
  });
});

describe('selfBleu', () => {
  it('is 1 for equal documents and 0 for documents without a common word', () => {
    expect(selfBleu(gramsUpTo(tokensOf(['a b c d e', 'a b c d e', 'a b c d e']), 4))).toBe(1);
    expect(selfBleu(gramsUpTo(tokensOf(['a b c d e', 'f g h i j']), 4))).toBe(0);
    expect(selfBleu(gramsUpTo(tokensOf(['a b c d e', '']), 4))).toBeUndefined();
  });

  it('is read from a subset that its stream decides on, every document as probable', () => {
    const tokens = tokensOf(Array.from({length: 6}, (_, i) => `w${'abcdef'[i]}`));
    const picks = new Float64Array(6);
    for (let i = 0; i < 6000; i++) for (const id of pickDocuments(Stream.root(1).fork(`pick/${i}`), tokens, 2).ids) picks[id]++;
    const chi2 = picks.reduce((sum, c) => sum + (c - 2000) ** 2 / 2000, 0);
    expect(chi2).toBeLessThan(20.5);
    expect(pickDocuments(Stream.root(2), tokens, 3).offsets).toEqual(Uint32Array.of(0, 1, 2, 3));
  });
});

describe('zipf', () => {
  it('has zeta right', () => {
    expect(riemannZeta(2).zeta).toBeCloseTo(Math.PI ** 2 / 6, 13);
    expect(riemannZeta(4).zeta).toBeCloseTo(Math.PI ** 4 / 90, 13);
    expect(riemannZeta(1.0001).zeta).toBeCloseTo(10000.577222946, 8);
    // zeta'(2), OEIS A073002
    expect(riemannZeta(2).slope).toBeCloseTo(-0.937548254315844, 13);
  });

  it('is undefined where no type occurs twice', () => {
    expect(zipfExponent(Uint32Array.of(1, 1, 0, 1))).toBeUndefined();
    expect(zipfExponent(new Uint32Array(3))).toBeUndefined();
  });
});

describe('heaps', () => {
  const exponentOf = (tokens: Tokens, types: number) => {
    const frequencies = documentFrequencies(tokens, types);
    const words = tokens.ids.length;
    return heapsExponent(words, (size) => presenceAt(frequencies, size / words).reduce((sum, p) => sum + p, 0));
  };
  const documents = (count: number, words: (document: number) => number[]): Tokens => ({
    ids: Uint32Array.from(Array.from({length: count}, (_, d) => words(d)).flat()),
    offsets: Uint32Array.from({length: count + 1}, (_, d) => d * words(0).length),
  });

  it('is undefined under 1,500 words', () => {
    expect(heapsExponent(1499, () => 10)).toBeUndefined();
  });

  it('is 0 for a closed vocabulary and 1 where every document has words of its own', () => {
    const closed = documents(200, () => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(exponentOf(closed, 10)).toBeCloseTo(0, 4);
    const open = documents(200, (d) => Array.from({length: 10}, (_, i) => 10 * d + i));
    expect(exponentOf(open, 2000)).toBeCloseTo(1, 12);
  });

  it('counts the types that are left on average when documents are left out', () => {
    const tokens = tokensOf(['a b', 'a c', 'a d', 'b e']);
    const frequencies = documentFrequencies(tokens, 5);
    expect([...frequencies]).toEqual([3, 2, 1, 1, 1]);
    const share = 0.25;
    let expected = 0;
    for (let kept = 0; kept < 16; kept++) {
      const size = [0, 1, 2, 3].filter((d) => (kept >> d) & 1);
      const types = new Set(size.flatMap((d) => [...tokens.ids.subarray(2 * d, 2 * d + 2)]));
      expected += types.size * share ** size.length * (1 - share) ** (4 - size.length);
    }
    expect(presenceAt(frequencies, share).reduce((sum, p) => sum + p, 0)).toBeCloseTo(expected, 14);
  });
});
