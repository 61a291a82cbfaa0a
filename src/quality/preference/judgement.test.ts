import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {askOf, votesOf} from './judgement.ts';

describe('the name of an ask', () => {
  it('depends on its prompt and its two texts alone, in this order', () => {
    const {ask} = askOf({first: 'a', second: 'b'});
    expect(ask).toMatch(/^[0-9a-f]{32}$/);
    expect(askOf({second: 'b', first: 'a'}).ask).toBe(ask);
    const others = [
      {first: 'b', second: 'a'},
      {first: 'a', second: 'b', prompt: ''},
      {first: 'a","b', second: ''},
      {first: 'ä', second: 'b'},
      {first: '\\u00e4', second: 'b'},
    ];
    expect(new Set([ask, ...others.map((other) => askOf(other).ask)]).size).toBe(others.length + 1);
  });

  it('tells any two pairs of texts apart', () => {
    const text = fc.string({unit: 'binary', maxLength: 8});
    fc.assert(
      fc.property(fc.tuple(text, text), fc.tuple(text, text), ([a, b], [c, d]) => {
        const isSame = a === c && b === d;
        return (askOf({first: a, second: b}).ask === askOf({first: c, second: d}).ask) === isSame;
      }),
    );
  });
});

it('a tie and neither are half a judgement each way', () => {
  const said = (['first', 'tie', 'neither', 'second', 'first'] as const).map((choice, i) => ({annotator: `${i}`, choice}));
  expect(votesOf(said)).toEqual({first: 3, second: 2});
  expect(votesOf([])).toEqual({first: 0, second: 0});
});
