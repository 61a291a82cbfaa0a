import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Summary, SummaryPoint} from '../src/lab/summary.ts';
import {theoryOf} from '../src/lab/theory.ts';
import {loadExperiment, shippedNames} from '../src/node/experiment-file.ts';
import {genloss, temporaryFolder} from './command.ts';

/** Each experiment that ships is held, at a reduced size, to what its YAML says that it shows. */
const folder = temporaryFolder();

function run(name: string, ...args: string[]): (arm: string, measure: string) => SummaryPoint[] {
  const out = join(folder, name);
  const done = genloss(['run', name, '--out', out, '--quiet', ...args]);
  expect(done.err).toBe('');
  expect(done.code).toBe(0);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Summary;
  return (arm, measure) => summary.arms[arm][measure].filter((p) => p.generation > 0);
}

const medians = (points: readonly SummaryPoint[]) => points.map((p) => p.median);
const last = <T>(list: readonly T[]): T => list[list.length - 1];
const falls = (values: readonly number[]) => values.every((v, i) => i === 0 || v < values[i - 1]);
const rises = (values: readonly number[]) => falls(values.map((v) => -v));
/** Every curve of theory that an arm has lies within the mean's or the median's interval, widened a little, at nearly all generations. */
function followsTheory(name: string, of: ReturnType<typeof run>, generations: number): void {
  let compared = 0;
  for (const arm of loadExperiment(name).arms) {
    for (const curve of theoryOf(arm, generations)) {
      const points = new Map(of(arm.name, curve.measure).map((p) => [p.generation, p]));
      const inside = curve.points.filter(({generation, value}) => {
        const p = points.get(generation)!;
        const [low, high] = curve.statistic === 'mean' ? [p.low, p.high] : [p.medianLow, p.medianHigh];
        const room = 0.6 * (high - low);
        return value >= low - room && value <= high + room;
      });
      compared += curve.points.length;
      expect(inside.length / curve.points.length, `${arm.name}: ${curve.label}`).toBeGreaterThan(0.85);
    }
  }
  expect(compared).toBeGreaterThan(0);
}

describe('the experiments that ship', () => {
  it('are these, each valid and each with what it must show', () => {
    expect(shippedNames()).toEqual([
      'categorical',
      'fresh-data',
      'gaussian',
      'gaussian-unbiased',
      'golden-ratio',
      'kde',
      'mixture',
      'modes',
      'regression',
      'speeches',
      'three-workflows',
    ]);
    for (const name of shippedNames()) expect(loadExperiment(name).experiment.shows?.length).toBeGreaterThan(60);
  });

  it('speeches: replace loses the tail and inflates the head in every generation; every other arm keeps more', () => {
    const of = run(
      'speeches',
      '--set',
      'sample.size=40000',
      '--generations',
      '6',
      '--seeds',
      '2',
      '--set',
      'measures=[tail.retention,head.inflation,bitsPerByte,calibration]',
    );
    expect(falls(medians(of('replace', 'tail.retention')))).toBe(true);
    expect(rises(medians(of('replace', 'head.inflation')))).toBe(true);
    expect(last(medians(of('replace', 'bitsPerByte')))).toBeGreaterThan(medians(of('replace', 'bitsPerByte'))[0]);
    for (const arm of ['accumulate', 'subsample', 'mixed', 'enriched']) {
      expect(last(of(arm, 'tail.retention')).low, arm).toBeGreaterThan(last(of('replace', 'tail.retention')).high);
      expect(last(of(arm, 'head.inflation')).median, arm).toBeLessThan(last(of('replace', 'head.inflation')).median);
    }
    // the calibration picture: rare events under-, frequent ones overestimated, more so with every generation
    const rare = medians(of('replace', 'calibration[3e-5 to 1e-4]'));
    const frequent = medians(of('replace', 'calibration[1e-2 to 3e-2]'));
    expect([falls(rare), last(rare) < -1, last(frequent) > 0.2]).toEqual([true, true, true]);
  });

  it('gaussian: replace shrinks as algebra says, accumulate stays, subsample lies between', () => {
    const of = run('gaussian', '--seeds', '800', '--generations', '20');
    followsTheory('gaussian', of, 20);
    const at = (arm: string) => last(of(arm, 'variance')).median;
    expect(at('accumulate')).toBeGreaterThan(at('subsample'));
    expect(at('subsample')).toBeGreaterThan(at('replace'));
    expect(last(of('replace', 'wasserstein2')).median).toBeGreaterThan(2 * last(of('accumulate', 'wasserstein2')).median);
  });

  it('gaussian-unbiased: the mean stays at the truth while the median falls', () => {
    const of = run('gaussian-unbiased', '--seeds', '2000', '--generations', '12');
    const {mean, low, high, median} = last(of('replace', 'variance'));
    expect(Math.abs(mean - 1)).toBeLessThan(2.5 * (high - low));
    expect(median).toBeLessThan(0.4);
    expect(last(of('accumulate', 'variance')).median).toBeGreaterThan(0.8);
  });

  it('categorical: diversity falls as drift says, rare categories go, human data brings them back', () => {
    const of = run('categorical', '--seeds', '200', '--generations', '60');
    followsTheory('categorical', of, 60);
    expect(last(of('mixed', 'support')).median).toBeGreaterThan(2 * last(of('replace', 'support')).median);
    expect(
      falls(
        of('replace', 'support')
          .filter((_, i) => i % 10 === 0)
          .map((p) => p.mean),
      ),
    ).toBe(true);
  });

  it('regression: a straight line under replace, a bounded one under accumulate', () => {
    const of = run('regression', '--seeds', '800');
    followsTheory('regression', of, 10);
    expect(last(of('accumulate', 'excessRisk')).mean).toBeLessThan((Math.PI ** 2 / 6) * 1.1 * of('accumulate', 'excessRisk')[0].mean);
  });

  it('mixture: components shrink to points, the order of a hundredth after 2,050 generations', () => {
    const of = run('mixture', '--seeds', '2');
    const {median} = last(of('replace', 'components.sd'));
    expect(median).toBeLessThan(0.06);
    expect(median).toBeGreaterThan(0.003);
    expect(of('replace', 'components.sd')[0].median).toBeGreaterThan(0.7);
  });

  it('three-workflows: in every cell replace keeps least, and accumulate most', () => {
    const of = run(
      'three-workflows',
      '--seeds',
      '12',
      '--generations',
      '60',
      '--set',
      'matrix={data.dimension: [1, 3, 10], sample.size: [10, 32, 100]}',
    );
    const kept = {subsample: 0, accumulate: 0};
    for (const d of [1, 3, 10]) {
      for (const n of [10, 32, 100]) {
        const [replace, subsample, accumulate] = ['replace', 'subsample', 'accumulate'].map(
          (arm) => last(of(`${arm} dimension=${d} size=${n}`, 'variance')).mean,
        );
        expect(Math.min(subsample, accumulate), `dimension ${d}, size ${n}`).toBeGreaterThan(replace);
        kept.subsample += subsample / d;
        kept.accumulate += accumulate / d;
      }
    }
    expect(kept.accumulate).toBeGreaterThan(kept.subsample);
  });

  it('kde: replace smears the moons without bound, accumulate keeps them', () => {
    const of = run('kde', '--seeds', '2', '--generations', '20', '--set', 'sample.size=200');
    for (const h of [0.1, 0.3]) {
      const variance = of(`replace bandwidth=${h}`, 'variance');
      expect(last(variance).median - variance[0].median).toBeGreaterThan(0.7 * 19 * 2 * h * h);
      expect(last(of(`accumulate bandwidth=${h}`, 'variance')).median).toBeLessThan(last(variance).median);
    }
  });

  it('modes: modes die while the variance hardly moves, and human data keeps more of them', () => {
    const of = run('modes', '--seeds', '2', '--generations', '40', '--set', 'measures=[modes, variance, recall]');
    expect(last(of('replace', 'modes')).median).toBeLessThan(0.85 * of('replace', 'modes')[0].median);
    const variance = of('replace', 'variance');
    expect(Math.abs(last(variance).median / variance[0].median - 1)).toBeLessThan(0.3);
    expect(last(of('mixed', 'modes')).median).toBeGreaterThan(last(of('replace', 'modes')).median);
  });

  it('fresh-data: one limit whatever the start, none without fresh data', () => {
    const of = run('fresh-data', '--seeds', '1500', '--generations', '25');
    followsTheory('fresh-data', of, 25);
    const [small, large] = ['fresh', 'fresh-after-400'].map((arm) => last(of(arm, 'wasserstein2')));
    expect(Math.abs(small.median - large.median)).toBeLessThan(0.12 * small.median);
    expect(last(of('replace', 'wasserstein2')).median).toBeGreaterThan(2 * small.median);
  });

  it('golden-ratio: the human half weighs best at .618', () => {
    const of = run('golden-ratio', '--seeds', '3000', '--generations', '12');
    followsTheory('golden-ratio', of, 12);
    const limit = (arm: string) =>
      of(arm, 'wasserstein2')
        .slice(6)
        .reduce((sum, p) => sum + p.median, 0);
    for (const arm of ['w=0.2', 'w=0.5', 'w=0.8', 'w=1']) expect(limit(arm), arm).toBeGreaterThan(limit('w=0.618'));
  });
});
