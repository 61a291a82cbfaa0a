import {describe, expect, it} from 'vitest';
import type {Difference} from '../../../lab/results/summary.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from './input.ts';
import {runVerdict} from './verdict.ts';

const KEPT: ReportMeasure = {name: 'tail.retention', title: 'Rare types still produced', unit: 'share', caption: '', better: 'higher'};
const row = (generation: number, mean: number, spread = 0.01): SummaryRow => ({
  generation,
  n: 5,
  mean,
  low: mean - spread,
  high: mean + spread,
});

function inputOf(more: Partial<ReportInput> = {}): ReportInput {
  const names = ['replace', 'accumulate', 'mixed'];
  const ends = {replace: 0.1, accumulate: 0.4, mixed: 0.12};
  return {
    title: 't',
    made: [{family: 'ngram', data: 'the corpus speeches'}],
    experimentYaml: '',
    command: '',
    versions: {},
    arms: names.map((name) => ({name, base: name, description: name})),
    generations: 10,
    seeds: 5,
    measures: [KEPT],
    summary: {arms: Object.fromEntries(names.map((name) => [name, {'tail.retention': [row(1, 0.6), row(10, ends[name as 'replace'])]}]))},
    table: {columns: [], rows: [], caption: ''},
    ...more,
  };
}

const difference = (arm: string, more: Partial<Difference>): Difference => ({
  measure: 'tail.retention',
  generation: 10,
  arm,
  against: 'replace',
  n: 5,
  ...more,
});
const above = {difference: 0.3, low: 0.28, high: 0.32, p: 0.001, pHolm: 0.002};
const below = {difference: -0.05, low: -0.06, high: -0.04, p: 0.001, pHolm: 0.002};
const chance = {difference: 0.02, low: -0.01, high: 0.05, p: 0.1, pHolm: 0.1};
const kept = (differences: readonly Difference[], measures: readonly ReportMeasure[] = [KEPT]) => {
  const {summary} = inputOf();
  return runVerdict(inputOf({measures, summary: {...summary, differences}})).kept;
};

describe('what was done', () => {
  it('says of a run that is not at its end what is there of what was asked for', () => {
    expect(runVerdict(inputOf({soFar: {done: 80, total: 1500}})).done).toMatch(
      /over up to 10 generations\. It is to be done in 3 ways of choosing the training data, 5 times over; so far 80 of 1,500 generations are there\.$/,
    );
    expect(runVerdict(inputOf({soFar: {done: 0, total: 1}})).done).toMatch(/so far 0 of 1 generation is there\.$/);
  });

  it('is told in sentences that ask for no glossary', () => {
    expect(runVerdict(inputOf()).done).toBe(
      'A model of the family ngram was trained on the corpus speeches. What it wrote trained the next model, and so on, like a photocopy of a photocopy, over 10 generations. It was done in 3 ways of choosing the training data, 5 times over.',
    );
    const made = ['a', 'b', 'c', 'd'].map((family) => ({family, data: 'the file x.txt'}));
    expect(runVerdict(inputOf({made})).done).toMatch(
      /^Models were trained: of a on the file x\.txt, of b on the file x\.txt, of c on the file x\.txt and 1 more\. /,
    );
    const {arms} = inputOf();
    const once = inputOf({arms: arms.slice(0, 1), seeds: 1, generations: 1, made: undefined});
    expect(runVerdict(once).done).toBe('A model was trained on human data. It was done in one way of choosing the training data, once.');
  });
});

describe('what became of it', () => {
  it('is told with the interval of the end, where the intervals lie apart', () => {
    expect(runVerdict(inputOf()).lost).toBe(
      'Under replace, rare types still produced: down from 0.600 at generation 1 to 0.100 at generation 10 (95% interval 0.0900 to 0.110).',
    );
  });

  it('is no change where they overlap, or where one seed has none', () => {
    const rows = (spread: number) => ({replace: {'tail.retention': [row(1, 0.6, spread), row(10, 0.5, spread)]}});
    expect(runVerdict(inputOf({summary: {arms: rows(0.1)}})).lost).toContain('which 5 seeds do not tell from chance');
    expect(runVerdict(inputOf({summary: {arms: rows(Number.NaN)}, seeds: 1})).lost).toContain('which one seed does not tell from chance');
  });

  it('leaves out signed measures, whose errors cancel, and speaks of rewards where nothing else is measured', () => {
    const {summary} = inputOf();
    const signed = [row(1, 0.6), row(10, 0.1)].map((one) => ({...one, meanSquare: 1}));
    const arms = {...summary.arms, replace: {...summary.arms.replace, mean: signed, reward: [row(1, 1), row(10, 3)]}};
    const of = (name: string): ReportMeasure => ({...KEPT, name, title: name});
    const {lost} = runVerdict(inputOf({measures: [of('mean'), of('reward'), KEPT], summary: {arms}}));
    expect(lost).toMatch(/^Under replace, rare types still produced: down [^:]*$/);
    expect(runVerdict(inputOf({measures: [of('reward')], summary: {arms}})).lost).toMatch(/^Under replace, reward: up/);
  });

  it('is told with the one end that is known, and as staying where every lineage has one value', () => {
    const median = (generation: number, value: number, more: Partial<SummaryRow> = {}): SummaryRow => ({
      generation,
      n: 5,
      median: value,
      ...more,
    });
    const rows = [median(1, 0.44, {medianLow: 0.41, medianHigh: 0.45}), median(10, 0.045, {medianHigh: 0.06})];
    expect(runVerdict(inputOf({summary: {arms: {replace: {'tail.retention': rows}}}})).lost).toContain(
      'to 0.0450 at generation 10 (95% interval up to 0.0600).',
    );
    const still = [row(1, 0.5, 0), row(10, 0.5, 0)];
    expect(runVerdict(inputOf({summary: {arms: {replace: {'tail.retention': still}}}})).lost).toBe(
      'Under replace, rare types still produced: 0.500 in every lineage, at generation 1 and at generation 10.',
    );
  });

  it('is which lineages were stopped and when, and what the other arms keep', () => {
    const {summary} = inputOf();
    const stoppedAt: SummaryRow[] = [{generation: 10, n: 5, mean: 6, median: 5}];
    const gone: SummaryRow[] = [row(1, 0.6), {generation: 10, n: 0, nLost: 5, reason: 'the lineage has ended: its stop was met'}];
    const whole = {'tail.retention': [row(1, 0.6), row(10, 0.4)].map((one) => ({...one, median: one.mean}))};
    const arms = {...summary.arms, accumulate: whole, mixed: whole, replace: {'tail.retention': gone, stoppedAt}};
    const differences = [difference('accumulate', {n: 0, nLost: 5, reason: 'the lineage has ended: its stop was met'})];
    const {lost, kept: told} = runVerdict(inputOf({summary: {arms, differences}}));
    expect(lost).toMatch(
      /^Lineages were stopped by generation 10: 5 of 5 of replace \(mean generation 6\)\. Under accumulate, rare types .* Under mixed, /,
    );
    expect(told).toBe(
      'Rare types still produced, at generation 10. Not held against replace, for some lineages have no value (the lineage has ended: its stop was met): accumulate.',
    );
    const many = Array.from({length: 8}, (_, i) => `replace n=${i}`);
    const cells = Object.fromEntries(many.map((name) => [name, {'tail.retention': gone, stoppedAt}]));
    const matrix = inputOf({arms: many.map((name) => ({name, base: 'replace', description: ''})), summary: {arms: cells}});
    expect(runVerdict(matrix).lost).toBe('Lineages were stopped by generation 10: of replace in 8 of 8 cells.');
  });

  it('counts cells where arms are held against many', () => {
    const names = ['replace n=1', 'replace n=2', 'mixed n=1', 'mixed n=2'];
    const ends = [0.1, 0.6, 0.2, 0.3];
    const arms = Object.fromEntries(names.map((name, i) => [name, {'tail.retention': [row(1, 0.6), row(10, ends[i])]}]));
    const differences = [1, 2].map((n) => difference(`mixed n=${n}`, {...above, against: `replace n=${n}`}));
    const input = inputOf({arms: names.map((name) => ({name, base: name.split(' ')[0], description: ''})), summary: {arms, differences}});
    expect(runVerdict(input).lost).toBe(
      'Under replace, rare types still produced, from generation 1 to 10: it falls in 1 and it is not told from chance in 1 of 2 cells, where it ends between 0.100 and 0.600.',
    );
    expect(runVerdict(input).kept).toContain('mixed is higher beyond chance in 2 of 2 cells');
  });
});

describe('what made a difference', () => {
  it('is what Holm bears out, with intervals and by side; ties are told as ties', () => {
    expect(kept([difference('accumulate', above), difference('mixed', chance)])).toBe(
      'Rare types still produced, at generation 10. Better than replace, beyond chance: accumulate by 0.300 (95% interval 0.280 to 0.320). Not told apart from replace by 5 seeds: mixed.',
    );
    expect(kept([difference('accumulate', chance), difference('mixed', chance)])).not.toMatch(/Better|Worse|Higher|Lower/);
    expect(kept([difference('mixed', below)])).toContain(
      'Worse than replace, beyond chance: mixed by 0.0500 (95% interval 0.0400 to 0.0600)',
    );
  });

  it('is better where a measure falls that should, and neither where it has no better end', () => {
    expect(kept([difference('mixed', below)], [{...KEPT, better: 'lower'}])).toContain('Better than replace');
    expect(kept([difference('mixed', below)], [{...KEPT, better: 'near reference'}])).toContain('Lower than replace');
  });

  it('is the same amount in every pair where there is no spread to judge by, and no chance', () => {
    const alike = {low: 0.2, high: 0.2, difference: 0.2, reason: 'all pairs differ alike: there is no spread to judge by'};
    const none = {...alike, low: 0, high: 0, difference: 0};
    const told = kept([difference('accumulate', alike), difference('mixed', none)]);
    expect(told).toBe(
      'Rare types still produced, at generation 10. Apart from replace by the same amount in every pair of lineages: accumulate +0.200. The same as replace in every pair of lineages: mixed.',
    );
    expect(kept([difference('accumulate', {...alike, n: 1, low: undefined, high: undefined})])).toContain('by one seed: accumulate.');
  });

  it('of measures on logarithms is a ratio', () => {
    const ratio = {...below, ratio: 3, ratioLow: 2, ratioHigh: 4.5};
    expect(kept([difference('mixed', ratio)])).toContain('Better than replace, beyond chance: mixed 3 times (95% interval 2 to 4.50)');
  });

  it('is nothing where nothing is compared', () => {
    expect(runVerdict(inputOf()).kept).toBe('');
  });
});
