import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {drawTo, planAmounts, type RecordPool} from './budget.ts';
import {KEPT, OVER_BUDGET} from './decide.ts';
import {type Recipe, recipeSchema, resolvedRecipe} from './recipe.ts';

const recipe = (of: object): Recipe => resolvedRecipe(recipeSchema.parse(of));
const pool = (words: number[], more: Partial<RecordPool> = {}): RecordPool => ({
  ...{name: 'data', outcome: new Uint8Array(words.length), words: Uint32Array.from(words)},
  ...more,
});
const kept = ({outcome}: RecordPool): number[] => [...outcome].flatMap((one, i) => (one === KEPT ? [i] : []));

describe('a draw to a budget', () => {
  it('takes so many records of those that are left, and marks the others', () => {
    const from = pool([1, 1, 1, 1, 1, 1], {outcome: Uint8Array.of(0, 3, 0, 0, 0, 0)});
    drawTo(Stream.root(1), {unit: 'records', amount: 3}, from);
    expect(kept(from).length).toBe(3);
    expect(from.outcome[1]).toBe(3);
    expect([...from.outcome].filter((one) => one === OVER_BUDGET).length).toBe(2);
  });

  it('fills a budget of words as far as the next record drawn allows', () => {
    for (let seed = 0; seed < 50; seed++) {
      const from = pool(Array.from({length: 40}, (_, i) => 5 + (i % 7)));
      drawTo(Stream.root(seed), {unit: 'words', amount: 100}, from);
      const words = kept(from).reduce((sum, i) => sum + from.words[i], 0);
      expect(words).toBeLessThanOrEqual(100);
      expect(words).toBeGreaterThan(100 - 11);
    }
  });

  it('draws first in proportion to weight, and never what weighs nothing', () => {
    const weights = Float64Array.of(1, 2, 4, 0);
    const first = new Float64Array(4);
    const stream = Stream.root(7);
    for (let draw = 0; draw < 7000; draw++) {
      const from = pool([1, 1, 1, 1], {weights});
      drawTo(stream, {unit: 'records', amount: 1}, from);
      first[kept(from)[0]]++;
    }
    expect(first[3]).toBe(0);
    [1000, 2000, 4000].forEach((expected, i) => void expect(Math.abs(first[i] - expected)).toBeLessThan(4.5 * Math.sqrt(expected)));
    expect(() => drawTo(stream, {unit: 'records', amount: 4}, pool([1, 1, 1, 1], {weights}))).toThrow('weight 0');
  });
});

describe('the amounts of a mix', () => {
  it('make the human share what was asked for, in the unit of the budget', () => {
    const data = pool([10, 10, 10, 10]);
    const human = pool([20, 20, 20]);
    const of = (more: object) => planAmounts(recipe(more), data, human);
    const mix = {human: 'x', share: 0.25};
    expect(of({mix, budget: {records: 4}})).toEqual({data: {unit: 'records', amount: 3}, human: {unit: 'records', amount: 1}});
    expect(of({mix, budget: {words: 40}})).toEqual({data: {unit: 'words', amount: 30}, human: {unit: 'words', amount: 10}});
    expect(of({mix: {...mix, share: 0.2}})).toEqual({human: {unit: 'records', amount: 1}});
    expect(() => of({mix: {...mix, share: 0.5}})).toThrow('wants 4 records of human data, and there are 3: enough for a share of 0.428');
    expect(() => of({mix, budget: {records: 8}})).toThrow('the budget is 8 records, 6 of them not human, and the steps left 4');
    expect(() => planAmounts(recipe({budget: {words: 41}}), data, undefined)).toThrow('the budget is 41 words, and the steps left 40');
  });
});
