import {describe, expect, it} from 'vitest';
import {failureOf} from './folder.test-input.ts';
import {parseBy, sliceName} from './slice-name.ts';

describe('what slices are made by', () => {
  it('is a field, or a period of a field of dates', () => {
    expect(parseBy('source', '--by')).toEqual({field: 'source'});
    expect(parseBy('meta.date:month', '--by')).toEqual({field: 'meta.date', period: 'month'});
    expect(parseBy('a:b:year', '--by')).toEqual({field: 'a:b', period: 'year'});
  });

  it.each(['date:week', 'date:', 'date:Month', 'date:toString'])('is not %s', async (text) => {
    expect(await failureOf(() => parseBy(text, '--count'))).toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(`--count ${text}: wanted`),
      next: expect.stringContaining('--count'),
    });
  });
});

describe('the slice of a value', () => {
  it.each([
    ['web', undefined, 'web'],
    ['', undefined, '(none)'],
    ['2024-03-05T10:00:00Z', 'year', '2024'],
    ['2024-03-05T10:00:00Z', 'month', '2024-03'],
    ['2024-03-05', 'day', '2024-03-05'],
    ['2024', 'year', '2024'],
    ['2024', 'month', '(no date)'],
    ['2024-03', 'day', '(no date)'],
    ['in March', 'month', '(no date)'],
    ['', 'day', '(no date)'],
    ['20240305', 'month', '(no date)'],
  ] as const)('%j by %s is %j', (value, period, name) => {
    expect(sliceName(value, period)).toBe(name);
  });
});
