import {parseHTML} from 'linkedom';
import {describe, expect, it} from 'vitest';
import {studentInterval} from '../../../core/stats/index.ts';
import type {Difference} from '../../../lab/results/summary.ts';
import {document} from '../../document.test-input.ts';
import {gaussianInput, summaryRow} from './demo.test-input.ts';
import {heavyTailNote, meansLittle} from './heavy-tails.ts';
import type {ReportInput, SummaryRow} from './input.ts';
import {lastStand} from './last-stand.ts';
import {buildReport} from './report.ts';

const textOf = (input: ReportInput): string =>
  (parseHTML(buildReport(input, document)) as unknown as {document: {body: {textContent: string}}}).document.body.textContent.replace(
    /\s+/g,
    ' ',
  );

const arms = ['replace', 'accumulate', 'mixed', 'stopped'];
const at = 5;
const measure = {name: 'entropy', title: 'Entropy', unit: 'bits', caption: 'How even.', better: 'higher'};

function inputOf(
  differences: readonly Difference[],
  {seeds = 8, names = arms}: {seeds?: number; names?: readonly string[]} = {},
): ReportInput {
  const rows = (value: number) => [1, at].map((t) => summaryRow(t, value, 0.1, seeds));
  return {
    ...gaussianInput(),
    arms: names.map((name) => ({name, base: name.split(' size=')[0], description: name})),
    generations: at,
    seeds,
    measures: [measure],
    theory: undefined,
    summary: {arms: Object.fromEntries(names.map((name, i) => [name, {entropy: rows(4 + i)}])), differences},
    table: {columns: ['arm'], rows: [], caption: ''},
  };
}

const row = (arm: string, more: Partial<Difference>, against = 'replace'): Difference => ({
  measure: 'entropy',
  generation: at,
  arm,
  against,
  n: 8,
  ...more,
});
const above = {difference: 1, low: 0.6, high: 1.4, p: 0.001, pHolm: 0.002};
const below = {difference: -2, low: -2.5, high: -1.5, p: 1e-5, pHolm: 2e-5};
const chance = {difference: 0.4, low: -0.1, high: 0.9, p: 0.04, pHolm: 0.08};

describe('what is said of arms at the end', () => {
  it('names what Holm bears out and what chance could have made, each on its side', () => {
    const input = inputOf([row('accumulate', above), row('mixed', chance), row('stopped', {n: 3, nLost: 5, reason: 'stopped'})]);
    expect(lastStand(input, measure)).toBe(
      'By generation 5: replace 4, accumulate 5, mixed 6 and stopped 7. Above replace beyond chance: accumulate. Not told apart from replace by 8 seeds: mixed. Not held against replace, for some lineages have no value (stopped): stopped.',
    );
    expect(lastStand(inputOf([row('accumulate', below)]), measure)).toContain('Below replace beyond chance: accumulate.');
  });

  it('never calls an arm the highest or the lowest, or the best', () => {
    for (const differences of [[], [row('mixed', chance)], [row('accumulate', above), row('mixed', below)]])
      expect(textOf(inputOf(differences))).not.toMatch(/highest|lowest|\bbest\b/);
  });

  it('of measures on logarithms tells the side by the ratio', () => {
    const ratio = {...above, difference: -1, ratio: 3, ratioLow: 2, ratioHigh: 4.5};
    expect(lastStand(inputOf([row('accumulate', ratio)]), measure)).toContain('Above replace beyond chance: accumulate.');
  });

  it('of one seed compares nothing', () => {
    const input = inputOf([row('accumulate', {n: 1, difference: 1})], {seeds: 1});
    expect(lastStand(input, measure)).toContain('Not told apart from replace by one seed: accumulate.');
    expect(textOf(input)).toContain('One seed: nothing here can be told from chance.');
  });

  it('says that fewer than five seeds are few', () => {
    expect(textOf(inputOf([row('accumulate', {...above, n: 4})], {seeds: 4}))).toContain('4 seeds are few');
    expect(textOf(inputOf([row('accumulate', above)], {seeds: 5}))).not.toContain('are few');
  });

  it('counts the cells of a matrix by base arm, whatever its name', () => {
    const names = ['my arm size=10', 'my arm size=20', 'other arm size=10', 'other arm size=20'];
    const rows = [row('other arm size=10', above, 'my arm size=10'), row('other arm size=20', chance, 'my arm size=20')];
    expect(lastStand(inputOf(rows, {names}), measure)).toContain(
      'Against my arm in the same cell: other arm is higher beyond chance in 1 and not told apart in 1 of 2 cells.',
    );
    const gone = {n: 0, nLost: 8, reason: 'the lineage has ended'};
    const lost = [row('other arm size=10', gone, 'my arm size=10'), row('other arm size=20', gone, 'my arm size=20')];
    expect(lastStand(inputOf(lost, {names}), measure)).toContain(
      'other arm is without a difference in 2 of 2 cells, for lineages there have no value (the lineage has ended).',
    );
  });

  it('of pairs that all differ alike speaks of no chance, in words and in the table', () => {
    const alike = {difference: 0.2, low: 0.2, high: 0.2, reason: 'all pairs differ alike: there is no spread to judge by'};
    const input = inputOf([row('accumulate', alike), row('mixed', {...alike, difference: 0, low: 0, high: 0})]);
    expect(lastStand(input, measure)).toMatch(
      /Apart from replace by the same amount in every pair of lineages: accumulate \+0\.200\. The same as replace in every pair of lineages: mixed\.$/,
    );
    expect(textOf(input)).toContain('2 differences are the same in every pair: there is no spread to judge by');
  });

  it('has every difference in a table', () => {
    const text = textOf(inputOf([row('accumulate', above), row('mixed', chance)]));
    expect(text).toContain('1 difference of 2 is larger than chance makes them');
    expect(text).toMatch(/entropy\s*accumulate\s*replace\s*8\s*1\s*0\.6\s*1\.4/);
  });
});

describe('an arithmetic mean', () => {
  const rowOf = (logs: readonly number[], generation = 1): SummaryRow => {
    const {value, low, high, n} = studentInterval(Float64Array.from(logs));
    return {generation, n, geometricMean: Math.exp(value), geometricLow: Math.exp(low!), geometricHigh: Math.exp(high!)};
  };
  const spread = (s: number, n: number) => Array.from({length: n}, (_, i) => s * (i % 2 === 0 ? 1 : -1));

  it('means little where lineages lie apart by factors, few of them sooner', () => {
    expect(meansLittle(rowOf(spread(0.3, 10)))).toBe(false);
    expect(meansLittle(rowOf(spread(1.2, 10)))).toBe(true);
    expect(meansLittle(rowOf(spread(1.2, 400)))).toBe(false);
    expect(meansLittle(rowOf(spread(3, 400)))).toBe(true);
    expect(meansLittle({generation: 1, n: 1, geometricMean: 1})).toBe(false);
  });

  it('is said to, from the generation on after which it stays so', () => {
    const input = gaussianInput();
    const variance = [0.1, 3, 0.1, 2, 3].map((s, i) => rowOf(spread(s, 20), i + 1));
    const summary = {arms: {replace: {variance}, accumulate: {variance: variance.slice(0, 1)}}};
    expect(heavyTailNote({...input, summary}, 'variance')).toBe(
      'A few lineages make the arithmetic mean, which says little there: replace from generation 4 on.',
    );
  });
});

describe('the section of a measure', () => {
  const input = gaussianInput();

  it('draws the geometric mean, with the arithmetic one as rings where a law speaks of it', () => {
    const text = textOf(input);
    expect(text).toContain('Line: geometric mean over seeds; band: its 95% interval.');
    expect(text).toContain('arithmetic mean. theory of the mean');
    expect(text).toContain('theory of the geometric mean: geometric mean');
  });

  it('draws the mean square of signed values beside their mean', () => {
    const square = input.summary.arms.replace.mean.map((one) => ({...one, meanSquare: 0.01 * one.generation}));
    const arms = {...input.summary.arms, replace: {...input.summary.arms.replace, mean: square}};
    const points = square.map(({generation}) => ({generation, value: 0.01 * generation}));
    const law = {statistic: 'meanSquare' as const, label: 's2 t/n', source: 'algebra', points};
    const text = textOf({...input, summary: {arms}, theory: {replace: {mean: [law]}}});
    expect(text).toContain('Its square');
    expect(text).toContain('Line: mean square over seeds. theory of the mean square: s2 t/n.');
    expect(textOf(input)).not.toContain('Its square');
  });

  it('draws the median where lineages have no value, with the level of its interval, and says how many and why', () => {
    const lost = {n: 6, nLost: 4, reason: 'nothing was produced', median: 1, medianLow: 0.5, medianHigh: 1.5};
    const rows = input.summary.arms.replace.variance.map((one) => (one.generation < 3 ? one : {generation: one.generation, ...lost}));
    const arms = {...input.summary.arms, replace: {...input.summary.arms.replace, variance: rows}};
    const text = textOf({...input, seeds: 10, summary: {arms}});
    expect(text).toContain(
      'Line: median over seeds, since lineages without a value leave no mean; band: its interval between order statistics, 97.9%.',
    );
    expect(text).toContain('Lineages without a value: replace (4 of 10 at generation 50: nothing was produced).');
  });

  it('of a measure with a floor says what the truth reads against itself', () => {
    const [measured] = input.measures;
    const people = {generation: 0, n: 400, mean: 0.2, geometricMean: 0.19, geometricLow: 0.18, geometricHigh: 0.2, median: 0.2, size: 60};
    const arms = {
      ...input.summary.arms,
      replace: {...input.summary.arms.replace, variance: [people, ...input.summary.arms.replace.variance]},
    };
    const shown = (floor: boolean) => textOf({...input, measures: [{...measured, floor}], summary: {arms}});
    expect(shown(true)).toContain('That is the floor: the truth against itself reads 0.190.');
    expect(shown(false)).not.toContain('floor');
  });

  it('of calibration draws pooled masses, and says how many lineages have lost a band, and how sure it is', () => {
    const bands = ['1e-2', '1e-1'];
    const point = (generation: number, mean: number): SummaryRow => ({generation, n: 3, mean, low: mean - 0.1, high: mean + 0.1});
    const lost: SummaryRow = {generation: 5, n: 1, mean: -1.5, nLost: 2, reason: 'the candidate has no mass on the types of this band'};
    const calibration = {name: 'calibration', title: 'Calibration', unit: 'bits', caption: 'Tilts.', bands};
    const arms = {replace: {'calibration[1e-2]': [point(1, 0), lost], 'calibration[1e-1]': [point(1, 0), point(5, 0.4)]}};
    const shown = {...input, generations: 5, measures: [calibration], theory: undefined, summary: {arms}};
    expect(textOf(shown)).toContain('A lineage that has lost a band counts with mass 0: in replace 2 of 3 have lost 1e-2 at generation 5.');
    expect(textOf(shown)).toContain(
      'At generation 5: replace gives the rarest 0.350 times the probability that they have, the most frequent 1.30 [1.20, 1.40] times. In brackets the 95% interval.',
    );
    const regained = {replace: {...arms.replace, 'calibration[1e-2]': [{...lost, generation: 1}, point(5, 0)]}};
    expect(textOf({...shown, summary: {arms: regained}})).toContain('counts with mass 0: in replace some before generation 5.');
    expect(buildReport(shown, document)).toContain('at generation 5: \u22121.50, 0.400');
  });
});
