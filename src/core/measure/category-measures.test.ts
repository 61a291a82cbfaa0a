import {describe, expect, it} from 'vitest';
import {categoryMeasures} from './category-measures.ts';
import {measureTypes, measureTypesBy} from './type-measures.ts';
import {TypeReference} from './type-reference.ts';

const truth = new TypeReference(Float64Array.of(0.5, 0.3, 0.15, 0.05), 'probabilities');
const read = (name: string, weights: number[], counts?: number[]) =>
  measureTypesBy(
    categoryMeasures.filter((one) => one.name === name),
    truth,
    {
      weights: Float64Array.from(weights),
      ...(counts && {counts: Uint32Array.from(counts)}),
    },
  )[0];

describe('the divergences', () => {
  // scipy.stats.entropy(p, q, base=2), p the truth; and entropy(q, p, base=2)
  it('go one way and the other', () => {
    const q = [0.4, 0.4, 0.1, 0.1];
    expect(read('kl.forward', q)).toMatchObject({value: expect.closeTo(0.07419717276820138, 12)});
    expect(measureTypes(truth, {weights: Float64Array.from(q)}, ['kl'])[0]).toMatchObject({value: expect.closeTo(0.07874751168447706, 12)});
  });

  it('forward is infinite where a category is lost, and the other is not', () => {
    expect(read('kl.forward', [0.5, 0.5, 0, 0])).toEqual({
      measure: 'kl.forward',
      reason: 'infinite: the model has lost 2 categories',
    });
    expect(measureTypes(truth, {weights: Float64Array.of(0.5, 0.5, 0, 0)}, ['kl'])[0]).toHaveProperty('value');
  });
});

describe('what is lost', () => {
  it('has the true probability of categories without weight', () => {
    const lost = (weights: number[]) => measureTypes(truth, {weights: Float64Array.from(weights)}, ['lostMass'])[0];
    expect(lost([0.9, 0, 0.1, 0])).toMatchObject({value: expect.closeTo(0.35, 14)});
    expect(lost([0.4, 0.3, 0.2, 0.1])).toMatchObject({value: 0});
  });

  it('of a sample has the model’s own probability of what it lacks', () => {
    expect(read('unseen.exact', [0.6, 0.2, 0.2, 0], [7, 0, 3, 0])).toMatchObject({value: expect.closeTo(0.2, 14)});
    expect(read('unseen.exact', [1, 0, 0, 0])).toHaveProperty('reason');
  });
});
