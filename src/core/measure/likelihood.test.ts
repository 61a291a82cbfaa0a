import {expect, it} from 'vitest';
import {DomainError} from '../error.ts';
import {bitsPerByte, documentPerplexities, perplexity, shareUnknown} from './likelihood.ts';

const LN2 = Math.log(2);

it('a uniform model of 256 bytes takes 8 bits a byte and has perplexity 256', () => {
  const logProbabilities = Float64Array.of(-8 * 3 * LN2, -8 * 5 * LN2);
  expect(bitsPerByte(logProbabilities, 8)).toBeCloseTo(8, 14);
  expect(perplexity(logProbabilities, 8)).toBeCloseTo(256, 10);
  expect(documentPerplexities(logProbabilities, [3, 5])[1]).toBeCloseTo(256, 10);
});

it('an empty text has neither, NaN is refused, and a document that is ruled out makes both infinite', () => {
  expect(bitsPerByte(new Float64Array(0), 0)).toBeUndefined();
  expect(perplexity(new Float64Array(0), 0)).toBeUndefined();
  expect(() => bitsPerByte(Float64Array.of(Number.NaN), 4)).toThrow(DomainError);
  expect(() => documentPerplexities(Float64Array.of(-1), [1, 2])).toThrow(DomainError);
  expect(bitsPerByte(Float64Array.of(-Infinity), 4)).toBe(Infinity);
});

it('the share of unknown words is of all words, and of no words there is none', () => {
  expect(shareUnknown([1, 0, 2], [4, 0, 2])).toBe(0.5);
  expect(shareUnknown([0], [0])).toBeUndefined();
});
