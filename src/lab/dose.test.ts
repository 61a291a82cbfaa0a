import {describe, expect, it} from 'vitest';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import {isotonic, smallestDose} from './dose.ts';

const stream = Stream.root('dose');
const doses = [0, 0.1, 0.2, 0.4];
const bound = {measure: 'tail.retention', atLeast: 0.5};

describe('isotonic', () => {
  it('leaves what rises, and pools what falls', () => {
    expect(isotonic([1, 2, 3])).toEqual([1, 2, 3]);
    expect(isotonic([1, 3, 2, 4])).toEqual([1, 2.5, 2.5, 4]);
    expect(isotonic([3, 2, 1])).toEqual([2, 2, 2]);
  });
});

describe('the smallest dose', () => {
  it('is where the means cross the bound', () => {
    const exact = smallestDose(
      doses,
      [
        [0.2, 0.2],
        [0.4, 0.4],
        [0.6, 0.6],
        [0.9, 0.9],
      ],
      bound,
      stream,
    );
    expect(exact).toEqual({value: expect.closeTo(0.15), low: expect.closeTo(0.15), high: expect.closeTo(0.15)});
    const down = smallestDose(doses, [[2], [1.5], [1.2], [1]], {measure: 'bitsPerByte', atMost: 1.35}, stream);
    expect(down).toMatchObject({value: expect.closeTo(0.15), reason: 'one seed, so no interval'});
  });

  it('says when all doses hold, or none does', () => {
    expect(
      smallestDose(
        doses,
        [
          [0.6, 0.7],
          [0.8, 0.8],
          [0.8, 0.9],
          [0.9, 0.9],
        ],
        bound,
        stream,
      ),
    ).toMatchObject({value: 0, reason: expect.stringContaining('smallest')});
    expect(smallestDose(doses, [[0.1], [0.1], [0.2], [0.4]], bound, stream)).toEqual({reason: 'not held at 0.4, the largest'});
    expect(smallestDose(doses, [[], [0.1], [0.2], [0.4]], bound, stream).value).toBeUndefined();
  });

  it('has an interval that covers the truth about as often as it says', () => {
    const noise = stream.fork('noise');
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const values = doses.map((dose) => Array.from({length: 12}, () => 0.3 + dose + 0.05 * normal(noise)));
      const {low, high} = smallestDose(doses, values, bound, stream.fork(`${trial}`));
      if (low! <= 0.2 && 0.2 <= high!) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.86);
    expect(covered / 200).toBeLessThan(0.995);
  });
});
