import {describe, expect, it} from 'vitest';
import {Stream} from '../random/stream.ts';
import {namesWithin, typoCost} from './meant.ts';

describe('the cost of a mistyped name', () => {
  it.each([
    ['size', 'size', 0],
    ['sise', 'size', 1],
    ['sise', 'side', 1],
    ['szie', 'size', 1],
    ['siz', 'size', 1],
    ['sizes', 'size', 1],
    ['tail.retentoin', 'tail.retention', 1],
    ['', 'abc', 3],
    ['ca', 'abc', 3],
  ])('of %s for %s is %d', (word, name, cost) => {
    expect(typoCost(word, name)).toBe(cost);
  });

  it('is that of the recursion it is defined by', () => {
    const stream = Stream.root('typos');
    const slow = (a: string, b: string): number => {
      if (a === '' || b === '') return a.length + b.length;
      const [x, y] = [a[a.length - 1], b[b.length - 1]];
      const [headA, headB] = [a.slice(0, -1), b.slice(0, -1)];
      const options = [slow(headA, b) + 1, slow(a, headB) + 1, slow(headA, headB) + (x === y ? 0 : 1)];
      if (a.length > 1 && b.length > 1 && x === headB[headB.length - 1] && y === headA[headA.length - 1])
        options.push(slow(a.slice(0, -2), b.slice(0, -2)) + 1);
      return Math.min(...options);
    };
    const word = () => Array.from({length: stream.below(6)}, () => 'xszo'[stream.below(4)]).join('');
    for (let i = 0; i < 150; i++) {
      const [a, b] = [word(), word()];
      expect([a, b, typoCost(a, b)]).toEqual([a, b, slow(a, b)]);
      expect(typoCost(b, a)).toBe(typoCost(a, b));
    }
  });

  it('orders the names that come into question', () => {
    expect(namesWithin('sise', ['side', 'seeds', 'size', 'Sis'], 1)).toEqual(['Sis', 'side', 'size']);
    expect(namesWithin('nothing', ['size'], 1)).toEqual([]);
  });
});
