/** KenLM is the reference: test/fixtures/kneser-ney was made with `lmplz -o N` (2, 3, 5) and KenLM's full_scores. */
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {ngramModel} from './index.ts';

const folder = new URL('../../../test/fixtures/kneser-ney/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const scores: {
  orders: Record<string, {line: string; log10: [number, number, boolean][]; total: number}[]>;
  discounts: Record<string, Record<string, number[]>>;
  ngrams: {types: number; order3: number[]};
} = JSON.parse(read('scores.json'));

function documents(lines: string[]): Text {
  const parts = lines.map((line) => new TextEncoder().encode(line));
  const offsets = new Uint32Array(parts.length + 1);
  for (let i = 0; i < parts.length; i++) offsets[i + 1] = offsets[i] + parts[i].length;
  return {kind: 'text', count: parts.length, bytes: Buffer.concat(parts), offsets};
}

const train = documents(read('train.txt').replace(/\n$/, '').split('\n'));

describe.each([2, 3, 5])('order %i against lmplz', (order) => {
  const fitted = ngramModel({order, unit: 'word'}).fit([{data: train, source: 'human'}]);
  const lines = scores.orders[order];

  it('takes the same discounts', () => {
    for (let n = 1; n <= order; n++) {
      const {amounts, fallback} = fitted.model.discounts[n];
      const wanted = scores.discounts[order][n];
      for (let j = 0; j < 3; j++) expect(Math.abs(amounts[j] - wanted[j])).toBeLessThan(1e-4);
      expect(fallback).toBe(false);
    }
    expect(fitted.notes).toEqual([]);
  });

  it('gives every word the same log10 and finds the same n-gram', () => {
    const data = documents(lines.map(({line}) => line));
    const nats = fitted.logProbability(data);
    lines.forEach(({log10, total}, d) => {
      const ours = fitted.scoreTokens(data, d);
      expect(Array.from(ours.matched)).toEqual(log10.map(([, length]) => length));
      log10.forEach(([value, , unknown], i) => {
        expect(Math.abs(ours.log10[i] - value)).toBeLessThan(1e-4);
        expect(ours.spelling[i] < 0).toBe(unknown);
      });
      expect(Math.abs(ours.log10.reduce((a, b) => a + b) - total)).toBeLessThan(1e-3);
      expect(nats[d] / Math.LN10).toBeCloseTo(total + ours.spelling.reduce((a, b) => a + b), 2);
    });
  });

  it('counts the same n-grams', () => {
    const {types, order3} = scores.ngrams;
    const counted = fitted.trie.word.slice(1).map((words) => words.length);
    expect(counted.slice(0, 3)).toEqual(order3.slice(0, order));
    expect(fitted.trie.types + 3).toBe(types);
  });
});
