import {array, assert, constantFrom, nat, property} from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Ascending} from './ascending.ts';

describe('ascending numbers', () => {
  it('are the numbers that they were told, whatever they span', () => {
    const step = constantFrom(0, 0, 1, 1, 2, 100, 255, 256, 70_000);
    assert(
      property(nat(5), array(step, {maxLength: 400}), (from, steps) => {
        const values = Int32Array.from(
          steps,
          (
            (sum) => (by: number) =>
              (sum += by)
          )(from),
        );
        const ascending = Ascending.of(values);
        expect(Array.from(values, (_, i) => ascending.at(i))).toEqual([...values]);
      }),
    );
  });
});
