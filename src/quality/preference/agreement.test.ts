import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {cohenKappa, krippendorffAlpha} from './agreement.ts';

const stream = () => Stream.root('agreement');

describe("Krippendorff's alpha", () => {
  it("is that of Krippendorff's worked example, with gaps (nominal, four observers, 12 units)", () => {
    // K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011, section C
    const observers = ['1 2 3 3 2 1 4 1 2 . . .', '1 2 3 3 2 2 4 1 2 5 . 3', '. 3 3 3 2 3 4 2 2 5 1 .', '1 2 3 3 2 4 4 1 2 5 1 .'];
    const rows = observers.map((row) => row.split(' '));
    const units = rows[0].map((_, i) => rows.map((row) => row[i]).filter((value) => value !== '.'));
    const alpha = krippendorffAlpha(units, stream());
    expect(alpha).toHaveProperty('value', expect.closeTo(0.743, 3));
    expect(alpha).toMatchObject({low: expect.closeTo(0.45, 0), high: expect.closeTo(0.95, 0)});
  });

  it('is 1 where all agree, and has a reason where there is nothing to agree on', () => {
    expect(
      krippendorffAlpha(
        [
          ['a', 'a'],
          ['b', 'b'],
        ],
        stream(),
      ),
    ).toMatchObject({value: 1});
    expect(krippendorffAlpha([['a', 'b'], ['a']], stream())).toEqual({
      reason: '1 pair that two annotators have judged: at least 2 are wanted',
    });
    expect(
      krippendorffAlpha(
        [
          ['a', 'a'],
          ['a', 'a'],
        ],
        stream(),
      ),
    ).toHaveProperty('reason');
  });

  it('has an interval that holds 0 for people who answer by coins, 19 times of 20', () => {
    let held = 0;
    for (let k = 0; k < 100; k++) {
      const coins = Stream.root('coins').fork(`${k}`);
      const units = Array.from({length: 80}, () => [0, 1].map(() => (coins.float() < 0.5 ? 'first' : 'second')));
      const alpha = krippendorffAlpha(units, coins.fork('resample'));
      if ('value' in alpha && alpha.low <= 0 && 0 <= alpha.high) held++;
    }
    // 87: three and a half standard errors below 95
    expect(held).toBeGreaterThanOrEqual(87);
  });
});

it("Cohen's kappa is that of his formula", () => {
  // 45 yes-yes, 15 yes-no, 25 no-yes, 15 no-no: p_o = .6, p_e = .54
  const pairs = [
    ...Array(45).fill(['y', 'y']),
    ...Array(15).fill(['y', 'n']),
    ...Array(25).fill(['n', 'y']),
    ...Array(15).fill(['n', 'n']),
  ] as [string, string][];
  expect(cohenKappa(pairs, stream())).toMatchObject({value: expect.closeTo(0.06 / 0.46, 10)});
});
