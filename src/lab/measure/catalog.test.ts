import {describe, expect, it} from 'vitest';
import {categoryMeasures} from '../../core/measure/category-measures.ts';
import {type Bound, neverHolds, saysNothing} from '../../core/measure/range.ts';
import {catalog, measureNames, rangeOf} from './catalog.ts';

const idle = (bound: Bound) => saysNothing(bound, rangeOf(bound.measure));
const never = (bound: Bound) => neverHolds(bound, rangeOf(bound.measure));

describe('the catalog', () => {
  it('names every measure once', () => {
    expect(new Set(measureNames).size).toBe(measureNames.length);
  });

  it.each(catalog.map((measure) => [measure.name, measure] as const))(
    'says of %s how it is read, in one way, for every kind of data',
    (_, measure) => {
      const ways = ['types', 'text', 'points', 'law', 'arm'].filter((way) => way in measure);
      expect(ways).toHaveLength(1);
      const ofCategories = categoryMeasures.some(({name}) => name === measure.name);
      const kinds = {types: ofCategories ? ['categories'] : ['categories', 'text'], text: ['text'], points: ['points']};
      if ('law' in measure) expect(Object.keys(measure.law).sort()).toEqual([...measure.on].sort());
      else if (!('arm' in measure)) expect(kinds[ways[0] as keyof typeof kinds]).toEqual([...measure.on]);
    },
  );
});

describe('the range of a measure', () => {
  it.each(catalog.map(({name}) => name))('is known of %s', (name) => {
    expect(rangeOf(name)).toBeDefined();
  });

  it('decides which bounds say nothing, and which nothing can hold', () => {
    expect(idle({measure: 'unseen', atLeast: 0})).toBe('unseen is never below 0, so no value can miss a bound of 0');
    expect(idle({measure: 'unseen', atMost: 1.5})).toMatch(/never above 1/);
    expect(idle({measure: 'unseen', atMost: 0})).toBeUndefined();
    expect(idle({measure: 'entropy', atMost: 99})).toBeUndefined();
    expect(idle({measure: 'mean', atLeast: -3})).toBeUndefined();
    expect(never({measure: 'unseen', atLeast: 1.01})).toMatch(/nothing can hold/);
    expect(never({measure: 'unseen', atLeast: 1})).toBeUndefined();
    expect(never({measure: 'zipf', atMost: 0.5})).toMatch(/never below 1/);
  });
});
