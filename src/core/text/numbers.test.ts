import {describe, expect, it} from 'vitest';
import * as numbers from './numbers.ts';

const {fixed, grouped, decimalExponent} = numbers;

/** A way of writing numbers, beside what it writes. */
const WRITTEN: [string, (value: number) => string, [number, string][]][] = [
  [
    'readableNumber',
    numbers.readableNumber,
    [
      [0, '0'],
      [0.031, '0.0310'],
      [-12.4, '\u221212.4'],
      [1530.4, '1,530'],
      [7, '7'],
      [2.1e-9, '2.1e\u22129'],
      [2e7, '2e7'],
    ],
  ],
  [
    'exactNumber',
    numbers.exactNumber,
    [
      [1 / 3, '0.333333'],
      [-0, '0'],
      [1234567, '1234570'],
    ],
  ],
  [
    'cellNumber',
    numbers.cellNumber,
    [
      [0, '0'],
      [0.03119, '0.0312'],
      [-2.5, '-2.5'],
      [1530.4, '1530'],
      [0.00021, '2.1e-4'],
      [1234567, '1.2e+6'],
    ],
  ],
  [
    'columnNumber',
    numbers.columnNumber,
    [
      [0.0432, '.043'],
      [-0.5, '-.500'],
      [1.234, '1.23'],
      [12.34, '12.3'],
      [-0.0001, '.000'],
    ],
  ],
  [
    'totalNumber',
    numbers.totalNumber,
    [
      [0, '0'],
      [12, '12'],
      [3.456, '3.46'],
      [1234, '1,234'],
      [56_700, '56.7k'],
      [8_900_000, '8.90M'],
      [2e9, '2.00e+9'],
    ],
  ],
  [
    'shortNumber',
    numbers.shortNumber,
    [
      [0.2, '0.2'],
      [0.12345, '0.123'],
    ],
  ],
  [
    'percent',
    numbers.percent,
    [
      [0.031, '3.1%'],
      [-0.0003, '0.0%'],
      [-0.008, '-0.8%'],
    ],
  ],
  [
    'wholePercent',
    numbers.wholePercent,
    [
      [0.031, '3%'],
      [0.003, '0.3%'],
      [0, '0%'],
    ],
  ],
  [
    'roundPercent',
    numbers.roundPercent,
    [
      [0.0312, '3.1%'],
      [0.5, '50%'],
    ],
  ],
  [
    'secondsNumber',
    numbers.secondsNumber,
    [
      [0.00123, '0.0012'],
      [3.41, '3.4'],
      [312.4, '312'],
    ],
  ],
  [
    'powerOfTenText',
    numbers.powerOfTenText,
    [
      [-6, '10\u207b\u2076'],
      [-2, '0.01'],
      [3, '1,000'],
      [12, '10\u00b9\u00b2'],
    ],
  ],
];

it.each(WRITTEN)('%s', (_, write, cases) => {
  for (const [value, text] of cases) expect(write(value)).toBe(text);
});

it('counts have their noun in one or in many', () => {
  expect([0, 1, 2, 1200].map((count) => numbers.counted(count, 'seed'))).toEqual(['0 seeds', '1 seed', '2 seeds', '1,200 seeds']);
});

describe('digits', () => {
  it('have no sign where they are all 0', () => {
    expect([fixed(-0.04, 1), fixed(-0, 0), fixed(-0.05, 2), fixed(0.04, 1)]).toEqual(['0.0', '0', '-0.05', '0.0']);
    expect(numbers.cellEnds(-0.02, 1.9)).toBe('0.0, 1.9');
  });

  it('are parted by thousands as English does', () => {
    for (const value of [0, 999, 1000, -1234, 1234567, 0.25, 12345.678]) expect(grouped(value)).toBe(value.toLocaleString('en-US'));
    expect(grouped(-1234.5, 2)).toBe('-1,234.50');
  });

  it('of an interval show two of its width', () => {
    expect(numbers.cellEnds(0.1234, 0.5678)).toBe('0.12, 0.57');
    expect(numbers.cellEnds(1200, 3400)).toBe('1200, 3400');
    expect(numbers.cellEnds(0.5, 0.5)).toBe('0.5, 0.5');
    expect(numbers.cellEnds(-1e-7, 1e-7)).toBe('-1.0e-7, 1.0e-7');
  });

  it('have an exponent that is exact at powers of ten', () => {
    for (let e = -300; e <= 300; e++) expect(decimalExponent(Number(`1e${e}`)), `1e${e}`).toBe(e);
    expect([decimalExponent(-999.9), decimalExponent(0.05)]).toEqual([2, -2]);
  });
});

it('timePercent says of what is little that it is not nothing', () => {
  expect([
    numbers.timePercent(0, 5),
    numbers.timePercent(0.001, 5),
    numbers.timePercent(0.1, 5),
    numbers.timePercent(2, 5),
    numbers.timePercent(0, 0),
  ]).toEqual(['0%', '< 0.1%', '2.0%', '40%', '0%']);
});

it('withMinus leaves words alone', () => {
  expect(numbers.withMinus('[-0.5, 1e-7] a-b -c')).toBe('[\u22120.5, 1e\u22127] a-b -c');
});
