import {describe, expect, it} from 'vitest';
import {temperedAt, temperedLaw} from './tempering.ts';

const law = (p: number[], how: Parameters<typeof temperedLaw>[1]) => [...temperedLaw(Float64Array.from(p), how)];
const close = (got: number[], wanted: number[]) => {
  for (const [i, x] of got.entries()) expect(x).toBeCloseTo(wanted[i], 12);
};

describe('a law that is drawn from in another way', () => {
  const p = [0.4, 0.1, 0.3, 0.2, 0];

  it('is p^(1/T) / Z at a temperature', () => {
    for (const temperature of [0.25, 0.5, 1, 2, 7]) {
      const powers = p.map((x) => x ** (1 / temperature));
      const Z = powers.reduce((a, b) => a + b, 0);
      close(
        law(p, {temperature}),
        powers.map((x) => x / Z),
      );
    }
  });

  it('is all on the likeliest where the temperature is as good as 0, and never on what had no probability', () => {
    expect(law(p, {temperature: 1e-100})).toEqual([1, 0, 0, 0, 0]);
    expect(law([0.5, 0, 0.5], {temperature: 1e-100})).toEqual([0.5, 0, 0.5]);
    expect(law(p, {temperature: 1e100})[4]).toBe(0);
  });

  it('keeps the k likeliest, of equals the lower numbers, by p itself', () => {
    close(law(p, {topK: 2}), [4 / 7, 0, 3 / 7, 0, 0]);
    expect(law([0.25, 0.25, 0.25, 0.25], {topK: 3})).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
    expect(law([0.2, 0.3, 0.5], {topK: 9})).toEqual([0.2, 0.3, 0.5]);
    // at this temperature powers round to 1: p still decides
    expect(law([0.2, 0.5, 0.3], {topK: 1, temperature: 1e30})).toEqual([0, 1, 0]);
  });

  it('keeps the fewest likeliest that hold a share of what top-k and temperature have left', () => {
    close(law(p, {topP: 0.7}), [4 / 7, 0, 3 / 7, 0, 0]);
    close(law(p, {topP: 0.71}), [4 / 9, 0, 3 / 9, 2 / 9, 0]);
    expect(law(p, {topP: 1e-9})).toEqual([1, 0, 0, 0, 0]);
    expect(law([0.25, 0.25, 0.25, 0.25], {topP: 0.5})).toEqual([0.5, 0.5, 0, 0]);
    // the two likeliest hold 16/29 and 9/29 of the squares of three
    close(law(p, {topK: 3, temperature: 0.5, topP: 0.8}), [16 / 25, 0, 9 / 25, 0, 0]);
    expect(law(p, {topK: 3, temperature: 0.5, topP: 0.5})).toEqual([1, 0, 0, 0, 0]);
  });

  it('takes what its schedules say of a generation', () => {
    const options = {kind: 'x', temperature: {from: 1, to: 0.5, by: 3}, topK: [9, 4], topP: {from: 0.8, grow: 0.5}};
    expect(temperedAt(options, 2)).toEqual({kind: 'x', temperature: 0.75, topK: 4, topP: 0.4});
    const plain: {kind: string; topK?: number} = {kind: 'x'};
    expect(temperedAt(plain, 2)).toEqual({kind: 'x'});
  });
});
