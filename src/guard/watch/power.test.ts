import {describe, expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import type {HistoryRow} from './history.ts';
import {judgeSeries} from './judge.ts';
import {HORIZON, measureFalseAlarms, measurePower, type PowerInput, SERIES} from './power.ts';

const MEASURES = ['tail.retention', 'distinct.1'];
const measured = (value: number) => ({...{value, low: value, high: value}, ...{expected: 0, error: 0, expectedError: 0}});

/** Rows whose measures are normal, `shift` of their standard deviations on the bad side. */
function rows(count: number, shift: number, name: string): HistoryRow[] {
  const stream = Stream.root(name);
  return Array.from({length: count}, (_, i) => ({
    ...{period: `${name}/${i}`, documents: 100, words: 4000},
    measures: Object.fromEntries(MEASURES.map((measure) => [measure, measured(normal(stream) - shift)])),
    novelty: measured(normal(stream)),
  }));
}

const input = (seed: number, level = 100): PowerInput => ({
  ...{calibration: rows(20, 0, `calibration/${seed}`), measures: MEASURES, least: 1, level, stream: Stream.root(seed)},
});
const delayOf = ({periods}: ReturnType<typeof measurePower>): number => ('reason' in periods ? Infinity : periods.value);

describe('the power of a watch', () => {
  it('falls with the change: a larger one is not seen later, and a small one by few', () => {
    for (const seed of [1, 2, 3]) {
      const cells = [0, 1, 2, 4].map((shift) =>
        measurePower({generation: 1, share: shift, rows: rows(24, shift, `changed/${seed}`)}, input(seed)),
      );
      const delays = cells.map(delayOf);
      expect(delays, `seed ${seed}`).toEqual([...delays].sort((a, b) => b - a));
      expect(delays[3]).toBeLessThanOrEqual(6);
      expect(cells[3].unseen).toBe(0);
      expect(cells[0].unseen).toBeGreaterThan(0.3);
    }
  });

  it('says of a change that half of the series do not see that it is not seen, and how many do not', () => {
    const {periods, unseen} = measurePower({generation: 1, share: 0.1, rows: rows(24, -3, 'better')}, input(1, 1e6));
    expect([periods, unseen]).toEqual([{reason: `not within ${HORIZON} periods`}, 1]);
  });

  it('has a percentile only where so many series have an alarm', () => {
    const cell = measurePower({generation: 1, share: 0.1, rows: rows(24, 0.8, 'some')}, input(4));
    expect(cell.unseen).toBeGreaterThan(0.1);
    expect(cell.unseen).toBeLessThan(0.5);
    expect(cell.periods).not.toHaveProperty('high');
    expect(cell.periods).toHaveProperty('low');
  });

  it('keeps the budget where nothing changes, as series beside one fixed calibration would not', () => {
    const shares = Array.from({length: 6}, (_, seed) => measureFalseAlarms(input(seed)));
    const mean = shares.reduce((a, b) => a + b) / shares.length;
    expect(mean).toBeLessThan(HORIZON / 100);
    expect(mean).toBeGreaterThan(0);
    const fixed = Array.from({length: 100}, (_, seed) => {
      const stream = Stream.root(seed);
      const scores = Array.from({length: 20}, () => normal(stream));
      const drawn = Array.from({length: HORIZON}, () => scores[stream.below(20)]);
      const periods = Array.from({length: 20 + HORIZON}, (_, i) => String(i));
      return judgeSeries({streams: [{name: 's', weight: 1, scores: [...scores, ...drawn]}], periods, calibration: 20, level: 100, stream});
    });
    expect(fixed.filter(({alarms}) => alarms.length > 0).length / 100).toBeGreaterThan(mean + 0.15);
  });

  it('is the same from the same stream, of as many series as it says', () => {
    const cell = () => measurePower({generation: 3, share: 0.5, rows: rows(24, 1, 'same')}, input(5));
    expect(cell()).toEqual(cell());
    expect(Number.isInteger(Math.round(cell().unseen * SERIES * 1e6) / 1e6)).toBe(true);
  });
});
