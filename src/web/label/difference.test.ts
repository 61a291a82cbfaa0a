import fc from 'fast-check';
import {expect, it} from 'vitest';
import {differencesBetween} from './difference.ts';

it('marks the words that the other text has not got there', () => {
  const [left, right] = differencesBetween('the cat sat on the mat', 'the dog sat on a mat today')!;
  expect(left.filter(({own}) => own).map(({text}) => text.trim())).toEqual(['cat', 'the']);
  expect(right.filter(({own}) => own).map(({text}) => text.trim())).toEqual(['dog', 'a', 'today']);
});

it('compares no texts that would take long', () => {
  const words = (count: number) => 'word '.repeat(count);
  expect(differencesBetween(words(4000), words(4000))).toBeDefined();
  expect(differencesBetween(words(4001), words(4000))).toBeUndefined();
});

it('loses nothing of either text, and finds as much common to both', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', '<b>')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = differencesBetween(a, b)!;
      const whole = (pieces: typeof left) => pieces.map((piece) => piece.text).join('');
      const common = (pieces: typeof left) => pieces.filter(({own}) => !own).flatMap((piece) => piece.text.split(/\s+/).filter(Boolean));
      expect([whole(left), whole(right)]).toEqual([a, b]);
      expect(common(left)).toEqual(common(right));
    }),
  );
});
