import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import type {Arm} from '../../../lab/experiment/arm.ts';
import type {Summary, SummaryPoint} from '../../../lab/results/summary.ts';
import {summaryText, tableText} from '../../formats/run.ts';
import {comparisonTableOf, type ResolvedExperiment, tableOf} from './summary-tables.ts';

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

function loaded(arms: readonly string[], measures: readonly string[]): ResolvedExperiment {
  return {experiment: {measures, seeds: 2, generations: 3}, arms: arms.map(textArm)} as unknown as ResolvedExperiment;
}

const textArm = (name: string): Arm => ({
  name,
  data: {corpus: 'speeches', holdout: 0.1, reserve: 0},
  model: {kind: 'ngram', order: 3, unit: 'word'},
  workflow: 'replace',
});

function summaryOf(arms: readonly string[], kept = 0.421): Summary {
  const own = Object.fromEntries(KEPT.map((name) => [name, [point(1, kept), point(3, 0.3129)]]));
  const costs = {
    humanRecords: [point(0, 99), point(1, 0), point(2, 10), point(3, 20.5)],
    comparisons: [point(1, 6000), point(2, 6000), point(3, 6000, 1)],
    discarded: [point(1, 1000), point(2, 234)],
  };
  return {arms: Object.fromEntries(arms.map((name) => [name, {...own, ...costs}])), differences: []};
}

const table = (arms: readonly string[], kept?: number) => tableOf(loaded(arms, [...COSTS, ...KEPT]), summaryOf(arms, kept));
const printed = (text: string) => stripVTControlCharacters(text).split('\n');

describe('the summary table', () => {
  it('shows the median of a measure of which lineages are lost, and says so', () => {
    const lost = {generation: 3, n: 1, median: 0.2, nLost: 1, reason: 'stopped'};
    const summary = {arms: {replace: {entropy: [point(1, 0.4), lost], bitsPerByte: [point(1, 0.4), point(3, 0.3)]}}, differences: []};
    const {rows, intervals, caption} = tableOf(loaded(['replace'], ['entropy', 'bitsPerByte']), summary);
    expect(rows).toEqual([['replace', '0.4 \u2192 0.2', '0.4 \u2192 0.3']]);
    expect(intervals).toEqual([[null, null, '[0.3, 0.3]']]);
    expect(caption).toContain('mean of bits per byte of held-out human text and median of entropy of types');
  });

  describe('of a stopping time, which is one number a lineage', () => {
    const begun = {generation: 1, n: 0, nLost: 2, reason: 'the lineage goes on'};
    const ended = (mean: number): SummaryPoint => ({generation: 3, n: 2, mean, low: mean - 1, high: mean + 1, median: 2});
    const going: SummaryPoint = {generation: 3, n: 1, median: 3, nLost: 1, reason: 'the lineage goes on'};
    const arms = ['replace', 'mixed'];
    const of = (mixed: SummaryPoint) => ({arms: {replace: {stoppedAt: [begun, ended(2.5)]}, mixed: {stoppedAt: [begun, mixed]}}});
    const difference = {measure: 'stoppedAt', generation: 3, arm: 'mixed', against: 'replace', n: 2, difference: 0.7, p: 0.01, pHolm: 0.01};

    it('shows the mean with its interval once all lineages have ended, at the end alone', () => {
      const {rows, intervals, caption} = tableOf(loaded(arms, ['stoppedAt']), {...of(ended(3.2)), differences: []});
      expect(rows).toEqual([
        ['replace', '2.5'],
        ['mixed', '3.2'],
      ]);
      expect(intervals?.[1]).toEqual([null, '[2.2, 4.2]']);
      expect(caption).toContain('Over 2 seeds: mean,');
      const compared = comparisonTableOf(loaded(arms, ['stoppedAt']), {...of(ended(3.2)), differences: [difference]});
      expect(compared?.caption).not.toContain('medians');
    });

    it('shows the median before, and says that differences are of means', () => {
      const {rows, caption} = tableOf(loaded(arms, ['stoppedAt']), {...of(going), differences: []});
      expect(rows).toEqual([
        ['replace', '2'],
        ['mixed', '3'],
      ]);
      expect(caption).toContain('Over 2 seeds: median,');
      const compared = comparisonTableOf(loaded(arms, ['stoppedAt']), {...of(going), differences: [difference]});
      expect(compared?.caption).toContain('of generations until the stop too, where the table shows medians');
    });
  });

  it('ends an interval where the measure ends, as the picture does', () => {
    const wide = (generation: number) => ({...point(generation, 0.95), low: 0.85, high: 1.05});
    const summary = {arms: {replace: {'tail.retention': [wide(1), wide(3)], bitsPerByte: [wide(1), wide(3)]}}, differences: []};
    const {intervals} = tableOf(loaded(['replace'], ['tail.retention', 'bitsPerByte']), summary);
    expect(intervals).toEqual([[null, '[0.85, 1]', '[0.85, 1.05]']]);
  });

  it('shows no earlier generation in place of the last, where too many lineages are lost for a median', () => {
    const lost = {generation: 3, n: 0, nLost: 2, reason: 'stopped'};
    const summary = {arms: {replace: {entropy: [point(1, 0.4), {...point(2, 0.3), mean: undefined}, lost]}}, differences: []};
    const {rows, intervals} = tableOf(loaded(['replace'], ['entropy']), summary);
    expect(rows).toEqual([['replace', '0.4 \u2192 \u2013']]);
    expect(intervals).toBeUndefined();
  });

  it('has what is kept first, then what it cost in total over generations, a seed', () => {
    const {columns, codes, rows, costsFrom, caption} = table(['replace']);
    expect(columns.slice(0, 3)).toEqual(['arm', 'Rare types still produced', 'Bits per byte of held-out human text']);
    expect(columns.slice(6)).toEqual(['human records', 'comparisons asked', 'thrown away']);
    expect(codes).toEqual([undefined, ...KEPT.slice(0, 5), ...COSTS]);
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

describe('the table of differences', () => {
  const row = (arm: string, measure: string, more: object) => ({measure, generation: 3, arm, against: 'replace', n: 2, ...more});
  const arms = ['replace', 'accumulate', 'mixed'];
  const differences = [
    row('accumulate', 'entropy', {difference: 0.5, low: 0.4, high: 0.6, p: 0.001, pHolm: 0.002}),
    row('mixed', 'entropy', {difference: -0.1, low: -0.4, high: 0.2, p: 0.4, pHolm: 0.4}),
    row('accumulate', 'bitsPerByte', {difference: 3, low: -9, high: 15, ratio: 2, ratioLow: 1.5, ratioHigh: 2.5, p: 0.01, pHolm: 0.02}),
    row('mixed', 'bitsPerByte', {n: 0, reason: 'stopped', nLost: 2}),
    row('mixed', 'humanRecords', {difference: 10}),
  ];
  const compared = comparisonTableOf(loaded(arms, [...COSTS, 'bitsPerByte', 'entropy']), {...summaryOf(arms), differences})!;

  it('marks what chance does not make, and shows ratios where logarithms are averaged', () => {
    expect(compared.columns).toEqual(['against replace', 'Bits per byte of held-out human text', 'Entropy of types']);
    expect(compared.codes).toEqual([undefined, 'bitsPerByte', 'entropy']);
    expect(compared.rows).toEqual([
      ['accumulate', '\u00d72 *', '+0.5 *'],
      ['mixed', null, '-0.1'],
    ]);
    expect(compared.intervals).toEqual([
      [null, '[1.5, 2.5]', '[0.40, 0.60]'],
      [null, null, '[-0.40, 0.20]'],
    ]);
  });

  it('says that fewer than five seeds are few', () => {
    expect(compared.caption).toContain('2 seeds are few');
    const {experiment} = loaded(arms, ['entropy']);
    const many = {arms: loaded(arms, []).arms, experiment: {...experiment, seeds: 5}};
    expect(comparisonTableOf(many, {...summaryOf(arms), differences})!.caption).not.toContain('few');
  });

  it('is not there where nothing is compared', () => {
    expect(comparisonTableOf(loaded(['replace'], KEPT), summaryOf(['replace']))).toBeUndefined();
  });
});

describe('in the terminal', () => {
  it('five measures with their intervals fit into 100 columns, three costs come below', () => {
    const lines = printed(tableText(table(['replace', 'accumulate']), {colour: true}));
    expect(Math.max(...lines.map(({length}) => length))).toBeLessThanOrEqual(100);
    const at = lines.findIndex((line) => line.startsWith('accumulate'));
    expect(lines[at]).toMatch(/0\.421 \u2192 0\.313$/);
    expect(lines[at + 1]).toMatch(/^ +(\[0\.313, 0\.313\] *){5}$/);
    expect(lines.filter((line) => line.startsWith('accumulate'))[1]).toMatch(/ 30\.5 +15\.0k +1,234$/);
  });

  it('measures and costs stand beside each other where there is room', () => {
    const lines = printed(tableText(tableOf(loaded(['replace'], [...COSTS, ...KEPT.slice(0, 3)]), summaryOf(['replace'])), {colour: true}));
    expect(lines.filter((line) => line.startsWith('replace'))).toEqual([expect.stringMatching(/0\.421.*0\.313 .* 30\.5 +15\.0k +1,234$/)]);
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

  it('titles head their columns over as many lines as they need, with the name in an experiment below, all above their numbers', () => {
    const small = tableOf(loaded(['replace'], ['entropy', 'bitsPerByte', 'comparisons']), summaryOf(['replace']));
    const lines = printed(tableText(small, {colour: false})).slice(1);
    const head = lines.slice(0, lines.findIndex((line) => line.startsWith('arm')) + 1);
    expect(head.length).toBeGreaterThan(2);
    expect(head.at(-1)).toMatch(/^arm +entropy +bitsPerByte +comparisons$/);
    expect(head.some((line) => line.includes('Entropy of'))).toBe(true);
    expect(head.at(-2)).toMatch(/ types +human text +asked$/);
    const ends = (line: string) => [...line.matchAll(/\S+(?: \S+)*/g)].map((match) => match.index + match[0].length);
    expect(ends(lines[head.length]).slice(1)).toEqual(ends(head.at(-1)!).slice(1));
  });
});

describe('below the table', () => {
  it('stands what was measured and has no column: by band alone, or one too many', () => {
    const text = (measures: readonly string[], more: Record<string, SummaryPoint[]>) => {
      const {arms} = summaryOf(['replace']);
      const summary = {arms: {replace: {...arms.replace, ...more}}, differences: []};
      return summaryText(loaded(['replace'], measures), summary, {colour: false}).replace(/\s+/g, ' ');
    };
    const bands = {'calibration[0 to 1e-4]': [point(3, 1)], 'entropy[a]': [point(3, 1)]};
    expect(text(['calibration', 'entropy'], bands)).toContain(
      'Not in the table, but in the report and in summary.json: calibration (by band alone).',
    );
    expect(text(KEPT, {})).toContain('Not in the table, but in the report and in summary.json: entropy.');
    expect(text(['entropy', 'humanRecords', 'kl'], bands)).not.toContain('Not in the table');
  });
});

describe('below the tables', () => {
  it('stands of each arm which dose holds the bound, or that none does', () => {
    const arms = {
      fresh: {reason: 'held at no dose from 0 to 0.7'},
      original: {side: 'smallest' as const, value: 0.149, low: 0.12, high: 0.18},
    };
    const dose = {path: 'enrichment.share', bound: {measure: 'tail.retention', atLeast: 0.2}, generation: 3, arms};
    const text = summaryText(loaded(['replace'], KEPT), {...summaryOf(['replace']), dose}, {colour: false}).replace(/\s+/g, ' ');
    expect(text).toContain('fresh: no enrichment.share here is told to keep tail.retention at least 0.2 at generation 3 (held at no dose');
    expect(text).toContain('is at least 0.149 (95% interval 0.120 to 0.180).');
  });
});

describe('before the tables', () => {
  it('stands that a first model has hardly learned anything, and nothing where it has', () => {
    const text = (bits: number) => {
      const one = {...loaded(['replace', 'accumulate'], ['bitsPerByte']), arms: ['replace', 'accumulate'].map(textArm)};
      const own = {bitsPerByte: [point(1, bits), point(3, bits)]};
      return summaryText(one, {arms: {replace: own, accumulate: own}, differences: []}, {colour: false}).replace(/\s+/g, ' ');
    };
    expect(text(3.5)).toMatch(
      /^ warning: The first model of every arm has hardly learned anything: .* \(bitsPerByte\) is 3\.50 at generation 1/,
    );
    expect(text(2)).not.toContain('warning');
  });
});
