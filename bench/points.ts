/** Benchmarks of the models on points: seeded, one thread, results consumed. */
import {Stream} from '../src/core/random/stream.ts';
import {gaussianModel, gaussianOf} from '../src/models/gaussian/index.ts';
import {type Components, expectationMaximisation} from '../src/models/mixture/em.ts';
import {mixtureOf} from '../src/models/mixture/fitted.ts';
import {registerPointKernels} from '../src/node/point-kernels.ts';
import {type Case, contest, pythonPeer} from './case.ts';

export function pointCases(): Case[] {
  registerPointKernels();
  return [
    ...contest({
      name: 'gaussian replace n=100',
      unit: 'draws/s',
      ours: () => gaussianReplace(100, 1000, 100),
      peers: [
        pythonPeer('NumPy, vectorised over 2,000 lineages', 'points.py', 'gaussian-vectorised'),
        pythonPeer('NumPy, a lineage at a time', 'points.py', 'gaussian-loop'),
      ],
    }),
    ...contest({
      name: 'mixture em 50000x2 K=25',
      unit: 'point-component evaluations/s',
      ours: () => mixtureEm(50_000, 5, 20),
      peers: [pythonPeer('scikit-learn GaussianMixture', 'points.py', 'mixture-em')],
    }),
  ];
}

/** Draws a second of `lineages` chains of `generations` fits, maximum likelihood, each fit on n draws from the last. */
function gaussianReplace(n: number, lineages: number, generations: number): number {
  const model = gaussianModel({variance: 'ml'});
  const world = gaussianOf(Float64Array.of(0), Float64Array.of(1));
  const root = Stream.root('bench/gaussian');
  let sum = 0;
  const start = performance.now();
  for (let l = 0; l < lineages; l++) {
    const lineage = root.fork(`lineage/${l}`);
    let data = world.sample(n, lineage);
    for (let t = 1; t <= generations; t++) {
      const stream = lineage.fork(`generation/${t}`);
      const fitted = model.fit([{data, source: 'synthetic'}], stream);
      data = fitted.sample(n, stream.fork('sample'));
      sum += fitted.covariance[0];
    }
  }
  const seconds = (performance.now() - start) / 1000;
  // E[s2] = (1 - 1/n)^t: the work is real
  const mean = sum / (lineages * generations);
  if (!(mean > 0.3 && mean < 1)) throw new Error(`the mean variance over all fits is ${mean}`);
  return (lineages * generations * n) / seconds;
}

/** Evaluations a second of `iterations` steps from the truth moved by half a standard deviation; side x side modes, 2 apart, sd .5. */
function mixtureEm(n: number, side: number, iterations: number): number {
  const K = side * side;
  const grid = (shift: number): Components => ({
    weights: new Float64Array(K).fill(1 / K),
    means: Float64Array.from({length: 2 * K}, (_, c) => 2 * (c % 2 === 0 ? (c >> 1) % side : Math.floor((c >> 1) / side)) + shift),
    covariances: Float64Array.from({length: 4 * K}, (_, c) => (c % 4 === 0 || c % 4 === 3 ? 0.25 : 0)),
  });
  const {values} = mixtureOf(grid(0)).sample(n, Stream.root('bench/mixture'));
  const start = performance.now();
  const result = expectationMaximisation({values, n, d: 2}, grid(0.25), {regularization: 1e-6, tolerance: Number.MIN_VALUE, iterations});
  const seconds = (performance.now() - start) / 1000;
  if (result.iterations !== iterations || !(result.lowerBound > -5))
    throw new Error(`${result.iterations} iterations to ${result.lowerBound}`);
  return (n * K * iterations) / seconds;
}
