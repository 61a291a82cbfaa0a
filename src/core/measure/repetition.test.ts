import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Stream} from '../random/stream.ts';
import {gramsUpTo} from '../text/grams.ts';
import type {Tokens} from '../text/words.ts';
import {heapsExponent} from './heaps.ts';
import {distinctPerDocument, distinctPooled, repetition, selfRepetition} from './repetition.ts';
import {pickDocuments, selfBleu} from './self-bleu.ts';
import {measureTypes} from './type-measures.ts';
import {TypeReference} from './type-reference.ts';
import {countTypes} from './types.ts';
import {riemannZeta, zipfExponent} from './zipf.ts';

const fixture = JSON.parse(readFileSync(new URL('../../../test/fixtures/text.json', import.meta.url), 'utf8'));
const folder = process.env.GENLOSS_TEST_DATA;
if (folder === undefined) console.warn('GENLOSS_TEST_DATA is unset: text measures are not held against their reference values');

/** Tokens of strings, split into lower-cased runs of [a-z'], as the reference values' are. */
function tokensOf(documents: readonly string[], pattern: RegExp = /[a-z']+/g): Tokens {
  const numbers = new Map<string, number>();
  const words = documents.map((document) => document.toLowerCase().match(pattern) ?? []);
  const offsets = Uint32Array.from([0, ...words.map((_, i) => words.slice(0, i + 1).reduce((sum, w) => sum + w.length, 0))]);
  const ids = words.flat().map((word) => numbers.get(word) ?? numbers.set(word, numbers.size).get(word)!);
  return {ids: Uint32Array.from(ids), offsets};
}

describe.skipIf(folder === undefined)('on 20 essays', () => {
  const lines = folder === undefined ? [] : readFileSync(join(folder, 'essays/human.jsonl'), 'utf8').split('\n').slice(0, 20);
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
    expect(selfRepetition(levels[3])).toBeCloseTo(expected('selfRepetition'), 13);
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
    expect(heapsExponent(tokens.ids)).toBeCloseTo(expected('heapsExponent'), 12);
  });
});

describe('repetition', () => {
  it('leaves out documents without an n-gram, and is undefined where none has one', () => {
    const tokens = tokensOf(['a b', 'a b c d a b c d', 'x']);
    expect(repetition(gramsUpTo(tokens, 4)[3])).toBeCloseTo(1 / 5, 15);
    expect(repetition(gramsUpTo(tokensOf(['a b c', '']), 4)[3])).toBeUndefined();
    expect(distinctPooled(gramsUpTo(tokensOf([]), 1)[0])).toBeUndefined();
  });

  it('across documents counts a gram that only one document repeats as its own', () => {
    expect(selfRepetition(gramsUpTo(tokensOf(['a b c d a b c d', 'e f g h']), 4)[3])).toBe(0);
    expect(selfRepetition(gramsUpTo(tokensOf(['a b c d', 'a b c d e']), 4)[3])).toBe(0.75);
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
    for (let i = 0; i < 6000; i++) for (const id of pickDocuments(tokens, 2, Stream.root(1).fork(`pick/${i}`)).ids) picks[id]++;
    const chi2 = picks.reduce((sum, c) => sum + (c - 2000) ** 2 / 2000, 0);
    expect(chi2).toBeLessThan(20.5);
    expect(pickDocuments(tokens, 3, Stream.root(2)).offsets).toEqual(Uint32Array.of(0, 1, 2, 3));
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

it('heaps is undefined under three readings and 0 for a closed vocabulary', () => {
  expect(heapsExponent(new Uint32Array(1499))).toBeUndefined();
  expect(heapsExponent(new Uint32Array(1500))).toBeCloseTo(0, 15);
  expect(heapsExponent(Uint32Array.from({length: 2000}, (_, i) => i))).toBeCloseTo(1, 12);
});
