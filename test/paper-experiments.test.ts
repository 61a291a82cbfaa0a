/** The experiments of docs/papers.md, at a reduced size, held to what their YAML says that they show. The whole sizes are `npm run papers`. */
import {readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Summary, SummaryPoint} from '../src/lab/results/summary.ts';
import {loadExperiment} from '../src/node/experiment-file.ts';
import {runExperiment} from '../src/node/run/run.ts';
import {temporaryFolder} from './command.ts';

const folder = temporaryFolder();

async function run(name: string, ...settings: string[]) {
  const directory = join(folder, name);
  await runExperiment(loadExperiment(name, settings), {directory, workers: availableParallelism()});
  const {arms} = JSON.parse(readFileSync(join(directory, 'summary.json'), 'utf8')) as Summary;
  return (arm: string, measure: string): SummaryPoint[] => {
    const points = arms[arm]?.[measure];
    if (points === undefined) throw new Error(`no ${measure} of ${arm}, but of ${Object.keys(arms).join(', ')}`);
    return points.filter(({generation}) => generation > 0);
  };
}

const end = (points: readonly SummaryPoint[]): SummaryPoint => points[points.length - 1];
/** Apart by more than their intervals. */
const isBelow = (a: SummaryPoint, b: SummaryPoint): boolean => a.high! < b.low!;

describe('the experiments of papers', () => {
  it('mad-fresh-data: the end does not depend on the beginning, and a narrower spread ends farther away', async () => {
    const of = await run('mad-fresh-data', 'data.dimension=30', 'seeds=4', 'generations=20');
    const [few, many] = [end(of('from 100', 'wasserstein2')), end(of('from 1000', 'wasserstein2'))];
    expect(few.low! <= many.high! && many.low! <= few.high!).toBe(true);
    expect(isBelow(few, end(of('from 100, bias .8', 'wasserstein2')))).toBe(true);
    expect(isBelow(of('from 1000', 'wasserstein2')[0], of('from 100', 'wasserstein2')[0])).toBe(true);
  });

  it('mad-augmentation: fixed human records only slow the growth', async () => {
    const of = await run('mad-augmentation', 'data.dimension=30', 'seeds=4', 'generations=20');
    expect(isBelow(end(of('fixed', 'wasserstein2')), end(of('none', 'wasserstein2')))).toBe(true);
    expect(isBelow(of('none', 'wasserstein2')[0], end(of('none', 'wasserstein2')))).toBe(true);
  });

  it('bertrand: the distance from the first fit stays below half the error of the first fit, whatever the share', async () => {
    const of = await run('bertrand', 'seeds=300', 'generations=20');
    // E m(t)^2 = 1/n + E (m(t) - m(1))^2, as the steps are independent of the start: at most 1.5 / n
    for (const lambda of [0.5, 1, 4, 20]) expect(end(of(`lambda=${lambda}`, 'mean')).n).toBe(300);
    const lines = readFileSync(join(folder, 'bertrand', 'results.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const mean = (generation: number) =>
      new Map(
        lines
          .filter((one) => one.arm === 'lambda=20' && one.measure === 'mean' && one.generation === generation)
          .map((one) => [one.seed, one.value]),
      );
    const [first, last] = [mean(1), mean(20)];
    const moved = [...first].map(([seed, value]) => (last.get(seed) - value) ** 2);
    const average = moved.reduce((a, b) => a + b, 0) / moved.length;
    // the limit is .0244; a squared normal number has a standard error of sqrt(2 / 300) of it
    expect(Math.abs(average - 0.0244)).toBeLessThan(4 * 0.0244 * Math.sqrt(2 / 300));
  });

  it('suresh-gaussian: the spread is lost at a pace that n sets', async () => {
    const of = await run('suresh-gaussian', 'seeds=60', 'generations=100');
    expect(end(of('replace size=10', 'variance')).median).toBeLessThan(0.01);
    expect(end(of('replace size=100', 'variance')).median).toBeGreaterThan(0.25);
  });

  it('dey-donoho: accumulate keeps most, subsample a little less, replace loses it', async () => {
    const of = await run('dey-donoho', 'seeds=300', 'generations=30');
    const at = (arm: string) => end(of(arm, 'giniSimpson'));
    expect(isBelow(at('replace'), at('subsample'))).toBe(true);
    expect(isBelow(at('subsample'), at('accumulate'))).toBe(true);
  });

  it('ferbach: the mean goes to what is preferred, the spread away, faster with more candidates', async () => {
    const of = await run('ferbach', 'seeds=8', 'sample.size=300');
    for (const arm of ['K=4', 'K=100']) {
      expect(isBelow(of(arm, 'mean')[0], end(of(arm, 'mean')))).toBe(true);
      expect(isBelow(end(of(arm, 'variance')), of(arm, 'variance')[0])).toBe(true);
    }
    expect(isBelow(end(of('K=100', 'variance')), end(of('K=4', 'variance')))).toBe(true);
  });

  it('xu-better-by-chance: a second-hand estimate is the better one less than half of the time', async () => {
    await run('xu-better-by-chance', 'seeds=2000');
    const lines = readFileSync(join(folder, 'xu-better-by-chance', 'results.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const c of [0.25, 1, 4, 25]) {
      const own = lines.filter((one) => one.arm === `c=${c}` && one.generation > 0);
      const of = (generation: number) =>
        new Map(own.filter((one) => one.generation === generation).map((one) => [one.seed, Math.abs(one.value)]));
      const [human, synthetic] = [of(1), of(2)];
      const share = [...human].filter(([seed, error]) => synthetic.get(seed)! < error).length / human.size;
      const law = Math.atan(2 * Math.sqrt(c)) / Math.PI;
      expect(Math.abs(share - law), `c = ${c}`).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / human.size));
    }
  });

  it('kazdan-regression: replace grows in a straight line, the others stay', async () => {
    const of = await run('kazdan-regression', 'seeds=40', 'generations=30');
    const growth = (arm: string) => end(of(arm, 'excessRisk')).mean! / of(arm, 'excessRisk')[0].mean!;
    expect(growth('replace')).toBeGreaterThan(20);
    expect(growth('accumulate')).toBeLessThan(2.2);
    expect(growth('subsample')).toBeLessThan(4.5);
  });

  it('kazdan-kde: new points become improbable, less so where the older ones are kept', async () => {
    const of = await run('kazdan-kde', 'seeds=8', 'generations=10');
    const at = (arm: string) => end(of(arm, 'logLikelihood'));
    for (const arm of ['subsample', 'accumulate']) {
      expect(isBelow(at('replace'), at(arm)), arm).toBe(true);
      expect(isBelow(at(arm), of(arm, 'logLikelihood')[0]), arm).toBe(true);
    }
  });

  it('kazdan-fixation: one outcome is left after about twice the draws of a generation', async () => {
    const of = await run('kazdan-fixation', 'seeds=150');
    const at = (arm: string) => end(of(arm, 'stoppedAt'));
    for (const [categories, size] of [
      [10, 10],
      [10, 100],
      [100, 10],
      [100, 100],
    ]) {
      const {n, mean, low, high} = at(`replace categories=${categories} size=${size}`);
      expect(n).toBe(150);
      expect(mean! / (2 * size)).toBeGreaterThan(0.7);
      expect(mean! / (2 * size)).toBeLessThan(1.15);
      expect(high! - low!).toBeLessThan(mean!);
    }
  });

  it('xu-growing: the error is the sum of 1/n over all samples so far', async () => {
    const of = await run('xu-growing', 'seeds=600', 'generations=12');
    for (const [arm, power] of [
      ['constant', 0],
      ['as t', 1],
      ['as t to the 1.5', 1.5],
    ] as const) {
      const law = Array.from({length: 11}, (_, i) => 1 / Math.round(20 * (i + 1) ** power)).reduce((a, b) => a + b, 1 / 20);
      // a squared normal number has a standard deviation of sqrt(2) times its mean
      expect(Math.abs(end(of(arm, 'meanSquaredError')).mean! - law), arm).toBeLessThan(4 * law * Math.sqrt(2 / 600));
    }
  });

  it('dohmatob-tails: what the generator has lost is a floor, however much is read of it', async () => {
    const of = await run('dohmatob-tails', 'seeds=20', 'data.categories=20000');
    const lost = (arm: string, t: number) => of(arm, 'lostMass')[t - 1];
    for (const arm of ['T0=100 T=1000', 'T0=1000 T=1000', 'T0=1000 T=10000'])
      expect(lost(arm, 2).mean!).toBeGreaterThanOrEqual(lost(arm, 1).mean!);
    expect(isBelow(lost('T0=1000 T=1000', 1), lost('T0=100 T=1000', 1))).toBe(true);
    expect(isBelow(lost('T0=1000 T=10000', 2), lost('T0=1000 T=1000', 2))).toBe(true);
    expect(isBelow(of('T0=1000 T=1000', 'support')[1], of('T0=1000 T=10000', 'support')[1])).toBe(true);
  });

  it('suresh-words: a word of count 1 survives as the law says where a bigram counts, and longer where it is smoothed', async () => {
    const of = await run('suresh-words', 'seeds=3', 'generations=3', 'data.from=1970');
    const kept = (arm: string) => of(arm, 'tail.retention[1]');
    let g = 1;
    for (const point of kept('counted')) {
      expect(Math.abs(point.mean! - (1 - Math.exp(-g)))).toBeLessThan(0.02);
      g = 1 - Math.exp(-g);
    }
    expect(isBelow(end(kept('counted')), end(kept('smoothed')))).toBe(true);
  });
});
