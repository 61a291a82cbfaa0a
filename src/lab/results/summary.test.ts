import {describe, expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {type Experiment, experimentSchema} from '../experiment/schema.ts';
import type {Row} from './row.ts';
import {Summarizer, type Summary} from './summary.ts';

const experiment = (more: object = {}): Experiment =>
  experimentSchema.parse({
    title: 't',
    data: {world: 'categorical', categories: 10},
    model: {kind: 'categorical'},
    sample: {size: 10},
    generations: 2,
    seeds: 4,
    arms: {replace: {workflow: 'replace'}, accumulate: {workflow: 'accumulate'}},
    measures: ['entropy', 'variance', 'kl', 'calibration', 'humanRecords', 'mean'],
    ...more,
  });

type Shown = number | string;
const rowsOf = (
  arm: string,
  measure: string,
  shown: readonly (Shown | undefined)[],
  {generation = 2, band}: {generation?: number; band?: string} = {},
): Row[] =>
  shown.flatMap((one, seed) => {
    const place = {arm, seed, generation, measure, ...(band !== undefined && {band})};
    return one === undefined ? [] : [typeof one === 'number' ? {...place, value: one} : {...place, reason: one}];
  });

function summaryOf(rows: readonly Row[], more: object = {}): Summary {
  const summarizer = new Summarizer();
  for (const row of rows) summarizer.add(row);
  return summarizer.finish(experiment(more));
}

const pointOf = (rows: readonly Row[], key: string) => summaryOf(rows).arms.replace[key].find((p) => p.generation === 2);

describe('a point of the summary', () => {
  it('is a mean with Student’s interval and a median that has one from six lineages on', () => {
    expect(pointOf(rowsOf('replace', 'entropy', [1, 2, 3]), 'entropy')).toEqual({
      ...{generation: 2, n: 3, mean: 2, median: 2},
      low: expect.closeTo(2 - 4.302652729911275 / Math.sqrt(3), 9),
      high: expect.closeTo(2 + 4.302652729911275 / Math.sqrt(3), 9),
    });
    expect(pointOf(rowsOf('replace', 'entropy', [6, 1, 2, 3, 4, 5]), 'entropy')).toMatchObject({median: 3.5, medianLow: 1, medianHigh: 6});
  });

  it('of one lineage has no interval', () => {
    expect(pointOf(rowsOf('replace', 'entropy', [1.5]), 'entropy')).toEqual({generation: 2, n: 1, mean: 1.5, median: 1.5});
  });

  it('of equal masses has no p, and of squares that a double does not hold no mean of them', () => {
    const bits = Array.from({length: 7}, () => -0.1);
    const point = pointOf(rowsOf('replace', 'calibration', bits), 'calibration')!;
    expect([point.low, point.mean, point.high].map((x) => x!.toFixed(12))).toEqual([
      '-0.100000000000',
      '-0.100000000000',
      '-0.100000000000',
    ]);
    const rows = ['replace', 'accumulate'].flatMap((arm) => rowsOf(arm, 'calibration', arm === 'replace' ? bits : bits.map((x) => 3 * x)));
    const compared = summaryOf(rows).differences[0];
    expect(compared).toMatchObject({difference: expect.closeTo(-0.2, 12), n: 7});
    expect(compared.p).toBeUndefined();
    expect(pointOf(rowsOf('replace', 'mean', [1e200, -1e200]), 'mean')).not.toHaveProperty('meanSquare');
    expect(pointOf(rowsOf('replace', 'mean', [3, -4]), 'mean')).toMatchObject({meanSquare: 12.5});
  });

  it('is averaged on logarithms too where the measure says so', () => {
    const point = pointOf(rowsOf('replace', 'variance', [0.1, 1, 10]), 'variance')!;
    expect(point.mean).toBeCloseTo(3.7, 12);
    expect(point.geometricMean).toBeCloseTo(1, 12);
    expect(point.geometricHigh).toBeCloseTo(10 ** (4.302652729911275 / Math.sqrt(3)), 6);
    expect(point.geometricLow! * point.geometricHigh!).toBeCloseTo(1, 9);
    expect(pointOf(rowsOf('replace', 'variance', [0, 1, 10]), 'variance')).not.toHaveProperty('geometricMean');
    expect(pointOf(rowsOf('replace', 'entropy', [0.1, 1, 10]), 'entropy')).not.toHaveProperty('geometricMean');
  });

  it('is a number in JSON even where two lineages lie further apart than doubles reach', () => {
    const point = pointOf(rowsOf('replace', 'variance', [1e-250, 1]), 'variance')!;
    expect(JSON.parse(JSON.stringify(point))).toEqual(point);
    expect(point.geometricHigh).toBe(Number.MAX_VALUE);
  });

  it('of a signed measure has the mean square', () => {
    expect(pointOf(rowsOf('replace', 'mean', [-1, 2, 1]), 'mean')).toMatchObject({meanSquare: 2});
  });

  it('does not depend on the order of rows', () => {
    const rows = [...rowsOf('replace', 'entropy', [0.1, 0.7, 0.3, 0.9]), ...rowsOf('accumulate', 'entropy', [0.2, 0.6, 0.5, 0.4])];
    expect(JSON.stringify(summaryOf([...rows].reverse()))).toBe(JSON.stringify(summaryOf(rows)));
  });
});

describe('lineages without a value', () => {
  const infinite = 'infinite: the candidate has 2 types that the reference lacks';

  it('take the mean away, and rank worst in the median', () => {
    const point = pointOf(rowsOf('replace', 'kl', [0.1, 0.2, infinite, 0.4, 0.3]), 'kl');
    expect(point).toEqual({generation: 2, n: 4, median: 0.3, reason: infinite, nLost: 1});
    const low = pointOf(rowsOf('replace', 'entropy', [1, 2, 'stopped', 4, 3]), 'entropy');
    expect(low).toEqual({generation: 2, n: 4, median: 2, reason: 'stopped', nLost: 1});
  });

  it('leave no median where it would fall on one of them, and no end of its interval', () => {
    expect(pointOf(rowsOf('replace', 'kl', [0.1, infinite, infinite]), 'kl')).toEqual({generation: 2, n: 1, reason: infinite, nLost: 2});
    const some = pointOf(rowsOf('replace', 'kl', [1, 2, 3, 4, 5, 6, 7, infinite]), 'kl')!;
    expect(some).toMatchObject({median: 4.5, medianLow: 1, n: 7, nLost: 1});
    expect(some.medianHigh).toBeUndefined();
  });

  it('that are all there are still stand in the summary, once any had a value', () => {
    const rows = [...rowsOf('replace', 'kl', [0.1, 0.2], {generation: 1}), ...rowsOf('replace', 'kl', [infinite, infinite])];
    expect(pointOf(rows, 'kl')).toEqual({generation: 2, n: 0, reason: infinite, nLost: 2});
    expect(summaryOf(rowsOf('replace', 'kl', [infinite, infinite])).arms.replace).toEqual({});
  });

  it('have no band of a measure either, if they ever had it', () => {
    const rows = [
      ...rowsOf('replace', 'kl', [1, 1, 1], {generation: 1, band: 'a'}),
      ...rowsOf('replace', 'kl', [1, 1, undefined], {generation: 1, band: 'b'}),
      ...rowsOf('replace', 'kl', [1], {band: 'a'}),
      ...rowsOf('replace', 'kl', [1], {band: 'b'}),
      ...rowsOf('replace', 'kl', [undefined, 'stopped', 'stopped']),
    ];
    expect(pointOf(rows, 'kl[a]')).toMatchObject({n: 1, nLost: 2});
    expect(pointOf(rows, 'kl[b]')).toMatchObject({n: 1, nLost: 1});
  });

  it('spend nothing', () => {
    expect(pointOf(rowsOf('replace', 'humanRecords', [10, 20, 'stopped']), 'humanRecords')).toMatchObject({mean: 10, median: 10, nLost: 1});
  });
});

describe('calibration', () => {
  const band = '1e-2 to 3e-2';
  const none = 'the candidate has no mass on the types of this band';

  it('is log2 of the mean mass over all seeds, those without any among them', () => {
    const point = pointOf(rowsOf('replace', 'calibration', [2, none, none, none], {band}), `calibration[${band}]`);
    expect(point).toEqual({generation: 2, n: 1, mean: 0, reason: none, nLost: 3});
    const spread = pointOf(rowsOf('replace', 'calibration', [1, 0, none, 1], {band}), `calibration[${band}]`)!;
    expect(spread.mean).toBeCloseTo(Math.log2(5 / 4), 12);
    expect(spread.low!).toBeLessThan(spread.mean!);
    expect(spread.median).toBe(0.5);
  });

  it('has the jackknife’s interval', () => {
    const masses = [0.5, 1, 1.5, 1];
    const {mean, low, high} = pointOf(rowsOf('replace', 'calibration', masses.map(Math.log2), {band}), `calibration[${band}]`)!;
    const without = masses.map((_, i) => Math.log2(masses.filter((__, j) => j !== i).reduce((a, b) => a + b, 0) / 3));
    const centre = without.reduce((a, b) => a + b, 0) / 4;
    const error = Math.sqrt((3 / 4) * without.reduce((sum, x) => sum + (x - centre) ** 2, 0));
    expect(mean).toBeCloseTo(0, 12);
    expect(high! - mean!).toBeCloseTo(3.182446305284263 * error, 9);
    expect(mean! - low!).toBeCloseTo(3.182446305284263 * error, 9);
  });

  it('of a lineage that was stopped is unknown, not 0', () => {
    const rows = [
      ...rowsOf('replace', 'calibration', [0, 0, 0], {generation: 1, band}),
      ...rowsOf('replace', 'calibration', [0, 1], {band}),
      ...rowsOf('replace', 'calibration', [undefined, undefined, 'stopped']),
    ];
    const point = pointOf(rows, `calibration[${band}]`)!;
    expect(point).toMatchObject({n: 2, nLost: 1, reason: 'stopped', median: 0});
    expect(point.mean).toBeUndefined();
  });
});

describe('differences', () => {
  const arms = {a: {workflow: 'replace'}, b: {workflow: 'accumulate'}, c: {workflow: 'subsample'}};

  it('are paired by seed, tested by Student, adjusted by Holm over the arms of a measure', () => {
    const rows = [
      ...rowsOf('a', 'entropy', [1, 2, 3, 4, undefined]),
      ...rowsOf('b', 'entropy', [1.2, 2.1, 3.3, 4.2, 9]),
      ...rowsOf('c', 'entropy', [0.9, 2.2, 2.9, 4.1, 9]),
    ];
    const [b, c, ...rest] = summaryOf(rows, {arms}).differences;
    expect(rest).toEqual([]);
    // python: scipy.stats.ttest_1samp([.2, .1, .3, .2], 0).pvalue; ttest_1samp([-.1, .2, -.1, .1], 0).pvalue
    expect(b).toEqual({
      ...{measure: 'entropy', generation: 2, arm: 'b', against: 'a', n: 4},
      ...{difference: expect.closeTo(0.2, 12), low: expect.closeTo(0.0700772, 6), high: expect.closeTo(0.3299228, 6)},
      ...{p: expect.closeTo(0.016276603459428506, 9), pHolm: expect.closeTo(0.032553206918857, 9)},
    });
    expect(c).toMatchObject({arm: 'c', p: expect.closeTo(0.7608203755145106, 9), pHolm: expect.closeTo(0.7608203755145106, 9)});
  });

  it('of a measure on logarithms have the ratio, which is what is tested', () => {
    const rows = [...rowsOf('replace', 'variance', [1e-6, 0.1, 0.001]), ...rowsOf('accumulate', 'variance', [1e-5, 1.5, 0.008])];
    const [row] = summaryOf(rows).differences;
    expect(row.difference).toBeCloseTo((9e-6 + 1.4 + 0.007) / 3, 12);
    expect(row.ratio).toBeCloseTo((10 * 15 * 8) ** (1 / 3), 9);
    expect(row.ratioLow!).toBeGreaterThan(1);
    expect(row.p!).toBeLessThan(0.01);
    expect(row.low!).toBeLessThan(0);
  });

  it('of masses are log2 of the ratio of mean masses', () => {
    const [row] = summaryOf([
      ...rowsOf('replace', 'calibration', [0, 'none', 1, 0], {band: '1'}),
      ...rowsOf('accumulate', 'calibration', [1, 0, 1, 1], {band: '1'}),
    ]).differences;
    expect(row).toMatchObject({measure: 'calibration', band: '1', n: 3, nLost: 1, reason: 'none'});
    expect(row.difference).toBeCloseTo(Math.log2(7 / 4), 12);
    expect(row.p!).toBeGreaterThan(0);
  });

  it('of one pair, and of pairs that all differ alike, have no p; with a lineage lost there is none', () => {
    const pairs = (ours: Shown[], theirs: Shown[]) =>
      summaryOf([...rowsOf('replace', 'kl', theirs), ...rowsOf('accumulate', 'kl', ours)]).differences[0];
    const place = {measure: 'kl', generation: 2, arm: 'accumulate', against: 'replace'};
    expect(pairs([2], [1])).toEqual({...place, n: 1, difference: 1});
    expect(pairs([2, 3], [1, 2])).toEqual({...place, n: 2, difference: 1, low: 1, high: 1, reason: expect.stringContaining('alike')});
    expect(pairs([2, 3, 4], [1, 2, 'infinite'])).toEqual({...place, n: 2, nLost: 1, reason: 'infinite'});
  });

  it('are against the baseline that is named, and within a cell of a matrix', () => {
    const measures = ['entropy'];
    const all = (names: readonly string[]) => names.flatMap((arm, i) => rowsOf(arm, 'entropy', [i, i + 1.5]));
    const named = summaryOf(all(['a', 'b', 'c']), {arms, measures, baseline: 'b'}).differences;
    expect(named.map(({arm, against}) => [arm, against])).toEqual([
      ['a', 'b'],
      ['c', 'b'],
    ]);
    const matrix = {'sample.size': [10, 20]};
    const two = {a: arms.a, b: arms.b};
    const cells = ['a size=10', 'a size=20', 'b size=10', 'b size=20'];
    const within = summaryOf(all(cells), {arms: two, measures, matrix}).differences;
    expect(within.map(({arm, against}) => [arm, against])).toEqual([
      ['b size=10', 'a size=10'],
      ['b size=20', 'a size=20'],
    ]);
    const single = summaryOf(all(cells), {arms: {a: arms.a}, measures, matrix}).differences;
    expect(single.map(({arm, against}) => [arm, against])).toEqual([['a size=20', 'a size=10']]);
    const whole = summaryOf(all(cells), {arms: two, measures, matrix, baseline: 'b size=20'}).differences;
    expect(whole.map(({against}) => against)).toEqual(['b size=20', 'b size=20', 'b size=20']);
  });

  it('of arms that chance alone tells apart are rarely significant after Holm', () => {
    const stream = Stream.root('null');
    let any = 0;
    for (let trial = 0; trial < 400; trial++) {
      const rows = ['a', 'b', 'c'].flatMap((arm) =>
        rowsOf(
          arm,
          'entropy',
          Array.from({length: 4}, () => normal(stream)),
        ),
      );
      if (summaryOf(rows, {arms}).differences.some(({pHolm}) => pHolm! < 0.05)) any++;
    }
    expect(any / 400).toBeLessThan(0.085);
    expect(any).toBeGreaterThan(0);
  });
});

describe('lineages that a stop has ended', () => {
  const ends = [1, undefined, 2, undefined];
  const generations = 3;
  const rows: Row[] = [1, 2, 3].flatMap((generation) =>
    ends.flatMap((end, seed): Row[] => {
      if (end !== undefined && end < generation) return [];
      const place = {arm: 'replace', seed, generation};
      return [
        {...place, measure: 'entropy', value: seed},
        {...place, measure: 'calibration', band: '1', value: -seed},
        {...place, measure: 'humanRecords', value: 2},
        ...(end === generation ? [{...place, measure: 'stoppedAt', value: end}] : []),
      ];
    }),
  );
  const {replace} = summaryOf(rows, {generations}).arms;

  it('are told at every generation after it, and never left out of a mean', () => {
    const reason = 'the lineage has ended: its stop was met';
    expect(replace.entropy.map(({n, nLost, reason: why, mean}) => [n, nLost, why, mean])).toEqual([
      [4, undefined, undefined, 1.5],
      [3, 1, reason, undefined],
      [2, 2, reason, undefined],
    ]);
    expect(replace['calibration[1]'].map(({n, nLost, mean}) => [n, nLost, mean === undefined])).toEqual([
      [4, undefined, false],
      [3, 1, true],
      [2, 2, true],
    ]);
    // what costs nothing any more is 0
    expect(replace.humanRecords.map(({mean}) => mean)).toEqual([2, 1.5, 1]);
  });

  it('have ended at a generation that stays; those that go on stand above it', () => {
    expect(replace.stoppedAt.map(({generation, n, nLost, mean, median}) => [generation, n, nLost, mean, median])).toEqual([
      [1, 1, 3, undefined, undefined],
      [2, 2, 2, undefined, undefined],
      [3, 2, 2, undefined, undefined],
    ]);
    const all = summaryOf(
      rows.filter(({seed}) => seed % 2 === 0),
      {generations, seeds: 2},
    ).arms.replace;
    expect(all.stoppedAt.map(({generation, n, mean}) => [generation, n, mean])).toEqual([
      [1, 1, undefined],
      [2, 2, 1.5],
      [3, 2, 1.5],
    ]);
    expect(all.entropy.at(-1)).toMatchObject({generation: 3, n: 0, nLost: 2});
  });
});
