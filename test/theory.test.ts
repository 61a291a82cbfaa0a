import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {theoryOf} from '../src/lab/results/theory.ts';
import {subsampleLaw} from '../src/lab/results/theory-pool.ts';

/** Every curve that a report draws, held against the real loop: within four standard errors over 2,000 lineages, at four generations. */
const LINEAGES = 2000;

const gaussian = {data: {world: 'gaussian'}, sample: {size: 10}};
const workflows = {replace: {workflow: 'replace'}, accumulate: {workflow: 'accumulate'}, subsample: {workflow: 'subsample'}};
const regression = (more: object) => ({
  data: {world: 'regression', dimension: 3, noise: 0.7, rows: 25, ...more},
  model: {kind: 'regression'},
  measures: ['excessRisk'],
});
const settings: Record<string, {T: number; wanted: number; experiment: object; lineages?: number}> = {
  'a Gaussian by maximum likelihood': {T: 8, wanted: 14, experiment: {...gaussian, model: {kind: 'gaussian', variance: 'ml'}}},
  'an unbiased Gaussian away from 0': {
    ...{T: 6, wanted: 8},
    experiment: {data: {world: 'gaussian', mean: 2, sd: 3}, sample: {size: 12}, model: {kind: 'gaussian', variance: 'unbiased'}},
  },
  'a Gaussian in three dimensions': {
    ...{T: 8, wanted: 12},
    experiment: {
      data: {world: 'gaussian', mean: [1, 0, -2], sd: [1, 2, 0.5], dimension: 3},
      sample: {size: 15},
      model: {kind: 'gaussian', variance: 'ml'},
    },
  },
  'a Gaussian drawn with a bias': {T: 6, wanted: 8, experiment: {...gaussian, model: {kind: 'gaussian', variance: 'ml', bias: 0.8}}},
  'a mean alone': {T: 10, wanted: 6, experiment: {...gaussian, model: {kind: 'gaussian', variance: 'known'}}},
  'a mean alone, with fresh records': {
    ...{T: 10, wanted: 3},
    experiment: {
      ...gaussian,
      model: {kind: 'gaussian', variance: 'known'},
      arms: {fresh: {workflow: 'replace', enrichment: {count: 4, from: 'fresh'}}},
    },
  },
  'a kernel density of a Gaussian': {T: 20, wanted: 6, experiment: {...gaussian, model: {kind: 'kde', bandwidth: 0.5}}},
  'an unbiased Gaussian in three dimensions': {
    ...{T: 5, wanted: 6},
    experiment: {data: {world: 'gaussian', dimension: 3}, sample: {size: 20}, model: {kind: 'gaussian', variance: 'unbiased'}},
  },
  'a mean alone beside the same human records': {
    ...{T: 8, wanted: 2},
    experiment: {
      data: {world: 'gaussian', mean: [1, -1], sd: [1, 2], dimension: 2},
      sample: {size: 20, first: 8},
      model: {kind: 'gaussian', variance: 'known'},
      arms: {fixed: {workflow: 'replace', enrichment: {count: 8, from: 'original'}}},
    },
  },
  'a kernel density by a rule in standard deviations': {
    ...{T: 8, wanted: 6},
    experiment: {data: {world: 'gaussian', sd: 3, dimension: 2}, sample: {size: 20}, model: {kind: 'kde', bandwidth: 'silverman'}},
  },
  'a kernel density by a rule of scikit-learn': {
    ...{T: 8, wanted: 6},
    experiment: {data: {world: 'swiss-roll', dimension: 3}, sample: {size: 20}, model: {kind: 'kde', bandwidth: 'sklearn-scott'}},
  },
  'a regression': {T: 6, wanted: 2, experiment: regression({})},
  'a regression on new x, of another number of rows, with a spectrum': {
    ...{T: 6, wanted: 1},
    experiment: {...regression({x: 'fresh', spectrum: {power: 1}}), sample: {size: 40}},
  },
  'a regression whose labels come from elsewhere': {T: 6, wanted: 2, experiment: regression({mismatch: 0.5, spectrum: [1, 2, 0.5]})},
  'a logistic regression, to first order': {
    ...{T: 2, wanted: 2, lineages: 600},
    experiment: {
      data: {world: 'logistic', dimension: 2, strength: 1, rows: 250},
      sample: undefined,
      model: {kind: 'logistic'},
      measures: ['excessRisk'],
    },
  },
  'a kernel density of two moons': {
    ...{T: 10, wanted: 6},
    experiment: {data: {world: 'moons', noise: 0.1}, sample: {size: 30}, model: {kind: 'kde', bandwidth: 0.3}},
  },
  categories: {
    ...{T: 12, wanted: 5},
    experiment: {data: {world: 'categorical', probabilities: [0.5, 0.3, 0.15, 0.05]}, sample: {size: 30}, model: {kind: 'categorical'}},
  },
};

function armsOf(experiment: object): readonly Arm[] {
  const resolved = resolveExperiment({
    title: 't',
    generations: 2,
    seeds: 1,
    measures: [measureOf(experiment)],
    arms: workflows,
    ...experiment,
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.arms;
}

const measureOf = (experiment: object) =>
  'model' in experiment && (experiment.model as {kind: string}).kind === 'categorical' ? 'giniSimpson' : 'variance';

function valuesOf(
  arm: Arm,
  measures: readonly string[],
  {generations, lineages}: {generations: number; lineages: number},
): (measure: string, t: number) => number[] {
  const table = new Map<string, number[]>();
  for (let seed = 0; seed < lineages; seed++) {
    const lineage = new Lineage({arm, seed, root: Stream.root('theory'), measures});
    for (let t = 1; t <= generations; t++)
      for (const reading of lineage.advance().readings) {
        if (!('value' in reading)) continue;
        const key = `${reading.measure} ${t}`;
        const own = table.get(key);
        if (own) own.push(reading.value);
        else table.set(key, [reading.value]);
      }
  }
  return (measure, t) => table.get(`${measure} ${t}`)!;
}

const ON = {
  mean: {of: (x: number) => x, law: (x: number) => x},
  meanSquare: {of: (x: number) => x * x, law: (x: number) => x},
  geometricMean: {of: Math.log, law: Math.log},
};

describe('the loop follows the curves of', () => {
  for (const [name, {T, wanted, experiment, lineages = LINEAGES}] of Object.entries(settings)) {
    it(name, () => {
      let curves = 0;
      for (const arm of armsOf(experiment)) {
        const theory = theoryOf(arm, T);
        if (theory.length === 0) continue;
        const values = valuesOf(arm, [...new Set(theory.map(({measure}) => measure))], {generations: T, lineages});
        for (const {measure, statistic, points, label} of theory) {
          curves++;
          for (const {generation, value} of points.filter((_, i) => i % Math.ceil(T / 4) === 0 || i === points.length - 1)) {
            const seen = values(measure, generation).map(ON[statistic].of);
            const mean = seen.reduce((a, b) => a + b, 0) / seen.length;
            const error = Math.sqrt(seen.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (seen.length - 1) / seen.length);
            const said = `${arm.name}, ${measure} at ${generation} (${label}): ${mean}, law ${ON[statistic].law(value)}, standard error ${error}`;
            expect(Math.abs(mean - ON[statistic].law(value)) / error, said).toBeLessThan(4);
          }
        }
      }
      expect(curves).toBe(wanted);
    });
  }
});

describe('the law of subsample', () => {
  it('is that of one fit at first, and lies above replace for ever', () => {
    const law = subsampleLaw(10, 50);
    expect(law[0]).toBeCloseTo(0.9, 14);
    expect(law[49]).toBeCloseTo(0.7433, 4);
    for (let t = 2; t <= 50; t++) expect(law[t - 1]).toBeGreaterThan(0.9 ** t);
  });

  it('is the sum over all draws of two batches of two', () => {
    // fit 2 draws 2 of the 4 records of batches 0 and 1: pairs within 0, within 1, and 4 across
    const within0 = 1;
    const within1 = 1 / 2;
    const across = (2 * within0 - within0) / 2;
    expect(subsampleLaw(2, 2)[1]).toBeCloseTo((1 / 2) * ((within0 + within1 + 4 * across) / 6), 14);
  });
});

describe('no curve is drawn', () => {
  const moving = [1, 2];
  const known: Record<string, {experiment: object; changes: readonly object[]}> = {
    'of points': {
      experiment: {...gaussian, model: {kind: 'gaussian'}},
      changes: [
        {sample: {size: {from: 10, grow: 1.1}}},
        {model: {kind: 'gaussian', bias: moving}},
        {stop: {measure: 'variance', atMost: 0.1}},
        of({workflow: {window: 3}}),
      ],
    },
    'of a mean alone': {
      experiment: {
        ...gaussian,
        model: {kind: 'gaussian', variance: 'known'},
        ...of({workflow: 'replace', enrichment: {count: 4}, weights: {human: 1, synthetic: 1}}),
      },
      changes: [
        {sample: {size: [10, 11]}},
        {stop: {measure: 'variance', atMost: 0.1}},
        of({workflow: 'replace', enrichment: {count: moving}, weights: {human: 1, synthetic: 1}}),
        of({workflow: 'replace', enrichment: {count: 4}, weights: {human: moving, synthetic: 1}}),
        of({workflow: {window: 2}, enrichment: {count: 4}, weights: {human: 1, synthetic: 1}}),
      ],
    },
    'of rows': {
      experiment: {...regression({x: 'fresh'}), sample: {size: 40}, ...of({workflow: 'replace'})},
      changes: [
        {sample: {size: {from: 40, grow: 1.1}}},
        {stop: {measure: 'excessRisk', atLeast: 1}},
        of({workflow: {window: 2}}),
        of({workflow: {edit: {share: 0.5}}}),
        {model: {kind: 'regression', ridge: 0.1}},
      ],
    },
    'of categories': {
      experiment: {...settings.categories.experiment, ...of({workflow: 'replace'})},
      changes: [
        {sample: {size: {from: 30, grow: 1.1}}},
        {stop: {measure: 'support', atMost: 1}},
        of({workflow: {window: 2}}),
        ...[{temperature: 0.5}, {topK: 2}, {topP: 0.9}, {temperature: moving}].map((more) => ({model: {kind: 'categorical', ...more}})),
      ],
    },
    'of feedback on categories': {
      experiment: {...settings.categories.experiment, ...preferred({mix: 0.1})},
      changes: [
        {sample: {size: {from: 30, grow: 1.1}}},
        {stop: {measure: 'support', atMost: 1}},
        preferred({mix: [0.1, 0.2]}),
        preferred({window: 2}),
        {model: {kind: 'categorical', temperature: 0.5}},
        {model: {kind: 'autoregressive'}, measures: ['giniSimpson']},
      ],
    },
    'of feedback on points': {
      experiment: {...gaussian, model: {kind: 'gaussian'}, ...preferred('replace', {point: [1]})},
      changes: [
        {sample: {size: moving}},
        {model: {kind: 'gaussian', bias: moving}},
        {stop: {measure: 'variance', atMost: 0.1}},
        preferred({window: 2}, {point: [1]}),
      ],
    },
  };

  for (const [name, {experiment, changes}] of Object.entries(known))
    it(`${name} where something moves, ends it, or draws in another way`, () => {
      const curves = (change: object) => theoryOf(armsOf({...experiment, ...change})[0], 4).length;
      expect(curves({})).toBeGreaterThan(0);
      for (const change of changes) expect(curves(change), JSON.stringify(change)).toBe(0);
    });

  function of(arm: object): object {
    return {arms: {a: arm}};
  }

  function preferred(workflow: unknown, liked: object = {values: [0, 1, 2, 3]}): object {
    return of({workflow, feedback: {kind: 'best-of', candidates: 3, annotator: {kind: 'reward', ...liked}}});
  }
});
