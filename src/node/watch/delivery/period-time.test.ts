import {describe, expect, it} from 'vitest';
import {periodTime} from './period-time.ts';

describe('the time of a period', () => {
  // dates of weeks: `date -d 2026-01-01 +%G-W%V` and the like of GNU coreutils
  it.each([
    ['2026-01-05', 'day', '2026-01-05'],
    ['2024-02-29', 'day', '2024-02-29'],
    ['0093-02-01', 'day', '0093-02-01'],
    ['2026-W01', 'week', '2025-12-29'],
    ['2026-W53', 'week', '2026-12-28'],
    ['2027-W01', 'week', '2027-01-04'],
    ['2021-W01', 'week', '2021-01-04'],
    ['2026-11', 'month', '2026-11-01'],
    ['1931', 'year', '1931-01-01'],
    ['1930s', 'decade', '1930-01-01'],
  ])('%s is a %s that begins on %s', (name, step, first) =>
    expect(periodTime(name)).toEqual({step, start: Date.parse(`${first}T00:00:00Z`)}),
  );

  it.each(['2026-02-30', '2026-13', '2026-W54', '2025-W53', '2026-W00', '1935s', 'crawl-7', '2026-1-5', '', '2026-01-05T00'])(
    '%j has none',
    (name) => expect(periodTime(name)).toBeUndefined(),
  );
});
