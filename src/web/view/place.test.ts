import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {placeBetween} from './place.ts';

describe('the place of a value between two others', () => {
  it('goes from 0 to 1', () => {
    expect([2, 3, 4].map((value) => placeBetween(value, 2, 4))).toEqual([0, 0.5, 1]);
    expect(placeBetween(7, 7, 7)).toBe(0.5);
    expect([-1e308, 0, 1e308].map((value) => placeBetween(value, -1e308, 1e308))).toEqual([0, 0.5, 1]);
    expect([0, 5e-324].map((value) => placeBetween(value, 0, 5e-324))).toEqual([0, 1]);
  });

  it('is finite and between them for all that are', () => {
    const any = fc.double({noNaN: true, noDefaultInfinity: true});
    fc.assert(
      fc.property(any, any, any, (...values) => {
        const [least, value, most] = values.sort((a, b) => a - b);
        const place = placeBetween(value, least, most);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
      }),
      {numRuns: 2000},
    );
  });
});
