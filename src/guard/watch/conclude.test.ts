import {describe, expect, it} from 'vitest';
import {conclude} from './conclude.ts';
import type {HistoryRow} from './history.ts';
import {judgeHistory, type WatchRules} from './judgement.ts';
import type {MeasuredValue} from './measured.ts';

const at = (value: number, expected = 0.4): MeasuredValue => ({
  value,
  low: value - 0.1,
  high: value + 0.1,
  expected,
  error: 0.05,
  expectedError: 0.02,
});

/** Values that no two periods share; from `bad` on those of one slice fall. */
function rowsOf(periods: number, bad = Infinity): HistoryRow[] {
  return Array.from({length: periods}, (_, i): HistoryRow => {
    const wander = ((i * 7919) % 101) / 1000;
    const slice = (value: string, fall: number) => ({
      ...{field: 'source', value, documents: 20, words: 2000},
      measures: {'tail.retention': at(0.4 + wander - fall), words: at(100 - wander, 100)},
    });
    return {
      ...{period: `p${String(i).padStart(3, '0')}`, documents: 60, words: 6000, novelty: at(wander, 0)},
      measures: {'tail.retention': at(0.4 + wander), words: at(100 + wander, 100)},
      slices: [slice('a', 0), slice('b', i >= bad ? 0.3 : 0)],
    };
  });
}

const rules: WatchRules = {measures: ['tail.retention', 'words'], open: 0, least: 8, calibration: 12, accepted: [], level: 100};
const told = {kind: 'collapse', words: [], gained: [{word: 'delve', before: 1, after: 9}], looksLike: {reason: 'no lab'}} as const;

function reportOf(rows: readonly HistoryRow[], more: Partial<WatchRules> = {}) {
  const judgement = judgeHistory(rows, {...rules, ...more});
  return conclude({title: 't', level: rules.level, rows, judgement, told: judgement.alarms.map(() => told)});
}

describe('what a watch concludes', () => {
  it('says whose the newest evidence is: parts that sum to it, the most first, both sides of a measure as one', () => {
    const report = reportOf(rowsOf(20, 14));
    const parts = report.evidenceBy!;
    const sum = parts.reduce((total, {evidence}) => total + evidence, 0);
    expect(sum / report.periods.at(-1)!.evidence).toBeCloseTo(1, 10);
    expect(parts[0]).toMatchObject({measure: 'tail.retention', slice: {field: 'source', value: 'b'}});
    expect(parts.map(({measure, slice}) => `${slice?.value ?? 'all'}/${measure}`).sort()).toEqual(
      ['all/novelty', ...['a', 'all', 'b'].flatMap((of) => [`${of}/tail.retention`, `${of}/words`])].sort(),
    );
    for (const [i, {evidence}] of parts.entries()) expect(evidence).toBeLessThanOrEqual(parts[i - 1]?.evidence ?? Infinity);
  });

  it('has nobody\u2019s evidence where none is judged, and says how many periods calibrate and should', () => {
    const few = reportOf(rowsOf(7));
    expect([few.status, few.evidenceBy, few.calibration]).toEqual(['calibrating', undefined, {has: 7, wants: 12}]);
    const all = reportOf(rowsOf(12));
    expect([all.status, all.evidenceBy, all.calibration]).toEqual(['calibrating', undefined, {has: 12, wants: 12}]);
    expect(reportOf(rowsOf(13)).evidenceBy).toHaveLength(7);
    const reference = reportOf(rowsOf(9), {calibration: 'reference'});
    expect([reference.evidenceBy, reference.calibration]).toEqual([undefined, undefined]);
  });

  it('shows beside every value what is expected of it, and the words that an alarm gained', () => {
    const {periods, alarm} = reportOf(rowsOf(20, 14));
    expect(periods[3].measures.words).toMatchObject({expected: 100});
    expect(periods[3].novelty).toMatchObject({expected: 0});
    expect(periods[3].slices![1].measures['tail.retention']).toMatchObject({expected: 0.4});
    expect(alarm?.gained).toEqual(told.gained);
  });

  it('cannot tell where no measure has values in the calibration, and says what is not judged or hardly', () => {
    const none = {reason: 'too few words'};
    const without = (rows: readonly HistoryRow[], from = 0) =>
      rows.map((row, i) => (i < from ? row : {...row, slices: [], novelty: none, measures: {'tail.retention': none, words: none}}));
    const nothing = reportOf(without(rowsOf(20)));
    expect([nothing.status, nothing.reason]).toEqual(['calibrating', expect.stringContaining('nothing is judged')]);
    const silent = reportOf(without(rowsOf(20), 19));
    expect(silent.status).toBe('quiet');
    expect(silent.warnings).toEqual(['p019 has no value that is judged: nothing speaks of it']);
    const one = reportOf(rowsOf(20).map((row) => ({...row, measures: {...row.measures, words: none}})));
    expect(one.warnings).toEqual(['not judged, as fewer than 4 periods of the calibration have them: words']);
    const [blind] = reportOf(rowsOf(20), {calibration: 4, level: 1000}).warnings;
    expect(blind).toBe(
      'with a calibration of 4 periods no alarm can come of one of these alone, however bad it is: tail.retention, words, novelty, any measure of a slice; 6 periods would do',
    );
  });

  it('does not take one slice for another, whatever is in their names', () => {
    const rows = rowsOf(20, 14).map((row) => ({
      ...row,
      slices: row.slices!.map((slice, i) => ({...slice, ...(i === 0 ? {field: 'a', value: 'b=c'} : {field: 'a=b', value: 'c'})})),
    }));
    expect(reportOf(rows).evidenceBy![0].slice).toEqual({field: 'a=b', value: 'c'});
  });

  it('has no evidence in a calibration that another one ends within', () => {
    const report = reportOf(rowsOf(20, 10), {accepted: ['p005']});
    expect(report.periods.filter(({calibrates, evidence}) => calibrates && evidence > 0)).toEqual([]);
    expect(report.periods.filter(({calibrates}) => calibrates).map(({period}) => period)).toEqual(rowsOf(6).map(({period}) => period));
  });

  it('says until when a calibration goes on whose end lies ahead', () => {
    const report = reportOf(rowsOf(9), {calibration: {until: 'p020'}});
    expect([report.status, report.reason]).toEqual(['calibrating', '9 periods of the calibration are there, and it goes on until p020']);
    expect(reportOf(rowsOf(9), {calibration: {until: 'p008'}}).reason).toBe(
      'all 9 periods of the calibration are there, and none after them',
    );
  });

  it('judges no slice of a period by fewer documents than a period is judged by', () => {
    const small = rowsOf(20, 14).map((row) => ({
      ...row,
      slices: row.slices!.map((one) => ({...one, documents: one.value === 'b' ? 7 : 20})),
    }));
    const slicesOf = (least: number) => {
      const {evidenceBy, unjudgedSlices} = reportOf(small, {least});
      return [new Set(evidenceBy?.map(({slice}) => slice?.value)), unjudgedSlices.map(({value}) => value)];
    };
    expect(slicesOf(7)).toEqual([new Set([undefined, 'a', 'b']), []]);
    expect(slicesOf(8)).toEqual([new Set([undefined, 'a']), ['b']]);
  });
});
