import {describe, expect, it} from 'vitest';
import {disorderedNumbers, missingPeriods, periodOf, periodStart, periodStepOf} from './period-name.ts';

describe('a date', () => {
  it.each([
    ['2026-01-05', 'day', '2026-01-05'],
    ['2026-01-05T23:59:59-08:00', 'day', '2026-01-05'],
    [' 2026/01/05 10:00', 'day', '2026-01-05'],
    ['20260105', 'day', '2026-01-05'],
    ['2024-02-29', 'day', '2024-02-29'],
    ['2026-01-05', 'month', '2026-01'],
    ['2026-01', 'month', '2026-01'],
    ['1863', 'year', '1863'],
    ['1863', 'decade', '1860s'],
    ['2026-01-05', 'decade', '2020s'],
    // ISO 8601: weeks begin on a Monday, week 1 has the year's first Thursday
    ['2026-01-05', 'week', '2026-W02'],
    ['2025-12-29', 'week', '2026-W01'],
    ['2021-01-03', 'week', '2020-W53'],
    ['2008-12-29', 'week', '2009-W01'],
    ['1969-12-28', 'week', '1969-W52'],
  ] as const)('%j by %s is of %s', (text, step, name) => expect(periodOf(text, step)).toBe(name));

  it.each([
    ['some day', 'day'],
    ['', 'year'],
    ['2026-13-01', 'day'],
    ['2026-02-30', 'day'],
    ['2023-02-29', 'day'],
    ['2026-01', 'day'],
    ['2026', 'month'],
    ['1767571200', 'day'],
    ['202601', 'month'],
    ['26-01-05', 'day'],
    ['2026-01-055', 'day'],
    ['2026-00-01', 'year'],
  ] as const)('%j names no %s', (text, step) => expect(periodOf(text, step)).toBeUndefined());

  it('is in the same week as the six days beside it, of every day of a century', () => {
    const seen = new Map<string, number>();
    for (let day = Date.UTC(1950, 0, 2); day < Date.UTC(2050, 0, 3); day += 86_400_000) {
      const week = periodOf(new Date(day).toISOString(), 'week')!;
      seen.set(week, (seen.get(week) ?? 0) + 1);
    }
    expect(new Set(seen.values())).toEqual(new Set([7]));
    expect([...seen.keys()].sort()).toEqual([...seen.keys()]);
  });
});

describe('the name of a period', () => {
  it.each(['2026-01-05', '2026-W02', '2020-W53', '2026-01', '2026', '2020s'])('says when %s began, and is of that moment', (name) => {
    const start = new Date(1000 * periodStart(name)!).toISOString();
    expect(periodOf(start, periodStepOf(name)!)).toBe(name);
    expect(periodOf(new Date(1000 * periodStart(name)! - 1000).toISOString(), periodStepOf(name)!)).not.toBe(name);
  });

  it.each(['crawl-7', '2026-13', '2025-W53', '2021s', '2026-02-30'])('%s is no date', (name) => expect(periodStart(name)).toBeUndefined());

  it('tells what is missing between the first and the last', () => {
    const missing = (names: string[], most = 9) => Object.fromEntries(missingPeriods(names, most));
    expect(missing(['2025-12-30', '2026-01-02'])).toEqual({'2026-01-02': ['2025-12-31', '2026-01-01']});
    expect(missing(['2025-11', '2026-02', '2026-03', '2026-05'])).toEqual({'2026-02': ['2025-12', '2026-01'], '2026-05': ['2026-04']});
    expect(missing(['1990s', '2020s', '2040s'], 1)).toEqual({'2020s': ['2000s']});
    expect(missing(['2020-W52', '2021-W01'])).toEqual({'2021-W01': ['2020-W53']});
    expect(missing(['a', 'c'])).toEqual({});
  });

  it('tells where numbers stand otherwise', () => {
    expect(disorderedNumbers(['crawl-10', 'crawl-9'])).toEqual(['crawl-10', 'crawl-9']);
    expect(disorderedNumbers(['crawl-09', 'crawl-10', 'crawl-10b'])).toBeUndefined();
  });
});
