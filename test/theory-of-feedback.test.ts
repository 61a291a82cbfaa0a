import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {theoryOf} from '../src/lab/results/theory.ts';

/** Preference on points: a Gaussian that is refitted to what an annotator chose of K. */
function armOf({candidates = 4, size = 500, workflow = 'replace', annotator = {}}: object & {[key: string]: unknown}): Arm {
  const resolved = resolveExperiment({
    title: 't',
    data: {world: 'gaussian'},
    model: {kind: 'gaussian'},
    sample: {size},
    generations: 4,
    seeds: 1,
    measures: ['mean', 'variance', 'reward'],
    arms: {a: {workflow, feedback: {kind: 'best-of', candidates, annotator: {kind: 'reward', point: [1], ...(annotator as object)}}}},
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.arms[0];
}

const curveOf = (arm: Arm, measure: string, T: number) =>
  theoryOf(arm, T)
    .find((one) => one.measure === measure)!
    .points.map(({value}) => value);

describe('the law of preference on points', () => {
  it('tends, as K grows, to a mean of 1 - 1/t and a variance of 1/t', () => {
    const arm = armOf({candidates: 1000});
    curveOf(arm, 'mean', 4).forEach((mean, i) => {
      expect(Math.abs(mean - (1 - 1 / (i + 1)))).toBeLessThan(2e-3);
    });
    curveOf(arm, 'variance', 4).forEach((variance, i) => {
      expect(Math.abs(variance - 1 / (i + 1))).toBeLessThan(2e-3);
    });
  });

  // a simulation in numpy of 10^6 groups of four a round, refitted to their moments
  it('of four candidates is that of a simulation', () => {
    const arm = armOf({});
    const mean = [0, 0.428, 0.601, 693e-3];
    const variance = [1, 0.561, 0.388, 0.296];
    curveOf(arm, 'mean', 4).forEach((value, i) => {
      expect(Math.abs(value - mean[i])).toBeLessThan(2e-3);
    });
    curveOf(arm, 'variance', 4).forEach((value, i) => {
      expect(Math.abs(value - variance[i])).toBeLessThan(2e-3);
    });
  });

  it.each([
    ['replace', {}],
    [{mix: 0.3}, {shape: 'distance', tau: 0.5, noise: 0.1}],
  ])('is what the loop follows under %j with %j', (workflow, annotator) => {
    const n = 500;
    const arm = armOf({size: n, workflow, annotator});
    const lineages = 300;
    const sums = new Map<string, number[]>();
    for (let seed = 0; seed < lineages; seed++) {
      const lineage = new Lineage({arm, seed, root: Stream.root('feedback'), measures: ['mean', 'variance', 'reward']});
      for (let t = 1; t <= 4; t++)
        for (const reading of lineage.advance().readings)
          if ('value' in reading) sums.set(`${reading.measure} ${t}`, [...(sums.get(`${reading.measure} ${t}`) ?? []), reading.value]);
    }
    expect(theoryOf(arm, 4)).toHaveLength(3);
    for (const {measure, points} of theoryOf(arm, 4))
      for (const {generation, value} of points) {
        const seen = sums.get(`${measure} ${generation}`)!;
        const mean = seen.reduce((a, b) => a + b) / lineages;
        const error = Math.sqrt(seen.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / lineages;
        // the law is that of infinite samples: its curvature adds a few n^-1
        expect(Math.abs(mean - value), `${measure} at ${generation}`).toBeLessThan(4 * error + 4 / n);
      }
  });

  it('is not drawn where no law is known', () => {
    const known = (more: Partial<Arm>) => theoryOf({...armOf({}), ...more} as Arm, 3).length;
    expect(known({})).toBe(3);
    expect(known({workflow: 'accumulate'})).toBe(0);
    expect(known({data: {world: 'gaussian', mean: 0, sd: 1, dimension: 2}})).toBe(0);
    expect(known({model: {kind: 'gaussian', variance: 'ml', bias: 0.9}})).toBe(0);
    expect(known({model: {kind: 'kde', bandwidth: 0.3}})).toBe(0);
  });
});
