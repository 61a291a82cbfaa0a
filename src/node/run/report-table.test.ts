import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {tableText} from '../../cli/table.ts';
import type {Summary, SummaryPoint} from '../../lab/summary.ts';
import type {LoadedExperiment} from '../experiment-file.ts';
import {tableOf} from './report-table.ts';

const point = (generation: number, value: number, n = 2): SummaryPoint => ({
  generation,
  n,
  mean: value,
  low: value,
  high: value,
  median: value,
  medianLow: value,
  medianHigh: value,
});

const KEPT = ['tail.retention', 'bitsPerByte', 'head.inflation', 'reward.accuracy', 'humanShare', 'entropy'];
const COSTS = ['humanRecords', 'comparisons', 'discarded'];

function loaded(arms: readonly string[], measures: readonly string[]): LoadedExperiment {
  return {experiment: {measures, seeds: 2, generations: 3}, arms: arms.map((name) => ({name}))} as unknown as LoadedExperiment;
}

function summaryOf(arms: readonly string[], kept = 0.421): Summary {
  const own = Object.fromEntries(KEPT.map((name) => [name, [point(1, kept), point(3, 0.3129)]]));
  const costs = {
    humanRecords: [point(0, 99), point(1, 0), point(2, 10), point(3, 20.5)],
    comparisons: [point(1, 6000), point(2, 6000), point(3, 6000, 1)],
    discarded: [point(1, 1000), point(2, 234)],
  };
  return {arms: Object.fromEntries(arms.map((name) => [name, {...own, ...costs}]))};
}

const table = (arms: readonly string[], kept?: number) => tableOf(loaded(arms, [...COSTS, ...KEPT]), summaryOf(arms, kept));
const printed = (text: string) => stripVTControlCharacters(text).split('\n');

describe('the summary table', () => {
  it('has what is kept first, then what it cost in total over generations, a seed', () => {
    const {columns, rows, costsFrom, caption} = table(['replace']);
    expect(columns).toEqual(['arm', ...KEPT.slice(0, 5), 'human records', 'comparisons asked', 'thrown away']);
    expect(costsFrom).toBe(6);
    expect(rows[0].slice(0, 2)).toEqual(['replace', '0.421 \u2192 0.313']);
    expect(rows[0].slice(6)).toEqual(['30.5', '15.0k', '1,234']);
    expect(caption).toContain('Costs are totals over all generations');
  });

  it('speaks of no costs where none is measured', () => {
    const {columns, costsFrom, caption} = tableOf(loaded(['replace'], KEPT), summaryOf(['replace']));
    expect([columns.length, costsFrom]).toEqual([6, undefined]);
    expect(caption).not.toContain('Costs');
  });
});

describe('in the terminal', () => {
  it('five measures and three costs fit into 100 columns', () => {
    const lines = printed(tableText(table(['replace', 'accumulate']), {colour: true}));
    expect(Math.max(...lines.map(({length}) => length))).toBeLessThanOrEqual(100);
    const row = lines.filter((line) => line.startsWith('accumulate'));
    expect(row).toEqual([expect.stringMatching(/0\.421\u21920\.313 .* 30\.5 +15\.0k +1,234$/)]);
  });

  it('costs that do not fit come below, and the measures stay whole', () => {
    const name = 'replace dimension=100 size=1000';
    const lines = printed(tableText(table([name], 1.234e-7), {colour: false}));
    const rows = lines.filter((line) => line.startsWith(name));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('0.313');
    expect(rows[0]).not.toContain('15.0k');
    expect(rows[1]).toMatch(/30\.5 +15\.0k +1,234$/);
  });

  it('a table that fits is set in one line a name', () => {
    const small = tableOf(loaded(['replace'], ['entropy', 'comparisons']), summaryOf(['replace']));
    expect(printed(tableText(small, {colour: false}))[1]).toBe('arm            entropy  comparisons asked');
  });
});
