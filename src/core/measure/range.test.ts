import {describe, expect, it} from 'vitest';
import {catalog} from './catalog.ts';
import {neverHolds, rangeOf, saysNothing} from './range.ts';

describe('the range of a measure', () => {
  it.each(catalog.map(({name}) => name))('is known of %s', (name) => {
    expect(rangeOf(name)).toBeDefined();
  });

  it('decides which bounds say nothing, and which nothing can hold', () => {
    expect(saysNothing({measure: 'unseen', atLeast: 0})).toBe('unseen is never below 0, so no value can miss a bound of 0');
    expect(saysNothing({measure: 'unseen', atMost: 1.5})).toMatch(/never above 1/);
    expect(saysNothing({measure: 'unseen', atMost: 0})).toBeUndefined();
    expect(saysNothing({measure: 'entropy', atMost: 99})).toBeUndefined();
    expect(saysNothing({measure: 'mean', atLeast: -3})).toBeUndefined();
    expect(neverHolds({measure: 'unseen', atLeast: 1.01})).toMatch(/nothing can hold/);
    expect(neverHolds({measure: 'unseen', atLeast: 1})).toBeUndefined();
    expect(neverHolds({measure: 'zipf', atMost: 0.5})).toMatch(/never below 1/);
  });
});
