/** Lineages to draw groups of seeds from: of six families each a few measures at one generation. */
import {Stream} from '../src/core/random/stream.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {rowsOf} from '../src/lab/results/row.ts';
import {inputsOf} from '../src/node/run/inputs.ts';

export interface Family {
  readonly name: string;
  readonly experiment: object;
  readonly lineages: number;
  readonly generations: readonly number[];
  /** `arm measure generation`. */
  readonly shown: readonly string[];
  /** `arm against measure generation`: pairs of lineages that share a seed. */
  readonly paired: readonly string[];
}

const replace = {workflow: 'replace'};
const accumulate = {workflow: 'accumulate'};

export const families: readonly Family[] = [
  {
    name: 'gaussian',
    experiment: {
      data: {world: 'gaussian'},
      model: {kind: 'gaussian', variance: 'ml'},
      sample: {size: 20},
      arms: {replace, accumulate},
      measures: ['mean', 'variance', 'wasserstein2'],
    },
    lineages: 10_000,
    generations: [1, 5, 20],
    shown: ['replace mean 5', 'replace variance 5', 'replace variance 20', 'replace wasserstein2 20', 'accumulate variance 20'],
    paired: ['replace accumulate variance 20', 'replace accumulate wasserstein2 20', 'replace accumulate mean 20'],
  },
  {
    name: 'categorical',
    experiment: {
      data: {world: 'categorical', categories: 100, zipf: 1},
      model: {kind: 'categorical'},
      sample: {size: 100},
      arms: {replace, mixed: {workflow: {mix: 0.1}}},
      measures: ['entropy', 'tail.retention', 'giniSimpson', 'kl', 'support', 'calibration'],
    },
    lineages: 4000,
    generations: [10],
    shown: [
      ...['mixed entropy 10', 'mixed tail.retention 10', 'replace kl 10', 'replace support 10', 'replace giniSimpson 10'],
      ...['mixed calibration[1e-2 to 3e-2] 10', 'replace calibration[1e-2 to 3e-2] 10'],
    ],
    paired: ['replace mixed entropy 10', 'replace mixed kl 10'],
  },
  {
    name: 'regression',
    experiment: {
      data: {world: 'regression', dimension: 2, noise: 1, rows: 30},
      model: {kind: 'regression'},
      arms: {replace, accumulate},
      measures: ['excessRisk'],
    },
    lineages: 10_000,
    generations: [1, 10],
    shown: ['replace excessRisk 10', 'accumulate excessRisk 10'],
    paired: ['replace accumulate excessRisk 10'],
  },
  {
    name: 'mixture',
    experiment: {
      data: {world: 'gaussian', dimension: 2},
      model: {kind: 'mixture', components: 2},
      sample: {size: 60},
      arms: {replace},
      measures: ['components.sd', 'wasserstein2'],
    },
    lineages: 3000,
    generations: [10],
    shown: ['replace components.sd 10', 'replace wasserstein2 10'],
    paired: [],
  },
  {
    name: 'kernel density',
    experiment: {
      data: {world: 'moons', noise: 0.05},
      model: {kind: 'kde', bandwidth: 0.1},
      sample: {size: 50},
      arms: {replace, accumulate},
      measures: ['variance', 'wasserstein2'],
    },
    lineages: 4000,
    generations: [10],
    shown: ['replace variance 10', 'replace wasserstein2 10'],
    paired: ['replace accumulate variance 10'],
  },
  {
    name: 'n-gram',
    experiment: {
      data: {corpus: 'speeches', from: 1980, passage: 60, holdout: 0.2},
      model: {kind: 'ngram', order: 3, topP: 0.95},
      sample: {size: 1500},
      arms: {replace, accumulate},
      measures: ['bitsPerByte', 'perplexity', 'tail.retention', 'entropy'],
    },
    lineages: 2000,
    generations: [5],
    shown: ['replace bitsPerByte 5', 'replace perplexity 5', 'replace tail.retention 5'],
    paired: ['replace accumulate bitsPerByte 5'],
  },
];

/** Values by `arm measure generation`, one a lineage, NaN where there is none. */
export async function poolsOf({name, experiment, lineages, generations}: Family, share: number): Promise<Map<string, Float64Array>> {
  const last = Math.max(...generations);
  const count = Math.max(100, Math.round(share * lineages));
  const resolved = resolveExperiment({title: name, generations: last, seeds: count, ...experiment});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const inputs = await inputsOf(resolved.arms, '.');
  const pools = new Map<string, Float64Array>();
  resolved.arms.forEach((arm, a) => {
    for (let seed = 0; seed < count; seed++) {
      const lineage = new Lineage({
        arm,
        seed,
        root: Stream.root('coverage'),
        measures: resolved.experiment.measures,
        corpus: inputs[a].corpus,
      });
      for (let t = 1; t <= last; t++) {
        const {readings} = lineage.advance();
        if (!generations.includes(t)) continue;
        for (const {measure, band, value} of rowsOf(arm.name, seed, t, readings)) {
          const key = `${arm.name} ${measure}${band === undefined ? '' : `[${band}]`} ${t}`;
          let pool = pools.get(key);
          if (pool === undefined) pools.set(key, (pool = new Float64Array(count).fill(Number.NaN)));
          if (value !== undefined) pool[seed] = value;
        }
      }
    }
  });
  return pools;
}
